"""What is asked of somebody who asks first, and of whoever answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms.fields import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, ValidationError

from app.core.clock import said
from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.people.queries import today
from app.policy.permits.actions import Asked
from app.policy.permits.measures import CLOSING, MEASURES
from app.policy.permits.models import Permit
from app.policy.permits.term import end_of_school_year
from app.policy.permits.words import ANSWERS, KINDS, MEMBERS, PARENTS, PLATFORMS, STANDINGS, Answer, Kind

SUMMER = timedelta(days=92)
NAMES = "Leave names of pupils and parents out unless they are needed."


def _radios(label: str, pairs: tuple[tuple[str, str], ...], missing: str, hint: str = "") -> RadioField:
    # an empty value is an answer here (nobody in particular), so it only has to be one of the list, and to have been sent
    return RadioField(
        label, choices=choices(pairs), widget=GovRadioInput(), description=hint, validators=[_Sent(missing)], validate_choice=False
    )


class _Sent(AnyOf):
    """One of the choices was sent; the sentence when none was."""

    def __init__(self, missing: str) -> None:
        super().__init__((), message=missing)

    def __call__(self, form: Any, field: Any) -> None:
        if not field.raw_data or field.data not in {one.value for one in field.choices}:
            raise ValidationError(self.message)


def _text(label: str, missing: str = "", hint: str = "", most: int = 5000) -> TextAreaField:
    rules = [InputRequired(missing)] if missing else [Optional()]
    return TextAreaField(
        label,
        widget=GovTextArea(),
        description=hint,
        validators=[*rules, Length(max=most, message=f"Use at most {most:,} characters")],
    )


def _line(label: str, missing: str = "", hint: str = "") -> StringField:
    rules = [InputRequired(missing)] if missing else [Optional()]
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        validators=[*rules, Length(max=200, message="Use at most 200 characters")],
    )


class ParentForm(Form):
    """Advice before a parent or carer is accepted: three questions."""

    other_side = _radios("Who asked to connect with you?", PARENTS, "Select who asked to connect with you")
    platform = _radios("Where?", PLATFORMS, "Select where")
    place = _line("Which site, group or account?", hint="If you know.")
    purpose = _text("What should the person who answers know?", "Say what you want advice on", f"One sentence is enough. {NAMES}")

    def asked(self) -> Asked:
        """What was answered."""
        found = self.values()
        return Asked(Kind.PARENT, found["platform"], found["other_side"], found["place"] or "", found["purpose"])

    def fill_from(self, permit: Permit) -> None:
        """Show what a former permit was asked for."""
        self.fill({"other_side": permit.other_side or "", "platform": permit.platform, **permit.asked})


class SpaceForm(Form):
    """Agreement to a closed space for lessons, with what is in place already."""

    place = _line(
        "What is it called, and where is it?", "Enter what it is called", "For example: Year 4 reading blog, on the school's site."
    )
    platform = _radios("What kind of place is it?", PLATFORMS, "Select what kind of place it is")
    purpose = _text("What is it for?", "Say what it is for", NAMES)
    other_side = _radios("Who will be in it, besides you?", MEMBERS, "Select who will be in it")
    members = _line("Which class or group?", "Enter which class or group", "For example: Year 4, two teachers. No names of pupils.")
    closes_on = GovDate(
        "When will it close?",
        description="On 31 August at the latest. It can be renewed.",
        validators=[InputRequired("Enter the day it will close")],
    )
    measures = SelectMultipleField(
        "Which of these are in place already?",
        choices=choices((one.key, one.words) for one in MEASURES if one.key != CLOSING),
        widget=GovCheckboxesInput(),
        description="The space can be used when all of them are. You can tick the rest later.",
    )

    def validate_closes_on(self, field: Field) -> None:
        """The closing date lies ahead, in this school year or, asked in the summer term, the next."""
        last = end_of_school_year(today() + SUMMER)
        if field.data and field.data <= today():
            raise ValidationError("The day it closes must be in the future")
        if field.data and field.data > last:
            raise ValidationError(f"A space closes by the end of the school year: {said(last)}")

    def asked(self) -> Asked:
        """What was answered; a closing date that was given is the measure of that name."""
        found = self.values()
        return Asked(
            Kind.SPACE,
            found["platform"],
            found["other_side"],
            found["place"],
            found["purpose"],
            found["members"],
            self.closes_on.data,
            frozenset(found["measures"] or ()) | {CLOSING},
        )

    def fill_from(self, permit: Permit) -> None:
        """Show what a former permit was asked for; its measures are asked anew."""
        self.fill({"other_side": permit.other_side or "", "platform": permit.platform, **permit.asked})


FORMS: dict[Kind, type[ParentForm] | type[SpaceForm]] = {Kind.PARENT: ParentForm, Kind.SPACE: SpaceForm}


class MeasuresForm(Form):
    """Which safety measures are in place now."""

    measures = SelectMultipleField(
        "Tick each one that is in place now",
        choices=choices((one.key, one.words) for one in MEASURES),
        widget=GovCheckboxesInput(),
        description="Who ticked or unticked it, and when, stays on record.",
    )


class AnswerForm(Form):
    """The answer, in words, and for how long."""

    given = RadioField("Your answer", widget=GovRadioInput(), validators=[InputRequired("Select your answer")])
    words = _text("Your answer in words", "Say why, in a sentence", "Why, and on what terms. Whoever asked will read this.")
    valid_from = GovDate("If you agree: from which day?", validators=[Optional()])
    valid_to = GovDate("If you agree: until which day?", validators=[Optional()])

    def for_permit(self, permit: Permit) -> AnswerForm:
        """The answers of its kind, and the longest term it may have as a proposal."""
        kind, first = Kind(permit.kind), today()
        self.given.choices = choices((value.value, words) for value, words in ANSWERS[kind].items())
        self.valid_to.description = f"At the latest {said(end_of_school_year(first))}, the end of the school year."
        if not self.is_submitted():
            self.valid_from.data = first
            self.valid_to.data = min(end_of_school_year(first), permit.closes_on or end_of_school_year(first))
        return self

    def validate_valid_to(self, field: Field) -> None:
        """Whole in itself and never beyond the school year; what else the row forbids, the action says."""
        if self.given.data != Answer.AGREED.value:
            return
        first = self.valid_from.data or today()
        if first < today():
            self.valid_from.errors = ["It cannot begin before today"]
            raise ValidationError("Check the first day as well")
        if field.data and field.data < first:
            raise ValidationError("The last day cannot be before the first")
        if field.data and field.data > end_of_school_year(first):
            raise ValidationError(f"A permit lasts to the end of the school year at most: {said(end_of_school_year(first))}")


class RevokeForm(Form):
    """Why an agreement ends early."""

    reason = _text("Why does it end?", "Say why it ends", "Its holder will read this.")


class RegisterForm(Form):
    """The filter of the register; sent with GET, so it carries no token."""

    class Meta:
        """A filter changes nothing."""

        csrf = False

    person = SelectField("Member of staff", widget=GovSelect(), validators=[Optional()], validate_choice=False)
    kind = SelectField("Kind", widget=GovSelect(), choices=choices((("", "All"), *((k.value, w) for k, w in KINDS.items()))))
    state = SelectField("State", widget=GovSelect(), choices=choices((("", "All"), *((k.value, w) for k, w in STANDINGS.items()))))
