"""What the guards of the disciplinary procedure read of hearings, sanctions and appeals, beyond the rest of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """How the hearing of a path stands: what was tried, what was found before an appeal, and whom the law asks for.

    `unput` holds the allegations that were not put to the person; `highest` is the heaviest thing whoever hears it may decide;
    `failures` counts the times somebody did not come without a good reason; `offered` says whether they could have attended
    from elsewhere or in writing; `ill` whether illness or a disability kept them away, `adjusted` whether adjustments were
    considered; `council_dismisses` whether the law leaves it to the council to end the contract, `council_told` whether it knows
    of the dismissal that stands.
    """

    failures: int = 0
    offered: bool = False
    ill: bool = False
    health_asked: bool = False
    health_answered: bool = False
    adjusted: bool = False
    companions: int = 0
    before: dict[str, str] = field(default_factory=dict)
    sanction_before: str = ""
    appeal_until: date | None = None
    unput: frozenset[str] = frozenset()
    outside_terms: bool = False
    highest: str = "summary_dismissal"
    council_dismisses: bool = False
    council_told: bool = False
    council_awaited: bool = False


NOT_HEARD_YET = HearingFacts()
