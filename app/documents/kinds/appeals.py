"""After a decision: the notice to the council, and the letters of an appeal."""

from __future__ import annotations

from app.cases.models import Part
from app.documents.gathering import Gathered
from app.documents.kinds.kind import Field, Kind, choice, day, line, words
from app.documents.kinds.outcome import DISMISSAL, decision
from app.documents.kinds.shared import (
    CLOSING,
    COMMON,
    COMPANION_DAYS,
    CONTACT,
    CONTACT_DETAILS,
    DISCIPLINE_GROUP,
    FINDINGS,
    FOUND,
    SUPPORT,
    opening,
)
from app.pathways.guards_disciplinary import AS_BEFORE

ISSUERS = frozenset({"clerk", "hr_adviser", "case_manager"})
PANEL = Field(
    "panel",
    "Who hears the appeal",
    "The case: who holds the part under People",
    lambda g: g.named(Part.APPEAL_PANEL),
    mend="Name who hears the appeal, on the case, first.",
)
RESULTS = (
    ("upheld", "Your appeal is upheld"),
    ("varied", "Your appeal is upheld in part, and the decision is varied"),
    ("dismissed", "Your appeal is dismissed, and the decision stands"),
)


def _only_dismissal(g: Gathered) -> str:
    if g.sanction is not None and g.sanction.kind in DISMISSAL:
        return ""
    return "No decision to dismiss is recorded on this case, so there is nothing to notify the council of."


def _decided_at(g: Gathered) -> str:
    """The stage at which the dismissal that stands was decided: the appeal, where it put it in the place of what was decided first."""
    return "appeal_heard" if g.answered("disciplinary", "appeal_heard", "stands") not in {"", AS_BEFORE} else "decided"


DETERMINATION = Kind(
    "determination",
    "Notice to the council of a decision to dismiss",
    "The governing body's written determination with its reasons, on which the council acts within 14 days.",
    DISCIPLINE_GROUP,
    ISSUERS,
    "When the governing body of a community school has decided to dismiss",
    (
        *COMMON,
        line("to_name", "To whom at the council", "The officer who acts on it, with their post."),
        FINDINGS,
        Field(
            "sanction",
            "What was decided",
            "The case: the decision",
            decision,
            mend="Record the decision on the case first.",
        ),
        day("decided_on", "The day of the decision", read=lambda g: g.reached("disciplinary", _decided_at(g))),
        words("reasons", "The reasons", read=lambda g: g.answered("disciplinary", _decided_at(g), "reasons")),
        words("appeal_stands", "Whether there is an appeal, and how it stands"),
    ),
    opening("Determination of the governing body that a person should cease to work at the school", to="to_name")
    + """Under regulation 20 of the School Staffing (England) Regulations 2009 the governing body of {{ school_name }} notifies the council that it has determined that the following person should cease to work at the school.
| Name | {{ subject_name }}
| Post | {{ job_title or "Member of staff" }}
| Decided on | {{ decided_on }}
| Decision | {{ sanction }}
# What was found
"""
    + FOUND
    + """# The reasons
{{ reasons }}
{{ appeal_stands }}
The council must, within 14 days beginning with the day of this notice, give the person the notice that ends their contract, or end it without notice where the circumstances allow that. If they do not work solely at this school, it must require them to cease to work here.
"""
    + CLOSING,
    paths=frozenset({"disciplinary"}),
    stops=_only_dismissal,
    to="to_name",
)

INVITATION = Kind(
    "appeal_invitation",
    "Invitation to an appeal",
    "Acknowledges the appeal with its grounds, and gives the day, the panel that had no part before, and the right to a companion.",
    DISCIPLINE_GROUP,
    ISSUERS,
    "When an appeal was made",
    (
        *COMMON,
        words("grounds", "The grounds of the appeal", read=lambda g: g.answered("disciplinary", "appeal_lodged", "grounds")),
        day("appeal_on", "The day of the appeal"),
        line("appeal_at", "At what time"),
        line("appeal_place", "Where"),
        PANEL,
        line("presenting", "Who presents the decision that is appealed against"),
        words("papers", "The papers that are enclosed", "One a line."),
        day("papers_by", "The day by which they send further papers"),
        line("papers_to", "To whom they send them"),
        COMPANION_DAYS,
        CONTACT,
        CONTACT_DETAILS,
        SUPPORT,
    ),
    opening("Your appeal")
    + """Thank you for your appeal. The grounds that you gave are:
{{ grounds }}
It is heard by people who had no part in the investigation or the decision.
| Day | {{ appeal_on }}
| Time | {{ appeal_at }}
| Place | {{ appeal_place }}
| Who hears the appeal | {{ panel }}
| Who presents the decision | {{ presenting }}

If you think that somebody on the panel was involved before, or should not hear it, tell us at once.
# Your right to be accompanied
You have the right to bring a companion: a colleague, a trade union representative or an official employed by a trade union. If they cannot come that day, propose another within {{ companion_days }} working days after it.
# Papers
Enclosed with this letter are:
{{ papers }}
Please send anything further to {{ papers_to }} by {{ papers_by }}.
The panel may uphold your appeal, change the decision in your favour, or leave it as it is. It cannot make it more severe. What it decides is final, and you are told in writing with reasons.
Your contact is {{ contact_name }} ({{ contact_details }}). {{ support }}
"""
    + CLOSING,
    paths=frozenset({"disciplinary"}),
)

APPEAL_OUTCOME = Kind(
    "appeal_outcome",
    "Outcome of an appeal",
    "Gives the result of the appeal with its reasons, what now stands, and that it is final.",
    DISCIPLINE_GROUP,
    ISSUERS,
    "When the appeal has been decided",
    (
        *COMMON,
        day("appeal_on", "The day of the appeal"),
        PANEL,
        choice("result", "What was decided?", RESULTS, read=lambda g: g.answered("disciplinary", "appeal_heard", "result")),
        words("reasons", "The reasons", read=lambda g: g.answered("disciplinary", "appeal_heard", "reasons")),
        words("stands", "What now stands", "The findings, what follows from them, and from when."),
    ),
    opening("The outcome of your appeal")
    + """Your appeal was heard on {{ appeal_on }} by {{ panel }}. {{ result }}.
## The reasons
{{ reasons }}
## What now stands
{{ stands }}
This decision is final: there is no further appeal within the school. Time limits for a claim to an employment tribunal run from the act or the dismissal, not from this letter; take advice early if you are thinking of one.
"""
    + CLOSING,
    paths=frozenset({"disciplinary"}),
    meets=("appeal_letter_5wd",),
)
