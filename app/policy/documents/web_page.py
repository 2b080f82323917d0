"""A web page: its headings, paragraphs, lists and tables; what a browser would not show is left out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.policy.documents.blocks import parts_of, quoted, row_of, sheet_of
from app.policy.documents.labels import automatic, bullet, printed
from app.policy.documents.page_tree import BLOCKS, tree_of
from app.policy.numbering import Mark, letters
from app.policy.plain_text import LINE_ENDS, decoded, wide_coding
from app.policy.sheets import Block, Sheet

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LOOKS = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal-leading-zero": "01",
}
_LIST_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_STEP = 4  # columns that each level of a list is set in


def web_page(data: bytes, file: str) -> tuple[Sheet, list[str]]:
    """Take the bytes of a web page; give its lines, and what a person should know of them."""
    walk = _Walk()
    title, body = tree_of(LINE_ENDS.sub("\n", _letters(data, file)), file)
    walk.all_of(body)
    walk.flush()
    sheet, said = sheet_of(walk.blocks, file)
    shown = {" ".join(one.words.split()) for one in walk.blocks}
    unseen = quoted("The title of the page’s window was left out", [title] if " ".join(title.split()) not in shown else [])
    return sheet, [*said, *walk.said(), *unseen]


def _letters(data: bytes, file: str) -> str:
    """The page as text: by its mark, by what it says itself, else as plain text is taken."""
    found = _CHARSET.search(data[:4096])
    if found and not wide_coding(data) and not data.startswith(b"\xef\xbb\xbf"):
        try:
            name = codecs.lookup(found[1].decode()).name
            return data.decode("cp1252" if name == "iso8859-1" else name)
        except (LookupError, UnicodeDecodeError):
            pass  # what the page says of itself is wrong
    return decoded(data, file)


class _Walk:
    """Goes through the page once."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._mark: Mark | None = None
        self._heading, self._depth, self._lists = 0, 0, 0
        self._listing = ""
        self._hidden: list[str] = []
        self._deleted: list[str] = []
        self._pictures: list[str] = []

    def all_of(self, holder: Element, as_set: bool = False) -> None:
        """Everything in an element, in order; `as_set` keeps its line ends."""
        self._say(holder.text, as_set)
        for one in holder:
            self._one(one, as_set)
            self._say(one.tail, as_set)

    def _say(self, text: str | None, as_set: bool) -> None:
        if text:
            self._text.append(text if as_set else text.replace("\n", " "))

    def _one(self, one: Element, as_set: bool) -> None:
        name = one.tag
        if _is_hidden(one):
            self._hidden.append("".join(one.itertext()))
        elif name in {"del", "s", "strike"}:
            self._deleted.append("".join(one.itertext()))
        elif name == "br":
            self._text.append("\n")
        elif name == "img":
            self._pictures.append(one.get("alt", ""))
        elif name in {"ol", "ul", "menu", "dir"}:
            self._list(one)
        elif name == "table":
            self._table(one)
        elif name in BLOCKS:
            self.flush()
            before, self._heading = self._heading, int(name[1]) if re.fullmatch("h[1-6]", name) else self._heading
            self.all_of(one, as_set or name == "pre")
            self.flush()
            self._heading = before
        else:
            self.all_of(one, as_set)

    def flush(self, is_item: bool = False) -> None:
        """End a paragraph. A number whose item begins with another list stands alone."""
        text = "".join(self._text)
        self._text.clear()
        if text.strip() or (is_item and self._mark):
            indent = _STEP * self._depth + (2 if self._depth and not self._mark else 0)
            self.blocks += parts_of(text, self._mark, indent, self._heading, False)
            self._mark = None

    def _list(self, one: Element) -> None:
        self.flush(is_item=True)
        if not self._depth:
            self._lists += 1
            self._listing = f"list {self._lists}"
        self._depth += 1
        items = [item for item in one if item.tag == "li" and not _is_hidden(item)]
        self._say(one.text, False)
        self.flush()
        step = -1 if "reversed" in one.attrib else 1
        at = _whole(one.get("start", "")) if _whole(one.get("start", "")) is not None else len(items) if step < 0 else 1
        for item in one:
            if item.tag == "li" and not _is_hidden(item):
                value = _whole(item.get("value", ""))
                at = value if value is not None else at
                self.flush()
                self._mark = self._item(one, item, at or 0)
                self.all_of(item)
                self.flush(is_item=True)
                at = (at or 0) + step
            else:
                self._one(item, False)
            self._say(item.tail, False)
        self.flush()
        self._mark = None
        self._depth -= 1

    def _item(self, one: Element, item: Element, at: int) -> Mark | None:
        styles = [_LIST_TYPE.search(element.get("style", "").casefold()) for element in (item, one)]
        named = next((found[1] for found in styles if found), "")
        if named == "none":
            return None
        if one.tag != "ol":
            return bullet(self._listing, self._depth - 1)
        look = _LOOKS.get(named) or item.get("type") or one.get("type") or "1"
        label = letters(at - 1) if look in {"a", "A"} and at > 0 else printed(at, look)
        return automatic(f"{label.upper() if look == 'A' else label}.", (at,), self._listing, self._depth - 1)

    def _table(self, table: Element) -> None:
        self.flush()
        for stray in _strays(table):  # a browser shows these words before the table
            self._say(f"{stray} ", False)
        self.flush()
        before = self.blocks
        for row in _rows(table):
            self.blocks = []
            if row.tag != "tr":
                self._one(row, False)
                self.flush()
                before = [*before, *self.blocks]
                continue
            cells = []
            for cell in row:
                self.blocks = []
                self._one(cell, False)
                self.flush()
                cells.append(self.blocks)
            before = [*before, *row_of(cells)]
        self.blocks = before

    def said(self) -> list[str]:
        """What a person should know of the words."""
        said = quoted("Words that are struck out were left out", self._deleted)
        said += quoted("Hidden words were left out", self._hidden)
        if self._pictures:
            said.append(f"Pictures were not read ({len(self._pictures)}): check that none of them holds words of the policy.")
        return said + quoted("What stands for the pictures", self._pictures)


def _rows(table: Element) -> list[Element]:
    """The rows of a table and its caption."""
    return [row for one in table for row in (_rows(one) if one.tag in {"thead", "tbody", "tfoot"} else [one])]


def _strays(part: Element) -> Iterator[str]:
    """Words in a table that are in none of its cells."""
    yield part.text or ""
    for one in part:
        yield one.tail or ""
        if one.tag in {"thead", "tbody", "tfoot", "tr"}:
            yield from _strays(one)


def _is_hidden(one: Element) -> bool:
    return "hidden" in one.attrib or _HIDES.search(one.get("style", "").casefold()) is not None


def _whole(value: str) -> int | None:
    return int(value) if re.fullmatch(r"-?[0-9]{1,6}", value.strip()) else None
