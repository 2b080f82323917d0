"""Reading a policy: the model text clause by clause, the warts of other texts, and files that are no policy."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.policy.reading import Unreadable, letters, read
from app.policy.starter import STARTER, digest

SHARED = Path(__file__).resolve().parents[3] / "shared/policy/sefton-model-policy-2012.txt"
WANTED = [
    "1",
    "2",
    "2.1",
    "2.2",
    "2.2(a)",
    "2.2(b)",
    "2.2(c)",
    "2.3",
    "3",
    "3.1",
    "3.2",
    "3.2(a)",
    "3.2(b)",
    "3.2(c)",
    "3.2(d)",
    "3.2(e)",
    "3.2(f)",
    "3.2(g)",
    "3.2(h)",
    "3.2(i)",
    "3.2(j)",
    "3.2(k)",
    "3.3",
    "3.4",
    "3.5",
    "4",
    "4.1",
    "4.2",
    "4.3",
    "4.4",
    "5",
    "5.1",
    "6",
    "6.1",
]


@pytest.mark.skipif(not SHARED.is_file(), reason="the model text is not beside this checkout")
def test_the_model_text_is_complete_and_in_order(app):
    reading = read(SHARED.read_bytes(), SHARED.name)
    assert [one.number for one in reading.clauses] == WANTED
    by = {one.number: one for one in reading.clauses}
    assert by["1"].heading == "Scope"
    assert by["3.2(h)"].text.startswith(
        "Accept requests of any pupil of the School /College or former pupils under the age of eighteen"
    )
    assert by["3.2(i)"].text.endswith(
        "Should you wish to accept such a request you must seek advice from your Headteacher before doing so."
    )
    assert by["3.2"].text.endswith("This list is neither exclusive nor exhaustive.")
    assert by["3.4"].text.startswith("It may be is necessary")
    assert by["6.1"].text == "The Policy will be reviewed annually by the Governing Body."
    assert any("5.1" in one and "unfinished" in one for one in reading.warnings)
    text = " ".join(SHARED.read_text(encoding="utf-8", errors="replace").split())
    for one in reading.clauses:
        for part in filter(None, (one.heading, *re.split(r"(?<=[.:])\s+", one.text))):
            assert part.rstrip(".") in text, part
    kept = sum(len((one.heading or "").split()) + len(one.text.split()) for one in reading.clauses) + sum(
        len(one.split()) for one in reading.front_matter
    )
    bare = [
        word
        for word in text.split()
        if word not in "·" and not word.rstrip(".").replace(".", "").isdigit() and set(word) - set("_")
    ]
    kept_bare = kept - sum(1 for line in reading.front_matter for word in line.split() if not set(word) - set("_"))
    assert abs(kept_bare - len(bare)) <= 6
    done = app.test_cli_runner().invoke(args=["policy", "read", str(SHARED), "--json"])
    assert [one["number"] for one in json.loads(done.stdout)["clauses"]] == WANTED


def test_numbers_alone_wrapped_lines_tabs_and_bullets():
    text = "School policy\n\n1.\tAims\n1.1\nWe want\ngood conduct.\n1.2 Do not:\n\u2022\tshout\n\tat others\n\u2022 whisper\n\nThat is all.\n2 Last\n2.1 The end.\n"
    found = {one.number: (one.heading, one.text) for one in read(text.encode(), "a.txt").clauses}
    assert found == {
        "1": ("Aims", ""),
        "1.1": (None, "We want good conduct."),
        "1.2": (None, "Do not:\n\nThat is all."),
        "1.2(a)": (None, "shout at others"),
        "1.2(b)": (None, "whisper"),
        "2": ("Last", ""),
        "2.1": (None, "The end."),
    }


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_coding_of_text(coding):
    assert read("1 Aims\n1.1 The pupil’s school.\n".encode(coding), "a.txt").clauses[1].text == "The pupil’s school."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"MZ\x90\x00" * 50,
        b"PK\x03\x04word/document.xml",
        b"%PDF-1.7",
        b"no numbers at all\n",
        b"\x00" * 100,
        b"x" * 11_000_000,
    ],
)
def test_what_is_no_policy_gets_one_sentence(app, data, tmp_path):
    with pytest.raises(Unreadable) as caught:
        read(data, "policy.txt")
    assert str(caught.value).endswith(".")
    place = tmp_path / "policy.txt"
    place.write_bytes(data)
    done = app.test_cli_runner().invoke(args=["policy", "read", str(place)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_bullets_past_z():
    assert [letters(one) for one in (0, 25, 26, 27, 51, 52)] == ["a", "z", "aa", "ab", "az", "ba"]


def test_the_starter_edition_has_every_clause_of_the_model():
    assert [one.number for one in STARTER] == [one for one in WANTED if not one.startswith("2.2(")]
    assert all(one.routes for one in STARTER if one.breachable)


def test_the_digest_tells_any_change_of_words():
    clauses = read(b"1 Aims\n1.1 One.\n1.2 Two.\n", "a.txt").clauses
    other = read(b"1 Aims\n1.1 One.\n1.2 Two!\n", "a.txt").clauses
    assert digest(clauses) == digest(clauses)
    assert digest(clauses) != digest(other)
