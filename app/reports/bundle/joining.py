"""Binds pages of given PDFs in after the words of a bundle: what is drawn on a page and nothing that lies behind it, numbered."""

from __future__ import annotations

import contextlib
import ctypes
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pypdfium2 as pdfium
import pypdfium2.raw as raw

BATCH = 24 * 1024 * 1024  # bytes of given files after which what was bound so far is put down on the disk
CLAIM = b"<pdfuaid:part>1</pdfuaid:part>"


@dataclass(frozen=True, slots=True)
class Given:
    """A PDF with the pages of it that come in, counted from 1, and what the foot of each calls it."""

    label: str
    file: IO[bytes]
    pages: tuple[int, ...]


class _Out:
    """Where a PDF is written to. No error can pass through the library that writes it: the first is kept, to be raised after."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.fault: OSError | None = None

    def write(self, part: bytes) -> int:
        """Write the next bytes, as long as all before them went."""
        if self.fault is None:
            try:
                self.file.write(part)
            except OSError as fault:
                self.fault = fault
        return len(part)


def fit_pages(file: IO[bytes], wanted: Iterable[int], names_somebody: Callable[[str], bool]) -> tuple[tuple[int, ...], int]:
    """Which of these pages can come in, and how many cannot because what is written on them names somebody; none of a locked file."""
    try:
        with pdfium.PdfDocument(file, autoclose=False) as found:
            pages = [one for one in sorted(set(wanted)) if 1 <= one <= len(found)]
            good = tuple(one for one in pages if not names_somebody(_words(found, one - 1)))
            return good, len(pages) - len(good)
    except pdfium.PdfiumError:
        return (), 0


def _words(found: pdfium.PdfDocument, at: int) -> str:
    """What is written on a page, as far as it is text, and what stands in its notes and forms once they are print."""
    page = found[at]
    raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
    page.close()
    page = found[at]
    try:
        text = page.get_textpage()
        try:
            return str(text.get_text_range())
        finally:
            text.close()
    finally:
        page.close()


def join(first: IO[bytes], files: list[Given], data: Path) -> tuple[IO[bytes], int]:
    """The words with the given pages after them, and how many pages there are; put down as it grows, so that memory does not."""
    made, whole = first, pdfium.PdfDocument(first)
    try:
        done = len(whole)
        total, waiting = done + sum(len(one.pages) for one in files), 0
        for at, one in enumerate(files):
            waiting += one.file.seek(0, 2)
            one.file.seek(0)
            with contextlib.closing(
                pdfium.PdfDocument.new()
            ) as part:  # to finish a page, the library looks at all that is beside it
                with pdfium.PdfDocument(one.file, autoclose=False) as found:
                    for number in one.pages:
                        done += 1
                        _bring_in(part, found, number - 1, f"{one.label}.  Page {done} of {total}")
                whole.import_pages(part)
            if waiting > BATCH or at == len(files) - 1:
                made, whole, waiting = *_put_down(whole, made, data), 0
        return made, total
    finally:
        whole.close()


def _put_down(whole: pdfium.PdfDocument, before: IO[bytes], data: Path) -> tuple[IO[bytes], pdfium.PdfDocument]:
    made = tempfile.TemporaryFile(dir=data)  # noqa: SIM115 - handed on, closed with the bundle
    out = _Out(made)
    whole.save(out, flags=raw.FPDF_INCREMENTAL)  # what is on the disk is copied as it is, and never held
    if out.fault is not None:
        made.close()
        raise out.fault
    whole.close()
    before.close()
    made.seek(0)
    return made, pdfium.PdfDocument(made)


def _bring_in(whole: pdfium.PdfDocument, found: pdfium.PdfDocument, at: int, foot: str) -> None:
    """Draw a page of another file on a new page, upright and cut as it is shown; previews, actions and private data stay behind."""
    given = found[at]
    raw.FPDFPage_Flatten(given, raw.FLAT_PRINT)  # notes and forms become print
    size = given.get_size()
    given.close()
    page = whole.new_page(*size)
    drawn = raw.FPDF_NewXObjectFromPage(whole, found, at)
    raw.FPDFPage_InsertObject(page, raw.FPDF_NewFormObjectFromXObject(drawn))
    raw.FPDF_CloseXObject(drawn)
    _number(whole, page, foot)
    raw.FPDFPage_GenerateContent(page)
    page.close()


def _number(whole: pdfium.PdfDocument, page: pdfium.PdfPage, words: str) -> None:
    """Print the number at the foot of a page, on white so that it can be read on anything."""
    ground = raw.FPDFPageObj_CreateNewRect(16, 5, len(words) * 4.6 + 8, 13)
    raw.FPDFPageObj_SetFillColor(ground, 255, 255, 255, 255)
    raw.FPDFPath_SetDrawMode(ground, raw.FPDF_FILLMODE_WINDING, 0)
    text = raw.FPDFPageObj_NewTextObj(whole, b"Helvetica", ctypes.c_float(9))
    said = words.encode("utf-16-le") + b"\x00\x00"
    raw.FPDFText_SetText(text, ctypes.cast(ctypes.create_string_buffer(said), ctypes.POINTER(ctypes.c_ushort)))
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 20, 8)
    for one in (ground, text):
        raw.FPDFPage_InsertObject(page, one)
