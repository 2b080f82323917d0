"""From a policy document to its numbered clauses, with its title, its dates, and what a person should look at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.policy.documents.apart import read_apart
from app.policy.documents.kinds import Kind, kind_of
from app.policy.front_matter import understood
from app.policy.gathering import gathered
from app.policy.lines import is_asking, is_ended, is_saying, is_title
from app.policy.notes import Notes
from app.policy.numbering import Family, letters
from app.policy.pieces import MAX_HEADING, Paragraph, Piece, give_numbers, joined
from app.policy.plain_text import Unreadable, shown, text_of
from app.policy.sheets import Sheet, sheet_of_text, with_numbered_headings

__all__ = ["ClauseKind", "ReadClause", "Reading", "Unreadable", "letters", "read"]

_LONG = 60  # characters; a heading that closes with a stop is shorter
_QUOTED = 100  # characters; of longer words a note gives the beginning


class ClauseKind(StrEnum):
    """What a numbered piece is."""

    HEADING = "heading"
    CLAUSE = "clause"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class ReadClause:
    """One numbered piece of a policy: its number is its own in this document, its words are as printed."""

    number: str
    parent: str | None
    heading: str | None
    text: str
    kind: ClauseKind


@dataclass(frozen=True, slots=True)
class Reading:
    """A policy document as it was read; the front matter includes what is signed and dated below the last clause."""

    title: str
    adopted_on: date | None
    review_due: date | None
    clauses: tuple[ReadClause, ...]
    front_matter: tuple[str, ...]
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For scripts: dates as ISO 8601 or null."""
        return {
            "title": self.title,
            "adopted_on": self.adopted_on.isoformat() if self.adopted_on else None,
            "review_due": self.review_due.isoformat() if self.review_due else None,
            "clauses": [
                {"number": one.number, "parent": one.parent, "heading": one.heading, "text": one.text} for one in self.clauses
            ],
            "warnings": list(self.warnings),
        }

    def for_parent(self) -> dict[str, Any]:
        """All of it as JSON, for the process that asked for it."""
        kinds = [str(one.kind) for one in self.clauses]
        return {**self.as_json(), "front_matter": list(self.front_matter), "kinds": kinds}

    @classmethod
    def from_child(cls, found: Mapping[str, Any], said: tuple[str, ...]) -> Reading:
        """Take what `for_parent` gave in another process, and what was noted before it began."""
        adopted_on, review_due = (date.fromisoformat(day) if (day := found[at]) else None for at in ("adopted_on", "review_due"))
        clauses = tuple(
            ReadClause(**one, kind=ClauseKind(kind)) for one, kind in zip(found["clauses"], found["kinds"], strict=True)
        )
        warnings = (*said, *found["warnings"])
        return cls(found["title"], adopted_on, review_due, clauses, tuple(found["front_matter"]), warnings)


def read(data: bytes, name: str) -> Reading:
    """Take the bytes and the name of a policy document; give it as numbered clauses.

    Nothing is dropped in silence: every paragraph is a heading, a clause, front matter, or is quoted in a warning. Lines
    broken in printing are joined and white space is folded; the words stay as they are. Between the paragraphs of a clause
    stands an empty line. Plain text is read here; anything else in a process of its own (docs/adr/0009). Raises `Unreadable`,
    with one plain sentence, when the file is no document that can be read, holds no clauses, or is beyond what any policy needs.
    """
    kind, said = kind_of(data, name)
    if kind is Kind.TEXT:
        text, hidden = text_of(data, name)
        return interpreted(sheet_of_text(text), name, (*said, *hidden))
    return Reading.from_child(read_apart(data, name, kind), said)


def interpreted(sheet: Sheet, name: str, said: tuple[str, ...]) -> Reading:
    """Take the lines of a document, its file's name and what was already noted; give its clauses. Raises `Unreadable`."""
    headed = with_numbered_headings(sheet, is_needed=False)
    notes = Notes()
    found = gathered(headed or sheet, notes)
    if not found.outline.pieces and (headed := with_numbered_headings(sheet, is_needed=True)):
        notes = Notes()
        found = gathered(headed, notes)
    pieces = found.outline.pieces
    if not pieces:
        raise Unreadable(f"No numbered clause was found in {shown(name)}: number its clauses (1, 1.1, …) and import it again.")
    give_numbers(pieces, notes)
    above = {id(one.parent) for one in pieces if not one.is_item}
    clauses = tuple(_clause(one, id(one) in above) for one in pieces)
    if headed:
        notes.add("headings", "The headings have no numbers in the document: they were counted from 1 in their order.")
    _look_again(pieces, clauses, notes)
    front = tuple(one.words() for one in (*found.front, *found.back))
    about = understood(front, name)
    return Reading(about.title, about.adopted_on, about.review_due, clauses, front, (*said, *about.warnings, *notes.sentences()))


