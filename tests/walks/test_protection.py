"""Child protection in a real browser: a suspension from a phone, the agencies, a call for help, and the governing body ending it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.browser
ABOUT = "Callum Reyes"


def _fair(visitor) -> None:
    visitor.choose("What did you find?", "It makes no difference to anybody with a protected characteristic")
    visitor.page.get_by_label("How did you take equal opportunities into account?").fill("Considered for everybody concerned.")


def _suspend(head, why: str, instead: str, picture: str, lado: str = "") -> None:
    head.follow("Record a suspension")
    head.page.get_by_label("At what time?").fill("12:01am")
    head.page.get_by_label("Why is it necessary?").fill(why)
    for one in head.page.locator("input[type=checkbox][name^=considered_]").all():
        one.check()
    for one in head.page.locator("input[name^=why_]").all():
        one.fill(instead)
    if lado:
        head.page.get_by_label("What is the view of the LADO?").fill(lado)
    head.page.get_by_label("Who is their named contact?").fill("Priya Raman")
    head.page.get_by_label("How do they reach the contact?").fill("01632 960 111")
    _fair(head)
    head.picture(picture)
    head.press("Record the suspension")
    assert head.sees("Only the governing body can end it")


def test_a_suspension_beside_the_stages_from_its_beginning_to_its_end(visitor, live):
    today = datetime.now(UTC).date()
    reference = next(one["reference"] for one in live.world["cases"] if one["about"] == ABOUT)
    head = visitor("Helen Ashworth", 375)
    head.go(f"/cases/{reference}")
    assert head.sees("may have to stay unnamed in public")
    head.follow("See and record suspension, agencies and referrals")
    _suspend(head, "A child would be at risk.", "It would not keep the child apart from him.", "suspension", lado="Agrees.")
    head.follow("Record that the letter was sent")
    head.date("On which day was the letter sent?", today)
    head.press("Record the day of the letter")
    head.follow(re.compile("^Record where they stand ?: The police"))
    head.choose("Where do the police stand?", "Investigating")
    head.date("Since which day, or reviewed on which day?", today)
    head.page.get_by_label("What did they say, or what is the result?").fill("Reference CR/9.")
    head.press("Record it")
    head.follow("Record a meeting of the agencies")
    head.choose("Which meeting was it?", "Strategy meeting about the member of staff, chaired by the LADO")
    head.date("On which day was it held?", today)
    head.page.get_by_label("Who chaired it?").fill("J. Marsh, LADO")
    head.page.get_by_label("Who was there?").fill("J. Marsh, LADO\nDC Holt, police")
    head.press("Record the meeting")
    head.follow(re.compile("^Add an action that was agreed"))
    head.page.get_by_label("What was agreed?").fill("See the child at home.")
    head.choose("Who does it?", "Designated safeguarding lead")
    head.date("By which day?", today)
    head.press("Add the action")
    assert head.sees("See the child at home.")
    head.picture("beside-the-stages")
    head.follow(re.compile("^Decide ?: DBS"))
    head.choose("Is the referral made?", "No")
    head.date("On which day was it made, or decided against?", today)
    head.page.get_by_label("Why?", exact=True).fill("Not removed from work with children so far.")
    _fair(head)
    head.press("Record the decision")
    adviser = visitor("Ruth Okafor")
    adviser.go(f"/cases/{reference}")
    assert not adviser.sees("uspended since")
    adviser.follow("Record a call to the police or social care")
    adviser.choose("Whom did you call?", "The council's children's social care (MASH)")
    adviser.page.get_by_label("Whom did you speak to?").fill("Duty worker")
    adviser.choose("How?", "By phone")
    adviser.page.get_by_label("At what time?").fill("12:01am")
    adviser.page.get_by_label("What did they advise?").fill("They will visit today.")
    adviser.choose("Is it your own report of a suspected sexual offence against a child?", "No")
    adviser.press("Record the call")
    assert adviser.sees("They will visit today.")
    clerk = visitor("Peter Lomax", 375)
    clerk.follow("Notices")
    clerk.follow("The governing body must know of a suspension")
    assert clerk.sees(ABOUT)
    assert not clerk.sees(reference)
    clerk.follow(re.compile("^Record that it was ended"))
    for question in ("On which day was it ended?", "On which day was the council told?", "On which day was the headteacher told?"):
        clerk.date(question, today)
    clerk.page.get_by_label("Reference of the governing body's minute").fill("FGB/12")
    clerk.page.get_by_label("Why was it ended").fill("The risk has passed; he comes back in stages.")
    _fair(clerk)
    clerk.press("Record the end of the suspension")
    assert clerk.sees("Nobody is suspended.")
    head.go(f"/cases/{reference}/protection")
    assert head.sees("FGB/12")


def test_a_suspension_without_child_protection_from_a_phone(visitor, live):
    reference = next(one["reference"] for one in live.world["cases"] if one["about"] == "Joanne Sutcliffe")
    head = visitor("Helen Ashworth", 375)
    head.go(f"/cases/{reference}/conduct")
    _suspend(head, "Witnesses could be influenced.", "They would still work beside the witnesses.", "suspension-conduct")
    head.picture("conduct-375")
    adviser = visitor("Ruth Okafor")
    adviser.go(f"/cases/{reference}")
    assert adviser.sees("Suspended since")
    adviser.follow("Suspension and referrals")
    adviser.picture("conduct")
    assert adviser.sees("Witnesses could be influenced.")
