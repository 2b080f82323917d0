"""One page of a PDF: its letters put together into rows, in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

_HYPHEN = 2  # what pdfium gives for a hyphen at the end of a line
_NOTHING = {0, 0xFFFE, 0xFFFF, 0xFEFF}
_WIDE = 2.0  # heights of a letter: a wider gap is white space that was set, as before the page in a table of contents


@dataclass(slots=True)
class Row:
    """A printed line; lengths in points from the lower left corner of its page."""

    text: str
    page: int
    left: float
    right: float
    y: float
    height: float
    bold: bool
    first: float  # the width of its first word

    @property
    def style(self) -> tuple[int, bool]:
        """The size and weight of its first letter."""
        return round(self.height), self.bold


class _Letters:
    """The letters of a page, by their place in its stream."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.text = page.get_textpage()
        self.count = self.text.count_chars()
        self._x, self._y = c_double(), c_double()
        self._edges = [c_double() for _ in range(4)]
        self._name, self._flags = create_string_buffer(100), c_int()

    def at(self, at: int) -> tuple[int, float, float]:
        """The code of a letter and where it stands on its line."""
        raw.FPDFText_GetCharOrigin(self.text.raw, at, byref(self._x), byref(self._y))
        return raw.FPDFText_GetUnicode(self.text.raw, at), self._x.value, self._y.value

    def right(self, at: int) -> float:
        """The right edge of a letter."""
        raw.FPDFText_GetCharBox(self.text.raw, at, *(byref(one) for one in self._edges))
        return self._edges[1].value

    def height(self, at: int) -> float:
        """The height of the letter's line."""
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.text.raw, at, byref(box))
        return max(float(box.top - box.bottom), 1.0)

    def is_bold(self, at: int) -> bool:
        """Whether the letter's font says that it is bold."""
        size = raw.FPDFText_GetFontInfo(self.text.raw, at, self._name, 100, byref(self._flags))
        name = self._name.value.lower() if 0 < size <= 100 else b""
        return raw.FPDFText_GetFontWeight(self.text.raw, at) >= 600 or b"bold" in name or b"black" in name


def rows_of(page: pdfium.PdfPage, number: int) -> list[Row]:
    """Take a page and its number; give its rows."""
    letters = _Letters(page)
    pieces: list[list[tuple[int, int, float, float]]] = []  # place, code, x, y
    height = 1.0
    for at in range(letters.count):
        code, x, y = letters.at(at)
        if code in _NOTHING or code in {10, 13}:
            continue
        last = pieces[-1][-1] if pieces else None
        if last is None or abs(y - pieces[-1][0][3]) > 0.45 * height or x < last[2] - height:
            if chr(code).isspace():
                continue
            height = letters.height(at)
            pieces.append([])
        pieces[-1].append((at, code, x, y))
    rows = [row for piece in pieces if (row := _row(letters, piece, number))]
    return _merged(sorted(rows, key=lambda row: (-round(row.y / 3), row.left)) if _is_jumbled(rows) else rows)


def _row(letters: _Letters, piece: list[tuple[int, int, float, float]], number: int) -> Row | None:
    while piece and chr(piece[-1][1]).isspace():
        piece.pop()
    if not piece:
        return None
    first = piece[0]
    height = letters.height(first[0])
    text = [""]
    end = None  # of the first word
    edge = first[2]
    for before, one in zip([first, *piece], piece, strict=False):
        is_space = chr(one[1]).isspace()
        if is_space and end is None:
            end = letters.right(before[0])
        text.append("\t" if is_space and one[2] - edge > _WIDE * height else _letter(one[1]))
        edge = one[2]
    words = "".join(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    right = letters.right(piece[-1][0])
    return Row(words, number, first[2], right, first[3], height, letters.is_bold(first[0]), (end or right) - first[2])


def _letter(code: int) -> str:
    return "-" if code == _HYPHEN else " " if code < 32 else chr(code)


def _is_jumbled(rows: Sequence[Row]) -> bool:
    """Whether the page was not written from top to bottom: it goes up, without going right, again and again."""
    ups = sum(1 for one, two in pairwise(rows) if two.y > one.y + one.height / 2 and two.left <= one.left + 5)
    return ups > 2 and 5 * ups > len(rows)


def _merged(rows: Sequence[Row]) -> list[Row]:
    """Rows whose pieces were written one after the other on the same line: a number and its words."""
    found: list[Row] = []
    for row in rows:
        last = found[-1] if found else None
        if last and abs(last.y - row.y) < 0.3 * last.height and row.left >= last.right - 1:
            gap = "\t" if row.left - last.right > _WIDE * last.height else " "
            last.text, last.right = f"{last.text}{gap}{row.text}", row.right
        else:
            found.append(row)
    return found
