"""The questions of clause 5.1 that stand under every decision: two when nothing is in play, more when something is."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms.fields import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from app.cases.dignity.equality import CONCLUSIONS, DETAILS, SHORT
from app.core.forms import Form, choices
from app.pathways.words import CHARACTERISTICS


def _more(label: str, hint: str = "") -> StringField:
    return StringField(label, widget=GovTextInput(), description=hint, validators=[Length(max=2000)])


class EqualityForm(Form):
    """The equality consideration of clause 5.1: no decision is saved without it."""

    conclusion = RadioField(
        "What did you find?",
        choices=choices(CONCLUSIONS),
        widget=GovRadioInput(),
        validators=[InputRequired("Select what you found when you considered equal opportunities")],
    )
    considered = TextAreaField(
        "How did you take equal opportunities into account?",
        widget=GovTextArea(),
        description="If nothing is in play, say because of what. Think of everybody concerned, also of the child.",
        validators=[InputRequired("Say how you took equal opportunities into account"), Length(max=10000)],
    )
    in_play = SelectMultipleField(
        "Which protected characteristics are in play?",
        choices=choices(CHARACTERISTICS),
        widget=GovCheckboxesInput(),
        description="Only what bears on this decision, whoever it is about.",
    )
    adjustments = _more(
        "Which adjustments were asked for or made?", "Also an interpreter, plain English, times of prayer or treatment."
    )
    changed = _more("What was changed in the decision?")
    consulted = _more("Who was consulted?")
    like_cases = _more("How were like cases treated?", "Leave names out.")
    belief = _more(
        "If it rests on a belief or an opinion: why is this the least that is needed?",
        "Think of the words and their tone, who was meant to read them, and whether they were a private opinion.",
    )
    aim_1 = _more("How does it help to end discrimination, harassment and victimisation?")
    aim_2 = _more("How does it help people to have equal chances?")
    aim_3 = _more("How does it help people to get on with one another?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [one for one in self._fields if hasattr(EqualityForm, one)]:
            self._fields[name] = self._fields.pop(name)  # last on the page, so also last in the list of what is wrong

    def validate_in_play(self, field: Field) -> None:
        """What makes a difference makes it to somebody."""
        if self.conclusion.data in dict(CONCLUSIONS) and self.conclusion.data != SHORT and not field.data:
            raise ValidationError("Select the protected characteristics that are in play")

    def validate_changed(self, field: Field) -> None:
        """A decision that was changed says what was changed."""
        if self.conclusion.data == "changed" and not (field.data or "").strip():
            raise ValidationError("Say what was changed in the decision")

    def equality(self) -> dict[str, Any]:
        """What is kept with the decision."""
        said = {key: (self[key].data or "").strip() for key, _ in DETAILS}
        return {
            "conclusion": self.conclusion.data,
            "words": (self.considered.data or "").strip(),
            "in_play": list(self.in_play.data or ()),
            **said,
        }

    @property
    def says_more(self) -> bool:
        """Whether more than the short form was filled in, or is missing."""
        return any(self[key].data or self[key].errors for key in ("in_play", *(name for name, _ in DETAILS)))
