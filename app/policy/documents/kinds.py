"""What kind of document a file is: by what is in it first, then by its name; and what is no document at all."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from app.policy.plain_text import FORMATS, MAX_BYTES, Unreadable, shown, wide_coding


class Kind(StrEnum):
    """The kinds of document that are read."""

    TEXT = "plain text"
    WORD = "a Word document (.docx)"
    OPEN = "an OpenDocument text (.odt)"
    PDF = "a PDF document (.pdf)"
    PAGE = "a web page (.html)"
    OLD_WORD = "an old Word document (.doc)"
    RICH = "a rich text document (.rtf)"


ENDINGS = {
    Kind.TEXT: (".txt", ".text", ".md"),
    Kind.WORD: (".docx", ".docm", ".dotx", ".dotm"),
    Kind.OPEN: (".odt", ".ott"),
    Kind.PDF: (".pdf",),
    Kind.PAGE: (".html", ".htm", ".xhtml"),
    Kind.OLD_WORD: (".doc", ".dot"),
    Kind.RICH: (".rtf", ".doc"),
}
"""How the names of each kind end."""

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture (.png)"),
    (b"\xff\xd8\xff", "a picture (.jpg)"),
    (b"GIF8", "a picture (.gif)"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (.7z)"),
    (b"Rar!", "a compressed file (.rar)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"MIME-Version:", "a web archive or an e-mail"),
)
# A zip is named by what lies in it; the names of its members are in the clear.
_IN_ZIP: tuple[tuple[bytes, Kind | str], ...] = (
    (b"word/document", Kind.WORD),
    (b"application/vnd.oasis.opendocument.text", Kind.OPEN),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file that is no text"),
    (b"xl/workbook", "a spreadsheet (.xlsx)"),
    (b"ppt/presentation", "a set of slides (.pptx)"),
    (b"Index/Document.iwa", "an Apple Pages document (.pages)"),
    (b"word/", Kind.WORD),
)
_IN_OLE: tuple[tuple[str, Kind | str], ...] = (
    ("WordDocument", Kind.OLD_WORD),
    ("Workbook", "a spreadsheet (.xls)"),
    ("PowerPoint Document", "a set of slides (.ppt)"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<(?:p|h[1-6]|div|ol|ul|table|body|head|meta|br)\b[^<>]*>", re.IGNORECASE)


def kind_of(data: bytes, name: str) -> tuple[Kind, tuple[str, ...]]:
    """Take a file's bytes and name; give its kind, and a warning when its name says another.

    Raises `Unreadable` for an empty file, one over `MAX_BYTES`, one that is locked, and anything that is no document.
    """
    file = shown(name)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{file} is larger than {MAX_BYTES // 1024 // 1024} MB, which is more than any policy needs.")
    if not data.strip():
        raise Unreadable(f"{file} is empty.")
    ending = PurePath(name).suffix.casefold()
    kind = _by_content(data, file, ending)
    named = ending in ENDINGS[kind] or (kind is Kind.TEXT and not any(ending in one for one in ENDINGS.values()))
    if named or not ending:
        return kind, ()
    return kind, (f"The name of the file ends in “{ending[:10]}”, but it is {kind}, and was read as that.",)


def _by_content(data: bytes, file: str, ending: str) -> Kind:
    head = data[:1024]
    if b"%PDF-" in head:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return _known(next((kind for member, kind in _IN_ZIP if member in data), "a zip archive"), file)
    if head.startswith(_OLE):
        return _in_ole(data, file)
    if head.startswith(b"{\\rt"):
        return Kind.RICH
    if head.startswith(b"MZ") and b"\0" in head:
        raise Unreadable(f"{file} is a Windows program (.exe); {FORMATS}.")
    if what := next((what for signature, what in _OTHERS if head.startswith(signature)), None):
        raise Unreadable(f"{file} is {what}; {FORMATS}.")
    return _of_text(data[:8192], file, ending)


def _of_text(head: bytes, file: str, ending: str) -> Kind:
    """Web page or plain text: a page that does not say what it is counts as one by its name."""
    start = head.decode(wide_coding(head) or "latin-1", "replace").lstrip("\ufeff\xef\xbb\xbf \t\r\n")
    if _WEB_PAGE.match(start) or (ending in ENDINGS[Kind.PAGE] and _TAGS.search(start)):
        return Kind.PAGE
    if start.casefold().startswith("<?xml"):
        raise Unreadable(f"{file} is an XML document; {FORMATS}.")
    return Kind.TEXT


def _in_ole(data: bytes, file: str) -> Kind:
    """An old Office container: a document of its own, or a newer one that a password has sealed."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked(file)
    kind = next((kind for stream, kind in _IN_OLE if stream.encode("utf-16-le") in data), "an old Office file")
    # the head of the text stands behind the first 512 bytes; a bit of it says that the rest is encrypted (MS-DOC, FibBase)
    if kind is Kind.OLD_WORD and data[512:514] == b"\xec\xa5" and data[523] & 1:
        raise locked(file)
    return _known(kind, file)


def _known(kind: Kind | str, file: str) -> Kind:
    if isinstance(kind, Kind):
        return kind
    raise Unreadable(f"{file} is {kind}; {FORMATS}.")


def locked(file: str) -> Unreadable:
    """For a document that only opens with a password."""
    return Unreadable(f"{file} is locked with a password: save a copy without one and choose that.")


def damaged(file: str) -> Unreadable:
    """For a document that breaks off, or whose parts do not fit together."""
    return Unreadable(f"{file} is damaged or only part of a file: open it, save it again and choose the new copy.")


def harmful(file: str, how: str) -> Unreadable:
    """For a document that no word processor writes."""
    return Unreadable(f"{file} {how}, as only a file made to do harm does: it was not read.")
