"""The home page, a case on one page, and the trail in words, each gathered in a constant number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.cases import queries as cases
from app.cases.concerns.counting import LLC
from app.cases.concerns.queries import pattern
from app.cases.engine import Whole, is_running, roles_on
from app.cases.handover.models import Handover
from app.cases.handover.queries import unread
from app.cases.models import Case, Visit
from app.cases.protection.pages import Card, Left, OpenCard, left, open_card
from app.cases.protection.pages import card as protection_card
from app.cases.shell.checklist import of_the_whole
from app.cases.work import Sanction
from app.core.acts import ROLE_WORDS, Act, Role
from app.core.permission import Actor, may
from app.evidence.models import Evidence
from app.evidence.queries import of_case, opened
from app.intake.stops import fact_words, stop_words
from app.people.queries import names
from app.policy.queries import cited
from app.reports.acknowledged import Acknowledged, acknowledged
from app.reports.alleged import Cited, alleged
from app.reports.chronology import MOST, Chronology, Entry, Reading, chronology, entries
from app.reports.letters import Paper, papers, waiting
from app.reports.next_steps import NextStep, next_steps, with_drafts
from app.reports.recorded import Recorded, decisions_of
from app.reports.showing import ClockRow, PathCard, card, clock_rows, people
from app.reports.sight import SEALED_CLOCKS, Seen, sight

HANDS_OVER = frozenset({Act.CASE_HAND_OVER.value, Act.CASE_NAME.value})
"""The events with which a case can go to another manager: where none is shown and none is older, there is no note to ask for."""


FROM_THE_BEGINNING = Reading()


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the case page shows to this actor."""

    case: Case
    manager: str
    can: frozenset[str]
    next_steps: tuple[NextStep, ...]
    blocked: tuple[str, ...]
    stops: tuple[dict[str, str], ...]
    keep_in_mind: tuple[str, ...]
    alleged: tuple[Cited, ...]
    cards: tuple[PathCard, ...]
    clocks: tuple[ClockRow, ...]
    people: tuple[dict[str, Any], ...]
    contacts: tuple[Any, ...]
    evidence: tuple[Evidence, ...]
    opened: Mapping[uuid.UUID, Sequence[datetime]]  # when each piece of evidence was opened
    decisions: tuple[Recorded, ...]
    sanctions: tuple[Sanction, ...]
    papers: tuple[Paper, ...]
    chronology: Chronology
    looked: tuple[tuple[str, Visit], ...]
    names: dict[uuid.UUID, str] = field(default_factory=dict)
    sees_protection: bool = False
    sees_account: bool = False
    protects: bool = False
    acknowledged: tuple[Acknowledged, ...] = ()
    beside: Card | None = None
    conduct: OpenCard | None = None
    left: Left | None = None
    pattern: Mapping[str, Any] = field(default_factory=dict)  # what the card of a low-level concern says of the adult's others
    was_handed_over: bool = False
    handover: Handover | None = None  # the note made for this person, until they have read it


