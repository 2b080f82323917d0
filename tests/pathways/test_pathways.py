"""The pathways make sense as data, hold what the procedures ask, and every random legal walk keeps to its guards."""

from __future__ import annotations

import random
from datetime import date, timedelta

import html5lib
import pytest

from app.pathways import PATHWAYS
from app.pathways.drawing import draw
from app.pathways.guards import GUARDS
from app.pathways.hearing_facts import HearingFacts
from app.pathways.pathway import Kind, PathFacts, Step, check
from app.pathways.protection_facts import ProtectionFacts
from app.pathways.words import CP_OUTCOMES, WEIGHED

NO = {"H1": "no", "H2": "no", "H3": "no", "H4": "no"}
FREE = PathFacts(
    stage="",
    limbs=NO,
    lado_contacted=True,
    clearance_recorded=True,
    every_allegation_has_outcome=True,
    investigators=frozenset("i"),
    presenters=frozenset("i"),
    hearers=frozenset("h"),
    appeal_panel=frozenset("a"),
    equality_panel=frozenset("e"),
    actor="x",
    history=("referrals_decided",),
    answers={"evidence_given": "yes", "proportionality": "yes", "weighed": "yes", "companions": "yes"},
)
STAGES = {
    "child_protection": "cp_triage immediate_action basic_facts lado_contacted llc no_basis_recorded nfa_agreed employer_led amsm_set s47_strategy under_review "
    "police_investigating charged no_charge closed_police subject_informed parents_informed outcome_set support_action "
    "referrals_decided disciplinary_released cp_closed",
    "disciplinary": "d_pending d_assess management_advice d_investigation no_case hearing_set postponed heard_in_absence decided la_notified appeal_window "
    "appeal_heard resigned_before_decision la_acted grievance_linked d_closed",
    "equal_opportunities": "eo_intake eo_support police_advised eo_hold_cp eo_informal resolved eo_formal eo_investigation eo_outcome handed_to_d eo_appeal aftercare victimisation_check",
    "low_level_concern": "raised recorded individual_spoken action reviewed retained escalated_to_d escalated_to_lado",
}


@pytest.mark.parametrize("name", PATHWAYS)
def test_a_pathway_makes_sense(name):
    assert check(PATHWAYS[name]) == []


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_of_the_procedure_is_there(name):
    assert set(STAGES[name].split()) <= {one.key for one in PATHWAYS[name].stages}


def test_the_check_finds_what_is_wrong():
    from dataclasses import replace

    path = PATHWAYS["low_level_concern"]
    lost = replace(path, steps=path.steps[1:])
    assert any("nothing leads to" in one for one in check(lost))
    broken = replace(path, steps=(*path.steps, replace(path.steps[0], target="nowhere", guards=("magic",), roles=frozenset())))
    faults = " ".join(check(broken))
    assert "names no stage nowhere" in faults
    assert "has no guard magic" in faults
    assert "is for nobody" in faults


@pytest.mark.parametrize("name", PATHWAYS)
def test_random_walks_come_to_an_end_and_never_pass_a_blocking_guard(name):
    path = PATHWAYS[name]
    for seed in range(300):
        drawn, stage, steps, been = random.Random(seed), path.first, 0, FREE.history
        from dataclasses import replace

        while path.stage(stage).kind is not Kind.TERMINAL:
            been = (*been, stage)
            facts = replace(FREE, stage=stage, history=been, child_protection_live=drawn.random() < 0.3, police_live=False)
            offers = path.next_steps(facts)
            assert offers, f"{stage} has no way on"
            good = [one.step for one in offers if not one.blocked_by]
            assert good, f"{stage} is blocked for good by {[one.blocked_by for one in offers]}"
            for one in offers:
                assert (not one.blocked_by) == all(GUARDS[guard].lets_pass(facts) for guard in one.step.guards)
            stage, steps = drawn.choice(good).target, steps + 1
            if steps > 400:
                break
    assert path.stage(stage) is not None


