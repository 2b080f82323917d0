"""What a file is by its own bytes, and whether Evenhand takes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype

TAKEN = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/x-m4a": (".m4a",),
    "text/plain": (".txt", ".eml", ".csv"),
}
SAID = "a picture (PNG, JPEG, GIF, WebP, HEIC), a PDF, a Word or OpenDocument file, a spreadsheet (XLSX), a video (MP4, MOV, WebM), sound (MP3, M4A) or plain text"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file was found to be; `refusal` is the sentence for the person when it is not taken."""

    media_type: str
    refusal: str | None = None


def judge(head: bytes, name: str, size: int) -> Judged:
    """Judge a file by the first 8 KB of its content and by its name; both must agree on a type that is taken."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if size == 0:
        return Judged("", "The file is empty. Choose the file again, or check that it opens on your device.")
    found = _by_content(head)
    if found is None:
        return Judged("", f"We could not tell what this file is, so it was not kept. Evenhand takes {SAID}.")
    if found not in TAKEN:
        return Judged(found, f"This is a kind of file that Evenhand does not take. It takes {SAID}.")
    if ending and ending not in TAKEN[found]:
        return Judged(
            found,
            "The name of this file says it is one thing and its content says another, so it was not kept. "
            "Export it again from where it came from, or take a screenshot.",
        )
    return Judged(found)


def _by_content(head: bytes) -> str | None:
    kind = filetype.guess(head)
    if kind is not None:
        return str(kind.mime)
    lowered = head.lstrip()[:512].lower()
    if b"\x00" in head or lowered.startswith((b"<", b"%!")):
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # a character cut at the end of what was read is no fault
            return None
    return "text/plain"
