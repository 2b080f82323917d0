"""What goes along with the paths of an answer: the clocks that start, what must not be done yet, and what to keep in mind."""

from __future__ import annotations

from app.core.calendar import ENGLAND, Calendar, Counting, Due, Unit, UnknownDate, due
from app.core.clock import london
from app.intake.clauses import Met
from app.intake.facts import Facts
from app.intake.parties import is_minor, parent_request_accepted, standing

CLOCKS = (
    Counting(
        "lado_24h",
        Unit.HOURS,
        24,
        "Sefton Safeguarding Children Partnership procedures, 15.3",
        "October 2021",
        "Tell the council's designated officer (LADO)",
    ),
    Counting(
        "lado_1wd",
        Unit.WORKING_DAYS,
        1,
        "Working Together to Safeguard Children, chapter 4; local procedures",
        "2023",
        "Tell the LADO at the latest",
    ),
    Counting(
        "data_breach_72h",
        Unit.HOURS,
        72,
        "UK GDPR Article 33",
        "",
        "Decide whether to report the data breach to the Information Commissioner",
    ),
    Counting("triage_1wd", Unit.WORKING_DAYS, 1, "The school's own procedure", "", "Decide which procedures to open"),
)
"""The clocks that routing starts, all from the instant the report reached the school."""


def clocks_from(facts: Facts, protection: bool, breach: bool, calendar: Calendar = ENGLAND) -> tuple[tuple[str, str], ...]:
    """The clocks that run from the report, each with its date by this calendar."""
    wanted = {
        "lado_24h": protection and facts.local_authority == "sefton",
        "lado_1wd": protection,
        "data_breach_72h": breach,
        "triage_1wd": True,
    }
    return tuple((one.rule_id, when_due(due(one, facts.reported_at, calendar))) for one in CLOCKS if wanted[one.rule_id])


def when_due(found: Due) -> str:
    """A deadline as routing answers it: a day, or an instant with London's offset, in ISO form."""
    if found.at is None:
        raise UnknownDate(found.why)  # facts are only read for years whose bank holidays are known
    return found.on.isoformat() if found.on else london(found.at).isoformat()


def stops_from(facts: Facts, protection: bool) -> tuple[str, ...]:
    wanted = {
        "imagery": facts.imagery,
        "no_interview_no_tip_off": protection,
        "proportionality": any(deed.expression != "none" for deed in facts.acts),
        "allegation_not_by_subject": any(deed.by_subject is False for deed in facts.acts),
    }
    return tuple(name for name, good in wanted.items() if good)


def flags_from(facts: Facts, counted: tuple[Met, ...]) -> tuple[str, ...]:
    asked = [
        standing(deed, facts.permits_of(index))
        for index, deed in enumerate(facts.acts)
        if deed.online and (deed.kind == "curriculum_space" or parent_request_accepted(deed))
    ]
    unknown_age = [
        one
        for one in counted
        if one.number in CONTACT | LIGHT and facts.acts[one.act].with_ != "parent" and facts.acts[one.act].age_at_act is None
    ]
    wanted = {
        "emergency_services": facts.immediate_danger,
        "re_post": any(deed.repost for deed in facts.acts),
        "family_exemption": any(deed.relationship == "family" and deed.with_ in {"pupil", "former_pupil"} for deed in facts.acts),
        "pre_existing_relationship": any(
            deed.relationship == "pre_existing"
            or (deed.relationship == "family" and deed.with_ in {"parent", "former_pupil_parent"})
            for deed in facts.acts
        ),
        "pattern_lado_decision": facts.earlier >= REPEATED,
        "permit_covers": any(one.governs is not None and one.governs.answer == "agreed" for one in asked),
        "permit_late": any(one.late for one in asked),
        "measures_incomplete": any(one.number == "3.5" for one in counted),
        "pupil_is_adult": any(deed.with_ == "pupil" and not is_minor(deed) for deed in facts.acts),
        "age_unknown": bool(unknown_age),
    }
    return tuple(name for name, good in wanted.items() if good)


LIGHT = frozenset({"3.2(i)", "3.2(k)"})


CONTACT = frozenset({"3.2(h)", "3.2(j)"})


REPEATED = 2
