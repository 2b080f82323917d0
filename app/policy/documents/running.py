"""The heads and feet of printed pages: rows that come again at the same place of page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from app.policy.documents.blocks import quoted
from app.policy.documents.portable_page import Row
from app.policy.numbering import mark_of

_EDGE = 3  # rows at the top and the bottom of a page that could be its head or foot
_NEAR = 4.0  # points by which their place may differ
_DIGITS = re.compile(r"[0-9]+")
_MOST = 6  # variants of one row that are all quoted


def without_running(pages: Sequence[Sequence[Row]]) -> tuple[list[list[Row]], list[str]]:
    """Take the rows of each page; give them without heads and feet, and the warning that quotes those."""
    places: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for at, page in enumerate(pages):
        ranked = sorted(page, key=lambda row: row.y)
        for row in {id(one): one for one in (*ranked[:_EDGE], *ranked[-_EDGE:])}.values():
            places[_key(row)].append((at, row))
    filled = sum(1 for page in pages if page)
    again = {id(row) for found in places.values() for row in _again(found, filled)}
    running = {id(row) for page in pages for row in _outermost(page, again)}
    said: list[str] = []
    for found in places.values():
        said += _variants([" ".join(row.text.split()) for _, row in found if id(row) in running])
    return [[row for row in page if id(row) not in running] for page in pages], quoted(
        "Left out as the head or foot of the pages", said
    )


def _key(row: Row) -> str:
    return _DIGITS.sub("#", " ".join(row.text.split()).casefold())


def _again(found: Sequence[tuple[int, Row]], filled: int) -> list[Row]:
    """Those of the alike rows that stand at one place of enough pages; a number that differs has to count the pages."""
    best: list[tuple[int, Row]] = []
    for _, one in found:
        near = [(at, row) for at, row in found if abs(row.y - one.y) < _NEAR]
        best = max(best, near, key=len)
    pages = {at for at, _ in best}
    if len(pages) < 2 or 5 * len(pages) < 2 * filled:
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


def _outermost(page: Sequence[Row], again: set[int]) -> list[Row]:
    """Of the rows that come again, those with nothing of this page's own above them, or nothing below."""
    ranked = sorted(page, key=lambda row: row.y)
    ends = (takewhile(lambda row: id(row) in again, rows) for rows in (ranked, reversed(ranked)))
    return [row for rows in ends for row in rows]


def _variants(texts: Sequence[str]) -> list[str]:
    """Each text once; of many that differ in their numbers only, the first and the last."""
    once = list(dict.fromkeys(texts))
    return once if len(once) <= _MOST else [once[0], f"… {once[-1]}"]
