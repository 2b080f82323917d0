"""A typed name is the same as one on the list whatever its case, spaces, accents, marks, title or order; another name is not."""

from __future__ import annotations

import pytest

from app.people.models import Person
from app.people.same_name import plain, same_as

ROLL = [
    Person(name="Siân Prosser-Whitfield", job_title="Teaching assistant"),
    Person(name="Grace O'Dowd", job_title="Midday supervisor"),
    Person(name="Helen Ashworth", job_title=""),
]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sian prosser whitfield", "Siân Prosser-Whitfield"),
        ("Sia\u0302n  PROSSER-WHITFIELD", "Siân Prosser-Whitfield"),
        ("Prosser-Whitfield, Siân", "Siân Prosser-Whitfield"),
        ("Siân Prosser-Whitfield, Teaching assistant", "Siân Prosser-Whitfield"),
        ("Ms. Grace O\u2019Dowd", "Grace O'Dowd"),
        ("grace odowd", "Grace O'Dowd"),
        ("He\u200blen\u00a0Ash\u00adworth.", "Helen Ashworth"),
        ("\uff28elen Ashworth", "Helen Ashworth"),
    ],
)
def test_the_same_name(typed, name):
    assert [one.name for one in same_as(ROLL, typed)] == [name]


@pytest.mark.parametrize("typed", ["", " ", "-", "Helen", "Helen Ashworth, a parent", "Grace Dowd", "not known", "Mr"])
def test_another_name(typed):
    assert same_as(ROLL, typed) == []


def test_a_title_alone_is_still_a_word():
    assert plain("Dr") == ("dr",)
