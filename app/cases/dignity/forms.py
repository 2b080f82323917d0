"""What is asked when an incident is written down, and when something is added to it."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSelect
from wtforms.fields import SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from app.cases.forms import day, line, long_text, not_ahead, radios
from app.core.forms import Form, choices
from app.pathways.words import CHARACTERISTICS

KINDS = (("found", "What was found"), ("done", "What was done"), ("reviewed", "What was seen when it was looked at again"))


class IncidentForm(Form):
    """A prejudice incident as whoever was hurt, or anybody else, sees it."""

    on = day("On which day?", "Enter the day")
    place = line("Where, or on which site?", "Say where it was")
    what = long_text("What was said or done?", "Say what was said or done", most=5000)
    perceived = SelectMultipleField(
        "Which protected characteristics is it seen to have to do with?",
        choices=choices(CHARACTERISTICS),
        widget=GovCheckboxesInput(),
        description="As the person hurt, or anybody else, sees it. Nobody has to have meant it.",
        validators=[InputRequired("Select at least one characteristic")],
    )
    target = line("Who, or which group, was it aimed at?", "Say whom it was aimed at")
    reporter = line("Who reported it?", "Say who reported it", "Anybody may, also somebody it was not aimed at.")
    person = SelectField("If a member of staff did it: who?", widget=GovSelect(), default="", choices=[], validators=[Optional()])
    by_words = line("If somebody else did it: who?")
    crime = radios(
        "Does anybody see it as a crime?",
        (("no", "No"), ("yes", "Yes: a hate crime"), ("not_known", "Not known")),
        "Select whether anybody sees it as a crime",
    )
    police = line("The reference of the police, if they were told")
    impact = long_text("How did it affect whoever it was aimed at?", most=5000)
    response = long_text("What was done at once?", most=5000)

    validate_on = not_ahead

    def said(self) -> dict[str, Any]:
        """What is kept, sealed."""
        names = ("place", "reporter", "target", "by_words", "what", "crime", "police", "impact", "response")
        return {"perceived": list(self.perceived.data or ()), **{name: (self[name].data or "").strip() for name in names}}


class NoteForm(Form):
    """Something that is added to an incident."""

    kind = radios("What is it?", KINDS, "Select what it is")
    found = SelectMultipleField(
        "If it was found: which protected characteristics did it have to do with?",
        choices=choices(CHARACTERISTICS),
        widget=GovCheckboxesInput(),
        description="Leave all of them empty when it was found to have to do with none.",
        validators=[Optional()],
    )
    words = long_text("In words", "Say it in words", most=5000)
