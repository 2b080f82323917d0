"""Where a number stands that the word processor counts itself: the list and the level are known, so nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.policy.lists import places_of
from app.policy.numbering import Auto, Family, Mark
from app.policy.pieces import Piece
from app.policy.standing import Here, alike

if TYPE_CHECKING:
    from app.policy.outline import Outline


@dataclass(slots=True)
class Rows:
    """The automatic lists met so far: the piece that each level of each is at, and which of them are rows of sections."""

    _at: dict[str, dict[int, Piece]] = field(default_factory=dict)
    _roots: set[str] = field(default_factory=set)

    def place(self, outline: Outline, mark: Mark, auto: Auto, here: Here) -> Piece | None:
        """Take a mark of an automatic list; give the piece it begins, or None for a bullet before any number."""
        above = self._above(outline, auto)
        if auto.dotted or mark.family is Family.LETTERED or len(mark.key) > 1:
            piece = outline.number_under(mark, above)
        elif mark.family is Family.DIVISION:
            piece = outline.division(mark)
        elif above is None and self._is_root(outline, mark, auto, here):
            self._roots.add(auto.listing)
            piece = outline.number_under(mark, None) if mark.key else self._root(outline, mark)
        elif above and above.mark.family is Family.DIVISION and mark.key:
            piece = outline.number_under(mark, above)
        elif not outline.pieces:
            return None
        else:
            base = outline.numbered or outline.container or outline.pieces[-1]
            piece = outline.item(outline.lists.automatic(mark, auto, here.indent, above, base))
        levels = self._at.get(auto.listing, {})
        self._at[auto.listing] = {**{n: one for n, one in levels.items() if n < auto.level}, auto.level: piece}
        return piece

    def forget(self) -> None:
        """Begin again."""
        self._at.clear()
        self._roots.clear()

    def _above(self, outline: Outline, auto: Auto) -> Piece | None:
        """The piece of the same list, at the nearest level above, while what has come since then leaves it open."""
        levels = self._at.get(auto.listing, {})
        nearest = max((n for n in levels if n < auto.level), default=None)
        if nearest is None:
            return None
        above, numbered = levels[nearest], outline.numbered or outline.container
        if above.is_item:
            return above if _base(above) is numbered else None
        if numbered and numbered is not above and above in _line(numbered) and numbered not in levels.values():
            return numbered  # a typed 1.1 below an automatic 1: the automatic (a) after it is its own
        return above

    def _is_root(self, outline: Outline, mark: Mark, auto: Auto, here: Here) -> bool:
        """Whether the outermost level of a list is the row of the sections rather than a list within one of them."""
        if mark.family is Family.BULLET:
            return False
        if auto.listing in self._roots or not outline.pieces or here.heading:
            return True
        if auto.listing in self._at or self._numbers_headings():
            return False
        last = outline.last_number()
        if not mark.key:
            return outline.numbered is None and outline.container is None
        if outline.numbered is None:
            return True  # a part has just begun
        return bool(last) and mark.key[0] == last[0] + 1 and alike(mark.form) == (outline.form or ".")

    def _numbers_headings(self) -> bool:
        return HEADINGS in self._at

    def _root(self, outline: Outline, mark: Mark) -> Piece:
        found = places_of(mark)
        return outline.root(mark, *(found[0] if found else ("a", 1)))


HEADINGS = "headings"
"""The list that headings without numbers are counted in."""


def _line(piece: Piece) -> list[Piece]:
    """The pieces above one, nearest first."""
    found = []
    while piece.parent:
        piece = piece.parent
        found.append(piece)
    return found


def _base(piece: Piece) -> Piece | None:
    """The numbered piece that an item stands under, however deep."""
    return next((one for one in _line(piece) if not one.is_item), None)
