"""The equal opportunities path: support at once, informal or formal, an outcome, aftercare."""

from __future__ import annotations

from app.pathways.guards_dignity import CHECK_INS
from app.pathways.pathway import Ask, AskKind, By, Kind, PathName, Pathway, Source, Stage, Step, Unit
from app.pathways.words import CHARACTERISTICS, COMPLAINTS, EO_INFORMAL, EO_OUTCOMES, RECOMMENDATIONS

EQA = Source("Equality Act 2010", "Harassment, discrimination, victimisation")
PROCEDURE = "The school's dignity at work procedure"
DIGNITY = Source(PROCEDURE)
ACAS = Source("Acas Code of Practice on disciplinary and grievance procedures", "Grievance", "2015")
CM_HR = frozenset({"case_manager", "hr_adviser"})
HR = frozenset({"hr_adviser"})
WORDS = Ask("words", "What is recorded")
SUPPORT = (
    Ask("contact", "Who is their named contact?", AskKind.TEXT, "Nobody with a part in it, also when that is their line manager."),
    Ask("support", "Which support is in place? Are they safe, and kept apart without being put at a disadvantage?"),
    Ask("adjustments", "Which adjustments are made at once?", required=False),
    Ask(
        "perceived_kind",
        "What do they say it was?",
        AskKind.CHOICE,
        "As they see it. What is found comes later.",
        choices=COMPLAINTS,
    ),
    Ask(
        "perceived",
        "Which protected characteristics do they say it has to do with?",
        AskKind.SEVERAL,
        "As they see it.",
        required=False,
        choices=CHARACTERISTICS,
    ),
    Ask("wanted", "What do they want to come of it?", required=False),
)
UNDER_WAY = (
    "eo_support",
    "eo_informal",
    "resolved",
    "eo_formal",
    "eo_acknowledged",
    "eo_investigation",
    "eo_appeal",
    "aftercare",
    "aftercare_on",
)
"""Where whether anybody is treated worse is asked without moving the complaint."""
AFTERWARDS = ("resolved", "aftercare", "aftercare_on")
"""Where the formal way is still open to whoever complained, after the informal one."""
TOLD = ("eo_letter_10wd",)
"""Who goes on from an outcome has told them of it; until when they may appeal runs on."""
AFTERCARE = ("aftercare_2w", "aftercare_6w", "aftercare_3m")
PANEL = frozenset({"equality_panel"})
STRONG = Ask(
    "strong_evidence",
    "If it is called malicious: what is the strong evidence that it was invented?",
    hint="A complaint that was not proved is not malicious.",
    required=False,
)


def treated_worse(key: str) -> tuple[Ask, Ask]:
    """Whether anybody was treated worse because of the complaint, and what was done about it."""
    return (
        Ask(f"worse_{key}", "Has anybody been treated worse because of the complaint?", AskKind.YES_NO),
        Ask(f"worse_done_{key}", "If so: what was done about it?", required=False),
    )


def recommended(key: str) -> Ask:
    """What whoever decides recommends; only what is recommended for disciplinary work is handed over to it."""
    return Ask(key, "What is recommended?", AskKind.CHOICE, "It is no sanction.", choices=RECOMMENDATIONS)


def after(source: str) -> Step:
    """Aftercare begins, whichever way the complaint was dealt with."""
    return Step(f"aftercare_{source}", source, "aftercare", "Begin aftercare", CM_HR, (WORDS,), DIGNITY, meets=TOLD)


def check_in(key: str, words: str, source: str) -> Step:
    """One of the three times they are asked how they are; it cannot be recorded before its day."""
    return Step(
        f"check_in_{key}" if source == "aftercare" else f"check_in_{key}_{source}",
        source,
        "aftercare_on",
        f"Record how they are after {words}",
        CM_HR,
        (
            Ask(f"asked_on_{key}", "On which day were they asked?", AskKind.DATE),
            Ask(f"how_{key}", "How are they?"),
            *treated_worse(key),
        ),
        DIGNITY,
        (f"due_{key}", "worse_acted_on"),
        meets=(f"aftercare_{key}",),
        shown_when=f"not_asked_{key}",
        on=f"asked_on_{key}",
    )


