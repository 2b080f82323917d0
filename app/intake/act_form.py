"""What is asked about one act; only the questions that matter for its kind are shown."""

from __future__ import annotations

from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextInput
from wtforms.fields import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional, ValidationError

from app.core.clock import london, now
from app.core.fields import GovDate
from app.core.forms import Form, choices
from app.intake import words as vocabulary
from app.intake.fields import YES_NO, boxes, line, radios


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
