"""Documents of each style of numbering, as schools write them, and what is noted of their words."""

from __future__ import annotations

import pytest

from app.policy.reading import Reading, read

LEAD = "Our school’s social media policy\n\n"


def reading_of(text: str) -> Reading:
    """A document with a title."""
    return read((LEAD + text).encode(), "policy.txt")


def rows(text: str) -> list[tuple[str, str | None, str]]:
    """Number, heading and text of each piece."""
    return [(one.number, one.heading, one.text) for one in reading_of(text).clauses]


def numbers(text: str) -> list[str]:
    """The numbers alone."""
    return [one.number for one in reading_of(text).clauses]


def test_three_levels_of_numbers():
    text = "1. Aims\n1.1. First.\n1.1.1. Inner.\n1.1.2. Inner too.\n1.2. Second.\n2. Rules\n2.1. Last."
    assert numbers(text) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]
    assert [one.parent for one in reading_of(text).clauses] == [None, "1", "1.1", "1.1", "1", None, "2"]


def test_sections_with_a_zero():
    text = "SECTION 1 INTRODUCTION\n1.0 All staff are bound.\n1.1 So are governors.\nSECTION 2 USE\n2.0 Use it well."
    assert rows(text) == [
        ("1", "INTRODUCTION", ""),
        ("1.0", None, "All staff are bound."),
        ("1.1", None, "So are governors."),
        ("2", "USE", ""),
        ("2.0", None, "Use it well."),
    ]
    assert [one.parent for one in reading_of("1.0 Aims\n1.1 One.\n2.0 Rules\n2.1 Two.").clauses] == [None, "1.0", None, "2.0"]


def test_sections_that_hold_numbers_of_their_own():
    text = "Section 1: Aims\n1. First.\n2. Second.\nSection 2: Rules\n1. Third.\n2. Fourth."
    assert numbers(text) == ["Section 1", "1/1", "1/2", "Section 2", "2/1", "2/2"]


def test_lettered_sections():
    text = "A. Scope\nA1 All staff.\nA2 Governors.\nB. Rules\nB1 Be kind.\nB1.1 Always."
    assert numbers(text) == ["A", "A1", "A2", "B", "B1", "B1.1"]
    assert [one.parent for one in reading_of(text).clauses] == [None, "A", "A", None, "B", "B1"]


def test_roman_sections_and_letters_within():
    assert numbers("I. Scope\nAll staff.\nII. Rules\nA. Be kind.\nB. Be careful.\nIII. Review\nYearly.") == [
        "I", "II", "II(A)", "II(B)", "III",
    ]  # fmt: skip


def test_letters_then_roman_numbers_then_letters_again():
    text = "1.1 Staff must not:\n(a) post,\n(b) share:\n(i) photos,\n(ii) films, or\n(c) like."
    assert numbers(text) == ["1.1", "1.1(a)", "1.1(b)", "1.1(b)(i)", "1.1(b)(ii)", "1.1(c)"]


@pytest.mark.parametrize(
    ("after", "found"), [("(j) ten", "1.1(i)"), ("(ii) more", "1.1(h)(i)")], ids=["the letter i", "the Roman one"]
)
def test_an_i_after_h_is_told_by_what_follows(after, found):
    items = "\n".join(f"({one}) item {one}{one}" for one in "abcdefgh")
    assert numbers(f"1.1 Staff must not:\n{items}\n(i) this\n{after}")[9] == found


def test_numbers_alone_and_their_words_below():
    assert rows("1\n\nAims\n\n1.1\n\nWe want kindness.\n\n1.2\nAnd care.") == [
        ("1", "Aims", ""), ("1.1", None, "We want kindness."), ("1.2", None, "And care."),
    ]  # fmt: skip


def test_a_list_counted_like_the_sections():
    text = "1Scope\nAll staff are bound by this.\n2 Rules\n2.1Be kind.\n2.2Be careful:\n1. at home\n2. at work\n3. at play\n3 Review\n3.1 Yearly."
    assert numbers(text) == ["1", "2", "2.1", "2.2", "2.2(1)", "2.2(2)", "2.2(3)", "3", "3.1"]