STAGES = (
    Stage(
        "eo_intake",
        "Received",
        "Somebody may have been harassed or discriminated against. Support comes first.",
        by=(By("eo_support_1wd", 1, Unit.WORKING_DAYS, PROCEDURE, "hr_adviser", "support_days", at_once=True),),
    ),
    Stage("eo_support", "Support in place", "There is a named contact, the person is safe, and adjustments are made."),
    Stage("police_advised", "Police advice", "It may be a hate crime: the person's choice about the police is recorded."),
    Stage(
        "eo_hold_cp",
        "Waits for child protection",
        "Support goes on; the member of staff is not interviewed while child protection is live.",
        Kind.WAITING,
    ),
    Stage(
        "eo_informal",
        "Informal",
        "Both are willing to put it right without a formal complaint.",
        by=(By("eo_informal_10wd", 10, Unit.WORKING_DAYS, PROCEDURE, "case_manager", "informal_days"),),
    ),
    Stage(
        "eo_formal",
        "Formal complaint",
        "There is a complaint in writing.",
        by=(
            By(
                "eo_acknowledge_5wd",
                5,
                Unit.WORKING_DAYS,
                PROCEDURE,
                "hr_adviser",
                "acknowledge_days",
            ),
        ),
    ),
    Stage(
        "eo_acknowledged",
        "Acknowledged",
        "Whoever complained knows that it is being dealt with, and how: somebody uninvolved looks into it next.",
    ),
    Stage(
        "eo_investigation",
        "Being investigated",
        "Somebody uninvolved finds out what happened.",
        by=(
            By(
                "eo_investigate_20wd",
                20,
                Unit.WORKING_DAYS,
                PROCEDURE,
                "hr_adviser",
                "eo_investigation_days",
            ),
        ),
    ),
    Stage(
        "eo_outcome",
        "Outcome",
        "The complaint was upheld, upheld in part or not upheld.",
        by=(
            By("eo_letter_10wd", 10, Unit.WORKING_DAYS, PROCEDURE, "hr_adviser", "eo_letter_days"),
            By("eo_appeal_10wd", 10, Unit.WORKING_DAYS, PROCEDURE, "hr_adviser", "eo_appeal_days", strength="info"),
        ),
    ),
    Stage("handed_to_d", "Handed to disciplinary", "The finding goes to the disciplinary path; it is not itself a sanction."),
    Stage(
        "eo_appeal",
        "Appeal",
        "Somebody uninvolved looks at the outcome again.",
        Kind.WAITING,
        by=(By("eo_hear_appeal_20wd", 20, Unit.WORKING_DAYS, PROCEDURE, "hr_adviser", "eo_hear_appeal_days"),),
    ),
    Stage(
        "eo_appeal_decided",
        "Appeal decided",
        "Somebody uninvolved has looked at the outcome again and decided: hand it over to disciplinary, or begin aftercare.",
    ),
    Stage("victimisation_check", "Checked for victimisation", "Has anybody been treated worse because of the complaint?"),
    Stage(
        "aftercare",
        "Aftercare",
        "The person who complained is asked how they are, at two and six weeks and three months.",
        by=(
            By("aftercare_2w", 2, Unit.WEEKS, PROCEDURE, "hr_adviser", "aftercare_first_weeks"),
            By("aftercare_6w", 6, Unit.WEEKS, PROCEDURE, "hr_adviser", "aftercare_second_weeks"),
            By("aftercare_3m", 3, Unit.MONTHS, PROCEDURE, "hr_adviser", "aftercare_third_months"),
        ),
    ),
    Stage("aftercare_on", "Aftercare goes on", "They were asked how they are, and are asked again on the days set for it."),
    Stage(
        "resolved",
        "Put right informally",
        "It was put right without a formal complaint; aftercare follows all the same.",
        by=(By("eo_letter_10wd", 10, Unit.WORKING_DAYS, PROCEDURE, "hr_adviser", "eo_letter_days"),),
    ),
    Stage("eo_closed", "Closed", "The complaint is finished.", Kind.TERMINAL),
)

