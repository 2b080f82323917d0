"""What is asked of whoever asks for a bundle, and of whoever confirms what of the evidence a reader may have."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextInput
from wtforms.fields import Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.core.forms import Form, choices, whole_number

LOOKED = "Nobody stands in it whom they may not know of: I looked at each page myself"
MOST_PAGES = 2000


class AskForm(Form):
    """For whom a bundle is made, and who is not named in it."""

    for_part = RadioField(
        "Who is the bundle for?", widget=GovRadioInput(), validators=[InputRequired("Select who the bundle is for")]
    )
    unnamed = SelectMultipleField(
        "Who else is not to be named in it?",
        widget=GovCheckboxesInput(),
        description="Pupils, their parents and whoever reported it are never named. Leave this empty unless your policy, or a promise, says so.",
    )


def page_numbers(words: str) -> list[int] | None:
    """The pages that somebody wrote down, such as 1-3, 5; nothing when they make no sense."""
    found: set[int] = set()
    for part in words.replace("–", "-").split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        start, end = whole_number(first), whole_number(last if dash else first)
        if start is None or end is None or not 1 <= start <= end <= MOST_PAGES:
            return None
        found |= set(range(start, end + 1))
    return sorted(found)


class ClearForm(Form):
    """Which readers may have which pages of a piece of evidence."""

    readers = SelectMultipleField(
        "Who is this about?", widget=GovCheckboxesInput(), validators=[InputRequired("Select at least one reader")]
    )
    may = RadioField(
        "May it go into their bundle?",
        widget=GovRadioInput(),
        choices=choices((("yes", "Yes"), ("no", "No, leave it out"))),
        validators=[InputRequired("Select whether it may go into their bundle")],
    )
    pages = StringField(
        "Which of its pages?",
        widget=GovTextInput(),
        description="Only pages that you have looked at, for example 1-3, 5. Every other page is left out.",
        validators=[Length(max=300)],
    )
    is_report = SelectMultipleField(
        "What is it?",
        widget=GovCheckboxesInput(),
        choices=choices((("yes", "It is the report of the investigation: put it first"),)),
    )
    looked = SelectMultipleField("Confirm", widget=GovCheckboxesInput(), choices=choices((("yes", LOOKED),)))

    def validate_pages(self, field: Field) -> None:
        """Pages are named when any may go in."""
        if self.may.data == "yes" and page_numbers(field.data or "") is None:
            raise ValidationError("Enter the pages that you have looked at, such as 1-3, 5")

    def validate_looked(self, field: Field) -> None:
        """Nothing goes in without somebody having looked."""
        if self.may.data == "yes" and field.data != ["yes"]:
            raise ValidationError("Confirm that you looked at each page, or leave it out")
