"""An item of a list is quoted after the words that lead into it."""

from __future__ import annotations

import uuid

from app.policy.models import Clause
from app.policy.quoting import quoted

EDITION, OTHER = uuid.uuid4(), uuid.uuid4()


def _clause(number: str, text: str, parent: str | None = None, edition: uuid.UUID = EDITION) -> Clause:
    return Clause(number=number, text=text, parent=parent, edition_id=edition)


ABOVE = _clause("3.2", "Staff should not: This list is not complete.")
ITEM = _clause("3.2(h)", "accept friend requests of any pupil;", "3.2")


def test_the_lead_in_comes_first_and_what_follows_the_list_does_not():
    assert quoted(ITEM, [ABOVE, ITEM]) == "Staff should not: accept friend requests of any pupil;"


def test_a_clause_that_is_no_item_stands_alone():
    assert quoted(ABOVE, [ABOVE]) == ABOVE.text
    below = _clause("3.2.1", "Other words.", "3.2")
    assert quoted(below, [ABOVE, below]) == "Other words."


def test_without_a_colon_or_in_another_edition_nothing_is_put_before_it():
    assert quoted(ITEM, [_clause("3.2", "Examples of what harms the school."), ITEM]) == ITEM.text
    assert quoted(ITEM, [_clause("3.2", "Staff should not:", edition=OTHER), ITEM]) == ITEM.text