def test_items_printed_with_the_number_of_their_clause():
    text = "3.2 Staff must not:\n3.2(a) post:\n3.2(a)(i) photos\n3.2(a)(ii) films\n3.2(b) share\n3.3(a) like"
    assert numbers(text) == ["3.2", "3.2(a)", "3.2(a)(i)", "3.2(a)(ii)", "3.2(b)", "3.3", "3.3(a)"]


def test_bullets_past_z_go_on():
    text = "1.1 Do not:\n" + "\n".join("- shout" for _ in range(28))
    assert numbers(text)[-3:] == ["1.1(z)", "1.1(aa)", "1.1(ab)"]


def test_an_item_keeps_the_paragraph_set_in_under_it():
    text = "1.1 Staff must:\n  (a) be kind;\n\n      in all they do\n\n  (b) be careful.\n\nAll of them."
    assert [one[2] for one in rows(text)] == ["Staff must:\n\nAll of them.", "be kind;\n\nin all they do", "be careful."]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1.1 Be kind.\n\nAsk first.", "Be kind.\n\nAsk first."),
        ("1.1 Be kind.\nAsk first.", "Be kind. Ask first."),
        ("1.1 Staff must be kind to\n\nall of them.", "Staff must be kind to all of them."),
        ("1.1 Staff must never\n\nPost pictures\n\n“Like” them", "Staff must never\n\nPost pictures\n\n“Like” them"),
        ("1.1\n\nBe kind.\n\nAsk first.\n\nAlways.", "Be kind.\n\nAsk first.\n\nAlways."),
    ],
)
def test_a_blank_line_ends_a_paragraph_unless_the_sentence_goes_on(text, wanted):
    assert reading_of(f"{text}\n\n1.2 Next.").clauses[0].text == wanted


def test_words_after_a_list_are_named_and_the_list_goes_on_after_words_between():
    found = reading_of(
        "1.1 Staff must not:\n• shout\n• whisper\nAny breach counts.\n1.2 Staff must:\n• ask\nThey wait.\n• tell\n1.3 Next."
    )
    assert [(one.number, one.text) for one in found.clauses] == [
        ("1.1", "Staff must not:\n\nAny breach counts."), ("1.1(a)", "shout"), ("1.1(b)", "whisper"),
        ("1.2", "Staff must:\n\nThey wait."), ("1.2(a)", "ask"), ("1.2(b)", "tell"), ("1.3", "Next."),
    ]  # fmt: skip
    assert found.warnings == (
        "These words stand after the list under 1.1 and were put with it: “Any breach counts.”.",
        "1.2 has words between the items of its list: check which items they belong to.",
    )


def test_words_between_two_lists_are_noted():
    found = reading_of("1.1 Staff must not:\n• shout\n\nStaff must:\n• help")
    assert found.clauses[0].text == "Staff must not:\n\nStaff must:"
    assert "1.1 has words between the items of its list: check which items they belong to." in found.warnings


def test_numbers_that_begin_again_in_an_appendix():
    text = "1. Aims\nWe want kindness.\n2. Rules\nBe kind.\nAppendix A: Examples\n1. First.\n2. Second.\nAppendix B\n1. Third."
    assert numbers(text) == ["1", "2", "Appendix A", "A/1", "A/2", "Appendix B", "B/1"]


def test_a_table_of_contents_is_front_matter():
    plain = "Contents\n1. Aims\n2. Rules\n\n1. Aims\n1.1 One.\n2. Rules\n2.1 Two."
    dotted = plain.replace("1. Aims\n2. Rules\n\n", "1. Aims ...... 2\n2. Rules\t3\n\n")
    for text, listed in ((plain, ("1. Aims", "2. Rules")), (dotted, ("1. Aims ...... 2", "2. Rules 3"))):
        found = reading_of(text)
        assert [one.number for one in found.clauses] == ["1", "1.1", "2", "2.1"]
        assert found.front_matter[1:] == ("Contents", *listed)
        assert found.warnings == ()


