"""Web pages: lists that count in every way, tables, entities; what a browser does not show is left out and quoted."""

from __future__ import annotations

import re

import pytest

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.reading import Reading

PAGE = """<!DOCTYPE html><html><head><title>Wintitle word</title><style>p { color: stylish }</style>
<script>var scripted = "<p>9. Scripted</p>";</script><meta charset="utf-8"></head><body>
<h1>Our staff policy</h1>
<p>Date adopted: 1&nbsp;May 2024
<ol>
<li>Aims &amp; scope<ol type=a><li>Staff&rsquo;s conduct.<li value=4>Governors&#8217; conduct.</ol>
<li>Rules<p>Second paragraph.</p>
  <ul><li>shout</li><li>whisper<ol type="i" start="3"><li>at home<li>at work</ol></ul>
<li style="display:none">Unseen item
<li value="7">Seventh <b>bold</b><del>struck words</del> end.
</ol>
<table><tr><th>Who<th>What<tr><td>Head<td>Decides at once</table>
<img src="x.png" alt="crest drawing">
<ol start="8"><li>Review</ol>
<template>never</template>
</body></html>"""


def page(text: str) -> Reading:
    return read_here(text.encode(), "policy.html", Kind.PAGE)


def rows(text: str) -> list[tuple[str, str]]:
    return [(one.number, f"{one.heading or ''} {one.text}".strip()) for one in page(text).clauses]


def test_lists_count_as_a_browser_counts_them():
    assert rows(PAGE) == [
        ("1", "Aims & scope"),
        ("1(a)", "Staff’s conduct."),
        ("1(d)", "Governors’ conduct."),
        ("2", "Rules Second paragraph."),
        ("2(a)", "shout"),
        ("2(b)", "whisper"),
        ("2(b)(iii)", "at home"),
        ("2(b)(iv)", "at work"),
        ("7", "Seventh bold end.\n\nWho | What\n\nHead | Decides at once"),
        ("8", "Review"),
    ]


def test_no_word_of_a_page_is_dropped():
    reading = page(PAGE)
    said = " ".join([*reading.front_matter, *(f"{one.heading} {one.text}" for one in reading.clauses), *reading.warnings])
    shown = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]*>|&[^;]+;", " ", PAGE, flags=re.DOTALL)
    missing = [word for word in re.findall(r"\w+", shown) if not re.search(rf"\b{word}\b", said)]
    assert missing == []
    assert "crest drawing" in said
    assert not re.search("scripted|stylish|never", said, re.IGNORECASE)
    for part in ("Unseen item", "struck words", "Wintitle word"):
        assert any(f"“{part}”" in one for one in reading.warnings), part


def test_101_and_102():
    assert rows("<html><p>Our policy<ol start=101><li>Be kind.<li>Be careful.</ol>") == [
        ("101", "Be kind."),
        ("102", "Be careful."),
    ]


def test_a_reversed_list_and_a_list_without_marks():
    assert [one for one, _ in rows("<html><p>Our policy<ol reversed><li>Three.<li>Two.<li>One.</ol>")] == ["3", "2", "1"]
    typed = '<html><p>Our policy<ol style="list-style-type: none"><li>1.1 One.<li>1.2 Two.</ol>'
    assert rows(typed) == [("1.1", "One."), ("1.2", "Two.")]


def test_lists_that_begin_again_under_headings():
    text = "<html><h2>Scope</h2><ol><li>All.<li>Any.</ol><h2>Rules</h2><ol><li>Be kind.</ol>"
    assert [one for one, _ in rows(text)] == ["1", "1(1)", "1(2)", "2", "2(1)"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_coding_of_a_page(coding):
    says = "windows-1252" if coding == "cp1252" else "utf-8"
    made = f"<html><meta charset={says}><p>1.1 The pupil’s school – ours.".encode(coding)
    assert read_here(made, "a.html", Kind.PAGE).clauses[0].text == "The pupil’s school – ours."


def test_a_table_with_the_numbers_in_its_first_column():
    text = "<html><p>Our policy<table><tr><td>1.1<td>Be kind.<tr><td>1.2<td>Be careful.<p>Always.</table>"
    assert rows(text) == [("1.1", "Be kind."), ("1.2", "Be careful.\n\nAlways.")]
    three = "<html><p>Our policy<table><tr><th>No<th>Rule<th>Who<tr><td>1.1<td>Be kind.<td>All<tr><td>1.2<td>Ask.<td>Head</table>"
    assert rows(three) == [("1.1", "Be kind. | All"), ("1.2", "Ask. | Head")]
    plain = "<html><p>Our policy<p>1.1 Levels:<table><tr><td>1<td>Low<td>Head<tr><td>2<td>High<td>Governors</table>"
    assert rows(plain) == [("1.1", "Levels:\n\n1 | Low | Head\n\n2 | High | Governors")]


def test_lines_that_are_broken_by_hand():
    assert rows("<html><p>Our policy<p>1.1 Be<br>kind.<br>1.2 Be careful.<br>• at home") == [
        ("1.1", "Be kind."),
        ("1.2", "Be careful."),
        ("1.2(a)", "at home"),
    ]
