"""What the shell of a case asks: closing and signing, a pause, a link, and taking something up again."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextInput
from wtforms.fields import Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.cases.dignity.equality_form import EqualityForm
from app.cases.forms import long_text
from app.cases.shell.reopening import CAUSES
from app.core.fields import GovDate
from app.core.forms import Form, choices

ASKED_BY = (
    ("police", "The police"),
    ("prosecutors", "The Crown Prosecution Service"),
    ("court", "A court"),
    ("tribunal", "An employment tribunal"),
    ("other", "Somebody else, with the authority to ask"),
)


class CloseForm(EqualityForm):
    """Ask for a case to be closed."""

    lado = StringField(
        "Who at the LADO agreed that the case can close?",
        widget=GovTextInput(),
        validators=[InputRequired("Enter who at the LADO agreed that the case can close"), Length(max=200)],
    )
    lado_on = GovDate("On which day did they agree?", validators=[InputRequired("Enter the day on which they agreed")])
    reason = long_text("What was learned, and why can it close?", "Say why it can close")


class SignForm(EqualityForm):
    """Sign the closing."""

    words = long_text("What did you check before you sign?", "Say what you checked", most=4000)


class BornForm(Form):
    """A date of birth."""

    born = GovDate("What is their date of birth?", validators=[InputRequired("Enter their date of birth")])


class ReasonForm(Form):
    """One reason."""

    reason = long_text("Why?", "Say why", most=4000)


class PauseForm(EqualityForm):
    """Pause a case for legal reasons."""

    asked_by = RadioField(
        "Who asks for it?", choices=choices(ASKED_BY), widget=GovRadioInput(), validators=[InputRequired("Select who asks for it")]
    )
    reference = StringField("Their reference, if they gave one", widget=GovTextInput(), validators=[Optional(), Length(max=100)])
    reason = long_text("What may not go on, and why?", "Say what may not go on, and why", most=4000)


class KeepForm(EqualityForm):
    """Say at a review that a pause goes on."""

    reason = long_text("Why is it still needed?", "Say why it is still needed", most=4000)


class EndForm(EqualityForm):
    """End a pause."""

    reason = long_text("Why can it go on?", "Say why it can go on", most=4000)


class LinkForm(Form):
    """Link a case of the same event."""

    reference = StringField(
        "Reference of the other case",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the reference of the other case"), Length(max=12)],
    )
    why = long_text("What do they have in common?", "Say what they have in common", most=2000)


class TakeUpForm(EqualityForm):
    """Take a procedure, or a closed case, up again."""

    cause = RadioField(
        "What has come up?", choices=choices(CAUSES), widget=GovRadioInput(), validators=[InputRequired("Select what has come up")]
    )
    procedures = SelectMultipleField("Which procedures are needed?", widget=GovCheckboxesInput(), choices=[])
    reason = long_text("Why?", "Say why it is taken up again", most=4000)

    def validate_procedures(self, field: Field) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError("Select at least one procedure")
