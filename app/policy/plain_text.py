"""From the bytes of a file to the text a person would see: how its letters are coded, and what is hidden."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is read, in bytes. A policy of a hundred pages is about 400 KB of text."""

MAX_LINES = 50_000
MAX_LINE = 100_000  # characters; the longest clause of a real policy is a few thousand

FORMATS = "choose the policy as Word (.docx), OpenDocument (.odt), PDF, web page or plain text (.txt)"

LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
# The usual wreckage of UTF-8 that was read as Windows-1252 somewhere on its way.
_MANGLED = re.compile("â€[™œ˜“”¢]|Ã[©¨ª¢¶¼±]|Â[£·°]")


class Unreadable(ValueError):
    """A document that cannot be read into clauses; its message is one plain sentence for the person who gave it."""


def shown(name: str) -> str:
    """Take a file's name or path; give its last part in quotation marks, safe to print."""
    plain = "".join(c for c in PurePath(name).name if unicodedata.category(c)[0] != "C")
    if not plain.strip():
        return "The file"
    return f"“{plain if len(plain) <= 80 else plain[:79] + '…'}”"


def text_of(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Take a file's bytes and name; give its text with `\\n` line ends, and warnings about what was hidden in it.

    UTF-8, UTF-16 and Windows-1252 are read. Raises `Unreadable` for bytes that are not text, or lines beyond `MAX_LINES` and `MAX_LINE`.
    """
    file = shown(name)
    text, warnings = without_hidden(LINE_ENDS.sub("\n", decoded(data, file)), file)
    if not text.strip():
        raise Unreadable(f"{file} is empty.")
    if text.count("\n") > MAX_LINES:
        raise Unreadable(f"{file} has more than {MAX_LINES:,} lines, which is more than any policy needs.")
    if max(map(len, text.split("\n"))) > MAX_LINE:
        raise Unreadable(f"{file} has a line of more than {MAX_LINE:,} characters, so its clauses cannot be told apart.")
    return text, warnings


def decoded(data: bytes, file: str) -> str:
    """The letters of the file. Windows-1252 comes last: nearly any bytes would pass for it."""
    wide = wide_coding(data)
    if not wide and b"\0" in data:
        raise Unreadable(f"{file} holds zero bytes, so it is not a text; {FORMATS}.")
    marked = data.startswith(b"\xef\xbb\xbf")
    for coding in (wide,) if wide else ("utf-8-sig",) if marked else ("utf-8", "cp1252"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{file} holds letters that are not UTF-8, UTF-16 or Windows-1252; save it as UTF-8 text first.")


def wide_coding(data: bytes) -> str | None:
    """UTF-16 by its mark, or without one by the zero in every other byte of Latin text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    first, second = data[0:4096:2], data[1:4096:2]
    if 2 * second.count(0) > max(len(second), 4 * first.count(0)):
        return "utf-16-le"
    if 2 * first.count(0) > max(len(first), 4 * second.count(0)):
        return "utf-16-be"
    return None


def without_hidden(text: str, file: str) -> tuple[str, tuple[str, ...]]:
    """Take out what a reader cannot see, and say so: a hidden mark can make a page show other words than it holds."""
    controls = len(_CONTROLS.findall(text))
    if "\0" in text or 100 * controls > len(text):
        raise Unreadable(f"{file} holds codes that are not letters, so it is not a text; {FORMATS}.")
    warnings = [f"Control codes were taken out: {controls}."] if controls else []
    text = _CONTROLS.sub(" ", text)
    # a file coded in UTF-16 twice over keeps its mark as the first letter: that one is no news
    text = text.removeprefix("\ufeff")
    for pattern, what in ((_DIRECTION, "marks that turn the direction of reading"), (_UNSEEN, "marks without a width")):
        if found := pattern.findall(text):
            codes = ", ".join(sorted({f"U+{ord(c):04X}" for c in found}))
            warnings.append(f"Hidden {what} were taken out ({len(found)}: {codes}): compare the words with the original.")
            text = pattern.sub("", text)
    if mangled := _MANGLED.search(text):
        warnings.append(f"Some letters look mangled, such as “{mangled[0]}”: save the original again as UTF-8 text.")
    if "\ufffd" in text:
        warnings.append(f"Some letters were already lost before the file came here ({text.count(chr(0xFFFD))}).")
    return text, tuple(warnings)
