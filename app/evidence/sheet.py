"""A piece of evidence as its page shows it: the capture sheet in words, the file, and everything done with it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from app.core.clock import said, time_words
from app.evidence.forms import CAME, SEEN_BY
from app.evidence.models import Evidence
from app.evidence.queries import custody
from app.people.queries import names

DONE = {"taken_in": "Received", "opened": "Downloaded", "removed": "Taken out before it was logged"}


def shown(evidence: Evidence) -> dict[str, Any]:
    """The rows of the capture sheet and of the file, and who did what with it, when and why."""
    handled = [one for one in custody(evidence.case_id) if one.evidence_id == evidence.id]
    people = names(one.by for one in handled)
    return {
        "sheet": sheet_rows(evidence),
        "custody": [(DONE.get(one.what, one.what.capitalize()), people.get(one.by, ""), one.at, one.why or "") for one in handled],
    }


def sheet_rows(evidence: Evidence) -> list[tuple[str, str]]:
    """Question and answer of everything that is known of it; what nobody said is left out."""
    sheet, about = evidence.sheet or {}, evidence.about or {}
    day, at = str(sheet.get("captured_on") or ""), str(sheet.get("captured_at") or "")
    when = [said(date.fromisoformat(day))] if day else []
    when += [time_words(time.fromisoformat(at))] if at else []
    rows = [
        ("What it shows", sheet.get("shows") or "Not described"),
        ("How it came", dict(CAME).get(sheet.get("came", ""), "")),
        ("Site or app", sheet.get("platform", "")),
        ("Account it was posted under", sheet.get("account", "")),
        ("Who could see it", dict(SEEN_BY).get(sheet.get("visibility", ""), "")),
        ("Captured by", sheet.get("captured_by", "")),
        ("Captured", ", ".join(when)),
        ("Kind of file", about.get("media_type", "")),
        ("Size", f"{about['bytes']:,} bytes" if about.get("bytes") else ""),
        ("SHA-256 of what was received", about.get("sha256", "")),
    ]
    return [(question, str(answer)) for question, answer in rows if answer]
