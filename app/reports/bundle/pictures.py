"""Pictures at the size a page needs: set as small stand-ins, and written into the file that was set in their place.

The typesetter never holds them, so the memory that a bundle takes does not grow with their number (ADR 22).
"""

from __future__ import annotations

import base64
import io
import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 60_000_000
MOST_WHOLE = 24_000_000  # of a kind that cannot be read smaller than it is
MOST_SIDE = 1500  # of a picture on a page of A4
CHUNK = 1024 * 1024
_IMAGE = re.compile(rb"(\d+) 0 obj\s*<<([^<>]*/Subtype/Image[^<>]*)>>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d+)")


class NotSet(RuntimeError):
    """A picture is not where it was set: the file is not given out."""


@dataclass(frozen=True, slots=True)
class _Kept:
    mark: bytes
    width: int
    height: int
    start: int
    size: int


@dataclass(slots=True)
class Pictures:
    """The pictures of one bundle: each scaled as it comes, and kept on a file without a name until it is written."""

    data: Path
    kept: list[_Kept] = field(default_factory=list)
    spool: IO[bytes] | None = None

    def add(self, file: IO[bytes]) -> bytes | None:
        """Keep a picture; returns the drawing that stands in for it, or nothing when it cannot be read."""
        found = _scaled(file)
        if found is None:
            return None
        width, height, jpeg = found
        if self.spool is None:
            self.spool = tempfile.TemporaryFile(dir=self.data)  # noqa: SIM115 - closed with the bundle
        mark = f"evenhand-{len(self.kept)}-{os.urandom(8).hex()}".encode()
        self.kept.append(_Kept(mark, width, height, self.spool.tell(), len(jpeg)))
        self.spool.write(jpeg)
        return _stand_in(mark, width, height)

    def write(self, base: bytes, made: IO[bytes]) -> None:
        """Write what was set, with each picture in the place of its stand-in: new versions of these objects follow the rest."""
        made.write(base)
        if not self.kept:
            return
        places: dict[bytes, re.Match[bytes]] = {}
        for one in _IMAGE.finditer(base):
            length = int(_LENGTH.search(one[2])[1])  # type: ignore[index]  # every stream has one
            body = base[one.end() : one.end() + length]
            places |= {kept.mark: one for kept in self.kept if kept.mark in body}
        offsets = []
        for kept in self.kept:
            if kept.mark not in places:
                raise NotSet
            offsets.append((int(places[kept.mark][1]), made.tell()))
            self._write_one(places[kept.mark], kept, made)
        _finish(base, offsets, made)

    def _write_one(self, place: re.Match[bytes], kept: _Kept, made: IO[bytes]) -> None:
        assert self.spool is not None  # noqa: S101 - something is kept
        words = re.sub(rb"/Width \d+", b"/Width %d" % kept.width, place[2])
        words = re.sub(rb"/Height \d+", b"/Height %d" % kept.height, words)
        made.write(b"%s 0 obj\n<<%s>>\nstream\n" % (place[1], _LENGTH.sub(b"/Length %d" % kept.size, words)))
        self.spool.seek(kept.start)
        left = kept.size
        while left:
            part = self.spool.read(min(left, CHUNK))
            made.write(part)
            left -= len(part)
        made.write(b"\nendstream\nendobj\n")

    def close(self) -> None:
        """Let go of what was kept."""
        if self.spool is not None:
            self.spool.close()


def _finish(base: bytes, offsets: list[tuple[int, int]], made: IO[bytes]) -> None:
    """The table of the objects that were written anew, over the one before it (ISO 32000-1, 7.5.6)."""
    end = base.rindex(b"trailer")
    before = base[base.rindex(b"startxref") :].split()[1]
    trailer = base[end : base.rindex(b"startxref")].strip().removesuffix(b">>")
    at = made.tell()
    made.write(b"xref\n")
    for number, offset in sorted(offsets):
        made.write(b"%d 1\n%010d 00000 n\r\n" % (number, offset))
    made.write(b"%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, before, at))


def _scaled(file: IO[bytes]) -> tuple[int, int, bytes] | None:
    """The picture upright, as large as a page needs, without what its camera wrote into it; nothing when it cannot be read."""
    try:
        with Image.open(file) as found:
            if found.width * found.height > (MOST_PIXELS if found.format == "JPEG" else MOST_WHOLE):
                return None
            found.draft("RGB", (MOST_SIDE, MOST_SIDE))
            found.thumbnail((MOST_SIDE, MOST_SIDE))
            upright = ImageOps.exif_transpose(found).convert("RGBA")
            page = Image.new("RGB", upright.size, "white")
            page.paste(upright, mask=upright.getchannel("A"))
            made = io.BytesIO()
            page.save(made, "JPEG", quality=85)
            return page.width, page.height, made.getvalue()
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _stand_in(mark: bytes, width: int, height: int) -> bytes:
    """A picture of a few points that says which it stands for, as a drawing: what is handed to the typesetter in memory is text."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "JPEG", comment=mark)
    shown = base64.b64encode(made.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" preserveAspectRatio="none" href="data:image/jpeg;base64,{shown}"/></svg>'
    ).encode()
