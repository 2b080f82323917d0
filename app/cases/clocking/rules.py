"""The clocks that are not of one stage: those of routing, whose they are and how they are counted; and which are set by law."""

from __future__ import annotations

from app.pathways.pathway import Unit

LADO = ("lado_24h", "lado_1wd")
TRIAGE = "triage_1wd"
WHEN_ENDED = ("data_breach_72h",)
LOGGED = "logged"
ROUTING = {
    "lado_24h": ("case_manager", "child_protection", "Sefton Safeguarding Children Partnership procedures, 15.3"),
    "lado_1wd": ("case_manager", "child_protection", "Working Together to Safeguard Children, chapter 4; local procedures"),
    "data_breach_72h": ("case_manager", "other_procedure", "UK GDPR Article 33"),
    "triage_1wd": ("case_manager", "", "The school's own procedure"),
}
"""For each clock of routing: who owns it, the path it belongs to, and where the rule comes from."""
COUNTED = {
    "lado_24h": (24, Unit.HOURS),
    "lado_1wd": (1, Unit.WORKING_DAYS),
    "data_breach_72h": (72, Unit.HOURS),
    "triage_1wd": (1, Unit.WORKING_DAYS),
}


CHILD_18 = "child_18"
HARD = frozenset(
    {
        *LADO,
        *WHEN_ENDED,
        "welfare_1wd",
        "lado_meeting_5wd",
        "review_28d",
        "police_review_2w",
        "police_review_4w",
        "suspension_letter_1wd",
        "la_acts_14d",
    }
)
"""The clocks of law and of the safeguarding procedures: nobody at the school can stop or extend them."""

BY_STATUTE = frozenset({"postponed_5wd"})
"""Clocks of the school's own procedures whose working days a statute defines: they never wait for a term."""
LONGEST = {"sar_1m": 3}
"""How many months after its start the law itself lets a clock of law be extended to, with reasons given to whoever asked."""
