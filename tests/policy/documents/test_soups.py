"""Soups of tags and of Word's properties: no word is lost, no two clauses are numbered alike, nothing but a sentence is raised."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.reading import Reading, Unreadable

sys.path.insert(0, str(Path(__file__).parent))

from makers import odt_of
from test_word import level, numbering, p, package

REFUSED = ("deeper than", "longer than", "No numbered clause")
TAGS = [
    "p",
    "br",
    "div",
    "h1",
    "h2",
    "h3",
    "ol",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "b",
    "i",
    "span",
    "em",
    "a",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "tbody",
    "section",
]
TAG = st.sampled_from([*TAGS, *(f"/{one}" for one in TAGS), "ol type=a", "ol start=4", "ol type=I", "li value=3", "ol reversed"])


def kept(reading: Reading) -> Counter[str]:
    """How often each made word came out."""
    said = [*reading.front_matter, *(f"{one.heading or ''} {one.text}" for one in reading.clauses), *reading.warnings]
    numbers = [one.number for one in reading.clauses]
    assert len(set(numbers)) == len(numbers)
    assert all(one.parent is None or one.parent in numbers[:at] for at, one in enumerate(reading.clauses))
    return Counter(re.findall(r"w\d+q", " ".join(said).lower()))


def check(data: bytes, kind: Kind, count: int) -> None:
    """Read it: every word comes out, or a sentence says why not."""
    try:
        found = kept(read_here(data, "soup", kind))
    except Unreadable as refused:
        assert any(one in str(refused) for one in REFUSED), refused
    else:
        assert all(found[f"w{n}q"] for n in range(count)), found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TAG, st.sampled_from(["", "", "1. ", "1.1 ", "(a) ", "• ", "&amp; "])), min_size=1, max_size=40))
def test_no_soup_of_tags_loses_a_word(parts):
    body = "".join(f"<{tag}>{lead}W{n}q staff" for n, (tag, lead) in enumerate(parts))
    check(f"<!DOCTYPE html><html><p>1. Begin</p>{body}".encode(), Kind.PAGE, len(parts))


LOOKS = [
    "decimal",
    "upperLetter",
    "lowerLetter",
    "lowerRoman",
    "upperRoman",
    "bullet",
    "none",
    "decimalZero",
    "cardinalText",
    "chicago",
]
TEXTS = ["%1.", "%1.%2", "(%3)", "%2)", "", "Part %1", "Section %1", "•", "%9", "Article %1.%2"]
LEVELS = st.lists(st.tuples(st.sampled_from(LOOKS), st.sampled_from(TEXTS), st.integers(0, 30)), min_size=1, max_size=4)
ROW = st.tuples(
    st.none() | st.integers(0, 4),
    st.none() | st.integers(0, 9),
    st.sampled_from(["", "1. ", "2.1 ", "(b) ", "• "]),
    st.integers(0, 6),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LEVELS, min_size=1, max_size=3), st.lists(ROW, min_size=1, max_size=25))
def test_no_soup_of_lists_in_word_loses_a_word(schemes, rows):
    made = ["".join(level(at, look, text, start=start) for at, (look, text, start) in enumerate(one)) for one in schemes]
    nums = {n + 1: str(n) for n in range(len(schemes))}
    body = p("1. Begin") + "".join(
        p(f"{lead}W{n}q staff", num, at, more=f'<w:outlineLvl w:val="{head - 3}"/>' if head > 3 else "")
        for n, (num, at, lead, head) in enumerate(rows)
    )
    check(package(body, numbering=numbering(made, nums)), Kind.WORD, len(rows))


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(st.integers(0, 3), lambda below: st.lists(st.tuples(st.sampled_from("phlisc"), below), max_size=6), max_leaves=20)
)
def test_no_soup_of_an_open_document_loses_a_word(tree):
    names = {"p": "text:p", "h": "text:h", "l": "text:list", "i": "text:list-item", "s": "text:section", "c": "table:table-cell"}
    count = 0

    def written(part: object) -> str:
        nonlocal count
        if isinstance(part, int):
            count += part
            return "".join(f"<text:p>W{count - n - 1}q staff</text:p>" for n in range(part))
        return "".join(f"<{names[name]}>{written(below)}</{names[name]}>" for name, below in part)

    body = f"<text:p>1. Begin</text:p>{written(tree)}"
    check(odt_of(body), Kind.OPEN, count)
