"""Every answer of a draft in the words of its question, in the order asked, for the page on which they are checked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.core.clock import said as said_date
from app.core.clock import time_words
from app.core.forms import Form
from app.evidence.queries import of_case
from app.intake import answers as said
from app.intake import forms, words
from app.intake.act_form import ActForm
from app.intake.asked import address
from app.intake.citing import citing
from app.intake.models import Draft
from app.intake.preview import clauses_added, proposed
from app.people.queries import names


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: the question, what was answered, and the address at which it is changed."""

    key: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page."""

    title: str
    rows: tuple[Row, ...]
    href: str


def check_sections(draft: Draft) -> list[Section]:
    """The sections of the page, each with its answers, in the order in which they were asked."""
    answers = draft.answers  # opened once
    return [_section(draft, answers, page) for page in said.way(answers) if page not in {"stop", "acts", "check"}]


def _section(draft: Draft, answers: Answers, page: str) -> Section:
    titles, href = dict(said.STEPS), address(draft.id, page)
    if page.startswith("acts/"):
        key = page.removeprefix("acts/")
        number = f" ({key.split('.')[1]})" if "." in key else ""
        return Section(f"{words.word(words.KINDS, said.kind_of(key))}{number}", tuple(_act(answers, key, href)), href)
    rows = {"clauses": _clauses, "evidence": _evidence, "others": _others, "before": _before}.get(page)
    pairs = rows(draft, answers) if rows else _plain(answers, page)
    return Section(titles[page], tuple(Row(key, value, f"{href}#{field}" if field else href) for key, value, field in pairs), href)


Answers = dict[str, Any]
Pairs = Iterable[tuple[str, str, str]]
FORMS: dict[str, type[Form]] = {
    "before": forms.BeforeForm,
    "who": forms.WhoForm,
    "found": forms.FoundForm,
    "what": forms.WhatForm,
    "harm": forms.HarmForm,
    "others": forms.OthersForm,
}


def rows_of(form: Form, values: dict[str, Any]) -> Pairs:
    """Each question of a form that was answered, the answer in the words of its choice, and the field's name."""
    people = names(uuid.UUID(values[one]) for one in ("person", "told_person") if values.get(one))
    for name, field in form._fields.items():
        value = values.get(name)
        if name == "csrf_token" or value in (None, "", []):
            continue
        if name in {"person", "told_person"}:
            shown = people.get(uuid.UUID(value), "")
        elif "Date" in field.type:
            shown = said_date(date.fromisoformat(value))
        elif "Time" in field.type:
            shown = time_words(time.fromisoformat(value))
        else:
            pairs = tuple((str(one.value), str(one.label)) for one in getattr(field, "choices", None) or ())
            shown = "; ".join(words.word(pairs, str(one)) for one in (value if isinstance(value, list) else [value]))
        yield str(field.label.text), shown, field.id


def _plain(answers: Answers, page: str) -> Pairs:
    return rows_of(FORMS[page](formdata=None), answers.get(page, {}))


def _before(_draft: Draft, answers: Answers) -> Pairs:
    yield from _plain(answers, "before")
    if said.stops_of(answers):
        yield "Have you done what the stop page asks?", "Yes", ""


def _act(given: Answers, key: str, href: str) -> Iterable[Row]:
    answers = given["acts"][key]
    form = ActForm(formdata=None).for_kind(said.kind_of(key))
    found = {name: (question, shown) for question, shown, name in rows_of(form, answers)}
    found.setdefault("on", (str(form.on.label.text), "Not known"))
    if answers.get("with_") in words.AGE_MATTERS and "age_at_act" in form:
        found.setdefault("age_at_act", (str(form.age_at_act.label.text), "Not known: treated as under 18"))
    for name in form._fields:
        if name in found:
            yield Row(*found[name], f"{href}#{name}")


def _clauses(draft: Draft, answers: Answers) -> Pairs:
    chosen = answers["clauses"]
    removed = set(chosen["removed"])
    here = citing(draft.school_id, answers)
    offered = proposed(draft, here)
    for one in offered:
        if one.value not in removed:
            yield _clause(one.number, one.title), one.because, ""
    for number, title in clauses_added(draft, here):
        yield _clause(number, title), "Added by you", ""
    if chosen["other_conduct"]:
        yield "Other conduct", chosen["other_conduct"], "other_conduct"
    for one in offered:
        if one.value in removed:
            yield f"Taken out: {_clause(one.number, one.title)}", chosen["reason"], "reason"


def _clause(number: str, title: str) -> str:
    return f"Clause {number}: {title}" if title else f"Clause {number}"


def _others(_draft: Draft, answers: Answers) -> Pairs:
    others = answers["others"]
    yield from rows_of(forms.OthersForm(formdata=None), {**others, "told_already": others.get("told_already") or "Nobody"})
    for one in others.get("people", []):
        note = f"\n{one['note']}" if one.get("note") else ""
        yield words.word(words.PARTS, one["part"]), f"{one.get('shown', '')}{note}", ""


def _evidence(draft: Draft, _answers: Answers) -> Pairs:
    counted = {"file": 0, "link": 0}
    for one in of_case(draft.id):
        kind = "file" if one.kind == "file" else "link"
        counted[kind] += 1
        yield f"{kind.capitalize()} {counted[kind]}", str(one.about.get("name") or one.about.get("url", "")), ""
    if not any(counted.values()):
        yield "Files and links", "Nothing added", ""
