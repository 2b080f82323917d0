"""The guards of the disciplinary procedure: notice, absence, decisions, appeals, and the council's part in a dismissal."""

from __future__ import annotations

from collections.abc import Callable

from app.core.calendar import UnknownDate, notice_by
from app.core.clock import day_in
from app.pathways.pathway import Guard, PathFacts
from app.pathways.words import DISMISSALS, SANCTIONS, WEIGHED

RANK = {word: place for place, (word, _) in enumerate(SANCTIONS)}
"""How heavy each thing that can follow is, the lightest first."""
AS_BEFORE = "as_before"
KEPT_AWAY = "Illness or a disability kept them away:"
FOUND = frozenset({"proven", "not_proven"})


def _notice_is_long_enough(facts: PathFacts) -> bool:
    """Clear working days between the day the notice arrives and the hearing; not judged before both days are given."""
    hearing, reached = day_in(facts.answers.get("on")), day_in(facts.answers.get("notice"))
    if hearing is None or reached is None:
        return True
    try:
        return reached <= notice_by(hearing, facts.number("notice_days"), facts.own_days())
    except UnknownDate:
        return False  # a day without a calendar is no day for a hearing


def _notice_of_new_day(facts: PathFacts) -> bool:
    """For a companion the member of staff names the new day, soon after the first: what was served for that one holds."""
    return facts.answers.get("kind") == "companion" or _notice_is_long_enough(facts)


def _soon_enough_for_companion(facts: PathFacts) -> bool:
    first, again = day_in(facts.answers.get("first_day")), day_in(facts.answers.get("on"))
    if facts.answers.get("kind") != "companion" or first is None or again is None:
        return True
    try:
        return again <= facts.working_days().add(first, facts.number("companion_days"))
    except UnknownDate:
        return False


def _hearing_has_come(facts: PathFacts) -> bool:
    on = day_in(facts.answers.get("on"))
    return on is None or facts.today is None or on <= facts.today


def _follows_from_a_finding(facts: PathFacts) -> bool:
    sanction = str(facts.answers.get("sanction"))
    return RANK.get(sanction, 0) == 0 or "proven" in facts.outcomes


def _put_to_them(facts: PathFacts) -> bool:
    return not any(word in FOUND and key in facts.hearing.unput for key, word in facts.found.items())


def _each_point_weighed(facts: PathFacts) -> bool:
    """Only where it is needed; before the question is asked, it blocks nothing."""
    said = str(facts.answers.get("weighed") or "")
    return not facts.proportionality_needed or said == "yes" or {key for key, _ in WEIGHED} <= set(said.split(","))


def _within_authority(facts: PathFacts) -> bool:
    return RANK.get(str(facts.answers.get("sanction")), 0) <= RANK.get(facts.hearing.highest, 0)


def _after_appeal(facts: PathFacts) -> str:
    """What stands after the appeal as it is about to be recorded."""
    sent = str(facts.answers.get("stands"))
    return facts.hearing.sanction_before or "none" if sent == AS_BEFORE else sent


def _changed(facts: PathFacts) -> bool:
    before = facts.hearing.before
    found = any(before.get(key, word) != word for key, word in facts.found.items())
    return found or _after_appeal(facts) != (facts.hearing.sanction_before or "none")


def _appeal_says_what_it_does(facts: PathFacts) -> bool:
    result = facts.answers.get("result")
    if result not in {"upheld", "varied", "dismissed"}:
        return True
    return _changed(facts) is (result != "dismissed")


def _appeal_is_not_harsher(facts: PathFacts) -> bool:
    before = facts.hearing.before
    worse = any(word == "proven" and before.get(key, word) != "proven" for key, word in facts.found.items())
    return not worse and RANK.get(_after_appeal(facts), 0) <= RANK.get(facts.hearing.sanction_before, 0)


def _stands_on_a_finding(facts: PathFacts) -> bool:
    if facts.answers.get("stands") not in {AS_BEFORE, *RANK}:
        return True
    return RANK.get(_after_appeal(facts), 0) == 0 or "proven" in facts.outcomes


def _appeal_window_over(facts: PathFacts) -> bool:
    if waived := facts.answers.get("waived"):
        on = day_in(waived)
        return on is None or facts.today is None or on <= facts.today
    last = facts.hearing.appeal_until
    return last is not None and facts.today is not None and facts.today > last


def _letter_days_make_sense(facts: PathFacts) -> bool:
    dated, reached = day_in(facts.answers.get("dated")), day_in(facts.answers.get("on"))
    return dated is None or reached is None or dated <= reached


def _linked_at(stage: str) -> Callable[[PathFacts], bool]:
    """Whether the grievance was linked while the work was at this stage."""
    return lambda facts: next((one for one in reversed(facts.history) if one != "grievance_linked"), "") == stage


def _council_to_be_told(facts: PathFacts) -> bool:
    """Whether the contract is the council's to end, and the council does not know yet of the dismissal that stands."""
    known = facts.hearing
    return known.sanction_before in DISMISSALS and known.council_dismisses and not known.council_told


def _has_left(facts: PathFacts) -> bool:
    return any(one.startswith("resigned_") for one in facts.taken)


