"""Writing a report in a real browser: the stop, names with a slip, leaving and coming back, questions that appear when they are called for."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
PERSON = "Bartholomew Featherstonehaugh-Montgomery"
ROLL, OTHER = "Name on the staff roll", "If they are not on the list: their name"


def _stop(head) -> None:
    head.follow("Log a breach")
    head.press("Start now")
    head.press("Save and continue")
    assert head.page.title().startswith("Error: Before you start")
    head.choose("Is a child in immediate danger, or is a crime happening now?", "Yes")
    head.choose("Is there, or might there be, a sexual or indecent picture of somebody under 18?", "I am not sure")
    head.press("Save and continue")
    assert head.sees("Call 999 now")
    assert head.sees("Amina Yusuf")
    head.picture("log-stop")
    head.press("I have done this: go on")
    assert head.sees("A child may be in danger")


def _who(head) -> None:
    head.page.get_by_label(ROLL).fill("Tom Ellwod")
    head.press("Save and continue")
    assert head.sees("We do not know 'Tom Ellwod'")
    assert head.page.get_by_label(ROLL).input_value() == "Tom Ellwod"
    head.page.get_by_label(ROLL).fill("")
    head.page.get_by_label(OTHER).fill("helen  ASHWORTH")
    head.page.get_by_label(OTHER).press("Enter")
    head.page.wait_for_load_state()
    head.look()
    assert head.sees("Helen Ashworth is on the staff roll.")
    head.page.get_by_label(OTHER).fill("")
    head.page.get_by_label(ROLL).fill("Barth")
    head.page.get_by_role("option").first.click()
    head.press("Save and continue")


def _found(head) -> None:
    told = head.page.get_by_label("If somebody else told you: who?")
    assert not told.is_visible()
    head.choose("How did you find out?", "Somebody told me")
    assert told.is_visible()
    head.page.get_by_role("button", name="Just now").click()
    head.press("Save and come back later")
    assert head.sees("To check")
    head.follow("How and when you found out")
    assert head.sees("Enter who told you")
    assert head.sees("the LADO must be told by") or head.sees("The LADO must be told by")
    told.fill(f"The mother of a friend of {PERSON}")
    head.press("Save and continue")


def _act(head) -> None:
    head.page.get_by_label("What happened?", exact=True).fill("He asked her to connect.")
    head.page.get_by_label("Made a friend or follow request").check()
    head.choose("Is any of it still online?", "I don't know")
    head.choose("Could any of this be one of these?", "None of these")
    head.press("Save and continue")
    head.follow("Made a friend or follow request")
    related = head.page.get_by_role("group", name="Are they related")
    head.page.get_by_label("Who was on the other side?").select_option("colleague")
    assert not related.is_visible()
    head.page.get_by_label("Who was on the other side?").select_option("pupil")
    assert related.is_visible()
    head.press("Save and continue")
    assert head.sees("Select whether they are related or knew each other before")
    head.press("Save and come back later")
    head.follow("Where, when and with whom")
    assert head.sees("To check")


def _end(head) -> None:
    head.go("/")
    assert head.sees(f"about {PERSON}")
    head.page.get_by_role("link", name=f"about {PERSON}").click()
    head.follow("Stop this report")
    head.follow("Keep it")
    head.follow("Stop this report")
    head.press("Stop the report")
    assert head.sees("Nothing was logged")
    assert not head.sees(PERSON)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_report_is_begun_left_gone_on_with_and_stopped(visitor, width):
    head = visitor("Helen Ashworth", width)
    for part in (_stop, _who, _found, _act, _end):
        part(head)
    assert not [one for one in head.messages if "422" not in one]


def test_the_same_pages_without_a_script(live, browser, visitor):
    """Every question is there, the time is filled in by the server, no button does nothing, and the names are a plain list."""
    signed = visitor("Helen Ashworth")
    page = browser.new_context(java_script_enabled=False, storage_state=signed.page.context.storage_state()).new_page()
    page.goto(f"{live.url}/log")
    page.get_by_role("button", name="Start now").click()
    for question in ("Is a child in immediate danger", "Is there, or might there be, a sexual or indecent picture"):
        page.get_by_role("group", name=question).get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save and continue").click()
    assert "Type the first letters" not in page.content()
    page.get_by_label(ROLL).select_option(label=f"{PERSON}, Peripatetic music and instrumental ensembles teacher")
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_label("If somebody else told you: who?").is_visible()
    page.get_by_label("I saw it myself").check()
    page.get_by_role("button", name="Just now").click()
    assert page.get_by_label("Year").input_value()
    assert page.get_by_label("I saw it myself").is_checked()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("What happened?", exact=True).fill("It happened.")
    page.get_by_label("Sent or exchanged messages").check()
    page.get_by_role("group", name="Is any of it still online?").get_by_label("No", exact=True).check()
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Sent or exchanged messages").click()
    assert page.get_by_label("How old was the pupil or former pupil that day?").is_visible()
    mine = next(one["reference"] for one in live.world["cases"] if one["about"] == "Tom Ellwood")
    page.goto(f"{live.url}/reported/{mine}")
    assert page.get_by_text("Print this page from your browser's menu.").is_visible()
    assert not page.get_by_role("button", name="Print this page").is_visible()
