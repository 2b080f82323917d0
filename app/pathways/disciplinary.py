"""The disciplinary path: assessment, investigation, hearing, decision, appeal; held while child protection is live."""

from __future__ import annotations

from app.pathways.guards_disciplinary import AS_BEFORE
from app.pathways.pathway import Ask, AskKind, By, Kind, PathName, Pathway, Source, Stage, Step, Unit
from app.pathways.words import ADVICE_GIVEN, D_FINDINGS, D_FINDINGS_LEFT, NO_CASE, SANCTIONS, WEIGHED

ACAS = Source("Acas Code of Practice on disciplinary and grievance procedures", "Disciplinary", "2015")
STAFFING = Source("School Staffing (England) Regulations 2009", "Conduct, discipline and dismissal")
OWN = Source("The school's disciplinary procedure")
CM_HR = frozenset({"case_manager", "hr_adviser"})
HR_CLERK = frozenset({"hr_adviser", "clerk"})
HEARER = frozenset({"hearer"})
APPEAL_PANEL = frozenset({"appeal_panel"})
WHY_MOVED = (
    ("companion", "Their companion cannot come that day"),
    ("illness", "They are ill"),
    ("adjustment", "An adjustment needs more time"),
    ("did_not_attend", "They did not come, without a good reason"),
    ("other", "Another good reason"),
)
OFFERED = (
    ("none", "Nothing else"),
    ("remote", "To attend from elsewhere"),
    ("written", "To answer in writing"),
    ("both", "To attend from elsewhere, or to answer in writing"),
)
WORDS = Ask("words", "What is recorded")
PROPORTIONALITY = Ask(
    "proportionality",
    "Proportionality: content, tone, audience, effect, and is this the least that is needed?",
    required=False,
    hint="Needed when it may be about a belief, union activity or whistleblowing.",
)
TERMS_OF = Ask(
    "terms_of",
    "Which allegations are looked into?",
    AskKind.SEVERAL,
    "All of them unless you choose.",
    required=False,
)
POINTS = Ask(
    "points",
    "Which allegations does the notice put to them?",
    AskKind.SEVERAL,
    "All that the terms of reference name, unless you choose. Nothing can be found on one that is not put to them.",
    required=False,
)
WEIGHING = Ask(
    "weighed",
    "Which of these were weighed?",
    AskKind.SEVERAL,
    "Each of them is needed when it may be about a belief, union activity or whistleblowing.",
    required=False,
    choices=WEIGHED,
)
MONTHS = Ask(
    "months",
    "For how many months is a warning live?",
    AskKind.TEXT,
    "In figures. When you leave it empty, it is as many as your school has set.",
    required=False,
)
HEARING = (
    Ask("on", "When is the hearing?", AskKind.DATE),
    Ask("time", "At what time?", AskKind.TEXT),
    Ask("venue", "Where?", AskKind.TEXT, "Say whether it has step-free access, or how they attend from elsewhere."),
)

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

STAGES = (
    Stage("d_pending", "Opened", "Disciplinary work is opened. It waits for child protection where that is live.", Kind.WAITING),
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
    Stage(
        "hearing_set",
        "Hearing arranged",
        "The member of staff has been told the allegations, the evidence, the date and the right to be accompanied.",
        Kind.WAITING,
    ),
    Stage(
        "postponed",
        "Hearing postponed",
        "The hearing was moved, for a companion, illness or an adjustment.",
        Kind.WAITING,
        by=(
            By(
                "postponed_5wd",
                5,
                Unit.WORKING_DAYS,
                "Acas Code of Practice: not more than five working days after the first date",
                "hr_adviser",
                "companion_days",
                starts_from="first_day",
                only_when=("kind", "companion"),
            ),
        ),
    ),
    Stage(
        "heard_in_absence",
        "Heard in absence",
        "After repeated absence without good reason the panel decided to go on with what it has.",
    ),
    Stage(
        "decided",
        "Decided",
        "Each allegation has a finding, and what follows from it was decided.",
        by=(
            By(
                "decision_letter_5wd",
                5,
                Unit.WORKING_DAYS,
                "The school's disciplinary procedure",
                "hr_adviser",
                "decision_letter_days",
            ),
        ),
    ),
    Stage(
        "la_notified",
        "Council notified",
        "The governing body's decision to dismiss has gone to the council, which acts within 14 days.",
        Kind.WAITING,
        by=(
            By(
                "la_acts_14d",
                14,
                Unit.CALENDAR_DAYS_INCLUSIVE,
                "School Staffing (England) Regulations 2009, regulation 20: 14 days, the day of notice counted",
                "clerk",
                "la_acts_days",
                starts_from="on",
            ),
        ),
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
        "grievance_linked",
        "Grievance linked",
        "A grievance was raised; it was decided whether to pause or run both together.",
        Kind.WAITING,
    ),
    Stage("resigned_before_decision", "Left before a decision", "The member of staff has left. The process goes on to an outcome."),
    Stage("management_advice", "Management advice or training", "No formal action: advice or training was given.", Kind.TERMINAL),
    Stage("no_case", "No case to answer", "The investigation found no case to answer.", Kind.TERMINAL),
    Stage("d_closed", "Closed", "The disciplinary work is finished.", Kind.TERMINAL),
)

