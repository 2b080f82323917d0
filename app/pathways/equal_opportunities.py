"""The equal opportunities path: support at once, informal or formal, an outcome, aftercare."""

from __future__ import annotations

from app.pathways.pathway import Ask, AskKind, By, Kind, PathName, Pathway, Source, Stage, Step, Unit
from app.pathways.words import EO_OUTCOMES

EQA = Source("Equality Act 2010", "Harassment, discrimination, victimisation")
DIGNITY = Source("The school's dignity at work procedure")
ACAS = Source("Acas Code of Practice on disciplinary and grievance procedures", "Grievance", "2015")
CM_HR = frozenset({"case_manager", "hr_adviser"})
HR = frozenset({"hr_adviser"})
WORDS = Ask("words", "What is recorded")

STAGES = (
    Stage(
        "eo_intake",
        "Received",
        "Somebody may have been harassed or discriminated against. Support comes first.",
        by=(By("eo_support_1wd", 1, Unit.WORKING_DAYS, "The school's dignity at work procedure", "hr_adviser", "support_days"),),
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
        by=(
            By(
                "eo_informal_10wd", 10, Unit.WORKING_DAYS, "The school's dignity at work procedure", "case_manager", "informal_days"
            ),
        ),
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
                "The school's dignity at work procedure",
                "hr_adviser",
                "acknowledge_days",
            ),
        ),
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
                "The school's dignity at work procedure",
                "hr_adviser",
                "eo_investigation_days",
            ),
        ),
    ),
    Stage(
        "eo_outcome",
        "Outcome",
        "The complaint was upheld, upheld in part or not upheld.",
        by=(By("eo_letter_10wd", 10, Unit.WORKING_DAYS, "The school's dignity at work procedure", "hr_adviser", "eo_letter_days"),),
    ),
    Stage("handed_to_d", "Handed to disciplinary", "The finding goes to the disciplinary path; it is not itself a sanction."),
    Stage(
        "eo_appeal",
        "Appeal",
        "Somebody uninvolved looks at the outcome again.",
        Kind.WAITING,
        by=(By("eo_appeal_10wd", 10, Unit.WORKING_DAYS, "The school's dignity at work procedure", "hr_adviser", "eo_appeal_days"),),
    ),
    Stage("eo_appeal_decided", "Appeal decided", "Somebody uninvolved has looked at the outcome again and decided."),
    Stage("victimisation_check", "Checked for victimisation", "Has anybody been treated worse because of the complaint?"),
    Stage(
        "aftercare",
        "Aftercare",
        "The person who complained is asked how they are, at two and six weeks and three months.",
        by=(
            By("aftercare_2w", 14, Unit.CALENDAR_DAYS, "The school's dignity at work procedure", "hr_adviser"),
            By("aftercare_6w", 42, Unit.CALENDAR_DAYS, "The school's dignity at work procedure", "hr_adviser"),
            By("aftercare_3m", 91, Unit.CALENDAR_DAYS, "The school's dignity at work procedure", "hr_adviser"),
        ),
    ),
    Stage("resolved", "Put right informally", "It was put right without a formal complaint.", Kind.TERMINAL),
    Stage("eo_closed", "Closed", "The complaint is finished.", Kind.TERMINAL),
)

STEPS = (
    Step(
        "support",
        "eo_intake",
        "eo_support",
        "Record the support given",
        CM_HR,
        (
            Ask("contact", "Who is their named contact?", AskKind.TEXT),
            Ask("support", "Which support and adjustments are in place?"),
        ),
        EQA,
        decision=True,
        equality=True,
    ),
    *(
        Step(
            f"police_{source}",
            source,
            "police_advised",
            "Record police advice",
            CM_HR,
            (Ask("choice", "What does the person want, and what was advised?"),),
            EQA,
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
            (Ask("willing", "Are both willing? What was agreed?"),),
            DIGNITY,
            ("protection_not_live",),
        )
        for source in ("eo_support", "police_advised", "eo_hold_cp")
    ),
    Step(
        "put_right",
        "eo_informal",
        "resolved",
        "Record that it was put right",
        CM_HR,
        (WORDS,),
        DIGNITY,
        decision=True,
        equality=True,
        sets_outcomes=EO_OUTCOMES,
    ),
    *(
        Step(
            f"formal_{source}",
            source,
            "eo_formal",
            "Record a formal complaint",
            HR | {"case_manager"},
            (Ask("complaint", "What is complained of, and what does the person want?"),),
            ACAS,
        )
        for source in ("eo_support", "eo_informal", "police_advised", "eo_hold_cp")
    ),
    Step(
        "investigate",
        "eo_formal",
        "eo_investigation",
        "Open an investigation",
        CM_HR,
        (Ask("terms", "What is to be found out, and by whom?"),),
        ACAS,
        ("protection_not_live", "investigator_named"),
        decision=True,
        equality=True,
    ),
    Step(
        "outcome",
        "eo_investigation",
        "eo_outcome",
        "Record the outcome",
        CM_HR,
        (Ask("reasons", "Reasons"), Ask("characteristics", "Which protected characteristics does it relate to?", AskKind.TEXT)),
        EQA,
        ("not_the_investigator",),
        decision=True,
        equality=True,
        sets_outcomes=EO_OUTCOMES,
    ),
    Step(
        "hand_over",
        "eo_outcome",
        "handed_to_d",
        "Hand over to disciplinary",
        CM_HR,
        (Ask("why", "What is handed over, and why?"),),
        DIGNITY,
        decision=True,
        equality=True,
        opens=PathName.DISCIPLINARY,
    ),
    Step("appeal", "eo_outcome", "eo_appeal", "Record an appeal", CM_HR, (Ask("grounds", "On which grounds?"),), ACAS),
    Step(
        "decide_appeal",
        "eo_appeal",
        "eo_appeal_decided",
        "Record the decision on the appeal",
        CM_HR,
        (
            Ask(
                "appeal_result",
                "What was decided?",
                AskKind.CHOICE,
                choices=(("stands", "The outcome stands"), ("changed", "The outcome is changed")),
            ),
            Ask("appeal_reasons", "Who decided, and why?"),
        ),
        ACAS,
        ("not_the_investigator",),
        decision=True,
        equality=True,
    ),
    *(
        Step(f"victimisation_{source}", source, "victimisation_check", "Check for victimisation", HR, (WORDS,), EQA)
        for source in ("eo_outcome", "eo_appeal_decided", "handed_to_d")
    ),
    *(
        Step(f"aftercare_{source}", source, "aftercare", "Begin aftercare", CM_HR, (WORDS,), DIGNITY)
        for source in ("eo_outcome", "handed_to_d", "eo_appeal_decided", "victimisation_check")
    ),
    *(
        Step(
            f"check_in_{when}",
            "aftercare",
            "aftercare",
            f"Record how they are after {words}",
            CM_HR,
            (Ask(f"how_{when}", "How are they, and has anybody treated them worse because of the complaint?"),),
            DIGNITY,
            meets=(f"aftercare_{when}",),
        )
        for when, words in (("2w", "two weeks"), ("6w", "six weeks"), ("3m", "three months"))
    ),
    Step(
        "close",
        "aftercare",
        "eo_closed",
        "Close the complaint",
        HR | {"case_manager"},
        (WORDS,),
        DIGNITY,
        ("checked_in",),
        decision=True,
        equality=True,
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
