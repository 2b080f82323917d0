"""What is asked when an incident is written down, and when something is added to it."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms.fields import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.clock import london, now
from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.pathways.words import CHARACTERISTICS

KINDS = (("found", "What was found"), ("done", "What was done"), ("reviewed", "What was seen when it was looked at again"))


def _text(label: str, missing: str = "", hint: str = "") -> StringField:
    rules = [InputRequired(missing)] if missing else [Optional()]
    return StringField(label, widget=GovTextInput(), description=hint, validators=[*rules, Length(max=300)])


def _long(label: str, missing: str = "", hint: str = "") -> TextAreaField:
    rules = [InputRequired(missing)] if missing else [Optional()]
    return TextAreaField(label, widget=GovTextArea(), description=hint, validators=[*rules, Length(max=5000)])


class IncidentForm(Form):
    """A prejudice incident as whoever was hurt, or anybody else, sees it."""

    on = GovDate("On which day?", validators=[InputRequired("Enter the day")])
    place = _text("Where, or on which site?", "Say where it was")
    reporter = _text("Who reported it?", "Say who reported it", "Anybody may, also somebody it was not aimed at.")
    target = _text("Who, or which group, was it aimed at?", "Say whom it was aimed at")
    person = SelectField("If a member of staff did it: who?", widget=GovSelect(), default="", choices=[], validators=[Optional()])
    by_words = _text("If somebody else did it: who?")
    what = _long("What was said or done?", "Say what was said or done")
    perceived = SelectMultipleField(
        "Which protected characteristics is it seen to have to do with?",
        choices=choices(CHARACTERISTICS),
        widget=GovCheckboxesInput(),
        description="As the person hurt, or anybody else, sees it. Nobody has to have meant it.",
        validators=[InputRequired("Select at least one")],
    )
    crime = RadioField(
        "Does anybody see it as a crime?",
        choices=choices((("no", "No"), ("yes", "Yes: a hate crime"), ("not_known", "Not known"))),
        widget=GovRadioInput(),
        validators=[InputRequired("Select whether anybody sees it as a crime")],
    )
    police = _text("The reference of the police, if they were told")
    impact = _long("How did it affect whoever it was aimed at?")
    response = _long("What was done at once?")

    def validate_on(self, field: Field) -> None:
        """It has taken place."""
        if field.data and field.data > london(now()).date():
            raise ValidationError("The day cannot be in the future")

    def said(self) -> dict[str, Any]:
        """What is kept, sealed."""
        names = ("place", "reporter", "target", "by_words", "what", "crime", "police", "impact", "response")
        return {"perceived": list(self.perceived.data or ()), **{name: (self[name].data or "").strip() for name in names}}


class NoteForm(Form):
    """Something that is added to an incident."""

    kind = RadioField(
        "What is it?", choices=choices(KINDS), widget=GovRadioInput(), validators=[InputRequired("Select what it is")]
    )
    found = SelectMultipleField(
        "If it was found: which protected characteristics did it have to do with?",
        choices=choices(CHARACTERISTICS),
        widget=GovCheckboxesInput(),
        description="Leave all of them empty when it was found to have to do with none.",
        validators=[Optional()],
    )
    words = _long("In words", "Say it in words")
