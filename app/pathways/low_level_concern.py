"""The low-level concern path, and the short path for handing something to another of the school's procedures."""

from __future__ import annotations

from app.pathways.pathway import Ask, AskKind, By, Kind, PathName, Pathway, Source, Stage, Step, Unit
from app.pathways.words import LEDGER, TAKEN_FURTHER

KCSIE = Source("Keeping children safe in education", "Part four, section two: low-level concerns")
HEAD = frozenset({"case_manager"})
WORDS = Ask("words", "What is recorded", hint="What was said and done, the context, and the action taken.")
THEMES = (
    ("contact", "Private contact with pupils or parents"),
    ("boundaries", "Boundaries with pupils"),
    ("remarks", "Remarks or posts"),
    ("pictures", "Pictures, phones or devices"),
    ("time", "Use of social media in school time"),
    ("other", "Something else"),
)
"""What a concern is about, as the ledger shows it."""
RECORD = (
    WORDS,
    Ask("theme", "What is it about?", AskKind.CHOICE, choices=THEMES),
    Ask("category", "Why is it a low-level concern, and no more than that?"),
    Ask(
        "anonymous",
        "Did whoever told you ask not to be named?",
        AskKind.YES_NO,
        "Respect it as far as you reasonably can. Nobody can be promised it.",
    ),
)
NO_PATTERN = ("pattern_decided", "agency_told")
UNDER_WAY = ("recorded", "individual_spoken", "action", "reviewed")
BESIDE = (
    *(
        Step(
            f"decide_lado_{stage}",
            stage,
            stage,
            "Decide whether the LADO is consulted about the pattern",
            HEAD,
            (
                Ask("consult", "Is the LADO consulted?", AskKind.YES_NO),
                Ask("pattern_why", "Which concerns were looked at together, and why is that the right decision?"),
            ),
            KCSIE,
            decision=True,
            equality=True,
            meets=(),
            shown_when="pattern_seen",
        )
        for stage in UNDER_WAY
    ),
    *(
        Step(
            f"tell_agency_{stage}",
            stage,
            stage,
            "Record that their agency or employer was told",
            HEAD,
            (
                Ask("agency_told_on", "On which day?", AskKind.DATE),
                Ask("agency_told_whom", "Who was told, and what?"),
            ),
            KCSIE,
            meets=(),
            shown_when="is_employed_elsewhere",
            on="agency_told_on",
        )
        for stage in UNDER_WAY
    ),
    *(
        Step(
            f"leave_agency_{stage}",
            stage,
            stage,
            "Record why their agency or employer is not told",
            HEAD,
            (Ask("agency_why_not", "Why are they not told?", hint="They see patterns there that you cannot."),),
            KCSIE,
            decision=True,
            equality=True,
            meets=(),
            shown_when="is_employed_elsewhere",
        )
        for stage in UNDER_WAY
    ),
)
"""What can be done at any time while a concern is worked on, without moving it."""

