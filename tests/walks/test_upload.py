"""A large file on its way in: how far it has come is shown, it can be stopped, and a refused one loses no words."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
QUESTION = "Could it show a sexual or indecent picture of somebody under 18?"


def _form(visitor, reference: str, file: Path, shows: str) -> None:
    visitor.go(f"/cases/{reference}/evidence/file")
    visitor.choose(QUESTION, "No")
    visitor.choose("How did it come to you?", "It was given or sent to me")
    visitor.page.get_by_label("What does it show?").fill(shows)
    visitor.page.get_by_label("The file").set_input_files(file)


def test_a_large_file_shows_how_far_it_has_come(visitor, live, tmp_path):
    helen = visitor("Helen Ashworth", 375)
    reference = next(
        one["reference"] for one in live.world["cases"] if one["school"] == helen.row["school"] and one["about"] != "Helen Ashworth"
    )
    large, wrong = tmp_path / "film.png", tmp_path / "film.exe"
    large.write_bytes(PNG + os.urandom(6_000_000))
    wrong.write_bytes(b"MZ" + os.urandom(2_000_000))

    _form(helen, reference, wrong, "A refused one.")
    helen.page.get_by_role("button", name="Add the file").click()
    helen.page.wait_for_selector(".govuk-error-summary")
    assert helen.page.url.endswith("/evidence/file")
    assert helen.page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    assert helen.page.get_by_label("What does it show?").input_value() == "A refused one."
    helen.look()

    slow = helen.page.context.new_cdp_session(helen.page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 1_500_000},
    )
    _form(helen, reference, large, "The recording that was sent to me.")
    helen.page.get_by_role("button", name="Add the file").click()
    helen.page.wait_for_selector("progress")
    helen.page.get_by_role("button", name="Stop sending").click()
    assert helen.sees("You stopped it, and the file was not added.")
    assert helen.page.get_by_label("What does it show?").input_value() == "The recording that was sent to me."

    helen.page.wait_for_timeout(1100)  # a second click within a second is taken for a double click
    helen.page.get_by_role("button", name="Add the file").click()
    helen.page.get_by_text("MB sent").wait_for()
    helen.picture("upload")
    helen.page.wait_for_url(re.compile(rf"/cases/{reference}$"), timeout=30000)
    assert helen.sees("The recording that was sent to me.")
    assert not helen.sees("A refused one.")
    assert [one for one in helen.messages if "422" not in one] == []
