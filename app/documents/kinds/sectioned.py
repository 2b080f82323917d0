"""Forms of questions and answers in sections, such as a referral: the fields are data, in the order of whoever receives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.documents.gathering import Gathered
from app.documents.kinds.kind import Field, line, words

Read = Callable[[Gathered], Any]
Sections = Sequence[tuple[str, Sequence[str]]]
Questions = Mapping[str, tuple[str, str]]
"""For each key the question, and whether its answer is a `line` or `long`; a `long?` or `line?` may stay empty."""

ROWS = """{%p for section in sections %}
## {{ section.title }}
|tr {%tr for one in section.rows %}
| {{ one.label }} | {{ one.value }}
|tr {%tr endfor %}
{%p endfor %}
"""


def value_of(g: Gathered, key: str, read: Mapping[str, Read]) -> str:
    """What is typed in a field, else what the case suggests."""
    typed = g.typed.get(key)
    return str((read[key](g) if key in read else "") if typed is None else typed)


def rows_of(g: Gathered, sections: Sections, questions: Questions, read: Mapping[str, Read]) -> list[dict[str, Any]]:
    """The sections with their questions and answers."""
    return [
        {"title": title, "rows": [{"key": key, "label": questions[key][0], "value": value_of(g, key, read)} for key in keys]}
        for title, keys in sections
    ]


def sectioned(sections: Sections, questions: Questions, read: Mapping[str, Read]) -> tuple[Field, ...]:
    """The fields of a form: one for each question, and `sections`, which holds them all in their order."""
    fields = []
    for key, (label, kind) in questions.items():
        made = words if kind.startswith("long") else line
        fields.append(made(key, label, read=read.get(key), needed=not kind.endswith("?")))
    whole = Field("sections", "The form", "What is written below, in its order", lambda g: rows_of(g, sections, questions, read))
    return (whole, *fields)
