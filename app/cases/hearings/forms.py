"""What is asked about delegations, the kind of a school, adjustments, and allegations that are put to somebody."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect
from wtforms.fields import RadioField, SelectField
from wtforms.validators import InputRequired

from app.cases.forms import day, line, long_text, radios
from app.cases.hearings.entries import STATES
from app.cases.hearings.governing import HIGHEST
from app.core.forms import Form, choices
from app.people.kinds import KINDS


class DelegationForm(Form):
    """The heaviest thing a decider may decide, and the document that says so."""

    highest = radios("What may they decide at most?", HIGHEST, "Select what they may decide at most")
    source = line(
        "Which minute or scheme of delegation says so?",
        "Enter the minute or the scheme of delegation",
        "For example: Minute 21 of the governing body, 14 September 2026",
    )


class AdjustmentForm(Form):
    """An adjustment, and what became of it."""

    what = line(
        "Which adjustment?",
        "Say which adjustment",
        "For example: a break every half hour, an interpreter, questions in writing beforehand",
    )
    state = radios("What became of it?", STATES, "Select what became of it")
    why = long_text("Why was it refused, or what was agreed?", most=2000)
    on = day("On which day?", "Enter the day")


class PutForm(Form):
    """An allegation that was put to the person."""

    allegation = RadioField(
        "Which allegation?", widget=GovRadioInput(), validators=[InputRequired("Select the allegation that was put to them")]
    )
    on = day("On which day was it put to them?", "Enter the day")
    how = line("How?", "Say how it was put to them", "For example: in the interview, in writing, at the hearing")
    answer = long_text("What did they answer?", most=5000)


class KindForm(Form):
    """Of which kind the school is."""

    kind = SelectField(
        "What kind of school is it?",
        choices=choices(KINDS),
        widget=GovSelect(),
        validators=[InputRequired("Choose the kind of the school")],
    )
