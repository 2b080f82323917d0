"""The child protection path of an allegation against a member of staff, and the child's own welfare strand beside it."""

from __future__ import annotations

from app.pathways.pathway import Ask, AskKind, By, Kind, PathName, Pathway, Source, Stage, Step, Unit
from app.pathways.words import ALLOWED_PARALLEL, BELOW_THRESHOLD, CP_OUTCOMES, NO_BASIS

KCSIE = Source("Keeping children safe in education", "Part four: allegations against staff")
SEFTON = Source("Sefton Safeguarding Children Partnership procedures", "Section 15: managing allegations", "2021")
CM = frozenset({"case_manager"})
CM_DSL = frozenset({"case_manager", "dsl", "deputy_dsl"})
WORDS = Ask("words", "What is recorded", hint="What was done or agreed, with whom, and when.")
ADVICE = Ask("advice", "What did they advise or decide?", hint="In their words, as closely as you can.")

STAGES = (
    Stage("cp_triage", "Being assessed", "The harm questions are answered and records are checked. Nobody is interviewed."),
    Stage(
        "immediate_action",
        "Immediate action taken",
        "A child was in danger, or a crime was in progress: the emergency services were called.",
    ),
    Stage("basic_facts", "Basic facts gathered", "Records only: rotas, logs, who was where. No interviews."),
    Stage(
        "lado_contacted",
        "LADO contacted",
        "The council's designated officer has been told and has advised.",
        by=(
            By(
                "lado_meeting_5wd",
                5,
                Unit.WORKING_DAYS,
                "Sefton procedures, 15.10: strategy meeting within five working days of referral",
                setting="strategy_meeting_days",
                only_for="sefton",
            ),
        ),
    ),
    Stage("amsm_set", "Strategy meeting set", "The LADO has called a meeting of the agencies.", Kind.WAITING),
    Stage(
        "s47_strategy",
        "Social care enquiry",
        "Children's social care leads a strategy meeting about significant harm.",
        Kind.WAITING,
    ),
    Stage(
        "employer_led",
        "School leads",
        "The police and social care are not needed; the school acts and reports back to the LADO.",
        by=(
            By(
                "employer_action_3wd",
                3,
                Unit.WORKING_DAYS,
                "Keeping children safe in education 2016, Part four (target)",
                setting="employer_action_days",
            ),
        ),
    ),
    Stage(
        "under_review",
        "Under review by the agencies",
        "Actions are agreed, with owners and dates.",
        Kind.WAITING,
        by=(
            By(
                "review_28d",
                28,
                Unit.CALENDAR_DAYS,
                "Sefton procedures, 15.12: review within 28 days",
                setting="review_days",
                only_for="sefton",
            ),
        ),
    ),
    Stage(
        "police_investigating",
        "Police investigating",
        "The police lead. The school does nothing that could get in their way.",
        Kind.WAITING,
        by=(
            By(
                "police_review_4w",
                28,
                Unit.CALENDAR_DAYS,
                "Keeping children safe in education 2016, Part four: review no later than four weeks",
            ),
        ),
    ),
    Stage("charged", "Charged", "The police have charged the member of staff.", Kind.WAITING),
    Stage("court_ended", "Court case ended", "The court case is over; its result is on record."),
    Stage("no_charge", "No charge", "The police will not charge. That is not the same as no case."),
    Stage("closed_police", "Police have closed", "The police have ended their enquiry."),
    Stage("subject_informed", "Member of staff informed", "The member of staff was told what the agencies agreed."),
    Stage("parents_informed", "Parents informed", "The parents were told what the agencies agreed."),
    Stage(
        "suspended",
        "Suspended",
        "Suspended on full pay, without any judgement. Only the governing body can end it in a maintained school.",
        by=(
            By(
                "suspension_letter_1wd",
                1,
                Unit.WORKING_DAYS,
                "Keeping children safe in education, Part four: letter within one working day",
            ),
            By(
                "suspension_review_10wd",
                10,
                Unit.WORKING_DAYS,
                "The school's procedure: review every ten working days",
                setting="suspension_review_days",
            ),
        ),
    ),
    Stage("reinstated", "Suspension ended", "The governing body has ended the suspension."),
    Stage("outcome_set", "Outcome recorded", "Each allegation has one of the five outcomes."),
    Stage("support_action", "Support arranged", "The child or whoever reported it is supported."),
    Stage("referrals_decided", "Referrals decided", "Whether the DBS and the TRA are told has been decided, with reasons."),
    Stage(
        "disciplinary_released",
        "Disciplinary work released",
        "The LADO, and the police if involved, agree that disciplinary work can start.",
    ),
    Stage(
        "llc",
        "Treated as a low-level concern",
        "It does not meet the harm threshold; it is kept as a low-level concern.",
        Kind.TERMINAL,
    ),
    Stage("no_basis_recorded", "No basis", "It clearly could not have happened; the LADO agrees.", Kind.TERMINAL),
    Stage(
        "nfa_agreed",
        "No further action agreed",
        "The LADO and the case manager agree that nothing more is needed, and why.",
        Kind.TERMINAL,
    ),
    Stage(
        "cp_closed",
        "Closed",
        "The member of staff has a copy, the personnel file is right, and lessons are recorded.",
        Kind.TERMINAL,
    ),
)

