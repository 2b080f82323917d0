"""What is asked when roles are given and ended."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovSelect
from wtforms.fields import SelectField
from wtforms.validators import InputRequired

from app.core.acts import ROLE_WORDS
from app.core.fields import GovDate
from app.core.forms import Form, choices


class AppointForm(Form):
    """Give somebody a role from a day on."""

    person = SelectField("Who?", widget=GovSelect(), validators=[InputRequired("Choose somebody")])
    role = SelectField(
        "Which role?",
        widget=GovSelect(),
        validators=[InputRequired("Choose a role")],
        choices=choices([("", "Choose"), *((role.value, words) for role, words in ROLE_WORDS.items())]),
    )
    starts_on = GovDate("From which day?", validators=[InputRequired("Enter the day from which they hold the role")])


class EndForm(Form):
    """End a role after its last day."""

    last_day = GovDate("Last day in the role", validators=[InputRequired("Enter the last day")])
