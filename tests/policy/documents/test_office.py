"""Old Word and rich text documents: through LibreOffice where it is installed, and a plain sentence where it is not."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.policy.documents import office
from app.policy.documents.kinds import Kind
from app.policy.reading import Unreadable, read

sys.path.insert(0, str(Path(__file__).parent))

from makers import Node, Style, word

NODES = [
    Node("Scope", [Node("All staff are bound."), Node("Staff must not:", [Node("shout;", [Node("at home.")]), Node("whisper.")])]),
    Node("Rules", [Node("Be kind."), Node("Be careful.")]),
]
STYLES = [Style("1", "%1."), Style("1", "%1.%2"), Style("a", "(%3)"), Style("i", "(%4)")]
RICH = b"{\\rtf1\\ansi Our staff policy\\par 1. Aims\\par 1.1 Be kind.\\par 1.2 Be careful.\\par}"
needs_office = pytest.mark.skipif(office.office() is None, reason="LibreOffice is not installed on this machine")


@pytest.mark.parametrize(
    ("data", "what"), [(RICH, "a rich text document (.rtf)"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "")]
)
def test_without_it_a_sentence_says_what_to_do(monkeypatch, data, what):
    monkeypatch.setattr(office, "office", lambda: None)
    data, name = (data, "policy.rtf") if what else (data + "WordDocument".encode("utf-16-le"), "policy.doc")
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    kind = what or "an old Word document (.doc)"
    assert str(refused.value) == (
        f"“{name}” is {kind}, which is read only where LibreOffice is installed: in Word, save it as .docx and choose that."
    )


def program(tmp_path: Path, script: str) -> str:
    """A stand-in for LibreOffice."""
    made = tmp_path / "soffice"
    made.write_text(f"#!/bin/sh\n{script}\n")
    made.chmod(0o755)
    return str(made)


def test_it_is_started_alone_with_its_own_profile_and_no_secret(tmp_path, monkeypatch):
    seen = tmp_path / "seen"
    monkeypatch.setenv("EVENHAND_MASTER_KEY", "very secret")
    monkeypatch.setattr(office, "office", lambda: program(tmp_path, f'env > {seen}; echo "$@" >> {seen}; ulimit -t >> {seen}'))
    with pytest.raises(Unreadable, match="cannot be opened by LibreOffice"):
        office.converted(RICH, Kind.RICH, "“a.rtf”", time.monotonic() + 5)
    text = seen.read_text()
    assert "secret" not in text
    assert "-env:UserInstallation=file:///" in text
    assert text.strip().rsplit("\n", 1)[-1] == "5"


def test_it_is_ended_when_the_time_is_up(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "office", lambda: program(tmp_path, "sleep 60"))
    start = time.monotonic()
    with pytest.raises(Unreadable, match="takes LibreOffice too long to open"):
        office.converted(RICH, Kind.RICH, "“a.rtf”", time.monotonic() + 0.5)
    assert time.monotonic() - start < 5


@needs_office
def test_rich_text_is_read():
    found = read(RICH, "policy.rtf")
    assert [(one.number, one.heading or one.text) for one in found.clauses] == [
        ("1", "Aims"),
        ("1.1", "Be kind."),
        ("1.2", "Be careful."),
    ]


@needs_office
@pytest.mark.parametrize("ending", ["odt", "doc:MS Word 97", "pdf"])
def test_what_libreoffice_makes_of_a_word_document_reads_the_same(tmp_path, ending):
    (tmp_path / "made.docx").write_bytes(word(NODES, STYLES))
    command = [office.office(), "--headless", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "made.docx")], check=True, capture_output=True)
    name = f"made.{ending.split(':')[0]}"
    found, same = (read((tmp_path / one).read_bytes(), one).clauses for one in (name, "made.docx"))
    assert found == same
    assert len(same) == 9
