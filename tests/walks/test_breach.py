"""The whole walk of a breach in a real browser: the policy, logging, safeguarding, the hold, an outcome, and the accused who sees nothing."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.policy.starter import STARTER

pytestmark = pytest.mark.browser
SHARED = Path(__file__).resolve().parents[3] / "shared/policy/sefton-model-policy-2012.txt"


def today() -> date:
    """The date of this machine."""
    return datetime.now(UTC).date()


def _png(path: Path) -> Path:
    """A real picture: 40 by 30 pixels of one colour."""
    rows = b"".join(b"\x00" + b"\x0b\x5c\x5e" * 40 for _ in range(30))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return path


def _policy(tmp_path: Path) -> Path:
    """The model policy where it is at hand; else a document of the same shape in the product's own words."""
    if SHARED.is_file():
        return SHARED
    text = "\n\n".join(
        f"{one.number}\n{one.title if '.' not in one.number else one.asks}" for one in STARTER if "(" not in one.number
    )
    bullets = "\n".join(f"· {one.asks}" for one in STARTER if "(" in one.number)
    before, after = text.split("\n\n3.3\n")
    place = tmp_path / "policy.txt"
    place.write_text(f"Staff social networking policy\n\n{before}\n{bullets}\n\n3.3\n{after}")
    return place


def _adopt(head, second, policy: Path, day: date) -> None:
    head.follow("Policy")
    head.follow("Bring in a document")
    head.page.get_by_label("The policy document").set_input_files(policy)
    head.press("Read the document")
    assert head.sees("3.2(h)")
    assert head.sees("3.2(k)")
    head.picture("policy-draft")
    head.follow(re.compile("^Accept the proposed mapping"))
    head.press("Accept what is ticked")
    head.follow("Record its adoption")
    head.date("On which day did the governing body adopt it?", day)
    head.page.get_by_label("Which minute says so?").fill("Full governing body, minute 14.2")
    head.page.get_by_label("Who signed as chair?").fill("Margaret Thistlewood")
    head.page.get_by_label("Who signed as headteacher?").fill("Helen Ashworth")
    head.press("Record the adoption")
    head.follow("Confirm the adoption")
    assert head.sees("You recorded this yourself")
    second.follow("Policy")
    second.follow(re.compile("waits to be confirmed"))
    second.follow("Confirm the adoption")
    second.press("Confirm the adoption")
    assert second.sees("Digest")


def _pick(visitor, label: str, name: str) -> None:
    box = visitor.page.get_by_label(label)
    box.fill(name)
    visitor.page.get_by_role("option", name=re.compile(name)).first.click()


def _log_request(visitor, who: str, screenshot: Path, *, day: date) -> str:
    visitor.follow("Log a breach")
    visitor.picture("log-begin")
    visitor.press("Start now")
    visitor.choose("Is a child in immediate danger, or is a crime happening now?", "No")
    visitor.choose("Is there, or might there be, a sexual or indecent picture of somebody under 18?", "No")
    visitor.press("Save and continue")
    _pick(visitor, "Name on the staff roll", who)
    visitor.picture("log-who")
    visitor.press("Save and continue")
    visitor.choose("How did you find out?", "Somebody told me")
    visitor.page.get_by_label("If somebody else told you: who?").fill("A parent")
    assert not visitor.page.get_by_label("Year").input_value()
    visitor.page.get_by_role("button", name="Just now").click()
    visitor.press("Save and continue")
    visitor.page.get_by_label("What happened?", exact=True).fill("He accepted a friend request from a pupil who is 15.")
    visitor.page.get_by_label("Accepted a friend or follow request").check()
    visitor.choose("Is any of it still online?", "Yes")
    visitor.choose("Could any of this be one of these?", "None of these")
    visitor.press("Save and continue")
    visitor.follow("Accepted a friend or follow request")
    visitor.choose("Where?", "A social networking site, such as Facebook, Instagram, Snapchat, X or LinkedIn")
    age = visitor.page.get_by_label("How old was the pupil or former pupil that day?")
    assert not age.is_visible()
    visitor.date("On which day?", day)
    visitor.page.get_by_label("Who was on the other side?").select_option("pupil")
    age.fill("15")
    visitor.choose("Are they related, or did they know each other before?", "No")
    visitor.choose("Was the request still waiting, neither accepted nor answered?", "No")
    visitor.choose("Did they do it themselves?", "Yes, as far as is known")
    visitor.choose("Does it put the school's reputation or people's confidence in it at risk?", "No")
    visitor.choose("Was it done in working time?", "No")
    visitor.picture("log-act")
    visitor.press("Save and continue")
    assert visitor.sees("3.2(h)")
    visitor.picture("log-clauses")
    visitor.press("Save and continue")
    for question in ("Has a child been harmed", "Might a crime against a child", "Does what they did, at work"):
        visitor.choose(question, "No")
    visitor.choose("Did they behave towards a child", "I don't know")
    visitor.press("Save and continue")
    visitor.press("Add a person")
    visitor.choose("What is their part?", "A child it concerns")
    visitor.page.get_by_label("If not: their name").fill("Ottoline Quillfeather")
    visitor.press("Save and continue")
    visitor.choose("Do you have a part in this yourself?", "No")
    visitor.press("Save and continue")
    visitor.follow("Add a file")
    visitor.choose("Could it show a sexual or indecent picture of somebody under 18?", "No")
    visitor.page.get_by_label("The file").set_input_files(screenshot)
    visitor.choose("How did it come to you?", "It was given or sent to me")
    visitor.page.get_by_label("What does it show?").fill("The accepted request")
    visitor.press("Add the file")
    visitor.press("Save and continue")
    visitor.picture("log-check")
    visitor.press("Log the breach")
    assert visitor.sees("Logged")
    assert visitor.page.get_by_role("button", name="Print this page").is_visible()
    visitor.picture("log-done")
    return visitor.page.url.rsplit("/", 1)[-1]


