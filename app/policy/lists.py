"""The lists that are open under a number: lettered, Roman, counted and bulleted, one within another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.policy.notes import Notes
from app.policy.numbering import Auto, Family, Mark, letters, places, roman
from app.policy.pieces import Piece
from app.policy.plain_text import Unreadable

MAX_LEVELS = 9
FURTHEST = 20  # a number that skips more than this many is taken for words: a time, a price, a year
# How the bullets of a clause, of an item, and of an item's item are labelled.
_LABELS: tuple[Callable[[int], str], ...] = (letters, lambda index: roman(index + 1), lambda index: str(index + 1))


@dataclass(slots=True)
class OpenList:
    """A list that may go on: how it is set, its row ("a", "A", "i", "I", "1" or the bullet), its last place and item."""

    form: str
    row: str
    place: int
    indent: int
    item: Piece
    parent: Piece | None

    def goes_on(self, mark: Mark) -> bool:
        """Whether the mark is the next of this list."""
        return self.form == mark.form and (self.row, self.place + 1) in places_of(mark)


def places_of(mark: Mark) -> tuple[tuple[str, int], ...]:
    """The rows a mark can stand in, with its place in each; a bullet has none."""
    return () if mark.family is Family.BULLET else places(mark.printed)


@dataclass(slots=True)
class Lists:
    """The open lists, outermost first, and whether a paragraph has closed them."""

    notes: Notes
    marks: Sequence[Mark | None]
    open: list[OpenList] = field(default_factory=list)
    closed: bool = False
    _labels: frozenset[tuple[str, str, int]] = frozenset()

    def __post_init__(self) -> None:
        """Which labels the document holds, as row, place and form."""
        listed = [one for one in self.marks if one and one.family is Family.LISTED]
        self._labels = frozenset((one.form, *place) for one in listed for place in places_of(one))

    def close(self) -> None:
        """A number or a part begins: no list goes on."""
        self.open.clear()
        self.closed = False

    def holding(self, indent: int) -> Piece | None:
        """The innermost item that a paragraph set in this far stands under; the lists within it are closed."""
        while self.open and self.open[-1].indent >= indent:
            if not any(one.indent < indent for one in self.open):
                return None
            self.open.pop()
        return self.open[-1].item if self.open else None

    def goes_on(self, mark: Mark) -> OpenList | None:
        """The innermost open list in which this mark comes next."""
        if mark.family is Family.BULLET:
            return next((one for one in reversed(self.open) if one.row == mark.printed), None)
        return next((one for one in reversed(self.open) if one.goes_on(mark)), None)

    def begins_row(self, mark: Mark) -> str | None:
        """The row that this mark begins, when the document also holds the second of that row."""
        rows = (row for row, place in places_of(mark) if place == 1 and (mark.form, row, 2) in self._labels)
        return next(rows, None)

    def place(self, mark: Mark, at: int, indent: int, base: Piece, broken: bool) -> Piece | None:
        """Take a mark, its line and its distance from the margin, and the numbered piece it is under; give its item.

        None when the mark fits no list here and begins none. Raises `Unreadable` for lists nested too deep.
        """
        if mark.family is Family.BULLET:
            return self._bullet(mark, indent, base)
        following = self.goes_on(mark)
        if following and not self._turns_roman(mark, at, indent, following):
            return self._continue(following, mark, following.place + 1)
        row = next((row for row, place in places_of(mark) if place == 1), None)
        same = next((one for one in reversed(self.open) if one.form == mark.form and one.row == row), None)
        if same and indent <= same.indent + 1:
            return None if broken else self._continue(same, mark, 1)
        if row and (self.begins_row(mark) or (mark.form != "." and not mark.printed.isupper()) or mark.key):
            return self._begin(mark, row, indent, base)
        return self._out_of_row(mark, broken)

    def automatic(self, mark: Mark, auto: Auto, indent: int, above: Piece | None, base: Piece) -> Piece:
        """The item of an automatic list: the next of its level where that is open, else the first below what holds it.

        `above` is the piece of the same list one level up; `base` the numbered piece that all of it is under.
        """
        form, row = f"auto {auto.listing}", str(auto.level)
        for one in reversed(self.open):
            if (one.form, one.row) == (form, row):
                return self._continue(one, mark, one.place + 1)
        outer = next((one for one in reversed(self.open) if one.form == form and int(one.row) < auto.level), None)
        while self.open and (self.open[-1] is not outer if above else self.open[-1].indent >= indent):
            self.open.pop()
        return self._push(form, row, 1, indent, mark, mark.printed, self.open[-1].item if self.open else above or base)

    def under(self, label: str, depth: int, mark: Mark, indent: int, base: Piece, is_last: bool) -> tuple[Piece, bool]:
        """The item of this label and depth under a number that is printed with it, as 3.2(a)(ii), and whether it is new."""
        last = self.open[depth] if depth < len(self.open) else None
        if last and last.item.label == label and not is_last:
            return last.item, False
        rows = places(label)
        row, place = next((one for one in rows if last and one == (last.row, last.place + 1)), rows[0] if rows else ("a", 1))
        del self.open[depth:]
        self.closed = False
        return self._push("()", row, place, indent, mark, label, self.open[-1].item if self.open else base), True

    def _turns_roman(self, mark: Mark, at: int, indent: int, following: OpenList) -> bool:
        """Whether the i that could follow h begins a list of its own: ii comes after it, or it is set in further."""
        if mark.printed not in {"i", "I"} or following.row not in {"a", "A"}:
            return False
        ahead = (one for one in self.marks[at + 1 : at + 200] if one and one.form == mark.form and not one.key)
        after = next((one for one in ahead if one.family is Family.LISTED), None)
        return indent > following.indent + 1 or (after is not None and after.printed.lower() == "ii")

    def _out_of_row(self, mark: Mark, broken: bool) -> Piece | None:
        """An item that leaves out some of its row, or stands in it once more."""
        for one in reversed(self.open):
            for row, place in places_of(mark):
                if one.form != mark.form or one.row != row or place > one.place + FURTHEST or broken:
                    continue
                before = one.item
                piece = self._continue(one, mark, place)
                if place > one.place or piece.label != before.label:
                    self.notes.skipped(f"({before.label})", f"({mark.printed})")
                return piece
        return None

    def _bullet(self, mark: Mark, indent: int, base: Piece) -> Piece:
        same = [one for one in self.open if one.row == mark.printed]
        beside = next((one for one in reversed(same) if abs(one.indent - indent) <= 1), None)
        if beside is None and same and indent < same[-1].indent:
            beside = next((one for one in reversed(same) if one.indent <= indent), same[0])
        if beside:
            return self._continue(beside, mark, beside.place + 1)
        while self.open and self.open[-1].indent > indent + 1:
            self.open.pop()
        return self._begin(mark, mark.printed, indent, base)

    def _begin(self, mark: Mark, row: str, indent: int, base: Piece) -> Piece:
        if self.closed:
            self.close()
        parent = self.open[-1].item if self.open else base
        return self._push(mark.form, row, 1, indent, mark, mark.printed, parent)

    def _push(self, form: str, row: str, place: int, indent: int, mark: Mark, label: str, parent: Piece) -> Piece:
        if len(self.open) >= MAX_LEVELS:
            raise too_deep(mark.rest or mark.printed)
        self.closed = False
        piece = _item(mark, label, parent)
        self.open.append(OpenList(form, row, place, indent, piece, parent))
        return piece

    def _continue(self, following: OpenList, mark: Mark, place: int) -> Piece:
        while self.open[-1] is not following:
            self.open.pop()
        self.closed = False
        following.place = place
        following.item = _item(mark, mark.printed, following.parent)
        return following.item


def _item(mark: Mark, label: str, parent: Piece | None) -> Piece:
    """An item of a list; a bullet gets the letter of its place among all items of its parent."""
    piece = Piece(mark, label, parent, is_item=True)
    if mark.family is Family.BULLET and parent:
        piece.label = _LABELS[(piece.depth - 1) % 3](parent.items)
    return piece


def too_deep(begins: str) -> Unreadable:
    """For numbers or lists within lists beyond `MAX_LEVELS`."""
    return Unreadable(f"The numbering goes deeper than {MAX_LEVELS} levels at “{begins[:40]}”, which no policy needs.")
