"""The annual review and acknowledging the policy in a real browser: a teacher on a phone, the head's roll, the clerk's record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.browser


def test_a_teacher_acknowledges_the_policy_on_a_phone_and_the_head_sees_it(visitor):
    teacher = visitor("Laura Fenwick", 375)
    assert teacher.sees("Read and acknowledge the policy")
    teacher.picture("acknowledge-home")
    teacher.follow("Read the policy")
    assert teacher.sees("Nothing that harms the school")
    teacher.press("I have read it and know where to ask")
    assert teacher.sees("That you have read the policy is on record")
    teacher.picture("acknowledge-own")
    teacher.follow("Back to the policy")
    teacher.go("/")
    assert not teacher.sees("Read and acknowledge the policy")

    head = visitor("Helen Ashworth")
    head.follow("Policy")
    head.follow("Who has acknowledged the policy")
    assert head.sees("8 of 16 have acknowledged")
    head.picture("acknowledge-roll")
    head.follow("not yet")
    assert head.sees("Colin Baptiste")
    assert not head.sees("Laura Fenwick")


def test_the_clerk_prepares_and_records_the_review(visitor):
    clerk = visitor("Peter Lomax")
    clerk.follow("Policy")
    clerk.follow("Annual review")
    assert clerk.sees("FGB autumn, item 7")
    clerk.follow("Record the review")
    clerk.press("Record the review")
    assert clerk.sees("Select what the governing body decided")
    clerk.go(clerk.page.url)
    day = datetime.now(UTC).date() - timedelta(days=1)
    clerk.date("On which day did the governing body review it?", day)
    clerk.choose("What did it decide?", "Keep the policy as it is")
    clerk.page.get_by_label("Minute reference").fill("FGB 3/9")
    clerk.page.get_by_label("Who was present as chair?").fill("Margaret Thistlewood")
    clerk.picture("review-record")
    clerk.press("Record the review")
    assert clerk.sees("The review is recorded")
    assert clerk.sees("FGB 3/9")

    head = visitor("Helen Ashworth", 375)
    head.follow("Policy")
    head.follow("Annual review")
    assert head.sees("What the year’s cases suggest")
    head.picture("review-year-phone")
    reference = next(one["reference"] for one in head.live.world["cases"] if one["about"] == "Tom Ellwood")
    head.go(f"/cases/{reference}")
    assert head.sees("They have no account here")

    chair = visitor("Margaret Thistlewood")
    reference = next(one["reference"] for one in chair.live.world["cases"] if one["about"] == "Helen Ashworth")
    chair.go(f"/cases/{reference}")
    assert chair.sees("Yes: they acknowledged it on")
    chair.follow("Policy")
    chair.follow("Annual review")
    chair.picture("review-year")
