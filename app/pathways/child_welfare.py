"""The child's welfare: a path of its own, owned by the safeguarding lead, that does not end with the allegation."""

from __future__ import annotations

from app.pathways.child_protection import SEFTON, WORDS
from app.pathways.pathway import Ask, AskKind, By, Kind, PathName, Pathway, Stage, Step, Unit

PLAN = Ask("plan", "What is the plan for the child?", hint="Who does what, and how the child and the family are told.")
REVIEW_ON = Ask("review_on", "On which day is it looked at again?", AskKind.DATE)
ASKS = {
    "refer": (
        Ask("whom", "Whom at social care did you speak to?", AskKind.TEXT, "Name, telephone number and their reference."),
        WORDS,
        PLAN,
        REVIEW_ON,
    ),
    "help": (PLAN, REVIEW_ON),
    "watch": (PLAN, REVIEW_ON),
    "review": (Ask("words", "How is the child, and what has been done?"),),
    "close": (Ask("words", "Why does the child need no further help through this case?"),),
}
"""What each step asks: a plan always has the day of its review."""

CHILD_WELFARE = Pathway(
    PathName.CHILD_WELFARE,
    "The child's welfare",
    "Looks after the child, whatever becomes of the allegation. Owned by the safeguarding lead.",
    "welfare_logged",
    (
        Stage(
            "welfare_logged",
            "Recorded",
            "The safeguarding lead has been told about the child.",
            by=(By("welfare_1wd", 1, Unit.WORKING_DAYS, "The school's child protection policy", "dsl"),),
        ),
        Stage("mash_referred", "Referred to social care", "Children's social care has been told.", Kind.WAITING),
        Stage("early_help", "Early help", "Help was arranged for the child and family."),
        Stage("monitor", "Watched over", "The safeguarding lead watches over the child."),
        Stage("reviewed", "Reviewed", "The plan for the child was looked at again."),
        Stage("welfare_closed", "Closed", "The child needs no further help through this case.", Kind.TERMINAL),
    ),
    tuple(
        Step(
            f"{verb_key}_{source}",
            source,
            target,
            verb,
            frozenset({"dsl", "deputy_dsl"}),
            ASKS[verb_key],
            SEFTON,
            ("looked_at_again",) if REVIEW_ON in ASKS[verb_key] else (),
            decision=verb_key == "close",
            equality=verb_key == "close",
        )
        for source, target, verb_key, verb in (
            ("welfare_logged", "mash_referred", "refer", "Record the referral to social care"),
            ("welfare_logged", "early_help", "help", "Record early help"),
            ("welfare_logged", "monitor", "watch", "Record how the child is watched over"),
            ("welfare_logged", "welfare_closed", "close", "Close: no child needs help through this case"),
            ("mash_referred", "reviewed", "review", "Record a review"),
            ("early_help", "reviewed", "review", "Record a review"),
            ("monitor", "reviewed", "review", "Record a review"),
            ("early_help", "mash_referred", "refer", "Record the referral to social care"),
            ("monitor", "mash_referred", "refer", "Record the referral to social care"),
            ("reviewed", "mash_referred", "refer", "Record the referral to social care"),
            ("reviewed", "monitor", "watch", "Go on watching over the child"),
            ("reviewed", "welfare_closed", "close", "Close the welfare record"),
        )
    ),
)
