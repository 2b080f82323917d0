"""The mark of a line, and what is none: numbers, letters, bullets, parts, and the sentences that only look like them."""

from __future__ import annotations

import pytest

from app.policy.numbering import Family, letters, mark_of, places, roman


@pytest.mark.parametrize(
    ("words", "family", "printed", "form", "rest"),
    [
        ("1. Scope", Family.NUMBER, "1", ".", "Scope"),
        ("1 Scope", Family.NUMBER, "1", "", "Scope"),
        ("1Scope", Family.NUMBER, "1", "", "Scope"),
        ("3.2Employees must", Family.NUMBER, "3.2", "", "Employees must"),
        ("3.2‘Friends’ are", Family.NUMBER, "3.2", "", "‘Friends’ are"),
        ("3.2.1. they", Family.NUMBER, "3.2.1", ".", "they"),
        ("1.0", Family.NUMBER, "1.0", "", ""),
        ("(1) One", Family.NUMBER, "1", "()", "One"),
        ("2) Two", Family.NUMBER, "2", ")", "Two"),
        ("1.1 – Scope", Family.NUMBER, "1.1", "", "Scope"),
        ("SECTION 1 INTRODUCTION", Family.NUMBER, "1", "section", "INTRODUCTION"),
        ("Clause 3.2: Words here.", Family.NUMBER, "3.2", "section", "Words here."),
        ("A1 All staff", Family.LETTERED, "A1", "", "All staff"),
        ("A.1.2 All staff", Family.LETTERED, "A.1.2", "", "All staff"),
        ("(a) post", Family.LISTED, "a", "()", "post"),
        ("(a)Post", Family.LISTED, "a", "()", "Post"),
        ("iv. films", Family.LISTED, "iv", ".", "films"),
        ("B. Aims", Family.LISTED, "B", ".", "Aims"),
        ("· Blogs", Family.BULLET, "•", "", "Blogs"),
        ("•Blogs", Family.BULLET, "•", "", "Blogs"),
        ("\uf0b7 Blogs", Family.BULLET, "•", "", "Blogs"),
        ("o Blogs", Family.BULLET, "o", "", "Blogs"),
        ("– Blogs", Family.BULLET, "-", "", "Blogs"),
        ("•", Family.BULLET, "•", "", ""),
        ("Appendix A", Family.DIVISION, "Appendix A", "", ""),
        ("PART II: Rules", Family.DIVISION, "Part II", "", "Rules"),
        ("Part One Rules", Family.DIVISION, "Part One", "", "Rules"),
    ],
)
def test_a_mark_and_the_words_after_it(words, family, printed, form, rest):
    mark = mark_of(words)
    assert mark is not None
    assert (mark.family, mark.printed, mark.form, mark.rest) == (family, printed, form, rest)


@pytest.mark.parametrize(
    "words",
    [
        "Staff must",
        "2012 was a year",
        "2012-13",
        "1st of May",
        "1 September 2024",
        "1.0 August 2012",
        "16-18 year olds",
        "7 days after",
        "4G phones",
        "2D drawings",
        "10% of staff",
        "1:30 pm",
        "0151 934",
        "3.2, 3.3 and 3.4",
        "3.2(see below)",
        "V1.0x",
        "e.g. blogs",
        "i.e. blogs",
        "Mr. Smith",
        "one-off posts",
        "-5 degrees",
        "*footnote",
        "- - -",
        "-----",
        "§ 3 of the Act",
        "Section 4 of this policy applies.",
        "Part of this policy",
        "section A of it",
        "Appendix A shows examples of it.",
        "(see below)",
        "(Grade) one",
        "",
    ],
)
def test_what_is_no_mark(words):
    assert mark_of(words) is None


def test_a_number_may_carry_its_items():
    mark = mark_of("3.2(a)(ii) Post")
    assert mark is not None
    assert (mark.key, mark.subs, mark.rest) == ((3, 2), ("a", "ii"), "Post")


def test_letters_past_z_and_roman_numbers():
    assert [letters(one) for one in (0, 25, 26, 27, 51, 52, 701, 702)] == ["a", "z", "aa", "ab", "az", "ba", "zz", "aaa"]
    assert [roman(one) for one in (1, 4, 9, 14, 40, 49, 99)] == ["i", "iv", "ix", "xiv", "xl", "xlix", "xcix"]


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        ("b", (("a", 2),)),
        ("i", (("i", 1), ("a", 9))),
        ("V", (("I", 5), ("A", 22))),
        ("aa", (("a", 27),)),
        ("ab", (("a", 28),)),
        ("bb", (("a", 28),)),
        ("12", (("1", 12),)),
        ("iiii", (("a", 87),)),
        ("Ab", ()),
        ("see", ()),
    ],
)
def test_the_rows_a_label_can_stand_in(label, rows):
    assert places(label) == rows
