"""No word is lost: the model text against a reading of its own, documents written and read back, and soups of marks."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.policy.numbering import letters
from app.policy.reading import ClauseKind, Reading, Unreadable, read

MODEL = Path(__file__).resolve().parents[3] / "shared/policy/sefton-model-policy-2012.txt"
needs_model = pytest.mark.skipif(not MODEL.is_file(), reason="the model text is not beside this checkout")


def by_hand(text: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The model text read for this one shape only: its front words, and number, heading and text of every clause."""
    front, found = [], []
    for line in filter(None, (" ".join(raw.split()) for raw in text.splitlines())):
        if section := re.fullmatch(r"([1-6])\. ([A-Z].*)", line):
            found.append([section[1], section[2], ""])
        elif clause := re.fullmatch(r"([1-6]\.[1-5]) ?(.*)", line):
            found.append([clause[1], "", clause[2]])
        elif line[0] == "·":
            count = sum(1 for one in found if one[0].startswith(f"{clause_number(found)}("))
            found.append([f"{clause_number(found)}({'abcdefghijk'[count]})", "", line[2:]])
        elif not found:
            front.append(line)
        else:
            at = next(one for one in reversed(found) if one[0] == clause_number(found))
            at[2] = f"{at[2]}\n\n{line}".strip()
    return front, [(one[0], one[1], one[2]) for one in found]


def clause_number(found: list[list[str]]) -> str:
    """The number of the clause that the last line belongs to, without the letter of a bullet."""
    return found[-1][0].split("(")[0]


@pytest.fixture(scope="module")
def model() -> Reading:
    """The model text as it is read."""
    return read(MODEL.read_bytes(), MODEL.name)


@needs_model
def test_the_model_text_is_read_as_a_person_would(model):
    front, clauses = by_hand(MODEL.read_text(encoding="utf-8"))
    assert [(one.number, one.heading or "", one.text) for one in model.clauses] == clauses
    assert list(model.front_matter) == front
    assert len(clauses) == 34


@needs_model
def test_the_words_of_the_model_text_keep_their_order(model):
    words = [one for front in model.front_matter for one in front.split()]
    closing = ""
    for one in (*model.clauses, None):
        if closing and (one is None or one.kind is not ClauseKind.BULLET):
            words += closing.split()
            closing = ""
        if one is None:
            break
        text, mark, _ = one.text.partition("\n\nThis list is neither exclusive nor exhaustive.")
        closing = mark or closing
        words += f"{one.heading or ''} {text}".split()
    text = MODEL.read_text(encoding="utf-8")
    assert words == re.sub(r"^(?:·|[1-6]\.[1-5]|[1-6]\.)(?=\s|$)", "", text, flags=re.MULTILINE).split()


@needs_model
def test_the_front_of_the_model_text_is_understood(model):
    assert model.title == "SEFTON CHILDREN, SCHOOLS AND FAMILIES MODEL STAFF SOCIAL NETWORKING POLICY"
    assert (model.adopted_on, model.review_due) == (None, None)
    assert model.warnings[:2] == ("The school’s name is left blank.", "The date of adoption is left blank.")
    assert [re.findall(r"of ([\d.]+) seems to be unfinished", one) for one in model.warnings[2:4]] == [["1"], ["5.1"]]
    assert model.warnings[4:] == tuple(
        f"These words stand after the list under {one} and were put with it: “This list is neither exclusive nor exhaustive.”."
        for one in ("2.2", "3.2")
    )


@needs_model
def test_parents_and_kinds_of_the_model_text(model):
    kinds = {one.number: one.kind for one in model.clauses}
    assert {number for number, kind in kinds.items() if kind is ClauseKind.HEADING} == {"2", "3", "4", "5", "6"}
    assert {number for number, kind in kinds.items() if kind is ClauseKind.BULLET} == {one for one in kinds if "(" in one}
    for one in model.clauses:
        above = one.number[:-3] if "(" in one.number else one.number.rpartition(".")[0] or None
        assert one.parent == above


WORD = st.text("bdegloprtuzéŵ", min_size=3, max_size=9)
TITLE = st.lists(WORD, min_size=1, max_size=5).map(lambda words: " ".join(words).capitalize())
SENTENCE = st.lists(WORD, min_size=1, max_size=40).map(lambda words: " ".join(words).capitalize() + ".")
CLAUSE = st.tuples(SENTENCE, st.lists(SENTENCE, max_size=30), st.none() | SENTENCE)
DOCUMENT = st.lists(st.tuples(TITLE, st.lists(CLAUSE, min_size=1, max_size=4)), min_size=1, max_size=4)
NUMBERED = {"alone": "{}\n{}", "spaced": "{}  {}", "tabbed": "{}\t{}", "stopped": "{}. {}", "glued": "{}{}"}
LISTED = {
    "dot": "· {1}",
    "disc": "•{1}",
    "dash": "- {1}",
    "star": "*\t{1}",
    "o": "o\t{1}",
    "typed": "({0}) {1}",
    "half": "{0}) {1}",
}


