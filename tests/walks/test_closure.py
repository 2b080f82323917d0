"""In a real browser a case comes to its close on each path: child protection, disciplinary, equal opportunities, a low-level concern."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
EARLIER = """
import json, sys
sys.path[:0] = ["tests", "tests/scenarios"]
from app import create_app
from app.cases.models import Part
from app.core.db import EVERY_SCHOOL, reach_for
from scenario import HEAD, HR, OFFICER, Scenario
world, reported, began = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
app = create_app()
with app.app_context():
    reach_for(EVERY_SCHOOL)
    play = Scenario(world)
    case = play.begin("A13b", about="Grace O'Dowd", by=HEAD, reported=f"{reported} 09:00")
    play.accept("equal_opportunities")
    play.decline("disciplinary")
    play.step("equal_opportunities", "support", HR)
    play.step("equal_opportunities", "formal_eo_support", HR, complained_on=reported)
    play.step("equal_opportunities", "acknowledge", HR, acknowledged_on=reported)
    play.give(Part.INVESTIGATOR, OFFICER, by=HR)
    play.step("equal_opportunities", "investigate", HR)
    play.step("equal_opportunities", "outcome", HR, "partly_upheld")
    play.on(f"{began} 09:00").step("equal_opportunities", "aftercare_eo_outcome", HR)
    print(case.reference)