AFTERCARE = date(2027, 1, 12)
TOO_EARLY = {"2w": date(2027, 1, 25), "6w": date(2027, 2, 22), "3m": date(2027, 4, 11)}
"""The day before each of the days; the last of them, 12 April, is a Monday."""
WARNED = HearingFacts(before={"1": "proven"}, sanction_before="first_warning")
GRIEVANCE = ("d_investigation", "d_report", "hearing_set")
BLOCKS = {
    "lado_contacted": {"lado_contacted": False},
    "all_limbs_no_or_lado": {"limbs": {**NO, "H3": "may_be"}, "lado_contacted": False},
    "protection_cleared": {"child_protection_live": True, "clearance_recorded": False},
    "protection_not_live": {"child_protection_live": True, "clearance_recorded": False},
    "outcome_for_each": {"every_allegation_has_outcome": False},
    "no_false_while_police": {"police_live": True, "outcomes": ("malicious",)},
    "police_finished": {"police_live": True},
    "investigator_named": {"investigators": frozenset()},
    "hearer_named": {"hearers": frozenset()},
    "presenter_named": {"presenters": frozenset(), "answers": {"nobody_presents": " "}},
    "appeal_panel_named": {"appeal_panel": frozenset()},
    "sets_disjoint": {"hearers": frozenset("i")},
    "not_the_investigator": {"actor": "i"},
    "evidence_given": {"answers": {}},
    "proportionality_recorded": {"proportionality_needed": True, "answers": {}},
    "not_suspended": {"suspended": True},
    "referrals_decided": {"history": ()},
    "notice_long_enough": {"answers": {"on": "2027-01-21", "notice": "2027-01-07"}},
    "equality_finished": {"waits_for_equality": True},
    "subject_may_be_told": {"protection": ProtectionFacts(subject_kept_from=True)},
    "parents_may_be_told": {"protection": ProtectionFacts(parents_kept_from=True)},
    "agreement_allowed": {"answers": {"agreement": "No referral will be made to the DBS."}},
    "looked_at_again": {"protection": ProtectionFacts(today="2027-01-05"), "answers": {"review_on": "2027-01-05"}},
    "meeting_recorded": {"protection": ProtectionFacts(meeting_missing=True)},
    "removals_referred": {"protection": ProtectionFacts(removals_undecided=("dbs",))},
    "closing_referred": {"protection": ProtectionFacts(closing_undecided=("tra",))},
    "file_is_right": {"outcomes": ("false",), "answers": {"file": "kept"}},
    "not_released": {"history": ("disciplinary_released",)},
    "referrals_open": {"history": ("referrals_decided",)},
    "outcome_missing": {"every_allegation_has_outcome": True},
    "no_outcome_yet": {"outcomes": ("substantiated",)},
    "checked_in": {"answers": {"how_2w": "Well", "how_6w": "Well"}},
    "notice_of_new_day": {"answers": {"kind": "illness", "on": "2027-01-21", "notice": "2027-01-07"}},
    "companion_in_time": {"answers": {"kind": "companion", "first_day": "2027-03-25", "on": "2027-04-06"}},
    "companion_once": {"answers": {"kind": "companion"}, "hearing": HearingFacts(companions=1)},
    "absence_is_fair": {"hearing": HearingFacts(failures=1)},
    "absence_offered": {"hearing": HearingFacts(ill=True, failures=2)},
    "absence_health_asked": {"hearing": HearingFacts(ill=True)},
    "absence_health_answered": {"hearing": HearingFacts(ill=True, health_asked=True)},
    "absence_adjusted": {"hearing": HearingFacts(ill=True)},
    "health_in_question": {},
    "hearing_has_come": {"answers": {"on": "2027-01-21"}, "today": date(2027, 1, 20)},
    "follows_from_a_finding": {"answers": {"sanction": "first_warning"}, "outcomes": ("not_proven",)},
    "each_point_weighed": {"proportionality_needed": True, "answers": {"weighed": "content,tone"}},
    "put_to_them": {"found": {"1": "proven"}, "hearing": HearingFacts(unput=frozenset("1"))},
    "within_terms": {"hearing": HearingFacts(outside_terms=True)},
    "within_authority": {"answers": {"sanction": "dismissal"}, "hearing": HearingFacts(highest="final_warning")},
    "appeal_panel_as_large": {"hearers": frozenset("hjk"), "appeal_panel": frozenset("ab")},
    "appeal_says_what_it_does": {
        "answers": {"result": "upheld", "stands": "as_before"},
        "hearing": WARNED,
        "found": {"1": "proven"},
    },
    "appeal_not_harsher": {"answers": {"stands": "dismissal"}, "hearing": WARNED},
    "stands_on_a_finding": {"answers": {"stands": "as_before"}, "hearing": WARNED, "outcomes": ("not_proven",)},
    "appeal_window_over": {"hearing": HearingFacts(appeal_until=date(2027, 3, 16)), "today": date(2027, 3, 16)},
    "letter_days_make_sense": {"answers": {"dated": "2027-03-03", "on": "2027-03-02"}},
    "council_told": {"hearing": HearingFacts(sanction_before="dismissal", council_dismisses=True)},
    "council_to_be_told": {"hearing": HearingFacts(sanction_before="dismissal", council_dismisses=True, council_told=True)},
    "council_awaited": {},
    "council_has_acted": {"hearing": HearingFacts(council_awaited=True)},
    **{f"grievance_from_{one}": {"history": ("d_assess", "grievance_linked")} for one in GRIEVANCE},
    "not_left_yet": {"taken": {"resigned_decided": AFTERCARE}},
    "pattern_seen": {"concerns": 1},
    "pattern_decided": {"concerns": 3},
    "agency_told": {"employed_elsewhere": True},
    "is_employed_elsewhere": {},
    "supported": {"history": ("police_advised",)},
    "chose_informal": {"answers": {"chose_informal": "no"}},
    "malicious_proved": {"outcomes": ("malicious", "not_upheld"), "answers": {"strong_evidence": "  "}},
    "equality_panel_named": {"equality_panel": frozenset()},
    "uninvolved_appeal": {"actor": "e", "deciders": frozenset("e")},
    "worse_acted_on": {"answers": {"worse_6w": "yes", "worse_done_2w": "Spoken to."}},
    **{f"due_{key}": {"entered": {"aftercare": AFTERCARE}, "today": day} for key, day in TOO_EARLY.items()},
    **{f"not_asked_{key}": {"taken": {f"check_in_{key}": AFTERCARE}, "entered": {"aftercare": AFTERCARE}} for key in TOO_EARLY},
    "contact_uninvolved": {"kept_out": lambda name: name == "Tom", "answers": {"contact": "Tom"}},
    "fit_for_informal": {"answers": {"minor": "no"}},
    "only_informal": {"history": ("resolved", "eo_formal")},
    "companions_offered": {"answers": {"companions": "no"}},
    "disciplinary_recommended": {"answers": {"recommendation": "disciplinary", "recommended_now": "none"}},
    "not_handed_over": {"history": ("handed_to_d",)},
    "not_appealed": {"history": ("eo_appeal",)},
}
PASSES = {
    "outcome_missing": {"every_allegation_has_outcome": False},
    "presenter_named": {"presenters": frozenset(), "answers": {"nobody_presents": "The report speaks for itself."}},
    "notice_long_enough": {"answers": {"on": "2027-01-21", "notice": "2027-01-06"}},
    "referrals_open": {"history": ()},
    "checked_in": {"answers": {"how_2w": "Well", "how_6w": "Well", "how_3m": "Well"}},
    "notice_of_new_day": {"answers": {"kind": "companion", "on": "2027-01-21", "notice": "2027-01-20"}},
    "companion_in_time": {"answers": {"kind": "companion", "first_day": "2027-03-25", "on": "2027-04-05"}},
    "companion_once": {"answers": {"kind": "illness"}, "hearing": HearingFacts(companions=1)},
    "absence_is_fair": {"hearing": HearingFacts(failures=2)},
    "absence_offered": {"hearing": HearingFacts(ill=True, offered=True)},
    "absence_health_asked": {"hearing": HearingFacts(ill=True, health_asked=True)},
    "absence_health_answered": {"hearing": HearingFacts(ill=True, health_asked=True, health_answered=True)},
    "absence_adjusted": {"hearing": HearingFacts(ill=True, adjusted=True)},
    "health_in_question": {"hearing": HearingFacts(ill=True)},
    "hearing_has_come": {"answers": {"on": "2027-01-21"}, "today": date(2027, 1, 21)},
    "follows_from_a_finding": {"answers": {"sanction": "first_warning"}, "outcomes": ("not_proven", "proven")},
    "each_point_weighed": {"proportionality_needed": True, "answers": {"weighed": ",".join(key for key, _ in WEIGHED)}},
    "put_to_them": {"found": {"1": "not_put"}, "hearing": HearingFacts(unput=frozenset("1"))},
    "within_authority": {"answers": {"sanction": "final_warning"}, "hearing": HearingFacts(highest="final_warning")},
    "appeal_panel_as_large": {"hearers": frozenset("hjk"), "appeal_panel": frozenset("abc")},
    "appeal_says_what_it_does": {
        "answers": {"result": "upheld", "stands": "none"},
        "hearing": WARNED,
        "found": {"1": "not_proven"},
    },
    "appeal_not_harsher": {"answers": {"stands": "advice"}, "hearing": WARNED},
    "stands_on_a_finding": {"answers": {"stands": "none"}, "hearing": WARNED, "outcomes": ("not_proven",)},
    "appeal_window_over": {"hearing": HearingFacts(appeal_until=date(2027, 3, 16)), "today": date(2027, 3, 17)},
    "letter_days_make_sense": {"answers": {"dated": "2027-03-02", "on": "2027-03-02"}},
    "council_told": {"hearing": HearingFacts(sanction_before="dismissal", council_dismisses=True, council_told=True)},
    "council_to_be_told": {"hearing": HearingFacts(sanction_before="dismissal", council_dismisses=True)},
    "council_awaited": {"hearing": HearingFacts(council_awaited=True)},
    **{f"grievance_from_{one}": {"history": ("d_report", one, "grievance_linked")} for one in GRIEVANCE},
    "pattern_seen": {"concerns": 2},
    "pattern_decided": {"concerns": 3, "pattern_decided": True},
    "agency_told": {"employed_elsewhere": True, "agency_told": True},
    "is_employed_elsewhere": {"employed_elsewhere": True},
    "supported": {"history": ("eo_support", "police_advised")},
    "chose_informal": {"answers": {"chose_informal": "yes"}},
    "contact_uninvolved": {"kept_out": lambda name: name == "Tom", "answers": {"contact": "Ann"}},
    "fit_for_informal": {"answers": {"minor": "yes"}},
    "only_informal": {"history": ("resolved", "aftercare")},
    "disciplinary_recommended": {"answers": {"recommendation": "none", "recommended_now": "disciplinary"}},
    "malicious_proved": {
        "outcomes": ("malicious",),
        "answers": {"strong_evidence": "The messages were made up: the log shows it."},
    },
    "uninvolved_appeal": {"actor": "e", "deciders": frozenset("d")},
    "worse_acted_on": {"answers": {"worse_6w": "yes", "worse_done_6w": "Spoken to."}},
    **{f"due_{key}": {"entered": {"aftercare": AFTERCARE}, "today": day + timedelta(days=1)} for key, day in TOO_EARLY.items()},
    **{
        f"not_asked_{key}": {"taken": {f"check_in_{key}": AFTERCARE - timedelta(days=1)}, "entered": {"aftercare": AFTERCARE}}
        for key in TOO_EARLY
    },
}


