"""A clock that is long overdue, or whose owner is away, is told to the next in line: never to somebody with a part in the case."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.cases.clocking.away import away_on
from app.cases.clocking.calendars import calendar_of
from app.cases.clocking.states import state_of, strength_of
from app.cases.engine import hidden_from
from app.cases.managing import ORDER
from app.cases.models import Case
from app.cases.numbers import number
from app.cases.queries import involved
from app.cases.work import Deadline, to_do
from app.core.action import action, seal_case
from app.core.acts import Act, Role
from app.core.calendar import Calendar, end_of
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, job
from app.notices.queries import only_inbox, tell, untold
from app.people.queries import holders

KEEPER = job("clocks")
WEEK = timedelta(days=14)
BESIDE: dict[str, tuple[Role, ...]] = {
    Role.DSL.value: (Role.DEPUTY_DSL,),
    Role.CLERK.value: (Role.HR_ADVISER,),
    Role.INVESTIGATOR.value: (Role.HR_ADVISER,),
    Role.HR_ADVISER.value: (),
}
"""Who comes next for a clock that is not the manager's, before whoever manages the case."""
SEES = frozenset({Role.HR_ADVISER, Role.DEPUTY_DSL})
"""Roles that see the case by themselves, as its manager does: their notice leads to it. Anybody else's names no case."""


@dataclass(frozen=True, slots=True)
class Late:
    """A clock to be told of, why (`late` or `away`), and the role of whose it is."""

    deadline: Deadline
    case: Case
    why: str
    owner: Role


def escalate(school_id: uuid.UUID, day: date) -> int:
    """Tell the next in line of every clock that calls for it on this day; each clock is told once for each reason.

    On a weekend or a holiday only clocks of law are told: nobody's own procedure runs then.
    """
    told, mailed = 0, set[uuid.UUID]()
    people = Standing(school_id, day)
    for one in list(_late(school_id, day, people)):
        found = people.next_for(one)
        once = f"{one.why}:{one.deadline.id}"
        if found is not None and untold(found[1], once):
            told += tell_next(KEEPER, one.deadline, why=one.why, role=found[0], people=found[1], once=once, mailed=mailed)
            mailed.update(found[1])
    return told


@action(Act.CLOCK_ESCALATE)
def tell_next(
    actor: Actor,
    deadline: Deadline,
    *,
    why: str,
    role: Role,
    people: list[uuid.UUID],
    once: str,
    mailed: Collection[uuid.UUID] = (),
) -> int:
    """Tell these people, who hold this role, that a clock is overdue or that its owner is away.

    Whoever had a mail of another clock this morning (`mailed`) finds this one in the inbox only.
    """
    sees = role in SEES or role.value == db.session.get_one(Case, deadline.case_id).manager
    fresh = tell(
        people,
        "clock_late" if why == "late" else "clock_away",
        school_id=deadline.school_id,
        case_id=deadline.case_id if sees else None,
        once=once,
    )
    only_inbox(once, mailed)
    seal_case(deadline, rule=deadline.rule, why=why, to=role.value)
    return len(fresh)


class Standing:
    """Who holds which role at a school on a day, and who of them is away; asked once for a whole morning."""

    def __init__(self, school_id: uuid.UUID, day: date) -> None:
        self.away = away_on(school_id, day)
        self.held: dict[Role, list[uuid.UUID]] = {}
        for role, person_id in holders(school_id, Role):
            self.held.setdefault(Role(role), []).append(person_id)

    def there(self, role: Role, conflicted: set[uuid.UUID]) -> list[uuid.UUID]:
        """Those who hold a role, are there, and have no part in the case."""
        return [one for one in self.held.get(role, []) if one not in self.away and one not in conflicted]

    def is_away(self, role: Role) -> bool:
        """Whether everybody who holds a role is away; a role that nobody holds is handed on elsewhere."""
        people = self.held.get(role, [])
        return bool(people) and all(one in self.away for one in people)

    def next_for(self, one: Late) -> tuple[Role, list[uuid.UUID]] | None:
        """The first role after the owner's with somebody there who has no part in the case, and these people."""
        conflicted = hidden_from(involved(one.case.id))
        owners = {key for key in self.held.get(one.owner, []) if key not in self.away}
        for role in line_after(one.owner, one.case):
            if people := [key for key in self.there(role, conflicted) if key not in owners]:
                return role, people
        return None


def line_after(owner: Role, case: Case) -> tuple[Role, ...]:
    """Who comes after the owner of a clock: whoever stands beside them, the manager, and those who could manage the case.

    A case about the headteacher goes from the chair of governors to the employer, and to nobody else.
    """
    about_head = case.answer["case_manager"] == Role.CHAIR.value
    order = (Role.CHAIR,) if about_head else ORDER
    manager = Role(case.manager)
    after = order[order.index(manager) + 1 :] if manager in order else order
    beside = () if owner is manager else (*BESIDE.get(owner.value, ()), manager)
    return tuple(one for one in dict.fromkeys((*beside, *after, Role.HR_ADVISER)) if one is not owner)


def _late(school_id: uuid.UUID, day: date, people: Standing) -> Iterator[Late]:
    days, at = calendar_of(school_id), now()
    works, patience = days.is_working_day(day), number(school_id, "escalate_days").n
    for deadline, case in _open(school_id, day):
        owner = Role(case.manager) if deadline.owner == "case_manager" else Role(deadline.owner)
        hard = strength_of(deadline) != "soft"
        if not works and not hard:
            continue
        state = state_of(deadline, at)
        if state == "overdue" and (hard or _beyond(deadline, day, days, patience)):
            yield Late(deadline, case, "late", owner)
        elif state in {"overdue", "due soon"} and people.is_away(owner):
            yield Late(deadline, case, "away", owner)


def _beyond(deadline: Deadline, day: date, days: Calendar, patience: int) -> bool:
    due = deadline.due_on or (london(deadline.due_at).date() if deadline.due_at else day)
    return days.add(due, patience) < day if patience else due < day


def _open(school_id: uuid.UUID, day: date) -> Sequence[tuple[Deadline, Case]]:
    rows = db.session.execute(
        select(Deadline, Case)
        .join(Case, Case.id == Deadline.case_id)
        .where(
            Deadline.school_id == school_id,
            *to_do(),
            Deadline.due_at <= end_of(day + WEEK),
        )
        .order_by(Deadline.due_at, Deadline.id)
    )
    return [(deadline, case) for deadline, case in rows if deadline.owner == "case_manager" or deadline.owner in set(Role)]
