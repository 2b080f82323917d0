"""Which characters the faces of printed documents can show, and what stands for those they cannot.

PDF/UA forbids a character without a glyph, so that one picture in a quoted post would stop a letter. What cannot be drawn is
named in square brackets instead: nothing that somebody wrote is lost without a word. The Word file keeps it as it is.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_KEPT = frozenset("\n\t")
_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they turn the words that follow around


def drawable(value: Any, faces: Path) -> Any:
    """The same text, list or table, with every character that no face can draw put in words."""
    if isinstance(value, str):
        return _text(value, covered(faces))
    if isinstance(value, dict):
        return {key: drawable(one, faces) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(one, faces) for one in value]
    return value


def _text(words: str, known: frozenset[int]) -> str:
    return "".join(one if ord(one) in known or one in _KEPT else _named(one) for one in unicodedata.normalize("NFC", words))


def _named(one: str) -> str:
    kind = unicodedata.category(one)
    if kind in {"Cc", "Cf", "Cs"} or one in _STEERING or 0xFE00 <= ord(one) <= 0xFE0F:
        return ""  # it has no shape of its own
    return f"[{unicodedata.name(one, f'U+{ord(one):04X}').lower()}]"


@cache
def covered(faces: Path) -> frozenset[int]:
    """The characters that every face of at least one family draws; a folder is a family."""
    families: list[frozenset[int]] = []
    for folder in sorted(one for one in faces.iterdir() if one.is_dir()):
        maps = [frozenset(_characters(one.read_bytes())) for one in sorted(folder.glob("*.ttf"))]
        if maps:
            families.append(frozenset.intersection(*maps))
    return frozenset().union(*families) - {ord(one) for one in _STEERING}


def _characters(font: bytes) -> Iterator[int]:
    """The characters of a TrueType file, from its table `cmap` (formats 4 and 12, which every face here has)."""
    for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
        tag, _, table, _ = struct.unpack_from(">4sIII", font, at)
        if tag != b"cmap":
            continue
        for one in range(struct.unpack_from(">H", font, table + 2)[0]):
            start = table + struct.unpack_from(">I", font, table + 4 + 8 * one + 4)[0]
            yield from _format(font, start)


def _format(font: bytes, at: int) -> Iterator[int]:
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == 12:
        for group in range(struct.unpack_from(">I", font, at + 12)[0]):
            first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
            yield from range(first, last + 1)
    elif kind == 4:
        twice = struct.unpack_from(">H", font, at + 6)[0]
        for segment in range(0, twice, 2):
            last = struct.unpack_from(">H", font, at + 14 + segment)[0]
            first = struct.unpack_from(">H", font, at + 16 + twice + segment)[0]
            yield from range(first, min(last, 0xFFFE) + 1)
