"""What is asked about letters: which one, what it says, and how it reached whom it is to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms.fields import Field, FileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.cases.models import Allegation
from app.core.fields import GovDate, GovTime
from app.core.forms import Form, choices
from app.documents.actions import HOW
from app.documents.gathering import alleged
from app.documents.kinds import Kind
from app.pathways.pathway import Ask, AskKind


class ChooseForm(Form):
    """Which letter or form is begun."""

    kind = RadioField("Which letter or form?", widget=GovRadioInput(), validators=[InputRequired("Choose a letter or form")])


class ServeForm(Form):
    """How and when an issued letter was handed over or sent, and what proves it."""

    how = RadioField(
        "How did it go?", choices=choices(HOW.items()), widget=GovRadioInput(), validators=[InputRequired("Choose how it went")]
    )
    on = GovDate("On which day?", validators=[InputRequired("Enter the day")])
    at = GovTime("At what time?", description="For example, 3:40pm.", validators=[InputRequired("Enter the time")])
    proof = TextAreaField(
        "What proves it?",
        widget=GovTextArea(),
        description="For example, the number of the recorded delivery, who was there when it was handed over, or the receipt.",
        validators=[InputRequired("Say what proves it"), Length(max=2000)],
    )


class TemplateForm(Form):
    """A school's own Word template."""

    file = FileField("The Word document", widget=GovFileInput(), description="A document of Word (.docx), at most 1 MB.")

    def validate_file(self, field: Field) -> None:
        """A file must be chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError("Choose a Word document")


def letter_form(kind: Kind, allegations: Sequence[Allegation]) -> Form:
    """The form of a draft: a box for each field that is typed, and the particulars of each allegation; nothing is needed yet."""
    fields: dict[str, Any] = {one.ask.key: _box(one.ask) for one in kind.asked if one.ask}
    for at, one in enumerate(allegations, 1):
        number = "other conduct" if one.clause_number == "other" else f"clause {one.clause_number}"
        fields[alleged(one)] = TextAreaField(
            f"Allegation {at} ({number}): what is alleged, as the letter says it",
            widget=GovTextArea(),
            description="Say what, when and where. Leave out the name of whoever reported it, and of a child.",
            validators=[Optional(), Length(max=5000)],
        )
    return type("LetterForm", (Form,), fields)()  # type: ignore[no-any-return]  # a form made for this kind


def _box(ask: Ask) -> Field:
    if ask.kind is AskKind.LONG_TEXT:
        return TextAreaField(ask.label, widget=GovTextArea(), description=ask.hint, validators=[Optional(), Length(max=10000)])
    if ask.kind is AskKind.DATE:
        return GovDate(ask.label, description=ask.hint, validators=[Optional()])
    if ask.kind is AskKind.CHOICE:
        return RadioField(
            ask.label, choices=choices(ask.choices), widget=GovRadioInput(), description=ask.hint, validators=[Optional()]
        )
    return StringField(ask.label, widget=GovTextInput(), description=ask.hint, validators=[Optional(), Length(max=300)])
