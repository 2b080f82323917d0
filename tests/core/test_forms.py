"""What a page sends along with a form is read as a number only when it is one."""

from __future__ import annotations

import pytest

from app.core.forms import version_of, whole_number


@pytest.mark.parametrize("sent", ["", " 1", "-1", "+1", "1.0", "²", "٣", "x", "1" * 9, "9" * 5000])
def test_anything_but_a_short_number_is_no_version(sent):
    assert whole_number(sent) is None
    assert version_of({"version": sent}) == -1


def test_a_number_is_that_number():
    assert (whole_number("0"), whole_number("12345678"), whole_number("123456", 6), whole_number("1234567", 6)) == (
        0,
        12345678,
        123456,
        None,
    )
    assert version_of({"version": "3"}) == 3
    assert version_of({}) == -1
