"""The page that brings in a policy takes the same documents as the command, and says what it cannot read."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "documents"))

from makers import Node, Style, open_text, printed, word

NODES = [Node("Aims", [Node("Staff must be kind on every site."), Node("Staff must be careful.")])]
STYLES = [Style("1", "%1."), Style("1", "%1.%2")]


@pytest.mark.parametrize(("make", "name"), [(word, "ours.docx"), (open_text, "ours.odt"), (printed, "ours.pdf")])
def test_a_document_becomes_a_draft(sign_in, make, name):
    head = sign_in("Helen Ashworth")
    edition = head.passed("/policy/import", file=(io.BytesIO(make(NODES, STYLES)), name))
    page = head.get(edition).get_data(as_text=True)
    assert "Staff must be kind on every site." in page
    assert "<strong>1.2</strong>" in page
    assert "3 clauses were read from" in page


def test_what_cannot_be_read_is_said_at_the_field(sign_in):
    head = sign_in("Helen Ashworth")
    answer = head.send("/policy/import", file=(io.BytesIO(word(NODES, STYLES)[:4000]), "ours.docx"))
    assert answer.status_code == 422
    assert "“ours.docx” is damaged or only part of a file" in answer.get_data(as_text=True)


def test_a_name_that_says_another_kind_is_noted(sign_in):
    head = sign_in("Helen Ashworth")
    edition = head.passed("/policy/import", file=(io.BytesIO(word(NODES, STYLES)), "ours.pdf"))
    assert "but it is a Word document (.docx), and was read as that" in head.get(edition).get_data(as_text=True)
