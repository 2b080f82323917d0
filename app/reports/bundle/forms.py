"""What is asked of whoever asks for a bundle."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms.fields import RadioField
from wtforms.validators import InputRequired

from app.core.forms import Form, choices
from app.reports.bundle.queries import FOR


class AskForm(Form):
    """For whom a bundle is made."""

    for_part = RadioField(
        "Who is the bundle for?",
        choices=choices(FOR.items()),
        widget=GovRadioInput(),
        validators=[InputRequired("Select who the bundle is for")],
    )
