"""How long a bundle of two hundred pages takes to bind, and how much memory: .venv/bin/python bench/bundle.py [pages …].

Half of the pages are PDFs, half are photographs of twelve megapixels. The case is made in one process; what is measured is a worker
of its own that makes the bundle, from the vault to the vault: run it with several numbers to see what grows.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import pypdfium2 as pdfium  # noqa: E402
from cryptography.fernet import Fernet  # noqa: E402
from PIL import Image  # noqa: E402
from sqlalchemy import select  # noqa: E402

from app import create_app  # noqa: E402
from app.core import schema  # noqa: E402
from app.core.db import EVERY_SCHOOL, db, reach_for  # noqa: E402
from app.reports.bundle.making import make_due  # noqa: E402
from app.reports.bundle.models import Bundle  # noqa: E402
from config import read_settings  # noqa: E402


def _pdf(pages: int) -> bytes:
    made = pdfium.PdfDocument.new()
    for _ in range(pages):
        made.new_page(595, 842)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _photograph() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def _ask(folder: Path, pages: int) -> None:
    """A case with so many pages of evidence, and a bundle that waits for the worker."""
    from hearing import Hearing

    from app.demo import loading
    from app.evidence.actions import add_file
    from app.evidence.models import Evidence
    from app.evidence.queries import of_case
    from app.evidence.vault import take_in
    from app.reports.bundle.actions import ask, clear

    schema.move("head")
    world = loading.load()
    reach_for(EVERY_SCHOOL)
    hearing = Hearing(world, lambda name: loading.actor_of(world, name))
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    different = [(_photograph(), "image/jpeg") for _ in range(10)]
    for body, kind in [(_pdf(10), "application/pdf")] * (pages // 20) + (different * pages)[: pages // 2]:
        case = hearing.case
        stored = take_in(io.BytesIO(body), case_id=case.id, school_id=case.school_id, data=folder, most=10**9)
        add_file(hearing.head, case, stored=stored, name="file", media_type=kind, sheet={"shows": "A page"})
    for one in [one.id for one in of_case(hearing.case.id)]:
        piece = db.session.get_one(Evidence, one)
        clear(hearing.hr, hearing.case, evidence=piece, readers=["hearing"], pages=range(1, 11), is_report=False)
    ask(hearing.hr, hearing.case, for_part="hearing")


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _make(folder: Path) -> None:
    """Make the bundle that waits, and print the figures."""
    before, begun, worked = _most(), time.perf_counter(), time.process_time()
    make_due(folder)
    took, worked, most = time.perf_counter() - begun, time.process_time() - worked, _most()
    db.session.rollback()
    reach_for(EVERY_SCHOOL)
    row = db.session.scalars(select(Bundle)).one()
    size = row.made["bytes"] / 2**20
    print(
        f"{row.pages} pages, {size:.0f} MB: {took:.1f} s ({worked:.1f} s of one core), peak {most} MB ({before} before)", flush=True
    )


def main(pages: list[int]) -> None:
    """Make one bundle for each number of pages."""
    if inside := os.environ.get("EVENHAND_BENCH"):
        with create_app(read_settings(dict(os.environ))).app_context():
            _ask(Path(os.environ["EVENHAND_DATA"]), int(inside)) if inside != "make" else _make(Path(os.environ["EVENHAND_DATA"]))
        return
    for count in pages or [200]:
        with tempfile.TemporaryDirectory() as folder:
            given = {
                "EVENHAND_ENV": "test",
                "EVENHAND_SECRET_KEY": os.urandom(32).hex(),
                "EVENHAND_MASTER_KEY": Fernet.generate_key().decode(),
                "EVENHAND_DATA": folder,
            }
            for inside in (str(count), "make"):
                again = [sys.executable, __file__]
                subprocess.run(again, env={**os.environ, **given, "EVENHAND_BENCH": inside}, check=True)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]])