def expected(document) -> list[tuple[str, str | None, str]]:
    """Number, heading and text of every piece of a made document."""
    found = []
    for i, (title, clauses) in enumerate(document, 1):
        found.append((f"{i}", title, ""))
        for j, (text, items, closing) in enumerate(clauses, 1):
            lead = text[:-1] + ":" if items else text
            found.append((f"{i}.{j}", None, f"{lead}\n\n{closing}" if items and closing else lead))
            found += [(f"{i}.{j}({letters(k)})", None, item) for k, item in enumerate(items)]
    return found


def written(document, numbered: str, listed: str, gap: str, width: int | None) -> str:
    """A made document as text: how numbers and items are set, what stands between paragraphs, where lines are broken."""
    rows = ["Staff social media policy\n"]
    for i, (title, clauses) in enumerate(document, 1):
        rows.append(NUMBERED[numbered].format(i, title))
        for j, (text, items, closing) in enumerate(clauses, 1):
            rows.append(NUMBERED[numbered].format(f"{i}.{j}", text[:-1] + ":" if items else text))
            rows += [LISTED[listed].format(letters(k), item) for k, item in enumerate(items)]
            rows += [closing] if items and closing else []
    if width:
        rows = ["\n".join(textwrap.fill(part, width) for part in row.split("\n")) for row in rows]
    return gap.join(rows)


@settings(max_examples=150, deadline=None)
@given(
    DOCUMENT,
    st.sampled_from(sorted(NUMBERED)),
    st.sampled_from(sorted(LISTED)),
    st.sampled_from([("\n\n", 60), ("\n\n", 72), ("\n\n\n", None), ("\n", None), ("\r\n", None), ("\r", None)]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read_back(document, numbered, listed, layout, coding):
    gap, width = layout
    reading = read(written(document, numbered, listed, gap, width).encode(coding), "made.txt")
    assert [(one.number, one.heading, one.text) for one in reading.clauses] == expected(document)
    assert reading.title == "Staff social media policy"
    assert reading.front_matter == ("Staff social media policy",)
    noted = [one for one in reading.warnings if not one.endswith("nothing follows it.")]
    assert all(one.startswith("These words stand after the list under") for one in noted)
    assert len(noted) == sum(1 for _, clauses in document for _, items, closing in clauses if items and closing)


MARKS = re.findall(
    r"\S+",
    "1. 2. 3. 1 2 3 1.1 1.2 2.1 3.2 1.1.1 (a) (b) (c) (h) (i) (ii) (j) a) b) i. ii. A. B. A1 A2 B1 • · - o * 3.2(a) 10.30 2012 "
    "(1) (2) 1) 2) I. II. 1: § 5.1.1.1 1.0 2.0 __ V1.0",
)
LEADS = st.sampled_from(
    ["", "", "", *MARKS, "SECTION 1", "Section 2", "Appendix A", "Part 1", "PART II", "Contents", "1.1 (b)", "Clause 3.2"]
)
LINE = st.tuples(
    st.sampled_from(["", "", "  ", "    ", "\t"]), LEADS, st.sampled_from([" ", "\t", ""]), st.integers(0, 9), st.booleans(),
    st.sampled_from(["", ".", ":", ";", " ..... 3", "\t4", "\n"]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=30))
def test_no_soup_of_marks_loses_a_word_or_numbers_two_pieces_alike(lines):
    rows, count = ["1. Begin"], 0
    for indent, lead, space, size, capital, end in lines:
        words = [f"{'W' if capital and not i else 'w'}{count + i}q" for i in range(size)]
        count += size
        rows.append(f"{indent}{lead}{space}{' '.join(words)}{end}")
    try:
        reading = read("\n".join(rows).encode(), "soup.txt")
    except Unreadable as refused:
        assert "deeper than" in str(refused) or "longer than" in str(refused)
        return
    kept = " ".join([*reading.front_matter, *(f"{one.heading or ''} {one.text}" for one in reading.clauses)]).lower()
    assert Counter(re.findall(r"w\d+q", kept)) == Counter(f"w{i}q" for i in range(count))
    numbers = [one.number for one in reading.clauses]
    assert len(set(numbers)) == len(numbers)
    for at, one in enumerate(reading.clauses):
        assert one.parent is None or one.parent in numbers[:at]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_read_or_refused_in_one_sentence(data):
    try:
        reading = read(data, "any.txt")
    except Unreadable as refused:
        assert re.fullmatch(r"[^\n]+\.", str(refused))
    else:
        assert reading.clauses
