"""The child's welfare: a path of its own, owned by the safeguarding lead, that does not end with the allegation."""

from __future__ import annotations

from app.pathways.child_protection import SEFTON, WORDS
from app.pathways.pathway import By, Kind, PathName, Pathway, Stage, Step, Unit

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
            (WORDS,),
            SEFTON,
            decision=verb_key == "close",
            equality=verb_key == "close",
        )
        for source, target, verb_key, verb in (
            ("welfare_logged", "mash_referred", "refer", "Record the referral to social care"),
            ("welfare_logged", "early_help", "help", "Record early help"),
            ("welfare_logged", "monitor", "watch", "Record how the child is watched over"),
            ("mash_referred", "reviewed", "review", "Record a review"),
            ("early_help", "reviewed", "review", "Record a review"),
            ("monitor", "reviewed", "review", "Record a review"),
            ("reviewed", "monitor", "watch", "Go on watching over the child"),
            ("reviewed", "welfare_closed", "close", "Close the welfare record"),
        )
    ),
)
