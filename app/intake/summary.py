"""Every answer of a draft in words, for the page on which they are checked."""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import Any

from flask import url_for

from app.core.clock import said as said_date
from app.evidence.queries import of_case
from app.intake import answers as said
from app.intake import words
from app.intake.models import Draft
from app.intake.preview import numbers_added, proposed
from app.people.queries import names

Rows = list[tuple[str, str]]


def check_sections(draft: Draft) -> list[dict[str, Any]]:
    """The sections of the page: title, rows of question and answer, and where to change them."""
    answers = draft.answers
    sections = [_section(draft, step, title, rows(draft, answers)) for step, title, rows in _ROWS if said.is_done(answers, step)]
    for key in said.act_keys(answers):
        kind = words.word(words.KINDS, said.kind_of(key))
        found = _act_rows(answers["acts"][key])
        sections.append({"title": kind, "rows": found, "href": url_for("intake.act", draft_id=draft.id, key=key)})
    evidence = of_case(draft.id)
    rows = [(f"{number}", one.about.get("name") or one.about.get("url", "")) for number, one in enumerate(evidence, 1)]
    sections.append(_section(draft, "evidence", "What you have", rows or [("Evidence", "Nothing added")]))
    return sections


def _section(draft: Draft, step: str, title: str, rows: Rows) -> dict[str, Any]:
    return {"title": title, "rows": rows, "href": url_for("intake.step", draft_id=draft.id, step=step)}


def _before(_draft: Draft, answers: dict[str, Any]) -> Rows:
    before = answers["before"]
    return [
        ("A child in immediate danger", words.word((("yes", "Yes"), ("no", "No")), before["danger"])),
        (
            "An indecent picture of somebody under 18",
            {"no": "No", "yes": "Yes, or suspected", "not_sure": "Not sure"}[before["imagery"]],
        ),
    ]


def _who(_draft: Draft, answers: dict[str, Any]) -> Rows:
    who = answers["who"]
    if who.get("person"):
        key = uuid.UUID(who["person"])
        return [("Name", names([key]).get(key, ""))]
    return [("Name", who["other_name"]), ("At the school as", words.word(words.POSTS, who["other_post"]))]


def _found(_draft: Draft, answers: dict[str, Any]) -> Rows:
    found = answers["found"]
    when = f"{said_date(date.fromisoformat(found['on']))}, {time.fromisoformat(found['at']).strftime('%H:%M')}"
    rows = [("How you found out", words.word(words.HOW_FOUND, found["how"])), ("When it reached you", when)]
    if found.get("told_person"):
        key = uuid.UUID(found["told_person"])
        rows.insert(1, ("Who told you", names([key]).get(key, "")))
    elif found.get("told_by"):
        rows.insert(1, ("Who told you", found["told_by"]))
    return rows


def _what(_draft: Draft, answers: dict[str, Any]) -> Rows:
    return [
        ("What happened", answers["what"]["words"]),
        ("What they did", "; ".join(words.word(words.KINDS, one) for one in answers["what"]["kinds"])),
    ]


def _clauses(draft: Draft, answers: dict[str, Any]) -> Rows:
    removed = set(answers["clauses"]["removed"])
    rows = [(one.number, one.because) for one in proposed(draft) if one.value not in removed]
    rows += [(number, "Added by you") for number in numbers_added(draft)]
    if answers["clauses"]["other_conduct"]:
        rows.append(("Other conduct", answers["clauses"]["other_conduct"]))
    if removed:
        rows.append(("Taken out", f"{', '.join(sorted(one.split(':')[1] for one in removed))}: {answers['clauses']['reason']}"))
    return rows


def _harm(_draft: Draft, answers: dict[str, Any]) -> Rows:
    harm = answers["harm"]
    return [(words.LIMBS[name][0], words.word(words.LIMB_ANSWERS, harm[name])) for name in words.LIMBS]


def _others(_draft: Draft, answers: dict[str, Any]) -> Rows:
    others = answers["others"]
    rows = [("You have a part in it yourself", "Yes" if others["interest"] == "yes" else "No")]
    rows += [(words.word(words.PARTS, one["part"]), one.get("shown", "")) for one in others.get("people", [])]
    return [*rows, ("Told already", others.get("told_already") or "Nobody")]


_ROWS = (
    ("before", "Before you start", _before),
    ("who", "Who it is about", _who),
    ("found", "How and when you found out", _found),
    ("what", "What happened", _what),
    ("clauses", "Which clauses", _clauses),
    ("harm", "Could a child be at risk", _harm),
    ("others", "Who else is involved", _others),
)


def _act_rows(act: dict[str, Any]) -> Rows:
    shown = (
        ("channel", "Where", words.CHANNELS),
        ("link", "Link", ()),
        ("account", "Account", ()),
        ("visibility", "Who could see it", ()),
        ("with_", "Other side", words.OTHER_SIDE),
        ("age_at_act", "Age that day", ()),
        ("about", "About", words.ABOUT),
        ("content", "Contained", words.CONTENT),
        ("by_subject", "Did it themselves", ()),
        ("still_online", "Still online", ()),
    )
    rows: Rows = [("When", said_date(date.fromisoformat(act["on"])) if act.get("on") else "Not known")]
    for name, title, pairs in shown:
        value = act.get(name)
        if value not in (None, "", []):
            many = value if isinstance(value, list) else [value]
            rows.append((title, "; ".join(words.word(pairs, str(one)).replace("_", " ") for one in many)))
    return rows
