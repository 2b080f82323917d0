"""What is asked of a call for help."""

from __future__ import annotations

import uuid
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms.fields import Field, RadioField
from wtforms.validators import InputRequired, ValidationError

from app.cases.forms import day, just_now, line, long_text, not_ahead, radios
from app.cases.pages import instant
from app.cases.protection.words import CALLED
from app.core.fields import GovTime
from app.core.forms import Form, choices

OWN = (("yes", "Yes: I was told of it, saw it, or saw a picture or recording of it"), ("no", "No"))
HOW = (("phone", "By phone"), ("portal", "By the council's form or portal"), ("meeting", "In person"))


class AlarmForm(Form):
    """Who called whom, when and how, and what they advised."""

    agency = radios("Whom did you call?", CALLED, "Select whom you called")
    name = line("Whom did you speak to?", "Enter whom you spoke to", "Name and role; or what you know.", most=200)
    how = radios("How?", HOW, "Select how")
    on = day("On which day?", "Enter the day")
    at = GovTime("At what time?", validators=[InputRequired("Enter the time")])
    reference = line("Their reference, if they gave one", most=100)
    advice = long_text("What did they advise?", "Write down what they advised", "In their words, as closely as you can.")
    own = radios(
        "Is it your own report of a suspected sexual offence against a child?",
        OWN,
        "Select whether it is your own report of a suspected sexual offence against a child",
    )
    validate_on = not_ahead

    def validate_own(self, field: Field) -> None:
        """Such a report goes to the police or the council."""
        if field.data == "yes" and self.agency.data == "ambulance":
            raise ValidationError("An ambulance is not enough: report it to the police or the council's children's social care too")

    def begin(self) -> AlarmForm:
        """A call has usually just been made."""
        just_now(self)
        return self

    def call(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "agency": self.agency.data,
            "at": instant(self.on.data, self.at.data),
            "words": {
                "with": self.name.data.strip(),
                "how": self.how.data,
                "reference": (self.reference.data or "").strip(),
                "advice": self.advice.data.strip(),
                "own": self.own.data,
            },
        }


class EarlyAlarmForm(AlarmForm):
    """The same before it is known whom the report is about: a safeguarding lead it is about is not told."""

    about = RadioField(
        "Is it about one of these people?",
        widget=GovRadioInput(),
        description="They are told of your call at once, unless it is about them.",
        validators=[InputRequired("Select whether it is about one of them")],
    )

    def with_leads(self, leads: dict[uuid.UUID, str]) -> EarlyAlarmForm:
        """Offer the safeguarding leads by name."""
        self.about.choices = choices([("no", "No"), *((str(key), name) for key, name in leads.items())])
        return self

    def not_for(self) -> uuid.UUID | None:
        """The lead it is about."""
        return None if self.about.data == "no" else uuid.UUID(self.about.data)
