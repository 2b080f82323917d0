"""Giving a file of the vault out to be saved: whole and checked, or not at all."""

from __future__ import annotations

import uuid

from flask import Response, current_app, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.evidence.vault import CHUNK, Damaged, opened

Answer = BaseResponse | tuple[str, int]


def give_out(
    key: str, *, case_id: uuid.UUID, sha256: str, size: int, name: str, damaged: str, media_type: str = "application/octet-stream"
) -> Answer:
    """A checked copy as an attachment; a page with the words `damaged` when it is not what was put into the vault."""
    try:
        copy = opened(key, case_id=case_id, sha256=sha256, data=current_app.config["SETTINGS"].data)
    except Damaged:
        return render_template("error.html", title="This file is damaged", words=damaged, again="", status=500), 500
    answer = Response(iter(lambda: copy.read(CHUNK), b""), mimetype=media_type)
    answer.call_on_close(copy.close)
    answer.headers["Content-Length"] = str(size)
    return to_be_saved(answer, name)


def to_be_saved(answer: Response, name: str) -> Response:
    """An answer that a browser saves under this name and never shows."""
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
