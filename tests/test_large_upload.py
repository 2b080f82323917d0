"""A file of 200 MB sent to a real server: a sentence beside the field, nothing else lost, nothing kept, little memory."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from test_durability import Sender

pytestmark = pytest.mark.crash
SIZE = 200 * 1024 * 1024
EDGE = "evenhand-edge"


def _head(fields: dict[str, str]) -> bytes:
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()
    ]
    return (
        b"".join(parts)
        + f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="big.png"\r\nContent-Type: image/png\r\n\r\n'.encode()
    )


def _send(live, sender: Sender, path: str, fields: dict[str, str]) -> str:
    head, tail, chunk = _head(fields), f"\r\n--{EDGE}--\r\n".encode(), b"\x89PNG" * 262144
    cookie = "; ".join(f"{one.name}={one.value}" for one in sender.jar)
    where = urlsplit(live.url)
    with socket.create_connection((where.hostname, where.port), timeout=120) as line:
        line.sendall(
            (
                f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary={EDGE}\r\n"
                f"Content-Length: {len(head) + SIZE + len(tail)}\r\nConnection: close\r\n\r\n"
            ).encode()
            + head
        )
        for _ in range(SIZE // len(chunk)):
            line.sendall(chunk)
        line.sendall(tail)
        return b"".join(iter(lambda: line.recv(65536), b"")).decode(errors="replace")


def _memory(live) -> int:
    """The most memory that any process of the server has used, in kB."""
    most = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if str(live.server.args[-3]).encode() in command:
            most = max(most, int(re.search(r"VmHWM:\s+(\d+)", text)[1]))
    return most


def test_200_megabytes_get_a_sentence(live):
    sender = Sender(live)
    school = sender.hidden("/log")
    base = sender.post("/log", school).rsplit("/", 1)[0]
    sender.post(f"{base}/before", {**sender.hidden(f"{base}/before"), "danger": "no", "imagery": "no"})
    path = f"{base}/evidence/file"
    before = _memory(live)
    answer = _send(live, sender, path, {**sender.hidden(path), "imagery": "no", "came": "given", "shows": "My own words about it"})
    assert answer.startswith("HTTP/1.1 422")
    assert "This file is larger than 50 MB, so it was not kept." in answer
    assert "My own words about it" in answer
    assert "Nothing added yet" in _page(sender, f"{base}/evidence")
    assert not [one for one in (live.data / "evidence").rglob("*") if one.is_file()] if (live.data / "evidence").exists() else True
    assert _memory(live) - before < 60 * 1024


def _page(sender: Sender, path: str) -> str:
    with sender.opener.open(sender.live.url + path, timeout=20) as answer:
        return answer.read().decode()
