"""The heads and feet of printed pages: rows that come again at the same place of page after page, set apart from the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile
from statistics import median

from app.policy.documents.blocks import quoted
from app.policy.documents.portable_page import Row
from app.policy.lines import is_page_number
from app.policy.numbering import Family, mark_of

_EDGE = 3  # rows at the top and the bottom of a page that could be its head or foot
_NEAR = 4.0  # points by which their place may differ
_DIGITS = re.compile(r"[0-9]+")
_MOST = 6  # variants of one row that are all quoted
_USUAL = 0.9  # of the gaps between the rows of the text, this part is no larger than the usual one
_WIDER = 1.1  # how much wider than that the gap is that sets a head or foot apart
_LOOSE = 1.5  # heights of a letter: the usual gap where the pages have no text to measure


def without_running(pages: Sequence[Sequence[Row]]) -> tuple[list[list[Row]], list[str]]:
    """Take the rows of each page; give them without heads and feet, and the warning that quotes those."""
    places: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    ranked = [sorted(page, key=lambda row: row.y) for page in pages]
    for at, page in enumerate(ranked):
        for row in {id(one): one for one in (*page[:_EDGE], *page[-_EDGE:])}.values():
            places[_key(row)].append((at, row))
    alike = [rows for found in places.values() if (rows := _again(found))]
    usual = _usual_gap(ranked, {id(row) for rows in alike for row in rows})
    running = _running(ranked, alike, usual) | _running([page[::-1] for page in ranked], alike, usual)
    said: list[str] = []
    for found in places.values():
        said += _variants([" ".join(row.text.split()) for _, row in found if id(row) in running])
    return [[row for row in page if id(row) not in running] for page in pages], quoted(
        "Left out as the head or foot of the pages", said
    )


def _key(row: Row) -> str:
    return _DIGITS.sub("#", " ".join(row.text.split()).casefold())


def _again(found: Sequence[tuple[int, Row]]) -> list[Row]:
    """Those of the alike rows that stand at one place of several pages; a number that differs has to count the pages."""
    best: list[tuple[int, Row]] = []
    for _, one in found:
        near = [(at, row) for at, row in found if abs(row.y - one.y) < _NEAR]
        best = max(best, near, key=len)
    if len({at for at, _ in best}) < 2:
        return []
    if len(best[0][1].text.strip()) < 4 and not _DIGITS.search(best[0][1].text):
        return []  # a bullet, a rule
    mark = mark_of(" ".join(best[0][1].text.split()))
    if mark and mark.key and mark.rest and not mark.is_bare and len({row.text for _, row in best}) > 1:
        return []  # 1.1, 2.1, 3.1: clauses that begin alike
    numbers = [(at, [int(n) for n in _DIGITS.findall(row.text)[:20] if len(n) < 10]) for at, row in best]
    for column in zip(*([(at, n) for n in found] for at, found in numbers), strict=False):
        if len({n for _, n in column}) > 1 and len({n - at for at, n in column}) > 1:
            return []
    return [row for _, row in best]


def _usual_gap(pages: Sequence[Sequence[Row]], again: set[int]) -> float:
    """The widest gap that is usual between two rows of the text itself."""
    heights = [row.height for page in pages for row in page]
    if not heights:
        return 0.0
    height = median(heights)
    text = [page[len(_outermost(page, again)) : len(page) - len(_outermost(page[::-1], again))] for page in pages]
    gaps = sorted(gap for page in text for one, two in pairwise(page) if (gap := two.y - one.y) > height / 2)
    return gaps[int(_USUAL * (len(gaps) - 1))] if gaps else _LOOSE * height


def _outermost(page: Sequence[Row], again: set[int]) -> list[Row]:
    """Of the rows that come again, those with nothing of this page's own outside them; the page begins at that end."""
    return list(takewhile(lambda row: id(row) in again, page))


@dataclass(frozen=True, slots=True)
class _End:
    """One end of every page: its rows from the outside in, and which of those that come again a gap sets apart."""

    pages: Sequence[Sequence[Row]]
    usual: float
    apart: frozenset[int]

    def is_beyond_text(self, y: float) -> bool:
        """Whether rows that come again stand apart at this place of enough pages, and seldom rows of the text."""
        apart = text = 0
        for page in self.pages:
            near = _near(page, y)
            if any(id(page[at]) in self.apart for at in near):
                apart += 1
            elif any(at + 1 < len(page) and abs(page[at + 1].y - page[at].y) <= _WIDER * self.usual for at in near):
                text += 1
        filled = sum(1 for page in self.pages if page)
        return apart > 1 and 5 * apart >= 2 * filled and 2 * text <= apart


def _near(page: Sequence[Row], y: float) -> range:
    """The places of the rows of a ranked page that stand at this height."""
    sign = -1 if len(page) > 1 and page[0].y > page[-1].y else 1
    first = bisect_left(page, sign * y - _NEAR, key=lambda row: sign * row.y)
    return range(first, bisect_left(page, sign * y + _NEAR, key=lambda row: sign * row.y))


def _running(pages: Sequence[Sequence[Row]], alike: Sequence[Sequence[Row]], usual: float) -> set[int]:
    """The feet of pages whose rows are ranked from the bottom; of pages ranked from the top, the heads."""
    again = {id(row) for rows in alike for row in rows}
    end = _End(pages, usual, frozenset(id(row) for page in pages for row in _apart(page, again, usual)))
    filled = [page[0].page for page in pages if page]
    beyond = cache(end.is_beyond_text)
    accepted: set[int] = set()
    for rows in alike:
        if _is_everywhere(rows, filled):
            accepted |= {id(row) for row in rows}
        elif any(id(row) in end.apart for row in rows) and beyond(round(rows[0].y)):
            accepted |= {id(row) for row in rows if id(row) in end.apart}
    return {id(row) for page in pages for row in _outermost(page, accepted)}


def _apart(page: Sequence[Row], again: set[int], usual: float) -> Iterable[Row]:
    """The rows that come again as far as the last wide gap among them, or between them and the text.

    Where the page holds nothing else, as far as the first of these gaps: what lies further in could be the text.
    """
    outer = _outermost(page, again)
    wide = [at for at, (one, two) in enumerate(pairwise(page), 1) if at <= len(outer) and abs(two.y - one.y) > _WIDER * usual]
    if len(outer) < len(page):
        return outer[: wide[-1]] if wide else []
    return outer[: wide[0]] if wide else outer if len(outer) < _EDGE else []


def _is_everywhere(rows: Sequence[Row], filled: Sequence[int]) -> bool:
    """Whether alike rows are on nearly every page, or on nearly every left or right one, however close to the text."""
    words = " ".join(rows[0].text.split())
    mark = mark_of(words)
    if mark and mark.family in {Family.BULLET, Family.LISTED} and not is_page_number(words):
        return False
    found = {row.page for row in rows}
    sides = [[page for page in filled if page % 2 == side] for side in (0, 1)]
    return len(found) > 2 and any(found <= set(pages) and 5 * len(found) >= 4 * len(pages) for pages in (filled, *sides))


def _variants(texts: Sequence[str]) -> list[str]:
    """Each text once; of many that differ in their numbers only, the first and the last."""
    once = list(dict.fromkeys(texts))
    return once if len(once) <= _MOST else [once[0], f"… {once[-1]}"]
