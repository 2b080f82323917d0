"""The title, the dates and the blanks of the front of a policy, as schools set them."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.front_matter import is_field, understood
from app.policy.reading import read


@pytest.mark.parametrize(
    ("rows", "adopted", "due"),
    [
        (["Date adopted: 12 September 2024"], date(2024, 9, 12), None),
        (["Adopted by the Governing Body on 12th September 2024"], date(2024, 9, 12), None),
        (["Date Adopted by the Governing Body:", "12/09/2024"], date(2024, 9, 12), None),
        (["Approved: 1st of Feb. 2024", "Next review due: 01.02.25"], date(2024, 2, 1), date(2025, 2, 1)),
        (["Ratified: September 12, 2024", "Date of next review: 2025-09-12"], date(2024, 9, 12), date(2025, 9, 12)),
        (["Version 2 Date adopted: 1 May 2024 Review date: 1 May 2025"], date(2024, 5, 1), date(2025, 5, 1)),
        (["Review: 03/04/2025"], None, date(2025, 4, 3)),
        (["Reviewed: 03/04/2023"], None, None),
        (["Last review of the school: 03/04/2023"], None, None),
        (["12 September 2024"], None, None),
        (["Adopted procedures are listed on 12 pages"], None, None),
    ],
)
def test_dates_are_taken_only_from_their_fields(rows, adopted, due):
    front = understood(["Social media policy", *rows], "a.txt")
    assert (front.adopted_on, front.review_due) == (adopted, due)


@pytest.mark.parametrize(
    ("rows", "warnings"),
    [
        (["Date adopted:", "Review date: 1 May 2025"], ("The date of adoption is left blank.",)),
        (["Date adopted: ______"], ("The date of adoption is left blank.",)),
        (
            ["Date adopted:", "______", "Review date:"],
            ("The date of adoption is left blank.", "The date of the next review is left blank."),
        ),
        (["Date adopted: 31 February 2024"], ("The date of adoption could not be read: “31 February 2024”.",)),
        (["Date adopted: September 2024"], ("The date of adoption could not be read: “September 2024”.",)),
        (["Name of School/College______"], ("The school’s name is left blank.",)),
        (["School:", "Hill School"], ()),
        (["School:", "____", "Name of School: Hill School"], ()),
        (
            ["Adopted: 1 May 2024", "Review date: 1 May 2023"],
            ("The next review, 01/05/2023, is not after the adoption, 01/05/2024.",),
        ),
        (
            ["Adopted: 1 May 2024", "Approved: 2 May 2024"],
            ("The date of adoption is given more than once, and differently; the first was taken.",),
        ),
    ],
)
def test_blanks_and_unreadable_dates_are_noted(rows, warnings):
    assert understood(["Social media policy", *rows], "a.txt").warnings == warnings


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (["HILL SCHOOL", "Staff social media policy", "Version 2"], "Staff social media policy"),
        (["Suggested policy for schools", "HILL SCHOOL SOCIAL NETWORKING POLICY"], "HILL SCHOOL SOCIAL NETWORKING POLICY"),
        (["Code of conduct", "This is the policy of our school."], "Code of conduct"),
        (["Hill School", "Using the internet"], "Hill School"),
        (["Policy: ____", "______"], "our rules"),
        ([], "our rules"),
    ],
)
def test_the_title_is_the_line_most_like_one(rows, title):
    front = understood(rows, "our rules.txt")
    assert front.title == title
    assert ("name of the file" in "".join(front.warnings)) is (title == "our rules")


@pytest.mark.parametrize(
    "words", ["Signed by: ____", "Chair: A. Smith", "Headteacher:", "Date: 1 May 2024", "Review date 1 May 2025"]
)
def test_a_line_to_be_filled_in_is_a_field(words):
    assert is_field(words)


@pytest.mark.parametrize(
    "words",
    [
        "Signed posts are posts.",
        "Chairs are kind.",
        "School uniform is worn by pupils.",
        "Date of birth",
        "Reviews: none" + "x" * 160,
    ],
)
def test_a_sentence_is_no_field(words):
    assert not is_field(words)


def test_a_document_is_dated_by_what_stands_below_it():
    reading = read(b"Social media policy\n\n1. Aims\n1.1 Be kind.\n\nAdopted: 1 May 2024\n\nNext review: 1 May 2025\n", "a.txt")
    assert (reading.adopted_on, reading.review_due) == (date(2024, 5, 1), date(2025, 5, 1))
    assert reading.as_json() == {
        "title": "Social media policy",
        "adopted_on": "2024-05-01",
        "review_due": "2025-05-01",
        "clauses": [
            {"number": "1", "parent": None, "heading": "Aims", "text": ""},
            {"number": "1.1", "parent": "1", "heading": None, "text": "Be kind."},
        ],
        "warnings": [],
    }
