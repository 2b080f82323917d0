"""Fields for a date and a time that take what people type, keep it, and say in a sentence what is wrong."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from markupsafe import Markup, escape
from wtforms.fields import Field

PARTS = ("day", "month", "year")
_TIME = re.compile(r"\s*(\d{1,2})(?:[:.]?([0-5]\d))?\s*(am|pm)?\s*", re.IGNORECASE)


class DateWidget:
    """Three boxes for day, month and year, as one group with its hint and its error."""

    def __call__(self, field: GovDate, **_kwargs: Any) -> Markup:
        """The HTML of the field; the first box that is wrong carries the field's own id, so that an error leads to it."""
        wrong = field.wrong if field.errors else ""
        described = " ".join(
            one for one in (f"{field.id}-hint" if field.description else "", f"{field.id}-error" if field.errors else "") if one
        )
        boxes = Markup("").join(self._box(field, part, value, wrong) for part, value in zip(PARTS, field.typed, strict=True))
        hint = (
            Markup('<div id="{}-hint" class="govuk-hint">{}</div>').format(field.id, field.description) if field.description else ""
        )
        error = (
            Markup('<p id="{}-error" class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> {}</p>').format(
                field.id, field.errors[0]
            )
            if field.errors
            else ""
        )
        group = "govuk-form-group govuk-form-group--error" if field.errors else "govuk-form-group"
        about = Markup(' aria-describedby="{}"').format(described) if described else ""
        return Markup(
            '<div class="{}"><fieldset class="govuk-fieldset" role="group"{}><legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{}</legend>{}{}'
            '<div class="govuk-date-input">{}</div></fieldset></div>'
        ).format(group, about, field.label.text, hint, error, boxes)

    def _box(self, field: GovDate, part: str, value: str, wrong: str) -> Markup:
        own = part == (wrong or "day")
        key = field.id if own else f"{field.id}-{part}"
        width = "4" if part == "year" else "2"
        bad = " govuk-input--error" if field.errors and (not wrong or wrong == part) else ""
        return Markup(
            '<div class="govuk-date-input__item"><div class="govuk-form-group"><label class="govuk-label govuk-date-input__label" for="{}">{}</label>'
            '<input class="govuk-input govuk-date-input__input govuk-input--width-{}{}" id="{}" name="{}" type="text" inputmode="numeric" value="{}"></div></div>'
        ).format(key, part.capitalize(), width, bad, key, f"{field.name}-{part}", escape(value))


class GovDate(Field):
    """A date typed as day, month and year; anything else gets a sentence and stays as it was typed."""

    widget = DateWidget()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed, self.wrong = ("", "", ""), ""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three boxes, whatever number of each was sent."""
        self.process_errors: list[str] = []
        self.data, self.wrong = data if isinstance(data, date) else self.default, ""
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.typed = tuple((formdata.getlist(f"{self.name}-{part}") or [""])[0].strip()[:12] for part in PARTS)
            self.raw_data = [" ".join(self.typed).strip()] if any(self.typed) else []
            self.data = self._read() if any(self.typed) else None
        else:
            self.raw_data = []
            self.data = None if formdata else self.data

    def _read(self) -> date | None:
        day, month, year = (int(one) if one.isascii() and one.isdigit() else None for one in self.typed)
        for part, value, most in zip(PARTS, (day, month, year), (31, 12, 2100), strict=True):
            if value is None or not 1 <= value <= most or (part == "year" and value < 1900):
                self.wrong = part
                words = {
                    "day": "The day must be a number from 1 to 31",
                    "month": "The month must be a number from 1 to 12",
                    "year": "The year must have four figures, such as 2026",
                }
                self.process_errors.append(words[part])
                return None
        try:
            return date(year or 1, month or 1, day or 1)
        except ValueError:
            self.wrong = "day"
            self.process_errors.append("That month does not have so many days")
            return None

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "data" and isinstance(value, date):
            super().__setattr__("typed", (str(value.day), str(value.month), str(value.year)))


class GovTime(Field):
    """A time of day as people write it: 9:10am, 9.10, 09:10, 16:40, 4pm."""

    widget = GovTextInput()

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return str(self.raw_data[0])[:20]
        return self.data.strftime("%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a time; a sentence when it is none."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            self.raw_data: list[str] = []
            return
        found = _TIME.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        half = (found[3] or "").lower() if found else ""
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 99
        if hour > 23 or (found and not half and found[2] is None):
            raise ValueError("Enter a time such as 9:10am or 16:40")
        self.data = time(hour, minute)