LOW_LEVEL_CONCERN = Pathway(
    PathName.LOW_LEVEL_CONCERN,
    "Low-level concern",
    "Keeps small things from growing: what happened is written down, talked about and looked at for patterns.",
    "raised",
    (
        Stage(
            "raised",
            "Raised",
            "Somebody was uneasy about something that does not meet the harm threshold.",
            by=(By("llc_record_1wd", 1, Unit.WORKING_DAYS, "The school's low-level concerns policy"),),
        ),
        Stage("recorded", "Recorded", "Details, context and action are written down."),
        Stage(
            "individual_spoken", "Spoken with", "The headteacher has spoken with the member of staff: record what is done about it."
        ),
        Stage("action", "Action taken", "Advice, training or a plan was agreed, or nothing more was needed."),
        Stage(
            "reviewed",
            "Looked at for patterns",
            "Earlier concerns were looked at together with this one: decide whether it is kept or goes further.",
        ),
        Stage("retained", "Kept", "It is kept in the ledger of low-level concerns and left out of references.", Kind.TERMINAL),
        Stage("escalated_to_d", "Taken to disciplinary", "Taken together it needs disciplinary work.", Kind.TERMINAL),
        Stage(
            "escalated_to_lado",
            "Taken to the LADO",
            "Taken together it may meet the harm threshold: the LADO is consulted.",
            Kind.TERMINAL,
        ),
    ),
    (
        Step("record", "raised", "recorded", "Write the concern down", HEAD, RECORD, KCSIE),
        Step(
            "speak",
            "recorded",
            "individual_spoken",
            "Record the talk with the member of staff",
            HEAD,
            (WORDS,),
            KCSIE,
            ("all_limbs_no_or_lado", "protection_not_live"),
        ),
        Step(
            "act",
            "individual_spoken",
            "action",
            "Record the action",
            HEAD,
            (
                Ask(
                    "action",
                    "What was agreed?",
                    AskKind.CHOICE,
                    choices=(
                        ("none", "Nothing more is needed"),
                        ("advice", "Advice"),
                        ("training", "Training"),
                        ("plan", "A plan"),
                    ),
                ),
                WORDS,
            ),
            KCSIE,
        ),
        Step(
            "review",
            "action",
            "reviewed",
            "Look for a pattern",
            HEAD,
            (
                Ask(
                    "pattern", "Which earlier concerns were looked at, and is there a pattern?", hint="Also of what they are about."
                ),
                Ask("allowed", "What in the school allowed it, and what changes?", required=False),
            ),
            KCSIE,
        ),
        Step(
            "keep",
            "reviewed",
            "retained",
            "Keep it in the ledger",
            HEAD,
            (Ask("why", "Why is it a low-level concern?"),),
            KCSIE,
            NO_PATTERN,
            decision=True,
            equality=True,
            sets_outcomes=LEDGER,
        ),
        Step(
            "to_disciplinary",
            "reviewed",
            "escalated_to_d",
            "Take it to disciplinary",
            HEAD,
            (Ask("why", "Why?"),),
            KCSIE,
            decision=True,
            equality=True,
            sets_outcomes=TAKEN_FURTHER,
            opens=PathName.DISCIPLINARY,
        ),
        Step(
            "to_lado",
            "reviewed",
            "escalated_to_lado",
            "Take it to the LADO",
            HEAD,
            (Ask("why", "Why?"),),
            KCSIE,
            decision=True,
            equality=True,
            sets_outcomes=TAKEN_FURTHER,
            opens=PathName.CHILD_PROTECTION,
        ),
        *BESIDE,
    ),
)

OWN = Source("The policy adopted by the school", "Clause 4.4: any of the adopted procedures")
OTHER_PROCEDURE = Pathway(
    PathName.OTHER_PROCEDURE,
    "Another procedure",
    "Hands something to another of the school's adopted procedures and records what became of it.",
    "to_hand_over",
    (
        Stage("to_hand_over", "To be handed over", "Hand it over to whoever works by that procedure."),
        Stage("handed_over", "Handed over", "Whoever runs that procedure has it.", Kind.WAITING),
        Stage("other_closed", "Closed", "What became of it is on record.", Kind.TERMINAL),
    ),
    (
        Step(
            "hand_over",
            "to_hand_over",
            "handed_over",
            "Record that it was handed over",
            frozenset({"case_manager", "hr_adviser"}),
            (Ask("to", "To whom, and when?", AskKind.TEXT),),
            OWN,
        ),
        Step(
            "close",
            "handed_over",
            "other_closed",
            "Record what became of it",
            frozenset({"case_manager", "hr_adviser"}),
            (Ask("result", "What became of it?"),),
            OWN,
            decision=True,
            equality=True,
        ),
        Step(
            "close_at_once",
            "to_hand_over",
            "other_closed",
            "Close: nothing to hand over",
            frozenset({"case_manager", "hr_adviser"}),
            (Ask("result", "Why is there nothing to hand over?"),),
            OWN,
            decision=True,
            equality=True,
        ),
    ),
)
