"""Reading an object field by field: every fault is gathered, names its field by its path, and never repeats a value."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from app.core.calendar import FIRST_YEAR, LAST_YEAR

LISTED = "must be one of its listed values"


TRUTH = "must be a truth value, without quotation marks"


LONGEST = 30  # digits of a number that are read: the rest change no answer, and are slow


class BadFacts(Exception):
    """The facts cannot be read; `faults` is a line for each fault, naming the field by its path.

    The words of a fault hold no digits and none of the listed values, so that no value is ever repeated by accident.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


MISSING = object()


class Pairs(dict[str, Any]):
    """An object as it was read, remembering which keys were given twice."""

    def __init__(self) -> None:
        super().__init__()
        self.twice: set[str] = set()


class Reader:
    """Reads one object and gathers its faults."""

    def __init__(self, value: Any, path: str, faults: list[str]) -> None:
        self.path, self.faults = path, faults
        self.good = isinstance(value, dict)
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        self.read: set[str] = set()
        if not self.good:
            self.fault("", "must be an object")
        for field in sorted(value.twice) if isinstance(value, Pairs) else ():
            self.fault(_shown(field), "is given twice")

    def name(self, field: str) -> str:
        if not field:
            return self.path or "facts"
        return f"{self.path}.{field}" if self.path else field

    def fault(self, field: str, words: str) -> None:
        self.faults.append(f"{self.name(field)}: {words}")

    def take(self, field: str, default: Any, good: Callable[[Any], bool], words: str, *, null: bool = False) -> Any:
        self.read.add(field)
        value = self.value.get(field, MISSING)
        if value is MISSING:
            if default is MISSING and self.good:
                self.fault(field, "is missing")
            return None if default is MISSING else default
        if value is None and null:
            return None
        if value is None or not good(value):
            self.fault(field, words)
            return None if default is MISSING else default
        return value

    def one_of(self, field: str, values: tuple[str, ...], default: Any = MISSING, *, null: bool = False) -> Any:
        return self.take(field, default, lambda v: isinstance(v, str) and v in values, LISTED, null=null)

    def flag(self, field: str, default: bool = False) -> bool:
        return bool(self.take(field, default, lambda v: isinstance(v, bool), TRUTH))

    def whole(self, field: str, default: int | None, most: int | None, *, null: bool = False) -> Any:
        def good(v: Any) -> bool:
            return _is_whole(v) and v >= 0 and (most is None or v <= most)

        found = self.take(field, default, good, "must be a whole number in its range", null=null)
        return None if found is None else int(found)

    def many(self, field: str, values: tuple[str, ...]) -> frozenset[str]:
        found = self.take(field, [], lambda v: isinstance(v, list), "must be a list")
        for index, one in enumerate(found):
            if not isinstance(one, str) or one not in values:
                self.fault(f"{field}[{index}]", LISTED)
        return frozenset(one for one in found if isinstance(one, str))

    def day(self, field: str, default: Any = MISSING, *, null: bool = False) -> date | None:
        found = self.take(field, default, is_day, "must be a date that exists, as YYYY-MM-DD", null=null)
        return date.fromisoformat(found) if isinstance(found, str) else None

    def inside(self, field: str) -> Reader:
        self.read.add(field)
        return Reader(self.value.get(field, {}), self.name(field), self.faults)

    def rest(self) -> None:
        for field in self.value:
            if field not in self.read:
                self.fault(_shown(field), "is not one of the fields")


def _shown(field: str) -> str:
    # a name with line breaks, or none at all, would break the rule of a line for each fault, naming its field
    return field[:200] if field and field.isprintable() else json.dumps(field[:200])


def _is_whole(value: Any) -> bool:
    return type(value) is int or (type(value) is float and value.is_integer())


def is_day(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 10 or not value.isascii():
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return value[4] == "-" and value[7] == "-"


def is_instant(value: Any) -> bool:
    if not isinstance(value, str) or not value.isascii() or len(value) > 40 or len(value) < 16 or value[10] != "T":
        return False
    try:
        found = datetime.fromisoformat(value)
        _ = found.timestamp()
    except (ValueError, OverflowError):
        return False
    # the next working day after it must be known as well
    return found.tzinfo is not None and FIRST_YEAR <= found.year < LAST_YEAR


def pairs(pairs: list[tuple[str, Any]]) -> Pairs:
    found = Pairs()
    for key, value in pairs:
        if key in found:
            found.twice.add(key)
        found[key] = value
    return found


def whole_number(text: str) -> int:
    return int(text[:LONGEST])
