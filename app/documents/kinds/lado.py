"""The referral to the council's designated officer: the fields of several councils' forms, in the order of the one chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.core.acts import ROLE_WORDS, Role
from app.core.clock import said
from app.documents.gathering import Gathered, today
from app.documents.kinds.kind import Field, Kind, choice, line, words
from app.documents.kinds.sectioned import ROWS, Read, value_of
from app.documents.kinds.shared import DATE, REFERENCE, SCHOOL
from app.documents.kinds.suspension import PROTECTION

FORM: dict[str, Any] = json.loads(Path(__file__).with_name("lado.json").read_text())
"""`fields`: each question with how it is typed. `councils`: the sections of each form; what a form asks for is needed there."""

FURTHER = "Further information"
LIMBS = {
    "H1": "harmed, or may have harmed, a child",
    "H2": "possibly committed a criminal offence against or related to a child",
    "H3": "may pose a risk of harm to children",
    "H4": "may not be suitable to work with children",
}
ANSWERED = {"yes": "yes", "may_be": "may be", "no": "no", "unknown": "not known"}


def _limbs(g: Gathered) -> str:
    found = {name: one["answer"] for name, one in (g.case.limbs or {}).items()}
    return "\n".join(f"{name[1]}. {text}: {ANSWERED.get(found.get(name, ''), 'not answered')}" for name, text in LIMBS.items())


def _spoken(g: Gathered) -> str:
    rows = []
    for one in g.contacts("lado"):
        said_by = one.words or {}
        reference = f", reference {said_by['reference']}" if said_by.get("reference") else ""
        rows.append(f"{said(one.at)}, with {said_by.get('with', '')}{reference}: {said_by.get('advice', '')}")
    return "\n".join(rows)


def _done(g: Gathered) -> str:
    rows = [f"{said(one.at)}: spoke with {one.agency.replace('_', ' ')}" for one in g.whole.contacts if one.agency != "lado"]
    return "\n".join(rows)


READ: dict[str, Read] = {
    "received_on": lambda g: said(g.case.reported_at),
    "referred_on": lambda _: today(),
    "limbs": _limbs,
    "adult_name": lambda g: g.subject_name,
    "adult_job": lambda g: g.job_title,
    "adult_employer": lambda g: f"{g.employer}\n{g.school.name}",
    "adult_sector": lambda _: "School",
    "adult_since": lambda g: f"On the roll since {said(g.subject.on_roll_from)}" if g.subject and g.subject.on_roll_from else "",
    "referrer_name": lambda g: g.writer,
    "referrer_job": lambda g: g.writer_role,
    "referrer_place": lambda g: g.school.name,
    "case_manager": lambda g: ROLE_WORDS[Role(g.case.manager)],
    "child_name": lambda g: g.children,
    "intervention": lambda _: "No",
    "narrative": lambda g: str((g.case.account or {}).get("words") or ""),
    "done_so_far": _done,
    "lado_spoken": _spoken,
}


def council(g: Gathered) -> str:
    """The council whose form is written: the one chosen, else that of the school's clocks."""
    chosen = str(g.typed.get("council") or g.school.clock_set)
    return chosen if chosen in FORM["councils"] else "generic"


def asks_for(g: Gathered, key: str) -> bool:
    """Whether the form of this council asks for a field."""
    return any(key in keys for _, keys in FORM["councils"][council(g)]["sections"])


def sections(g: Gathered) -> list[dict[str, Any]]:
    """The form: its sections in the council's order, then what it does not ask for but the school can say."""
    wanted = FORM["councils"][council(g)]["sections"]
    asked = {key for _, keys in wanted for key in keys}
    rest = [key for key in FORM["fields"] if key not in asked and value_of(g, key, READ)]
    return [
        {"title": title, "rows": [{"key": key, "label": FORM["fields"][key][0], "value": value_of(g, key, READ)} for key in keys]}
        for title, keys in [*wanted, *([(FURTHER, rest)] if rest else [])]
    ]


def _field(key: str, label: str, kind: str) -> Field:
    made = words if kind == "long" else line
    return made(key, label, read=READ.get(key), needed=lambda g: asks_for(g, key))


LADO = Kind(
    "lado_referral",
    "Referral to the designated officer (LADO)",
    "Everything that councils ask for, in the order of the form of the council that is chosen. One for each adult.",
    "Child protection and suspension",
    frozenset({"case_manager", "dsl", "deputy_dsl"}),
    "At once, when the harm threshold may be met",
    (
        SCHOOL,
        REFERENCE,
        DATE,
        choice(
            "council",
            "Which council's form?",
            tuple((key, one["title"]) for key, one in FORM["councils"].items()),
            read=council,
        ),
        Field(
            "to_name",
            "To whom it goes",
            "The school: the designated officer",
            lambda g: g.school.lado_name or "The designated officer",
        ),
        Field("sections", "The form", "What is written below, in the council's order", sections),
        *(_field(key, label, kind) for key, (label, kind) in FORM["fields"].items()),
    ),
    """* Confidential: for the designated officer only
~ To: {{ to_name }}
~ From: {{ school_name }}
~ {{ letter_date }}
~ Our reference: {{ case_reference }}

# Referral of an allegation against an adult who works with children
"""
    + ROWS
    + """! Never attach a picture that is or may be a sexual picture of somebody under 18. Say where it is, and leave it there for the police.
""",
    paths=frozenset({"child_protection"}),
    meets=("lado_24h", "lado_1wd"),
    sees=PROTECTION,
    to="to_name",
)
