"""Numbers that go astray: skipped, doubled, out of order, too far off, too deep, or only words; and what is noted of them."""

from __future__ import annotations

import pytest

from app.policy.reading import Reading, Unreadable, read


def reading_of(text: str) -> Reading:
    """A document with a title."""
    return read(f"Our school’s social media policy\n\n{text}".encode(), "policy.txt")


def test_a_number_in_the_middle_of_a_sentence_is_words():
    text = "1.1 This is read together with the acceptable use policy, as set out in paragraph\n3.2 of that policy and in clause\n1.1 of the handbook.\n1.2 Next."
    found = reading_of(text)
    assert [one.number for one in found.clauses] == ["1.1", "1.2"]
    assert found.clauses[0].text.endswith("in paragraph 3.2 of that policy and in clause 1.1 of the handbook.")
    assert any("“3.2 of that policy and in clause”" in one for one in found.warnings)


@pytest.mark.parametrize("line", ["10.30 am is the time.", "999. Not a section.", "(x) is a kiss."])
def test_a_number_too_far_off_is_words_and_noted(line):
    found = reading_of(f"1. Aims\n1.1 One.\n\n{line}\n\n1.2 Two.")
    assert [one.number for one in found.clauses] == ["1", "1.1", "1.2"]
    assert found.clauses[1].text == f"One.\n\n{line}"
    assert any(line in one and "read as words" in one for one in found.warnings)


def test_skipped_doubled_and_backward_numbers_are_noted():
    found = reading_of("1. Aims\n1.1 One.\n1.3 Three.\n1.3 Three too.\n1.2 Two.\n4. End\n4.1 Last.")
    assert [one.number for one in found.clauses] == ["1", "1.1", "1.3", "1.3 [2]", "1.2", "4", "4.1"]
    assert found.warnings[:4] == (
        "After 1.1 comes 1.3: a number seems to be missing between them.",
        "After 1.2 comes 4: a number seems to be missing between them.",
        "1.2 comes after 1.3: it stands out of its order.",
        "The number 1.3 stands twice; the later one is kept as 1.3 [2] until it is given its own.",
    )


def test_a_skipped_letter_is_noted_and_a_doubled_one_kept():
    found = reading_of("1.1 Staff must not:\n(a) post\n(c) like\n(c) share")
    assert [one.number for one in found.clauses] == ["1.1", "1.1(a)", "1.1(c)", "1.1(c) [2]"]
    assert found.warnings[0] == "After (a) comes (c): a number seems to be missing between them."
    assert "1.1(c) stands twice" in found.warnings[1]


def test_numbers_that_go_on_through_parts():
    found = reading_of("Part 1\n1. One.\n2. Two.\nPart 2\n3. Three.\n5. Five.")
    assert [one.number for one in found.clauses] == ["Part 1", "1", "2", "Part 2", "3", "5"]
    assert found.clauses[4].parent == "Part 2"
    assert found.warnings == ("After 3 comes 5: a number seems to be missing between them.",)


def test_numbers_that_begin_late_are_noted():
    assert reading_of("3. Principles\n3.1 One.").warnings == (
        "The numbering begins at 3: check that nothing before it is missing.",
    )


def test_many_notes_of_a_kind_are_counted():
    found = reading_of("\n".join(f"1.{2 * n} Clause." for n in range(1, 40)))
    assert len(found.warnings) == 21
    assert found.warnings[-1].endswith("more notes are like the one before.")


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Be kind.\n\nBe careful.", "No numbered clause was found in “policy.txt”"),
        ("• Be kind.\n• Be careful.", "No numbered clause was found"),
        ("\n".join("1" + ".1" * n + " Deep." for n in range(50)), "deeper than 9 levels at “1.1.1.1.1.1.1.1.1.1”"),
        ("1. Do\n" + "\n".join(" " * 3 * n + "- deep" for n in range(50)), "deeper than 9 levels at “deep”"),
        ("1.1" + "(a)" * 50 + " Deep.", "deeper than 9 levels"),
        ("1. Do\n" + "- x\n" * 2001, "More than 2,000 numbers and bullets"),
        ("100.100.100.100.100.100.100 A\n100.100.100.100.100.100.101 B", "is longer than 20 characters"),
    ],
)
def test_what_no_policy_needs_is_refused(text, because):
    with pytest.raises(Unreadable) as refused:
        reading_of(text)
    assert because in str(refused.value)
    assert str(refused.value).count(". ") == 0
