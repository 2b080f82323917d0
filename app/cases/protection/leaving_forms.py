"""What is asked when somebody is taken away from work with children, and of each decision on a referral."""

from __future__ import annotations

from app.cases.dignity.equality_form import EqualityForm
from app.cases.forms import day, line, long_text, not_ahead, radios
from app.core.forms import Form

HOW = (
    ("resigned", "They resigned"),
    ("retired", "They retired"),
    ("ended", "Their contract or engagement ended"),
    ("agreement", "By agreement with the employer"),
    ("other", "In another way"),
)
AWAY = (("dismissed", "They were dismissed"), ("moved", "They were moved to work away from children"))


class LeftForm(Form):
    """Somebody has left, or is leaving."""

    on = day("What is their last day?", "Enter their last day")
    how = radios("How do they leave?", HOW, "Select how they leave")
    elsewhere = line(
        "Where will they work with children next, if you know?",
        hint="The LADO decides with you whether that employer is told.",
    )
    goes_on = long_text("How does the process go on without them?", "Say how the process goes on")
    agreement = long_text("If there is an agreement: what does it say about this matter and about references?")
    limits = radios(
        "Does an agreement limit what the school may tell the DBS, the TRA, the LADO, the police or another employer?",
        (("no", "No"), ("yes", "Yes")),
        "Select whether it limits what the school may tell",
    )

    def words(self) -> dict[str, str]:
        """What is kept of it."""
        found = self.values()
        return {key: found[key] or "" for key in ("how", "elsewhere", "goes_on", "agreement", "limits")}


class RemovalForm(EqualityForm):
    """Somebody was dismissed, or moved away from work with children."""

    what = radios("What happened?", AWAY, "Select what happened")
    on = day("On which day?", "Enter the day")
    why = long_text("Why?", "Say why")
    validate_on = not_ahead


class ReferralForm(EqualityForm):
    """One decision on a referral."""

    decided = radios("Is the referral made?", (("yes", "Yes"), ("no", "No")), "Select whether the referral is made")
    on = day("On which day was it made, or decided against?", "Enter the day")
    reference = line("Their reference, if it was made", most=100)
    why = long_text("Why?", "Say why")
    validate_on = not_ahead
