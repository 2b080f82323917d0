"""The invitation to a disciplinary hearing."""

from __future__ import annotations

from datetime import date

from app.cases.clocking.calendars import own_days
from app.cases.models import Part
from app.cases.numbers import number
from app.core.calendar import UnknownDate, notice_by
from app.core.clock import day_in, london, now, said
from app.documents.gathering import Gathered
from app.documents.kinds.kind import Field, Kind, choice, day, line, words
from app.documents.kinds.shared import (
    ALLEGATIONS,
    ALLEGED,
    CLOSING,
    COMMON,
    COMPANION_DAYS,
    CONTACT,
    CONTACT_DETAILS,
    SUPPORT,
    opening,
)

CONSEQUENCES = (
    ("dismissal", "your dismissal, with notice or, for gross misconduct, without notice"),
    ("final", "a final written warning"),
    ("first", "a first written warning"),
)


def _hearing_on(g: Gathered) -> date | None:
    return day_in(g.typed.get("hearing_on") or g.answered("disciplinary", "hearing_set", "on"))


def _papers_by(g: Gathered) -> str:
    on = _hearing_on(g)
    try:
        return (
            own_days(g.case.school_id, "disciplinary").add(on, -number(g.case.school_id, "staff_papers_days").n).isoformat()
            if on
            else ""
        )
    except UnknownDate:
        return ""


def _presents(g: Gathered) -> str:
    return g.named(Part.PRESENTER) or ("Nobody" if g.answered("disciplinary", "hearing_set", "nobody_presents") else "")


def _same_adviser(g: Gathered) -> str:
    """That the adviser who is named supported the investigation."""
    supports, advises = g.named(Part.ADVISER), str(g.typed.get("adviser") or "")
    if not supports or supports not in advises:
        return ""
    return f"{supports} supported the investigation, so another adviser advises the panel. Name somebody else."


def short_notice(g: Gathered) -> str:
    """That the notice comes too late for the day of the hearing; nothing while that day is not known."""
    on, asked = _hearing_on(g), number(g.case.school_id, "notice_days")
    try:
        last = notice_by(on, asked.n, own_days(g.case.school_id, "disciplinary")) if on else None
    except UnknownDate:
        return ""
    if last is None or london(now()).date() <= last:
        return ""
    return (
        f"{asked.n} clear working days must lie between the day on which this reaches them and the hearing ({asked.source}), so it "
        f"would have had to reach them by {said(last)}. Choose a later day for the hearing."
    )


HEARING = Kind(
    "hearing",
    "Invitation to a disciplinary hearing",
    "Gives each allegation, what could follow, the day, the panel, the papers, and the right to be accompanied, in good time.",
    "Disciplinary",
    frozenset({"case_manager", "hr_adviser", "clerk"}),
    "When a hearing is arranged",
    (
        *COMMON,
        ALLEGATIONS,
        day("hearing_on", "The day of the hearing", read=lambda g: g.answered("disciplinary", "hearing_set", "on")),
        line("hearing_at", "At what time", "For example, 10am.", read=lambda g: g.answered("disciplinary", "hearing_set", "time")),
        line(
            "hearing_place",
            "Where",
            "A room, or a link for a hearing on screen.",
            read=lambda g: g.answered("disciplinary", "hearing_set", "venue"),
        ),
        Field(
            "panel",
            "Who hears the case",
            "The case: who holds the part under People",
            lambda g: g.named(Part.HEARER),
            mend="Name who hears the case, on the case, first.",
        ),
        line("presenting", "Who presents the case for the school", read=_presents),
        line(
            "adviser",
            "Who advises the panel",
            "Not the adviser who supported the investigation.",
            read=lambda g: g.named(Part.PANEL_ADVISER),
            needed=False,
        ),
        choice("consequence", "The most serious thing that could follow", CONSEQUENCES),
        words("papers", "The papers that are enclosed", "The report and each piece of evidence, one a line."),
        words("witnesses", "The witnesses for the school", "One a line. “None” when there are none."),
        day("papers_by", "The day by which they send their papers and the names of their witnesses", read=_papers_by),
        line("papers_to", "To whom they send them", "Name and e-mail."),
        words(
            "adjustments",
            "Adjustments",
            read=lambda _: (
                "If you need an adjustment to take part, such as breaks, an interpreter, papers in another format, a remote "
                "hearing or another time of day, please tell us as soon as you can."
            ),
        ),
        COMPANION_DAYS,
        CONTACT,
        CONTACT_DETAILS,
        SUPPORT,
    ),
    opening("Invitation to a disciplinary hearing")
    + """The investigation has ended, and it was decided that there is a case to answer. You are asked to come to a hearing under the disciplinary procedure, at which you can answer what is alleged before anything is decided.

| Day | {{ hearing_on }}
| Time | {{ hearing_at }}
| Place | {{ hearing_place }}
| Who hears the case | {{ panel }}
| Who presents the case for the school | {{ presenting }}
{%p if adviser %}
The panel is advised by {{ adviser }}, who takes no part in its decision.
{%p endif %}
If you think that somebody on the panel should not hear your case, tell us at once who and why.

# What is alleged
"""
    + ALLEGED
    + """
# What could follow
If one or more of the allegations are found to be proven, the most serious thing that could follow is {{ consequence }}. The panel may also find that nothing is proven, or decide on something less. You may appeal against what is decided.

# Your right to be accompanied
You have the right to bring a companion: a colleague, a trade union representative or an official employed by a trade union. They may speak for you, sum up your case and confer with you, but they do not answer questions in your place. If your companion cannot come that day, propose another within {{ companion_days }} working days after it, and the hearing is moved.

# Papers and witnesses
Enclosed with this letter are:
{{ papers }}
Witnesses for the school: {{ witnesses }}
You may hand in papers of your own and call witnesses. Please send them, and the names of your witnesses, to {{ papers_to }} by {{ papers_by }}, so that everybody can read them in time.

# If you cannot come
Tell us as soon as you can, and why. If there is good reason, the hearing is moved. If you stay away repeatedly without good reason, the panel may decide in your absence on what it has; you may then send what you want to say in writing, or send your companion.
{{ adjustments }}
# Your contact, and support
Your contact is {{ contact_name }} ({{ contact_details }}). {{ support }}
"""
    + CLOSING,
    paths=frozenset({"disciplinary"}),
    stops=lambda g: " ".join(filter(None, (short_notice(g), _same_adviser(g)))),
)
