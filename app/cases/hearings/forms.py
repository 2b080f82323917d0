"""What is asked about delegations, the kind of a school, adjustments, and allegations that are put to somebody."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextInput
from wtforms.fields import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.cases.hearings.governing import HIGHEST
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


class KindForm(Form):
    """Of which kind the school is."""

    kind = SelectField(
        "What kind of school is it?",
        choices=choices(KINDS),
        widget=GovSelect(),
        validators=[InputRequired("Choose the kind of the school")],
    )
