"""A clock that is long overdue, or whose owner is away, is told along the line: never to somebody with a part in the case."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property

import structlog
from sqlalchemy import and_, or_, select

from app.cases.clocking.away import away_on
from app.cases.clocking.calendars import calendar_of
from app.cases.clocking.rules import LADO
from app.cases.clocking.states import state_of, strength_of
from app.cases.engine import NEVER_PAUSED, hidden_from
from app.cases.managing import ORDER
from app.cases.models import Case
from app.cases.numbers import number
from app.cases.queries import involved
from app.cases.work import Deadline, Path, to_do
from app.core.action import action, seal_case
from app.core.acts import Act, Role
from app.core.calendar import Calendar, UnknownDate, end_of
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor, job
from app.notices.queries import only_inbox, tell, told_when
from app.pathways.pathway import Unit
from app.people.queries import holders

KEEPER = job("clocks")
FORTNIGHT = timedelta(days=14)
BESIDE: dict[str, tuple[Role, ...]] = {
    Role.DSL.value: (Role.DEPUTY_DSL,),
    Role.CLERK.value: (Role.HR_ADVISER,),
    Role.INVESTIGATOR.value: (Role.HR_ADVISER,),
    Role.HR_ADVISER.value: (),
}
"""Who comes next for a clock that is not the manager's, before whoever manages the case."""
SEES = frozenset({Role.HR_ADVISER, Role.DSL, Role.DEPUTY_DSL})
"""Roles that see the case by themselves, as its manager does: their notice leads to it. Anybody else's names no case."""
KINDS = {"late": "clock_late", "away": "clock_away", "unknown": "clock_unknown"}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Late:
    """A clock to be told of, why (`late`, `away` or `unknown`), the role of whose it is, and whether it is there for a child."""

    deadline: Deadline
    case: Case
    why: str
    owner: Role
    for_child: bool

    @property
    def once(self) -> str:
        """What each person is told of once."""
        return f"{self.why}:{self.deadline.id}"


def escalate(school_id: uuid.UUID, day: date, *, only_short: bool = False) -> int:
    """Tell the next in line of every clock that calls for it, first those that protect a child; nobody twice for one reason.

    On a weekend or a holiday only clocks of law are told: nobody's own procedure runs then. Through the day only clocks of
    hours and of one working day are looked at (`only_short`): the others can wait for the morning.
    """
    told, mailed = 0, set[uuid.UUID]()
    people = Standing(school_id, day)
    for one in sorted(_late(school_id, day, people, only_short), key=lambda late: not late.for_child):
        if found := people.next_for(one):
            told += tell_next(KEEPER, one.deadline, why=one.why, role=found[0], people=found[1], once=one.once, mailed=mailed)
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
    """Tell these people, who hold this role, that a clock is overdue or has no date, or that its owner is away.

    Whoever had a mail of another clock this morning (`mailed`) finds this one in the inbox only.
    """
    sees = role in SEES or role.value == db.session.get_one(Case, deadline.case_id).manager
    fresh = tell(
        people,
        KINDS[why],
        school_id=deadline.school_id,
        case_id=deadline.case_id if sees else None,
        once=once,
    )
    only_inbox(once, mailed)
    seal_case(deadline, rule=deadline.rule, why=why, to=role.value)
    return len(fresh)


class Standing:
    """Who holds which role at a school on a day, who of them is away, and by which days and numbers it goes; asked once a look."""

    def __init__(self, school_id: uuid.UUID, day: date) -> None:
        self.school_id, self.day, self.at = school_id, day, now()
        self.away = away_on(school_id, day)
        self.held: dict[Role, list[uuid.UUID]] = {}
        for role, person_id in holders(school_id, Role):
            self.held.setdefault(Role(role), []).append(person_id)
        self.conflicted = cache(lambda case_id: hidden_from(involved(case_id)))
        self.days = calendar_of(school_id)

    @cached_property
    def works(self) -> bool:
        """Whether it is a working day, as far as is known."""
        return is_worked(self.days, self.day)

    def free(self, role: Role, case: Case) -> list[uuid.UUID]:
        """Those who hold a role and have no part in the case."""
        return [one for one in self.held.get(role, []) if one not in self.conflicted(case.id)]

    def is_away(self, role: Role, case: Case) -> bool:
        """Whether everybody whose clock it is by this role is away; a role that nobody holds is handed on elsewhere."""
        if self.away.isdisjoint(self.held.get(role, [])):
            return False
        people = self.free(role, case)
        return bool(people) and self.away.issuperset(people)

    def next_for(self, one: Late) -> tuple[Role, list[uuid.UUID]] | None:
        """The first role in line whose holders are there and untold, and these people; none while whoever was told has time.

        An absence is told on only when whoever was told of it is away too; a clock that is overdue also when they did nothing.
        """
        passed_over = self.away.union(self.held.get(one.owner, [])) if one.why != "unknown" else self.away
        line = [(role, [key for key in self.free(role, one.case) if key not in passed_over]) for role in _roles_for(one)]
        line = [found for found in line if found[1]]
        told = told_when({key for _, people in line for key in people}, one.once)
        if told and not (one.why == "late" and self.has_passed(one.deadline, max(told.values()))):
            return None
        return next((found for found in line if not any(key in told for key in found[1])), None)

    def has_passed(self, deadline: Deadline, since: datetime) -> bool:
        """Whether whoever was told last has had the time that the school gives: hours of a short clock of law, else days."""
        if strength_of(deadline) == "soft":
            return self.beyond(london(since).date(), self.patience)
        if is_short(deadline):
            return self.at - since >= timedelta(hours=number(self.school_id, "escalate_hours").n)
        return self.beyond(london(since).date(), 0)

    @cached_property
    def patience(self) -> int:
        """How many working days a clock of the school's own procedures may be overdue before the next in line is told."""
        return number(self.school_id, "escalate_days").n

    def beyond(self, day: date, patience: int) -> bool:
        """Whether today lies more than so many working days after a day; where these are not known, so many days."""
        try:
            return (self.days.add(day, patience) if patience else day) < self.day
        except UnknownDate as missing:
            log.warning("date_unknown", school=str(self.school_id), missing=str(missing))
            return day + timedelta(days=patience) < self.day


