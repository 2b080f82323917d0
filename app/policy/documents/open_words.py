"""The words of an OpenDocument paragraph, and what of them is hidden, deleted, or beside the text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from app.policy.documents.archive import about, child, children, local
from app.policy.documents.blocks import quoted
from app.policy.documents.open_lists import whole

_NOTHING = {
    "number",
    "note-citation",
    "bookmark",
    "change",
    "change-start",
    "change-end",
    "ruby-text",
    "title",
    "desc",
    "tracked-changes",
}
_MOST_SPACES = 1_000


class OpenWords:
    """Reads paragraphs one after the other, and gathers what a person should know of their words."""

    def __init__(self, trees: list[Element]) -> None:
        """Take the trees of styles.xml and content.xml."""
        self._styles = {about(one, "name"): one for tree in trees for one in tree.iter() if local(one) == "style"}
        self._notes: list[str] = []
        self._comments: list[str] = []
        self._hidden: list[str] = []
        self._deleted: list[str] = []
        self._inserted = self._pictures = self._objects = 0
        self.boxes: list[Element] = []
        self.boxed: list[str] = []

    def of(self, paragraph: Element) -> str:
        """The words that a reader sees, with tabs and line breaks."""
        return self._text(paragraph)

    def plain(self, element: Element) -> str:
        """All words of an element."""
        return " ".join(" ".join(element.itertext()).split())

    def hide(self, element: Element) -> None:
        """Keep hidden words for the warning."""
        self._hidden.append(self.plain(element))

    def is_hidden(self, one: Element) -> bool:
        """Whether the style of a paragraph or of some words in it hides them."""
        found = self._of_style(about(one, "style-name"), "text-properties", "display")
        return found == "none"

    def switches_off(self, one: Element) -> bool:
        """Whether the style of a heading takes it out of the outline's numbers."""
        return any("list-style-name" in key and not value for style in self._chain(one) for key, value in style.attrib.items())

    def list_style(self, one: Element) -> str:
        """The list style that a paragraph's own style names."""
        return next((name for style in self._chain(one) if (name := about(style, "list-style-name"))), "")

    def changes(self, tracked: Element | None) -> None:
        """Take the record of tracked changes: the deleted words stand in it, the inserted ones in the text."""
        for region in children(tracked, "changed-region"):
            self._inserted += child(region, "insertion") is not None
            for one in children(region, "deletion"):
                self._deleted += [self.plain(words) for words in one if local(words) != "change-info"]

    def drawn(self, frame: Element) -> None:
        """A frame: a text box, a picture or an object."""
        for one in frame:
            name = local(one)
            if name == "text-box":
                self.boxes.append(one)
            elif name in {"image", "object", "object-ole"}:
                self._pictures += name == "image"
                self._objects += name != "image"

    def _chain(self, one: Element) -> list[Element]:
        found: list[Element] = []
        key = about(one, "style-name")
        while key in self._styles and self._styles[key] not in found:
            found.append(self._styles[key])
            key = about(found[-1], "parent-style-name")
        return found

    def _of_style(self, key: str, group: str, name: str) -> str:
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            if value := about(child(self._styles[key], group), name):
                return value
            key = about(self._styles[key], "parent-style-name")
        return ""

    def _text(self, holder: Element) -> str:
        parts = [_folded(holder.text)]
        for one in holder:
            parts += [self._of(one), _folded(one.tail)]
        return "".join(parts)

    def _of(self, one: Element) -> str:
        name = local(one)
        if name == "s":
            return " " * min(whole(about(one, "c"), 1), _MOST_SPACES)
        if name in {"tab", "line-break"}:
            return "\t" if name == "tab" else "\n"
        if name == "note":
            self._notes.append(self.plain(next(children(one, "note-body"), one)))
        elif name == "annotation":
            self._comments.append(" ".join(self.plain(words) for words in one if local(words) in {"p", "list"}))
        elif name in {"hidden-text", "hidden-paragraph"}:
            self._hidden.append(about(one, "string-value") or self.plain(one))
        elif name == "frame":
            self.drawn(one)
        elif name == "span" and self.is_hidden(one):
            self.hide(one)
        elif name not in _NOTHING and name:
            return self._text(one)
        return ""

    def said(self) -> list[str]:
        """What a person should know of the words."""
        said = quoted("Words that were deleted with tracked changes were left out", self._deleted)
        if self._inserted:
            said.append(f"Words that were inserted with tracked changes count ({self._inserted}): accept or refuse them first.")
        said += quoted("Hidden words were left out", self._hidden)
        said += quoted("Footnotes are not part of a clause and were left out", self._notes)
        said += quoted("Comments in the margin are not part of a clause and were left out", self._comments)
        said += quoted("The words of text boxes were read where the boxes are anchored", self.boxed)
        if self._pictures:
            said.append(f"Pictures were not read ({self._pictures}): check that none of them holds words of the policy.")
        if self._objects:
            said.append("Another document is embedded in this one: its words were not read.")
        return said


def _folded(text: str | None) -> str:
    """White space of the XML: a line break in it is only a space."""
    return (text or "").replace("\n", " ").replace("\t", " ")
