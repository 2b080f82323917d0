"""Where a marked line stands: under which number, in which list, next in its row or out of it; or that it is only words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.policy.automatic import Rows
from app.policy.lists import FURTHEST, MAX_LEVELS, Lists, OpenList, too_deep
from app.policy.notes import Notes
from app.policy.numbering import Family, Mark
from app.policy.pieces import Piece
from app.policy.plain_text import Unreadable
from app.policy.standing import Fit, Here, alike, begins_hundred, is_first, is_words

MAX_PIECES = 2_000


@dataclass(slots=True)
class Outline:
    """The pieces met so far, the part and the number that are being read, and the lists that are open."""

    marks: Sequence[Mark | None]
    notes: Notes
    lists: Lists
    pieces: list[Piece] = field(default_factory=list)
    container: Piece | None = None
    numbered: Piece | None = None
    rows: Rows = field(default_factory=Rows)
    form: str | None = None  # how the numbers of the sections are set off
    _last: dict[Family, Mark] = field(default_factory=dict)
    _known: dict[tuple[int, Family, tuple[int, ...]], Piece] = field(default_factory=dict)
    _fresh: bool = False  # a part has just begun, so its numbers may begin again
    _roots: OpenList | None = None  # sections that are lettered: A. B. C.
    _keys: frozenset[tuple[Family, tuple[int, ...]]] = frozenset()
    _set_off: frozenset[int] = frozenset()
    _begins: bool = False  # the document holds a first number
    _divided: bool = False  # “Section 1” holds numbers of its own, and is not itself number 1

    def __post_init__(self) -> None:
        """Look once at all marks: what one means depends on which others there are."""
        found = [one for one in self.marks if one and one.key]
        whole = [one for one in found if len(one.key) == 1]
        self._keys = frozenset((one.family, one.key) for one in found)
        self._begins = len(self._keys) < 2 or any(is_first(key) for family, key in self._keys if family is Family.NUMBER)
        self._set_off = frozenset(one.key[0] for one in whole if one.form)
        self._divided = {"section"} < {one.form for one in whole if one.form in {"section", ".", ")"}}

    def place(self, mark: Mark, here: Here) -> Piece | None:
        """Take a mark and what surrounds it; give the piece it begins, or None when the line is only words.

        Raises `Unreadable` for more levels or more pieces than a policy can have.
        """
        if len(mark.key) > MAX_LEVELS:
            raise too_deep(mark.printed)
        if mark.auto:
            return self.rows.place(self, mark, mark.auto, here)
        if mark.family is Family.DIVISION or (self._divided and mark.form == "section" and len(mark.key) == 1):
            piece = None if here.broken and here.full else self.division(mark)
        elif mark.key:
            piece = self._number(mark, here)
        else:
            piece = self._item(mark, here)
        if piece is None and self.pieces and (mark.form == "()" or mark.key or self._roots):
            self.notes.only_words(here.words)
        return piece

    def owner(self, indent: int) -> Piece:
        """The piece that a new paragraph without a mark belongs to, by how far it is set in; it may close a list."""
        item = self.lists.holding(indent)
        if item is None:
            self.lists.closed = True
            del self.lists.open[1:]
        return item or self.numbered or self.container or self.pieces[-1]

    def forget(self) -> None:
        """Begin again: what was read so far was a table of contents."""
        self.pieces.clear()
        self._known.clear()
        self._last.clear()
        self.lists.close()
        self.rows.forget()
        self.notes.forget_numbers()
        self.container = self.numbered = self.form = self._roots = None

    def last_number(self) -> tuple[int, ...]:
        """The number that was printed last, or nothing."""
        last = self._last.get(Family.NUMBER)
        return last.key if last else ()

    def number_under(self, mark: Mark, above: Piece | None) -> Piece:
        """Begin an automatic number below this piece or, when its list has none there, below the one its number names."""
        if self.container and above is None and len(mark.key) == 1 and self._roots:
            self.container = self._roots = None
        piece = Piece(mark, mark.printed, above or self._above(mark))
        last = self._last.get(mark.family)
        if last and mark.key <= last.key and (self._scope(), mark.family, mark.key) not in self._known and not self._fresh:
            self.notes.backwards(last.printed, mark.printed)
        if self.form is None and len(mark.key) == 1:
            self.form = alike(mark.form)
        self._last[mark.family], self._fresh = mark, False
        self.lists.close()
        self.numbered = self._known[self._scope(), mark.family, mark.key] = self._add(piece)
        return piece

    def item(self, piece: Piece) -> Piece:
        """Take in an item of an automatic list."""
        return self._add(piece)

    def _add(self, piece: Piece) -> Piece:
        piece.container = None if piece is self.container else self.container
        self.pieces.append(piece)
        if piece.is_item and piece.parent:
            piece.parent.items += 1
        if len(self.pieces) > MAX_PIECES:
            raise Unreadable(f"More than {MAX_PIECES:,} numbers and bullets were found, which is more than any policy needs.")
        return piece

    def division(self, mark: Mark) -> Piece:
        return self._contain(Piece(mark, f"Section {mark.printed}" if mark.key else mark.printed, None))

    def _contain(self, piece: Piece) -> Piece:
        self.container, self.numbered, self._fresh = piece, None, True
        self.lists.close()
        return self._add(piece)

    def _number(self, mark: Mark, here: Here) -> Piece | None:
        if mark.subs and self.numbered and self.numbered.mark.key == mark.key:
            return self._composite(mark, here, self.numbered)
        if mark.family is Family.NUMBER and len(mark.key) == 1 and self._is_nested(mark, here):
            return self._item(mark, here)
        fit = self._fit(mark)
        if fit is Fit.NOT or (mark.is_bare and not self._is_sure(mark, here.at, fit)) or is_words(mark, here, fit):
            return None
        return self._begin(mark, here, fit)

    def _begin(self, mark: Mark, here: Here, fit: Fit) -> Piece:
        last = self._last.get(mark.family)
        if fit is Fit.GAP:
            self.notes.skipped(last.printed if last else "", mark.printed)
        elif fit is Fit.BACK and last and (self._scope(), mark.family, mark.key) not in self._known:
            self.notes.backwards(last.printed, mark.printed)
        if len(mark.key) == 1 and mark.family is Family.NUMBER and self.form is None:
            self.form = alike(mark.form)
        self._last[mark.family], self._fresh = mark, False
        self.lists.close()
        piece = Piece(mark, mark.printed, self._above(mark))
        self.numbered = self._known[self._scope(), mark.family, mark.key] = self._add(piece)
        return self._composite(mark, here, piece) if mark.subs else piece

    def _composite(self, mark: Mark, here: Here, base: Piece) -> Piece:
        """The items of 3.2(a)(ii), under the clause whose number they carry."""
        piece = base
        for depth, label in enumerate(mark.subs):
            is_last = depth == len(mark.subs) - 1
            piece, is_new = self.lists.under(label, depth, mark, here.indent, base, is_last)
            if is_new:
                self._add(piece)
        return piece

    def _scope(self) -> int:
        return id(self.container) if self.container else 0

    def _above(self, mark: Mark) -> Piece | None:
        """The piece with the longest shorter address: 3 for 3.2; 1.0 does for 1.1 where no 1 was printed."""
        for size in range(len(mark.key) - 1, 0, -1):
            for key in (mark.key[:size], (*mark.key[:size], 0)):
                if key != mark.key and (found := self._known.get((self._scope(), mark.family, key))):
                    return found
        return self.container

    def _fit(self, mark: Mark) -> Fit:
        key, last = mark.key, self._last.get(mark.family)
        begins = is_first(key)
        if mark.family is Family.LETTERED and last is None:
            names = ("A", self.container.label[-1:] if self.container else "A")
            return Fit.NEXT if mark.printed[0] in names and is_first(key[1:]) else Fit.NOT
        if last is None or (self._fresh and begins):
            late = not self._begins or (mark.family, (*key, 1)) in self._keys
            return Fit.NEXT if begins else Fit.GAP if late else Fit.NOT
        if key <= last.key:
            return Fit.BACK
        if begins_hundred(key, last.key):
            return Fit.NEXT
        at = next((i for i, n in enumerate(last.key) if i >= len(key) or key[i] != n), len(last.key))
        steps = key[at] - (last.key[at] if at < len(last.key) else 0)
        beyond = max(steps - 1, 0) + sum(max(n - 1, 0) for n in key[at + 1 :])
        return Fit.NEXT if not beyond else Fit.GAP if beyond <= FURTHEST else Fit.NOT

    def _is_sure(self, mark: Mark, at: int, fit: Fit) -> bool:
        """A bare number counts only when it comes next, and nothing set off as a number competes with it."""
        if fit is not Fit.NEXT or (not mark.rest and bool(self._set_off)):
            return False
        ahead = self._ahead(at)
        if ahead and (ahead.key[:-1] == mark.key or (ahead.is_bare and ahead.key[0] == mark.key[0] + 1)):
            return True
        number = mark.key[0]
        followed = any((mark.family, key) in self._keys for key in ((number, 1), (number, 0), (number + 1,)))
        return number not in self._set_off and (bool(self._last) or followed)

    def _is_nested(self, mark: Mark, here: Here) -> bool:
        """Whether 1. or 2) stands in a list of its own under a number, rather than in the row of the sections."""
        if self.numbered is None or mark.is_bare:
            return False
        # where the sections have no number of their own (1.1, 1.2, 2.1), a number set off by a point could be one late
        if alike(mark.form) != (self.form or "."):
            return True
        if row := self.lists.goes_on(mark):
            last = self._last.get(mark.family)
            comes_next = last is not None and mark.key[0] == last.key[0] + 1
            return not (comes_next and (self._heads_section(mark, here.at) or here.indent < row.indent - 1))
        return mark.key == (1,) and here.before is not None and here.before.parts[-1].endswith(":")

    def _heads_section(self, mark: Mark, at: int) -> bool:
        ahead = self._ahead(at)
        return ahead is not None and len(ahead.key) > 1 and ahead.key[0] == mark.key[0]

    def _ahead(self, at: int) -> Mark | None:
        """The next number printed below a line, if it is not far."""
        return next((one for one in self.marks[at + 1 : at + 200] if one and one.key), None)

    def _item(self, mark: Mark, here: Here) -> Piece | None:
        """An item of a list; or, before any number, of a row of lettered sections."""
        following = self.lists.goes_on(mark)
        if self._roots and self._roots.goes_on(mark) and not following:
            return self.root(mark, self._roots.row, self._roots.place + 1)
        if not self.pieces:
            row = self.lists.begins_row(mark)
            return self.root(mark, row, 1) if row else None
        if here.broken and here.full and not following and mark.printed != "•":
            return None
        base = self.numbered or self.container or self.pieces[-1]
        piece = self.lists.place(mark, here.at, here.indent, base, here.broken and (here.full or here.pointed))
        return self._add(piece) if piece else None

    def root(self, mark: Mark, row: str, place: int) -> Piece:
        piece = self._contain(Piece(mark, mark.printed if mark.printed.isupper() else f"({mark.printed})", None))
        self._roots = OpenList(mark.form, row, place, 0, piece, None)
        return piece
