"""The equality consideration of clause 5.1: its fields, what makes it whole, and how it reads. No decision is kept without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.action import Blocked
from app.pathways.words import CHARACTERISTICS

CONCLUSIONS = (
    ("none", "It makes no difference to anybody with a protected characteristic"),
    ("justified", "It may, and is justified"),
    ("changed", "It would have, so the decision was changed"),
)
SHORT = "none"
READS = {"justified": "It makes a difference, which is justified.", "changed": "The decision was changed because of it."}
DETAILS = (
    ("adjustments", "Adjustments that were asked for and made"),
    ("changed", "What was changed"),
    ("consulted", "Who was consulted"),
    ("like_cases", "How like cases were treated"),
    ("belief", "Belief or opinion that was expressed"),
    ("aim_1", "Ending discrimination, harassment and victimisation"),
    ("aim_2", "Equal chances"),
    ("aim_3", "Good relations"),
)
"""What can be said beyond the short form, in the order in which it is asked and read (aims: Equality Act 2010, section 149)."""

Record = dict[str, Any]


def whole(given: Mapping[str, Any] | None) -> Record:
    """The consideration as it is kept; `Blocked` says in one sentence what it still needs."""
    known = given or {}
    conclusion, words = str(known.get("conclusion") or ""), str(known.get("words") or "").strip()
    in_play = [key for key, _ in CHARACTERISTICS if key in (known.get("in_play") or ())]
    if conclusion not in dict(CONCLUSIONS) or not words:
        raise Blocked("Say how equal opportunities were taken into account (clause 5.1). Without it the decision cannot be saved.")
    if conclusion != SHORT and not in_play:
        raise Blocked(
            "Say which protected characteristics are in play (clause 5.1), because the decision makes a difference to them."
        )
    if conclusion == "changed" and not str(known.get("changed") or "").strip():
        raise Blocked("Say what was changed in the decision because of equal opportunities (clause 5.1).")
    kept: Record = {"conclusion": conclusion, "words": words}
    if in_play:
        kept["in_play"] = in_play
    return {**kept, **{key: said for key, _ in DETAILS if (said := str(known.get(key) or "").strip())}}


def in_words(record: Mapping[str, Any] | None) -> str:
    """A kept consideration as one paragraph that a reader can follow."""
    if not record:
        return ""
    said = [str(record.get("words", ""))]
    if record.get("conclusion") in READS:
        said.insert(0, READS[record["conclusion"]])
    if record.get("in_play"):
        said.append(f"In play: {characteristics(record['in_play'])}.")
    said.extend(f"{label}: {record[key]}" for key, label in DETAILS if record.get(key))
    return "\n".join(said)


def characteristics(keys: list[str] | tuple[str, ...]) -> str:
    """Protected characteristics in words, in the order of the Act."""
    return ", ".join(label.lower() for key, label in CHARACTERISTICS if key in keys)
