"""What is asked about the agencies: their meetings, what was agreed, who may be told what, and where each one stands."""

from __future__ import annotations

from wtforms.fields import Field
from wtforms.validators import InputRequired, ValidationError

from app.cases.forms import day, line, long_text, not_ahead, radios
from app.cases.protection.words import END_EVENTS, MEETINGS, OWNERS, POLICE_STATES, SOCIAL_CARE_STATES, TOLD
from app.core.clock import london, now
from app.core.fields import GovTime
from app.core.forms import Form


class MeetingForm(Form):
    """A meeting that was held."""

    what = radios("Which meeting was it?", MEETINGS, "Select which meeting it was")
    on = day("On which day was it held?", "Enter the day")
    chair = line("Who chaired it?", "Enter who chaired it", "Name and role.")
    attendees = long_text("Who was there?", "Enter who was there", "One on each line: name, and which agency or role.", most=4000)
    validate_on = not_ahead


class AgreedForm(Form):
    """An action that a meeting agreed."""

    what = long_text("What was agreed?", "Say what was agreed", most=2000)
    owner = radios("Who does it?", OWNERS, "Select who does it")
    name = line("Their name, and which agency")
    by = day("By which day?", "Enter the day by which it must be done")

    def validate_by(self, field: Field) -> None:
        """It lies ahead, or is today."""
        if field.data and field.data < london(now()).date():
            raise ValidationError("The day has passed already")


class DoneForm(Form):
    """An agreed action was done."""

    on = day("On which day was it done?", "Enter the day")
    result = long_text("What came of it?", most=2000)
    validate_on = not_ahead


class TellingForm(Form):
    """Who may be told what, and from when."""

    who = radios("Who may be told?", TOLD, "Select who may be told")
    what = long_text("What may they be told?", "Say what they may be told", most=2000)
    on = day("From which day?", "Enter the day")
    at = GovTime("From what time?", validators=[InputRequired("Enter the time")])
    agreed_by = line("Who agreed to it?", "Enter who agreed", "The LADO, the police or social care: name and agency.")


class StrandForm(Form):
    """Where an agency stands since a day."""

    on = day("Since which day, or reviewed on which day?", "Enter the day")
    result = long_text("What did they say, or what is the result?", "Write down what they said", "With their reference.", most=4000)
    validate_on = not_ahead


class PoliceForm(StrandForm):
    """Where the police stand."""

    state = radios("Where do the police stand?", POLICE_STATES, "Select where they stand")


class SocialCareForm(StrandForm):
    """Where social care stands."""

    state = radios("Where does social care stand?", SOCIAL_CARE_STATES, "Select where it stands")


STRAND_FORMS: dict[str, type[PoliceForm] | type[SocialCareForm]] = {"police": PoliceForm, "social_care": SocialCareForm}


YES_NO = (("yes", "Yes"), ("no", "No"))


class RestrictionForm(Form):
    """What the reporting restriction depends on."""

    by_pupil_here = radios(
        "Was the allegation made by, or on behalf of, a registered pupil of this school?",
        YES_NO,
        "Select whether a registered pupil of this school made it",
    )
    criminal = radios(
        "Is it an allegation that a crime was committed against a registered pupil of this school?",
        YES_NO,
        "Select whether a crime is alleged",
        "What is alleged counts, not whether it is true.",
    )
    why = long_text("Why?", "Say why", "Who at the LADO or the police agrees.", most=2000)


class RestrictionEndForm(Form):
    """The event that ended it."""

    event = radios("What ended it?", END_EVENTS, "Select what ended it")
    on = day("On which day?", "Enter the day")
    words = long_text("Where can it be seen?", "Say where it can be seen", "The letter, the order or the publication.", most=2000)
    validate_on = not_ahead
