"""The form of one step of a procedure, made from the data of the step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms.fields import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.cases.dignity.equality_form import EqualityForm
from app.cases.models import Allegation, Case
from app.core.fields import GovDate, GovTime
from app.core.forms import Form, choices
from app.core.words import lowered
from app.pathways.pathway import Ask, Step
from app.pathways.words import CHARACTERISTICS


def step_form(step: Step, allegations: Sequence[tuple[Allegation, str]], words: Sequence[tuple[str, str]]) -> Form:
    """The form of one step: an outcome for each allegation where it sets them, its questions, and 5.1 for a decision."""
    base: type[Form] = EqualityForm if step.decision or step.equality else Form
    fields: dict[str, Any] = {}
    for allegation, label in allegations:
        fields[f"outcome_{allegation.id.hex}"] = RadioField(
            f"Outcome for {label}",
            choices=choices(words),
            widget=GovRadioInput(),
            validators=[InputRequired(f"Select an outcome for {label}")],
        )
    for ask in step.asks:
        fields[f"ask_{ask.key}"] = _field(ask)
    return type("StepForm", (base,), fields)()  # type: ignore[no-any-return]  # a form made for this step


def _field(ask: Ask) -> Field:
    missing = f"Answer this: {lowered(ask.label.partition('?')[0])}"
    rules = [InputRequired(missing)] if ask.required else [Optional()]
    kind = ask.kind.value
    if kind == "long_text":
        return TextAreaField(ask.label, widget=GovTextArea(), description=ask.hint, validators=[*rules, Length(max=10000)])
    if kind == "date":
        return GovDate(ask.label, description=ask.hint, validators=rules)
    if kind == "time":
        return GovTime(ask.label, description=ask.hint, validators=rules)
    if kind == "several":
        return SelectMultipleField(
            ask.label, choices=choices(ask.choices), widget=GovCheckboxesInput(), description=ask.hint, validators=rules
        )
    if kind in {"choice", "yes_no"}:
        pairs = ask.choices if kind == "choice" else (("yes", "Yes"), ("no", "No"))
        return RadioField(ask.label, choices=choices(pairs), widget=GovRadioInput(), description=ask.hint, validators=rules)
    return StringField(ask.label, widget=GovTextInput(), description=ask.hint, validators=[*rules, Length(max=300)])


def fill_perceived(form: Form, case: Case) -> None:
    """Where it is asked what whoever complained says it has to do with, begin with what was said of the acts at logging."""
    field = form._fields.get("ask_perceived")
    if field is not None and not form.is_submitted():
        acts = (case.account or {}).get("acts", {}).values()
        field.data = [key for key, _ in CHARACTERISTICS if any(key in (one.get("perceived") or ()) for one in acts)]


OF_THE_CASE = ("ask_terms_of", "ask_points")


def offer_allegations(form: Form, allegations: Sequence[Allegation]) -> None:
    """Let the questions that ask for allegations offer those of the case."""
    for name in OF_THE_CASE:
        if name in form:
            form[name].choices = choices((str(one.id), clause_words(one)) for one in allegations)


def clause_words(allegation: Allegation) -> str:
    """An allegation by its clause, as a choice says it."""
    number = allegation.clause_number
    return "Other conduct" if number == "other" else f"Clause {number}"
