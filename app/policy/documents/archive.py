"""The zip that a .docx or .odt is: its parts up to a size, and their XML without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.policy.documents.kinds import damaged, harmful, locked

MAX_PART = 24 * 1024 * 1024
"""Bytes of one part when it is unpacked; the text of a policy of a hundred pages is about 2 MB."""

MAX_PARTS = 5_000


class Archive:
    """The parts of a document, read one by one and never unpacked to disk."""

    def __init__(self, data: bytes, file: str) -> None:
        """Take the bytes and the file's name as shown. Raises `Unreadable` for half a zip, or one made to do harm."""
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
            raise damaged(file) from None
        if len(self._zip.infolist()) > MAX_PARTS:
            raise harmful(file, f"has more than {MAX_PARTS:,} parts")
        self.names = [one.filename for one in self._zip.infolist()]
        self._left = 2 * MAX_PART

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none. Counts what is unpacked, whatever the zip says of it."""
        if name not in self.names:
            return None
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise locked(self.file)
        most = min(MAX_PART, self._left)
        if info.file_size > most:
            raise harmful(self.file, f"unpacks to more than {MAX_PART // 1024 // 1024} MB")
        try:
            with self._zip.open(info) as opened:
                data = opened.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
            raise damaged(self.file) from None
        if len(data) > most:
            raise harmful(self.file, f"unpacks to more than {MAX_PART // 1024 // 1024} MB")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Element | None:
        """The tree of a part, or None where there is none. Raises `Unreadable` for declarations of entities and broken XML."""
        data = self.part(name)
        if data is None:
            return None
        try:
            tree: Element = fromstring(data, forbid_dtd=True)
        except DefusedXmlException:
            raise harmful(self.file, "declares entities of its own") from None
        except (ParseError, ValueError, LookupError):
            raise damaged(self.file) from None
        return tree


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for a comment."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def about(element: Element | None, name: str, default: str = "") -> str:
    """The value of an attribute by its name without namespace."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return value
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down this path of names without namespaces."""
    for name in path:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of this name."""
    return (one for one in element if local(one) == name) if element is not None else iter(())
