"""What a letter says in each of its fields, and what still stops its issue, as the case stands now."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from app.cases.engine import Whole
from app.documents.gathering import Gathered, alleged, in_words
from app.documents.kinds import Field, Kind
from app.pathways.pathway import AskKind


@dataclass(frozen=True, slots=True)
class Filled:
    """One field as a page shows it: its words (or how many there are of a list), and whether it stops the issue."""

    field: Field
    value: Any
    stops: bool

    @property
    def shown(self) -> str:
        """The value in words."""
        return f"{len(self.value)} in the letter" if isinstance(self.value, list) else str(self.value)


def typed_in(gathered: Gathered, one: Field) -> str:
    """What is in the box of a field that is typed: what was typed, even if nothing, else what the case suggests."""
    if one.key in gathered.typed:
        return str(gathered.typed[one.key] or "")
    return str(one.read(gathered) or "") if one.read else ""


def filling(gathered: Gathered, kind: Kind) -> list[Filled]:
    """Every field of a letter with its value."""
    found = []
    for one in kind.fields:
        value: Any = typed_in(gathered, one) if one.ask else one.read(gathered) if one.read else ""
        if one.ask:
            value = in_words(value.strip(), one.ask.kind.value, dict(one.ask.choices))
        found.append(Filled(one, value, not value and one.is_needed(gathered)))
    return found


def context(filled: list[Filled], typed: dict[str, Any]) -> dict[str, Any]:
    """The values of the merge fields by name; a choice also as its short word, under its name and `_value`."""
    found = {one.field.key: one.value for one in filled}
    for one in filled:
        if one.field.ask and one.field.ask.kind is AskKind.CHOICE:
            short = {words: key for key, words in one.field.ask.choices}
            found[f"{one.field.key}_value"] = short.get(one.value, str(typed.get(one.field.key) or ""))
    return found


def stopping(gathered: Gathered, kind: Kind, filled: list[Filled]) -> list[str]:
    """The sentences that stop the issue of a letter; none when it can be issued."""
    sentence = kind.stops(gathered)
    return [*([sentence] if sentence else []), *(one.field.missing for one in filled if one.stops)]


def names_of_fields(kind: Kind) -> list[str]:
    """Every merge field that a template of this kind may use."""
    choices = [f"{one.key}_value" for one in kind.fields if one.ask and one.ask.kind is AskKind.CHOICE]
    return [*(one.key for one in kind.fields), *choices]


def digest(values: dict[str, Any]) -> str:
    """A digest of what a letter says, to see whether the case changed between its making and its issue."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def keys_of(whole: Whole, kind: Kind) -> set[str]:
    """What may be typed in a letter: its asked fields, and the particulars of each allegation where it states them."""
    found = {one.key for one in kind.asked}
    if states_allegations(kind):
        found |= {alleged(one) for one in whole.allegations}
    return found


def states_allegations(kind: Kind) -> bool:
    """Whether a letter states what is alleged, one by one."""
    return any(one.key in {"allegations", "findings"} for one in kind.fields)
