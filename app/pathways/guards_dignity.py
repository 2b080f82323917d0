"""The guards of dignity at work and of low-level concerns."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.calendar import ENGLAND, UnknownDate, months_after
from app.core.clock import day_in
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
        "They are employed by somebody else: record first that their agency or employer was told, or why not, so that patterns are "
        "seen there.",
        lambda f: (
            not f.employed_elsewhere or f.agency_told or any(f.answers.get(key) for key in ("agency_told_on", "agency_why_not"))
        ),
    ),
    Guard(
        "is_employed_elsewhere",
        "They are employed by the school: there is no agency to tell.",
        lambda f: f.employed_elsewhere,
    ),
)


CHECK_INS = (("2w", "two weeks"), ("6w", "six weeks"), ("3m", "three months"))


def check_in_day(key: str, begun: date, facts: PathFacts) -> date:
    """From which day on somebody can be asked how they are: the day itself, or the last working day before a weekend or holiday."""
    if key == "3m":
        day = months_after(begun, facts.number("aftercare_third_months"))
    else:
        day = begun + timedelta(weeks=facts.number("aftercare_first_weeks" if key == "2w" else "aftercare_second_weeks"))
    try:
        return ENGLAND.add(day + timedelta(days=1), -1)
    except UnknownDate:
        return day


def _is_due(key: str, facts: PathFacts) -> bool:
    """Whether the day for it had come when they were asked; while nothing was asked yet, whether it has come today."""
    begun = facts.entered.get("aftercare")
    asked = day_in(facts.answers.get(f"asked_on_{key}")) or facts.today or date.max
    return begun is None or asked >= check_in_day(key, begun, facts)


def _was_asked(key: str, facts: PathFacts) -> bool:
    """Whether they were asked since aftercare began; what was asked after an informal way that did not hold counts no more."""
    begun, asked = facts.entered.get("aftercare"), day_in(facts.answers.get(f"asked_on_{key}"))
    return bool(facts.answers.get(f"how_{key}")) and (begun is None or asked is None or asked >= begun)


def _is_recorded(key: str, facts: PathFacts) -> bool:
    """Whether how they are was recorded at this of the three times since aftercare began."""
    begun = facts.entered.get("aftercare", date.min)
    return any(step.startswith(f"check_in_{key}") and day >= begun for step, day in facts.taken.items())


def _acted_on(facts: PathFacts) -> bool:
    asked = [key for key, _ in CHECK_INS] + ["check", "now"]
    return all(
        facts.answers.get(f"worse_{key}") != "yes" or str(facts.answers.get(f"worse_done_{key}") or "").strip() for key in asked
    )


DIGNITY = (
    Guard(
        "supported",
        "Support comes first: record the support that is in place before anything else.",
        lambda f: "eo_support" in f.history,
    ),
    Guard(
        "chose_informal",
        "The informal way is for whoever complained to choose. Ask them, or record a formal complaint.",
        lambda f: f.answers.get("chose_informal") == "yes",
    ),
    Guard(
        "contact_uninvolved",
        "The named contact has a part in this case themself, so they are not consulted about it. Name somebody else.",
        lambda f: not f.kept_out(str(f.answers.get("contact") or "")),
    ),
    Guard(
        "fit_for_informal",
        "What is serious, or may be a crime, is not put right informally: record a formal complaint.",
        lambda f: f.answers.get("minor") == "yes",
    ),
    Guard(
        "only_informal",
        "A formal complaint is on record already.",
        lambda f: "resolved" in f.history and "eo_formal" not in f.history,
    ),
    Guard(
        "companions_offered",
        "Tell both sides first that they may bring a companion to every meeting.",
        lambda f: f.answers.get("companions") == "yes",
    ),
    Guard(
        "disciplinary_recommended",
        "Whoever decided did not recommend disciplinary work, so nothing is handed over to it.",
        lambda f: (f.answers.get("recommended_now") or f.answers.get("recommendation")) == "disciplinary",
    ),
    Guard("not_handed_over", "It was handed over already.", lambda f: "handed_to_d" not in f.history),
    Guard("not_appealed", "There was an appeal already.", lambda f: "eo_appeal" not in f.history),
    Guard(
        "checked_in",
        "Ask the person who complained how they are after two weeks, six weeks and three months first.",
        lambda f: all(_was_asked(key, f) for key, _ in CHECK_INS),
    ),
    Guard(
        "malicious_proved",
        "A complaint that was not proved is not malicious: write down the strong evidence that it was invented, or find otherwise.",
        lambda f: "malicious" not in f.outcomes or bool(str(f.answers.get("strong_evidence") or "").strip()),
    ),
    Guard(
        "equality_panel_named",
        "Name who hears the appeal of the complaint first, under People.",
        lambda f: bool(f.equality_panel),
    ),
    Guard(
        "uninvolved_appeal",
        "The appeal is decided by somebody who was appointed to hear it, and who had no part in the complaint, in looking into it, in "
        "its outcome or in the disciplinary hearing.",
        lambda f: f.actor in f.equality_panel and f.actor not in f.investigators | f.deciders | f.hearers | f.appeal_panel,
    ),
    Guard(
        "worse_acted_on",
        "Somebody was treated worse because of the complaint: say what was done about it.",
        _acted_on,
    ),
    *(
        Guard(
            f"due_{key}",
            f"It is too early to record how they are after {words}: the day is among the clocks.",
            lambda f, key=key: _is_due(key, f),  # type: ignore[misc]  # the key of this round
        )
        for key, words in CHECK_INS
    ),
    *(
        Guard(
            f"not_asked_{key}",
            f"How they are after {words} is on record already.",
            lambda f, key=key: not _is_recorded(key, f),  # type: ignore[misc]  # the key of this round
        )
        for key, words in CHECK_INS
    ),
)
