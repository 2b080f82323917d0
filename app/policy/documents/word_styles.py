"""What the styles of a .docx say of a paragraph: its heading level, its list, whether it is hidden or a table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.policy.documents.archive import about, child, children

_HEADING = re.compile(r"heading ([1-9])")


class Styles:
    """The styles by their keys, each with what it is based on."""

    def __init__(self, root: Element | None) -> None:
        """Take styles.xml, or None."""
        self._styles = {about(one, "styleId"): one for one in children(root, "style")}
        self.usual = next((key for key, one in self._styles.items() if _is_usual(one)), "")

    def _chain(self, key: str) -> Iterator[tuple[str, Element]]:
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = about(child(self._styles[key], "basedOn"), "val")

    def numbering(self, key: str) -> tuple[str | None, int | None, str]:
        """The list and level that a style puts its paragraphs in, and the style of the chain that says so."""
        level = None
        for name, one in self._chain(key):
            listed = child(one, "pPr", "numPr")
            if listed is None:
                continue
            if level is None and (found := child(listed, "ilvl")) is not None:
                level = int(value) if (value := about(found, "val")).isdigit() else 0
            if number := about(child(listed, "numId"), "val"):
                return number, level, name
        return None, level, key

    def heading(self, key: str, properties: Element | None) -> int:
        """The level of a heading, from 1; 0 for any other paragraph."""
        direct = about(child(properties, "outlineLvl"), "val")
        if direct.isdigit():
            return int(direct) + 1 if int(direct) < 9 else 0
        for _, one in self._chain(key):
            outline = about(child(one, "pPr", "outlineLvl"), "val")
            if outline.isdigit():
                return int(outline) + 1 if int(outline) < 9 else 0
            if found := _HEADING.fullmatch(about(child(one, "name"), "val").casefold()):
                return int(found[1])
        return 0

    def is_contents(self, key: str) -> bool:
        """Whether a style is one of a table of contents."""
        return any(about(child(one, "name"), "val").casefold().startswith("toc ") for _, one in self._chain(key))

    def is_hidden(self, key: str, properties: Element | None) -> bool:
        """Whether words of this style and with these properties of their own are hidden."""
        for found in (properties, *(child(one, "rPr") for _, one in self._chain(key))):
            if (hidden := child(found, "vanish")) is not None:
                return about(hidden, "val", "1") not in {"0", "false", "off"}
        return False

    def indent(self, key: str, properties: Element | None) -> Element | None:
        """The distance from the margin that a paragraph, or its style, sets."""
        found = (child(one, "ind") for one in (properties, *(child(style, "pPr") for _, style in self._chain(key))))
        return next((one for one in found if one is not None), None)


def _is_usual(one: Element) -> bool:
    return about(one, "type") == "paragraph" and about(one, "default") in {"1", "true", "on"}