def _decide(visitor, procedure: str) -> None:
    visitor.follow(re.compile(f"^Decide ?: {procedure}$"))
    visitor.choose("Open this procedure?", "Yes, open it")
    visitor.page.get_by_label("Why?").fill("It follows from what was logged.")
    _fair(visitor)
    visitor.press("Save the decision")


def _fair(visitor) -> None:
    visitor.choose("What did you find?", "It makes no difference to anybody with a protected characteristic")
    visitor.page.get_by_label("How did you take equal opportunities into account?").fill("Considered for everybody concerned.")


def _lado(visitor, reference: str) -> None:
    visitor.go(f"/cases/{reference}")
    visitor.follow("Record LADO advice")
    visitor.page.get_by_label("Their name and role").fill("J. Marsh, designated officer")
    visitor.choose("How?", "By phone")
    visitor.page.get_by_label("What did they advise?").fill("The school leads. Report back in two weeks.")
    visitor.press("Record the conversation")
    assert visitor.sees("The school leads. Report back in two weeks.")


def _step(visitor, verb: str, **answers: str) -> None:
    visitor.follow(verb)
    for field in visitor.page.locator("main textarea, main input[type=text]").all():
        if field.is_visible() and not field.input_value():
            field.fill("As agreed with the LADO.")
    for group in visitor.page.locator("main fieldset").all():
        if group.locator("input[type=radio]").count() and not group.locator("input[type=radio]:checked").count():
            wanted = answers.get("word")
            (
                group.locator(f"input[value={wanted}]")
                if wanted and group.locator(f"input[value={wanted}]").count()
                else group.locator("input[type=radio]").first
            ).check()
    visitor.press(verb)


def _nothing_of(visitor, reference: str, *words: str) -> None:
    """Nothing of a case is anywhere that this person can look."""
    for path in ("/", "/cases", "/reported", "/notices", "/policy", "/log", "/cases?overdue=y"):
        visitor.page.goto(visitor.live.url + path)
        shown = visitor.page.content()
        assert reference not in shown
        assert not [one for one in words if one in shown]
    answer = visitor.page.goto(f"{visitor.live.url}/cases/{reference}")
    assert answer is not None
    assert answer.status == 404


def _to_outcome(manager, lead, hr, reference: str) -> None:
    """The LADO is told, disciplinary waits, is cleared, opens for HR, and each allegation gets its outcome."""
    _decide(manager, "Child protection")
    _decide(manager, "Disciplinary")
    assert manager.sees("Waits for: child protection.")
    _lado(lead, reference)
    hr.go(f"/cases/{reference}")
    assert hr.sees("Disciplinary work waits until the LADO has agreed")
    manager.go(f"/cases/{reference}")
    assert manager.sees("The school leads. Report back in two weeks.")
    _step(manager, "Record that the school leads", word="no")
    _step(manager, "Record the outcome of each allegation", word="substantiated")
    assert manager.sees("Substantiated")
    _step(manager, "Record that disciplinary work can start")
    hr.go(f"/cases/{reference}")
    assert not hr.sees("Disciplinary work waits until the LADO has agreed")
    _step(hr, "Start the assessment")
    _step(hr, "Close with management advice or training", word="advice_given")
    assert hr.sees("Dealt with by advice or training")
    hr.picture("case-outcome")


def test_a_request_accepted_from_a_pupil(live, visitor, tmp_path):
    head = visitor("Helen Ashworth")
    head.picture("home-head")
    here = today()
    _adopt(head, visitor("Peter Lomax"), _policy(tmp_path), here - timedelta(days=9))
    reference = _log_request(head, "Daniel Pryce", _png(tmp_path / "screen.png"), day=here - timedelta(days=2))
    assert head.sees("Child protection comes first")
    assert head.sees("Within 24 hours")
    assert head.sees("Within one working day")
    assert head.sees("Do not question anybody and do not tip anybody off")
    head.follow("Go to the case")
    assert head.sees("Clause 4.3")
    assert head.sees("Clause 3.2(h)")
    assert head.sees("Accept requests of any pupil") or head.sees("Do not accept a friend or follow request")
    head.picture("case-new")
    lead = visitor("Amina Yusuf")
    lead.follow("Notices")
    assert lead.sees("A child protection matter needs you")
    hr = visitor("Ruth Okafor")
    assert not hr.sees("Ottoline Quillfeather")
    _to_outcome(head, lead, hr, reference)
    done = live.flask("trail", "verify")
    assert done.returncode == 0, done.stderr
    accused = visitor("Daniel Pryce")
    _nothing_of(accused, reference, "Ottoline", "who is 15")
    for one in (head, lead, hr, accused):
        assert not [message for message in one.messages if "404" not in message]


def test_a_case_about_the_headteacher_on_a_phone(live, visitor, tmp_path):
    chair = visitor("Margaret Thistlewood", 375)
    reference = _log_request(chair, "Helen Ashworth", _png(tmp_path / "screen.png"), day=today() - timedelta(days=1))
    assert chair.sees("Chair of governors manages the case.")
    chair.picture("phone-logged")
    chair.follow("Go to the case")
    chair.picture("phone-case")
    lead, hr = visitor("Amina Yusuf", 375), visitor("Ruth Okafor")
    _to_outcome(chair, lead, hr, reference)
    assert live.flask("trail", "verify").returncode == 0
    head = visitor("Helen Ashworth")
    _nothing_of(head, reference, "Ottoline", "who is 15")
