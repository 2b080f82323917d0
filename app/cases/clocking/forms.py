"""What is asked when a number of the procedures is set, or a clock changed or explained."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovTextArea, GovTextInput
from wtforms.fields import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from app.core.fields import GovDate
from app.core.forms import Form


class NumberForm(Form):
    """Another number, the document it is from with its edition or minute, and why."""

    n = StringField(
        "The number from now on",
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter the number"),
            Regexp(r"\s*[0-9]{1,3}\s*$", message="The number must be in figures, such as 10"),
        ],
    )
    source = StringField(
        "Which document says so?",
        widget=GovTextInput(),
        description="For example: Disciplinary procedure for school staff, adopted by the governing body",
        validators=[InputRequired("Enter the document that says so"), Length(max=200)],
    )
    edition = StringField(
        "Its edition, or the minute that adopted it",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the edition or the minute"), Length(max=120)],
    )
    reason = TextAreaField(
        "Why is it changed?",
        widget=GovTextArea(),
        description="Do not write about a case or a person.",
        validators=[InputRequired("Say why it is changed"), Length(max=2000)],
    )


class ReasonForm(Form):
    """Why a clock is stopped or started again, or why it was missed."""

    reason = TextAreaField("Why?", widget=GovTextArea(), validators=[InputRequired("Say why"), Length(max=4000)])


class ExtendForm(Form):
    """To which day a clock is extended, and why."""

    to = GovDate("To which day?", validators=[InputRequired("Enter the day to which it is extended")])
    reason = TextAreaField("Why?", widget=GovTextArea(), validators=[InputRequired("Say why"), Length(max=4000)])
