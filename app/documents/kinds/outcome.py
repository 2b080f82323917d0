"""The letter that gives the outcome of a disciplinary hearing."""

from __future__ import annotations

from app.cases.models import Part
from app.core.calendar import warning_until
from app.core.clock import said
from app.documents.gathering import Gathered
from app.documents.kinds.kind import Field, Kind, choice, day, line, words
from app.documents.kinds.shared import APPEAL_DAYS, CLOSING, COMMON, FINDINGS, FOUND, opening
from app.pathways.words import SANCTIONS
from app.people.queries import today as this_day

WARNING = frozenset({"first_warning", "final_warning"})
DISMISSAL = frozenset({"dismissal", "summary_dismissal"})
REFERRALS = (
    ("none", "No referral to the Disclosure and Barring Service or the Teaching Regulation Agency is being made."),
    ("dbs", "The school is under a legal duty to refer this to the Disclosure and Barring Service, and will do so."),
    ("tra", "The school will refer this to the Teaching Regulation Agency."),
    ("both", "The school will refer this to the Disclosure and Barring Service and to the Teaching Regulation Agency."),
    (
        "later",
        "Whether it is referred to the Disclosure and Barring Service or the Teaching Regulation Agency is still being decided.",
    ),
)


def _kind(g: Gathered) -> str:
    return g.sanction.kind if g.sanction else g.answered("disciplinary", "decided", "sanction")


def decision(g: Gathered) -> str:
    """What follows, in words; empty while no decision is on record."""
    return dict(SANCTIONS).get(_kind(g), "")


def _live(g: Gathered) -> str:
    """The live days of a warning from the day of this letter, which counts."""
    found = g.sanction
    if found is None or not found.months:
        return ""
    return f"{said(this_day())} to {said(warning_until(this_day(), found.months))}, both days counted"


def _is_warning(g: Gathered) -> bool:
    return _kind(g) in WARNING


def _is_dismissal(g: Gathered) -> bool:
    return _kind(g) in DISMISSAL


OUTCOME = Kind(
    "outcome",
    "Outcome of a disciplinary hearing",
    "Gives the finding on each allegation with its reasons, what follows, how long it is live, and how to appeal.",
    "Disciplinary",
    frozenset({"case_manager", "hr_adviser", "clerk"}),
    "When the decision has been recorded",
    (
        *COMMON,
        FINDINGS,
        day("hearing_on", "The day of the hearing", read=lambda g: g.answered("disciplinary", "hearing_set", "on")),
        Field(
            "panel",
            "Who heard the case",
            "The case: who holds the part under People",
            lambda g: g.named(Part.HEARER),
            mend="Name who heard the case, on the case, first.",
        ),
        line("present", "Who else was there", "Their companion, the presenter, the adviser, the clerk."),
        words("reasons", "The reasons for each finding", read=lambda g: g.answered("disciplinary", "decided", "reasons")),
        words(
            "mitigation",
            "What was said in mitigation, and how it was weighed",
            read=lambda g: g.answered("disciplinary", "decided", "mitigation"),
        ),
        Field(
            "sanction",
            "What follows",
            "The case: the decision",
            decision,
            mend="Record the decision, with what follows from it, on the case first.",
        ),
        Field("live", "How long the warning is live", "The case: the decision", _live, needed=_is_warning),
        words(
            "improvement",
            "What must change, and by when",
            "For a warning: the change that is needed, the time for it, the help that is given, and what may follow if it does not.",
            needed=_is_warning,
        ),
        day("ends_on", "The last day of employment", "For a dismissal.", needed=_is_dismissal),
        words("notice_pay", "Notice and pay", "For a dismissal: the notice, what is paid, and when.", needed=_is_dismissal),
        line("appeal_to", "To whom an appeal is made", "Name, role and e-mail.", read=lambda _: "The clerk to the governors"),
        APPEAL_DAYS,
        choice("referral", "Referrals", REFERRALS),
        words(
            "kept",
            "What is kept, and for how long",
            read=lambda _: (
                "A copy of this letter is kept on your personnel file. A warning that is no longer live is not relied on in a "
                "later disciplinary decision. What must be kept to keep children safe is kept for as long as the law asks."
            ),
        ),
    ),
    opening("Outcome of your disciplinary hearing")
    + """I am writing to tell you what was decided at the hearing on {{ hearing_on }}. It was heard by {{ panel }}. Also there: {{ present }}.

# What was found
"""
    + FOUND
    + """## The reasons
{{ reasons }}
## What you said in mitigation
{{ mitigation }}

# What follows
The decision is: {{ sanction }}.
{%p if live %}
It is live from {{ live }}.
{%p endif %}
{%p if improvement %}
{{ improvement }}
{%p endif %}
{%p if ends_on %}
Your employment ends on {{ ends_on }}.
{%p endif %}
{%p if notice_pay %}
{{ notice_pay }}
{%p endif %}
{{ referral }}

# Your right to appeal
You may appeal against the findings, against what follows, or because the procedure was not fair or there is new evidence. Write to {{ appeal_to }} within {{ appeal_days }} working days after the day on which you receive this letter, and say on which grounds. Your appeal is heard by people who had no part in this decision, you may bring a companion, and what they decide is final.

# What is kept
{{ kept }}
"""
    + CLOSING,
    paths=frozenset({"disciplinary"}),
    meets=("decision_letter_5wd",),
)