def case_page(actor: Actor, case: Case, visits: Sequence[Visit], wanted: Reading = FROM_THE_BEGINNING) -> CasePage:
    """Gather the page of a case for this actor; the number of queries does not depend on how much is in it."""
    whole = Whole(case)
    mine = roles_on(actor, case)
    asked = entries(case.id, wanted)
    elsewhere = wanted.start is not None or len(asked) > MOST  # whether other events are on other pages of the chronology
    acts = {one.act for one in asked}
    deadlines = cases.deadlines(case.id)
    evidence, decisions = of_case(case.id), cases.decisions(case.id)
    clauses, said = cited(_named(whole), case.edition_id)
    had, editions = acknowledged(whole, clauses)
    issued = papers(actor, whole, acts, every=elsewhere)
    known = names(_mentioned(whole, asked, visits, decisions) | {one.by for one in issued})
    seen = sight(actor, whole)
    cards = tuple(card(actor, whole, one, said, clauses, seen) for one in whole.paths)
    protection = Seen.PROTECTION in seen
    found = deadlines if protection else [one for one in deadlines if one.rule not in SEALED_CLOCKS]
    handed = elsewhere or bool(acts & HANDS_OVER)
    note = unread(actor, case.id) if handed and wanted.start is None and "case_manager" in mine else None
    steps = next_steps(case, whole, found, cards, seen)
    blocked = tuple(dict.fromkeys(sentence for card in cards for sentence in card.blocked))
    return CasePage(
        case=case,
        manager=ROLE_WORDS[Role(case.manager)],
        can=_can(actor, case, whole, mine) | of_the_whole(mine, found),
        next_steps=with_drafts(steps, waiting(issued, known)) if case.state != "closed" else steps,
        blocked=blocked,
        stops=_stops(case, whole),
        keep_in_mind=tuple(fact_words(case.answer["flags"])),
        alleged=alleged(whole, clauses, editions, seen),
        cards=cards,
        clocks=clock_rows(found),
        people=tuple(people(whole, known, seen, mine)),
        contacts=tuple(whole.contacts) if protection else (),
        evidence=tuple(evidence),
        opened=opened(case.id) if evidence else {},
        decisions=decisions_of(whole, list(decisions), known, seen),
        sanctions=tuple(cases.sanctions(case.id)),
        papers=issued,
        chronology=chronology(asked, wanted, known, seen, dict.fromkeys(one.path.name for one in cards)),
        looked=tuple((known.get(one.person_id, ""), one) for one in visits),
        names=known,
        sees_protection=protection,
        sees_account=Seen.ACCOUNT in seen,
        protects=any(one.name == "child_protection" and is_running(one) for one in whole.paths),
        acknowledged=had,
        beside=protection_card(whole) if protection else None,
        conduct=open_card(whole),
        left=left(whole),
        pattern=pattern(actor, whole) if whole.path(LLC) is not None else {},
        was_handed_over=handed,
        handover=note,
    )


def _named(whole: Whole) -> list[uuid.UUID]:
    """The clauses that allegations and the reasons of paths name."""
    why = [uuid.UUID(one["clause_id"]) for path in whole.paths for one in path.because if one.get("clause_id")]
    return [*why, *(one.clause_id for one in whole.allegations if one.clause_id)]


def _can(actor: Actor, case: Case, whole: Whole, mine: frozenset[str]) -> frozenset[str]:
    closed = case.state == "closed"
    wanted = {
        "route": "case_manager" in mine,
        "limbs": "case_manager" in mine,
        "allege": "case_manager" in mine,
        "contact": may(actor, Act.CASE_CONTACT, case.school_id),
        "evidence": may(actor, Act.EVIDENCE_ADD, case.school_id),
        "appoint": may(actor, Act.CASE_APPOINT, case.school_id),
        "close": may(actor, Act.CASE_CLOSE, case.school_id)
        and bool(mine & {"case_manager", "hr_adviser"})
        and not any(is_running(one) for one in whole.paths),
        "name": "case_manager" in mine,
        "hand_over": bool(mine & {"case_manager", "hr_adviser"}),
        "request": bool(mine & {"case_manager", "hr_adviser"}),
    }
    return frozenset(name for name, good in wanted.items() if good and (not closed or name == "request"))


def _stops(case: Case, whole: Whole) -> tuple[dict[str, str], ...]:
    if case.state == "closed":
        return ()
    stops, protection = list(case.answer["stops"]), whole.path("child_protection")
    over = protection is None or protection.ended_at is not None
    if "no_interview_no_tip_off" in stops and (over or any(one.agency == "lado" for one in whole.contacts)):
        stops.remove("no_interview_no_tip_off")  # it holds until the LADO has advised; then their advice holds
    return tuple(stop_words(stops, case.answer["flags"] if not whole.contacts else ()))


def _mentioned(whole: Whole, events: Sequence[Entry], visits: Sequence[Visit], decisions: Sequence[Any]) -> set[uuid.UUID]:
    keys_ = {one.person_id for one in whole.involved if one.person_id} | {one.person_id for one in visits}
    keys_ |= {one.by for one in decisions} | {one.by for one in whole.contacts} | {one.by for one in whole.findings}
    return keys_ | {uuid.UUID(one[2:]) for one in {event.actor for event in events} if one.startswith("u:")}
