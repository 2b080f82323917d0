"""The guards of dignity at work and of low-level concerns."""

from __future__ import annotations

from app.pathways.pathway import Guard, PathFacts

PROMPT, DECIDE = "pattern_prompt_count", "pattern_lado_count"


def _pattern_seen(facts: PathFacts) -> bool:
    return facts.concerns >= facts.number(PROMPT)


def _pattern_decided(facts: PathFacts) -> bool:
    """Below the school's number nothing is asked; from there on a decision that knew of every concern, and the LADO if it says so."""
    if facts.concerns < facts.number(DECIDE):
        return True
    return facts.pattern_decided and (facts.answers.get("consult") != "yes" or facts.lado_contacted)


CONCERNS = (
    Guard("pattern_seen", "There is no pattern of low-level concerns to decide about.", _pattern_seen),
    Guard(
        "pattern_decided",
        "So many low-level concerns about one adult need a decision whether the LADO is consulted, before this one is kept: "
        "record it, and the conversation with the LADO when you decide to consult.",
        _pattern_decided,
    ),
    Guard(
        "agency_told",
        "They are employed by somebody else: record first that their agency or employer was told, so that patterns are seen there.",
        lambda f: not f.employed_elsewhere or f.agency_told or bool(f.answers.get("agency_told_on")),
    ),
    Guard(
        "is_employed_elsewhere",
        "They are employed by the school: there is no agency to tell.",
        lambda f: f.employed_elsewhere,
    ),
)
