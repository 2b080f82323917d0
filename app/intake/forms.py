"""What logging a breach asks, one page at a time; the values are what the draft keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
)
from wtforms.fields import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.core.clock import LONDON, london, now, said
from app.core.fields import GovDate, GovTime
from app.core.forms import Form, choices
from app.intake import words as vocabulary
from app.intake.fields import YES_NO, YES_NO_UNKNOWN, RollField, boxes, line, lines, not_on_the_list, radios
from app.people.models import Person


class SchoolForm(Form):
    """Which school a report is about, for somebody who works for more than one."""

    school = RadioField(
        "Which school is it about?",
        widget=GovRadioInput(),
        choices=[],
        validators=[InputRequired("Select which school it is about")],
    )


class BeforeForm(Form):
    """Danger first, then the imagery stop."""

    danger = radios(
        "Is a child in immediate danger, or is a crime happening now?",
        YES_NO,
        "Select whether a child is in immediate danger, or a crime is happening now",
    )
    imagery = radios(
        "Is there, or might there be, a sexual or indecent picture of somebody under 18?",
        (("no", "No"), ("yes", "Yes, or it is suspected"), ("not_sure", "I am not sure")),
        "Select whether there might be an indecent picture of somebody under 18",
        "This includes pictures made by a computer.",
    )


class WhoForm(Form):
    """The member of staff, from the roll or in words."""

    people: Sequence[Person] = ()
    person = RollField("Name on the staff roll", otherwise=", or give another name below")
    other_name = line(
        "If they are not on the list: their name",
        "Supply staff, a volunteer, a contractor or a governor. Write 'not known' if you do not know.",
    )
    other_post = SelectField(
        "If they are not on the list: what they are at the school",
        widget=GovSelect(),
        default="",
        choices=choices((("", "Choose"), *vocabulary.POSTS)),
        validators=[Optional()],
    )

    def validate_person(self, field: Any) -> None:
        """Exactly one of the two ways must be used."""
        if not field.data and not (self.other_name.data or "").strip():
            raise ValidationError("Choose a name from the staff roll, or give the name of somebody who is not on it")
        if field.data and self.other_name.data:
            raise ValidationError("Choose a name from the staff roll or give another name, not both")

    def validate_other_name(self, field: Any) -> None:
        """Somebody on the list must be chosen there: a typed name would hide a conflict of interest."""
        not_on_the_list(self.people, field.data)

    def validate_other_post(self, field: Any) -> None:
        """Somebody who is not on the roll needs a post: the procedure depends on it."""
        if self.other_name.data and not field.data:
            raise ValidationError("Choose what they are at the school; 'Not known' is an answer")


class FoundForm(Form):
    """How and when it reached the person logging: the clocks start here."""

    how = radios("How did you find out?", vocabulary.HOW_FOUND, "Select how you found out")
    people: Sequence[Person] = ()
    act_days: Sequence[str] = ()
    told_person = RollField(
        "If somebody on the staff roll told you: their name",
        otherwise=", or say below who told you",
        when=("how", "told"),
        description="They will not see the case: they keep their own account of it.",
    )
    told_by = line(
        "If somebody else told you: who?",
        "Kept apart and sealed: people who may open the case see a name only if their part needs it. "
        "Leave empty if you saw it yourself.",
    )
    told_by_relation = SelectField(
        "What are they to the school?",
        widget=GovSelect(),
        default="",
        choices=choices((("", "Choose"), *vocabulary.RELATIONS)),
    )
    on = GovDate("On which day did it reach you?", validators=[InputRequired("Enter the day it reached you")])
    at = GovTime(
        "At what time?", description="For example, 9:10am or 16:40.", validators=[InputRequired("Enter the time it reached you")]
    )

    def validate_told_by(self, field: Any) -> None:
        """Somebody who told must be named, or said not to be known."""
        if self.how.data != "told":
            return
        if not (field.data or "").strip() and not self.told_person.data and not self.told_person.errors:
            raise ValidationError("Enter who told you; write 'not known' if you do not know")
        not_on_the_list(self.people, field.data)

    def validate_on(self, field: Any) -> None:
        """A report cannot come from the future, nor before what it reports."""
        if not field.data:
            return
        if field.data > london(now()).date():
            raise ValidationError("The day it reached you cannot be in the future")
        if field.data.year < 2000:
            raise ValidationError("The day it reached you must be after 1999")
        later = [one for one in self.act_days if one > field.data.isoformat()]
        if later:
            words = said(date.fromisoformat(max(later)))
            raise ValidationError(f"You said that something happened on {words}, after this day. Change one of the two")

    def validate_at(self, field: Any) -> None:
        """The instant counts, not only the day."""
        if field.data and self.on.data and not self.on.errors and datetime.combine(self.on.data, field.data, LONDON) > now():
            raise ValidationError("The time it reached you cannot be in the future")

    def values(self) -> dict[str, Any]:
        """What was answered; nobody told when nobody did."""
        found = super().values()
        told = found["how"] == "told"
        return found if told else {**found, "told_person": "", "told_by": "", "told_by_relation": ""}


class WhatForm(Form):
    """Free words first, then the kinds of act."""

    words = lines(
        "What happened?",
        "In plain words: what you were told or saw, when and where. Say what is fact and what somebody said. "
        "Do not name children here; you can name them later, where the names are sealed.",
        missing="Describe what happened, in your own words",
    )
    kinds = boxes("What did they do?", vocabulary.KINDS, "Select all that apply. We ask a few questions about each.")
    still_online = radios(
        "Is any of it still online?",
        YES_NO_UNKNOWN,
        "Select whether any of it is still online",
        "Do not ask anybody to take it down yet.",
    )
    expression = radios(
        "Could any of this be one of these?",
        vocabulary.EXPRESSIONS,
        "Select whether it could be a belief, union activity or whistleblowing",
        "It does not excuse everything, but it must be weighed before any disciplinary step.",
    )

    def validate_kinds(self, field: Any) -> None:
        """At least one act."""
        if not field.data:
            raise ValidationError("Select at least one thing that they did; 'Something else' is an answer")


class HarmForm(Form):
    """The four questions of the harm threshold; not knowing is a proper answer."""

    H1 = radios(
        vocabulary.LIMBS["H1"][0],
        vocabulary.LIMB_ANSWERS,
        "Select whether a child has been harmed, or might have been",
        vocabulary.LIMBS["H1"][1],
    )
    H2 = radios(
        vocabulary.LIMBS["H2"][0],
        vocabulary.LIMB_ANSWERS,
        "Select whether a crime against a child, or to do with a child, might have been committed",
        vocabulary.LIMBS["H2"][1],
    )
    H3 = radios(
        vocabulary.LIMBS["H3"][0],
        vocabulary.LIMB_ANSWERS,
        "Select whether they behaved towards a child in a way that suggests they might harm children",
        vocabulary.LIMBS["H3"][1],
    )
    H4 = radios(
        vocabulary.LIMBS["H4"][0],
        vocabulary.LIMB_ANSWERS,
        "Select whether what they did suggests that they may not be suitable to work with children",
        vocabulary.LIMBS["H4"][1],
    )
    reasons = lines("Why do you think so? (optional)", "Anything that helps the next person understand your answers.")


class OthersForm(Form):
    """Who else has a part in it, and the logger's own."""

    interest = radios(
        "Do you have a part in this yourself?",
        (("no", "No"), ("yes", "Yes")),
        "Select whether you have a part in this yourself",
        "For example: it is about you or somebody in your family, it was sent to you, you are a friend, or you gave advice or permission about it. "
        "Somebody else then manages the case, and you keep a receipt.",
    )
    told_already = lines("Who has been told about it already?", "Names or roles, and when. Leave empty if nobody.", most=2000)