def test_an_address_a_date_and_a_version_are_no_clauses():
    found = reading_of("1 High Street, Hilltown\n1 September 2024\nV1.0\n\n1. Aims\n1.1 One.\n2. Rules\n2.1 Two.")
    assert [one.number for one in found.clauses] == ["1", "1.1", "2", "2.1"]
    assert found.front_matter[1:] == ("1 High Street, Hilltown", "1 September 2024", "V1.0")


def test_headings_without_numbers():
    text = "PRINCIPLES\n\n1. All staff must be kind.\n\n2. And careful.\n\nREVIEW\n\n3. The governors look at this yearly."
    assert rows(text) == [
        ("1", "PRINCIPLES", "All staff must be kind."), ("2", None, "And careful."),
        ("3", "REVIEW", "The governors look at this yearly."),
    ]  # fmt: skip


def test_a_sentence_before_a_number_is_no_heading():
    text = "1. All staff must be kind.\n\nThis applies to all of them\n\n2. And careful."
    assert rows(text)[1] == ("2", None, "And careful.")
    blank = reading_of("School ________\n\n1. All staff must be kind.")
    assert blank.clauses[0].heading is None


def test_numbers_of_pages_are_left_out_and_quoted():
    found = reading_of("1.1 One.\n\nPage 1 of 2\n\n1.2 Two.\n\n- 2 -\n")
    assert [one.text for one in found.clauses] == ["One.", "Two."]
    assert found.warnings == ("Left out as numbers of pages: “Page 1 of 2”, “- 2 -”.",)


@pytest.mark.parametrize("end", ["3. Review\n3.1 Yearly.", "3. Review of it all"])
def test_a_section_after_a_list_counted_like_the_sections(end):
    listed = "    1. at home\n    2. at work\n" if "of" in end else "1. at home\n2. at work\n"
    found = numbers(f"2. Rules\n2.1 Be kind.\n2.2 Be careful:\n{listed}{end}")
    assert found[:6] == ["2", "2.1", "2.2", "2.2(1)", "2.2(2)", "3"]


def test_a_blank_for_a_signature_goes_with_its_field():
    found = reading_of("1.1 Kept safe.\n\n__________\n\nSigned: (Chair)")
    assert found.front_matter[1:] == ("__________", "Signed: (Chair)")
    assert found.clauses[0].text == "Kept safe."


def test_what_is_signed_below_is_set_apart():
    found = reading_of("6.1 Reviewed yearly.\n7.1 Kept safe.\n\nSigned: ________ (Chair)\n\nDate adopted: 1 May 2024")
    assert found.clauses[-1].text == "Kept safe."
    assert found.front_matter[1:] == ("Signed: ________ (Chair)", "Date adopted: 1 May 2024")
    assert found.adopted_on is not None


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (
            "1.1 In all cases staff must take into account the school’s Equal Opportunities\n1.2 Next.",
            "end of 1.1 seems to be unfinished",
        ),
        ("1.1 Staff must not:\n1.2 Next.", "1.1 ends with a colon, and nothing follows it."),
        ("1.1\n1.2 Next.", "1.1 has no words."),
        ("1.1 one\n1.2 two", "end of 1.2 seems to be unfinished"),
    ],
)
def test_what_seems_to_be_missing_is_noted(text, note):
    assert [one for one in reading_of(text).warnings if note in one]


def test_a_lead_in_needs_no_stop():
    assert reading_of("1.1 Staff must not\n• shout\n• whisper\n1.2 Next.").warnings == ()


def test_a_document_without_stops_gets_one_note():
    notes = [one for one in reading_of("\n".join(f"1.{n} clause words" for n in range(1, 9))).warnings if "unfinished" in one]
    assert notes == ["8 clauses end without a full stop: check that none of them is unfinished."]
