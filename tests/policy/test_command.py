"""Reading a policy from the command line: a list for people, JSON for scripts, or one sentence and 2."""

from __future__ import annotations

import io
import json

import pytest

from app.policy import command
from app.policy.command import run
from app.policy.reading import read

POLICY = """Social media policy

Date adopted: 1 May 2024

1. Aims
1.1 Staff must not post “jokes” about pupils:
• on sites
  o in groups
1.3 Unfinished
"""


@pytest.fixture
def policy(tmp_path):
    """A small policy on disk."""
    place = tmp_path / "policy.txt"
    place.write_text(POLICY, encoding="utf-8")
    return str(place)


def test_the_list_for_people(policy):
    out, err = io.StringIO(), io.StringIO()
    assert run(policy, False, out, err) == 0
    assert err.getvalue() == ""
    assert out.getvalue() == (
        "Social media policy\nAdopted: 01/05/2024\nNext review: not stated\n"
        "\nOutside the clauses\n  Social media policy\n  Date adopted: 1 May 2024\n"
        "\nClauses\n  1 Aims\n    1.1 Staff must not post “jokes” about pupils:\n"
        "      1.1(a) • on sites\n        1.1(a)(i) • in groups\n    1.3 Unfinished\n"
        "\nLook at these again\n"
        "  - After 1.1 comes 1.3: a number seems to be missing between them.\n"
        "  - The sentence at the end of 1.3 seems to be unfinished: “Unfinished”.\n"
    )


def test_the_list_for_people_sets_each_paragraph_on_a_line_of_its_own(tmp_path):
    place = tmp_path / "policy.txt"
    place.write_text("Our policy\n\n1. Aims\n1.1 Be kind.\n\nAsk first.\n1.2 Next.\n", encoding="utf-8")
    out = io.StringIO()
    run(str(place), False, out, io.StringIO())
    assert out.getvalue().endswith("Clauses\n  1 Aims\n    1.1 Be kind.\n      Ask first.\n    1.2 Next.\n")


def test_the_json_for_scripts(policy):
    out, err = io.StringIO(), io.StringIO()
    assert run(policy, True, out, err) == 0
    assert json.loads(out.getvalue()) == read(POLICY.encode(), "policy.txt").as_json()
    assert list(json.loads(out.getvalue())) == ["title", "adopted_on", "review_due", "clauses", "warnings"]


@pytest.mark.parametrize("as_json", [True, False])
def test_an_output_in_an_older_coding_does_not_fail(policy, as_json):
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="latin-1")
    assert run(policy, as_json, out, io.StringIO()) == 0
    out.flush()
    text = raw.getvalue().decode("latin-1")
    assert json.loads(text)["clauses"][1]["text"].count("“") == 1 if as_json else "?jokes?" in text


@pytest.mark.parametrize("what", ["missing", "folder", "device", "zero", "empty", "large", "program"])
@pytest.mark.parametrize("as_json", [True, False])
def test_what_cannot_be_read_is_one_sentence_and_2(tmp_path, what, as_json):
    place = tmp_path / "policy.txt"
    data = {"empty": b"", "large": bytes(11 * 1024 * 1024), "program": b"MZ\x90\x00"}
    if what in data:
        place.write_bytes(data[what])
    file = {"folder": str(tmp_path), "device": "/dev/zero", "zero": "a\0b"}.get(what, str(place))
    out, err = io.StringIO(), io.StringIO()
    assert run(file, as_json, out, err) == 2
    assert out.getvalue() == ""
    assert err.getvalue().endswith(".\n")
    assert err.getvalue().count("\n") == 1
    assert str(tmp_path) not in err.getvalue()


def test_no_more_of_a_large_file_is_taken_in_than_tells_that_it_is(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(command, "read", lambda data, name: seen.append(len(data)) or read(data, name))
    place = tmp_path / "large.txt"
    with place.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    assert run(str(place), False, io.StringIO(), io.StringIO()) == 2
    assert seen == [10 * 1024 * 1024 + 1]
