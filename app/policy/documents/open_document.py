"""An OpenDocument text (.odt): its paragraphs, lists and tables in their order, read without an office program."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from app.policy.documents.archive import Archive, about, child, local
from app.policy.documents.blocks import MACROS, parts_of, quoted, row_of, sheet_of
from app.policy.documents.kinds import damaged, locked
from app.policy.documents.open_lists import OUTLINE, Count, Lists, style_of, whole
from app.policy.documents.open_words import OpenWords
from app.policy.numbering import Mark
from app.policy.sheets import Block, Sheet

_CONTENTS = {"table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index", "object-index"}
_NOTHING = {"tracked-changes", "forms", "sequence-decls", "variable-decls", "user-field-decls", "soft-page-break", "scripts"}
_CELLS = {"table-cell", "covered-table-cell"}
_GROUPS = {"table-header-rows", "table-rows", "table-row-group"}
_STEP = 4  # columns that each level of a list is set in


def open_document(data: bytes, file: str) -> tuple[Sheet, list[str]]:
    """Take the bytes of an .odt; give its lines, and what a person should know of them."""
    archive = Archive(data, file)
    if b"encryption-data" in (archive.part("META-INF/manifest.xml") or b""):
        raise locked(file)
    content, styles = archive.xml("content.xml"), archive.xml("styles.xml")
    body = child(content, "body", "text")
    if content is None or body is None:
        raise damaged(file)
    trees = [content] if styles is None else [styles, content]
    words = OpenWords(trees)
    walk = _Walk(words, Lists(trees))
    words.changes(child(body, "tracked-changes"))
    walk.all_of(body, False)
    sheet, said = sheet_of(walk.blocks, file)
    macros = [MACROS] if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in archive.names) else []
    return sheet, [*macros, *said, *words.said(), *_pages(styles, words)]


class _Walk:
    """Goes through the text once."""

    def __init__(self, words: OpenWords, lists: Lists) -> None:
        self.words, self.lists = words, lists
        self.outline = Count(OUTLINE)
        self.blocks: list[Block] = []

    def all_of(self, holder: Iterable[Element], aside: bool) -> None:
        """Every paragraph, list and table in an element, in order."""
        for one in holder:
            name = local(one)
            if name in {"p", "h"}:
                self._paragraph(one, self._outlined(one) if name == "h" else None, 0, aside)
            elif name == "list":
                self._list(one, self.lists.begin(one, style_of(one)), style_of(one), 0, aside)
            elif name == "numbered-paragraph":
                at = whole(about(one, "level"), 1) - 1
                mark = self.lists.mark(style_of(one), at, self.lists.begin(one, style_of(one)), _value(one))
                self._held(one, mark, _STEP * (at + 1), aside)
            elif name == "table":
                self._table(one, aside)
            elif name == "section" and about(one, "display") == "none":
                self.words.hide(one)
            elif name not in _NOTHING:
                self.words.drawn(one) if name == "frame" else self.all_of(one, aside or name in _CONTENTS)
                self._boxes(aside)

    def _paragraph(self, one: Element, mark: Mark | None, indent: int, aside: bool) -> None:
        text = self.words.of(one)
        if self.words.is_hidden(one):
            self.words.hide(one)
        else:
            heading = whole(about(one, "outline-level"), 1) if local(one) == "h" else 0
            self.blocks += parts_of(text, mark, indent, heading, aside)
        self._boxes(aside)

    def _boxes(self, aside: bool) -> None:
        boxes, self.words.boxes = self.words.boxes, []
        for box in boxes:
            first = len(self.blocks)
            self.all_of(box, aside)
            self.words.boxed += [block.words for block in self.blocks[first:]]

    def _outlined(self, one: Element) -> Mark | None:
        """The number of a heading outside a list, by the outline of the document."""
        if about(one, "is-list-header") == "true" or self.words.switches_off(one):
            return None
        value = _value(one) if about(one, "restart-numbering") == "true" else None
        return self.lists.mark(OUTLINE, whole(about(one, "outline-level"), 1) - 1, self.outline, value)

    def _list(self, one: Element, count: Count, style: str, at: int, aside: bool) -> None:
        for item in one:
            if local(item) not in {"list-item", "list-header"}:
                self.all_of([item], aside)
                continue
            first = next(iter(item), None)
            numbered = first is not None and local(first) in {"p", "h"} and local(item) == "list-item"
            named = style or (self.words.list_style(first) if first is not None else "")
            mark = self.lists.mark(named, at, count, _value(item)) if numbered else None
            self._held(item, mark, _STEP * (at + 1), aside, (count, style, at))

    def _held(
        self, holder: Element, mark: Mark | None, indent: int, aside: bool, within: tuple[Count, str, int] | None = None
    ) -> None:
        """What an item holds: its own paragraph, those that go on with it, and the lists in it."""
        for one in holder:
            name = local(one)
            if name in {"p", "h"}:
                self._paragraph(one, mark, indent if mark else indent + 2, aside)
                mark = None
            elif name == "list" and within:
                self._list(one, within[0], style_of(one) or within[1], within[2] + 1, aside)
            else:
                self.all_of([one], aside)

    def _table(self, table: Element, aside: bool) -> None:
        before = self.blocks
        for row in _rows(table):
            self.blocks, cells = [], []
            if local(row) != "table-row":
                self.all_of([row], aside)
                before = [*before, *self.blocks]
                continue
            for cell in row:
                self.blocks = []
                self.all_of(cell if local(cell) in _CELLS else [cell], aside)
                cells.append(self.blocks)
            before = [*before, *row_of(cells)]
        self.blocks = before


def _rows(table: Element) -> list[Element]:
    """The rows of a table, also those in groups, and what else stands in it."""
    return [row for one in table for row in (_rows(one) if local(one) in _GROUPS else [one])]


def _value(one: Element) -> int | None:
    value = about(one, "start-value")
    return whole(value, 1) if value else None


def _pages(styles: Element | None, words: OpenWords) -> list[str]:
    """The heads and feet of the pages."""
    ends = [one for one in (styles.iter() if styles is not None else ()) if local(one).startswith(("header", "footer"))]
    lines = [words.plain(line) for end in ends for line in end.iter() if local(line) in {"p", "h"}]
    return quoted("Left out as the head or foot of the pages", lines)
