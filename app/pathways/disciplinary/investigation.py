"""The disciplinary procedure up to the report: assessment, terms of reference, investigation, and whether there is a case."""

from __future__ import annotations

from app.pathways.disciplinary.shared import ACAS, CM_HR, PROPORTIONALITY
from app.pathways.pathway import Ask, AskKind, By, Kind, Source, Stage, Step, Unit
from app.pathways.words import ADVICE_GIVEN, NO_CASE

TERMS_OF = Ask(
    "terms_of",
    "Which allegations are looked into?",
    AskKind.SEVERAL,
    "All of them unless you choose.",
    required=False,
)

STAGES = (
    Stage("d_pending", "Opened", "The assessment comes first: is there a case to look into?", Kind.WAITING),
    Stage(
        "d_assess",
        "Being assessed",
        "Is there a case to look into, and how serious could it be?",
        by=(By("assess_5wd", 5, Unit.WORKING_DAYS, "The school's disciplinary procedure", "hr_adviser", "assessment_days"),),
    ),
    Stage(
        "d_investigation",
        "Being investigated",
        "An investigating officer gathers the facts; nobody is judged yet.",
        by=(
            By(
                "investigate_20wd", 20, Unit.WORKING_DAYS, "The school's disciplinary procedure", "hr_adviser", "investigation_days"
            ),
        ),
    ),
    Stage(
        "d_report",
        "Report handed in",
        "The investigating officer has handed in the report; whether there is a case to answer is decided.",
    ),
)

STEPS = (
    Step(
        "assess",
        "d_pending",
        "d_assess",
        "Start the assessment",
        CM_HR,
        (Ask("scope", "What will be assessed? If child protection is still live, what may run beside it?"),),
        Source("Sefton Safeguarding Children Partnership procedures", "Strategy discussions", "2021"),
        ("protection_cleared", "equality_finished"),
    ),
    Step(
        "advise",
        "d_assess",
        "management_advice",
        "Close with management advice or training",
        CM_HR,
        (Ask("why", "Why is no formal action needed, and what advice is given?"), PROPORTIONALITY),
        ACAS,
        ("protection_cleared", "proportionality_recorded"),
        decision=True,
        equality=True,
        sets_outcomes=ADVICE_GIVEN,
    ),
    Step(
        "investigate",
        "d_assess",
        "d_investigation",
        "Open an investigation",
        CM_HR,
        (
            TERMS_OF,
            Ask("terms", "Terms of reference: what is to be found out about each allegation?"),
            Ask("letter", "When was the letter sent?", AskKind.DATE),
            PROPORTIONALITY,
        ),
        ACAS,
        ("protection_cleared", "investigator_named", "sets_disjoint", "proportionality_recorded"),
        decision=True,
        equality=True,
        on="letter",
    ),
    *(
        Step(
            key,
            source,
            "d_investigation",
            verb,
            CM_HR,
            (
                TERMS_OF,
                Ask("terms", "Terms of reference: what is to be found out about each allegation?"),
                Ask("letter", "When was the member of staff told in writing?", AskKind.DATE),
            ),
            ACAS,
            ("protection_cleared",),
            decision=True,
            equality=True,
            meets=(),
        )
        for key, source, verb in (
            ("widen_terms", "d_investigation", "Change the terms of reference"),
            ("go_back", "d_report", "Go back to the investigation: more is to be found out"),
        )
    ),
    Step(
        "hand_in_report",
        "d_investigation",
        "d_report",
        "Hand in the report",
        frozenset({"investigating_officer", "case_manager", "hr_adviser"}),
        (Ask("report", "What was found out about each allegation? Facts and their sources, no judgement."),),
        ACAS,
    ),
    Step(
        "no_case_found",
        "d_report",
        "no_case",
        "Close: no case to answer",
        CM_HR,
        (Ask("why", "What did the report find, and why is there no case to answer?"),),
        ACAS,
        ("not_the_investigator",),
        decision=True,
        equality=True,
        sets_outcomes=NO_CASE,
    ),
)
