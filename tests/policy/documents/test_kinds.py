"""What kind a file is: by its content, whatever its name says, with a warning when the two disagree."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.policy.documents.kinds import Kind, kind_of
from app.policy.reading import Unreadable, read

sys.path.insert(0, str(Path(__file__).parent))

from makers import Node, Style, open_text, page, plain, printed, word, zipped

NODES, STYLES = [Node("Aims", [Node("Be kind.")])], [Style("1", "%1."), Style("1", "%1.%2")]
WHAT = "choose the policy as Word (.docx), OpenDocument (.odt), PDF, web page or plain text (.txt)."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"MZ\x90\x00\x03" + bytes(60), "a Windows program (.exe)"),
        (b"\x7fELF\x02\x01" + bytes(60), "a program"),
        (zipped({"xl/workbook.xml": "x"}), "a spreadsheet (.xlsx)"),
        (zipped({"ppt/presentation.xml": "x"}), "a set of slides (.pptx)"),
        (zipped({"policy.txt": "x"}), "a zip archive"),
        (b"PK\x05\x06" + bytes(18), "an empty zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "an old Office file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "a picture (.png)"),
        (b"<?xml version='1.0'?><note>1.1 Be kind.</note>", "an XML document"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "a web archive or an e-mail"),
    ],
)
@pytest.mark.parametrize("name", ["our policy.txt", "our policy.docx"])
def test_what_is_no_policy_is_named_whatever_its_name_says(data, what, name):
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    assert str(refused.value) == f"“{name}” is {what}; {WHAT}"


@pytest.mark.parametrize(
    ("make", "ending", "kind"),
    [
        (word, "docx", Kind.WORD),
        (open_text, "odt", Kind.OPEN),
        (printed, "pdf", Kind.PDF),
        (page, "html", Kind.PAGE),
        (plain, "txt", Kind.TEXT),
    ],
)
def test_a_document_is_known_by_what_is_in_it(make, ending, kind):
    data = make(NODES, STYLES)
    assert kind_of(data, f"policy.{ending}") == (kind, ())
    assert kind_of(data, "policy") == (kind, ())
    wrong = "pdf" if ending != "pdf" else "docx"
    said = f"The name of the file ends in “.{wrong}”, but it is {kind}, and was read as that."
    assert kind_of(data, f"policy.{wrong}") == (kind, (said,))
    assert said in read(data, f"policy.{wrong}").warnings


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>", "\ufeff <html>", "<?xml version='1.0'?>\n<html>", "<!-- made by us -->\n<HTML>"]
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_a_web_page_is_known_by_its_start(start, coding):
    kind, said = kind_of(f"{start}<p>1.1 Be kind.</p>".encode(coding), "our policy.txt")
    assert kind is Kind.PAGE
    assert said == ("The name of the file ends in “.txt”, but it is a web page (.html), and was read as that.",)


def test_a_piece_of_a_page_counts_as_one_by_its_name_only():
    data = b"<h1>Our policy</h1><p>1.1 Be kind.</p>"
    assert kind_of(data, "policy.html")[0] is Kind.PAGE
    assert kind_of(data, "policy.txt")[0] is Kind.TEXT


def test_a_page_before_a_pdf_is_a_pdf():
    assert kind_of(b"<html>" + printed(NODES, STYLES), "policy.pdf")[0] is Kind.PDF
