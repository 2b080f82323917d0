"""The hearing: its notice, its postponements, going on in absence, and the decision."""

from __future__ import annotations

from app.pathways.disciplinary.shared import ACAS, CM_HR, HR_CLERK, MONTHS, PROPORTIONALITY
from app.pathways.pathway import Ask, AskKind, By, Kind, Source, Stage, Step, Unit
from app.pathways.words import D_FINDINGS, SANCTIONS, WEIGHED

ADJUST = Source("Equality Act 2010", "Duty to make reasonable adjustments")
HEARER = frozenset({"hearer"})
WHY_MOVED = (
    ("companion", "Their companion cannot come that day"),
    ("illness", "Illness or a disability keeps them away"),
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
HEALTH = (
    ("can", "They can attend"),
    ("adjusted", "They can attend, with adjustments"),
    ("cannot", "They cannot attend"),
    ("not_seen", "No advice: the member of staff did not agree to be seen"),
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
HEARING = (
    Ask("on", "When is the hearing?", AskKind.DATE),
    Ask("time", "At what time?", AskKind.TIME, "For example, 9:10am or 16:40."),
    Ask("venue", "Where?", AskKind.TEXT, "Say whether it has step-free access, or how they attend from elsewhere."),
)
NOBODY_PRESENTS = Ask(
    "nobody_presents",
    "If nobody presents the case for the school: why?",
    hint="Leave it empty when somebody is named to present it, under People.",
    required=False,
)

STAGES = (
    Stage(
        "hearing_set",
        "Hearing arranged",
        "The member of staff has been told the allegations, the evidence, the date and the right to be accompanied: the hearing is next.",
        Kind.WAITING,
    ),
    Stage(
        "postponed",
        "Hearing postponed",
        "The hearing was moved, for a companion, illness or an adjustment: set the new day.",
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
)

STEPS = (
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
            NOBODY_PRESENTS,
            PROPORTIONALITY,
        ),
        ACAS,
        (
            "hearer_named",
            "presenter_named",
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
            NOBODY_PRESENTS,
        ),
        ACAS,
        ("hearer_named", "presenter_named", "sets_disjoint", "protection_cleared", "notice_of_new_day", "companion_in_time"),
        decision=True,
        equality=True,
    ),
    *(
        Step(
            f"health_{source}",
            source,
            source,
            "Record what occupational health advised",
            HR_CLERK,
            (
                Ask("health_on", "On which day?", AskKind.DATE),
                Ask("health_answer", "What did they advise?", AskKind.CHOICE, choices=HEALTH),
                Ask("health_advice", "In their words: can they take part, how, and from when?"),
                Ask("offered", "What has the member of staff been offered since?", AskKind.CHOICE, choices=OFFERED),
            ),
            ADJUST,
            meets=(),
            shown_when="health_in_question",
            on="health_on",
        )
        for source in ("hearing_set", "postponed")
    ),
    Step(
        "go_on_absent",
        "postponed",
        "heard_in_absence",
        "Hear it in absence",
        HEARER,
        (Ask("why", "Which attempts were made, what else was offered, and why is it fair to go on?"),),
        ACAS,
        (
            "absence_is_fair",
            "absence_offered",
            "absence_health_asked",
            "absence_health_answered",
            "absence_adjusted",
            "protection_cleared",
        ),
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
)
