"""Measures list, filter, case page, logging and upload over HTTP beside a bare page of the same size, in one run.

    .venv/bin/python bench/pages.py 1000 100000

Prints a table for each number of cases: the median and 95th percentile in milliseconds, the median of the bare page of
the same size asked in turn with it, and the ratio; then how much each grew from the first number to the last.
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from living import Live, fresh_keys  # noqa: E402
from test_durability import Sender  # noqa: E402

ROUNDS = 60
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def _timed(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


def _floor(live: Live) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    env = {**live.env, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    command = [
        str(ROOT / ".venv/bin/gunicorn"),
        "floor:app",
        "--no-control-socket",
        "--workers",
        "1",
        "--threads",
        "4",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
    ]
    server = subprocess.Popen(command, cwd=ROOT / "bench", env=env)
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    return server, f"http://127.0.0.1:{port}/"


def _get(sender: Sender, path: str) -> Callable[[], bytes]:
    def ask() -> bytes:
        with sender.opener.open(sender.live.url + path, timeout=60) as answer:
            return bytes(answer.read())

    return ask


def _beside(name: str, ask: Callable[[], bytes], floor: str) -> tuple[str, float, float, float]:
    size = len(ask())

    def bare() -> bytes:
        with urllib.request.urlopen(f"{floor}?size={size}", timeout=60) as answer:
            return bytes(answer.read())

    for _ in range(5):
        ask(), bare()
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(_timed(ask))
        theirs.append(_timed(bare))
    return name, statistics.median(mine), statistics.quantiles(mine, n=20)[18], statistics.median(theirs)


def _multipart(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    edge = "evenhand-bench-edge"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="shot.png"\r\nContent-Type: image/png\r\n\r\n'.encode()
        + file
        + b"\r\n"
    )
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def _upload(sender: Sender, reference: str) -> Callable[[], bytes]:
    path = f"/cases/{reference}/evidence/file"

    def ask() -> bytes:
        body, kind = _multipart({**sender.hidden(path), "imagery": "no", "came": "given"}, PNG + os.urandom(200_000))
        request = urllib.request.Request(sender.live.url + path, data=body, headers={"Content-Type": kind})
        try:
            sender.opener.open(request, timeout=60)
        except urllib.error.HTTPError as answer:
            with answer:
                if answer.code != 303:
                    raise RuntimeError(f"the upload was answered {answer.code}") from answer
        return b"x" * 4000

    return ask


def _log(live: Live, sender: Sender) -> Callable[[], bytes]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/writer.py"), str(live.data / "world.json"), str(ROUNDS + 10), "prepare"],
        env=live.env,
        capture_output=True,
        text=True,
        check=True,
    )
    drafts = done.stdout.split()

    def ask() -> bytes:
        key = drafts.pop()
        sender.post(f"/log/{key}/check", sender.hidden(f"/log/{key}/check"))
        return b"x" * 4000

    return ask


def measure(live: Live, floor: str, cases: int) -> dict[str, float]:
    """Measure every page with so many cases; returns the medians."""
    sender = Sender(live)
    page = _get(sender, "/cases")().decode()
    reference = re.findall(r'href="/cases/([A-Z0-9-]{11})"', page)[5]
    rows = [
        _beside("list", _get(sender, "/cases"), floor),
        _beside("filter by path", _get(sender, "/cases?path=disciplinary"), floor),
        _beside("filter overdue", _get(sender, "/cases?overdue=y"), floor),
        _beside("case page", _get(sender, f"/cases/{reference}"), floor),
        _beside("home", _get(sender, "/"), floor),
        _beside("log (page + send)", _log(live, sender), floor),
        _beside("upload 200 kB (page + send)", _upload(sender, reference), floor),
    ]
    print(f"\n{cases:,} cases{'':24} p50 ms   p95 ms  bare p50 ms  ratio")
    for name, mid, high, bare in rows:
        print(f"{name:34} {mid:7.1f}  {high:7.1f}  {bare:11.1f}  {mid / bare:5.2f}")
    return {name: mid for name, mid, _, _ in rows}


def main() -> None:
    """Fill and measure at each number of cases."""
    sizes, found = [int(one) for one in sys.argv[1:]] or [1000], []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        live = Live(data, os.environ.get("EVENHAND_BENCH_DATABASE", f"sqlite:///{data / 'evenhand.db'}"), fresh_keys())
        live.load()
        loaded = 0
        for size in sizes:
            done = live.flask("demo", "load", "--cases", str(size - loaded))
            print(done.stdout.strip())
            loaded = size
            live.start()
            server, floor = _floor(live)
            try:
                found.append(measure(live, floor, size))
            finally:
                server.terminate()
                server.wait(10)
                live.stop()
    if len(found) > 1:
        print(f"\ngrowth from {sizes[0]:,} to {sizes[-1]:,} cases (p50)")
        for name, mid in found[0].items():
            print(f"{name:34} {found[-1][name] / mid:5.2f}")


if __name__ == "__main__":
    main()
