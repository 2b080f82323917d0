"""A disk that is full: a plain sentence, nothing half kept, and the same again works once there is room."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from casework import fault_of_trail
from hearing import Hearing
from lettering import begun, boxes, of, suspended
from sqlalchemy import select

from app.core.clock import frozen, now
from app.core.db import db
from app.documents.models import Letter
from app.evidence.actions import add_file
from app.evidence.queries import of_case
from app.evidence.vault import NO_ROOM, take_in
from app.reports.bundle.actions import ask, clear
from app.reports.bundle.making import LEASE, make_due
from app.reports.bundle.models import Bundle


class Disk:
    """A file system of two megabytes, for the files of the product and nothing else."""

    def __init__(self, place: Path) -> None:
        self.place, self.ballast = place, place / "ballast"

    def leave(self, room: int) -> None:
        """Fill it until so many bytes are left."""
        self.ballast.unlink(missing_ok=True)
        found = os.statvfs(self.place)
        self.ballast.write_bytes(bytes(found.f_bavail * found.f_frsize - room))

    def clear(self) -> None:
        """Make room again."""
        self.ballast.unlink()

    def kept(self) -> list[int]:
        """The size of every file that lies there, in the vault or on its way."""
        return sorted(one.stat().st_size for one in self.place.rglob("*") if one.is_file() and one != self.ballast)


@pytest.fixture
def disk(tmp_path, app, monkeypatch):
    """The disk on which the installation keeps its files."""
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "evenhand", tmp_path], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"a small disk is made only as root: {made.stderr.strip()}")
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], data=tmp_path))
    yield Disk(tmp_path)
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_a_letter_that_finds_no_room_is_not_issued_and_is_issued_when_there_is_room(disk, sign_in, world, app):
    head = sign_in("Helen Ashworth")
    where = begun(head, suspended(app, world), "suspension")
    head.passed(where, then="preview", **boxes())
    for room in (4096, 90_000):  # for none of its two files, and for the first alone
        disk.leave(room)
        answer = head.send(f"{where}/issue", page=f"{where}/preview")
        assert answer.status_code == 409
        assert NO_ROOM in answer.get_data(as_text=True)
        assert disk.kept() == []
    with app.app_context():
        assert {one.state for one in db.session.scalars(select(Letter))} == {"draft"}
    disk.clear()
    assert head.send(f"{where}/issue", page=f"{where}/preview").status_code == 303
    assert len(disk.kept()) == 2
    disk.leave(0)
    assert NO_ROOM in head.get(f"{where}/pdf").get_data(as_text=True), "and not that it is damaged"
    disk.clear()
    assert head.get(f"{where}/pdf").status_code == 200
    assert app.test_cli_runner().invoke(args=["trail", "verify"]).exit_code == 0


@pytest.mark.usefixtures("inside")
def test_a_bundle_that_finds_no_room_at_any_step_is_made_when_there_is_room(disk, world, actor, sign_in):
    held, data = Hearing(world, actor), disk.place
    held.appoint()
    held.to_report()
    held.set_hearing()
    written = pdfium.PdfDocument.new()
    written.new_page(595, 842)
    written.save(body := io.BytesIO())
    written.close()
    case = held.case
    stored = take_in(io.BytesIO(body.getvalue()), case_id=case.id, school_id=case.school_id, data=data, most=10**6)
    add_file(
        held.head, case, stored=stored, name="seen.pdf", media_type="application/pdf", sheet={"shows": "It", "captured_by": "Us"}
    )
    clear(held.hr, held.case, evidence=of_case(case.id)[-1], readers=("hearing",), pages=(1,), is_report=False)
    before, client = disk.kept(), sign_in("Ruth Okafor")

    def tried(key, turn: int) -> str:
        with frozen(now() + LEASE * 2 * turn):
            made = make_due(data)
        db.session.rollback()
        assert made or disk.kept() == before, "half a bundle was kept"
        return db.session.get_one(Bundle, key).state

    key = ask(held.hr, case, for_part="hearing").id
    steps = (4096, "asked"), (120_000, "asked"), (180_000, "failed")  # as it is set, joined, and taken in by the vault
    for turn, (room, state) in enumerate(steps):
        disk.leave(room)
        assert tried(key, turn) == state
    assert "It could not be made. Ask for it again" in client.get(f"/cases/{held.reference}/bundles").get_data(as_text=True)
    disk.clear()
    again = ask(held.hr, held.case, for_part="hearing").id
    assert again != key and tried(again, 0) == "ready"
    answer = client.get(f"/cases/{held.reference}/bundles/{again}/pdf")
    assert hashlib.sha256(answer.get_data()).hexdigest() == db.session.get_one(Bundle, again).made["sha256"]
    assert fault_of_trail(held.case.school_id) is None


def test_a_file_that_finds_no_room_is_not_taken_in_and_what_was_typed_about_it_stays(disk, sign_in, world):
    head, where = sign_in("Helen Ashworth"), f"/cases/{of(world, 'Callum Reyes')}/evidence/file"
    sheet = {"imagery": "no", "came": "given", "shows": "What was posted at noon"}

    def sent():
        return head.send(where, file=(io.BytesIO(b"\x89PNG\r\n\x1a\n" + bytes(50_000)), "seen.png"), **sheet)

    disk.leave(20_000)
    refused = sent()
    assert refused.status_code == 422
    assert NO_ROOM in refused.get_data(as_text=True) and "What was posted at noon" in refused.get_data(as_text=True)
    assert disk.kept() == []
    disk.clear()
    assert sent().status_code == 303
