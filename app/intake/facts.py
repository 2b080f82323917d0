"""The facts of an incident: read strictly, so that a fault names the field by its path and never repeats a value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.intake.reader import LISTED, MISSING, BadFacts, Reader, is_instant, pairs, whole_number

KINDS = (
    "comment",
    "message",
    "image",
    "accept_request",
    "make_request",
    "school_time_use",
    "curriculum_space",
    "disclosure",
    "other",
)
CHANNELS = ("social_site", "messaging", "video_site", "blog", "forum", "game", "school_platform", "email", "in_person", "other")
ABOUT = (
    "pupil",
    "pupils_of_a_group",
    "former_pupil",
    "colleague",
    "school",
    "supplier",
    "parent",
    "governor",
    "public_group",
    "self",
)
PARTIES = ("pupil", "former_pupil", "pupil_other_school", "parent", "former_pupil_parent", "colleague", "other", "unknown")
CONTENT = (
    "offensive",
    "defamatory",
    "inappropriate",
    "abusive",
    "derogatory",
    "discriminatory",
    "sexual",
    "confidential",
    "identifies_pupil",
    "personal_data",
)
POSTS = ("teacher", "support_staff", "headteacher", "supply", "volunteer", "contractor", "governor", "trainee", "unknown")
EMPLOYED = frozenset({"teacher", "support_staff", "headteacher", "unknown"})
LIMBS = ("H1", "H2", "H3", "H4")


@dataclass(frozen=True, slots=True)
class Deed:
    """One act, as the contract of routing describes it."""

    kind: str
    on: date | None
    channel: str
    by_subject: bool | str
    published: bool
    repost: bool
    about: frozenset[str]
    with_: str | None
    initiated_by: str
    age_at_act: int | None
    relationship: str
    content: frozenset[str]
    harms_working_relationships: bool
    reputation_at_risk: bool
    work_related: bool
    in_school_time: bool
    expression: str
    self_reported: bool
    request_pending: bool

    @property
    def online(self) -> bool:
        """Whether a clause of the policy can be met at all."""
        return self.channel not in {"email", "in_person"}


@dataclass(frozen=True, slots=True)
class Permit:
    """An entry of the permission register that may apply."""

    id: str
    kind: str
    decided_on: date
    answer: str
    measures_complete: bool
    with_: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that routing reads."""

    reported_at: datetime
    local_authority: str
    post: str
    employed: bool
    immediate_danger: bool
    imagery: bool
    harm: Mapping[str, str]
    acts: tuple[Deed, ...]
    permits: tuple[Permit, ...]
    earlier: int
    by_act: tuple[tuple[Permit, ...], ...] = ()

    def permits_of(self, act: int) -> tuple[Permit, ...]:
        """The permits that may apply to an act: all of them, unless the register was looked up for each act by itself."""
        return self.by_act[act] if self.by_act else self.permits


def facts_from(value: Any) -> Facts:
    """The facts of a decoded object; `BadFacts` with every fault there is."""
    if not isinstance(value, dict):
        raise BadFacts(["facts: must be one object"])
    faults: list[str] = []
    top = Reader(value, "", faults)
    reported = top.take(
        "reported_at",
        MISSING,
        is_instant,
        "must be an instant in ISO form with its offset, from which working days can be counted",
    )
    authority = top.one_of("local_authority", ("sefton", "national"), "sefton")
    subject = top.inside("subject")
    post = subject.one_of("post", POSTS)
    employed = subject.flag("employed_by_school", post in EMPLOYED)
    subject.rest()
    harm = top.inside("harm")
    limbs = {name: harm.one_of(name, ("yes", "may_be", "no", "unknown"), "unknown") for name in LIMBS}
    harm.rest()
    acts = tuple(_deed(one, f"acts[{index}]", faults) for index, one in enumerate(_list(top, "acts", needed=True)))
    permits = tuple(_permit(one, f"permits[{index}]", faults) for index, one in enumerate(_list(top, "permits", needed=False)))
    danger, imagery = top.flag("immediate_danger"), top.flag("indecent_imagery_of_under_18")
    earlier = top.whole("earlier_low_level_concerns", 0, None)
    top.rest()
    if faults:
        raise BadFacts(faults)
    return Facts(datetime.fromisoformat(reported), authority, post, employed, danger, imagery, limbs, acts, permits, earlier)


def _list(top: Reader, field: str, *, needed: bool) -> list[Any]:
    found = top.take(field, MISSING if needed else [], lambda v: isinstance(v, list), "must be a list")
    if needed and found == [] and field in top.value:
        top.fault(field, "must hold at least one act")
    return found if isinstance(found, list) else []


def _deed(value: Any, path: str, faults: list[str]) -> Deed:
    r = Reader(value, path, faults)
    deed = Deed(
        kind=r.one_of("kind", KINDS),
        on=r.day("on", None, null=True),
        channel=r.one_of("channel", CHANNELS, "social_site"),
        by_subject=r.take("by_subject", True, lambda v: isinstance(v, bool) or v == "disputed", LISTED),
        published=r.flag("published", True),
        repost=r.flag("repost"),
        about=r.many("about", ABOUT),
        with_=r.one_of("with", PARTIES, None, null=True),
        initiated_by=r.one_of("initiated_by", ("subject", "other", "unknown"), "subject"),
        age_at_act=r.whole("age_at_act", None, 120, null=True),
        relationship=r.one_of("relationship", ("none", "family", "pre_existing", "unknown"), "none"),
        content=r.many("content", CONTENT),
        harms_working_relationships=r.flag("harms_working_relationships"),
        reputation_at_risk=r.flag("reputation_at_risk"),
        work_related=r.flag("work_related"),
        in_school_time=r.flag("in_school_time"),
        expression=r.one_of("expression", ("none", "belief", "union", "protected_disclosure"), "none"),
        self_reported=r.flag("self_reported"),
        request_pending=r.flag("request_pending"),
    )
    r.rest()
    return deed


def _permit(value: Any, path: str, faults: list[str]) -> Permit:
    r = Reader(value, path, faults)
    permit = Permit(
        id=r.take("id", MISSING, lambda v: isinstance(v, str) and 1 <= len(v) <= 64, "must be text, neither empty nor too long"),
        kind=r.one_of("kind", ("parent_contact_advice", "curriculum_space")),
        decided_on=r.day("decided_on") or date.min,
        answer=r.one_of("answer", ("agreed", "advised_against")),
        measures_complete=r.flag("measures_complete"),
        with_=r.one_of("with", PARTIES, None, null=True),
    )
    r.rest()
    return permit


def read_facts(data: bytes) -> Facts:
    """The facts in the bytes of a file: one JSON object in UTF-8 without a byte order mark; `BadFacts` otherwise."""
    if not data.strip():
        raise BadFacts(["facts: the file is empty"])
    if data.startswith(b"\xef\xbb\xbf"):
        raise BadFacts(["facts: the file begins with a byte order mark; save it as UTF-8 without one"])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadFacts(["facts: the file is not UTF-8"]) from None
    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_int=whole_number)
    except (ValueError, RecursionError):
        raise BadFacts(["facts: the file is not one JSON object"]) from None
    return facts_from(value)
