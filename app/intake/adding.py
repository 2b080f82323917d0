"""What is alleged later, on a case that runs: held against the policy like the report itself, and routed by the same rules."""

from __future__ import annotations

import uuid
from typing import Any

from app.cases import deadlines
from app.cases.engine import CP, Whole, is_running
from app.cases.following import (
    NOT_THIS_POLICY,
    NOTICES,
    WAITING,
    hold_for_protection,
    only_manager,
    only_while_open,
    tell_roles,
)
from app.cases.models import Allegation, Case, CaseState, Part
from app.cases.work import Path
from app.core.action import Stale, action, seal_case
from app.core.acts import Act, Role
from app.core.clock import london, now
from app.core.db import db
from app.core.permission import Actor
from app.intake import answers as said
from app.intake.alleging import OTHER_CONDUCT, Alleged, alleged
from app.intake.citing import Citing, in_own_numbers, with_mapping
from app.intake.facts import facts_from
from app.intake.permission_check import check
from app.intake.routing import route


@action(Act.CASE_ALLEGE)
def add_allegation(
    actor: Actor, case: Case, *, kind: str, act: dict[str, Any], words: str, source: str, version: int
) -> list[Allegation]:
    """Add one act to a running case: each clause it meets is alleged, and what it brings in is proposed.

    `source` names another rule than the policy (a code of conduct, a lesson rule) when that is what is said to be broken;
    then it is alleged as other conduct beside any clause that is met. The case manager does it.
    """
    only_manager(actor, case)
    only_while_open(case)
    if case.version != version:
        raise Stale("Somebody else worked on this case after this page was opened.")
    answer, found, fact = _routed(case, kind, act, words, source)
    index, key = len(case.facts["acts"]), _free_key(case, kind)
    rows = [_row(case, one, index, key, words, source) for one in found]
    db.session.add_all(rows)
    case.account = {**case.account, "acts": {**case.account.get("acts", {}), key: act}}
    case.facts = {**case.facts, "acts": [*case.facts["acts"], fact]}
    merged = {name: sorted({*case.answer[name], *answer[name]}) for name in ("stops", "flags")}
    clauses = [{**one, "act": index} for one in answer["clauses"]]
    case.answer = {**case.answer, **merged, "clauses": [*case.answer["clauses"], *clauses]}
    db.session.flush()
    proposed = _propose(actor, case, answer, index)
    seal_case(case, clauses=[one.clause_number for one in rows], proposed=proposed or None)
    return rows


def _routed(
    case: Case, kind: str, act: dict[str, Any], words: str, source: str
) -> tuple[dict[str, Any], list[Alleged], dict[str, Any]]:
    """What routing answers about this act alone, what is alleged by it, and the act as a fact."""
    here = london(now())
    answers: dict[str, Any] = {
        "what": {"kinds": [kind], "expression": act.get("expression") or "none"},
        "acts": {kind: act},
        "clauses": {"removed": [], "added": [], "reason": "", "other_conduct": f"{words} (From: {source})" if source else ""},
        "found": {"how": "told", "on": here.date().isoformat(), "at": here.strftime("%H:%M")},
        "before": {},
        "harm": {name: one["answer"] for name, one in (case.limbs or {}).items()},
    }
    facts = said.facts(
        answers, clock_set=case.facts["local_authority"], post=case.facts["subject"]["post"], earlier=case.facts["earlier_low_level_concerns"]
    )  # fmt: skip
    register = check(case.school_id, _subject(case), facts)
    facts["permits"] = register.permits
    known = facts_from(facts)
    answer = route(register.into(known)).as_json()
    citing = Citing(case.school_id, here.date())
    found = alleged(answers, answer, citing)
    if not found:  # it meets no clause: it is alleged in its own words
        answers["clauses"]["other_conduct"] = words
        found = alleged(answers, answer, citing)
    mapped = [one.clause for one in found if one.clause]
    answer = with_mapping(answer, known, alleged=mapped, chosen=[], other_conduct=any(one.number == OTHER_CONDUCT for one in found))
    return (
        in_own_numbers(answer, answers, citing, next((one.edition for one in found if one.edition), None)),
        found,
        facts["acts"][0],
    )