@pytest.mark.parametrize("name", GUARDS)
def test_each_guard_blocks_and_lets_pass(name):
    from dataclasses import replace

    assert GUARDS[name].lets_pass(replace(FREE, **PASSES.get(name, {})))
    assert not GUARDS[name].lets_pass(replace(FREE, **BLOCKS[name]))
    assert GUARDS[name].sentence.endswith(".")


def test_a_complaint_without_a_recommendation_is_not_handed_over():
    assert not GUARDS["disciplinary_recommended"].lets_pass(FREE)


def test_each_guard_is_asked_of_a_step():
    steps = [one for path in PATHWAYS.values() for one in path.steps]
    assert {*GUARDS} == {name for one in steps for name in (*one.guards, *filter(None, [one.shown_when]))}


def test_disciplinary_waits_for_child_protection_and_only_clearance_frees_it():
    from dataclasses import replace

    live = replace(FREE, stage="d_pending", child_protection_live=True, clearance_recorded=False)
    start = next(one for one in PATHWAYS["disciplinary"].next_steps(live) if one.step.key == "assess")
    assert start.blocked_by
    freed = replace(live, clearance_recorded=True)
    assert not next(one for one in PATHWAYS["disciplinary"].next_steps(freed) if one.step.key == "assess").blocked_by


