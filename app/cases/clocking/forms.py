"""What is asked when a number of the procedures is set, a day, a term or an absence entered, a request recorded, or a clock changed or explained."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms.fields import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from app.cases.clocking.models import DayKind
from app.core.fields import GovDate
from app.core.forms import Form, choices


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


class ChoiceForm(NumberForm):
    """The same where the number is yes or no."""

    n = RadioField(
        "From now on",
        choices=choices((("1", "Yes"), ("0", "No"))),
        widget=GovRadioInput(),
        validators=[InputRequired("Select yes or no")],
    )


class FromDayForm(NumberForm):
    """The same where the number is a day from which something holds."""

    n = GovDate("From which day?", validators=[InputRequired("Enter the day from which it holds")])


class DayForm(Form):
    """What one day is, what it is called, and why it is entered."""

    on = GovDate("Which day?", validators=[InputRequired("Enter the day")])
    kind = RadioField(
        "What is it?",
        choices=choices(
            (
                (DayKind.BANK_HOLIDAY.value, "An extra bank holiday"),
                (DayKind.CLOSED.value, "A day on which the school is closed"),
                (DayKind.WORKING.value, "A bank holiday that is worked"),
            )
        ),
        widget=GovRadioInput(),
        description="An extra bank holiday counts for every clock in working days; a closed day only for procedures that count in term.",
        validators=[InputRequired("Select what the day is")],
    )
    name = StringField(
        "What is it called?",
        widget=GovTextInput(),
        description="For example: Bank holiday for the coronation",
        validators=[InputRequired("Enter what the day is called"), Length(max=120)],
    )
    reason = TextAreaField(
        "Who decided it, and where is that on record?",
        widget=GovTextArea(),
        validators=[InputRequired("Say who decided it, and where it is on record"), Length(max=2000)],
    )


class AsBeforeForm(Form):
    """Why a day that was entered does not hold any more."""

    reason = TextAreaField("Why?", widget=GovTextArea(), validators=[InputRequired("Say why"), Length(max=2000)])


class TermForm(Form):
    """A span in which the school meets, half-terms apart."""

    name = StringField(
        "What is it called?",
        widget=GovTextInput(),
        description="Enter each half of a term by itself, for example: Autumn term, first half",
        validators=[InputRequired("Enter what it is called"), Length(max=80)],
    )
    starts_on = GovDate("First day", validators=[InputRequired("Enter the first day")])
    ends_on = GovDate(
        "Last day", validators=[Optional()], description="Leave it empty to take away the term that begins on this day"
    )

    def validate_ends_on(self, field: Field) -> None:
        """The last day follows the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day must be after the first")


class ExtendForm(Form):
    """To which day a clock is extended, and why."""

    to = GovDate("To which day?", validators=[InputRequired("Enter the day to which it is extended")])
    reason = TextAreaField("Why?", widget=GovTextArea(), validators=[InputRequired("Say why"), Length(max=4000)])


class AwayForm(Form):
    """Who is away, and on which days."""

    person = SelectField("Who will be away?", widget=GovSelect(), validators=[Optional()])
    starts_on = GovDate("First day away", validators=[InputRequired("Enter the first day")])
    ends_on = GovDate("Last day away", validators=[InputRequired("Enter the last day")])


class RequestForm(Form):
    """Which request reached the school, and when."""

    kind = RadioField(
        "What reached the school?", widget=GovRadioInput(), validators=[InputRequired("Select what reached the school")]
    )
    on = GovDate("On which day?", validators=[InputRequired("Enter the day on which it reached the school")])


class AnsweredForm(Form):
    """On which day a request was answered."""

    on = GovDate(
        "On which day was it answered, or the complaint acknowledged?", validators=[InputRequired("Enter the day of the answer")]
    )


class BirthdayForm(Form):
    """Which child of the case, and the date of birth."""

    child = SelectField("Which child?", widget=GovSelect(), validators=[InputRequired("Choose the child")])
    born = GovDate("Date of birth", validators=[InputRequired("Enter the date of birth")])
