"""Which cases an actor may know of, and what the lists and pages ask of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select
from sqlalchemy.orm import load_only

from app.cases.hearings.models import HearingEntry
from app.cases.models import ADVISERS, CONFLICTED, WORKING, Allegation, Case, CaseState, Involvement, Visit
from app.cases.shell.models import Closing
from app.cases.work import Contact, Deadline, Decision, Finding, Path, Sanction, StageEntry, to_do
from app.core import keys
from app.core.acts import Role
from app.core.calendar import end_of
from app.core.db import Base, db
from app.core.permission import Actor, case_scope, scope, scope_of

Row = TypeVar("Row", bound=Base)
_CONFLICTED = [part.value for part in CONFLICTED]
_WORKING = [part.value for part in WORKING]
_FOR_CHILDREN = ("child_protection", "child_welfare")
MANAGERS = (Role.HEADTEACHER, Role.CHAIR, Role.DEPUTY_HEAD)


def conflicted(actor: Actor) -> Select[uuid.UUID]:
    """The cases in which this person has a part that hides them, whatever roles they hold."""
    return select(Involvement.case_id).where(Involvement.person_id == actor.person_id, Involvement.part.in_(_CONFLICTED))


def _by_role(actor: Actor) -> list[ColumnElement[bool]]:
    rules: list[ColumnElement[bool]] = []
    for role in MANAGERS:
        if schools := actor.schools(role):
            rules.append(Case.school_id.in_(schools) & (Case.manager == role.value))
    if schools := actor.schools(Role.CHAIR):
        asked = select(Closing.case_id).where(
            Closing.case_id == Case.id, Closing.answered_at.is_(None), Closing.signer == Role.CHAIR
        )
        rules.append(Case.school_id.in_(schools) & exists(asked.correlate(Case)))
    if schools := actor.schools(Role.HR_ADVISER):
        rules.append(Case.school_id.in_(schools))
    if schools := actor.schools(Role.DSL, Role.DEPUTY_DSL):
        protected = (
            select(Path.case_id)
            .where(Path.case_id == Case.id, Path.name.in_(_FOR_CHILDREN), Path.state != "declined")
            .correlate(Case)
        )
        rules.append(Case.school_id.in_(schools) & exists(protected))
    if actor.schools(*MANAGERS, Role.INVESTIGATOR, Role.PANEL_MEMBER, Role.CLERK):
        rules.append(
            Case.id.in_(
                select(Involvement.case_id).where(
                    Involvement.person_id == actor.person_id, Involvement.part.in_(_WORKING), Involvement.ended_at.is_(None)
                )
            )
            & Case.school_id.in_(actor.schools())
        )
    return rules


@scope(Case)
@lru_cache(maxsize=512)  # the expression of an actor is always the same, and building it costs more than running it
def known(actor: Actor) -> ColumnElement[bool]:
    """The cases of an actor's roles, less those in which they have a part of their own (design: Access)."""
    rules = _by_role(actor)
    if actor.person_id is None or not rules:
        return false()
    # each rule asks for the school already; said once more before them, a list goes along the index of its school
    return and_(Case.school_id.in_(actor.schools()), or_(*rules), Case.id.not_in(conflicted(actor)))


@case_scope
def _in_known(actor: Actor, column: Any) -> ColumnElement[bool]:
    return exists(select(Case.id).where(Case.id == column, known(actor)))


def _kept_to_cases(model: Any) -> None:
    scope(model)(lambda actor: _in_known(actor, model.case_id))


for _model in (Allegation, Involvement, Path, StageEntry, Deadline, Contact, Decision, Finding, Sanction, Visit, HearingEntry):
    _kept_to_cases(_model)


def _of_case(model: type[Row], *order: Any) -> Select[Row]:
    # built once: building a query costs more than running it
    column: Any = model.case_id  # type: ignore[attr-defined]  # every one of them belongs to a case
    return select(model).where(column == bindparam("case_id")).order_by(*order)


_ALLEGATIONS = _of_case(Allegation, Allegation.act_index, Allegation.clause_number)
_PATHS = _of_case(Path, Path.opened_at, Path.id)
_INVOLVED = _of_case(Involvement, Involvement.added_at, Involvement.id)
_DEADLINES = _of_case(Deadline, Deadline.due_at)
_ENTRIES = _of_case(StageEntry, StageEntry.id)  # as they were written: advice may carry an earlier time
_CONTACTS = _of_case(Contact, Contact.at)
_FINDINGS = _of_case(Finding, Finding.at)
_DECISIONS = _of_case(Decision, Decision.at)
_SANCTIONS = _of_case(Sanction, Sanction.at)
_VISITS = _of_case(Visit, Visit.first_at)


def _rows(wanted: Select[Row], case_id: uuid.UUID) -> Sequence[Row]:
    return db.session.scalars(wanted, {"case_id": case_id}).all()


def allegations(case_id: uuid.UUID) -> Sequence[Allegation]:
    """What is alleged in a case, in the order of the clauses."""
    return _rows(_ALLEGATIONS, case_id)


def paths(case_id: uuid.UUID) -> Sequence[Path]:
    """The paths proposed or opened on a case, child protection first."""
    return sorted(_rows(_PATHS, case_id), key=lambda one: ORDER.index(one.name) if one.name in ORDER else len(ORDER))


ORDER = ("child_protection", "child_welfare", "equal_opportunities", "disciplinary", "low_level_concern", "other_procedure")


def involved(case_id: uuid.UUID) -> Sequence[Involvement]:
    """Everybody with a part in a case."""
    return _rows(_INVOLVED, case_id)


