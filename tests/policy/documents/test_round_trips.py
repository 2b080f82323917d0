"""Documents with random clauses and numbers, made in each format and read back: every number and every word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.reading import Reading, read

sys.path.insert(0, str(Path(__file__).parent))

from makers import TITLE, Node, Style, open_text, page, plain, printed, walk, wanted, word

WORD = st.text("bdegloprtuzéü", min_size=3, max_size=9)
SENTENCE = st.lists(WORD, min_size=2, max_size=25).map(lambda words: " ".join(words).capitalize() + ".")
TREE = st.recursive(
    st.builds(Node, SENTENCE),
    lambda below: st.builds(Node, SENTENCE, st.lists(below, max_size=5)),
    max_leaves=12,
)
FIRST = [Style("1", "%1."), Style("1", "%1"), Style("A", "%1."), Style("I", "%1."), Style("1", "Section %1")]
SECOND = [Style("1", "%1.%2"), Style("1", "%1.%2."), Style("a", "(%2)"), Style("1", "%2)"), Style("i", "%2."), Style("•", "•")]
LATER = [
    [Style("a", "(%{})"), Style("i", "(%{})"), Style("1", "(%{})"), Style("a", "%{}."), Style("•", "•")],
    [Style("i", "(%{})"), Style("A", "(%{})"), Style("1", "%{})"), Style("•", "•")],
    [Style("1", "(%{})"), Style("I", "%{})"), Style("•", "•")],
]


@st.composite
def numberings(draw: st.DrawFn) -> list[Style]:
    """How each of five levels is printed."""
    first, second = draw(st.sampled_from(FIRST)), draw(st.sampled_from(SECOND))
    found = [first, second]
    dotted = second.dotted
    for level in (3, 4, 5):
        dotted = dotted and draw(st.booleans())
        whole = Style("1", ".".join(f"%{n}" for n in range(1, level + 1)))
        one = draw(st.sampled_from(LATER[level - 3]))
        found.append(whole if dotted else Style(one.look, one.text.format(level)))
    return found


def rows(reading: Reading) -> list[tuple[str, str]]:
    """The number and all words of each clause."""
    return [(one.number, f"{one.heading or ''} {one.text}".strip()) for one in reading.clauses]


def cut(nodes: list[Node], depth: int) -> list[Node]:
    """The tree down to this depth."""
    return [Node(one.words, cut(one.below, depth - 1) if depth > 1 else []) for one in nodes]


FOREST = st.lists(TREE, min_size=1, max_size=5).map(lambda nodes: cut(nodes, 5))


@settings(max_examples=30, deadline=None, phases=[Phase.generate])
@given(FOREST, numberings())
def test_word_documents_are_read_back(nodes, styles):
    reading = read_here(word(nodes, styles), "made.docx", Kind.WORD)
    assert rows(reading) == wanted(nodes, styles)
    assert reading.title == TITLE


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(FOREST, numberings())
def test_open_documents_are_read_back(nodes, styles):
    styles = [Style("1", "%1.") if one.text == "Section %1" else one for one in styles]
    reading = read_here(open_text(nodes, styles), "made.odt", Kind.OPEN)
    assert rows(reading) == wanted(nodes, styles)
    assert reading.title == TITLE


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(FOREST, st.tuples(st.sampled_from("1AI"), *[st.sampled_from("1aiAI•")] * 4))
def test_web_pages_are_read_back(nodes, looks):
    styles = [Style(one, one if one == "•" else f"%{at}.") for at, one in enumerate(looks, 1)]
    reading = read_here(page(nodes, styles), "made.html", Kind.PAGE)
    assert rows(reading) == wanted(nodes, styles)


PRINTED = [
    [Style("1", "%1."), Style("1", "%1.%2"), Style("a", "(%3)"), Style("i", "(%4)")],
    [Style("1", "%1."), Style("1", "%1.%2"), Style("1", "%1.%2.%3"), Style("•", "•")],
    [Style("1", "%1."), Style("1", "%1.%2"), Style("•", "•"), Style("i", "(%4)")],
]


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(FOREST, st.sampled_from(PRINTED), st.sampled_from([(595, 842), (400, 300)]))
def test_printed_pages_are_read_back(nodes, styles, size):
    nodes = cut(nodes, 4)
    made = printed(nodes, styles, "Hilltown School", "Page {}", size)
    assert rows(read_here(made, "made.pdf", Kind.PDF)) == wanted(nodes, styles)


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(FOREST, st.sampled_from(PRINTED))
def test_plain_texts_are_read_back(nodes, styles):
    nodes = cut(nodes, 4)
    assert rows(read(plain(nodes, styles), "made.txt")) == wanted(nodes, styles)


@pytest.mark.parametrize("make", [word, open_text])
def test_a_list_past_z_doubles_its_letters_as_printed(make):
    nodes, styles = [Node("Rules", [Node(f"item {n}.") for n in range(30)])], [Style("1", "%1."), Style("a", "(%2)")]
    kind = Kind.WORD if make is word else Kind.OPEN
    reading = read_here(make(nodes, styles), "made", kind)
    assert [one.number for one in reading.clauses][26:29] == ["1(z)", "1(aa)", "1(bb)"]
    assert len(list(walk(nodes, styles))) == len(reading.clauses)
