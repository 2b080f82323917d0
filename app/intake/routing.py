"""Where an incident goes: paths, case manager, deadlines, stops and flags as a pure function of the facts (rules R1 to R14)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from app.intake.alongside import CONTACT, LIGHT, REPEATED, clocks_from, flags_from, stops_from
from app.intake.clauses import CONTENT_OF, Met, meets
from app.intake.facts import LIMBS, Deed, Facts
from app.intake.parties import is_minor

CP, D, EO, LLC, OTHER = "child_protection", "disciplinary", "equal_opportunities", "low_level_concern", "other_procedure"
BY_4_2 = frozenset({"3.2(a)", "3.2(b)", "3.2(c)", "3.2(e)", "3.2"})


@dataclass(frozen=True, slots=True)
class Because:
    """What brought a path in: the rule it follows, the clause of section 4 (or 3.3, 1) and the fact."""

    rule: str
    clause: str | None
    fact: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A path that is proposed."""

    path: str
    standing: str
    because: tuple[Because, ...]
    waits_for: str | None = None
    procedure: str | None = None

    def as_json(self) -> dict[str, Any]:
        """In the contract's form."""
        return asdict(self) | {"because": [asdict(one) for one in self.because]}


@dataclass(frozen=True, slots=True)
class Answer:
    """What routing answers."""

    clauses: tuple[Met, ...]
    paths: tuple[Proposal, ...]
    case_manager: str
    deadlines: tuple[tuple[str, str], ...]
    stops: tuple[str, ...]
    flags: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """In the contract's form."""
        return {
            "clauses": [{"number": one.number, "act": one.act, "met": one.met, "because": one.because} for one in self.clauses],
            "paths": [one.as_json() for one in self.paths],
            "case_manager": self.case_manager,
            "deadlines": [{"rule": rule, "due": when} for rule, when in self.deadlines],
            "stops": list(self.stops),
            "flags": list(self.flags),
        }


def route(facts: Facts) -> Answer:
    """Route an incident. Pure: the same facts give the same answer; no clock, database or network is read."""
    clauses = tuple(one for index, deed in enumerate(facts.acts) for one in meets(index, deed, facts.permits_of(index)))
    counted = tuple(one for one in clauses if one.counts)
    protection = _child_protection(facts, counted)
    equality = _equal_opportunities(facts)
    light = _low_level_concern(facts, counted, protection)
    disciplinary = _disciplinary(facts, counted, protection)
    paths = [one for one in (protection, disciplinary, equality, light) if one is not None]
    paths += _other_procedures(facts, counted, bool(paths))
    return Answer(
        clauses,
        tuple(paths),
        "chair_of_governors" if facts.post == "headteacher" else "headteacher",
        clocks_from(facts, protection is not None, any(one.procedure == "data_protection" for one in paths)),
        stops_from(facts, protection is not None),
        flags_from(facts, counted),
    )


def applies_4_2(deed: Deed) -> bool:
    """Whether 4.2 applies to an act: belittling, discriminatory or abusive remarks about a colleague, or to one about nobody."""
    at_colleague = "colleague" in deed.about or (deed.kind == "message" and deed.with_ == "colleague" and not deed.about)
    return bool(
        deed.online
        and deed.published
        and deed.by_subject is not False
        and at_colleague
        and deed.content & {"derogatory", "discriminatory", "abusive"}
    )


def _child_protection(facts: Facts, counted: tuple[Met, ...]) -> Proposal | None:
    contact = [one for one in counted if one.number in CONTACT]
    opens = (
        facts.immediate_danger
        or facts.imagery
        or "yes" in facts.harm.values()
        or any(is_minor(facts.acts[one.act]) for one in contact)
    )
    unsure = any(answer != "no" for answer in facts.harm.values())
    if not opens and not unsure and not contact:
        return None
    because = [Because("R1", None, "immediate_danger = true")] if facts.immediate_danger else []
    because += [Because("R2", None, "indecent_imagery_of_under_18 = true")] if facts.imagery else []
    because += [Because("R2", None, f"harm.{name} = {facts.harm[name]}") for name in LIMBS if facts.harm[name] != "no"]
    because += [Because("R3", "4.3", f"acts[{one.act}].kind = {facts.acts[one.act].kind}") for one in contact]
    return Proposal(CP, "open" if opens else "consult", tuple(dict.fromkeys(because)))


def _brings(facts: Facts, counted: tuple[Met, ...]) -> list[Met]:
    """The clauses that bring disciplinary in."""
    repeated = facts.earlier >= REPEATED
    return [one for one in counted if one.number != "3.1" and (repeated or not (one.number in LIGHT or one.by_advice))]


