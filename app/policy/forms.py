"""What is asked when a policy document comes in, is put right, adopted, confirmed and withdrawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovFileInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms.fields import BooleanField, Field, FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.clock import said
from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.people.queries import today
from app.policy.mapping import Kind
from app.policy.queries import next_review
from app.policy.starter import CP, EO, LLC, OTHER, STARTER, D

ROUTES = (
    (CP, "Child protection"),
    (D, "Disciplinary"),
    (EO, "Equal opportunities"),
    (LLC, "Low-level concern"),
    (OTHER, "Another procedure the school has adopted"),
)


def _line(label: str, missing: str, hint: str = "", most: int = 200) -> StringField:
    rules = [InputRequired(missing)] if missing else []
    return StringField(label, widget=GovTextInput(), description=hint, validators=[*rules, Length(max=most)])


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
    minute = _line("Which minute says so?", "Enter the reference of the minute", "For example: full governing body, minute 14.2")
    chair = _line("Who signed as chair?", "Enter who signed as chair")
    headteacher = _line("Who signed as headteacher?", "Enter who signed as headteacher")
    review_due = GovDate(
        "By which day is it to be reviewed?",
        description="The governing body reviews it every year. Leave it empty for a year after its adoption.",
        validators=[Optional()],
    )
    knowing = BooleanField("These clauses lead nowhere on purpose", widget=GovCheckboxInput())

    def validate_review_due(self, field: Field) -> None:
        """Within a year of the adoption (6.1)."""
        begun = self.adopted_on.data
        if field.data and begun and not begun < field.data <= next_review(begun):
            raise ValidationError(f"The review must be after the adoption and by {said(next_review(begun))}, a year later")

    def knows(self, nowhere: Sequence[Any]) -> bool:
        """Whether whoever records it knows that these clauses lead nowhere; a sentence beside the box when not."""
        if nowhere and not self.knowing.data:
            self.knowing.errors = ["Map these clauses, or say that they lead nowhere on purpose"]
            return False
        return True

    def validate_adopted_on(self, field: Field) -> None:
        """Adoption lies in the past."""
        if field.data and field.data > today():
            raise ValidationError("The day of adoption cannot be in the future")


class WithdrawForm(Form):
    """From which day it no longer applies, and why."""

    withdrawn_on = GovDate(
        "From which day does it no longer apply?", validators=[InputRequired("Enter the day from which it no longer applies")]
    )
    reason = TextAreaField(
        "Why?",
        widget=GovTextArea(),
        validators=[InputRequired("Say why it was withdrawn, and which minute says so"), Length(max=2000)],
    )

    def validate_withdrawn_on(self, field: Field) -> None:
        """Withdrawal lies in the past."""
        if field.data and field.data > today():
            raise ValidationError("The day of withdrawal cannot be in the future")


class ClauseForm(Form):
    """What a clause is, where it stands and where it leads."""

    number = _line("Its number", "Enter its number", most=20)
    also_below = BooleanField("Change the numbers of what stands under it as well", widget=GovCheckboxInput(), default=True)
    parent = SelectField("It stands under", widget=GovSelect(), choices=[])
    kind = RadioField("What is it?", widget=GovRadioInput(), choices=choices(Kind.WORDS))
    breachable = BooleanField("It can be broken: somebody can be alleged to have acted against it", widget=GovCheckboxInput())
    like = SelectField(
        "Which clause of the model policy does it correspond to?",
        widget=GovSelect(),
        choices=choices(
            [("", "None: it is the school's own"), *((one.number, f"{one.number} {one.title}") for one in STARTER if one.asks)]
        ),
        description="Evenhand's questions find clauses of the model policy, and name your clause in their place. "
        "If that one can be broken, yours can as well.",
    )
    also_like = SelectMultipleField(
        "And to which others, if yours says what several of them say?",
        widget=GovCheckboxesInput(),
        choices=choices([(one.number, f"{one.number} {one.title}") for one in STARTER if one.asks]),
    )
    routes = SelectMultipleField(
        "Where can it lead?",
        widget=GovCheckboxesInput(),
        choices=choices(ROUTES),
        description="What the rules say for a clause of the model policy is always proposed; what you tick besides is proposed as well.",
    )
    procedure = _line(
        "If another procedure: which?", "", "As your school calls it, for example: Data security incident procedure", most=100
    )
    question = _line(
        "The plain question that leads to it",
        "",
        "Whoever logs a breach is asked this, for example: Was pupil data put into an AI tool?",
        most=300,
    )

    def validate_number(self, field: Field) -> None:
        """A number has no spaces at its ends and no mark that is kept for the product."""
        field.data = (field.data or "").strip()
        if not field.data or field.data.startswith("~"):
            raise ValidationError("Enter its number")

    def validate_procedure(self, field: Field) -> None:
        """Another procedure has a name, unless it is one that routing names itself."""
        if OTHER in (self.routes.data or []) and not (field.data or "").strip() and not self.likes():
            raise ValidationError("Enter which procedure, or untick it above")

    def validate_routes(self, field: Field) -> None:
        """A clause of the school's own that can be broken leads somewhere."""
        if self._own() and not field.data:
            raise ValidationError("Select where it can lead: it can be broken")

    def validate_question(self, field: Field) -> None:
        """A clause of the school's own that can be broken is found by its question."""
        if self._own() and not (field.data or "").strip():
            raise ValidationError("Enter the question that leads to it, or choose the clause of the model policy it corresponds to")

    def likes(self) -> tuple[str, ...]:
        """Every clause of the model policy that was chosen, each once."""
        return tuple(dict.fromkeys(filter(None, (self.like.data, *(self.also_like.data or ())))))

    def _own(self) -> bool:
        return bool(self.breachable.data and self.kind.data == Kind.CLAUSE and not self.likes())


class SplitForm(Form):
    """Where the second part begins, and its number."""

    at = RadioField("Where does the second part begin?", widget=GovRadioInput(), choices=[], validate_choice=False)
    words = _line("Or: the words with which it begins", "", "Copy them from the clause.", most=300)
    number = _line("The number of the second part", "Enter the number of the second part", most=20)

    def place(self, text: str) -> int | None:
        """The character at which the second part begins, or none, with a sentence beside the field."""
        typed = (self.words.data or "").strip()
        if typed:
            places = list(re.finditer(r"\s+".join(re.escape(word) for word in typed.split()), text))
            if len(places) != 1 or places[0].start() == 0:
                said = "These words are not in the clause, are its first ones, or stand in it more than once: copy a few more."
                self.words.errors = [said]
                return None
            return places[0].start()
        if self.at.data and self.at.data in {one.value for one in self._offered()}:
            return int(self.at.data)
        self.at.errors = ["Select where the second part begins"]
        return None

    def _offered(self) -> list[Any]:
        return list(self.at.choices or [])


class LeaveOutForm(Form):
    """Why a clause does not count."""

    reason = _line(
        "Why is it left out?",
        "Say why it is left out",
        "It stays visible, with your reason. For example: a table of contents.",
        most=500,
    )


class ProposalsForm(Form):
    """Which proposals are accepted."""

    accept = SelectMultipleField("Proposals", choices=[], validate_choice=False)
