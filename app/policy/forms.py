"""What is asked when a policy document comes in and is adopted."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextInput
from wtforms.fields import Field, FileField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.core.fields import GovDate
from app.core.forms import Form
from app.people.queries import today


class ImportForm(Form):
    """The document of the school's own policy."""

    file = FileField(
        "The policy document",
        widget=GovFileInput(),
        description="A Word document (.docx), OpenDocument text (.odt), PDF, web page or plain text.",
        render_kw={"accept": ".docx,.docm,.odt,.pdf,.html,.htm,.txt,.doc,.rtf"},
    )


class AdoptForm(Form):
    """That the governing body has adopted it."""

    adopted_on = GovDate("On which day did the governing body adopt it?", validators=[InputRequired("Enter the day of adoption")])
    chair = StringField(
        "Who signed as chair?", widget=GovTextInput(), validators=[InputRequired("Enter who signed as chair"), Length(max=200)]
    )
    headteacher = StringField(
        "Who signed as headteacher?",
        widget=GovTextInput(),
        validators=[InputRequired("Enter who signed as headteacher"), Length(max=200)],
    )

    def validate_adopted_on(self, field: Field) -> None:
        """Adoption lies in the past."""
        if field.data and field.data > today():
            raise ValidationError("The day of adoption cannot be in the future")