def _subject(case: Case) -> uuid.UUID | None:
    return next((one.person_id for one in Whole(case).involved if one.part == Part.SUBJECT.value), None)


def _free_key(case: Case, kind: str) -> str:
    """The key under which an act of this kind is kept with the others of the case."""
    taken = [key for key in case.account.get("acts", {}) if said.kind_of(key) == kind]
    return f"{kind}.{len(taken) + 1}" if taken else kind


def _row(case: Case, one: Alleged, index: int, key: str, words: str, source: str) -> Allegation:
    day = london(now()).date()
    added = f"Added on {day.day} {day.strftime('%B')} {day.year}"
    because = one.words["because"] if one.number == OTHER_CONDUCT else f"{words} {one.words['because']}"
    return Allegation(
        school_id=case.school_id,
        case_id=case.id,
        clause_id=one.clause.id if one.clause else None,
        clause_number=one.number,
        act_index=index,
        met=one.met,
        proposed=one.proposed,
        particulars={"because": f"{added}: {because}", "act": key, "source": source},
    )


def _propose(actor: Actor, case: Case, answer: dict[str, Any], index: int) -> list[str]:
    """Propose each procedure that this act brings in and that does not run; those already there take it up themselves."""
    brought: list[Path] = []
    for one in answer["paths"]:
        if one["procedure"] == NOT_THIS_POLICY:
            continue  # the case runs under this policy already: what is outside it is alleged beside what is in it
        because = [_placed(why, index) for why in one["because"] if not why["fact"].startswith("harm.")]
        whole = Whole(case)
        here = next((path for path in whole.paths if (path.name, path.procedure) == (one["path"], one["procedure"] or "")), None)
        if because and not (here is not None and is_running(here)):
            brought.append(_path(case, whole, one, here, because))
    for path in brought:
        _follow(actor, case, path)
    if brought:
        case.state = CaseState.TRIAGE.value
        deadlines.routed(case, deadlines.TRIAGE, now(), what="added")
    return [one.name for one in brought]


def _placed(why: dict[str, Any], index: int) -> dict[str, Any]:
    return {**why, "fact": why["fact"].replace("acts[0]", f"acts[{index}]")}


def _path(case: Case, whole: Whole, one: dict[str, Any], here: Path | None, because: list[dict[str, Any]]) -> Path:
    protected = one["path"] in WAITING and any(path.name == CP and is_running(path) for path in whole.paths)
    path = here or Path(school_id=case.school_id, case_id=case.id, name=one["path"], procedure=one["procedure"] or "")
    path.state, path.standing, path.waits_for = "proposed", one["standing"], one["waits_for"]
    if protected and path.standing != "disabled":
        path.standing, path.waits_for = "held", CP
    path.stage, path.decided_by, path.decided_at, path.ended_at = None, None, None, None
    path.opened_at, path.because, path.reason = now(), because, None
    db.session.add(path)
    db.session.flush()
    return path


def _follow(actor: Actor, case: Case, path: Path) -> None:
    """The clocks and notices of a procedure that was brought in."""
    whole = Whole(case)
    if path.name == CP:
        deadlines.lado_clocks(case, path, now(), what="added")
        hold_for_protection(whole)
    deadlines.at_once(case, path, now(), what="added")
    if path.procedure == "data_protection":
        deadlines.routed(case, "data_breach_72h", now(), what="added", path=path)
    if path.name in NOTICES:
        kind, roles = NOTICES[path.name]
        tell_roles(whole, roles or (Role(case.manager),), kind, actor, once=f"added:{path.id}:{now().isoformat()}")
