"""Routing from the command line: one file to an answer, or many to a line of JSON each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

from app.intake.facts import read_facts
from app.intake.reader import BadFacts
from app.intake.routing import route


def run(files: list[str], batch: bool, out: TextIO, err: TextIO) -> int:
    """Route files: the answer as JSON and 0, or a line for each fault on standard error and 2; with `batch`, a line of JSON a file and 0."""
    if batch:
        for file in files:
            out.write(json.dumps(_line(file)) + "\n")
        return 0
    if len(files) != 1:
        err.write("facts: give one file, or several with --batch\n")
        return 2
    try:
        answer = _answer(files[0])
    except BadFacts as bad:
        err.writelines(f"{fault}\n" for fault in bad.faults)
        return 2
    out.write(json.dumps(answer, indent=1) + "\n")
    return 0


def _line(file: str) -> dict[str, Any]:
    try:
        return {"file": file, "exit": 0, "answer": _answer(file)}
    except BadFacts as bad:
        return {"file": file, "exit": 2, "faults": bad.faults}


def _answer(file: str) -> dict[str, Any]:
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError):  # a name with a null byte is a ValueError
        raise BadFacts(["facts: the file cannot be read"]) from None
    return route(read_facts(data)).as_json()
