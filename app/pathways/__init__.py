"""The procedures a case can be worked in, as data."""

from __future__ import annotations

from app.pathways.child_protection import CHILD_PROTECTION
from app.pathways.child_welfare import CHILD_WELFARE
from app.pathways.disciplinary import DISCIPLINARY
from app.pathways.equal_opportunities import EQUAL_OPPORTUNITIES
from app.pathways.low_level_concern import LOW_LEVEL_CONCERN, OTHER_PROCEDURE

PATHWAYS = {
    one.name.value: one
    for one in (CHILD_PROTECTION, CHILD_WELFARE, DISCIPLINARY, EQUAL_OPPORTUNITIES, LOW_LEVEL_CONCERN, OTHER_PROCEDURE)
}