def is_worked(days: Calendar, day: date) -> bool:
    """Whether a day is worked; in a year without bank holidays on record, every weekday."""
    try:
        return days.is_working_day(day)
    except UnknownDate as missing:
        log.warning("date_unknown", missing=str(missing))
        return day.weekday() < 5


def is_short(deadline: Deadline) -> bool:
    """Whether a clock is one of hours or of one working day."""
    return deadline.unit == Unit.HOURS.value or (deadline.unit == Unit.WORKING_DAYS.value and deadline.n == 1)


def line_after(owner: Role, case: Case, deadline: Deadline) -> tuple[Role, ...]:
    """Who comes after the owner of a clock: whoever stands beside them, the manager, and those who could manage the case.

    The safeguarding lead may make the referral, and comes first for its clocks. A case about the headteacher goes from the
    chair of governors to the employer, and to nobody else.
    """
    about_head = case.answer["case_manager"] == Role.CHAIR.value
    order = (Role.CHAIR,) if about_head else ORDER
    manager = Role(case.manager)
    after = order[order.index(manager) + 1 :] if manager in order else order
    beside = () if owner is manager else (*BESIDE.get(owner.value, ()), manager)
    referring = (Role.DSL, Role.DEPUTY_DSL) if deadline.rule in LADO and not about_head else ()
    return tuple(one for one in dict.fromkeys((*referring, *beside, *after, Role.HR_ADVISER)) if one is not owner)


def _roles_for(one: Late) -> tuple[Role, ...]:
    """Who is told of a clock, in turn: of a date that is not known the manager, who can have the calendar completed."""
    known_to = (Role(one.case.manager), Role.HR_ADVISER)
    return known_to if one.why == "unknown" else line_after(one.owner, one.case, one.deadline)


def _late(school_id: uuid.UUID, day: date, people: Standing, only_short: bool) -> Iterator[Late]:
    for deadline, case, path in _open(school_id, day, only_short):
        owner = Role(case.manager) if deadline.owner == "case_manager" else Role(deadline.owner)
        hard, state = strength_of(deadline) != "soft", state_of(deadline, people.at)
        late = Late(deadline, case, "late", owner, path in NEVER_PAUSED)
        if not people.works and not hard:
            continue
        if state == "not known":
            yield replace(late, why="unknown")
        elif state == "overdue" and (hard or people.beyond(_due_day(deadline, day), people.patience)):
            yield late
        elif state in {"overdue", "due soon"} and people.is_away(owner, case):
            yield replace(late, why="away")


def _due_day(deadline: Deadline, day: date) -> date:
    return deadline.due_on or (london(deadline.due_at).date() if deadline.due_at else day)


def _open(school_id: uuid.UUID, day: date, only_short: bool) -> Sequence[tuple[Deadline, Case, str | None]]:
    short = or_(Deadline.unit == Unit.HOURS.value, and_(Deadline.unit == Unit.WORKING_DAYS.value, Deadline.n == 1))
    rows = db.session.execute(
        select(Deadline, Case, Path.name)
        .join(Case, Case.id == Deadline.case_id)
        .outerjoin(Path, Path.id == Deadline.path_id)
        .where(
            Deadline.school_id == school_id,
            *to_do(),
            or_(Deadline.due_at.is_(None), Deadline.due_at <= end_of(day + FORTNIGHT)),
            *((short,) if only_short else ()),
        )
        .order_by(Deadline.due_at, Deadline.id)
    )
    return [(one, case, path) for one, case, path in rows if one.owner == "case_manager" or one.owner in set(Role)]
