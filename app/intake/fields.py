"""The kinds of question that logging a breach asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms.fields import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from app.core.forms import choices
from app.people.models import Person
from app.people.same_name import plain, same_as

YES_NO = (("yes", "Yes"), ("no", "No"))
YES_NO_UNKNOWN = (*YES_NO, ("unknown", "I don't know"))
LONGEST_NAME = 200


class NeededWhen:
    """A question that is asked only when another one has one of these answers, and must then be answered."""

    def __init__(self, other: str, values: tuple[str, ...], missing: str) -> None:
        self.other, self.values, self.missing = other, values, missing

    def __call__(self, form: Any, field: Any) -> None:
        """Stop with the sentence, or without one when the question is not asked."""
        asked = self.other in form and form[self.other].data in self.values
        if not asked or not field.data:
            field.errors[:] = []
            raise StopValidation(self.missing if asked else "")


class RollField(SelectField):
    """A name from a list; with a script it is typed, and a typed name that is not known stays and gets a sentence.

    `otherwise` says what else can be done; `when` names another question and the answer at which this one is asked.
    """

    data: str | None

    def __init__(self, label: str, *, otherwise: str = "", when: tuple[str, str] | None = None, **more: Any) -> None:
        super().__init__(label, widget=GovSelect(), default="", choices=[], **more)
        self.otherwise, self.when, self.typed = otherwise, when, ""

    def process(self, formdata: Any, *data: Any, **more: Any) -> None:
        """Read the choice, and what was typed beside it."""
        super().process(formdata, *data, **more)
        typed = formdata.getlist(f"{self.name}_typed") if formdata else []
        self.typed = "".join(one for one in (typed[0] if typed else "") if one.isprintable())[:LONGEST_NAME].strip()

    def pre_validate(self, form: Any) -> None:
        """Take a name that was typed in full; ask again for one that nobody has."""
        if self.typed and not self.data and (self.when is None or form[self.when[0]].data == self.when[1]):
            wanted = plain(self.typed)
            found = [
                one.value for one in self.choices if one.value and wanted in {plain(one.label), plain(one.label.split(",")[0])}
            ]
            if len(found) != 1:
                raise StopValidation(f"We do not know '{self.typed}': choose a name from the list{self.otherwise}")
            self.data = found[0]
        super().pre_validate(form)


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


def not_on_the_list(people: Sequence[Person], typed: str | None) -> None:
    """Raise when a typed name is somebody on the list: as a bare name it would never meet their conflict of interest."""
    same = same_as(people, typed or "")
    if same:
        where = "the staff roll" if same[0].school_id else "the list"
        raise ValidationError(
            f"{same[0].name} is on {where}. Choose the name from the list; if it is somebody else, add what tells them apart"
        )
