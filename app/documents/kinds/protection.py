"""Letters and records of child protection: what the member of staff and parents are told, what was agreed, and the outcome."""

from __future__ import annotations

from functools import partial

from app.documents import protecting
from app.documents.gathering import Gathered
from app.documents.kinds.kind import Field, Kind, choice, day, line, words
from app.documents.kinds.shared import (
    CLOSING,
    COMMON,
    CONTACT,
    CONTACT_DETAILS,
    IN_ITS_WORDS,
    PLAIN,
    PROTECTION_GROUP,
    SUPPORT,
    found_each,
    opening,
)
from app.documents.kinds.suspension import MANAGER, PROTECTION

FINDINGS = Field(
    "findings",
    "The outcome of each allegation",
    "The case: the outcome that child protection set for each allegation",
    lambda g: found_each(g, "child_protection"),
    mend="Record the outcome of each allegation on the case first.",
)
ON_FILE = (
    (
        "kept",
        "A summary of the allegation, how it was followed up, what was decided and its outcome is kept on your confidential personnel file, and you are given a copy.",
    ),
    (
        "removed",
        "Because it was found to be malicious or false, it is taken off your personnel record, unless you ask for it to be kept.",
    ),
)
REFERENCES = (
    ("no", "It will not be mentioned in a reference."),
    ("yes", "Because it was substantiated, the facts of it will be given in a reference, without opinion."),
)


def _agreed(who: str) -> Field:
    return words(
        "agreed",
        "What the agencies have agreed may be said",
        "Only what the LADO, the police and social care have agreed, with when and by whom it was agreed.",
        read=partial(protecting.agreed_for, who),
    )


def _last_lado(g: Gathered, part: str) -> str:
    rows = g.contacts("lado")
    return str((rows[-1].words or {}).get(part) or "") if rows else ""


TELL_SUBJECT = Kind(
    "tell_subject",
    "Telling the member of staff of an allegation",
    "Tells them what they may be told, what happens, who their contact is, and that it stays confidential.",
    PROTECTION_GROUP,
    MANAGER,
    "When the agencies have agreed that they are told",
    (*COMMON, _agreed("subject"), words("how_it_goes_on", "What happens now, and who leads"), CONTACT, CONTACT_DETAILS, SUPPORT),
    opening("A matter that concerns you")
    + """I am writing to confirm that an allegation has been made that concerns you. No conclusion has been reached. The agencies that protect children have been consulted, and have agreed that you are told the following.
{{ agreed }}
## What happens now
{{ how_it_goes_on }}
You will be told how it goes on as soon as that is agreed. Please do not speak about it to anybody involved, do not look into it yourself, and do not delete anything online that has to do with it.
## Confidentiality
Everybody who knows of this has been told to keep it confidential, and the school will not make it public. You may speak to your trade union or professional association and to those closest to you.
## Your contact, and support
Your contact is {{ contact_name }} ({{ contact_details }}). {{ support }}
"""
    + CLOSING,
    paths=frozenset({"child_protection"}),
    sees=PROTECTION,
    stops=partial(protecting.is_kept_from, "subject"),
)

TELL_PARENTS = Kind(
    "tell_parents",
    "Telling the parents of an allegation",
    "Tells the parents or carers what was agreed, what they may not make public, and whom they can call.",
    PROTECTION_GROUP,
    MANAGER | {"dsl", "deputy_dsl"},
    "When the agencies have agreed that they are told",
    (
        *COMMON,
        line("parents", "The names of the parents or carers"),
        _agreed("parents"),
        words("child_support", "The support that the child is given"),
        CONTACT,
        CONTACT_DETAILS,
    ),
    opening("A matter that concerns your child", to="parents")
    + """I am writing to you about something that concerns your child. The agencies that protect children have been consulted, and have agreed that you are told the following.
{{ agreed }}
## Support for your child
{{ child_support }}
## Keeping it confidential
Please keep this to yourselves and those who advise you. The law forbids publishing anything, also on social media or in a group of parents, that could let somebody recognise a teacher who is accused of an offence against a pupil of the school before they are charged. You will be told the outcome as far as the law allows.
You can call or write to {{ contact_name }} ({{ contact_details }}) at any time.
"""
    + CLOSING,
    paths=frozenset({"child_protection"}),
    sees=PROTECTION,
    stops=partial(protecting.is_kept_from, "parents"),
    to="parents",
)

NO_ACTION = Kind(
    "no_further_action",
    "Record that no further action was agreed",
    "What was decided with the LADO, why, by whom, and what the member of staff is told in which words.",
    PROTECTION_GROUP,
    MANAGER,
    "When it is agreed that nothing further is done",
    (
        *PLAIN,
        line("lado_name", "The designated officer who agreed", read=lambda g: _last_lado(g, "with")),
        line("lado_reference", "Their reference", read=lambda g: _last_lado(g, "reference")),
        day("agreed_on", "The day on which it was agreed"),
        words("why", "Why no further action is needed", read=lambda g: g.recorded("child_protection", "why")),
        words(
            "wording",
            "What the member of staff is told, in which words, and by whom",
            read=lambda g: g.recorded("child_protection", "wording"),
        ),
        words("advice", "The advice of the designated officer, in their words", read=lambda g: _last_lado(g, "advice")),
    ),
    """* Confidential
# Record of an agreement that no further action is taken
| Case | {{ case_reference }}
| School | {{ school_name }}
| About | {{ subject_name }}, {{ job_title or "member of staff" }}
| Agreed on | {{ agreed_on }}
| For the school | {{ signed_name }}, {{ signed_role }}
| For the council | {{ lado_name }}, reference {{ lado_reference }}
## Why
{{ why }}
## The advice of the designated officer
{{ advice }}
## What the member of staff is told
{{ wording }}
^
~ {{ signed_name }}
~ {{ signed_role }}, {{ letter_date }}
""",
    paths=frozenset({"child_protection"}),
    sees=PROTECTION,
)


CP_OUTCOME = Kind(
    "protection_outcome",
    "Outcome of child protection, to the member of staff",
    "Gives the outcome of each allegation, what is kept on file, what a reference says, and what happens next.",
    PROTECTION_GROUP,
    MANAGER,
    "When each allegation has its outcome",
    (
        *COMMON,
        FINDINGS,
        words("reasons", "What may be told of the reasons"),
        choice("on_file", "What is kept on the personnel file?", ON_FILE, read=protecting.kept_choice),
        choice("in_reference", "What does a reference say?", REFERENCES, read=protecting.reference_choice),
        words(
            "next_steps", "What happens next", "For example, that disciplinary work now starts, or that nothing further follows."
        ),
        CONTACT,
        CONTACT_DETAILS,
        SUPPORT,
    ),
    opening("The outcome of the allegation")
    + """I am writing to tell you the outcome of the allegation that was looked into under the child protection procedure, with the agreement of the agencies.
# The outcome
{%p for one in findings %}
## {{ one.n }}. {{ one.clause }}
{{ one.particulars }}
{{ one.finding }}.
"""
    + IN_ITS_WORDS
    + """## The reasons
{{ reasons }}
# What is kept, and what a reference says
{{ on_file }}
{{ in_reference }}
# What happens next
{{ next_steps }}
# Your contact, and support
Your contact is {{ contact_name }} ({{ contact_details }}). {{ support }}
"""
    + CLOSING,
    paths=frozenset({"child_protection"}),
    sees=PROTECTION,
)
