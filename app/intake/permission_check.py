"""What the permission register says of each act of a report: the permits that routing reads, the sentence for the case, the witnesses.

Sources: clauses-and-routing 10.2 (3.2(i), 3.4, 3.5), state machine 11.6 (guard: decided before acted), routing contract. [D] is our
own choice where none of them speaks. Days are days in London; an act has a day and no hour.

Looked up are the permits of the same person at this school, of the kind the act asks for, for the same platform and the same other
side (or nobody in particular), asked for by the instant of logging. Only an accepted request of a parent (3.2(i)) and a closed space
(3.4, 3.5) ask for one: no permit covers 3.2(h), (j) or (k). By what each permit had come to on the day of the act:

* answered before it and in force: given to routing as it is. Agreed covers it; advice against does not (lead-in, by contract).
  Advice against and a refusal have no last day: they stand until a later answer, because nothing they allow can run out. [D]
* answered on that day: given as it is; routing reads the order as unknown (`may_be`).
* answered after it: given as it is, so that routing says late, when within a year of it; later than that it has nothing to do
  with the act. [D] Asked before and answered after is late too (the guard is the decision), but the sentence says when it was asked.
* asked for and without an answer: not given (nothing was decided); the sentence says so, within the same year.
* agreed, but its first day had not come: not given, it did not cover that day.
* run out before it: not given. The last day itself is covered. Advice with a term has to be asked again after it.
* revoked before it: a space is not given (the agreement was gone). Advice is given as advice against from the day it was revoked:
  the duty of 3.2(i) is to ask, which was done, and the last word was not to. [D]
* revoked on that day: given with the day of the act as its decision, so that routing reads the order as unknown. [D]
* the day is not known: every answered one is given; routing reads the order as unknown.
* renewed: two permits; the latest that came before governs (routing). Agreed by an earlier headteacher: as any other, confirmed or not
  (carry-over); whoever confirmed it is a witness too.
* measures: complete when each was in place through the whole of that day (`term.missing_through`); on the day of logging when the
  day is not known.

Everybody who answered or confirmed a permit that a sentence names is a witness of the case (R14; 10.2, row 3.4: the approver becomes a witness).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.cases.engine import hidden_from
from app.cases.models import Involvement, Part
from app.core.clock import london, now
from app.intake.facts import Deed, Facts, Permit, facts_from
from app.intake.models import Draft
from app.intake.parties import parent_request_accepted, party
from app.intake.permission_words import Bearing, sentence
from app.policy.permits.models import Permit as Entry
from app.policy.permits.queries import OnRecord, on_record
from app.policy.permits.term import missing_through
from app.policy.permits.words import Answer, Kind

LATE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Found:
    """One permit held against one act: how it bears, what routing reads of it, and which measures were missing."""

    permit: Entry
    bearing: Bearing
    given: Permit | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the register says of a whole report."""

    by_act: tuple[tuple[Found, ...], ...]
    rows: list[dict[str, Any]]

    @property
    def permits(self) -> list[dict[str, Any]]:
        """The permits as the routing contract wants them, each once."""
        given = [one.given for act in self.by_act for one in act if one.given]
        return [_as_json(one) for one in dict.fromkeys(given)]

    @property
    def witnesses(self) -> list[uuid.UUID]:
        """Everybody who answered or confirmed a permit that is named, each once."""
        named = [one.permit for act in self.by_act for one in act]
        people = [key for one in named for key in (one.answered_by, one.confirmed_by) if key]
        return list(dict.fromkeys(people))

    def into(self, facts: Facts) -> Facts:
        """The facts with the permits of each act by itself: one for another platform or day must not cover it."""
        return replace(facts, by_act=tuple(tuple(one.given for one in act if one.given) for act in self.by_act))


def check(school_id: uuid.UUID, person_id: uuid.UUID | None, facts: dict[str, Any]) -> Checked:
    """Hold the acts of these facts against the register of a school; a person who is not on its roll has no permit."""
    deeds, at = facts_from(facts).acts, now()
    kinds = [_kind(one) for one in deeds]
    wanted = list(dict.fromkeys(one for one in kinds if one))
    record = on_record(school_id, person_id, wanted, until=at) if person_id and wanted else []
    by_act = tuple(
        tuple(_held(deed, kind, record, london(at).date())) if kind else () for deed, kind in zip(deeds, kinds, strict=True)
    )
    rows = [
        row
        for index, (deed, kind) in enumerate(zip(deeds, kinds, strict=True))
        if kind
        for row in _rows(index, deed, kind, by_act[index])
    ]
    return Checked(by_act, rows)


