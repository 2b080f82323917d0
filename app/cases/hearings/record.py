"""How the hearing of a disciplinary path stands, read from what its steps recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.cases.hearings.delegations import FEWER, HEAD, THREE, authorities
from app.cases.hearings.entries import entries
from app.cases.managing import is_headteacher
from app.cases.models import Part
from app.cases.work import Deadline, Path, StageEntry, runs
from app.core.db import db
from app.pathways.guards_disciplinary import AS_BEFORE
from app.pathways.hearing_facts import HearingFacts
from app.people.queries import school

if TYPE_CHECKING:
    from app.cases.engine import Whole

COUNCIL_DISMISSES = frozenset({"community", "voluntary_controlled", "community_special", "maintained_nursery"})
"""Kinds of school whose staff the council employs: the governing body determines, the council ends the contract."""
OFFERS = frozenset({"remote", "written", "both"})
KEEPS_AWAY = frozenset({"illness", "adjustment"})
"""Why a hearing is moved when illness or a disability keeps somebody away."""
HEARS = frozenset({"hearing_set", "postponed", "heard_in_absence"})
AFTER = frozenset({"decided", "appeal_window", "appeal_heard", "la_notified_after"})
"""The stages at which the kind of the school matters; it is looked up only there."""
ENDS_APPEAL = ("hear_appeal", "withdraw_appeal")
DECIDES = ("decide_hearing_set", "decide_heard_in_absence")


def hearing_facts(whole: Whole, path: Path, sent: Mapping[str, Any]) -> HearingFacts:
    """What the guards of this path read of its hearing since it was opened last."""
    run = whole.run(path)
    moved: list[dict[str, Any]] = [one.answers or {} for one in run if one.step == "postpone"]
    said: list[dict[str, Any]] = [one.answers or {} for one in run]
    answered = any(one.get("health_answer") for one in said)
    kinds = [one.get("kind") for one in moved]
    told, awaited = _council(run)
    points = _named(run, "points")
    return HearingFacts(
        unput=_unput(whole, path, points) if path.stage in HEARS or path.stage == "appeal_lodged" else frozenset(),
        outside_terms=bool(sent.get("points")) and not _ids(sent["points"]) <= (_named(run, "terms_of") or _ids(sent["points"])),
        failures=kinds.count("did_not_attend"),
        offered=any(one.get("offered") in OFFERS for one in said),
        ill=bool(KEEPS_AWAY & {*kinds}),
        health_asked=answered or any(one.get("health") == "yes" for one in moved),
        health_answered=answered,
        adjusted=path.stage == "postponed"
        and any(one.kind == "adjustment" and one.path_id == path.id for one in entries(path.case_id)),
        companions=kinds.count("companion"),
        before=_found_before(whole, path),
        sanction_before=stands(run),
        appeal_until=appeal_until(path) if path.stage == "appeal_window" else None,
        **({"highest": highest(whole)} if path.stage in HEARS else {}),
        council_dismisses=path.stage in AFTER and school(path.school_id).kind in COUNCIL_DISMISSES,
        council_told=told,
        council_awaited=awaited,
    )


def _ids(value: object) -> frozenset[str]:
    return frozenset(one for one in str(value or "").split(",") if one)


def _named(run: list[Any], key: str) -> frozenset[str]:
    """The allegations that the newest step that asked for them named; none when none asked."""
    return next((_ids((one.answers or {})[key]) for one in reversed(run) if (one.answers or {}).get(key)), frozenset())


def _unput(whole: Whole, path: Path, points: frozenset[str]) -> frozenset[str]:
    """The allegations that neither the notice of the hearing named nor anybody put to the person since."""
    known = {str(one.id) for one in whole.allegations}
    put = {str(one.allegation_id) for one in entries(whole.case.id) if one.kind == "put" and one.path_id == path.id}
    return frozenset(known - (points or known) - put)


def decider(whole: Whole) -> str:
    """As what those who hear the case decide: the headteacher, a panel of three or more, or a smaller one."""
    hearers = whole.holders(Part.HEARER)
    if len(hearers) == 1 and is_headteacher(whole.case.school_id, uuid.UUID(next(iter(hearers)))):
        return HEAD
    return THREE if len(hearers) >= 3 else FEWER


def highest(whole: Whole) -> str:
    """The heaviest thing that whoever hears the case may decide."""
    return authorities(whole.case.school_id)[decider(whole)].highest


def _found_before(whole: Whole, path: Path) -> dict[str, str]:
    """The word of each allegation as it was before an appeal: what an appeal replaced over what holds now."""
    begun = min((one.at for one in whole.run(path)), default=None)
    found = {str(one.allegation_id): one.word for one in whole.findings if one.path_id == path.id}
    for one in whole.replaced:
        if one.path_id == path.id and begun and one.superseded_at and one.superseded_at >= begun:
            found[str(one.allegation_id)] = one.word
    return found


def stands(run: Iterable[StageEntry]) -> str:
    """What follows as the steps recorded it: the decision, or the appeal that changed it; empty before anything was decided."""
    found = ""
    for one in run:
        found = _after(found, one)
    return found


def _after(before: str, one: StageEntry) -> str:
    answers = one.answers or {}
    if one.step in DECIDES:
        return str(answers.get("sanction") or "none")
    if one.step == "hear_appeal" and answers.get("stands") != AS_BEFORE:
        return str(answers.get("stands") or before)
    return before


def _council(run: Iterable[StageEntry]) -> tuple[bool, bool]:
    """Whether the council was told of what stands now, and whether what it did about it is awaited.

    What an appeal puts in the place of a dismissal is told anew, and so is one that it confirms after it was withdrawn.
    """
    told = awaited = withdrawn = False
    sanction = ""
    for one in run:
        if one.step.startswith("notify_council"):
            told, awaited, withdrawn = True, True, False
        elif one.step.startswith("council_acted"):
            awaited, withdrawn = False, (one.answers or {}).get("act") == "withdrawn"
        after = _after(sanction, one)
        if after != sanction or (one.step in ENDS_APPEAL and withdrawn):
            told = False
        sanction = after
    return told, awaited


def appeal_until(path: Path) -> date | None:
    """The last day for an appeal, as its clock stands now; nothing when it is not known."""
    return db.session.scalars(
        select(Deadline.due_on)
        .where(Deadline.path_id == path.id, Deadline.rule == "appeal_10wd", *runs())
        .order_by(Deadline.starts_at.desc())
        .limit(1)
    ).first()
