"""The guards: each a rule in plain words and the test of it, named by the steps it can block."""

from __future__ import annotations

from app.pathways.guards_dignity import CONCERNS, DIGNITY
from app.pathways.guards_disciplinary import DISCIPLINARY_GUARDS
from app.pathways.guards_protection import PROTECTION
from app.pathways.pathway import Guard, PathFacts, Step

ALL_LIMBS = ("H1", "H2", "H3", "H4")


def _all_no(facts: PathFacts) -> bool:
    return all(facts.limbs.get(name) == "no" for name in ALL_LIMBS)


def _disjoint(facts: PathFacts) -> bool:
    sets = (facts.investigators | facts.presenters, facts.hearers, facts.appeal_panel, facts.equality_panel)
    return sum(map(len, sets)) == len(frozenset().union(*sets))


_ALL = (
    Guard("lado_contacted", "The LADO must have been contacted, and the conversation recorded, first.", lambda f: f.lado_contacted),
    Guard(
        "all_limbs_no_or_lado",
        "All four harm questions must be answered 'no', or the LADO must have been consulted.",
        lambda f: _all_no(f) or f.lado_contacted,
    ),
    Guard(
        "protection_cleared",
        "Disciplinary work waits until the LADO has agreed that it can start, or has agreed that it can run beside child protection.",
        lambda f: not f.child_protection_live or f.clearance_recorded or f.parallel_authorised,
    ),
    Guard(
        "protection_not_live",
        "This waits while child protection is open.",
        lambda f: not f.child_protection_live or f.clearance_recorded,
    ),
    Guard("outcome_for_each", "Each allegation needs an outcome first.", lambda f: f.every_allegation_has_outcome),
    Guard(
        "no_false_while_police",
        "While the police investigate, no allegation can be called false or malicious.",
        lambda f: not (f.police_live and {"false", "malicious"} & set(f.outcomes)),
    ),
    Guard(
        "police_finished",
        "The police must have finished first: record, among the agencies, how their part ended.",
        lambda f: not f.police_live,
    ),
    Guard("investigator_named", "Name an investigating officer first, under People.", lambda f: bool(f.investigators)),
    Guard("hearer_named", "Name who hears the case first, under People.", lambda f: bool(f.hearers)),
    Guard("appeal_panel_named", "Name who hears the appeal first, under People.", lambda f: bool(f.appeal_panel)),
    Guard(
        "sets_disjoint",
        "Whoever investigates or presents the case, hears it and hears the appeal must all be different people.",
        _disjoint,
    ),
    Guard("not_the_investigator", "Whoever investigated does not decide.", lambda f: f.actor not in f.investigators),
    Guard(
        "evidence_given",
        "The member of staff must have been given the evidence before the hearing.",
        lambda f: f.answers.get("evidence_given") == "yes",
    ),
    Guard(
        "proportionality_recorded",
        "This may be about a belief, union activity or whistleblowing: record the proportionality check first.",
        lambda f: not f.proportionality_needed or bool(f.answers.get("proportionality")),
    ),
    Guard(
        "equality_finished",
        "Disciplinary work waits for the equal opportunities path: hand it over there, or bring it to its end, first.",
        lambda f: not f.waits_for_equality,
    ),
    Guard("not_released", "Disciplinary work is released already.", lambda f: "disciplinary_released" not in f.history),
    Guard("referrals_open", "Referrals are decided already.", lambda f: "referrals_decided" not in f.history),
    Guard("outcome_missing", "Each allegation has an outcome already.", lambda f: not f.every_allegation_has_outcome),
    Guard(
        "no_outcome_yet",
        "Each allegation has an outcome already.",
        lambda f: not f.outcomes or not f.every_allegation_has_outcome,
    ),
    Guard("not_suspended", "The suspension must have ended first, and its end be on record.", lambda f: not f.suspended),
    Guard(
        "referrals_decided",
        "Decide first whether the DBS and, for a teacher, the TRA is told, and go on from there.",
        lambda f: "referrals_decided" in f.history,
    ),
)
GUARDS = {one.name: one for one in (*_ALL, *CONCERNS, *DIGNITY, *DISCIPLINARY_GUARDS, *PROTECTION)}


def is_shown(step: Step, facts: PathFacts) -> bool:
    """Whether a step is offered at all."""
    return not step.shown_when or GUARDS[step.shown_when].lets_pass(facts)


def blocking(step: Step, facts: PathFacts) -> tuple[str, ...]:
    """The sentences of the guards that block a step now."""
    return tuple(GUARDS[name].sentence for name in step.guards if not GUARDS[name].lets_pass(facts))