AGREEMENT = Ask(
    "agreement",
    "If there is an agreement: what does it say about this matter and about references?",
    hint="It cannot promise that nobody is told, or a reference that hides what was found.",
    required=False,
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
    Step(
        "widen_terms",
        "d_investigation",
        "d_investigation",
        "Change the terms of reference",
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
    Step(
        "set_hearing",
        "d_report",
        "hearing_set",
        "Arrange a hearing",
        CM_HR | {"clerk"},
        (
            *HEARING,
            POINTS,
            Ask("notice", "When did the notice reach the member of staff?", AskKind.DATE),
            Ask("evidence_given", "Has the member of staff been given all the evidence?", AskKind.YES_NO),
            PROPORTIONALITY,
        ),
        ACAS,
        (
            "hearer_named",
            "sets_disjoint",
            "protection_cleared",
            "proportionality_recorded",
            "notice_long_enough",
            "within_terms",
        ),
        decision=True,
        equality=True,
    ),
    Step(
        "postpone",
        "hearing_set",
        "postponed",
        "Postpone the hearing",
        HR_CLERK,
        (
            Ask("kind", "Why is it moved?", AskKind.CHOICE, choices=WHY_MOVED),
            Ask("why", "What happened, and which new day did they propose?"),
            Ask("offered", "What else were they offered?", AskKind.CHOICE, choices=OFFERED),
            Ask("health", "Was occupational health asked for advice?", AskKind.YES_NO),
        ),
        ACAS,
        ("companion_once",),
        decision=True,
        equality=True,
    ),
    Step(
        "set_again",
        "postponed",
        "hearing_set",
        "Arrange the hearing again",
        HR_CLERK,
        (
            *HEARING,
            Ask("notice", "When did the notice of the new day reach the member of staff?", AskKind.DATE),
            Ask("evidence_given", "Has the member of staff been given all the evidence?", AskKind.YES_NO),
        ),
        ACAS,
        ("hearer_named", "sets_disjoint", "protection_cleared", "notice_of_new_day", "companion_in_time"),
        decision=True,
        equality=True,
    ),
    Step(
        "go_on_absent",
        "postponed",
        "heard_in_absence",
        "Hear it in absence",
        HEARER,
        (Ask("why", "Which attempts were made, what else was offered, and why is it fair to go on?"),),
        ACAS,
        ("absence_is_fair", "protection_cleared"),
        decision=True,
        equality=True,
    ),
    *(
        Step(
            f"decide_{source}",
            source,
            "decided",
            "Record the decision",
            HEARER,
            (
                Ask("reasons", "Reasons for each finding"),
                Ask("mitigation", "What was said in mitigation, and how was it weighed?"),
                Ask("comparators", "How were like cases treated? No names."),
                Ask("sanction", "What follows?", AskKind.CHOICE, choices=SANCTIONS),
                MONTHS,
                Ask("authority", "By what authority is it decided?", AskKind.TEXT, "The minute or scheme of delegation."),
                PROPORTIONALITY,
                WEIGHING,
            ),
            ACAS,
            (
                "hearing_has_come",
                "evidence_given",
                "not_the_investigator",
                "sets_disjoint",
                "protection_cleared",
                "proportionality_recorded",
                "each_point_weighed",
                "put_to_them",
                "follows_from_a_finding",
                "within_authority",
            ),
            decision=True,
            equality=True,
            sets_outcomes=D_FINDINGS,
        )
        for source in ("hearing_set", "heard_in_absence")
    ),
    Step(
        "notify_council",
        "decided",
        "la_notified",
        "Record that the determination to dismiss went to the council",
        frozenset({"clerk", "hr_adviser"}),
        (
            Ask("on", "On which day?", AskKind.DATE),
            Ask("determination", "The determination as it was sent, with its reasons"),
        ),
        STAFFING,
        meets=(),
        shown_when="council_dismisses",
        on="on",
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
        for source in ("la_notified", "appeal_window", "appeal_lodged", "appeal_heard")
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
            ("letter_days_make_sense", "council_told_first"),
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
            (*(("appeal_window_over",) if source == "appeal_window" else ()), "council_has_acted"),
            decision=True,
            equality=True,
            sets_outcomes=D_FINDINGS_LEFT if source == "resigned_before_decision" else (),
        )
        for source in ("appeal_window", "appeal_heard", "resigned_before_decision")
    ),
    *(
        Step(
            f"grievance_{source}",
            source,
            "grievance_linked",
            "Link a grievance",
            CM_HR,
            (Ask("why", "Is the disciplinary work paused, or do both run together? Why?"),),
            ACAS,
        )
        for source in ("d_investigation", "d_report", "hearing_set")
    ),
    Step("after_grievance", "grievance_linked", "d_investigation", "Go on with the investigation", CM_HR, (WORDS,), ACAS),
    *(
        Step(
            f"resigned_{source}",
            source,
            "resigned_before_decision",
            "Record that they left",
            CM_HR,
            (Ask("why", "When did they leave, and how does the process go on?"), AGREEMENT),
            OWN,
            ("agreement_allowed",),
        )
        for source in (
            "d_pending",
            "d_assess",
            "d_investigation",
            "d_report",
            "hearing_set",
            "postponed",
            "heard_in_absence",
            "grievance_linked",
        )
    ),
    *(
        Step(
            f"resigned_{source}",
            source,
            source,
            "Record that they left",
            CM_HR,
            (Ask("why", "When did they leave, and what still follows: letters, an appeal, referrals?"), AGREEMENT),
            OWN,
            ("agreement_allowed",),
            meets=(),
            shown_when="not_left_yet",
        )
        for source in ("decided", "la_notified", "la_acted", "appeal_window", "appeal_lodged", "appeal_heard")
    ),
)

DISCIPLINARY = Pathway(
    PathName.DISCIPLINARY,
    "Disciplinary",
    "Finds out what happened, hears the member of staff, and decides fairly. It waits for child protection.",
    "d_pending",
    STAGES,
    STEPS,
)
