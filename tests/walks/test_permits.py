"""Asking first on a phone in a real browser: a member of staff asks in under two minutes, the headteacher answers, a breach is held against it."""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from app.policy.permits.measures import CLOSING, MEASURES

pytestmark = pytest.mark.browser
STAFF = "Farah Siddiqui"


def today() -> date:
    """The date of this machine."""
    return datetime.now(UTC).date()


def _ask_about_a_parent(staff) -> None:
    staff.follow("Ask first")
    staff.picture("ask-first")
    staff.follow("Ask about a parent or carer")
    staff.choose("Who asked to connect with you?", "A parent or carer of a pupil")
    staff.choose("Where?", "A social networking site, such as Facebook or Instagram")
    staff.page.get_by_label("What should the person who answers know?").fill(
        "We sang in a choir together before her son came here."
    )
    staff.picture("ask-parent")
    staff.press("Send")
    assert staff.sees("Do not accept the request before you have an answer.")


def _ask_about_a_space(staff) -> None:
    staff.follow("Back to Ask first")
    staff.follow("Ask about a closed space")
    staff.press("Send")
    assert staff.sees("There is a problem")
    staff.page.get_by_label("What is it called, and where is it?").fill("Year 4 reading blog")
    staff.choose("What kind of place is it?", "A platform the school runs or chose")
    staff.page.get_by_label("What is it for?").fill("Pupils write about the books they read.")
    staff.choose("Who will be in it, besides you?", "Pupils of this school")
    staff.page.get_by_label("Which class or group?").fill("Year 4, two teachers")
    staff.date("When will it close?", today() + timedelta(days=40))
    for one in MEASURES[:6]:
        staff.page.get_by_label(one.words).check()
    staff.press("Send")
    assert staff.sees("Waiting for an answer")
    assert staff.page.get_by_text("Missing", exact=True).count() == 1


def _answer(head, words: str) -> None:
    head.follow("Ask first")
    head.page.get_by_role("listitem").filter(has_text=f"{STAFF}: {words}").get_by_role("link").click()
    head.look()
    head.follow("Answer")
    head.page.get_by_label("It is fine to accept").or_(head.page.get_by_label("I agree")).check()
    head.page.get_by_label("Your answer in words").fill("Fine. Keep school matters out of it.")
    head.picture("ask-answer")
    head.press("Send your answer")
    assert head.sees("Your answer is saved")


def _log(lead) -> None:
    lead.follow("Log a breach")
    lead.press("Start now")
    lead.choose("Is a child in immediate danger, or is a crime happening now?", "No")
    lead.choose("Is there, or might there be, a sexual or indecent picture of somebody under 18?", "No")
    lead.press("Save and continue")
    lead.page.get_by_label("Name on the staff roll").fill(STAFF)
    lead.page.get_by_role("option", name=re.compile(STAFF)).first.click()
    lead.press("Save and continue")
    lead.choose("How did you find out?", "Somebody told me")
    lead.page.get_by_label("If somebody else told you: who?").fill("A parent")
    lead.press("Just now")
    lead.press("Save and continue")
    lead.page.get_by_label("What happened?", exact=True).fill("She is friends with a mother on Facebook.")
    lead.page.get_by_label("Accepted a friend or follow request").check()
    lead.choose("Is any of it still online?", "Yes")
    lead.choose("Could any of this be one of these?", "None of these")
    lead.press("Save and continue")
    lead.follow("Accepted a friend or follow request")
    lead.choose("Where?", "A social networking site, such as Facebook, Instagram, Snapchat, X or LinkedIn")
    lead.date("On which day?", today())
    lead.page.get_by_label("Who was on the other side?").select_option("parent")
    lead.choose("Are they related, or did they know each other before?", "They knew each other before")
    lead.choose("Was the request still waiting, neither accepted nor answered?", "No")
    lead.choose("Did they do it themselves?", "Yes, as far as is known")
    lead.choose("Does it put the school's reputation or people's confidence in it at risk?", "No")
    lead.choose("Was it done in working time?", "No")
    lead.press("Save and continue")
    assert lead.sees("Permission register")
    assert lead.sees("Which came first is not known.")
    lead.picture("ask-clauses")
    lead.press("Save and continue")
    for question in (
        "Has a child been harmed",
        "Might a crime against a child",
        "Did they behave towards a child",
        "Does what they did, at work",
    ):
        lead.choose(question, "No")
    lead.press("Save and continue")
    lead.choose("Do you have a part in this yourself?", "No")
    lead.press("Save and continue")
    lead.press(re.compile("continue", re.IGNORECASE))
    lead.press(re.compile("^Log"))


def test_asking_first(live, visitor):
    staff, head = visitor(STAFF, 375), visitor("Helen Ashworth", 1280)
    begun = time.monotonic()
    _ask_about_a_parent(staff)
    assert time.monotonic() - begun < 120
    _ask_about_a_space(staff)
    for words in ("contact with a parent or carer", "closed space for lessons"):
        _answer(head, words)
    head.go("/permits")
    head.picture("ask-register")
    assert head.sees(STAFF)
    staff.follow("Ask first")
    staff.page.get_by_role("listitem").filter(has_text="closed space").get_by_role("link").click()
    staff.look()
    assert staff.sees("It is agreed, but not active")
    staff.picture("ask-not-active")
    staff.follow("Tick safety measures")
    for one in MEASURES:
        if one.key != CLOSING:
            staff.page.get_by_label(one.words).check()
    staff.press("Save")
    assert staff.sees("It is in force.")
    lead, deputy = visitor("Amina Yusuf", 1280), visitor("Daniel Pryce", 375)
    _log(lead)
    deputy.follow("Cases")
    deputy.page.get_by_role("link", name=re.compile(r"^[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}$")).first.click()
    deputy.look()
    assert deputy.sees("Which came first is not known.")
    assert deputy.sees("Witness")
    deputy.picture("ask-case")
    assert live.flask("trail", "verify").returncode == 0
    for one in (staff, head, lead, deputy):
        assert not [message for message in one.messages if "404" not in message and "422" not in message]
