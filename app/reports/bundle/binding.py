"""Sets the words of a bundle, binds the evidence in after them and numbers every page; what cannot be bound is listed."""

from __future__ import annotations

import base64
import ctypes
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageOps, UnidentifiedImageError

from app.core.clock import now
from app.documents.typesetting import typeset
from app.evidence.models import Evidence
from app.evidence.vault import opened
from app.reports.bundle.content import Contents

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PDF = "application/pdf"
MOST_PIXELS = 60_000_000
MOST_SIDE = 1500  # of a picture on a page of A4
MOST_BOUND = 120 * 1024 * 1024  # bytes of one file
CLAIM = b"<pdfuaid:part>1</pdfuaid:part>"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle as a file, and how many pages it has."""

    file: IO[bytes]
    pages: int


@contextmanager
def bind(contents: Contents, data: Path, progress: Progress) -> Iterator[Made]:
    """The bundle, for as long as it is needed. `Damaged` when a piece of evidence is not what was taken in."""
    of = len(contents.evidence) + 2
    progress(0, of)
    pictures: dict[str, bytes] = {}
    rows: list[dict[str, Any]] = []
    files: list[tuple[str, IO[bytes]]] = []
    beyond = 0
    try:
        for at, one in enumerate(contents.evidence):
            row: dict[str, Any] = {"label": contents.label(at), "digest": str((one.about or {}).get("sha256") or ""), "how": "list"}
            row["kind"] = str((one.about or {}).get("media_type") or "A link")
            if (found := _file(one, data)) is not None:
                media_type = row["kind"]
                if media_type in PICTURES and (picture := _picture(found)) is not None:
                    row |= {"how": "picture", "file": f"picture-{at}.svg"}
                    pictures[row["file"]] = picture
                elif media_type == PDF and (count := _pages(found)):
                    row |= {"how": "bound", "offset": beyond, "count": count}
                    files.append((row["label"], found))
                    beyond += count
                    found = None
                if found is not None:
                    found.close()
            rows.append(row)
            progress(at + 1, of)
        words = {**contents.words, "evidence": rows, "beyond": beyond}
        base = typeset("bundle", words, at=now(), pictures=pictures or {"none": b""})
        pictures.clear()
        progress(of - 1, of)
        with tempfile.TemporaryFile(dir=data) as made:
            pages = _bound(base, files, made)
            made.seek(0)
            yield Made(made, pages)
    finally:
        for _, found in files:
            found.close()


def _file(one: Evidence, data: Path) -> IO[bytes] | None:
    """A checked copy of a file that may be bound in; nothing for a link, another kind or one that is too large."""
    about = one.about or {}
    if one.kind != "file" or about.get("media_type") not in {*PICTURES, PDF} or int(about.get("bytes") or 0) > MOST_BOUND:
        return None
    return opened(one.object_key or "", case_id=one.case_id, sha256=about["sha256"], data=data)


def _picture(file: IO[bytes]) -> bytes | None:
    """The picture upright, as large as a page needs, without what its camera wrote into it; nothing when it cannot be read."""
    try:
        with Image.open(file) as found:
            if found.width * found.height > MOST_PIXELS:
                return None
            found.draft("RGB", (MOST_SIDE, MOST_SIDE))
            upright = ImageOps.exif_transpose(found).convert("RGBA")
            upright.thumbnail((MOST_SIDE, MOST_SIDE))
            page = Image.new("RGB", upright.size, "white")
            page.paste(upright, mask=upright.getchannel("A"))
            made = io.BytesIO()
            page.save(made, "JPEG", quality=88)
            return _drawing(page.width, page.height, made.getvalue())
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _drawing(width: int, height: int, jpeg: bytes) -> bytes:
    """The picture as a drawing, because files that are handed to the typesetter in memory are text; nothing lies on a disk."""
    shown = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{shown}"/></svg>'
    ).encode()


def _pages(file: IO[bytes]) -> int:
    """How many pages a PDF has; none when it is locked or broken."""
    try:
        with pdfium.PdfDocument(file, autoclose=False) as found:
            for at in range(len(found)):
                found[at].close()
            return len(found)
    except pdfium.PdfiumError:
        return 0


def _bound(base: bytes, files: list[tuple[str, IO[bytes]]], made: IO[bytes]) -> int:
    """Write the words with the files after them, each bound page numbered; returns the pages there are."""
    if not files:
        with pdfium.PdfDocument(base) as found:
            made.write(base)
            return len(found)
    # pages that come from elsewhere are not tagged: the file no longer says of itself that every page is accessible
    whole = pdfium.PdfDocument(base.replace(CLAIM, b" " * len(CLAIM)))
    try:
        starts = []
        for label, file in files:
            file.seek(0)
            with pdfium.PdfDocument(file, autoclose=False) as found:
                for page in found:
                    raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)  # forms and links become print, and nothing acts any more
                    page.close()
                starts.append((len(whole), label))
                whole.import_pages(found)
        total = len(whole)
        labels = dict(starts)
        label = ""
        for at in range(starts[0][0], total):
            label = labels.get(at, label)
            _number(whole, at, f"{label.partition(':')[0]}.  Page {at + 1} of {total}")
        whole.save(made)
        return total
    finally:
        whole.close()


def _number(whole: pdfium.PdfDocument, at: int, words: str) -> None:
    """Print the number at the foot of a page, upright for the reader, on white so that it can be read on anything."""
    page = whole[at]
    left, bottom, right, top = page.get_cropbox()
    turned = page.get_rotation()
    matrix = {
        0: (1, 0, 0, 1, left + 20, bottom + 8),
        90: (0, 1, -1, 0, right - 8, bottom + 20),
        180: (-1, 0, 0, -1, right - 20, top - 8),
        270: (0, -1, 1, 0, left + 8, top - 20),
    }[turned]
    ground = raw.FPDFPageObj_CreateNewRect(-4, -3, len(words) * 4.6 + 8, 13)
    raw.FPDFPageObj_SetFillColor(ground, 255, 255, 255, 255)
    raw.FPDFPath_SetDrawMode(ground, raw.FPDF_FILLMODE_WINDING, 0)
    text = raw.FPDFPageObj_NewTextObj(whole, b"Helvetica", ctypes.c_float(9))
    said = words.encode("utf-16-le") + b"\x00\x00"
    raw.FPDFText_SetText(text, ctypes.cast(ctypes.create_string_buffer(said), ctypes.POINTER(ctypes.c_ushort)))
    for one in (ground, text):
        raw.FPDFPageObj_Transform(one, *matrix)
        raw.FPDFPage_InsertObject(page, one)
    raw.FPDFPage_GenerateContent(page)
    page.close()
