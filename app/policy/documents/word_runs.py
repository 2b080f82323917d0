"""The words of a Word paragraph: what was inserted counts, what was deleted or hidden does not and is kept for a warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.policy.documents.archive import about, child, local
from app.policy.documents.blocks import quoted
from app.policy.documents.word_styles import Styles

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_DRAWN = {"drawing", "pict", "object"}


@dataclass(slots=True)
class Words:
    """What one paragraph holds: its words with tabs and line breaks, whether some are hidden, and its text boxes."""

    text: str = ""
    hidden: bool = False
    boxes: list[Element] = field(default_factory=list)


class Runs:
    """Reads paragraphs one after the other, and gathers what a person should know of their words."""

    def __init__(self, styles: Styles) -> None:
        """Take the styles: they too can hide words."""
        self._styles = styles
        self._fields: list[bool] = []  # the open fields; True for a table of contents
        self._deleted: list[str] = []
        self._hidden: list[str] = []
        self._inserted = 0
        self.pictures = 0
        self.embedded = 0
        self.boxed: list[str] = []

    def words(self, paragraph: Element, style: str) -> Words:
        """Take a paragraph and its style; give its words."""
        found = Words()
        self._take(paragraph, found, style)
        return found

    def in_contents(self) -> bool:
        """Whether a table of contents is open."""
        return any(self._fields)

    def delete(self, element: Element) -> None:
        """Keep the words of what was deleted for the warning."""
        self._deleted.append(_all_words(element))

    def plain(self, element: Element) -> str:
        """All words of an element outside the body, without what was deleted in it."""
        return _all_words(element, deleted=False)

    def _take(self, holder: Element, found: Words, style: str) -> None:
        for one in holder:
            name = local(one)
            if name == "r":
                self._run(one, found, style)
            elif name in {"del", "moveFrom"}:
                self.delete(one)
            elif name == "AlternateContent":
                self._take(next(iter(one), one), found, style)  # the first choice only: the others repeat it
            elif name in _DRAWN:
                self._drawn(one, found)
            elif not name.endswith("Pr"):
                self._inserted += name in {"ins", "moveTo"}
                self._take(one, found, style)

    def _run(self, run: Element, found: Words, style: str) -> None:
        own = child(run, "rPr")
        character = about(child(own, "rStyle"), "val")
        hides = self._styles.is_hidden(character, own) or (not character and self._styles.is_hidden(style, own))
        text = "".join(self._pieces(run, found))
        if hides and text.strip():
            self._hidden.append(text)
            found.hidden = True
        else:
            found.text += text

    def _pieces(self, run: Element, found: Words) -> Iterator[str]:
        for one in run:
            name = local(one)
            if name == "t":
                yield (one.text or "").replace("\n", " ")
            elif name in _SIGNS:
                yield " " if about(one, "type") in {"page", "column"} else _SIGNS[name]
            elif name == "sym":
                yield _symbol(about(one, "char"))
            elif name == "fldChar":
                self._field(about(one, "fldCharType"))
            elif name == "instrText":
                if self._fields and (one.text or "").split()[:1] == ["TOC"]:
                    self._fields[-1] = True
            elif name == "AlternateContent":
                yield from self._pieces(next(iter(one), one), found)
            elif name in _DRAWN:
                self._drawn(one, found)
            elif name == "delText":
                self._deleted.append(one.text or "")
            elif not name.endswith("Pr"):
                yield from self._pieces(one, found)

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(False)
        elif what == "end" and self._fields:
            self._fields.pop()

    def _drawn(self, drawing: Element, found: Words) -> None:
        """A picture, or a text box; a box within a box is met when the outer one is read."""
        for one in drawing:
            name = local(one)
            if name == "txbxContent":
                found.boxes.append(one)
            elif name == "AlternateContent":
                self._drawn(next(iter(one), one), found)
            else:
                self.pictures += name in {"blip", "imagedata"}
                self._drawn(one, found)

    def said(self) -> list[str]:
        """What a person should know of the words."""
        said = quoted("Words that were deleted with tracked changes were left out", self._deleted)
        if self._inserted:
            said.append(f"Words that were inserted with tracked changes count ({self._inserted}): accept or refuse them first.")
        said += quoted("Hidden words were left out", self._hidden)
        said += quoted("The words of text boxes were read where the boxes are anchored", self.boxed)
        if self.pictures:
            said.append(f"Pictures were not read ({self.pictures}): check that none of them holds words of the policy.")
        if self.embedded:
            said.append("Another document is embedded in this one: its words were not read.")
        return said


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _all_words(element: Element, deleted: bool = True) -> str:
    """The words of an element with spaces between its paragraphs."""
    found = []
    for one in element.iter():
        name = local(one)
        if name == "t" or (deleted and name == "delText"):
            found.append(one.text or "")
        elif name in {"p", "tab", "br"}:
            found.append(" ")
    return " ".join("".join(found).split())
