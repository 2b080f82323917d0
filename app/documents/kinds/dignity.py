"""Letters to somebody who complained: the acknowledgement and the outcome."""

from __future__ import annotations

from functools import partial

from app.cases.models import Part
from app.cases.numbers import number
from app.documents.gathering import Gathered, joined
from app.documents.kinds.kind import Field, Kind, day, line, words
from app.documents.kinds.shared import CLOSING, COMMON, CONTACT_DETAILS, DIGNITY_GROUP, FOUND, found_each, opening

ISSUERS = frozenset({"hr_adviser", "case_manager"})


def _complainant(g: Gathered) -> str:
    return joined(g.people.get(one.person_id, "") if one.person_id else str(one.name or "") for one in g.involved(Part.COMPLAINANT))


def _of(key: str, g: Gathered) -> str:
    return g.recorded("equal_opportunities", key)


COMPLAINANT = line("complainant", "The name of the person who complained", read=_complainant)
SUPPORT = words(
    "complainant_support",
    "The support that is offered to them",
    "A named contact, occupational health or counselling, their union, adjustments, separation that does not disadvantage them.",
    read=lambda g: g.recorded("equal_opportunities", "support"),
)

ACKNOWLEDGEMENT = Kind(
    "complaint_acknowledged",
    "Acknowledgement of a complaint",
    "Confirms the complaint, what they want to come of it, the support, and what happens by when.",
    DIGNITY_GROUP,
    ISSUERS,
    "Within the days that the procedure gives",
    (
        *COMMON,
        COMPLAINANT,
        day("complained_on", "The day of the complaint", read=partial(_of, "complained_on")),
        words("complaint", "What they complain of, in their words", read=partial(_of, "complaint")),
        words("remedy", "What they want to come of it", read=partial(_of, "wanted")),
        SUPPORT,
        words("how_it_goes_on", "How it is looked into, by whom, and by when", read=partial(_of, "terms")),
        line("contact_name", "The named contact", read=partial(_of, "contact")),
        CONTACT_DETAILS,
    ),
    opening("Your complaint", to="complainant")
    + """Thank you for telling us. I have received your complaint of {{ complained_on }}. This is how I understand it:
{{ complaint }}
You would like the following to come of it:
{{ remedy }}
If I have not understood it rightly, please tell me.
## What happens now
{{ how_it_goes_on }}
You may bring a companion to every meeting: a colleague, a trade union representative or an official employed by a trade union.
## Support
{{ complainant_support }}
Nobody may treat you badly because you complained or gave information. If that happens, tell us at once.
Your contact is {{ contact_name }} ({{ contact_details }}).
"""
    + CLOSING,
    paths=frozenset({"equal_opportunities"}),
    meets=("eo_acknowledge_5wd",),
    to="complainant",
)

EO_OUTCOME = Kind(
    "complaint_outcome",
    "Outcome of a complaint",
    "Gives the finding on each part of the complaint with its reasons, what follows, and how to appeal.",
    DIGNITY_GROUP,
    ISSUERS,
    "When the outcome has been recorded",
    (
        *COMMON,
        COMPLAINANT,
        Field(
            "findings",
            "What was found",
            "The case: the outcome of the equal opportunities procedure for each allegation",
            lambda g: found_each(g, "equal_opportunities"),
            mend="Record the outcome for each allegation on the case first.",
        ),
        words("reasons", "The reasons", read=lambda g: g.recorded("equal_opportunities", "reasons", "why")),
        words("follows", "What follows", "What they may be told of it, and what changes for them."),
        line("appeal_to", "To whom an appeal is made", read=lambda _: "The clerk to the governors"),
        Field(
            "appeal_days",
            "How many working days there are for an appeal",
            "The numbers of the school's procedures",
            lambda g: str(number(g.case.school_id, "eo_appeal_days").n),
        ),
        SUPPORT,
        line("contact_name", "The named contact", read=partial(_of, "contact")),
        CONTACT_DETAILS,
    ),
    opening("The outcome of your complaint", to="complainant")
    + """I am writing to tell you the outcome of your complaint.
# What was found
"""
    + FOUND
    + """## The reasons
{{ reasons }}
## What follows
{{ follows }}
# If you do not agree
You may appeal. Write to {{ appeal_to }} within {{ appeal_days }} working days after the day on which you receive this letter, and say why. Your appeal is heard by people who had no part in this outcome.
# Support
{{ complainant_support }}
We will ask you how you are after two weeks, six weeks and three months. Tell us at any time if somebody treats you badly because you complained.
Your contact is {{ contact_name }} ({{ contact_details }}).
"""
    + CLOSING,
    paths=frozenset({"equal_opportunities"}),
    meets=("eo_letter_10wd",),
    to="complainant",
)