class PersonForm(Form):
    """One more person with a part in it."""

    people: Sequence[Person] = ()
    part = radios("What is their part?", vocabulary.PARTS, "Select their part")
    person = RollField("If they are on the staff roll", otherwise=", or give another name below")
    name = line("If not: their name", "A child's name is sealed. Pages show 'Child A' instead.")
    note = line("Anything that helps: year group, how they are related, how to reach them", most=500)

    def validate_name(self, field: Any) -> None:
        """One of the two ways to say who."""
        if not (field.data or "").strip() and not self.person.data and not self.person.errors:
            raise ValidationError("Enter a name, or choose somebody from the staff roll")
        not_on_the_list(self.people, field.data)


class OtherConductForm(Form):
    """Clauses taken out or added, and conduct that no clause names."""

    reason = lines("Why do these clauses not fit? (needed if you took one out)", most=2000)
    other_conduct = lines(
        "None of these: other conduct",
        "If no clause fits, say in a sentence what rule or standard you think was broken.",
        most=2000,
    )
    own = SelectMultipleField(
        "Does any of this fit as well?",
        choices=[],
        widget=GovCheckboxesInput(),
        description="These are clauses of your school's own. Select all that apply.",
    )
    add = SelectMultipleField("Add another clause", choices=[], widget=GovCheckboxesInput())
    keep = SelectMultipleField("Clauses that may have been broken", choices=[], widget=GovCheckboxesInput())
