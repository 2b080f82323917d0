"""What is asked when a review of the policy is recorded."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms.fields import Field, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.people.queries import today
from app.policy.reviews.models import Outcome


class ReviewForm(Form):
    """That the governing body reviewed the policy, and what it decided."""

    reviewed_on = GovDate(
        "On which day did the governing body review it?", validators=[InputRequired("Enter the day of the review")]
    )
    outcome = RadioField(
        "What did it decide?",
        choices=choices(
            (
                (Outcome.KEPT.value, "Keep the policy as it is"),
                (Outcome.AMENDED.value, "Amend it"),
                (Outcome.REPLACED.value, "Replace it"),
            )
        ),
        widget=GovRadioInput(),
        validators=[InputRequired("Select what the governing body decided")],
    )
    minute = StringField(
        "Minute reference",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the reference of the minute"), Length(max=120)],
    )
    chair = StringField(
        "Who was present as chair?",
        widget=GovTextInput(),
        validators=[InputRequired("Enter who was present as chair"), Length(max=200)],
    )
    words = TextAreaField(
        "What was said (optional)",
        widget=GovTextArea(),
        description="Governors and the headteacher can read this for years. Do not write about a case or a member of staff.",
        validators=[Optional(), Length(max=4000)],
    )

    def validate_reviewed_on(self, field: Field) -> None:
        """A review lies in the past."""
        if field.data and field.data > today():
            raise ValidationError("The day of the review cannot be in the future")
