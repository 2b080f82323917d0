"""What is asked about a suspension: its beginning, its letter, each review, and its end."""

from __future__ import annotations

from typing import ClassVar

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms.fields import BooleanField
from wtforms.validators import InputRequired

from app.cases.dignity.equality_form import EqualityForm
from app.cases.forms import day, line, long_text, not_ahead, radios
from app.cases.protection.words import ALTERNATIVES, CONDUCT_ALTERNATIVES
from app.core.fields import GovTime
from app.core.forms import Form
from app.core.words import lowered


class SuspendForm(EqualityForm):
    """Begin a suspension."""

    alternatives: ClassVar[tuple[tuple[str, str], ...]]
    on = day("On which day did it begin?", "Enter the day")
    at = GovTime("At what time?", validators=[InputRequired("Enter the time")])
    contact = line("Who is their named contact?", "Enter who their named contact is", "Somebody who keeps them informed.")
    reach = line("How do they reach the contact?", "Enter how they reach the contact", "A telephone number or an email address.")
    council_on = day("On which day was the council told?", hint="The governing body gets a notice from Evenhand.")
    validate_on = not_ahead
    validate_council_on = not_ahead

    def rejected(self) -> dict[str, str]:
        """The alternatives that were considered, each with the reason why it is not enough."""
        return {
            key: (self[f"why_{key}"].data or "").strip()
            for key, _ in self.alternatives
            if self[f"considered_{key}"].data and (self[f"why_{key}"].data or "").strip()
        }

    def words(self) -> dict[str, object]:
        """What is kept of it."""
        found = self.values()
        return {key: found[key] or "" for key in ("reasons", "contact", "reach", "council_on")}


class ConductSuspendForm(SuspendForm):
    """Begin a suspension that no child protection is behind."""

    alternatives = CONDUCT_ALTERNATIVES
    reasons = long_text(
        "Why is it necessary?",
        "Say why it is necessary",
        "What could happen if they stayed at work, and that it is so serious that it could end in dismissal. It is no judgement.",
    )


class ProtectionSuspendForm(SuspendForm):
    """Begin a suspension while child protection runs: with the views of the agencies."""

    alternatives = ALTERNATIVES
    reasons = long_text(
        "Why is it necessary?",
        "Say why it is necessary",
        "Whether a child would be at risk, or it is so serious that it could end in dismissal. It is no judgement.",
    )
    lado = long_text("What is the view of the LADO?", "Write down the view of the LADO", most=2000)
    police = long_text("What is the view of the police?", hint="Leave it empty if they are not involved.", most=2000)
    social_care = long_text(
        "What is the view of children's social care?", hint="Leave it empty if they are not involved.", most=2000
    )

    def words(self) -> dict[str, object]:
        """The same, with these views."""
        found = self.values()
        return {**super().words(), "views": {key: found[key] or "" for key in ("lado", "police", "social_care")}}


for _form in (ConductSuspendForm, ProtectionSuspendForm):
    for _key, _label in _form.alternatives:
        setattr(_form, f"considered_{_key}", BooleanField(_label, widget=GovCheckboxInput()))
        setattr(_form, f"why_{_key}", line("Why is it not enough?", f"Say why this is not enough: {lowered(_label)}", most=1000))


class LetterForm(Form):
    """The day the letter went."""

    on = day("On which day was the letter sent?", "Enter the day")
    council_on = day("On which day was the council told of the suspension?", hint="It is told at once. No day is on record yet.")
    validate_on = not_ahead
    validate_council_on = not_ahead


class ReviewForm(EqualityForm):
    """A review of a suspension."""

    on = day("On which day was it reviewed?", "Enter the day")
    needed = radios("Is the suspension still needed?", (("yes", "Yes"), ("no", "No")), "Select whether it is still needed")
    why = long_text("Why?", "Say why", "What has changed since it was last looked at, and which alternatives are open now.")
    validate_on = not_ahead


class LiftForm(EqualityForm):
    """The end of a suspension."""

    on = day("On which day was it ended?", "Enter the day")
    minute = line(
        "Reference of the governing body's minute",
        hint="In a maintained school nobody but the governing body can end it.",
        most=100,
    )
    council_on = day("On which day was the council told?")
    head_on = day("On which day was the headteacher told?")
    why = long_text("Why was it ended, and how does the member of staff come back?", "Say why it was ended")
    validate_on = not_ahead
    validate_council_on = not_ahead
    validate_head_on = not_ahead

    def words(self) -> dict[str, str]:
        """What is kept of it."""
        found = self.values()
        return {key: found[key] or "" for key in ("council_on", "head_on", "why")}
