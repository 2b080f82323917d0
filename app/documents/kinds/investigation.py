"""The letter that opens an investigation: its terms of reference, and the invitation to the meeting with the investigator."""

from __future__ import annotations

from app.cases.models import Part
from app.documents.kinds.kind import Field, Kind, choice, day, line, words
from app.documents.kinds.shared import ALLEGATIONS, ALLEGED, CLOSING, COMMON, CONTACT, CONTACT_DETAILS, SUPPORT, opening

SERIOUS = (
    ("gross", "It could amount to gross misconduct"),
    ("serious", "It could amount to misconduct that leads to a formal warning"),
    ("minor", "It is likely to be dealt with by advice or training"),
)
ISSUERS = frozenset({"case_manager", "hr_adviser"})

INVESTIGATION = Kind(
    "investigation",
    "Letter opening an investigation",
    "Tells the member of staff what is looked into, by whom, how serious it could be, and when they will be heard.",
    "Disciplinary",
    ISSUERS,
    "When an investigation is opened",
    (
        *COMMON,
        ALLEGATIONS,
        Field(
            "investigator",
            "The investigating officer",
            "The case: who holds the part under People",
            lambda g: g.named(Part.INVESTIGATOR),
            mend="Name an investigating officer on the case first.",
        ),
        choice("seriousness", "How serious could it be?", SERIOUS),
        words(
            "terms",
            "Terms of reference: what is to be found out",
            "For each allegation, the questions that the investigation answers.",
            read=lambda g: g.answered("disciplinary", "d_investigation", "terms"),
        ),
        day("meeting_on", "The day of the meeting"),
        line("meeting_at", "At what time", "For example, 10am."),
        line("meeting_place", "Where", "A room, or a link for a meeting on screen."),
        words(
            "evidence_known",
            "The evidence so far, and what is enclosed",
            "What they are given to prepare: screenshots, statements, the policy.",
        ),
        words(
            "adjustments",
            "Adjustments",
            read=lambda _: (
                "If you need an adjustment, such as breaks, an interpreter, another format, a remote meeting or another time, "
                "please tell us beforehand. Say so also if the day falls on a religious observance or a medical appointment."
            ),
        ),
        CONTACT,
        CONTACT_DETAILS,
        SUPPORT,
        line("enclosed", "Enclosed", read=lambda _: "The disciplinary procedure; the staff social networking policy"),
    ),
    opening("Investigation under the disciplinary procedure")
    + """I am writing to tell you that an investigation has been opened under the disciplinary procedure. Its purpose is to find out what happened. Nothing has been decided, and an investigation is not a disciplinary sanction.

# What is looked into
"""
    + ALLEGED
    + """
## How serious it could be
{{ seriousness }}. Which, if any, of the allegations goes to a hearing is decided only after the report has been handed in.
## Who investigates, and what they are asked to find out
{{ investigator }} is the investigating officer. They gather the facts and report them; they do not decide what follows, and they will not sit on any panel that hears the matter. Their terms of reference are:
{{ terms }}
# Your meeting with the investigating officer
| Day | {{ meeting_on }}
| Time | {{ meeting_at }}
| Place | {{ meeting_place }}

The purpose is to hear your account of what is alleged. You may bring a companion: a colleague, a trade union representative or an official employed by a trade union. We encourage you to. Please tell us who it will be; if they cannot come that day, tell us when both of you can.
{{ evidence_known }}
Notes are taken and given to you, so that you can correct them. What you say, and anything you hand in, may be used at a hearing if there is one. You may name people who should be spoken to and things that should be looked at.
{{ adjustments }}
You will be told in writing what comes of the investigation. Please keep the matter confidential, and do not delete or change anything online that has to do with it.
# Your contact, and support
Your contact is {{ contact_name }} ({{ contact_details }}). {{ support }}
"""
    + CLOSING
    + """! Enclosed: {{ enclosed }}
""",
    paths=frozenset({"disciplinary"}),
)