STEPS = (
    *(
        Step(
            "support" if source == "eo_intake" else f"support_{source}",
            source,
            "eo_support",
            "Record the support given",
            CM_HR,
            SUPPORT,
            EQA,
            ("contact_uninvolved",),
            decision=True,
            equality=True,
            meets=("eo_support_1wd",),
        )
        for source in ("eo_intake", "police_advised")
    ),
    *(
        Step(
            f"police_{source}",
            source,
            "police_advised",
            "Record police advice",
            CM_HR,
            (Ask("police_choice", "What does the person want, and what was advised?"),),
            EQA,
            meets=(),
        )
        for source in ("eo_intake", "eo_support")
    ),
    Step("hold", "eo_support", "eo_hold_cp", "Wait for child protection", CM_HR, (WORDS,), DIGNITY, decision=True, equality=True),
    *(
        Step(
            f"informal_{source}",
            source,
            "eo_informal",
            "Try to put it right informally",
            CM_HR,
            (
                Ask("chose_informal", "Did whoever complained choose the informal way?", AskKind.YES_NO),
                Ask("minor", "Is it fit for that: not serious, and no crime?", AskKind.YES_NO),
                Ask("willing", "Are both willing? What was agreed?"),
            ),
            DIGNITY,
            ("protection_not_live", "chose_informal", "fit_for_informal", *(("supported",) if source == "police_advised" else ())),
            decision=source == "eo_hold_cp",  # the hold ends by it
            equality=source == "eo_hold_cp",
        )
        for source in ("eo_support", "police_advised", "eo_hold_cp")
    ),
    Step(
        "put_right",
        "eo_informal",
        "resolved",
        "Record that it was put right",
        CM_HR,
        (Ask("words", "What was done, and is whoever complained content with it?"),),
        DIGNITY,
        decision=True,
        equality=True,
        sets_outcomes=EO_INFORMAL,
    ),
    *(
        Step(
            f"formal_{source}",
            source,
            "eo_formal",
            "Record a formal complaint",
            HR | {"case_manager"},
            (
                Ask("complained_on", "On which day did the complaint reach the school?", AskKind.DATE),
                Ask(
                    "asked_by",
                    "Whose choice is it?",
                    AskKind.CHOICE,
                    "Whoever complained may always choose the formal way.",
                    choices=(
                        ("complainant", "Whoever complained chose it"),
                        ("school", "The school takes it up, though they did not ask for it"),
                    ),
                ),
                Ask("complaint", "What is complained of, and what does the person want?"),
            ),
            ACAS,
            ("supported",) if source == "police_advised" else (),
            decision=source == "eo_hold_cp",
            equality=source == "eo_hold_cp",
            meets=() if source in AFTERWARDS else None,
            drops=(*AFTERCARE, "eo_letter_10wd") if source in AFTERWARDS else (),
            shown_when="only_informal" if source in AFTERWARDS else "",
            on="complained_on",
        )
        for source in ("eo_support", "eo_informal", "police_advised", "eo_hold_cp", *AFTERWARDS)
    ),
    Step(
        "acknowledge",
        "eo_formal",
        "eo_acknowledged",
        "Record that the complaint was acknowledged",
        CM_HR,
        (
            Ask("acknowledged_on", "On which day was it acknowledged?", AskKind.DATE),
            Ask("acknowledged_how", "How, and what were they told?", hint="Also that they may bring a companion."),
        ),
        ACAS,
        on="acknowledged_on",
    ),
    Step(
        "investigate",
        "eo_acknowledged",
        "eo_investigation",
        "Open an investigation",
        CM_HR,
        (
            Ask("terms", "What is to be found out, and by whom?", hint="How they came to see it is not misconduct in itself."),
            Ask(
                "companions",
                "Do both sides know that they may bring a companion?",
                AskKind.YES_NO,
                "A colleague or a trade union representative, to every meeting.",
            ),
        ),
        ACAS,
        ("protection_not_live", "investigator_named", "companions_offered"),
        decision=True,
        equality=True,
    ),
    Step(
        "outcome",
        "eo_investigation",
        "eo_outcome",
        "Record the outcome",
        CM_HR,
        (
            Ask("reasons", "Reasons"),
            Ask("found_kind", "What was it found to be?", AskKind.CHOICE, choices=(*COMPLAINTS, ("nothing", "None of these"))),
            Ask(
                "found",
                "Which protected characteristics was it found to have to do with?",
                AskKind.SEVERAL,
                "What was found, whatever was thought before.",
                required=False,
                choices=CHARACTERISTICS,
            ),
            recommended("recommendation"),
            STRONG,
        ),
        EQA,
        ("not_the_investigator", "malicious_proved"),
        decision=True,
        equality=True,
        sets_outcomes=EO_OUTCOMES,
        replaces=True,
    ),
    *(
        Step(
            "hand_over" if source == "eo_outcome" else f"hand_over_{source}",
            source,
            "handed_to_d",
            "Hand over to disciplinary",
            CM_HR,
            (
                Ask("why", "What is handed over, and why?"),
                Ask("evidence", "Which evidence and statements go with it?", hint="Nobody is asked again without need."),
            ),
            DIGNITY,
            ("disciplinary_recommended",),
            decision=True,
            equality=True,
            meets=TOLD,
            opens=PathName.DISCIPLINARY,
            shown_when="not_handed_over" if source == "victimisation_check" else "",
        )
        for source in ("eo_outcome", "eo_appeal_decided", "victimisation_check")
    ),
    *(
        Step(
            "appeal" if source == "eo_outcome" else f"appeal_{source}",
            source,
            "eo_appeal",
            "Record an appeal",
            CM_HR,
            (Ask("appealed_on", "On which day?", AskKind.DATE), Ask("grounds", "By whom, and on which grounds?")),
            ACAS,
            meets=(*TOLD, "eo_appeal_10wd"),
            shown_when="not_appealed" if source == "victimisation_check" else "",
            on="appealed_on",
        )
        for source in ("eo_outcome", "handed_to_d", "victimisation_check")
    ),
    Step(
        "decide_appeal",
        "eo_appeal",
        "eo_appeal_decided",
        "Record the decision on the appeal",
        PANEL | CM_HR,
        (
            Ask(
                "appeal_result",
                "What was decided?",
                AskKind.CHOICE,
                choices=(("stands", "The outcome stands"), ("changed", "The outcome is changed")),
            ),
            Ask("appeal_reasons", "Who decided, and why?"),
            recommended("recommended_now"),
            STRONG,
        ),
        ACAS,
        ("equality_panel_named", "uninvolved_appeal", "malicious_proved"),
        decision=True,
        equality=True,
        sets_outcomes=EO_OUTCOMES,
        replaces=True,
    ),
    Step(
        "withdraw_appeal",
        "eo_appeal",
        "eo_appeal_decided",
        "Record that the appeal was withdrawn",
        CM_HR,
        (Ask("withdrawn", "Who withdrew it, when, and was it their own choice?"),),
        ACAS,
        meets=(),
        drops=("eo_hear_appeal_20wd",),
    ),
    *(
        Step(
            f"victimisation_{source}",
            source,
            "victimisation_check",
            "Check for victimisation",
            HR,
            (*treated_worse("check"), WORDS),
            EQA,
            ("worse_acted_on",),
            meets=(),
        )
        for source in ("eo_outcome", "eo_appeal_decided", "handed_to_d")
    ),
    *(
        Step(
            f"victimisation_{source}",
            source,
            source,
            "Check for victimisation",
            HR,
            treated_worse("now"),
            EQA,
            ("worse_acted_on",),
            meets=(),
        )
        for source in UNDER_WAY
    ),
    *(after(source) for source in ("resolved", "eo_outcome", "handed_to_d", "eo_appeal_decided", "victimisation_check")),
    *(check_in(key, words, source) for source in ("aftercare", "aftercare_on") for key, words in CHECK_INS),
    *(
        Step(
            "close" if source == "aftercare_on" else f"close_{source}",
            source,
            "eo_closed",
            "Close the complaint",
            HR | {"case_manager"},
            (WORDS,),
            DIGNITY,
            ("checked_in", "worse_acted_on"),
            decision=True,
            equality=True,
            shown_when="" if source == "aftercare_on" else "checked_in",  # they were all asked before aftercare had two stages
        )
        for source in ("aftercare_on", "aftercare")
    ),
)

EQUAL_OPPORTUNITIES = Pathway(
    PathName.EQUAL_OPPORTUNITIES,
    "Equal opportunities",
    "Looks after whoever was hurt at work, and finds out whether they were harassed or discriminated against.",
    "eo_intake",
    STAGES,
    STEPS,
)
