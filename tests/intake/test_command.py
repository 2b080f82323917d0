"""Routing from the command line: what goes to which stream, with which exit code, for one file and for many."""

from __future__ import annotations

import io
import json
import os

import pytest

from app.intake.command import run
from app.intake.facts import facts_from
from app.intake.routing import route

FACTS = {
    "reported_at": "2026-11-05T09:10:00Z",
    "subject": {"post": "teacher"},
    "acts": [{"kind": "accept_request", "with": "pupil", "age_at_act": 15}],
    "permits": [{"id": "é", "kind": "curriculum_space", "decided_on": "2026-11-01", "answer": "agreed"}],
}
BAD = {"reported_at": "2026-11-05T09:10:00", "acts": [{"kind": "poem"}]}
BAD_NAMES = ["reported_at", "subject.post", "acts[0].kind"]


@pytest.fixture
def files(tmp_path):
    for name, data in {"good": FACTS, "bad": BAD}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    (tmp_path / "empty.json").write_bytes(b"")
    return lambda name: str(tmp_path / name)


def ran(*files, batch=False):
    out, err = io.StringIO(), io.StringIO()
    return run(list(files), batch, out, err), out.getvalue(), err.getvalue()


def test_one_file_is_answered_on_standard_output(files):
    code, out, err = ran(files("good.json"))
    assert (code, err) == (0, "")
    assert json.loads(out) == route(facts_from(FACTS)).as_json()
    assert set(json.loads(out)) == {"clauses", "paths", "case_manager", "deadlines", "stops", "flags"}


def test_bad_facts_are_a_line_a_fault_on_standard_error_and_nothing_else(files):
    code, out, err = ran(files("bad.json"))
    assert (code, out) == (2, "")
    assert [one.split(": ")[0] for one in err.splitlines()] == BAD_NAMES
    assert "poem" not in err
    assert "2026" not in err


@pytest.mark.parametrize("name", ["empty.json", "none.json", "", "a\0b"])
def test_a_file_that_cannot_be_read_is_a_fault_of_the_whole(files, name):
    code, out, err = ran(files(name))
    assert (code, out) == (2, "")
    assert err.startswith("facts: ")
    assert len(err.splitlines()) == 1


def test_a_batch_is_a_line_a_file_in_the_order_given(files):
    names = [files(one) for one in ("bad.json", "good.json", "none.json", "good.json", "empty.json")]
    code, out, err = ran(*names, batch=True)
    rows = [json.loads(one) for one in out.splitlines()]
    assert (code, err) == (0, "")
    assert [one["file"] for one in rows] == names
    assert [one["exit"] for one in rows] == [2, 0, 2, 0, 2]
    assert rows[1] == {"file": names[1], "exit": 0, "answer": route(facts_from(FACTS)).as_json()}
    assert rows[0].keys() == {"file", "exit", "faults"}
    assert [one.split(": ")[0] for one in rows[0]["faults"]] == BAD_NAMES
    assert all(len(rows[n]["faults"]) == 1 and rows[n]["faults"][0].startswith("facts: ") for n in (2, 4))


def test_a_batch_of_one_and_a_file_whose_name_is_not_text(files, tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.json")
    with open(name, "w") as file:
        json.dump(FACTS, file)
    code, out, _ = ran(name, batch=True)
    assert code == 0
    assert out.isascii(), "it can be written whatever the terminal's encoding"
    assert out.count("\n") == 1
    assert json.loads(out)["file"] == name


@pytest.mark.parametrize("count", [0, 2])
def test_several_files_need_batch(files, count):
    code, out, err = ran(*[files("good.json")] * count)
    assert (code, out) == (2, "")
    assert err.startswith("facts: ")


def test_the_command_as_it_is_typed(app, files):
    runner = app.test_cli_runner()
    good = runner.invoke(args=["intake", "route", files("good.json")])
    assert (good.exit_code, good.stderr) == (0, "")
    assert json.loads(good.stdout) == route(facts_from(FACTS)).as_json()
    bad = runner.invoke(args=["intake", "route", files("bad.json")])
    assert (bad.exit_code, bad.stdout) == (2, "")
    assert [one.split(": ")[0] for one in bad.stderr.splitlines()] == BAD_NAMES
    many = runner.invoke(args=["intake", "route", "--batch", files("bad.json"), files("good.json")])
    assert [json.loads(one)["exit"] for one in many.stdout.splitlines()] == [2, 0]
    assert (many.exit_code, many.stderr) == (0, "")