"""
"""A complaint of some months ago, up to its aftercare, through the actions: a browser cannot wait three months."""


def today() -> date:
    """The date of this machine."""
    return datetime.now(UTC).date()


def _case(live, about: str) -> str:
    return next(one["reference"] for one in live.world["cases"] if one["about"] == about)


def _fair(visitor) -> None:
    visitor.choose("What did you find?", "It makes no difference to anybody with a protected characteristic")
    visitor.page.get_by_label("How did you take equal opportunities into account?").fill("Considered for everybody concerned.")


def _fill(visitor, words: tuple[str, ...] = (), days: dict[str, date] | None = None) -> None:
    """Answer what a form asks: these days and choices, else today, the first choice and a few words."""
    page, given = visitor.page, days or {}
    for group in page.locator("main fieldset:has(input[name$='-day'])").all():
        asked = group.locator("legend").inner_text()
        on = next((day for question, day in given.items() if asked.startswith(question)), today())
        for part, value in (("day", on.day), ("month", on.month), ("year", on.year)):
            group.locator(f"input[name$='-{part}']").fill(str(value))
    for field in page.locator("main textarea, main input[type=text]").all():
        if field.is_visible() and not field.input_value():
            field.fill("9:10am" if field.get_attribute("name") == "ask_time" else "As it was agreed and done.")
    for group in page.locator("main fieldset:has(input[type=radio])").all():
        if group.is_visible() and not group.locator("input[type=radio]:checked").count():
            wanted = [group.locator(f"input[value={word}]") for word in words]
            next((one for one in wanted if one.count()), group.locator("input[type=radio]").first).check()


def _step(visitor, reference: str, verb: str, *words: str, days: dict[str, date] | None = None) -> None:
    visitor.go(f"/cases/{reference}")
    visitor.follow(re.compile(f"^{re.escape(verb)}"))
    _fill(visitor, words, days)
    visitor.press(verb)
    assert f"/cases/{reference}" in visitor.page.url, visitor.page.locator("main").inner_text()[:500]
    assert "/procedures/" not in visitor.page.url, visitor.page.locator("main").inner_text()[:800]


def _appoint(visitor, reference: str, name: str, part: str) -> None:
    visitor.go(f"/cases/{reference}")
    visitor.follow("Appoint somebody to a part")
    visitor.page.get_by_label("Who?").select_option(label=name)
    visitor.choose("As what?", part)
    visitor.choose("Is any of this true of them?", "None of these")
    visitor.page.locator("main form button[type=submit]").click()
    visitor.page.wait_for_load_state()


def _close(asks, signs, reference: str, name: str, *, lado: bool = False) -> None:
    """One asks for it to be closed, the other signs."""
    asks.go(f"/cases/{reference}")
    asks.follow("Close the case")
    assert not asks.page.locator(".govuk-tag--yellow").count(), "something is open"
    asks.picture(f"close-{name}")
    if lado:
        asks.page.get_by_label("Who at the LADO agreed that the case can close?").fill("J. Marsh, designated officer")
        asks.date("On which day did they agree?", today())
    asks.page.get_by_label("What was learned, and why can it close?").fill("It was worked through to its end.")
    _fair(asks)
    asks.press("Ask for it to be closed")
    assert asks.sees("Waits to be signed by")
    signs.go("/notices")
    signs.follow(re.compile("A case waits for you to sign that it can close"))
    signs.follow("Sign that it can close")
    signs.picture(f"sign-{name}")
    signs.page.get_by_label("What did you check before you sign?").fill("The checklist and the letters.")
    _fair(signs)
    signs.press("Sign and close the case")
    asks.go(f"/cases/{reference}")
    assert asks.sees("Nothing: the case was closed on")
    asks.follow("Open the case again")
    asks.picture(f"whole-{name}")
    assert asks.sees("How it ended")


def _whole(live, *visitors) -> None:
    done = live.flask("trail", "verify")
    assert done.returncode == 0, done.stderr
    for one in visitors:
        assert not [message for message in one.messages if "404" not in message]


def test_child_protection_to_its_close(live, visitor):
    reference = _case(live, "Callum Reyes")
    head, lead, hr = visitor("Helen Ashworth"), visitor("Amina Yusuf", 375), visitor("Ruth Okafor")
    _step(head, reference, "Record that the school leads", "no")
    _step(head, reference, "Record the outcome of each allegation", "unsubstantiated")
    for body in ("DBS", "TRA"):
        head.go(f"/cases/{reference}/protection")
        head.follow(re.compile(f"^Decide ?: {body}"))
        _fill(head, ("no",))
        _fair(head)
        head.press("Record the decision")
    _step(head, reference, "Record that disciplinary work can start")
    _step(head, reference, "Go on: referrals are decided")
    _step(head, reference, "Close child protection", "kept")
    _step(
        lead,
        reference,
        "Record how the child is watched over",
        days={"On which day is it looked at again?": today() + timedelta(days=7)},
    )
    _step(lead, reference, "Record a review")
    _step(lead, reference, "Close the welfare record")
    _step(hr, reference, "Start the assessment")
    _step(hr, reference, "Close with management advice or training", "advice_given")
    _close(head, hr, reference, "protection", lado=True)
    assert not hr.sees("It was worked through to its end."), "the reason is sealed with the child"
    _whole(live, head, lead, hr)


def _bundle(live, asks, reference: str) -> None:
    """The bundle for whoever hears the case is asked for, and made by the worker."""
    asks.go(f"/cases/{reference}")
    asks.follow("The hearing: when and where, what was put to them, adjustments")
    asks.follow("Bundles for hearings and appeals")
    assert asks.sees("No bundle yet.")
    asks.choose("Who is the bundle for?", "Whoever hears the case")
    asks.press("Ask for the bundle")
    done = live.flask("jobs", "run-due")
    assert done.returncode == 0, done.stderr
    asks.follow("See how far it is now")
    assert asks.sees("Ready")
    asks.picture("hearing-bundle")


def test_a_hearing_and_the_time_for_an_appeal_to_the_close(live, visitor):
    reference = _case(live, "Joanne Sutcliffe")
    head, hr = visitor("Helen Ashworth", 375), visitor("Ruth Okafor")
    _step(hr, reference, "Start the assessment")
    _appoint(hr, reference, "Farah Siddiqui", "Investigating officer")
    _appoint(hr, reference, "Farah Siddiqui", "Presents the case for the school")
    _appoint(hr, reference, "George Halloran", "Hears the case")
    _step(hr, reference, "Open an investigation")
    _step(visitor("Farah Siddiqui"), reference, "Hand in the report")
    _step(hr, reference, "Arrange a hearing", "yes", days={"When did the notice reach": today() - timedelta(days=40)})
    _bundle(live, hr, reference)
    panel = visitor("George Halloran")
    _step(panel, reference, "Record the decision", "proven", "first_warning")
    _step(hr, reference, "Record that the decision letter was received")
    hr.go(f"/cases/{reference}")
    assert hr.sees("Last day for an appeal")
    hr.picture("appeal-window")
    _step(hr, reference, "Close the disciplinary work")
    _close(hr, head, reference, "disciplinary")
    _whole(live, head, hr, panel)


def test_a_complaint_through_its_aftercare_to_the_close(live, visitor):
    began = today() - timedelta(days=100)
    told = subprocess.run(
        [sys.executable, "-c", EARLIER, str(live.data / "world.json"), (began - timedelta(days=14)).isoformat(), began.isoformat()],
        cwd=ROOT, env=live.env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    reference = told.stdout.strip()
    head, hr = visitor("Helen Ashworth"), visitor("Ruth Okafor", 375)
    for words, days in (("two weeks", 14), ("six weeks", 42), ("three months", 95)):
        _step(
            hr,
            reference,
            f"Record how they are after {words}",
            "no",
            days={"On which day were they asked?": began + timedelta(days=days)},
        )
    _step(hr, reference, "Close the complaint")
    _close(head, hr, reference, "complaint")
    _whole(live, head, hr)


def test_a_low_level_concern_to_its_close(live, visitor):
    reference = _case(live, "Priya Raman")
    head, hr = visitor("Helen Ashworth", 375), visitor("Ruth Okafor")
    for verb in ("Write the concern down", "Record the talk with the member of staff", "Record the action", "Look for a pattern"):
        _step(head, reference, verb)
    _step(head, reference, "Keep it in the ledger", "low_level")
    _close(head, hr, reference, "concern")
    _whole(live, head, hr)
