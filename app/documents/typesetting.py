"""Sets a printed document: PDF/UA-1, tagged, in English, with a title, the same bytes for the same words and instant.

What people wrote travels as data and never becomes part of a template, so that `#read("/etc/passwd")` stays these words.
A template is a file of `templates/documents`; it takes what it prints from `house.typ`, and reads nothing outside its folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.core.clock import LONDON
from app.documents.glyphs import drawable
from config import ROOT

FACES = ROOT / "app" / "static" / "dist" / "fonts"
TEMPLATES = ROOT / "templates" / "documents"


class NoFaces(RuntimeError):
    """The faces were not built: run bin/setup."""


def typeset(template: str, data: Mapping[str, Any], *, at: datetime, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Set `templates/documents/<template>.typ` with this data, as of this instant.

    `data` is plain: texts, numbers, lists and tables by name, and it has a `title`. The template finds it, and the day in
    `on` = [year, month, day], as `given` of `house.typ`. `pictures` are files that the template shows, by name. A document that would not be accessible is refused (`TypstError`).
    """
    if not data.get("title"):
        raise ValueError("a printed document has a title")
    day = at.astimezone(LONDON).date()
    given = {**drawable(dict(data), FACES), "on": [day.year, day.month, day.day]}
    made = typst.compile(  # type: ignore[call-overload]  # it takes files by name too
        {"main": _file(template).read_bytes(), "house.typ": _file("house").read_bytes(), **pictures}
        if pictures
        else str(_file(template)),
        root=str(TEMPLATES),
        font_paths=_faces(),
        sys_inputs={"given": json.dumps(given)},
        pdf_standards="ua-1",
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(made, bytes)  # noqa: S101 - it is a list only for pictures of pages
    return made


def _file(template: str) -> Path:
    file = TEMPLATES / f"{template}.typ"
    if file.parent != TEMPLATES or not file.is_file():
        raise ValueError(f"there is no template {template}")
    return file


@cache
def _faces() -> typst.Fonts:
    if not FACES.is_dir():
        raise NoFaces("The faces of printed documents are missing: run bin/setup.")
    return typst.Fonts(font_paths=[str(FACES)], include_system_fonts=False)
