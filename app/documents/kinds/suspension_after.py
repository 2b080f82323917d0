"""The letters after a review of a suspension, and at its end."""

from __future__ import annotations

from functools import partial

from app.documents import protecting
from app.documents.kinds.kind import Field, Kind, choice, day, line, words
from app.documents.kinds.shared import CLOSING, COMMON, PROTECTION_GROUP, SUPPORT, opening
from app.documents.kinds.suspension import MANAGER, PROTECTION, SUSPENDING

GOES_ON = (
    ("goes_on", "it is still needed, and goes on for now"),
    ("ask_end", "it is not needed any more, and those who can end it are asked to do so"),
)
_CONTACT = (
    line("contact_name", "The named contact", read=partial(protecting.of_suspension, "contact")),
    line("contact_details", "How to reach the contact", "Telephone and e-mail.", read=partial(protecting.of_suspension, "reach")),
)
_RESULT = {"yes": "goes_on", "no": "ask_end"}

REVIEW = Kind(
    "suspension_review",
    "Review of a suspension",
    "Tells the member of staff that the suspension was reviewed, what was considered, and when it is reviewed again.",
    PROTECTION_GROUP,
    MANAGER,
    "After each review",
    (
        *COMMON,
        day("suspended_on", "The day of the suspension", read=protecting.began_on),
        day("reviewed_on", "The day of the review", read=partial(protecting.of_review, "on")),
        choice("result", "What was decided?", GOES_ON, read=lambda g: _RESULT.get(protecting.of_review("needed", g), "")),
        words("reasons", "Why", read=partial(protecting.of_review, "why")),
        words("alternatives", "The alternatives that were considered again"),
        day("review_on", "The day by which it is reviewed again", read=protecting.review_due),
        *_CONTACT,
        SUPPORT,
    ),
    opening("Review of your suspension")
    + """On {{ reviewed_on }} I reviewed your suspension, which began on {{ suspended_on }}. The result is: {{ result }}.
## Why
{{ reasons }}
## What was considered instead
{{ alternatives }}
## What stays as it is
Suspension is a neutral act. It is not a disciplinary sanction, and it says nothing about what will be found. You go on receiving your full pay. It is reviewed again by {{ review_on }}, and I will write to you then.
Your named contact is {{ contact_name }} ({{ contact_details }}). {{ support }}
"""
    + CLOSING,
    paths=SUSPENDING,
    sees=PROTECTION,
    open_without_protection=True,
    stops=protecting.is_not_reviewed,
)

LIFTED = Kind(
    "suspension_lifted",
    "End of a suspension",
    "Tells the member of staff that the suspension has been ended, by whom, and how they come back.",
    PROTECTION_GROUP,
    MANAGER | {"clerk"},
    "When it has been ended",
    (
        *COMMON,
        day("ended_on", "The day on which it was ended", read=partial(protecting.of_end, "on")),
        line(
            "minute",
            "Reference of the governing body's minute",
            "In a maintained school nobody else can end it.",
            read=partial(protecting.of_end, "minute"),
            needed=protecting.maintained,
        ),
        Field(
            "ended_by",
            "Who ended it",
            "The kind of the school",
            lambda g: "the governing body" if protecting.maintained(g) else "the trust, as your employer",
        ),
        day("back_on", "The day on which they come back"),
        words(
            "return_plan",
            "How they come back",
            "Whom they meet first, any phased return, and what colleagues are told.",
            read=partial(protecting.of_end, "why"),
        ),
        words("matter_stands", "How the matter stands", "What goes on, or that it has ended."),
        *_CONTACT,
        SUPPORT,
    ),
    opening("End of your suspension")
    + """Your suspension was ended by {{ ended_by }} on {{ ended_on }}{% if minute %} (minute {{ minute }}){% endif %}. You come back to work on {{ back_on }}.
## How you come back
{{ return_plan }}
## How the matter stands
{{ matter_stands }}
## Your contact, and support
Your named contact is still {{ contact_name }} ({{ contact_details }}). {{ support }}
"""
    + CLOSING,
    paths=SUSPENDING,
    sees=PROTECTION,
    open_without_protection=True,
    stops=protecting.is_not_ended,
)
