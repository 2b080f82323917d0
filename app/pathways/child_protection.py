"""The child protection path of an allegation against a member of staff, and the child's own welfare strand beside it."""

from __future__ import annotations

from app.pathways.pathway import Ask, AskKind, By, Kind, PathName, Pathway, Source, Stage, Step, Unit
from app.pathways.words import ALLOWED_PARALLEL, BELOW_THRESHOLD, CP_OUTCOMES, NO_BASIS, ON_THE_FILE

KCSIE = Source("Keeping children safe in education", "Part four: allegations against staff")
SEFTON = Source("Sefton Safeguarding Children Partnership procedures", "Section 15: managing allegations", "2021")
CM = frozenset({"case_manager"})
CM_DSL = frozenset({"case_manager", "dsl", "deputy_dsl"})
WORDS = Ask("words", "What is recorded", hint="What was done or agreed, with whom, and when.")
ADVICE = Ask("advice", "What did they advise or decide?", hint="In their words, as closely as you can.")
SEFTON_FACTS = Source(SEFTON.document, "What the senior manager collects, without interviews", SEFTON.edition)
NO_QUESTIONS = (
    "From records, and from what you know already. Nobody may be questioned: not the member of staff, not a child, not a witness."
)
FACTS = (
    Ask("service", "How long have they worked at the school?", AskKind.TEXT),
    Ask("role", "What is their role, and what contact with the child does it bring?"),
    Ask(
        "earlier", "Which earlier concerns, allegations or disciplinary matters are known?", hint="Write 'none' if there are none."
    ),
    Ask("children", "Do they have children of their own, children at home, or somebody they care for?", AskKind.TEXT),
    Ask("plans", "Which plans are there for the child or for them, such as a behaviour plan?", required=False),
    Ask("words", "What do rotas, logs and other records show?", hint="Who was where, and when."),
    Ask("first_by", "Who wrote the first account?", AskKind.TEXT, "Whoever it was first told to, in their own words."),
    Ask("first_on", "On which day did they sign and date it?", AskKind.DATE),
)
LIVE_NO_MORE = ("police_finished", "not_suspended", "removals_referred")
LETTER = By(
    "suspension_letter_1wd",
    1,
    Unit.WORKING_DAYS,
    "Keeping children safe in education, Part four: letter within one working day",
)
REVIEW = By(
    "suspension_review_10wd",
    10,
    Unit.WORKING_DAYS,
    "The school's procedure: review every ten working days",
    setting="suspension_review_days",
)
CONDUCT_LETTER = By(
    "conduct_letter_1wd", 1, Unit.WORKING_DAYS, "The school's procedure: letter within one working day", strength="soft"
)
CONDUCT_REVIEW = By(
    "conduct_review_10wd",
    10,
    Unit.WORKING_DAYS,
    "Acas Code of Practice 1, paragraph 8: brief, and kept under review; the school's procedure: every ten working days",
    setting="suspension_review_days",
    strength="soft",
)
"""The clocks of a suspension that no child protection is behind: everybody who works on the case sees them."""
LETTERS = (LETTER.rule_id, CONDUCT_LETTER.rule_id)
REVIEWS = (REVIEW.rule_id, CONDUCT_REVIEW.rule_id)
AGENCIES_REVIEW = By(
    "review_28d",
    28,
    Unit.CALENDAR_DAYS,
    "Sefton procedures, 15.12: review within 28 days",
    setting="review_days",
    only_for="sefton",
)
POLICE_FIRST = By(
    "police_review_4w",
    28,
    Unit.CALENDAR_DAYS,
    "Keeping children safe in education 2016, Part four: review no later than four weeks",
    setting="police_review_days",
)
FORTNIGHT = By(
    "police_review_2w",
    14,
    Unit.CALENDAR_DAYS,
    "Keeping children safe in education 2016, Part four: later reviews ideally every fortnight",
    setting="police_next_review_days",
)

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
        by=(AGENCIES_REVIEW,),
    ),
    Stage(
        "police_investigating",
        "Police investigating",
        "The police lead. The school does nothing that could get in their way.",
        Kind.WAITING,
    ),
    Stage("charged", "Charged", "The police have charged the member of staff.", Kind.WAITING),
    Stage("court_ended", "Court case ended", "The court case is over; its result is on record."),
    Stage("no_charge", "No charge", "The police will not charge. That is not the same as no case."),
    Stage("closed_police", "Police have closed", "The police have ended their enquiry."),
    Stage("subject_informed", "Member of staff informed", "The member of staff was told what the agencies agreed."),
    Stage("parents_informed", "Parents informed", "The parents were told what the agencies agreed."),
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