def test_decisions_that_find_something_consider_equality():
    steps: list[Step] = [one for path in PATHWAYS.values() for one in path.steps]
    assert all(one.equality and one.decision for one in steps if one.sets_outcomes)
    assert all(one.equality for one in steps if one.decision)
    assert [word for word, _ in CP_OUTCOMES] == ["substantiated", "malicious", "false", "unsubstantiated", "unfounded"]


FILE = (
    (("false",), "taken_off", "", True),
    (("false", "malicious"), "taken_off", "", True),
    (("malicious",), "kept", "", False),
    (("false",), "consent", "", False),
    (("false",), "consent", "2027-01-05", True),
    (("false", "unsubstantiated"), "kept", "", True),
    (("false", "unsubstantiated"), "taken_off", "", False),
    (("unfounded",), "taken_off", "", False),
    (("substantiated",), "kept", "", True),
    (("substantiated",), "consent", "2027-01-05", False),
)


@pytest.mark.parametrize(("outcomes", "file", "consent_on", "good"), FILE)
def test_what_stays_on_the_personnel_file_follows_from_the_outcome(outcomes, file, consent_on, good):
    from dataclasses import replace

    facts = replace(FREE, outcomes=outcomes, answers={"file": file, "consent_on": consent_on})
    assert GUARDS["file_is_right"].lets_pass(facts) is good


def test_a_suspension_is_no_stage_and_no_end_is_reached_while_one_runs():
    path = PATHWAYS["child_protection"]
    assert not [one.key for one in path.stages if "suspend" in one.key or one.key == "reinstated"]
    ends = {one.key for one in path.stages if one.kind is Kind.TERMINAL}
    for one in path.steps:
        if one.target in ends:
            assert {"not_suspended", "police_finished", "removals_referred"} <= set(one.guards), one.key


@pytest.mark.parametrize("name", PATHWAYS)
def test_the_drawing_is_accessible_and_without_styles(name):
    picture = draw(PATHWAYS[name])
    tree = html5lib.parse(picture, namespaceHTMLElements=False)
    assert 'role="img"' in picture
    assert "style" not in picture
    assert next(tree.iter("{http://www.w3.org/2000/svg}title"), None) is not None or "<title" in picture
    for stage in PATHWAYS[name].stages:
        assert stage.title.split()[0] in picture