_OUTCOME = tuple(
    Step(
        f"set_outcome_{source}",
        source,
        "outcome_set",
        "Record the outcome of each allegation",
        CM,
        (
            Ask("evidence", "What is the evidence, and why this outcome on the balance of probabilities?"),
            Ask("lado_view", "What is the LADO's view?"),
        ),
        KCSIE,
        ("no_false_while_police",),
        decision=True,
        equality=True,
        sets_outcomes=CP_OUTCOMES,
        shown_when="no_outcome_yet",
    )
    for source in (
        "under_review",
        "employer_led",
        "no_charge",
        "closed_police",
        "court_ended",
        "reinstated",
        "subject_informed",
        "parents_informed",
    )
)
_RELEASE = tuple(
    Step(
        f"release_disciplinary_{source}",
        source,
        "disciplinary_released",
        "Record that disciplinary work can start",
        CM,
        (
            Ask(
                "cleared_by",
                "Who agreed, and when?",
                AskKind.TEXT,
                "The LADO's name, and the police officer's if they are involved.",
            ),
            ADVICE,
        ),
        SEFTON,
        ("lado_contacted", "outcome_for_each", "police_finished"),
        decision=True,
        equality=True,
        shown_when="not_released",
    )
    for source in ("outcome_set", "referrals_decided", "support_action", "reinstated")
)