def deadlines(case_id: uuid.UUID) -> Sequence[Deadline]:
    """The deadlines of a case: open ones by date, then those met or dropped."""
    return sorted(_rows(_DEADLINES, case_id), key=lambda one: not one.is_running)


def entries(case_id: uuid.UUID) -> Sequence[StageEntry]:
    """Every stage the paths of a case came to, in order."""
    return _rows(_ENTRIES, case_id)


def contacts(case_id: uuid.UUID) -> Sequence[Contact]:
    """Every conversation with an agency about a case."""
    return _rows(_CONTACTS, case_id)


def findings(case_id: uuid.UUID) -> Sequence[Finding]:
    """The outcomes found so far, those that an appeal replaced among them."""
    return _rows(_FINDINGS, case_id)


def decisions(case_id: uuid.UUID) -> Sequence[Decision]:
    """The decisions taken on a case, in order."""
    return _rows(_DECISIONS, case_id)


def sanctions(case_id: uuid.UUID) -> Sequence[Sanction]:
    """What followed from the decisions of a case."""
    return _rows(_SANCTIONS, case_id)


def references(actor: Actor, keys_: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The references of those of these cases that this actor may know of."""
    wanted = list(set(keys_))
    rows = db.session.execute(select(Case.id, Case.reference).where(Case.id.in_(wanted), scope_of(Case, actor))) if wanted else ()
    return {one[0]: one[1] for one in rows}


def visits(case_id: uuid.UUID) -> Sequence[Visit]:
    """Who has opened a case, and when first and last."""
    return _rows(_VISITS, case_id)


def _theirs(actor: Actor) -> ColumnElement[bool]:
    """The clocks that are this person's, by a role they hold (joined to their case)."""
    owners = [holding.role.value for holding in actor.holdings]
    return or_(
        Deadline.owner.in_(owners),
        and_(Deadline.owner == "case_manager", Case.manager.in_(owners)),
        # the clerk works on a case only when given a part; until then the adviser keeps the clerk's clocks too
        and_(Deadline.owner == "clerk", Deadline.school_id.in_(actor.schools(Role.HR_ADVISER))),
        and_(Deadline.owner == "dsl", Deadline.school_id.in_(actor.schools(Role.DEPUTY_DSL))),
        # the safeguarding lead may prepare and make the referral, so its clocks are shown to them too
        and_(Deadline.rule.in_(("lado_24h", "lado_1wd")), Deadline.school_id.in_(actor.schools(Role.DSL, Role.DEPUTY_DSL))),
    )


def has_due(actor: Actor, school_id: uuid.UUID, day: date) -> bool:
    """Whether anything of this person's is due by the end of a day, or overdue, in a case of a school that they may know of."""
    wanted = (
        select(Deadline.id)
        .join(Case, Case.id == Deadline.case_id)
        .where(
            scope_of(Case, actor),
            Deadline.school_id == school_id,
            Deadline.school_id.in_(actor.schools()),
            *to_do(),
            Deadline.due_at <= end_of(day),
            _theirs(actor),
        )
        .limit(1)
    )
    return db.session.scalar(wanted) is not None


@lru_cache(maxsize=512)  # the home page asks it each time, and building it costs more than running it
def _due(actor: Actor, most: int) -> Select[Deadline, Case, bytes]:
    clock = (Deadline.case_id, Deadline.rule, Deadline.due_at, Deadline.due_on, Deadline.unit, Deadline.strength)
    ends = (Deadline.met_at, Deadline.dropped_at)
    about = (Case.school_id, Case.reference, Case.subject_sealed)
    return (
        select(Deadline, Case, keys.CaseKey.wrapped)
        .options(load_only(*clock, *ends, raiseload=True), load_only(*about, raiseload=True))
        .join(Case, Case.id == Deadline.case_id)
        .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)
        .where(scope_of(Case, actor), Deadline.school_id.in_(actor.schools()), *to_do(), _theirs(actor))
        .order_by(Deadline.due_at, Deadline.id)
        .limit(most)
    )


def what_is_due(actor: Actor, most: int) -> Sequence[tuple[Deadline, Case]]:
    """The open deadlines of the cases this actor may know of, soonest first, with what a list says of each and its case."""
    rows = db.session.execute(_due(actor, most)).all()
    for _, case, wrapped in rows:
        keys.take_case_key(case.id, case.school_id, wrapped)
    return [(deadline, case) for deadline, case, _ in rows]


@lru_cache(maxsize=512)
def _part_in(actor: Actor, most: int) -> Select[str, Case, bytes]:
    parts = [one.value for one in WORKING | ADVISERS]
    return (
        select(Involvement.part, Case, keys.CaseKey.wrapped)
        .options(load_only(Case.school_id, Case.reference, Case.subject_sealed, raiseload=True))
        .join(Case, Case.id == Involvement.case_id)
        .join(keys.CaseKey, keys.CaseKey.case_id == Case.id)
        .where(scope_of(Case, actor), Case.state != CaseState.CLOSED.value)
        .where(Involvement.person_id == actor.person_id, Involvement.part.in_(parts), Involvement.ended_at.is_(None))
        .order_by(Involvement.added_at, Involvement.id)
        .limit(most)
    )


def part_in(actor: Actor, most: int) -> Sequence[tuple[str, Case]]:
    """The open cases in which this person investigates, presents, advises, hears or takes the minutes, and their part in each."""
    rows = db.session.execute(_part_in(actor, most)).all()
    for _, case, wrapped in rows:
        keys.take_case_key(case.id, case.school_id, wrapped)
    return [(part, case) for part, case, _ in rows]
