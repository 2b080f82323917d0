"""A PDF document: its printed lines in the order of reading, without the heads and feet of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from ctypes import POINTER, c_ushort, cast, create_string_buffer
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from app.policy.documents.blocks import bounded, quoted
from app.policy.documents.kinds import damaged, harmful, locked
from app.policy.documents.portable_page import Row, rows_of
from app.policy.documents.running import without_running
from app.policy.lines import Line, ends_as_contents, is_ended, is_title
from app.policy.plain_text import Unreadable, without_hidden
from app.policy.sheets import Sheet, sheet_of_lines

MAX_PAGES = 500
_COLUMN = 5  # points of a column of text
_WIDGET = 20  # the kind of annotation that a field of a form is (FPDF_ANNOT_WIDGET)
_COMPOUND = frozenset(
    ["anti", "co", "cyber", "e", "ex", "full", "long", "non", "part", "self", "short", "so", "well", "x"]
)  # these keep their hyphen
_CLEAR = 1.12  # how much larger than the usual letters those of a heading are


def portable(data: bytes, file: str) -> tuple[Sheet, list[str]]:
    """Take the bytes of a PDF; give its lines, and what a person should know of them."""
    pages = _opened(data, file)
    rows = [rows_of(page, at) for at, page in enumerate(pages)]
    beside = _beside(pages)
    blank = [at + 1 for at, (page, found) in enumerate(zip(pages, rows, strict=True)) if not found and _pictures(page)]
    if not any(rows):
        if blank:
            raise Unreadable(
                f"{file} holds pictures only (a scan), so there are no words to read: choose the document it was printed from."
            )
        raise Unreadable(f"{file} holds no words.")
    body, running = without_running(rows)
    found = [row for page in body for row in page]
    bounded("\n".join(row.text for row in found), file)
    kept = _without_breaks(found)
    clean, hidden = without_hidden("\n".join(row.text for row in found), file)
    for row, text in zip(found, clean.split("\n"), strict=True):
        row.text = text
    scans = [f"Page {', '.join(map(str, blank))}: a picture only, so its words were not read."] if blank else []
    return sheet_of_lines(_lines([row for row in found if row.text.strip()])), [*hidden, *scans, *running, *kept, *beside]


def _opened(data: bytes, file: str) -> list[pdfium.PdfPage]:
    if b"%%EOF" not in data[-2048:]:
        raise damaged(file)
    try:
        document = pdfium.PdfDocument(data)
        if len(document) > MAX_PAGES:
            raise harmful(file, f"has more than {MAX_PAGES} pages")
        return [document[at] for at in range(len(document))]
    except pdfium.PdfiumError:
        raise (locked(file) if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD else damaged(file)) from None


def _pictures(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None


def _lines(rows: Sequence[Row]) -> list[Line]:
    """The rows as lines: which of them had no room for more is measured on the page."""
    if not rows:
        return []
    rights = sorted(row.right for row in rows)
    margin, left = rights[int(len(rights) * 0.98)], min(row.left for row in rows)
    steps = Counter(round(one.y - two.y) for one, two in pairwise(rows) if one.page == two.page and one.y > two.y)
    step = min((n for n, times in steps.items() if 8 * times >= max(steps.values())), default=14)
    heads = _headings(rows)
    found: list[Line] = []
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) else None
        full = after is not None and row.right + row.height / 4 + after.first > margin + 1
        gap = at == 0 or _gap(rows[at - 1], row, step, found[-1].full is True)
        leader, dots = ends_as_contents(row.text)
        words = " ".join(row.text.split())
        indent = round((row.left - left) / _COLUMN)
        found.append(
            Line(
                words,
                indent,
                indent + len(words),
                gap,
                leader,
                dots,
                full=full,
                heading=heads.get(row.style, 0) if is_title(words) else 0,
            )
        )
    return found


def _gap(before: Row, row: Row, step: int, full: bool) -> bool:
    """Whether there is white space between two rows; over the end of a page, whether the sentence had ended."""
    if before.page != row.page:
        return not full or is_ended(" ".join(before.text.split()))
    return before.y - row.y > 1.35 * step or before.y < row.y


def _headings(rows: Sequence[Row]) -> dict[tuple[int, bool], int]:
    """The styles of letters that stand out from those of the text, and the level of heading of each."""
    count: Counter[tuple[int, bool]] = Counter()
    for row in rows:
        count[row.style] += len(row.text)
    usual, _ = count.most_common(1)[0]
    clear = sorted(
        (one for one in count if one[0] > _CLEAR * usual[0] or (one[1] and not usual[1] and one[0] >= usual[0])), reverse=True
    )
    return {one: level for level, one in enumerate(clear, 1)}


def _without_breaks(rows: Sequence[Row]) -> list[str]:
    """Join words that were broken at the end of a row; note the hyphens that could be either a break's or a word's own."""
    words = Counter(word.strip(".,;:()“”‘’\"'").casefold() for row in rows for word in row.text.split())
    breaks = [(one, two) for one, two in pairwise(rows) if _breaks(one, two)]
    joined = [words[f"{_last(one)}{_first(two)}"] > 0 for one, two in breaks]
    whole = [words[f"{_last(one)}-{_first(two)}"] > 0 for one, two in breaks]
    breaks_words = sum(joined) > 1 and sum(joined) > sum(whole)
    unsure = []
    for (one, two), is_known, is_whole in zip(breaks, joined, whole, strict=True):
        if is_known or one.text.endswith("\xad") or (breaks_words and not is_whole and _last(one) not in _COMPOUND):
            start, _, rest = two.text.lstrip().partition(" ")
            one.text, two.text = f"{one.text[:-1]}{start}", rest
        elif not is_whole:
            unsure.append(f"{_last(one)}-{_first(two)}")
    return quoted("Words at the end of a line kept their hyphen: check whether it is the word’s own", unsure)


def _breaks(one: Row, two: Row) -> bool:
    return len(one.text) > 2 and one.text[-1] in "-\xad" and one.text[-2].isalpha() and two.text.lstrip()[:1].islower()


def _last(row: Row) -> str:
    return row.text.rstrip("-\xad").rsplit(None, 1)[-1].strip("(“‘\"'").casefold()


def _first(row: Row) -> str:
    return row.text.split(None, 1)[0].strip(".,;:)”’\"'").casefold()


def _beside(pages: Sequence[pdfium.PdfPage]) -> list[str]:
    """What stands in comments and fields, which are not part of the printed text."""
    notes: list[str] = []
    fields: list[str] = []
    for page in pages:
        for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 1_000)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, at)
            if annotation:
                is_field = raw.FPDFAnnot_GetSubtype(annotation) == _WIDGET
                (fields if is_field else notes).append(_value(annotation, b"V" if is_field else b"Contents"))
                raw.FPDFPage_CloseAnnot(annotation)
    said = quoted("Comments in the margin are not part of a clause and were left out", notes)
    return said + quoted("What was typed into the fields of a form was left out", fields)


def _value(annotation: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size < 200_000:
        return ""
    room = create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, key, cast(room, POINTER(c_ushort)), size)
    return bytes(room).decode("utf-16-le", "replace").rstrip("\0")