def _kind(deed: Deed) -> Kind | None:
    if not deed.online:
        return None
    if deed.kind == "curriculum_space":
        return Kind.SPACE
    return Kind.PARENT if parent_request_accepted(deed) else None


def _held(deed: Deed, kind: Kind, record: Sequence[OnRecord], today: date) -> list[Found]:
    fitting = [
        one
        for one in record
        if one.permit.kind == kind.value and one.permit.platform == deed.channel and one.permit.other_side in {None, party(deed)}
    ]
    found = [bears for one in fitting if (bears := _bears(deed, one, today))]
    first = [one for one in found if one.given and deed.on and one.given.decided_on < deed.on]
    governs = (
        max(enumerate(first), key=lambda pair: (pair[1].given.decided_on if pair[1].given else today, pair[0]))[1]
        if first
        else None
    )
    return [replace(one, bearing=Bearing.EARLIER) if one in first and one is not governs else one for one in found]


def _bears(deed: Deed, record: OnRecord, today: date) -> Found | None:
    permit = record.permit
    if permit.answered_at is None:
        related = deed.on is None or london(permit.asked_at).date() - deed.on <= LATE
        return Found(permit, Bearing.WAITING, None) if related else None
    decided = london(permit.answered_at).date()
    missing = tuple(missing_through(record.measures, deed.on or today)) if permit.kind == Kind.SPACE.value else ()
    given = Permit(
        id=permit.called,
        kind=permit.kind,
        decided_on=decided,
        answer="agreed" if permit.answer == Answer.AGREED.value else "advised_against",
        measures_complete=permit.kind == Kind.SPACE.value and not missing,
        with_=permit.other_side,
    )
    if deed.on is None:
        return Found(permit, Bearing.DAY_UNKNOWN, given, missing)
    if decided > deed.on:
        return Found(permit, Bearing.LATE, given) if decided - deed.on <= LATE else None
    return _came_first(deed, deed.on, permit, given, missing)


def _came_first(deed: Deed, on: date, permit: Entry, given: Permit, missing: tuple[str, ...]) -> Found:
    same_day = given.decided_on == on
    if permit.answer != Answer.AGREED.value:
        return Found(permit, Bearing.SAME_DAY if same_day else Bearing.AGAINST, given)
    revoked = london(permit.revoked_at).date() if permit.revoked_at else None
    if revoked and revoked < on:
        against = replace(given, decided_on=revoked, answer="advised_against")
        return Found(permit, Bearing.REVOKED, against if permit.kind == Kind.PARENT.value else None)
    if (permit.valid_from or on) > on:
        return Found(permit, Bearing.NOT_BEGUN, None)
    if (permit.valid_to or on) < on:
        return Found(permit, Bearing.RUN_OUT, None)
    if revoked == on:
        return Found(permit, Bearing.REVOKED_SAME_DAY, replace(given, decided_on=on), missing)
    if same_day:
        return Found(permit, Bearing.SAME_DAY, given, missing)
    return Found(permit, Bearing.INCOMPLETE if missing and deed.with_ == "pupil" else Bearing.COVERS, given, missing)


def _rows(index: int, deed: Deed, kind: Kind, found: Sequence[Found]) -> list[dict[str, Any]]:
    """What the case keeps of an act: a sentence for each permit, with what was asked and answered in their words."""
    if not found:
        return [{"act": index, "bearing": Bearing.NONE.value, "number": None, "words": sentence(Bearing.NONE, kind, deed.on)}]
    return [
        {
            "act": index,
            "bearing": one.bearing.value,
            "number": one.permit.number,
            "words": sentence(one.bearing, kind, deed.on, one.permit, one.missing),
            "asked": one.permit.asked,
            "answer": one.permit.answer_words,
        }
        for one in found
    ]


def approvers(draft: Draft, register: Checked, people: Sequence[Involvement]) -> list[Involvement]:
    """Whoever answered a permit that the case names, as witnesses of it, unless they have a part in it already (R14)."""
    has_part = hidden_from(people)
    return [
        Involvement(
            school_id=draft.school_id,
            case_id=draft.id,
            part=Part.WITNESS.value,
            person_id=key,
            added_at=now(),
            details={"note": "Answered a permit that bears on this."},
        )
        for key in register.witnesses
        if key not in has_part
    ]


def _as_json(permit: Permit) -> dict[str, Any]:
    return {
        "id": permit.id,
        "kind": permit.kind,
        "decided_on": permit.decided_on.isoformat(),
        "answer": permit.answer,
        "measures_complete": permit.measures_complete,
        "with": permit.with_,
    }
