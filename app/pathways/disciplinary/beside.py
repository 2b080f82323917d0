"""What can come up at any time: a grievance that is linked, and that the member of staff leaves."""

from __future__ import annotations

from app.pathways.disciplinary.shared import ACAS, CM_HR, OWN, WORDS
from app.pathways.pathway import Ask, Kind, Stage, Step

AGREEMENT = Ask(
    "agreement",
    "If there is an agreement: what does it say about this matter and about references?",
    hint="It cannot promise that nobody is told, or a reference that hides what was found.",
    required=False,
)
GOES_ON = (
    ("d_investigation", "Go on with the investigation"),
    ("d_report", "Go on with the report"),
    ("hearing_set", "Go on to the hearing"),
)
"""The stages at which a grievance is linked; the work goes on where it was, and its clock with it unless somebody stops it."""
CUT_SHORT = ("assess_5wd", "investigate_20wd", "postponed_5wd")
"""The clocks of what is not finished when somebody leaves: they end, and nobody has met them."""

STAGES = (
    Stage(
        "grievance_linked",
        "Grievance linked",
        "A grievance was raised; it was decided whether to pause or run both together.",
        Kind.WAITING,
    ),
    Stage("resigned_before_decision", "Left before a decision", "The member of staff has left. The process goes on to an outcome."),
)

STEPS = (
    *(
        Step(
            f"grievance_{source}",
            source,
            "grievance_linked",
            "Link a grievance",
            CM_HR,
            (Ask("why", "Is the disciplinary work paused, or do both run together? Why?"),),
            ACAS,
            meets=(),
        )
        for source, _ in GOES_ON
    ),
    *(
        Step(
            f"after_grievance_{source}",
            "grievance_linked",
            source,
            verb,
            CM_HR,
            (WORDS,),
            ACAS,
            shown_when=f"grievance_from_{source}",
        )
        for source, verb in GOES_ON
    ),
    *(
        Step(
            f"resigned_{source}",
            source,
            "resigned_before_decision",
            "Record that they left",
            CM_HR,
            (Ask("why", "When did they leave, and how does the process go on?"), AGREEMENT),
            OWN,
            ("agreement_allowed",),
            meets=(),
            drops=CUT_SHORT,
        )
        for source in (
            "d_pending",
            "d_assess",
            "d_investigation",
            "d_report",
            "hearing_set",
            "postponed",
            "heard_in_absence",
            "grievance_linked",
        )
    ),
    *(
        Step(
            f"resigned_{source}",
            source,
            source,
            "Record that they left",
            CM_HR,
            (Ask("why", "When did they leave, and what still follows: letters, an appeal, referrals?"), AGREEMENT),
            OWN,
            ("agreement_allowed",),
            meets=(),
            shown_when="not_left_yet",
        )
        for source in ("decided", "la_notified", "la_acted", "appeal_window", "appeal_lodged", "appeal_heard", "la_notified_after")
    ),
)
