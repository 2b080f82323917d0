"""A Word document: its paragraphs and tables in their order, and what of it is not part of the clauses."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from app.policy.documents.archive import Archive, about, child, children, local
from app.policy.documents.blocks import MACROS, parts_of, quoted, row_of, sheet_of
from app.policy.documents.kinds import damaged
from app.policy.documents.word_numbering import TWIPS, Numbering
from app.policy.documents.word_runs import Runs, Words
from app.policy.documents.word_styles import Styles
from app.policy.numbering import Mark
from app.policy.sheets import Block, Sheet

_HOLDERS = {"ins", "moveTo", "customXml", "smartTag", "sdtContent", "body", "txbxContent", "AlternateContent", "Choice", "Fallback"}


def word_document(data: bytes, file: str) -> tuple[Sheet, list[str]]:
    """Take the bytes of a .docx or .docm; give its lines, and what a person should know of them."""
    archive = Archive(data, file)
    parts = _Parts(archive)
    tree = archive.xml(parts.main)
    body = child(tree, "body")
    if body is None:
        raise damaged(file)
    styles = Styles(archive.xml(parts.of("styles")))
    runs = Runs(styles)
    walk = _Walk(styles, Numbering(archive.xml(parts.of("numbering")), styles), runs)
    walk.all_of(body)
    walk.end()
    sheet, said = sheet_of(walk.blocks, file)
    macros = [MACROS] if any("vbaProject" in name for name in archive.names) else []
    return sheet, [*macros, *said, *runs.said(), *_beside(archive, parts, runs)]


class _Parts:
    """Which part of the archive holds what."""

    def __init__(self, archive: Archive) -> None:
        self.main = next(
            (one for kind, one in _targets(archive, "_rels/.rels", "") if kind == "officeDocument"), "word/document.xml"
        )
        folder, _, name = self.main.rpartition("/")
        self._targets = list(_targets(archive, f"{folder}/_rels/{name}.rels", folder))

    def of(self, kind: str) -> str:
        return next(iter(self.all_of(kind)), "")

    def all_of(self, kind: str) -> list[str]:
        return [target for one, target in self._targets if one == kind]


def _targets(archive: Archive, name: str, folder: str) -> list[tuple[str, str]]:
    """The kind and the path of each part that a part refers to."""
    found = []
    for one in children(archive.xml(name), "Relationship"):
        target = about(one, "Target")
        path = target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
        if about(one, "TargetMode") != "External":
            found.append((about(one, "Type").rpartition("/")[2], path))
    return found


class _Walk:
    """Goes through the body once."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: Runs) -> None:
        self.styles, self.numbering, self.runs = styles, numbering, runs
        self.blocks: list[Block] = []
        self._merged = ""  # the words of a paragraph whose end was deleted: they belong to the next one

    def all_of(self, holder: Element, aside: bool = False) -> None:
        """Every paragraph and table in an element, in order."""
        for one in holder:
            name = local(one)
            if name == "p":
                self._paragraph(one, aside)
            elif name == "tbl":
                self._table(one, aside)
            elif name == "sdt":
                gallery = about(child(one, "sdtPr", "docPartObj", "docPartGallery"), "val")
                content = child(one, "sdtContent")
                if content is not None:
                    self.all_of(content, aside or gallery == "Table of Contents")
            elif name == "AlternateContent":
                self.all_of(next(iter(one), one), aside)
            elif name in {"del", "moveFrom"}:
                self.runs.delete(one)
            elif name in _HOLDERS:
                self.all_of(one, aside)
            elif name == "altChunk":
                self.runs.embedded += 1

    def end(self) -> None:
        """Keep what waits for a paragraph that never came."""
        if self._merged:
            self.blocks.append(Block(self._merged))

    def _paragraph(self, one: Element, aside: bool) -> None:
        properties = child(one, "pPr")
        style = about(child(properties, "pStyle"), "val") or self.styles.usual
        starts_aside = self.runs.in_contents()
        words = self.runs.words(one, style)
        aside = aside or starts_aside or self.runs.in_contents() or self.styles.is_contents(style)
        marks = child(properties, "rPr")
        deleted = child(marks, "del") is not None or child(marks, "moveFrom") is not None
        if deleted or (not words.text.strip() and words.hidden and self.styles.is_hidden(style, marks)):
            self._merged += words.text if deleted else ""
        else:
            self._keep(words, properties, style, aside)
        for box in words.boxes:
            first = len(self.blocks)
            self.all_of(box, aside)
            self.runs.boxed += [block.words for block in self.blocks[first:]]

    def _keep(self, words: Words, properties: Element | None, style: str, aside: bool) -> None:
        mark, listed = self.numbering.mark(properties, style)
        text, self._merged = self._merged + words.text, ""
        heading = self.styles.heading(style, properties)
        self.blocks += parts_of(text, mark, self._indent(properties, style, mark, listed), heading, aside)

    def _indent(self, properties: Element | None, style: str, mark: Mark | None, listed: int) -> int:
        own = child(properties, "ind") if mark else self.styles.indent(style, properties)
        if own is None:
            return listed
        values = {name: about(own, name) for name in ("left", "start", "hanging", "firstLine")}
        whole = {name: int(value) if value.lstrip("-").isdigit() and len(value) < 7 else 0 for name, value in values.items()}
        left = whole["left"] or whole["start"]
        if mark and not (values["left"] or values["start"]):
            return listed
        return max(left - whole["hanging"] + whole["firstLine"], 0) // TWIPS

    def _table(self, table: Element, aside: bool) -> None:
        for row in _rows(table):
            if child(row, "trPr", "del") is not None:
                self.runs.delete(row)
                continue
            cells, before = [], self.blocks
            for cell in _cells(row):
                self.blocks = []
                self.all_of(cell, aside)
                cells.append(self.blocks)
            self.blocks = [*before, *row_of(cells)] if not aside else [*before, *(one for cell in cells for one in cell)]


def _rows(table: Element) -> list[Element]:
    """The rows of a table, also those in content controls or inserted."""
    return [row for one in table for row in ([one] if local(one) == "tr" else _rows(one) if local(one) != "tbl" else [])]


def _cells(row: Element) -> list[Element]:
    return [cell for one in row for cell in ([one] if local(one) == "tc" else _cells(one) if local(one) != "trPr" else [])]


def _beside(archive: Archive, parts: _Parts, runs: Runs) -> list[str]:
    """Warnings with the words that stand outside the body: notes, comments, the heads and feet of pages, diagrams."""
    said = []
    for kind, what in (("footnote", "Footnotes"), ("endnote", "Endnotes"), ("comment", "Comments in the margin")):
        tree = archive.xml(parts.of(f"{kind}s"))
        found = [one for one in children(tree, kind) if about(one, "type") not in {"separator", "continuationSeparator"}]
        said += quoted(f"{what} are not part of a clause and were left out", [runs.plain(one) for one in found])
    pages = [*parts.all_of("header"), *parts.all_of("footer")]
    trees = [tree for name in pages if (tree := archive.xml(name)) is not None]
    lines = [runs.plain(one) for tree in trees for one in tree.iter() if local(one) == "p"]
    said += quoted("Left out as the head or foot of the pages", lines)
    diagrams = [tree for name in parts.all_of("diagramData") if (tree := archive.xml(name)) is not None]
    words = [one.text or "" for tree in diagrams for one in tree.iter() if local(one) == "t"]
    return said + quoted("The words of a diagram were left out", words)
