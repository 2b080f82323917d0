"""What logging a breach asks, one page at a time; the values are what the draft keeps."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms.fields import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.core.clock import london, now
from app.core.fields import GovDate, GovTime
from app.core.forms import Form, choices
from app.intake import words as vocabulary

YES_NO = (("yes", "Yes"), ("no", "No"))


def radios(label: str, pairs: tuple[tuple[str, str], ...], missing: str, hint: str = "", *, needed: bool = True) -> RadioField:
    """A question answered with one of these."""
    return RadioField(
        label,
        choices=choices(pairs),
        widget=GovRadioInput(),
        description=hint,
        validators=[InputRequired(missing)] if needed else [Optional()],
    )


def boxes(label: str, pairs: tuple[tuple[str, str], ...], hint: str = "Select all that apply.") -> SelectMultipleField:
    """A question answered with any number of these."""
    return SelectMultipleField(label, choices=choices(pairs), widget=GovCheckboxesInput(), description=hint)


def line(label: str, hint: str = "", missing: str = "", most: int = 200) -> StringField:
    """A line of text; needed when `missing` gives the sentence for an empty one."""
    rules = [InputRequired(missing)] if missing else []
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        validators=[*rules, Length(max=most, message=f"Use at most {most} characters")],
    )


def lines(label: str, hint: str = "", missing: str = "", most: int = 20000) -> TextAreaField:
    """A longer text."""
    rules = [InputRequired(missing)] if missing else []
    return TextAreaField(
        label,
        widget=GovTextArea(),
        description=hint,
        validators=[*rules, Length(max=most, message=f"Use at most {most:,} characters")],
    )


class BeforeForm(Form):
    """Danger first, then the imagery stop."""

    danger = radios(
        "Is a child in immediate danger, or is a crime happening now?",
        YES_NO,
        "Select yes if a child is in immediate danger",
    )
    imagery = radios(
        "Is there, or might there be, a sexual or indecent picture of somebody under 18?",
        (("no", "No"), ("yes", "Yes, or it is suspected"), ("not_sure", "I am not sure")),
        "Select whether there might be an indecent picture of somebody under 18",
        "This includes pictures made by a computer.",
    )


class WhoForm(Form):
    """The member of staff, from the roll or in words."""

    person = SelectField(
        "Name on the staff roll",
        widget=GovSelect(),
        default="",
        choices=[],
        description="Type the first letters of the name.",
    )
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
        if not field.data and not self.other_name.data:
            raise ValidationError("Choose a name from the staff roll, or give the name of somebody who is not on it")
        if field.data and self.other_name.data:
            raise ValidationError("Choose a name from the staff roll or give another name, not both")

    def validate_other_post(self, field: Any) -> None:
        """Somebody who is not on the roll needs a post: the procedure depends on it."""
        if self.other_name.data and not field.data:
            raise ValidationError("Choose what they are at the school; 'Not known' is an answer")


class FoundForm(Form):
    """How and when it reached the person logging: the clocks start here."""

    how = radios("How did you find out?", vocabulary.HOW_FOUND, "Select how you found out")
    told_person = SelectField(
        "If somebody on the staff roll told you: their name",
        widget=GovSelect(),
        default="",
        choices=[],
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
        if self.how.data == "told" and not (field.data or "").strip() and not self.told_person.data:
            raise ValidationError("Enter who told you; write 'not known' if you do not know")

    def validate_on(self, field: Any) -> None:
        """A report cannot come from the future."""
        if field.data and field.data > london(now()).date():
            raise ValidationError("The day it reached you cannot be in the future")
        if field.data and field.data.year < 2000:
            raise ValidationError("The day it reached you must be after 1999")


class WhatForm(Form):
    """Free words first, then the kinds of act."""

    words = lines(
        "What happened?",
        "In plain words: what you were told or saw, when and where. Say what is fact and what somebody said. "
        "Do not name children here; you can name them later, where the names are sealed.",
        missing="Describe what happened, in your own words",
    )
    kinds = boxes("What did they do?", vocabulary.KINDS, "Select all that apply. We ask a few questions about each.")

    def validate_kinds(self, field: Any) -> None:
        """At least one act."""
        if not field.data:
            raise ValidationError("Select at least one thing that they did; 'Something else' is an answer")


class ActForm(Form):
    """One act: where, when, who was on the other side or is written about, and what it contained."""

    channel = radios("Where?", vocabulary.CHANNELS, "Select where it happened")
    link = line("Link or name of the page, if you have it", most=2000)
    account = line("Account name it came from, if known")
    visibility = radios(
        "Who could see it?",
        (
            ("public", "Anybody"),
            ("friends", "Friends or followers"),
            ("closed", "A closed group"),
            ("private", "Only the two of them"),
            ("unknown", "I don't know"),
        ),
        "Select who could see it",
    )
    on = GovDate("On which day?", description="Leave empty if you do not know.", validators=[Optional()])
    with_ = SelectField(
        "Who was on the other side?",
        widget=GovSelect(),
        default="",
        choices=choices((("", "Choose"), *vocabulary.OTHER_SIDE)),
    )
    age_at_act = IntegerField(
        "How old was the pupil or former pupil that day?",
        widget=GovTextInput(),
        description="In whole years. Leave empty if you do not know: we then treat them as under 18. "
        "For a parent of a former pupil, the age of their child.",
        validators=[Optional(), NumberRange(0, 120, "Enter an age in whole years, such as 15")],
    )
    initiated_by = radios(
        "Who began the contact?",
        (("subject", "The member of staff"), ("other", "The other person"), ("unknown", "Not known")),
        "Select who began the contact",
    )
    relationship = radios(
        "Are they related, or did they know each other before?",
        (("none", "No"), ("family", "Family"), ("pre_existing", "They knew each other before"), ("unknown", "Not known")),
        "Select whether they are related or knew each other before",
    )
    request_pending = radios(
        "Was the request still waiting, neither accepted nor answered?", YES_NO, "Select whether the request was still waiting"
    )
    self_reported = radios("Did the member of staff report it themselves?", YES_NO, "Select whether they reported it themselves")
    about = boxes("Who or what is it about?", vocabulary.ABOUT)
    content = boxes("What did it contain?", vocabulary.CONTENT, "Select all that you were told or saw. It is not a judgement yet.")
    published = radios("Was it posted or sent to anybody?", YES_NO, "Select whether it was posted or sent")
    repost = radios("Did they only like, share or re-post what somebody else wrote?", YES_NO, "Select whether it was a re-post")
    work_related = radios("Was it taken in school, on a trip or at a work event?", YES_NO, "Select whether it was taken at work")
    harms_working_relationships = radios(
        "Has it damaged working relationships with colleagues?", YES_NO, "Select whether it has damaged working relationships"
    )
    expression = radios(
        "Could any of this be one of these?",
        (
            ("none", "None of these"),
            ("belief", "A religious, philosophical or political belief"),
            ("union", "Trade union activity"),
            ("protected_disclosure", "Speaking up about wrongdoing (whistleblowing)"),
        ),
        "Select whether it could be a belief, union activity or whistleblowing",
        "It does not excuse everything, but it must be weighed before any disciplinary step.",
    )
    by_subject = radios(
        "Did they do it themselves?",
        (("yes", "Yes, as far as is known"), ("disputed", "They say it was not them"), ("no", "No, somebody else posted it")),
        "Select whether they did it themselves",
    )
    reputation_at_risk = radios(
        "Does it put the school's reputation or people's confidence in it at risk?",
        YES_NO,
        "Select whether the school's reputation is at risk",
    )
    in_school_time = radios("Was it done in working time?", YES_NO, "Select whether it was in working time")
    still_online = radios(
        "Is it still online?",
        (("yes", "Yes"), ("no", "No"), ("unknown", "I don't know")),
        "Select whether it is still online",
        "Do not ask anybody to take it down yet.",
    )

    def for_kind(self, kind: str) -> ActForm:
        """Leave only the questions that matter for this kind of act."""
        asked = vocabulary.ASKS_BY_KIND[kind]
        every = frozenset().union(*vocabulary.ASKS_BY_KIND.values())
        for name in every - asked:
            field = "with_" if name == "with" else name
            if field in self._fields:
                del self[field]
        return self

    def validate_on(self, field: Any) -> None:
        """An act lies in the past."""
        if field.data and field.data > london(now()).date():
            raise ValidationError("The day it happened cannot be in the future")
        if field.data and field.data.year < 1990:
            raise ValidationError("Enter a day after 1989, or leave it empty if you do not know")


class HarmForm(Form):
    """The four questions of the harm threshold; not knowing is a proper answer."""

    H1 = radios(
        vocabulary.LIMBS["H1"][0],
        vocabulary.LIMB_ANSWERS,
        "Answer this question; 'I don't know' is an answer",
        vocabulary.LIMBS["H1"][1],
    )
    H2 = radios(
        vocabulary.LIMBS["H2"][0],
        vocabulary.LIMB_ANSWERS,
        "Answer this question; 'I don't know' is an answer",
        vocabulary.LIMBS["H2"][1],
    )
    H3 = radios(
        vocabulary.LIMBS["H3"][0],
        vocabulary.LIMB_ANSWERS,
        "Answer this question; 'I don't know' is an answer",
        vocabulary.LIMBS["H3"][1],
    )
    H4 = radios(
        vocabulary.LIMBS["H4"][0],
        vocabulary.LIMB_ANSWERS,
        "Answer this question; 'I don't know' is an answer",
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

    part = radios("What is their part?", vocabulary.PARTS, "Select their part")
    person = SelectField("If they are on the staff roll", widget=GovSelect(), default="", choices=[])
    name = line("If not: their name", "A child's name is sealed. Pages show 'Child A' instead.")
    note = line("Anything that helps: year group, how they are related, how to reach them", most=500)

    def validate_name(self, field: Any) -> None:
        """One of the two ways to say who."""
        if not (field.data or "").strip() and not self.person.data:
            raise ValidationError("Enter a name, or choose somebody from the staff roll")


class OtherConductForm(Form):
    """Clauses taken out or added, and conduct that no clause names."""

    reason = lines("Why do these clauses not fit? (needed if you took one out)", most=2000)
    other_conduct = lines(
        "None of these: other conduct",
        "If no clause fits, say in a sentence what rule or standard you think was broken.",
        most=2000,
    )
    add = SelectMultipleField("Add another clause", choices=[], widget=GovCheckboxesInput())
    keep = SelectMultipleField("Clauses that may have been broken", choices=[], widget=GovCheckboxesInput())
