"""What is asked about delegations, the kind of a school, adjustments, and allegations that are put to somebody."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextInput
from wtforms.fields import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.cases.forms import long_text
from app.cases.hearings.entries import STATES
from app.cases.hearings.governing import HIGHEST
from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.people.kinds import KINDS


class DelegationForm(Form):
    """The heaviest thing a decider may decide, and the document that says so."""

    highest = RadioField(
        "What may they decide at most?",
        choices=choices(HIGHEST),
        widget=GovRadioInput(),
        validators=[InputRequired("Select what they may decide at most")],
    )
    source = StringField(
        "Which minute or scheme of delegation says so?",
        widget=GovTextInput(),
        description="For example: Minute 21 of the governing body, 14 September 2026",
        validators=[InputRequired("Enter the minute or the scheme of delegation"), Length(max=300)],
    )


class AdjustmentForm(Form):
    """An adjustment, and what became of it."""

    what = StringField(
        "Which adjustment?",
        widget=GovTextInput(),
        description="For example: a break every half hour, an interpreter, questions in writing beforehand",
        validators=[InputRequired("Say which adjustment"), Length(max=300)],
    )
    state = RadioField(
        "What became of it?",
        choices=choices(STATES),
        widget=GovRadioInput(),
        validators=[InputRequired("Select what became of it")],
    )
    why = long_text("Why was it refused, or what was agreed?", most=2000)
    on = GovDate("On which day?", validators=[InputRequired("Enter the day")])


class PutForm(Form):
    """An allegation that was put to the person."""

    allegation = RadioField(
        "Which allegation?", widget=GovRadioInput(), validators=[InputRequired("Select the allegation that was put to them")]
    )
    on = GovDate("On which day was it put to them?", validators=[InputRequired("Enter the day")])
    how = StringField(
        "How?",
        widget=GovTextInput(),
        description="For example: in the interview, in writing, at the hearing",
        validators=[InputRequired("Say how it was put to them"), Length(max=300)],
    )
    answer = long_text("What did they answer?", most=5000)


class KindForm(Form):
    """Of which kind the school is."""

    kind = SelectField(
        "What kind of school is it?",
        choices=choices(KINDS),
        widget=GovSelect(),
        validators=[InputRequired("Choose the kind of the school")],
    )
