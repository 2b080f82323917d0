"""The model policy set in every format reads as its plain text does: each clause, each word."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import pytest

from app.policy.reading import read

sys.path.insert(0, str(Path(__file__).parent))

from makers import saved
from test_styles import FORMATS, reading_of

MODEL = Path(__file__).resolve().parents[4] / "shared/policy/sefton-model-policy-2012.txt"
needs_model = pytest.mark.skipif(not MODEL.is_file(), reason="the model text is not beside this checkout")


def lines() -> list[str]:
    return [row for line in MODEL.read_text(encoding="utf-8").splitlines() if (row := " ".join(line.split()))]


@needs_model
@pytest.mark.parametrize("ending", FORMATS)
def test_typed_numbers_and_bullets(ending):
    rows = [f"{line}\n" for line in lines()] if ending == "txt" else lines()  # there a blank line ends a paragraph
    found = reading_of(FORMATS[ending](rows), ending)
    assert found.clauses == read(MODEL.read_bytes(), MODEL.name).clauses


@needs_model
def test_bullets_that_word_prints():
    made = docx.Document()
    for line in lines():
        made.add_paragraph(line.lstrip("· "), style="List Bullet" if line[0] == "·" else None)
    assert reading_of(saved(made), "docx").clauses == read(MODEL.read_bytes(), MODEL.name).clauses
