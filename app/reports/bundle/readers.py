"""For whom bundles are made: of which procedure, when one can be asked for, who opens it, and which papers it holds.

Child protection has no hearing, so it has no bundle: what was recorded to protect a child is in none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.cases.engine import EO, D
from app.cases.hearings.beside import ARRANGED
from app.cases.models import Part


@dataclass(frozen=True, slots=True)
class Paper:
    """A part of a bundle made of what steps recorded: its heading, the steps, and the answers that are repeated, with what each is called."""

    key: str
    title: str
    of: Callable[[str], bool]
    answers: Mapping[str, str]
    none: str
    findings: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody for whom a bundle is made."""

    words: str
    title: str
    path: str
    papers: tuple[Paper, ...]
    begins: Callable[[str], bool]
    opens: frozenset[Part] = frozenset()
    complained: bool = False
    clock: str = ""  # by when it must be heard, where no day is recorded


def _is(*keys: str) -> Callable[[str], bool]:
    return lambda step: step in keys


def _begins(*words: str) -> Callable[[str], bool]:
    return lambda step: step.startswith(words)


TERMS = Paper(
    "terms",
    "Terms of reference",
    _is("investigate", "widen_terms", "go_back"),
    {"terms": "To be found out", "letter": "Letter sent"},
    "No terms of reference are recorded.",
)
REPORT = Paper(
    "report", "Report of the investigation", _is("hand_in_report"), {"report": "What was found out"}, "No report is recorded."
)
NOTICE = Paper(
    "notice",
    "Notice of the hearing",
    lambda step: step in ARRANGED,
    {"on": "Day", "time": "Time", "venue": "Place", "notice": "Notice reached them"},
    "No notice is recorded.",
    last=True,  # where it was before is in the chronology
)
DECISION = Paper(
    "decision",
    "The decision",
    _begins("decide_", "letter_received"),
    {
        "reasons": "Reasons",
        "mitigation": "Mitigation",
        "sanction": "What follows",
        "months": "Live for months",
        "authority": "Decided by authority of",
        "dated": "Date of the letter",
        "on": "Letter received",
    },
    "No decision is recorded.",
    findings=True,
)
GROUNDS = Paper("grounds", "Grounds of the appeal", _is("lodge_appeal"), {"grounds": "Grounds"}, "No grounds are recorded.")
COMPLAINT = Paper(
    "complaint",
    "The complaint",
    _begins("formal_"),
    {"complained_on": "Day of the complaint", "complaint": "What is complained of"},
    "No complaint in writing is recorded.",
)
EO_TERMS = Paper("terms", "What was to be found out", _is("investigate"), {"terms": "To be found out"}, "No terms are recorded.")
EO_REPORT = Paper(
    "report",
    "Report of the investigation",
    _is("hand_in_report", "report"),
    {"report": "What was found out"},
    "The report is among the evidence when it was added to the case as a file.",
)
EO_OUTCOME = Paper(
    "outcome",
    "The outcome",
    _is("outcome"),
    {
        "reasons": "Reasons",
        "found_kind": "Found to be",
        "found": "Has to do with",
        "recommendation": "Recommended",
        "strong_evidence": "Evidence that it was invented",
    },
    "No outcome is recorded.",
    findings=True,
)
EO_GROUNDS = Paper(
    "grounds",
    "Grounds of the appeal",
    _begins("appeal"),
    {"appealed_on": "Day of the appeal", "grounds": "Grounds"},
    "No grounds are recorded.",
)
FIRST = (TERMS, REPORT, NOTICE)
AGAIN = (*FIRST, DECISION, GROUNDS)
COMPLAINED = (COMPLAINT, EO_TERMS, EO_REPORT, EO_OUTCOME, EO_GROUNDS)
TO_COMPLAINANT = (
    COMPLAINT,
    EO_TERMS,
    EO_REPORT,
    replace(
        EO_OUTCOME, answers={key: words for key, words in EO_OUTCOME.answers.items() if key != "recommendation"}
    ),  # what follows for somebody else is not theirs to read
    EO_GROUNDS,
)
HEARING, APPEAL, EO_APPEAL = "Bundle for the hearing", "Bundle for the appeal", "Bundle for the appeal of the complaint"
HEARD = "appeal_heard_20wd"
_set, _lodged, _appealed = NOTICE.of, GROUNDS.of, EO_GROUNDS.of

READERS: dict[str, Reader] = {
    "hearing": Reader("Whoever hears the case", HEARING, D, FIRST, _set, frozenset({Part.HEARER, Part.MINUTES})),
    "staff": Reader("The member of staff and their companion, for the hearing", HEARING, D, FIRST, _set),
    "presenting": Reader("Whoever presents the case for the school", HEARING, D, FIRST, _set, frozenset({Part.PRESENTER})),
    "appeal": Reader(
        "Whoever hears the appeal", APPEAL, D, AGAIN, _lodged, frozenset({Part.APPEAL_PANEL, Part.MINUTES}), clock=HEARD
    ),
    "appeal_staff": Reader("The member of staff and their companion, for the appeal", APPEAL, D, AGAIN, _lodged, clock=HEARD),
    "eo_panel": Reader(
        "Whoever hears the appeal of the complaint", EO_APPEAL, EO, COMPLAINED, _appealed, frozenset({Part.EQUALITY_PANEL})
    ),
    "eo_complained": Reader("Whoever complained, and their companion", EO_APPEAL, EO, TO_COMPLAINANT, _appealed, complained=True),
    "eo_staff": Reader("The member of staff complained of, and their companion", EO_APPEAL, EO, COMPLAINED, _appealed),
}
WORDS = {key: one.words for key, one in READERS.items()}
