"""A printed document: accessible or refused, the same bytes for the same words, and people's words stay words."""

from __future__ import annotations

import ctypes
from datetime import UTC, datetime

import pypdfium2 as pdfium
import pytest
import typst

from app.documents import typesetting
from app.documents.glyphs import covered, drawable
from app.documents.typesetting import FACES, typeset

AT = datetime(2026, 3, 2, 15, 4, 5, 678, tzinfo=UTC)


def _made(tmp_path, monkeypatch, body: str, **data):
    (tmp_path / "house.typ").write_text((typesetting.TEMPLATES / "house.typ").read_text())
    (tmp_path / "one.typ").write_text(f'#import "house.typ": *\n#show: house\n{body}')
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    return typeset("one", {"title": "A & B <c>", **data}, at=AT)


def _text(made: bytes) -> str:
    pages = pdfium.PdfDocument(made)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def test_a_document_is_tagged_titled_in_english_and_the_same_each_time(tmp_path, monkeypatch):
    body = '= #given.title\n#given.words\n#rows((1fr, 1fr), ("A", "B"), (("1", "2"), ("3", "4")))'
    made = _made(tmp_path, monkeypatch, body, words="Zoë Ó Briain-Łukasiewicz")
    assert made == _made(tmp_path, monkeypatch, body, words="Zoë Ó Briain-Łukasiewicz")
    found = pdfium.PdfDocument(made)
    assert found.get_metadata_dict()["Title"] == "A & B <c>"
    assert found.get_metadata_dict()["CreationDate"].startswith("D:20260302150405")
    assert pdfium.raw.FPDFCatalog_IsTagged(found)
    size = pdfium.raw.FPDFCatalog_GetLanguage(found, None, 0)
    said = ctypes.create_string_buffer(size)
    pdfium.raw.FPDFCatalog_GetLanguage(found, ctypes.cast(said, ctypes.POINTER(ctypes.c_ushort)), size)
    assert said.raw.decode("utf-16-le").strip("\0") == "en-GB"
    assert b"pdfuaid" in made
    assert "Zoë Ó Briain-Łukasiewicz" in _text(made)
    assert "Page 1 of 1" in _text(made)


def test_a_picture_without_words_for_it_is_refused(tmp_path, monkeypatch):
    drawn = "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")"
    with pytest.raises(typst.TypstError, match="alt"):
        _made(tmp_path, monkeypatch, drawn)


def test_what_somebody_wrote_is_never_read_as_markup_and_nothing_outside_is_read(tmp_path, monkeypatch):
    words = '#read("/etc/passwd") *b* $x$ = no heading <label> @ref'
    assert words in _text(_made(tmp_path, monkeypatch, "#given.words", words=words))
    with pytest.raises(typst.TypstError):
        _made(tmp_path, monkeypatch, '#read("/etc/passwd")')
    with pytest.raises(typst.TypstError):
        _made(tmp_path, monkeypatch, '#read("../../../../etc/passwd")')


def test_only_a_template_of_the_folder_is_set_and_a_title_is_needed():
    with pytest.raises(ValueError, match="no template"):
        typeset("../../config", {"title": "No"}, at=AT)
    with pytest.raises(ValueError, match="title"):
        typeset("house", {"title": ""}, at=AT)


def test_what_no_face_draws_is_named_and_the_rest_is_kept(tmp_path, monkeypatch):
    said = drawable({"a": ["❤ 🧑 中\u0007\u202eok", {"b": "Ωξ č ẽ ﬁ Ж"}], "n": 3}, FACES)
    assert said["a"][0].endswith("[adult] [cjk unified ideograph-4e2d]ok")
    assert said["a"][1] == {"b": "Ωξ č ẽ ﬁ Ж"}
    assert said["n"] == 3
    everything = "".join(chr(one) for one in sorted(covered(FACES)) if 0x20 <= one < 0x2000)
    _made(tmp_path, monkeypatch, "#given.words #strong(given.words) #emph(given.words)", words=everything)
