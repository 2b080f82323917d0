"""What the work on a case asks: narrowing the list, answering the harm threshold, contacts, proposals, steps and outcomes."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms.fields import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.cases.dignity.equality_form import EqualityForm
from app.cases.hearings.taking_part import TIES
from app.core.clock import london, now
from app.core.fields import GovDate, GovTime
from app.core.forms import Form, choices

LIMB_ANSWERS = (("yes", "Yes"), ("may_be", "May be"), ("no", "No"), ("unknown", "Not known yet"))
AGENCIES = (
    ("lado", "The council's designated officer (LADO)"),
    ("police", "The police"),
    ("social_care", "Children's social care (MASH)"),
    ("other", "Another organisation"),
)
HOW = (
    ("phone", "By phone"),
    ("email", "By secure email"),
    ("portal", "By the council's form or portal"),
    ("meeting", "In a meeting"),
)
ORDERS = (("", "Newest first"), ("oldest", "Oldest first"), ("due", "Next deadline first"))


def long_text(label: str, missing: str = "", hint: str = "", most: int = 10000) -> TextAreaField:
    """A longer text; needed when `missing` says so."""
    rules = [InputRequired(missing)] if missing else [Optional()]
    return TextAreaField(label, widget=GovTextArea(), description=hint, validators=[*rules, Length(max=most)])


def line(label: str, missing: str = "", hint: str = "", most: int = 300) -> StringField:
    """One line of text; needed when `missing` says so."""
    rules = [InputRequired(missing)] if missing else [Optional()]
    return StringField(label, widget=GovTextInput(), description=hint, validators=[*rules, Length(max=most)])


def radios(label: str, pairs: tuple[tuple[str, str], ...], missing: str, hint: str = "") -> RadioField:
    """A choice of one."""
    return RadioField(label, choices=choices(pairs), widget=GovRadioInput(), description=hint, validators=[InputRequired(missing)])


def day(label: str, missing: str = "", hint: str = "") -> GovDate:
    """A day; needed when `missing` says so."""
    return GovDate(label, description=hint, validators=[InputRequired(missing)] if missing else [Optional()])


def not_ahead(_form: Form, field: Field) -> None:
    """A day that has come."""
    if field.data and field.data > london(now()).date():
        raise ValidationError("The day cannot be in the future")


def just_now(form: Form) -> None:
    """Begin the day and the time of something that has usually just taken place with this minute, unless the form was sent."""
    if not form.is_submitted():
        here = london(now())
        form["on"].data, form["at"].data = here.date(), here.time().replace(second=0, microsecond=0)


class WantedForm(Form):
    """The filter of the list of cases; sent with GET, so it carries no token."""

    class Meta:
        """A filter changes nothing."""

        csrf = False

    path = SelectField("Procedure", widget=GovSelect(), validators=[Optional()])
    stage = SelectField("Stage", widget=GovSelect(), validators=[Optional()])
    clause = StringField("Clause, such as 3.2(h)", widget=GovTextInput(), validators=[Optional(), Length(max=20)])
    person = SelectField("Member of staff", widget=GovSelect(), validators=[Optional()])
    state = SelectField("State", widget=GovSelect(), validators=[Optional()])
    since = GovDate("Logged on or after", validators=[Optional()])
    until = GovDate("Logged on or before", validators=[Optional()])
    overdue = BooleanField("Only with something overdue", widget=GovCheckboxInput())
    sort = SelectField("Order", widget=GovSelect(), validators=[Optional()], choices=choices(ORDERS))


class ViewForm(Form):
    """A name for the filter that is shown."""

    name = StringField(
        "Name of this view",
        widget=GovTextInput(),
        validators=[InputRequired("Give the view a name"), Length(max=80, message="Use at most 80 characters")],
    )


class ProposalForm(EqualityForm):
    """Accept or decline a proposed procedure."""

    accept = RadioField(
        "Open this procedure?",
        choices=choices((("yes", "Yes, open it"), ("no", "No, decline it"))),
        widget=GovRadioInput(),
        validators=[InputRequired("Select whether to open this procedure")],
    )
    reason = long_text("Why?", "Say why")


class LimbsForm(EqualityForm):
    """The four questions of the harm threshold, each with a reason; answering them is a decision (5.1)."""

    H1 = RadioField(
        "Has a child been harmed, or might one have been?",
        choices=choices(LIMB_ANSWERS),
        widget=GovRadioInput(),
        validators=[InputRequired("Answer this question")],
    )
    H1_reason = StringField("Why?", widget=GovTextInput(), validators=[Optional(), Length(max=500)])
    H2 = RadioField(
        "Might a crime against a child, or to do with a child, have been committed?",
        choices=choices(LIMB_ANSWERS),
        widget=GovRadioInput(),
        validators=[InputRequired("Answer this question")],
    )
    H2_reason = StringField("Why?", widget=GovTextInput(), validators=[Optional(), Length(max=500)])
    H3 = RadioField(
        "Did they behave towards a child in a way that suggests they might harm children?",
        choices=choices(LIMB_ANSWERS),
        widget=GovRadioInput(),
        validators=[InputRequired("Answer this question")],
    )
    H3_reason = StringField("Why?", widget=GovTextInput(), validators=[Optional(), Length(max=500)])
    H4 = RadioField(
        "Does what they did suggest they may not be suitable to work with children?",
        choices=choices(LIMB_ANSWERS),
        widget=GovRadioInput(),
        validators=[InputRequired("Answer this question")],
    )
    H4_reason = StringField("Why?", widget=GovTextInput(), validators=[Optional(), Length(max=500)])

    def limbs(self) -> dict[str, dict[str, str]]:
        """The answers as the case keeps them."""
        return {
            name: {"answer": self[name].data, "reason": (self[f"{name}_reason"].data or "").strip()}
            for name in ("H1", "H2", "H3", "H4")
        }


class ContactForm(Form):
    """A conversation with an agency, in its words."""

    agency = RadioField(
        "Whom did you speak to?",
        choices=choices(AGENCIES),
        widget=GovRadioInput(),
        validators=[InputRequired("Select whom you spoke to")],
    )
    name = StringField(
        "Their name and role", widget=GovTextInput(), validators=[InputRequired("Enter whom you spoke to"), Length(max=200)]
    )
    how = RadioField("How?", choices=choices(HOW), widget=GovRadioInput(), validators=[InputRequired("Select how")])
    on = GovDate("On which day?", validators=[InputRequired("Enter the day")])
    at = GovTime("At what time?", validators=[InputRequired("Enter the time")])
    reference = StringField("Their reference, if they gave one", widget=GovTextInput(), validators=[Optional(), Length(max=100)])
    advice = long_text("What did they advise?", "Write down what they advised", "In their words, as closely as you can.")
    validate_on = not_ahead


class WhyForm(Form):
    """Why something sealed is opened."""

    why = StringField(
        "Why do you need to see it?",
        widget=GovTextInput(),
        description="It is kept in the trail with your name.",
        validators=[InputRequired("Say why you need to see it"), Length(min=3, max=300, message="Say why in 3 to 300 characters")],
    )


class PartForm(Form):
    """Give somebody a working part in a case."""

    person = SelectField("Who?", widget=GovSelect(), validators=[InputRequired("Choose somebody")])
    part = RadioField(
        "As what?",
        widget=GovRadioInput(),
        validators=[InputRequired("Select their part")],
        choices=choices(
            (
                ("investigator", "Investigating officer"),
                ("adviser", "HR adviser of the investigation"),
                ("presenter", "Presents the case for the school"),
                ("hearer", "Hears the case"),
                ("panel_adviser", "HR adviser of those who hear the case"),
                ("appeal_panel", "Hears the appeal of the disciplinary decision"),
                ("appeal_adviser", "HR adviser of those who hear the appeal"),
                ("equality_panel", "Hears the appeal of the complaint"),
                ("minutes", "Takes the minutes"),
            )
        ),
    )
    tie = RadioField(
        "Is any of this true of them?",
        widget=GovRadioInput(),
        description="Ask them if you do not know. Your answer is kept with your name.",
        validators=[InputRequired("Say whether any of this is true of them")],
        choices=choices(TIES),
    )


class NameForm(Form):
    """Name somebody whose part in the case has come to light."""

    part = RadioField(
        "What is their part?",
        widget=GovRadioInput(),
        validators=[InputRequired("Select their part")],
        choices=choices(
            (
                ("complainant", "They are hurt by it, or complained about it"),
                ("witness", "They saw or heard it, or gave advice about it"),
                ("child", "A child it concerns"),
                ("relative", "A parent, carer or relative of that child"),
                ("interested", "They have another interest in it: family, a friend, money"),
                ("companion", "They go with the member of staff as companion"),
                (
                    "earlier",
                    "They dealt with an earlier concern about the same person; they may go on managing, and do not hear it",
                ),
            )
        ),
    )
    person = SelectField("If they are on the staff roll", widget=GovSelect(), default="", choices=[], validators=[Optional()])
    name = StringField(
        "If not: their name",
        widget=GovTextInput(),
        description="A child's name is sealed. Pages show 'Child A' instead.",
        validators=[Length(max=200)],
    )
    note = StringField("Anything that helps", widget=GovTextInput(), validators=[Optional(), Length(max=500)])

    def validate_name(self, field: Field) -> None:
        """One of the two ways to say who, and only one."""
        if not (field.data or "").strip() and not self.person.data:
            raise ValidationError("Enter a name, or choose somebody from the staff roll")
        if (field.data or "").strip() and self.person.data:
            raise ValidationError("Choose somebody from the staff roll or give a name, not both")


class HandOverForm(Form):
    """Hand the case to somebody else."""

    to = RadioField("Who is to manage it?", widget=GovRadioInput(), validators=[InputRequired("Select who is to manage it")])
    reason = long_text("Why?", "Say why it is handed over", most=2000)
    words = long_text(
        "What should they know? (optional)",
        hint="What the record does not say. It stands in the note that they find first on the case.",
        most=4000,
    )
