"""Sets the words of a bundle, binds the evidence in after them and numbers every page; what cannot be bound is listed.

Each piece is opened, brought to the size of a page and put down before the next is opened.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from app.core.clock import now
from app.documents.typesetting import typeset
from app.evidence.models import Evidence
from app.evidence.vault import opened
from app.reports.bundle.content import Contents
from app.reports.bundle.joining import CLAIM, Given, fit_pages, join
from app.reports.bundle.pictures import Pictures

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PDF = "application/pdf"
MOST_BOUND = 120 * 1024 * 1024  # bytes of one file

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A bundle as a file, how many pages it has, and what is kept of what it says: its digest, what was masked and left out."""

    file: IO[bytes]
    pages: int
    about: dict[str, Any]


@contextmanager
def bind(contents: Contents, data: Path, progress: Progress) -> Iterator[Made]:
    """The bundle, for as long as it is needed. `Damaged` when a piece of evidence is not what was taken in."""
    of = len(contents.evidence) + 2
    progress(0, of)
    with ExitStack() as held:
        evidence = _Evidence(contents, data, held)
        for at in range(len(contents.evidence)):
            evidence.add(at)
            progress(at + 1, of)
        words = {**contents.words, "evidence": evidence.rows, "beyond": sum(len(one.pages) for one in evidence.files)}
        base = typeset("bundle", words, at=now(), pictures=evidence.drawings or {"none": b""})
        if evidence.files:  # pages that come from elsewhere are not tagged: the file no longer says that every page is accessible
            base = base.replace(CLAIM, b" " * len(CLAIM))
        progress(of - 1, of)
        made, pages = join(evidence.written(base), evidence.files, data)
        held.callback(made.close)
        made.seek(0)
        left = [*contents.left_out(), *([[NAMED, str(evidence.named)]] if evidence.named else [])]
        masked = [[kind, str(count)] for kind, count in sorted(contents.mask.met.items())]
        yield Made(made, pages, {"says": contents.says, "masked": masked, "left": left})


NAMED = "Pages on which somebody is named whom this reader may not know of"


class _Evidence:
    """The evidence of a bundle as it comes in, piece by piece."""

    def __init__(self, contents: Contents, data: Path, held: ExitStack) -> None:
        self.contents, self.data, self.held = contents, data, held
        self.pictures = Pictures(data)
        held.callback(self.pictures.close)
        self.rows: list[dict[str, Any]] = []
        self.drawings: dict[str, bytes] = {}
        self.files: list[Given] = []
        self.named = 0

    def add(self, at: int) -> None:
        """Take in the next piece: a picture, the confirmed pages of a PDF, or only a line in the list."""
        one = self.contents.evidence[at]
        label, about = self.contents.label(one), one.about or {}
        kind = str(about.get("media_type") or "A link")
        row: dict[str, Any] = {"label": label, "digest": str(about.get("sha256") or ""), "how": "list", "kind": kind}
        found = self._file(one)
        if found is not None and kind in PICTURES and (drawing := self.pictures.add(found)) is not None:
            row |= {"how": "picture", "file": f"picture-{at}.svg"}
            self.drawings[row["file"]] = drawing
        elif found is not None and kind == PDF:
            wanted = self.contents.clear[one.id].pages
            pages, named = fit_pages(found, wanted, self.contents.mask.names_somebody)
            self.named += named
            if pages:
                row |= {"how": "bound", "offset": sum(len(one.pages) for one in self.files), "count": len(pages)}
                self.files.append(Given(label.partition(":")[0], found, pages))
                found = None
        if found is not None:
            found.close()
        self.rows.append(row)

    def _file(self, one: Evidence) -> IO[bytes] | None:
        """A checked copy of a file that may be bound in; nothing for a link, another kind or one that is too large."""
        about = one.about or {}
        if one.kind != "file" or about.get("media_type") not in {*PICTURES, PDF} or int(about.get("bytes") or 0) > MOST_BOUND:
            return None
        return self.held.enter_context(opened(one.object_key or "", case_id=one.case_id, sha256=about["sha256"], data=self.data))

    def written(self, base: bytes) -> IO[bytes]:
        """What was set, with the pictures in it."""
        made: IO[bytes] = self.held.enter_context(tempfile.TemporaryFile(dir=self.data))  # noqa: SIM115 - closed with the bundle
        self.pictures.write(base, made)
        made.seek(0)
        return made
