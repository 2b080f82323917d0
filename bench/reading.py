"""How long a policy of forty pages takes to read in each format, and how much memory: .venv/bin/python bench/reading.py [times]."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests/policy/documents")]

from makers import Node, Style, open_text, page, plain, printed, word  # noqa: E402

from app.policy.reading import read  # noqa: E402

STYLES = [Style("1", "%1."), Style("1", "%1.%2"), Style("a", "(%3)")]
SENTENCE = "Staff must be kind and careful at all times, at home and at work, on any of the social networking sites that they use, number {}."
SECTIONS, CLAUSES, ITEMS = 15, 10, 5  # 915 pieces: forty printed pages


def document() -> list[Node]:
    """Sections of clauses with lists."""
    return [
        Node(
            f"Section about matter {section}",
            [
                Node(SENTENCE.format(f"{section} {clause}"), [Node(SENTENCE.format(f"{clause} {item}")) for item in range(ITEMS)])
                for clause in range(CLAUSES)
            ],
        )
        for section in range(SECTIONS)
    ]


def measure(name: str, data: bytes, times: int) -> None:
    """Read it and print the figures."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        reading = read(data, name)
        took.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    pieces = len(reading.clauses)
    print(
        f"{name:12} {len(data) // 1024:6} KB {pieces:6} pieces  p50 {statistics.median(took):.2f} s  max {max(took):.2f} s  peak {peak} MB so far"
    )


def main() -> None:
    """Every format, smallest in memory first."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    nodes = document()
    for name, make in {
        "policy.txt": plain,
        "policy.html": page,
        "policy.odt": open_text,
        "policy.docx": word,
        "policy.pdf": printed,
    }.items():
        styles = [Style("1", "%1."), Style("1", "%2."), Style("a", "%3.")] if name.endswith("html") else STYLES
        measure(name, make(nodes, styles), times)


if __name__ == "__main__":
    main()