STEPS = (
    Step("act_now", "cp_triage", "immediate_action", "Record emergency action", CM_DSL, (WORDS,), SEFTON),
    Step("gather_facts", "cp_triage", "basic_facts", "Record basic facts from records", CM, (WORDS,), KCSIE),
    *(
        Step(
            f"record_lado_contact_{source}",
            source,
            "lado_contacted",
            "Go on after the LADO's advice",
            CM_DSL,
            (ADVICE,),
            SEFTON,
            ("lado_contacted",),
        )
        for source in ("cp_triage", "basic_facts", "immediate_action")
    ),
    Step(
        "treat_as_llc",
        "cp_triage",
        "llc",
        "Treat it as a low-level concern",
        CM,
        (Ask("why", "Why does it not meet the harm threshold?"),),
        KCSIE,
        ("all_limbs_no_or_lado",),
        decision=True,
        equality=True,
        sets_outcomes=BELOW_THRESHOLD,
        opens=PathName.LOW_LEVEL_CONCERN,
    ),
    Step(
        "llc_after_lado",
        "lado_contacted",
        "llc",
        "Treat it as a low-level concern, as the LADO advised",
        CM,
        (ADVICE,),
        KCSIE,
        ("lado_contacted",),
        decision=True,
        equality=True,
        meets=(),
        sets_outcomes=BELOW_THRESHOLD,
        opens=PathName.LOW_LEVEL_CONCERN,
    ),
    Step(
        "no_basis",
        "basic_facts",
        "no_basis_recorded",
        "Record that it could not have happened",
        CM,
        (Ask("why", "Why could it not have happened, and who at the council agreed?"),),
        SEFTON,
        ("lado_contacted",),
        decision=True,
        equality=True,
        sets_outcomes=NO_BASIS,
    ),
    Step(
        "agree_nfa",
        "lado_contacted",
        "nfa_agreed",
        "Record that no further action is agreed",
        CM,
        (Ask("why", "Why is no further action needed?"), Ask("wording", "What will be said to the member of staff, by whom?")),
        KCSIE,
        ("lado_contacted",),
        decision=True,
        equality=True,
        sets_outcomes=CP_OUTCOMES,
        meets=(),
    ),
    Step(
        "school_leads",
        "lado_contacted",
        "employer_led",
        "Record that the school leads",
        CM,
        (ADVICE, Ask("parallel", "May disciplinary work run beside it?", AskKind.CHOICE, choices=ALLOWED_PARALLEL)),
        KCSIE,
        decision=True,
        equality=True,
        meets=(),
    ),
    Step(
        "set_meeting",
        "lado_contacted",
        "amsm_set",
        "Record the strategy meeting",
        CM_DSL,
        (Ask("when", "When is it?", AskKind.DATE), Ask("who", "Who attends?", AskKind.TEXT)),
        SEFTON,
        meets=(),
    ),
    Step(
        "social_care_leads", "lado_contacted", "s47_strategy", "Record that social care leads", CM_DSL, (ADVICE,), SEFTON, meets=()
    ),
    Step(
        "meeting_held",
        "amsm_set",
        "under_review",
        "Record what the meeting agreed",
        CM,
        (
            Ask("actions", "What was agreed, who does it, and by when?"),
            Ask("told", "Who may be told what, and when?"),
            Ask("parallel", "May disciplinary work run beside it?", AskKind.CHOICE, choices=ALLOWED_PARALLEL),
        ),
        SEFTON,
        meets=("lado_meeting_5wd",),
    ),
    Step("enquiry_held", "s47_strategy", "under_review", "Record what social care agreed", CM_DSL, (ADVICE,), SEFTON),
    *(
        Step(f"police_lead_{source}", source, "police_investigating", "Record that the police investigate", CM, (ADVICE,), KCSIE)
        for source in ("under_review", "s47_strategy", "lado_contacted")
    ),
    Step(
        "review_again", "police_investigating", "under_review", "Record a review while the police investigate", CM, (ADVICE,), KCSIE
    ),
    Step("police_charge", "police_investigating", "charged", "Record the charge", CM, (WORDS,), KCSIE),
    Step("court_over", "charged", "court_ended", "Record how the court case ended", CM, (WORDS,), KCSIE),
    Step("police_no_charge", "police_investigating", "no_charge", "Record that there is no charge", CM, (WORDS,), KCSIE),
    Step("police_close", "police_investigating", "closed_police", "Record that the police have closed", CM, (WORDS,), KCSIE),
    *(
        Step(
            f"tell_subject_{source}",
            source,
            "subject_informed",
            "Record that the member of staff was told",
            CM,
            (WORDS,),
            KCSIE,
            ("lado_contacted",),
        )
        for source in ("under_review", "employer_led")
    ),
    *(
        Step(
            f"tell_parents_{source}",
            source,
            "parents_informed",
            "Record that the parents were told",
            CM_DSL,
            (WORDS,),
            KCSIE,
            ("lado_contacted",),
        )
        for source in ("under_review", "employer_led", "subject_informed")
    ),
    *(
        Step(
            f"suspend_{source}",
            source,
            "suspended",
            "Record a suspension",
            CM,
            (
                Ask("alternatives", "Which alternatives were considered, and why were they not enough?"),
                Ask("views", "What were the views of the LADO, police and social care?"),
                Ask("contact", "Who is their named contact?", AskKind.TEXT),
            ),
            KCSIE,
            ("lado_contacted",),
            decision=True,
            equality=True,
            meets=(),
        )
        for source in ("lado_contacted", "under_review", "employer_led", "subject_informed", "amsm_set")
    ),
    *(
        Step(
            f"lift_suspension_{source}",
            source,
            "reinstated",
            "Record that the governing body ended the suspension",
            CM,
            (
                Ask("ended_on", "On which day did the governing body end it?", AskKind.DATE),
                Ask(
                    "minute",
                    "Reference of the governing body's minute",
                    AskKind.TEXT,
                    "In a maintained school nobody else can end it.",
                ),
                WORDS,
            ),
            Source("School Staffing (England) Regulations 2009", "Suspension"),
            decision=True,
            equality=True,
            meets=("suspension_letter_1wd", "suspension_review_10wd"),
            shown_when="is_suspended",
        )
        for source in (
            "suspended",
            "under_review",
            "employer_led",
            "subject_informed",
            "parents_informed",
            "police_investigating",
            "charged",
            "court_ended",
            "no_charge",
            "closed_police",
            "outcome_set",
            "support_action",
            "referrals_decided",
            "disciplinary_released",
        )
    ),
    Step(
        "continue_suspended",
        "suspended",
        "under_review",
        "Record that the letter was sent; the suspension stays",
        CM,
        (Ask("letter_on", "On which day was the letter sent?", AskKind.DATE), WORDS),
        KCSIE,
        meets=("suspension_letter_1wd",),
    ),
    Step(
        "review_suspension",
        "under_review",
        "under_review",
        "Record a review of the suspension",
        CM,
        (Ask("review", "What was reviewed, and why does the suspension go on?"),),
        KCSIE,
        decision=True,
        equality=True,
        meets=("suspension_review_10wd",),
        shown_when="is_suspended",
    ),
    Step(
        "on_from_reinstated",
        "reinstated",
        "under_review",
        "Go on with the agencies",
        CM,
        (WORDS,),
        KCSIE,
        shown_when="no_outcome_yet",
    ),
    Step("on_from_parents", "parents_informed", "under_review", "Go on with the agencies", CM, (WORDS,), KCSIE),
    Step("on_from_subject", "subject_informed", "under_review", "Go on with the agencies", CM, (WORDS,), KCSIE),
    *_OUTCOME,
    Step("support", "outcome_set", "support_action", "Record the support given", CM_DSL, (WORDS,), KCSIE),
    *(
        Step(
            f"decide_referrals_{source}",
            source,
            "referrals_decided",
            "Decide on referrals to the DBS and TRA",
            CM | {"hr_adviser"},
            (
                Ask("dbs", "Is the Disclosure and Barring Service told?", AskKind.YES_NO),
                Ask("tra", "Is the Teaching Regulation Agency told?", AskKind.YES_NO, "Teachers only."),
                Ask("why", "Why?"),
            ),
            Source("Safeguarding Vulnerable Groups Act 2006; Education Act 2002", "Duty to refer; duty to consider referral"),
            ("outcome_for_each",),
            decision=True,
            equality=True,
            shown_when="referrals_open",
        )
        for source in ("outcome_set", "support_action", "disciplinary_released", "reinstated")
    ),
    *_RELEASE,
    *(
        Step(
            f"close_{source}",
            source,
            "cp_closed",
            "Close child protection",
            CM,
            (
                Ask("file", "What goes on the personnel file, what is taken off, and what is said in references?"),
                Ask("lessons", "What was learned?"),
            ),
            KCSIE,
            ("outcome_for_each", "police_finished", "referrals_decided", "not_suspended"),
            decision=True,
            equality=True,
        )
        for source in ("disciplinary_released", "referrals_decided", "reinstated")
    ),
)

CHILD_PROTECTION = Pathway(
    PathName.CHILD_PROTECTION,
    "Child protection",
    "Keeps children safe first: the council's designated officer decides with the school what happens, and in which order.",
    "cp_triage",
    STAGES,
    STEPS,
)
