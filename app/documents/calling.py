"""Which letters and forms a case calls for now, each with the reason; the others by the procedure they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.cases.engine import D, Whole, is_live, pathway_of, stage_of
from app.cases.work import Deadline
from app.core.clock import short
from app.core.words import lowered
from app.documents.kinds import Kind
from app.documents.models import Letter
from app.pathways.guards import GUARDS

LOGGED = "The case was logged a short while ago"
ENDED = "Every procedure has come to its end"
SUSPENDED = "A suspension runs, and its letter is not on record"
REVIEWED = "The suspension was reviewed"
LIFTED = "The suspension was ended"
DISMISSED = "A dismissal stands, of which the council was not told"
CALLED: Mapping[str, frozenset[str]] = {
    "lado_referral": frozenset({"cp_triage", "immediate_action", "basic_facts"}),
    "first_account": frozenset({"cp_triage", "immediate_action", "basic_facts"}),
    "mash_referral": frozenset({"welfare_logged"}),
    "tell_subject": frozenset({"subject_informed"}),
    "tell_parents": frozenset({"parents_informed"}),
    "protection_outcome": frozenset({"outcome_set", "support_action", "referrals_decided"}),
    "dbs_referral": frozenset({"referrals_decided"}),
    "tra_referral": frozenset({"referrals_decided"}),
    "investigation": frozenset({"d_investigation"}),
    "investigation_report": frozenset({"d_investigation", "d_report"}),
    "hearing": frozenset({"hearing_set", "postponed"}),
    "outcome": frozenset({"decided", "appeal_window"}),
    "appeal_invitation": frozenset({"appeal_lodged"}),
    "appeal_outcome": frozenset({"appeal_heard"}),
    "resignation": frozenset({"resigned_before_decision"}),
    "complaint_acknowledged": frozenset({"eo_formal"}),
    "complaint_outcome": frozenset({"eo_outcome", "resolved"}),
    "low_level_record": frozenset({"raised", "recorded"}),
}
"""The stages of the procedures at which each kind is written; what runs beside the stages is asked of the record below."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be begun: those the case calls for with the reason, the soonest first, and the others under their groups."""

    now: tuple[tuple[Kind, str], ...]
    others: tuple[tuple[str, tuple[Kind, ...]], ...]


def sorted_out(whole: Whole, kinds: Sequence[Kind], letters: Sequence[Letter], clocks: Iterable[Deadline]) -> Offered:
    """These kinds sorted by whether the case calls for them; one that was begun or issued since is not called for again."""
    had: dict[str, datetime] = {}
    for one in letters:
        had[one.kind] = max(one.issued_at or one.made_at, had.get(one.kind, one.made_at))
    drafted = {one.kind for one in letters if one.is_draft}
    due = {one.rule: one for one in clocks if one.is_running}
    reasons = (
        (one, _due(one, due, had.get(one.key)) or _why(whole, one.key, had.get(one.key))) for one in kinds if one.key not in drafted
    )
    found = [(kind, why) for kind, why in reasons if why]
    found.sort(key=lambda pair: not pair[1].startswith("Due"))
    called = {kind.key for kind, _ in found}
    left = [one for one in kinds if one.key not in called]
    order = list(dict.fromkeys(one.group for one in kinds))
    left.sort(key=lambda one: order.index(one.group))
    return Offered(tuple(found), tuple((group, tuple(some)) for group, some in groupby(left, key=lambda one: one.group)))


def _due(kind: Kind, due: Mapping[str, Deadline], had: datetime | None) -> str:
    """By when it must be sent, where a clock that it meets runs and it was not issued since that began."""
    one = next((due[rule] for rule in kind.meets if rule in due), None)
    if one is None or (had is not None and had >= one.starts_at):
        return ""
    return f"Due by the end of {short(one.due_on)}" if one.due_on else f"Due by {short(one.due_at)}" if one.due_at else ""


def _why(whole: Whole, key: str, had: datetime | None) -> str:
    """The reason in a sentence; nothing when nothing calls for it, or it was written since."""
    for path in whole.paths:
        stage = stage_of(path) if is_live(path) else None
        if stage and stage.key in CALLED.get(key, ()) and (had is None or path.stage_at is None or had < path.stage_at):
            return f"{pathway_of(path).title}: {lowered(stage.title)}"
    since = _beside(whole).get(key)
    return since[1] if since and (had is None or had < since[0]) else ""


def _beside(whole: Whole) -> dict[str, tuple[datetime, str]]:
    """What no stage says: the case is new or ready to close, the council must be told, a suspension runs or ended; each since when."""
    case, found = whole.case, dict[str, tuple[datetime, str]]()
    if case.state == "triage":
        found["incident_log"] = (case.logged_at, LOGGED)
    opened = [one for one in whole.paths if one.state == "accepted"]
    if case.state == "routed" and opened and all(one.ended_at for one in opened):
        found["closure"] = (max(one.ended_at for one in opened if one.ended_at), ENDED)
    conduct = whole.path(D)
    if conduct is not None and is_live(conduct) and GUARDS["council_to_be_told"].lets_pass(whole.facts(conduct, None)):
        found["determination"] = (max(one.at for one in whole.findings if one.path_id == conduct.id), DISMISSED)
    last = next(reversed(whole.ledger.suspensions), None)
    if last is not None and last.runs and last.letter is None:
        found["suspension"] = (last.begun.at, SUSPENDED)
    if last is not None and last.reviews:
        found["suspension_review"] = (last.reviews[-1].at, REVIEWED)
    if last is not None and last.ended is not None:
        found["suspension_lifted"] = (last.ended.at, LIFTED)
    return found