DISCIPLINARY_GUARDS = (
    Guard(
        "notice_long_enough",
        "At least 10 clear working days, or as many as your school has set, must lie between the day the notice reaches the "
        "member of staff and the hearing (the school's disciplinary procedure). Choose a later day for the hearing.",
        _notice_is_long_enough,
    ),
    Guard(
        "presenter_named",
        "Name who presents the case for the school, under People, or say why nobody does, before the member of staff is given notice.",
        lambda f: bool(f.presenters or str(f.answers.get("nobody_presents") or "").strip()),
    ),
    Guard(
        "notice_of_new_day",
        "At least 10 clear working days, or as many as your school has set, must lie between the day the notice of the new day "
        "reaches the member of staff and the hearing. Choose a later day for the hearing.",
        _notice_of_new_day,
    ),
    Guard(
        "companion_in_time",
        "When a companion cannot come, the new day is at most five working days after the first, or as many as your school has "
        "set (Acas Code of Practice). Choose an earlier day.",
        _soon_enough_for_companion,
    ),
    Guard(
        "companion_once",
        "The hearing was moved for a companion once already, as of right. If you agree to move it again, choose another reason "
        "and say why.",
        lambda f: f.answers.get("kind") != "companion" or f.hearing.companions == 0,
    ),
    Guard(
        "absence_is_fair",
        "Hear it in absence only after they failed to come twice without a good reason, or when they were offered to attend from "
        "elsewhere or in writing. Record it when you postpone.",
        lambda f: f.hearing.offered or f.hearing.failures >= 2,
    ),
    Guard(
        "absence_offered",
        f"{KEPT_AWAY} they must have been offered to attend from elsewhere or to answer in writing. Record the offer.",
        lambda f: not f.hearing.ill or f.hearing.offered,
    ),
    Guard(
        "absence_health_asked",
        f"{KEPT_AWAY} occupational health must have been asked whether they can take part. Ask it, and record what it advised.",
        lambda f: not f.hearing.ill or f.hearing.health_asked,
    ),
    Guard(
        "absence_health_answered",
        f"{KEPT_AWAY} the advice of occupational health must be there. Record it, or that they did not agree to be seen.",
        lambda f: not f.hearing.ill or not f.hearing.health_asked or f.hearing.health_answered,
    ),
    Guard(
        "absence_adjusted",
        f"{KEPT_AWAY} adjustments must have been considered. Record under the hearing what was offered, agreed or refused.",
        lambda f: not f.hearing.ill or f.hearing.adjusted,
    ),
    Guard("health_in_question", "Neither illness nor a disability is in question.", lambda f: f.hearing.ill),
    Guard("hearing_has_come", "The day of the hearing has not come yet: the decision is recorded after it.", _hearing_has_come),
    Guard(
        "follows_from_a_finding",
        "Nothing was found proven, so nothing can follow: choose no action, or look at the findings again.",
        _follows_from_a_finding,
    ),
    Guard(
        "each_point_weighed",
        "This may be about a belief, union activity or whistleblowing: weigh each point of the proportionality list, and tick it, "
        "before you decide.",
        _each_point_weighed,
    ),
    Guard(
        "put_to_them",
        "Nothing is found on an allegation that was not put to them: neither proven nor not proven. Put it to them first and record "
        "the day, under the hearing, or say that it was not put.",
        _put_to_them,
    ),
    Guard(
        "within_terms",
        "The notice names an allegation that the terms of reference leave out, so nobody has looked into it. Leave it out, or go "
        "back and widen the terms first.",
        lambda f: not f.hearing.outside_terms,
    ),
    Guard(
        "within_authority",
        "Whoever hears this case may not decide this: what the governing body has delegated to them ends below it. Let those decide "
        "who may, or have the delegation recorded first, under Governance.",
        _within_authority,
    ),
    Guard(
        "appeal_panel_as_large",
        "As many people hear the appeal as heard the case: appoint more of them first, under People.",
        lambda f: len(f.appeal_panel) >= len(f.hearers),
    ),
    Guard(
        "appeal_says_what_it_does",
        "An appeal that is upheld or changes something must change a finding or what follows, and one that is dismissed leaves "
        "both as they are. Look at your answers again.",
        _appeal_says_what_it_does,
    ),
    Guard("appeal_not_harsher", "An appeal does not make the outcome harsher than it was.", _appeal_is_not_harsher),
    Guard(
        "stands_on_a_finding",
        "Nothing stays proven after the appeal, so nothing can follow from it: choose no action.",
        _stands_on_a_finding,
    ),
    Guard(
        "appeal_window_over",
        "The time for an appeal has not ended: wait until after its last day, or record the day on which they gave up the right to "
        "appeal in writing.",
        _appeal_window_over,
    ),
    Guard(
        "letter_days_make_sense", "A letter cannot be received before the day it carries. Check both days.", _letter_days_make_sense
    ),
    Guard(
        "council_to_be_told",
        "Only a dismissal that stands, at a community, voluntary controlled, community special or maintained nursery school, goes to "
        "the council, and once.",
        _council_to_be_told,
    ),
    Guard(
        "council_told",
        "In a school of this kind the council ends the contract: record first that the written determination to dismiss went to "
        "the council.",
        lambda f: not _council_to_be_told(f) or _has_left(f),
    ),
    Guard("not_left_yet", "That they left is on record already.", lambda f: not _has_left(f)),
    *(
        Guard(f"grievance_from_{stage}", "The work goes on at the stage at which the grievance was linked.", _linked_at(stage))
        for stage in ("d_investigation", "d_report", "hearing_set")
    ),
    Guard("council_awaited", "The council has nothing to do here.", lambda f: f.hearing.council_awaited),
    Guard(
        "council_has_acted",
        "The council has not acted on the dismissal yet: record what it did first.",
        lambda f: not f.hearing.council_awaited,
    ),
)