def _disciplinary(facts: Facts, counted: tuple[Met, ...], protection: Proposal | None) -> Proposal | None:
    brings = _brings(facts, counted)
    if not brings:
        return None
    because = [
        Because(_rule(one, facts.acts[one.act]), _clause(one, facts.acts[one.act]), _fact(one, facts.acts[one.act]))
        for one in brings
    ]
    if not facts.employed:
        because.append(Because("R12", "1", "subject.employed_by_school = false"))
        return Proposal(D, "disabled", tuple(dict.fromkeys(because)))
    waits = CP if protection else EO if all(_only_4_2(one, facts.acts[one.act]) for one in brings) else None
    return Proposal(D, "held" if waits else "open", tuple(dict.fromkeys(because)), waits)


def _only_4_2(one: Met, deed: Deed) -> bool:
    return one.number in BY_4_2 and applies_4_2(deed) and deed.about <= {"colleague"}


def _clause(one: Met, deed: Deed) -> str:
    if one.number in CONTACT:
        return "4.3"
    if one.number in BY_4_2 and applies_4_2(deed):
        return "4.2"
    return one.number if one.number in {"3.3", "4.1"} else "4.4"


def _rule(one: Met, deed: Deed) -> str:
    pupil = "pupil" in deed.about or deed.with_ == "pupil"
    if one.number in CONTACT:
        return "R3"
    if one.number in BY_4_2 and applies_4_2(deed):
        return "R5"
    if one.number in {"3.2(g)", "3.5"} or (one.number in {"3.2(d)", "3.2(e)"} and pupil):
        return "R4"
    if one.number == "3.2(c)" and (pupil or "pupils_of_a_group" in deed.about):
        return "R6"
    return "R8" if one.number in LIGHT or one.by_advice else "R7"


def _fact(one: Met, deed: Deed) -> str:
    act = f"acts[{one.act}]"
    if one.number == "3.2(b)":
        return f"{act}.harms_working_relationships = true"
    if one.number == "4.1" and deed.reputation_at_risk:
        return f"{act}.reputation_at_risk = true"
    if one.number == "3.3" and deed.kind != "school_time_use":
        return f"{act}.in_school_time = true"
    if one.number in CONTENT_OF:
        return f"{act}.content = {', '.join(sorted(deed.content & CONTENT_OF[one.number]))}"
    if one.number == "3.2" and not one.by_advice:
        return f"{act}.content = {', '.join(sorted(deed.content))}" if deed.content else f"{act}.reputation_at_risk = true"
    return f"{act}.kind = {deed.kind}"


def _equal_opportunities(facts: Facts) -> Proposal | None:
    because = tuple(
        Because(
            "R5", "4.2", f"acts[{index}].content = {', '.join(sorted(deed.content & {'derogatory', 'discriminatory', 'abusive'}))}"
        )
        for index, deed in enumerate(facts.acts)
        if applies_4_2(deed)
    )
    return Proposal(EO, "open", because) if because else None


def _low_level_concern(facts: Facts, counted: tuple[Met, ...], protection: Proposal | None) -> Proposal | None:
    if any(answer != "no" for answer in facts.harm.values()):
        return None
    because = [
        Because("R8", _clause(one, facts.acts[one.act]), f"acts[{one.act}].kind = {facts.acts[one.act].kind}")
        for one in counted
        if one.number in LIGHT or one.by_advice
    ]
    because += [
        Because("R8", None, f"acts[{index}].request_pending = true")
        for index, deed in enumerate(facts.acts)
        if deed.kind == "accept_request" and deed.request_pending and deed.self_reported
    ]
    if not because:
        return None
    return Proposal(LLC, "held" if protection else "open", tuple(dict.fromkeys(because)), CP if protection else None)


def _other_procedures(facts: Facts, counted: tuple[Met, ...], others: bool) -> list[Proposal]:
    personal = tuple(
        Because("R9", "4.4", f"acts[{index}].content = {', '.join(sorted(deed.content & {'personal_data', 'identifies_pupil'}))}")
        for index, deed in enumerate(facts.acts)
        if deed.published and deed.content & {"personal_data", "identifies_pupil"}
    )
    school_time = tuple(Because("R7", "3.3", _fact(one, facts.acts[one.act])) for one in counted if one.number == "3.3")
    outside = tuple(Because("R11", "4.4", f"acts[{index}].channel = {deed.channel}") for index, deed in enumerate(facts.acts))
    found = [Proposal(OTHER, "open", personal, procedure="data_protection")] if personal else []
    found += [Proposal(OTHER, "open", school_time, procedure="acceptable_use")] if school_time else []
    found += [Proposal(OTHER, "open", outside, procedure="not_this_policy")] if not any(deed.online for deed in facts.acts) else []
    if not facts.employed and (others or found):
        found.append(Proposal(OTHER, "open", (Because("R12", "1", "subject.employed_by_school = false"),), procedure="agency"))
    return found
