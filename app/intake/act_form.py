"""What is asked about one act; only the questions that matter for its kind are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextInput
from wtforms.fields import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.core.clock import london, now, said
from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.intake import words as vocabulary
from app.intake.fields import YES_NO, YES_NO_UNKNOWN, NeededWhen, boxes, line, radios
from app.pathways.words import CHARACTERISTICS

SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "age_at_act": ("with_", vocabulary.AGE_MATTERS),
    "relationship": ("with_", vocabulary.RELATION_MATTERS),
    "self_reported": ("request_pending", ("yes",)),
}
"""The questions that are asked only when another one has one of these answers."""


class ActForm(Form):
    """One act: where, when, who was on the other side or is written about, and what it contained."""

    reached_on: date | None = None
    shown = SHOWN
    channel = radios("Where?", vocabulary.CHANNELS, "Select where it happened")
    link = line("Link or name of the page", most=2000)
    account = line("Account name it came from")
    visibility = radios("Who could see it?", vocabulary.SEEN_BY, "Select who could see it")
    on = GovDate("On which day?", description="Leave empty if you do not know.", validators=[Optional()])
    with_ = SelectField(
        "Who was on the other side?",
        widget=GovSelect(),
        default="",
        choices=choices((("", "Choose"), *vocabulary.OTHER_SIDE)),
        description="'Not known' is an answer.",
        validators=[InputRequired("Select who was on the other side")],
    )
    age_at_act = IntegerField(
        "How old was the pupil or former pupil that day?",
        widget=GovTextInput(),
        description="In whole years. Leave empty if you do not know: we then treat them as under 18. "
        "For a parent of a former pupil, the age of their child.",
        validators=[Optional(), NumberRange(0, 120, "Enter an age in whole years, such as 15")],
    )
    relationship = RadioField(
        "Are they related, or did they know each other before?",
        choices=choices(vocabulary.RELATED),
        widget=GovRadioInput(),
        validators=[NeededWhen(*SHOWN["relationship"], "Select whether they are related or knew each other before")],
    )
    initiated_by = radios("Who began the contact?", vocabulary.BEGAN, "Select who began the contact")
    request_pending = radios(
        "Was the request still waiting, neither accepted nor answered?", YES_NO, "Select whether the request was still waiting"
    )
    self_reported = RadioField(
        "Did the member of staff report it themselves?",
        choices=choices(YES_NO),
        widget=GovRadioInput(),
        validators=[NeededWhen(*SHOWN["self_reported"], "Select whether they reported it themselves")],
    )
    about = boxes("Who or what is it about?", vocabulary.ABOUT)
    content = boxes("What did it contain?", vocabulary.CONTENT, "Select all that you were told or saw. It is not a judgement yet.")
    perceived = boxes(
        "Does anybody say that it has to do with one of these?",
        CHARACTERISTICS,
        "As the person hurt, or anybody else, sees it. What is found comes later.",
    )
    work_related = radios("Was it taken in school, on a trip or at a work event?", YES_NO, "Select whether it was taken at work")
    harms_working_relationships = radios(
        "Has it damaged working relationships with colleagues?",
        YES_NO_UNKNOWN,
        "Select whether it has damaged working relationships",
    )
    by_subject = radios("Did they do it themselves?", vocabulary.THEMSELVES, "Select whether they did it themselves")
    reputation_at_risk = radios(
        "Does it put the school's reputation or people's confidence in it at risk?",
        YES_NO_UNKNOWN,
        "Select whether the school's reputation is at risk",
    )
    in_school_time = radios("Was it done in working time?", YES_NO_UNKNOWN, "Select whether it was in working time")

    def for_kind(self, kind: str) -> ActForm:
        """Leave only the questions, and the answers, that matter for this kind of act."""
        asked = vocabulary.ASKS_BY_KIND[kind]
        every = frozenset().union(*vocabulary.ASKS_BY_KIND.values())
        for name in every - asked:
            del self["with_" if name == "with" else name]
        if kind == "comment":
            first, *rest = vocabulary.THEMSELVES
            self.by_subject.choices = choices((first, vocabulary.REPOST, *rest))
        if kind == "image":
            self.visibility.choices = choices((*vocabulary.SEEN_BY, vocabulary.NOBODY))
        return self

    def called_for(self, name: str) -> bool:
        """Whether a question is asked, by the answers given so far."""
        other, values = SHOWN.get(name, ("", ()))
        return not other or (other in self and self[other].data in values)

    def values(self) -> dict[str, Any]:
        """What was answered; nothing for a question that the answers do not call for."""
        return {name: value if self.called_for(name) else None for name, value in super().values().items()}

    def validate_on(self, field: Any) -> None:
        """An act lies in the past, and before it was reported."""
        if not field.data:
            return
        if field.data > london(now()).date():
            raise ValidationError("The day it happened cannot be in the future")
        if field.data.year < 1990:
            raise ValidationError("Enter a day after 1989, or leave it empty if you do not know")
        if self.reached_on and field.data > self.reached_on:
            raise ValidationError(f"The day it happened cannot be after the day it reached you, {said(self.reached_on)}")
