"""A process of its own for what may take too much or break: started without secrets, bounded by itself, ended in time."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence

from config import ROOT

MOST_CPU = 8  # seconds
MOST_ANSWER = 32 * 1024 * 1024  # bytes


def answer_of(start: Sequence[str], data: bytes, seconds: float) -> tuple[int, bytes, str]:
    """Run Python with these words and give it the data; its exit code (negative: the signal), its answer, and what it said of errors.

    Raises `TimeoutError` when it takes longer than so many seconds of the clock; it is ended then, with all it started.
    What it says of errors can hold words of the document: whoever logs it answers for that.
    """
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(  # noqa: S603 - the words are the product's own, nothing is taken from a person
            [sys.executable, "-B", "-s", *start],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=errors,
            cwd=ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        answer.seek(0)
        errors.seek(0)
        return child.returncode, answer.read(), errors.read().decode(errors="replace")


def limit(memory: int) -> None:
    """Bound what this process may take: bytes of address space, seconds, what it writes; no dump of what it held."""
    for what, most in ((resource.RLIMIT_CPU, MOST_CPU), (resource.RLIMIT_FSIZE, MOST_ANSWER), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most if what != resource.RLIMIT_CPU else most + 1))
    if sys.platform == "linux":  # elsewhere the address space cannot be bounded
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
