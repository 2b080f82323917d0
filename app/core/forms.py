"""The base of every form: what was typed is kept, harmful characters get a sentence, and values come out plain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields import Field, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

_NUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a field from (value, words) pairs."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def whole_number(sent: str, digits: int = 8) -> int | None:
    """A number that a page sent along, of so many of the digits 0 to 9 at most; nothing for anything else."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= digits else None


def version_of(form: Mapping[str, str]) -> int:
    """The version of what a page was made from; nothing sensible is no version."""
    found = whole_number(form.get("version", ""))
    return -1 if found is None else found


class Form(FlaskForm):
    """A form whose words are normalised (NFC), trimmed, and free of characters that hide or turn text around."""

    altered = False
    """Whether characters that cannot be kept were taken out of what was sent, so that somebody must look at it again."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and every text for characters that cannot be kept."""
        good = bool(super().validate(extra_validators))
        for field in self:
            clean = _clean(field)
            self.altered = self.altered or not clean
            good = clean and _said(field) and good
        return good

    def values(self) -> dict[str, Any]:
        """What was answered, by the names of the fields; dates and times as ISO text, words trimmed."""
        left_out = {"csrf_token", "submission_key"}
        return {
            name: _plain(field.data)
            for name, field in self._fields.items()
            if name not in left_out and field.type not in {"SubmitField", "FileField", "MultipleFileField"}
        }

    def fill(self, values: dict[str, Any]) -> None:
        """Show these values, as `values` gave them, in a form that was not sent."""
        for name, field in self._fields.items():
            if values.get(name) is not None and name != "csrf_token":
                field.data = _typed(field, values[name])


class PressForm(Form):
    """A button that needs nothing but itself."""


def _clean(field: Field) -> bool:
    if not isinstance(field, StringField) or not isinstance(field.data, str):
        return True
    field.data = unicodedata.normalize("NFC", field.data)
    if _NUL.search(field.data):
        field.data = _NUL.sub("", field.data)
        field.errors = [
            *field.errors,
            "There was a character in this that cannot be kept. It has been taken out: check your words and send them again.",
        ]
        return False
    if _TURNING.search(field.data):
        field.data = _TURNING.sub("", field.data)
        field.errors = [
            *field.errors,
            "There was a hidden mark in this that turns text around. It has been taken out: check your words and send them again.",
        ]
        return False
    return True


def _said(field: Field) -> bool:
    """Whether a text that is needed holds more than white space."""
    needed = next((one for one in field.validators if isinstance(one, InputRequired)), None)
    if (
        needed is None
        or not isinstance(field, StringField)
        or field.errors
        or not isinstance(field.data, str)
        or field.data.strip()
    ):
        return True
    field.errors = [needed.message or "This is needed"]
    return False


def _plain(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _typed(field: Field, value: Any) -> Any:
    if isinstance(value, str) and "Date" in field.type:
        return date.fromisoformat(value)
    if isinstance(value, str) and "Time" in field.type:
        return time.fromisoformat(value)
    return value
