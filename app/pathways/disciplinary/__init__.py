"""The disciplinary path: assessment, investigation, hearing, decision, appeal; held while child protection is live."""

from __future__ import annotations

from app.pathways.disciplinary import appeal, beside, hearing, investigation
from app.pathways.pathway import Kind, PathName, Pathway, Stage

PARTS = (investigation, hearing, appeal, beside)
ENDS = (
    Stage("management_advice", "Management advice or training", "No formal action: advice or training was given.", Kind.TERMINAL),
    Stage("no_case", "No case to answer", "The investigation found no case to answer.", Kind.TERMINAL),
    Stage("d_closed", "Closed", "The disciplinary work is finished.", Kind.TERMINAL),
)

DISCIPLINARY = Pathway(
    PathName.DISCIPLINARY,
    "Disciplinary",
    "Finds out what happened, hears the member of staff, and decides fairly. It waits for child protection.",
    "d_pending",
    (*(stage for part in PARTS for stage in part.STAGES), *ENDS),
    tuple(step for part in PARTS for step in part.STEPS),
)
