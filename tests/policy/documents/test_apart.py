"""The process that reads: what it is given, what it may not take, and how its end is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.policy.documents import apart
from app.policy.documents.kinds import Kind
from app.policy.reading import Unreadable, read
from config import ROOT

sys.path.insert(0, str(Path(__file__).parent))

from makers import Node, Style, word

MADE = word([Node("Aims", [Node("Be kind.")])], [Style("1", "%1."), Style("1", "%1.%2")])


def test_it_is_given_no_secret(monkeypatch):
    seen = {}
    popen = subprocess.Popen

    def watched(command, **more):
        seen.update(more["env"], command=command)
        return popen(command, **more)

    monkeypatch.setenv("EVENHAND_MASTER_KEY", "very secret")
    monkeypatch.setattr(subprocess, "Popen", watched)
    assert [one.number for one in read(MADE, "a.docx").clauses] == ["1", "1.1"]
    assert set(seen) == {"PATH", "LANG", "command"}
    assert seen["command"][0] == sys.executable


def test_its_limits_hold():
    code = (
        "import resource; from app.policy.documents.child import limit; limit();"
        "print([resource.getrlimit(one)[0] for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE)]);"
        "bytearray(600 * 1024 * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert json.loads(done.stdout) == [480 * 1024 * 1024, 8, 0]
    assert "MemoryError" in done.stderr


def test_a_process_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.05)
    with pytest.raises(Unreadable, match=r"“a\.docx” takes longer than ten seconds to read"):
        read(MADE, "a.docx")


@pytest.mark.parametrize("answer", [(-11, b"", ""), (0, b"half", ""), (1, b"{}", "Traceback"), (0, b"{}", "")])
def test_a_process_that_breaks_is_said_in_one_sentence(monkeypatch, answer):
    monkeypatch.setattr(apart, "_run", lambda *given: answer)
    with pytest.raises(Unreadable, match=r"“a\.docx” (is damaged or only part of a file|could not be read to its end)"):
        apart.read_apart(MADE, "a.docx", Kind.WORD)
