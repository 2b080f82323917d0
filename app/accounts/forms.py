"""What is asked when people join, leave, are invited, and set up or change their own sign-in."""

from __future__ import annotations

from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSelect, GovTextInput
from wtforms.fields import Field, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp, StopValidation, ValidationError

from app.access.passwords import SHORTEST, fault_of
from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.people.models import Person
from app.people.queries import place_of, today

POSTS = (
    ("teacher", "Teacher"),
    ("support_staff", "Support staff"),
    ("headteacher", "Headteacher"),
    ("governor", "Governor"),
    ("supply", "Supply or agency staff"),
    ("trainee", "Trainee or student on placement"),
    ("volunteer", "Volunteer"),
    ("contractor", "Contractor"),
)
ADDRESS = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message="Enter an email address such as name@school.example")


def _maybe(form: Form, field: Field) -> None:
    if not (field.data or "").strip():
        field.errors = []
        raise StopValidation


class AddForm(Form):
    """Somebody new on the roll."""

    school = SelectField("Which school?", widget=GovSelect(), validators=[InputRequired("Choose the school")])
    name = StringField(
        "Name",
        widget=GovTextInput(),
        validators=[InputRequired("Enter their name"), Length(max=200, message="The name can have at most 200 characters")],
    )
    post = SelectField(
        "Post", widget=GovSelect(), validators=[InputRequired("Choose their post")], choices=choices([("", "Choose"), *POSTS])
    )
    job_title = StringField(
        "Job title",
        widget=GovTextInput(),
        validators=[Length(max=120, message="The job title can have at most 120 characters")],
    )
    email = StringField(
        "Work email address",
        widget=GovTextInput(),
        description="Leave it empty if they have none. Nothing is sent now.",
        validators=[_maybe, Length(max=200, message="The email address is too long"), ADDRESS],
    )
    on_roll_from = GovDate("On the roll from", validators=[InputRequired("Enter the day from which they are on the roll")])


class BackForm(Form):
    """Somebody who left comes back."""

    on_roll_from = GovDate("On the roll again from", validators=[InputRequired("Enter the day from which they are back")])


class LeaveForm(Form):
    """Somebody left."""

    last_day = GovDate("Their last day", validators=[InputRequired("Enter their last day")])
    joined: date | None = None

    def validate_last_day(self, field: Field) -> None:
        """A day that has come, on or after the one on which they joined."""
        if field.data and field.data > today():
            raise ValidationError("The last day must be today or earlier: record it when it has come")
        if field.data and self.joined and field.data < self.joined:
            raise ValidationError("They were not on the roll yet on this day")


class InviteForm(Form):
    """The address under which somebody will sign in."""

    email = StringField(
        "Their work email address",
        widget=GovTextInput(),
        description="They sign in with it, and notices go there.",
        validators=[
            InputRequired("Enter their work email address"),
            Length(max=200, message="The email address is too long"),
            ADDRESS,
        ],
    )


class ResetForm(Form):
    """A reset, to be confirmed."""


class _New(Form):
    person: Person | None = None
    address = ""

    def _check(self, field: Field) -> None:
        if self.person is None:
            raise RuntimeError("a password is checked against the person whose it is")
        school = place_of(self.person).name
        fault = fault_of(field.data or "", name=self.person.name, email=self.address, school=school)
        if fault:
            raise ValidationError(fault)


def _password(label: str) -> PasswordField:
    return PasswordField(
        label,
        widget=GovPasswordInput(),
        description=f"At least {SHORTEST} characters. Three words that do not belong together are good. You can paste it.",
        validators=[InputRequired("Enter a password")],
    )


class PasswordForm(_New):
    """The password of a new sign-in."""

    password = _password("Password")

    def validate_password(self, field: Field) -> None:
        """Long, not common, and nothing that would be tried first."""
        self._check(field)


class CodeForm(Form):
    """A code of this moment."""

    code = StringField(
        "Six-figure code",
        widget=GovTextInput(),
        description="What the app shows for Evenhand now.",
        validators=[
            InputRequired("Enter the six-figure code that the app shows"),
            Length(max=40, message="A code has six figures"),
        ],
    )


class ConfirmForm(CodeForm):
    """The present password and a code of this moment."""

    present = PasswordField(
        "Your present password",
        widget=GovPasswordInput(),
        validators=[InputRequired("Enter your present password"), Length(max=500, message="Password is too long")],
    )

    def wrong(self) -> None:
        """Say that one of them is wrong, and not which."""
        field: Any = self.present
        field.errors = ["Your present password or the code is wrong. Codes change every 30 seconds and work once."]


class ChangeForm(ConfirmForm, PasswordForm):
    """A new password in place of the present one."""

    password = _password("New password")
