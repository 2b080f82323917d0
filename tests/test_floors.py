"""The floors of the building: a folder uses only those below it."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_no_import_goes_up():
    done = subprocess.run([str(ROOT / ".venv/bin/lint-imports")], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert "0 broken" in done.stdout, done.stdout


def test_what_is_kept_and_done_never_imports_the_web():
    names = (
        "models.py",
        "queries.py",
        "actions.py",
        "work.py",
        "engine.py",
        "managing.py",
        "deadlines.py",
        "routing.py",
        "clauses.py",
        "facts.py",
    )
    files = [one for one in (ROOT / "app").rglob("*.py") if one.name in names] + list((ROOT / "app/pathways").glob("*.py"))
    assert len(files) > 25
    wrong = [
        str(one.relative_to(ROOT))
        for one in files
        if "flask" in "".join(line for line in one.read_text().splitlines() if line.startswith(("import ", "from ")))
    ]
    assert wrong == ["app/access/queries.py"]  # the person signed in, as Flask-Login carries them
