"""After the decision: the council's part in a dismissal, the letter, the appeal, and the end of the disciplinary work."""

from __future__ import annotations

from app.pathways.disciplinary.shared import ACAS, CM_HR, HR_CLERK, MONTHS, OWN, STAFFING, WORDS
from app.pathways.guards_disciplinary import AS_BEFORE
from app.pathways.pathway import Ask, AskKind, By, Kind, Stage, Step, Unit
from app.pathways.words import D_FINDINGS, D_FINDINGS_LEFT, SANCTIONS

APPEAL_PANEL = frozenset({"appeal_panel"})
WAIVED = Ask(
    "waived",
    "If they gave up the right to appeal in writing: on which day?",
    AskKind.DATE,
    "Needed only before the last day for an appeal.",
    required=False,
)
COUNCIL_ACTS = (
    ("notice", "It ended the contract, with notice"),
    ("no_notice", "It ended the contract, without notice"),
    ("elsewhere", "It asked them to stop working at this school; they work elsewhere too"),
    ("withdrawn", "Nothing: the governing body withdrew its determination"),
)
COUNCIL = By(
    "la_acts_14d",
    14,
    Unit.CALENDAR_DAYS_INCLUSIVE,
    "School Staffing (England) Regulations 2009, regulation 20: 14 days, the day of notice counted",
    "clerk",
    "la_acts_days",
    starts_from="on",
)

STAGES = (
    Stage(
        "la_notified",
        "Council notified",
        "The governing body's decision to dismiss has gone to the council, which acts within 14 days.",
        Kind.WAITING,
        by=(COUNCIL,),
    ),
    Stage(
        "la_acted",
        "Council has acted",
        "The council has done what the determination to dismiss asks of it.",
    ),
    Stage(
        "appeal_window",
        "Time for an appeal",
        "The decision letter was received; an appeal can be lodged.",
        Kind.WAITING,
        by=(By("appeal_10wd", 10, Unit.WORKING_DAYS, "The school's disciplinary procedure", "hr_adviser", "appeal_days", "on"),),
    ),
    Stage(
        "appeal_lodged",
        "Appeal lodged",
        "An appeal has been made and must be heard by people not involved before.",
        Kind.WAITING,
        by=(By("appeal_heard_20wd", 20, Unit.WORKING_DAYS, "The school's disciplinary procedure", "clerk", "appeal_hearing_days"),),
    ),
    Stage(
        "appeal_heard",
        "Appeal decided",
        "The appeal was upheld, varied or dismissed.",
        by=(By("appeal_letter_5wd", 5, Unit.WORKING_DAYS, "The school's disciplinary procedure", "clerk", "appeal_letter_days"),),
    ),
    Stage(
        "la_notified_after",
        "Council notified, after the time for an appeal",
        "The dismissal stands, and the governing body's determination has gone to the council, which acts within 14 days.",
        Kind.WAITING,
        by=(COUNCIL,),
    ),
)

STEPS = (
    *(
        Step(
            key,
            source,
            target,
            "Record that the determination to dismiss went to the council",
            frozenset({"clerk", "hr_adviser"}),
            (
                Ask("on", "On which day?", AskKind.DATE),
                Ask("determination", "The determination as it was sent, with its reasons"),
                *((WAIVED,) if source == "appeal_window" else ()),
            ),
            STAFFING,
            ("appeal_window_over",) if source == "appeal_window" else (),
            meets=(),
            shown_when="council_to_be_told",
            on="on",
        )
        for key, source, target in (
            ("notify_council", "decided", "la_notified"),
            ("notify_council_after_window", "appeal_window", "la_notified_after"),
            ("notify_council_after_appeal", "appeal_heard", "la_notified_after"),
        )
    ),
    *(
        Step(
            f"council_acted_{source}",
            source,
            "la_acted" if source == "la_notified" else source,
            "Record what the council did",
            frozenset({"clerk", "hr_adviser"}),
            (
                Ask("on", "On which day?", AskKind.DATE),
                Ask("act", "What did it do?", AskKind.CHOICE, choices=COUNCIL_ACTS),
                WORDS,
            ),
            STAFFING,
            meets=("la_acts_14d",),
            shown_when="council_awaited",
            on="on",
        )
        for source in ("la_notified", "appeal_window", "appeal_lodged", "appeal_heard", "la_notified_after")
    ),
    *(
        Step(
            f"letter_received_{source}",
            source,
            "appeal_window",
            "Record that the decision letter was received",
            HR_CLERK,
            (
                Ask("dated", "Which day does the letter carry?", AskKind.DATE, "A warning is live from this day, which counts."),
                Ask("on", "On which day was it received?", AskKind.DATE),
            ),
            ACAS,
            ("letter_days_make_sense",),
            meets=("decision_letter_5wd",),
            on="on",
        )
        for source in ("decided", "la_notified", "la_acted")
    ),
    Step(
        "lodge_appeal", "appeal_window", "appeal_lodged", "Record an appeal", HR_CLERK, (Ask("grounds", "On which grounds?"),), ACAS
    ),
    Step(
        "withdraw_appeal",
        "appeal_lodged",
        "appeal_heard",
        "Record that the appeal was withdrawn",
        HR_CLERK,
        (Ask("withdrawn", "On which day, and in which words?"),),
        ACAS,
        meets=(),
        drops=("appeal_heard_20wd",),
    ),
    Step(
        "hear_appeal",
        "appeal_lodged",
        "appeal_heard",
        "Record the decision on the appeal",
        APPEAL_PANEL,
        (
            Ask(
                "result",
                "What was decided?",
                AskKind.CHOICE,
                choices=(("dismissed", "Dismissed"), ("varied", "Upheld in part: something changes"), ("upheld", "Upheld")),
            ),
            Ask("stands", "What follows now?", AskKind.CHOICE, choices=((AS_BEFORE, "What was decided before"), *SANCTIONS)),
            MONTHS,
            Ask("reasons", "Reasons"),
        ),
        ACAS,
        (
            "appeal_panel_named",
            "appeal_panel_as_large",
            "sets_disjoint",
            "not_the_investigator",
            "put_to_them",
            "appeal_says_what_it_does",
            "appeal_not_harsher",
            "stands_on_a_finding",
        ),
        decision=True,
        equality=True,
        sets_outcomes=D_FINDINGS,
        replaces=True,
    ),
    *(
        Step(
            f"finish_{source}",
            source,
            "d_closed",
            "Close the disciplinary work",
            CM_HR,
            (
                *((WAIVED,) if source == "appeal_window" else ()),
                Ask("referrals", "Were referrals to the DBS and, for a teacher, the TRA considered? What was decided, and why?"),
            ),
            OWN,
            (*(("appeal_window_over",) if source == "appeal_window" else ()), "council_told", "council_has_acted"),
            decision=True,
            equality=True,
            meets=("appeal_letter_5wd",) if source == "la_notified_after" else None,
            sets_outcomes=D_FINDINGS_LEFT if source == "resigned_before_decision" else (),
        )
        for source in ("appeal_window", "appeal_heard", "la_notified_after", "resigned_before_decision")
    ),
)
