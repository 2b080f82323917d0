"""The letter that confirms a suspension."""

from __future__ import annotations

from functools import partial

from app.cases.numbers import number
from app.cases.sight import Seen
from app.documents import protecting
from app.documents.gathering import Gathered
from app.documents.kinds.kind import Field, Kind, choice, day, line, words
from app.documents.kinds.shared import ALLEGATIONS, ALLEGED, CLOSING, COMMON, SUPPORT, opening
from app.pathways.child_protection import LETTERS

PROTECTION = frozenset({Seen.PROTECTION})
MANAGER = frozenset({"case_manager"})
SUSPENDING = frozenset({"child_protection", "disciplinary"})
SAID = (("yes", "Yes: say what is alleged"), ("no", "No: the agencies have not agreed that it is told yet"))


def _said(g: Gathered) -> str:
    return "" if protecting.is_kept_from("subject", g) else "yes"


SUSPENSION = Kind(
    "suspension",
    "Suspension letter",
    "Confirms a suspension within one working day: neutral, with full pay, the reasons, the named contact and the day of review.",
    "Child protection and suspension",
    MANAGER,
    "When the suspension has been imposed",
    (
        *COMMON,
        day("suspended_on", "The day of the suspension", read=protecting.began_on),
        line("suspended_at", "At what time", "For example, 3:40pm.", read=protecting.began_at),
        words(
            "reasons",
            "The reasons, as fully as can be given now",
            "Where the LADO, the police or social care have a part, only what they have agreed may be said.",
            read=partial(protecting.of_suspension, "reasons"),
        ),
        choice("say_alleged", "May the letter say what is alleged?", SAID, read=_said),
        ALLEGATIONS,
        words(
            "alternatives",
            "The alternatives that were considered",
            "Each with the reason why it was not enough: another site, another class, supervision, leave, working from home.",
            read=protecting.rejected,
        ),
        line("expected_length", "How long it is expected to last", "For example, about four weeks."),
        Field(
            "review_days",
            "How often it is reviewed, in working days",
            "The numbers of the school's procedures",
            lambda g: str(number(g.case.school_id, "suspension_review_days").n),
        ),
        day("review_on", "The day by which it is reviewed", read=protecting.review_due),
        line(
            "contact_name",
            "The named contact",
            "Who keeps in touch with them, and is not part of the investigation.",
            read=partial(protecting.of_suspension, "contact"),
        ),
        line(
            "contact_details", "How to reach the contact", "Telephone and e-mail.", read=partial(protecting.of_suspension, "reach")
        ),
        words(
            "no_contact",
            "Whom they are asked not to speak to about it",
            "Name the people, or say who they are. They stay free to keep their friendships: it is about the matter only.",
        ),
        words(
            "access",
            "Buildings, systems and property",
            read=lambda _: (
                "Please do not come to the school, or use its e-mail and other systems, unless your named contact has agreed it. "
                "If you need something from school, tell your contact, who will have it brought to you. Please keep keys, "
                "devices and papers of the school safe, and tell your contact which you have."
            ),
        ),
        words(
            "next_steps",
            "What happens next",
            read=lambda _: (
                "I will write to you when there is something to tell, and after each review. You will have the chance to say "
                "what you want to say before any decision is made about what is alleged."
            ),
        ),
        SUPPORT,
        line("enclosed", "Enclosed", read=lambda _: "The staff social networking policy; the disciplinary procedure"),
    ),
    opening("Suspension from work")
    + """I am writing to confirm what you were told on {{ suspended_on }} at {{ suspended_at }}: you are suspended from your work as {{ job_title or "a member of staff" }} at {{ school_name }} from that time.

Suspension is a neutral act. It is not a disciplinary sanction, it says nothing about what will be found, and no decision has been made about what is alleged. You will receive your full pay and keep all your other terms of employment while it lasts.

## Why you are suspended
{{ reasons }}
{%p if say_alleged_value == "yes" %}
What is alleged is this.
"""
    + ALLEGED
    + """{%p endif %}
## What was considered instead
{{ alternatives }}
## How long it lasts, and when it is reviewed
It is expected to last {{ expected_length }}. Whether it is still needed is reviewed by {{ review_on }}, and again at least every {{ review_days }} working days after that; I will write to you after each review. It ends as soon as it is no longer needed.
## Your contact at school
Your named contact is {{ contact_name }} ({{ contact_details }}). They will keep you in touch with what goes on at school and with how the matter stands, and you may call or write to them at any time during school hours.
## What we ask of you
Please do not speak about this matter to: {{ no_contact }}
This is about the matter only. You remain free to see your friends and colleagues and to keep in touch with them about other things.
{{ access }}
Please stay available during your normal working hours, so that you can be reached and can come to a meeting at reasonable notice. Your holiday arrangements stay as they are; tell your contact about days on which you are away.
## What happens next
{{ next_steps }}
## Support
{{ support }}
Please treat this letter as confidential. You may show it to your trade union representative, to anybody who advises you, and to those closest to you.
"""
    + CLOSING
    + """! Enclosed: {{ enclosed }}
""",
    paths=SUSPENDING,
    meets=LETTERS,
    sees=PROTECTION,
    open_without_protection=True,
    stops=protecting.is_missing,
    on_service=protecting.note_letter,
)