OUTCOME_KNOWN = ("outcome_set", "support_action", "referrals_decided", "disciplinary_released")
"""Stages from which an outcome is recorded only for what was alleged later."""
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
        shown_when="outcome_missing" if source in OUTCOME_KNOWN else "no_outcome_yet",
    )
    for source in (
        "under_review",
        "employer_led",
        "no_charge",
        "closed_police",
        "court_ended",
        "subject_informed",
        "parents_informed",
        *OUTCOME_KNOWN,
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
    for source in ("outcome_set", "referrals_decided", "support_action")
)

STEPS = (
    Step("act_now", "cp_triage", "immediate_action", "Record emergency action", CM_DSL, (WORDS,), SEFTON),
    Step("gather_facts", "cp_triage", "basic_facts", "Record basic facts from records", CM, FACTS, SEFTON_FACTS, stop=NO_QUESTIONS),
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
        ("all_limbs_no_or_lado", *LIVE_NO_MORE),
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
        ("lado_contacted", *LIVE_NO_MORE),
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
        ("lado_contacted", *LIVE_NO_MORE),
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
        ("lado_contacted", "no_false_while_police", *LIVE_NO_MORE),
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
        "Go on after the meeting",
        CM,
        (
            Ask("held_on", "On which day was the meeting?", AskKind.DATE),
            Ask("parallel", "May disciplinary work run beside it?", AskKind.CHOICE, choices=ALLOWED_PARALLEL),
        ),
        SEFTON,
        ("meeting_recorded",),
        meets=("lado_meeting_5wd",),
        on="held_on",
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
            ("lado_contacted", "subject_may_be_told"),
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
            ("lado_contacted", "parents_may_be_told"),
        )
        for source in ("under_review", "employer_led", "subject_informed")
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
            "Go on: referrals are decided",
            CM,
            (),
            Source("Safeguarding Vulnerable Groups Act 2006; Education Act 2002", "Duty to refer; duty to consider referral"),
            ("outcome_for_each", "removals_referred", "closing_referred"),
            shown_when="referrals_open",
        )
        for source in ("outcome_set", "support_action", "disciplinary_released")
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
                Ask(
                    "file",
                    "What happens to the record on their personnel file?",
                    AskKind.CHOICE,
                    "What was found false or malicious comes off. Any other outcome stays, with a summary of what was alleged, how it "
                    "was followed up and what was decided.",
                    choices=ON_THE_FILE,
                ),
                Ask(
                    "consent_on",
                    "If it stays with their consent: on which day did they give it in writing?",
                    AskKind.DATE,
                    required=False,
                ),
                Ask(
                    "summary",
                    "What does the summary say?",
                    hint="What was alleged, how it was followed up and resolved, what was decided. It is kept here, also when it comes off the file.",
                ),
                Ask(
                    "copy_on",
                    "On which day was the member of staff given a copy?",
                    AskKind.DATE,
                    "Where the police and social care agree to it.",
                    required=False,
                ),
                Ask("lessons", "What was learned?", hint="Also whether a suspension was justified, and how long it lasted."),
            ),
            KCSIE,
            ("outcome_for_each", *LIVE_NO_MORE, "referrals_decided", "closing_referred", "file_is_right"),
            decision=True,
            equality=True,
        )
        for source in ("disciplinary_released", "referrals_decided")
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
