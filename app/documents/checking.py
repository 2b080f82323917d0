"""Whether a Word file may serve as a school's own template: what it is, what lies in it, and which merge fields it uses."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from xml.etree.ElementTree import Element  # only the type: what reads XML is defusedxml

from app.documents.rendering import NotFilled, filled, used
from app.policy.documents.archive import Archive
from app.policy.plain_text import Unreadable, shown

MOST_BYTES = 1024 * 1024
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = re.compile(r"vbaproject|vbadata|macroenabled", re.IGNORECASE)
OBJECTS = re.compile(r"^word/(embeddings|activex)/|^customui/", re.IGNORECASE)
RISKY_FIELDS = re.compile(r"(DDEAUTO|\bDDE\b|INCLUDETEXT|INCLUDEPICTURE|\bIMPORT\b|\bLINK\b|\bDATABASE\b|MACROBUTTON)")


def kept_template(data: bytes, name: str, known: Collection[str], needed: Collection[str], sample: dict[str, Any]) -> list[str]:
    """The merge fields of a file that may serve as a template. Raises `NotFilled` or `Unreadable` with the sentence why not."""
    file = shown(name)
    if len(data) > MOST_BYTES:
        raise NotFilled(f"{file} is larger than 1 MB. Use smaller pictures in it, or none.")
    if not data.startswith(b"PK\x03\x04"):
        raise NotFilled(f"{file} is no Word document (.docx). Save it in Word as .docx and choose that.")
    _no_harm(Archive(data, file), file)
    try:
        found = used(data)
    except (KeyError, ValueError, AttributeError):
        raise Unreadable(
            f"{file} is damaged or no Word document: open it in Word, save it again and choose the new copy."
        ) from None
    if unknown := sorted(found - set(known)):
        raise NotFilled(
            f"{file} uses merge fields that this letter does not know: {', '.join(unknown)}. Take them out, or choose from the list of fields."
        )
    if left := sorted(one for one in needed if not {one, f"{one}_value"} & found):
        raise NotFilled(f"{file} leaves out what this letter must say: {', '.join(left)}. Put these merge fields in.")
    filled(data, sample)
    return sorted(found)


def _no_harm(archive: Archive, file: str) -> None:
    """Raise `NotFilled` for macros, embedded programs, and anything fetched from elsewhere."""
    if any(MACROS.search(one) for one in archive.names):
        raise NotFilled(f"{file} holds macros. Save it in Word as a document without macros (.docx) and choose that.")
    if any(OBJECTS.search(one) for one in archive.names):
        raise NotFilled(f"{file} holds an embedded object. Take it out in Word and choose the new copy.")
    types = archive.xml("[Content_Types].xml")
    said = {str(one.get("ContentType")) for one in types} if types is not None else set()
    if any(MACROS.search(one) for one in said):
        raise NotFilled(f"{file} holds macros. Save it in Word as a document without macros (.docx) and choose that.")
    if MAIN not in said:
        raise NotFilled(f"{file} is no Word document (.docx). Save it in Word as .docx and choose that.")
    for name in archive.names:
        if name.endswith(".rels"):
            _only_inside(archive, name, file)
        elif name.endswith(".xml") and name.startswith("word/"):
            tree = archive.xml(name)
            if tree is not None and RISKY_FIELDS.search(_fields(tree)):
                raise NotFilled(
                    f"{file} holds a Word field that fetches something from elsewhere. Take it out and choose the new copy."
                )
            if tree is not None and any(str(one.tag).endswith("}altChunk") for one in tree.iter()):
                raise NotFilled(f"{file} holds another document inside it. Take it out in Word and choose the new copy.")


def _fields(tree: Element) -> str:
    """The instructions of the Word fields of a part, in capitals: those in one piece, and those cut over several runs."""
    cut = ["".join(one.itertext()) for one in tree.iter() if str(one.tag).endswith("}instrText")]
    whole = [value for one in tree.iter() for key, value in one.attrib.items() if key.endswith("}instr")]
    return "\n".join((*whole, *cut, "".join(cut))).upper()


def _only_inside(archive: Archive, name: str, file: str) -> None:
    tree = archive.xml(name)
    for one in tree if tree is not None else ():
        if one.get("TargetMode") == "External" and not str(one.get("Type", "")).endswith("/hyperlink"):
            raise NotFilled(f"{file} fetches a picture or a template from elsewhere. Put the picture into the document itself.")
