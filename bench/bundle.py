"""How long a bundle of two hundred pages takes to bind, and how much memory: .venv/bin/python bench/bundle.py [pages].

Half of the pages are PDFs, half are photographs of twelve megapixels; what is measured is everything between the vault and the vault.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import pypdfium2 as pdfium  # noqa: E402
from cryptography.fernet import Fernet  # noqa: E402
from hearing import Hearing  # noqa: E402
from PIL import Image  # noqa: E402

from app import create_app  # noqa: E402
from app.core import schema  # noqa: E402
from app.core.db import EVERY_SCHOOL, db, reach_for  # noqa: E402
from app.demo import loading  # noqa: E402
from app.evidence.actions import add_file  # noqa: E402
from app.evidence.models import Evidence  # noqa: E402
from app.evidence.queries import of_case  # noqa: E402
from app.evidence.vault import take_in  # noqa: E402
from app.reports.bundle.actions import ask, clear  # noqa: E402
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


def main(pages: int) -> None:
    """Make one bundle and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            read_settings(
                {
                    "EVENHAND_ENV": "test",
                    "EVENHAND_SECRET_KEY": os.urandom(32).hex(),
                    "EVENHAND_MASTER_KEY": Fernet.generate_key().decode(),
                    "EVENHAND_DATA": folder,
                }
            )
        )
        with app.app_context():
            schema.move("head")
            world = loading.load()
            reach_for(EVERY_SCHOOL)
            hearing = Hearing(world, lambda name: loading.actor_of(world, name))
            hearing.appoint()
            hearing.to_report()
            hearing.set_hearing()
            files = [(_pdf(10), "application/pdf")] * (pages // 20) + [(_photograph(), "image/jpeg")] * (pages // 2)
            for body, kind in files:
                case = hearing.case
                stored = take_in(io.BytesIO(body), case_id=case.id, school_id=case.school_id, data=Path(folder), most=10**9)
                add_file(hearing.head, case, stored=stored, name="file", media_type=kind, sheet={"shows": "A page"})
            del files
            for one in [one.id for one in of_case(hearing.case.id)]:
                piece = db.session.get_one(Evidence, one)
                clear(hearing.hr, hearing.case, evidence=piece, readers=["hearing"], pages=range(1, 11), is_report=False)
            key = ask(hearing.hr, hearing.case, for_part="hearing").id
            before, begun, worked = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), time.process_time()
            make_due(Path(folder))
            took, worked, most = (
                time.perf_counter() - begun,
                time.process_time() - worked,
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            )
            db.session.rollback()
            row = db.session.get_one(Bundle, key)
            print(
                f"{row.pages} pages, {row.made['bytes'] / 2**20:.0f} MB: {took:.1f} s ({worked:.1f} s of one core), peak {most // 1024} MB ({before // 1024} before)"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