def _clause(piece: Piece, has_below: bool) -> ReadClause:
    heading, words = piece.heading, piece.paragraphs
    if heading is None and words and (_is_set_as_heading(piece) or _is_heading(piece, has_below)):
        heading, words = words[0].words(), words[1:]
    text = joined(words)
    kind = ClauseKind.HEADING if heading and not text else ClauseKind.CLAUSE
    if piece.mark.family is Family.BULLET:
        kind = ClauseKind.BULLET
    return ReadClause(piece.number, piece.parent.number if piece.parent else None, heading, text, kind)


def _is_set_as_heading(piece: Piece) -> bool:
    """Whether the document itself sets the words beside the number as a heading; some set whole sentences so to number them."""
    first, words = piece.paragraphs[0], piece.paragraphs[0].words()
    is_sentence = words[-1] in ".;:" and (is_saying(words) or len(words) > _LONG)
    return bool(first.line.heading) and first.line.whole and not piece.is_item and not is_sentence and len(words) <= MAX_HEADING


def _is_heading(piece: Piece, has_below: bool) -> bool:
    """Whether the first words beside a number are its heading: short and unclosed, with something under them."""
    first = piece.paragraphs[0].words()
    if piece.is_item or (is_saying(first) and not is_asking(first)):
        return False
    is_short = first.endswith(":") and first.count(" ") < 4 and "." not in piece.label and is_title(first[:-1])
    has_more = len(piece.paragraphs) > 1 and not piece.paragraphs[1].items_before
    if is_title(first):
        return has_below or has_more or bool(piece.items and len(piece.mark.key) < 2)
    return is_short and (has_below or has_more)


def _look_again(pieces: list[Piece], clauses: tuple[ReadClause, ...], notes: Notes) -> None:
    """Note what seems to be missing from the words of the clauses."""
    checked = [(piece, one) for piece, one in zip(pieces, clauses, strict=True) if not piece.is_item and one.text]
    ragged = [one for piece, one in checked if not piece.items and not is_ended(one.text)]
    if 2 * len(ragged) > len(checked) > 4:
        notes.add("unfinished", f"{len(ragged)} clauses end without a full stop: check that none of them is unfinished.")
    else:
        for one in ragged:
            end = one.text if len(one.text) <= 60 else "…" + one.text[-60:].partition(" ")[2]
            notes.add("unfinished", f"The sentence at the end of {one.number} seems to be unfinished: “{end}”.")
    below = {one.parent for one in clauses}
    for piece, one in zip(pieces, clauses, strict=True):
        if any(0 < paragraph.items_before < piece.items for paragraph in piece.paragraphs):
            notes.add("lists", f"{one.number} has words between the items of its list: check which items they belong to.")
        if after := [paragraph.words() for paragraph in piece.paragraphs if _closes_list(paragraph, piece)]:
            listed = ", ".join(f"“{_begun(words)}”" for words in after)
            notes.add("after", f"These words stand after the list under {one.number} and were put with it: {listed}.")
        if one.text.endswith(":") and one.number not in below:
            notes.add("lists", f"{one.number} ends with a colon, and nothing follows it.")
        if not one.text and not one.heading and one.number not in below:
            notes.add("empty", f"{one.number} has no words.")
        for paragraph in piece.paragraphs[1:]:
            if paragraph.line.heading:
                notes.add(
                    "heading", f"The heading “{paragraph.words()}” has no number: its words were read as part of {one.number}."
                )


def _closes_list(paragraph: Paragraph, piece: Piece) -> bool:
    """Whether a paragraph stands after the last item of the piece's list; a heading there has a note of its own."""
    return 0 < piece.items == paragraph.items_before and not paragraph.line.heading


def _begun(words: str) -> str:
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rpartition(' ')[0] or words[:_QUOTED]}…"
