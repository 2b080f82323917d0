"""The note for whoever takes a case over: the case page of that person, gathered once and kept in words as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.cases.engine import Whole
from app.cases.handover.models import Handover
from app.cases.handover.noting import gathers
from app.cases.handover.queries import handovers
from app.cases.models import Case
from app.cases.protection.pages import may_tell
from app.core.clock import said
from app.core.permission import Actor
from app.core.words import lowered
from app.documents.kinds import KINDS
from app.documents.queries import letters_of
from app.pathways.words import SANCTIONS
from app.reports.queries import CasePage, case_page
from app.reports.showing import ClockRow, PathCard
from app.reports.sight import Seen, sight
from app.reports.words import OUTCOMES, PARTS, STANDINGS

Line = tuple[str, str]
RUNNING = frozenset({"overdue", "due soon", "open", "not known"})
UNNAMED = ("Do not say who reported it", "They asked not to be named.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A note as the page of all of them shows it; its words only to who sees as much of the case as it was made with."""

    row: Handover
    note: dict[str, Any] | None
    by: str
    to: str


@gathers
def gather(actor: Actor, case: Case) -> dict[str, Any]:
    """What the record says of a case now to this person, in parts with a line for each thing."""
    page, whole = case_page(actor, case, ()), Whole(case)
    seen = sight(actor, whole)
    parts: Sequence[tuple[str, list[Line]]] = (
        ("What must not be done or told yet", _not_yet(page, whole, seen)),
        ("What is next", [(one.what, _by(one.owner, one.on or one.by, one.why)) for one in page.next_steps]),
        ("What is blocked, and by what", [(one, "") for one in page.blocked]),
        ("What is alleged", _alleged(page)),
        ("Where each procedure stands", [_stands(one) for one in page.cards]),
        ("Suspension", _suspension(page)),
        ("Clocks that run", [_clock(one) for one in page.clocks if one.state in RUNNING]),
        (
            "People and their parts",
            [(one["name"], PARTS.get(one["part"], one["part"])) for one in page.people if one["ended"] is None],
        ),
        ("Decisions so far", _decisions(page)),
        ("Letters issued", _letters(actor, whole)),
    )
    return {
        "seen": sorted(one.value for one in seen),
        "parts": [{"title": title, "lines": lines} for title, lines in parts],
    }


def _by(owner: str, when: Any, why: str = "") -> str:
    found = ", ".join(one for one in (owner, f"by {said(when)}" if when else "") if one)
    return ". ".join(one.rstrip(".") for one in (found, why) if one) + "." if found or why else ""


def _not_yet(page: CasePage, whole: Whole, seen: frozenset[Seen]) -> list[Line]:
    lines = [(one["title"], one["words"]) for one in page.stops]
    restriction = page.beside.restriction if page.beside else None
    if restriction and restriction.holds:
        lines.append(("The teacher is not named in public", restriction.why))
    if page.case.paused_at is not None:
        lines.append(
            (
                "The case is paused for legal reasons",
                f"Since {said(page.case.paused_at)}. Only child protection and the child’s welfare go on.",
            )
        )
    lines += [(f"{card.title} waits", f"For: {lowered(card.waits)}.") for card in page.cards if card.waits]
    if whole.reporter_unnamed and Seen.NAMES in seen:
        lines.append(UNNAMED)
    if Seen.PROTECTION in seen:
        lines += [
            (f"May be told: {lowered(one.who)}", f"{one.what} Agreed by {one.agreed_by}, {said(one.since)}.")
            for one in may_tell(whole.ledger)
        ]
    return lines + [("Keep in mind", one) for one in page.keep_in_mind]


def _alleged(page: CasePage) -> list[Line]:
    lines = []
    for clause in page.alleged:
        name = (
            "Other conduct" if clause.number == "other" else f"Clause {clause.number}{': ' + clause.title if clause.title else ''}"
        )
        for one in clause.rows:
            found = "; ".join(f"{path}: {OUTCOMES.get(word, word)}" for path, word in one.outcomes) or "Open"
            certain = " It is not certain yet." if one.allegation.met == "may_be" else ""
            lines.append((name, f"{one.because}{certain} Outcome: {found}.".strip()))
    return lines


def _stands(one: PathCard) -> Line:
    path = one.path
    if path.state == "proposed":
        return (
            one.title,
            f"Proposed. {STANDINGS.get(path.standing, path.standing)}{': ' + lowered(one.waits) if one.waits else ''}.",
        )
    if path.state == "declined":
        return one.title, f"Declined. {one.reason}".strip()
    if path.ended_at is not None:
        return one.title, f"Ended on {said(path.ended_at)}." + (f" {one.stage.title}." if one.stage else "")
    if one.stage is None:
        return one.title, "Open; its stages are sealed." if one.sealed else f"Open, not begun. Waits for: {lowered(one.waits)}."
    return one.title, f"{one.stage.title}, since {said(path.stage_at)}. {one.stage.now}"  # type: ignore[arg-type]  # set with the stage


def _suspension(page: CasePage) -> list[Line]:
    running = next((one for one in (page.conduct, page.beside) if one is not None and one.suspended_since), None)
    if running is None or running.suspended_since is None:
        return []
    looked = f"Reviewed last on {said(running.reviewed_on)}." if running.reviewed_on else "Not reviewed yet."
    return [(f"Runs since {said(running.suspended_since)}", looked)]


def _clock(one: ClockRow) -> Line:
    state = "Overdue. " if one.state == "overdue" else "The date is not known. " if one.state == "not known" else ""
    return one.title, state + _by(one.owner, one.on or one.by)


def _decisions(page: CasePage) -> list[Line]:
    lines = [
        (
            f"{one.title}: {one.by}, {said(one.at)}" if one.by else f"{one.title}, {said(one.at)}",
            "Its words are sealed." if one.sealed else "; ".join(f"{question}: {answer}" for question, answer in one.rows),
        )
        for one in page.decisions
    ]
    return lines + [
        (
            dict(SANCTIONS).get(one.kind, one.kind),
            f"Ended with the appeal, {said(one.ended_at)}."
            if one.ended_at
            else f"Live until {said(one.live_to)}."
            if one.live_to
            else "",
        )
        for one in page.sanctions
    ]


def _letters(actor: Actor, whole: Whole) -> list[Line]:
    return [(KINDS[one.kind].title, said(one.issued_at)) for one in letters_of(actor, whole) if one.issued_at]


def kept_notes(actor: Actor, case: Case) -> list[Kept]:
    """Every note of a case, newest first: day and people for everybody who may open it, the words as far as they see."""
    seen, found = {one.value for one in sight(actor, Whole(case))}, []
    for row in handovers(case.id):
        note = row.note
        found.append(Kept(row, note if seen >= set(note["seen"]) else None, note["by"], note["to"]))
    return found
