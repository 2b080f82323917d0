"""Heads and feet of printed pages against passages of the text that come again at the same place."""

from __future__ import annotations

import pytest

from app.policy.documents.portable_page import Row
from app.policy.documents.running import without_running

STEP = 14.0
TOP, BOTTOM = 740.0, 72.0  # where the text begins and ends
HEAD, FOOT = 800.0, 30.0


def row(page: int, y: float, text: str) -> Row:
    """A printed row of ten points."""
    return Row(text, page, 72, 72 + 5 * len(text), y, 11.7, False, 20)


def page(
    at: int, text: list[str], head: str = "", foot: str = "Page {}", *, last: list[str] | None = None, gap: float = 60
) -> list[Row]:
    """A page: rows of the text from its top, others that end at its bottom, a head so far above the text and a foot."""
    rows = [row(at, TOP + gap, head)] if head else []
    rows += [row(at, TOP - n * STEP, one) for n, one in enumerate(text)]
    ends = last or []
    rows += [row(at, BOTTOM + (len(ends) - 1 - n) * STEP, one) for n, one in enumerate(ends)]
    return [*rows, row(at, FOOT, foot.format(at + 1))] if foot else rows


def own(at: int, count: int = 6) -> list[str]:
    """Rows of the text that no other page has."""
    return [f"Of page {'abcdefghij'[at]} row {'abcdefghij'[n]}" for n in range(count)]


def kept(pages: list[list[Row]]) -> list[list[str]]:
    """What is left of the pages."""
    return [[one.text for one in found] for found in without_running(pages)[0]]


def test_heads_and_feet_are_left_out_and_quoted():
    pages = [page(at, own(at), "Hilltown School") for at in range(3)]
    found, said = without_running(pages)
    assert [[one.text for one in rows] for rows in found] == [own(at) for at in range(3)]
    assert said == ["Left out as the head or foot of the pages: “Page 1”, “Page 2”, “Page 3”, “Hilltown School”."]


@pytest.mark.parametrize("chapters", ["AABB", "AAABBBCCC", "AABBCC", "AABBCCDD"])
def test_heads_that_change_by_chapter(chapters):
    pages = [page(at, own(at), f"About matter {one}") for at, one in enumerate(chapters)]
    assert kept(pages) == [own(at) for at in range(len(chapters))]


def test_heads_of_left_and_right_pages():
    pages = [page(at, own(at), ["Hilltown School", "Staff policy"][at % 2], ["{}", "{} of it"][at % 2]) for at in range(6)]
    assert kept(pages) == [own(at) for at in range(6)]


@pytest.mark.parametrize("count", [3, 5])
def test_a_head_close_to_the_text_that_is_on_every_page(count):
    pages = [page(at, own(at), "Hilltown School", gap=STEP) for at in range(count)]
    assert kept(pages) == [own(at) for at in range(count)]


def test_heads_close_to_the_text_on_left_and_right_pages():
    pages = [page(at, own(at), ["Hilltown School", "Staff policy"][at % 2], gap=STEP) for at in range(6)]
    assert kept(pages) == [own(at) for at in range(6)]


def test_a_head_of_two_rows_and_a_foot_of_two():
    pages = [
        [row(at, HEAD, "Hilltown School"), *page(at, own(at), "Staff policy", gap=40), row(at, FOOT - STEP, "Of 2024")]
        for at in range(4)
    ]
    assert kept(pages) == [own(at) for at in range(4)]


def test_a_first_page_with_a_head_of_its_own():
    first = [row(0, HEAD + 20, "THE HILLTOWN SCHOOL"), *page(0, own(0))]
    assert kept([first, *(page(at, own(at), "Staff policy") for at in (1, 2, 3))]) == [
        ["THE HILLTOWN SCHOOL", *own(0)], *(own(at) for at in (1, 2, 3)),
    ]  # fmt: skip


def test_a_page_with_nothing_but_its_head_and_foot():
    assert kept([page(at, [] if at == 1 else own(at), "Hilltown School") for at in range(4)]) == [own(0), [], own(2), own(3)]


AGAIN = ["Staff must ask first.", "(a) at home", "• at home", "of any pupil of the school.", "1.1 Be kind to all."]


@pytest.mark.parametrize("passage", AGAIN)
@pytest.mark.parametrize("count", [4, 5])
def test_a_passage_at_the_top_of_two_pages_is_text(passage, count):
    text = [[*([passage] if at in {1, 2} else []), *own(at)] for at in range(count)]
    assert kept([page(at, one, "Hilltown School") for at, one in enumerate(text)]) == text


@pytest.mark.parametrize("passage", AGAIN)
def test_a_passage_at_the_bottom_of_two_pages_next_to_the_foot_is_text(passage):
    ends = [["Here it ends", passage] if at in {0, 2} else [f"It ends {'abcd'[at]}", "so"] for at in range(4)]
    pages = [page(at, own(at), "Hilltown School", last=one) for at, one in enumerate(ends)]
    assert kept(pages) == [[*own(at), *one] for at, one in enumerate(ends)]


def test_several_rows_at_the_top_of_two_pages_are_text():
    text = [
        [*(["• Staff must ask before they", "post a picture.", "• They wait."] if at != 1 else []), *own(at)] for at in range(4)
    ]
    assert kept([page(at, one, "Hilltown School") for at, one in enumerate(text)]) == text


@pytest.mark.parametrize("passage", ["• at home", "(a) at home"])
def test_an_item_at_the_top_of_every_page_is_text(passage):
    text = [[passage, *own(at)] for at in range(4)]
    assert kept([page(at, one) for at, one in enumerate(text)]) == text


def test_a_passage_alone_on_two_pages_stands_where_others_have_text():
    text = [own(0), ["Left blank on purpose."], own(2), ["Left blank on purpose."]]
    assert kept([page(at, one, "Hilltown School") for at, one in enumerate(text)]) == text


def test_a_passage_set_apart_like_a_heading_stands_where_others_have_text():
    pages = [page(at, own(at), "Hilltown School") for at in range(4)]
    for at in (1, 3):
        pages[at][1].text = "Notes"
        for one in pages[at][2:-1]:
            one.y -= 2 * STEP
    assert [rows[0] for rows in kept(pages)] == [own(0)[0], "Notes", own(2)[0], "Notes"]


def test_two_pages_that_are_alike_keep_their_text():
    assert (
        kept([page(at, ["Staff must ask first.", "They wait."], "Hilltown School") for at in (0, 1)])
        == [["Staff must ask first.", "They wait."]] * 2
    )


@pytest.mark.parametrize("pages", [[], [[]], [[], []]])
def test_pages_without_rows(pages):
    assert without_running(pages) == (pages, [])
