"""The kinds of question that logging a breach asks."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms.fields import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.forms import choices

YES_NO = (("yes", "Yes"), ("no", "No"))


def radios(label: str, pairs: tuple[tuple[str, str], ...], missing: str, hint: str = "", *, needed: bool = True) -> RadioField:
    """A question answered with one of these."""
    return RadioField(
        label,
        choices=choices(pairs),
        widget=GovRadioInput(),
        description=hint,
        validators=[InputRequired(missing)] if needed else [Optional()],
    )


def boxes(label: str, pairs: tuple[tuple[str, str], ...], hint: str = "Select all that apply.") -> SelectMultipleField:
    """A question answered with any number of these."""
    return SelectMultipleField(label, choices=choices(pairs), widget=GovCheckboxesInput(), description=hint)


def line(label: str, hint: str = "", missing: str = "", most: int = 200) -> StringField:
    """A line of text; needed when `missing` gives the sentence for an empty one."""
    rules = [InputRequired(missing)] if missing else []
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        validators=[*rules, Length(max=most, message=f"Use at most {most} characters")],
    )


def lines(label: str, hint: str = "", missing: str = "", most: int = 20000) -> TextAreaField:
    """A longer text."""
    rules = [InputRequired(missing)] if missing else []
    return TextAreaField(
        label,
        widget=GovTextArea(),
        description=hint,
        validators=[*rules, Length(max=most, message=f"Use at most {most:,} characters")],
    )
