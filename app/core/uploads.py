"""Files on their way in: kept up to a size in an unnamed temporary file, counted and thrown away beyond it."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from flask import Request, current_app
from werkzeug.datastructures import FileStorage

REFUSED_ABOVE = 512 * 1024 * 1024
"""Bytes of a whole request beyond which nothing is read at all."""


class Capped:
    """A file that keeps at most `most` bytes and only counts the rest, so that a page can answer in words."""

    def __init__(self, most: int) -> None:
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=512 * 1024)  # noqa: SIM115 - closed with the request
        self.most, self.size = most, 0

    def write(self, data: bytes) -> int:
        """Keep these bytes while there is room."""
        if self.size <= self.most:
            self.file.write(data[: self.most + 1 - self.size])
        self.size += len(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class EvenhandRequest(Request):
    """A request whose files stop being kept at the installation's limit; the rest of the form is still read."""

    def _get_file_stream(self, *_about: Any, **_more: Any) -> IO[bytes]:
        return Capped(current_app.config["SETTINGS"].most_upload)  # type: ignore[return-value]  # a file in all that is used


def too_large(upload: FileStorage) -> bool:
    """Whether more was sent than is kept."""
    return isinstance(upload.stream, Capped) and upload.stream.size > upload.stream.most
