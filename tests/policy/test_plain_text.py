"""Files that are hostile, damaged or no text at all: each gets its own plain sentence, soon and in little memory."""

from __future__ import annotations

import random
import re
import time
import tracemalloc

import pytest

from app.policy.plain_text import MAX_BYTES, Unreadable, shown, text_of
from app.policy.reading import read

POLICY = "Social media policy\n\n1. Aims\n1.1 The pupil’s school – our school.\n"
WIDE = 99_000


def refusal(data: bytes, name: str = "policy.txt") -> str:
    """The sentence a file is refused with."""
    with pytest.raises(Unreadable) as refused:
        read(data, name)
    sentence = str(refused.value)
    assert re.fullmatch(r"[^\n\x00-\x1f]{10,240}\.", sentence)
    return sentence


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"],
)  # fmt: skip
def test_every_coding_gives_the_same_words(coding):
    reading = read(POLICY.encode(coding), "policy.txt")
    assert [one.text for one in reading.clauses] == ["", "The pupil’s school – our school."]
    assert reading.title == "Social media policy"
    assert reading.warnings == ()


def test_utf_16_with_either_mark():
    for mark, coding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert text_of(mark + POLICY.encode(coding), "a.txt") == (POLICY, ())


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end(end):
    assert [one.number for one in read(POLICY.replace("\n", end).encode(), "a.txt").clauses] == ["1", "1.1"]


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b"", "“policy.txt” is empty."),
        (b" \r\n\t\n", "“policy.txt” is empty."),
        ("\ufeff\u200b\n".encode(), "“policy.txt” is empty."),
        (b"\n" * 60_000 + b"1. Aims", "more than 50,000 lines"),
        (b"1.1 Be kind.\n\x00\x01", "holds zero bytes"),
        (bytes(500), "holds zero bytes"),
        (bytes(range(1, 32)) * 20, "holds codes that are not letters"),
        (b"1.1 \x81\x8d", "not UTF-8, UTF-16 or Windows-1252"),
        (b"\xef\xbb\xbf1.1 \xff", "not UTF-8, UTF-16 or Windows-1252"),
        ("1.1 Be kind.".encode("utf-16") + b"\x00", "not UTF-8, UTF-16 or Windows-1252"),
        (b"1. Aims " + b"kind " * 1_000_000, "a line of more than 100,000 characters"),
        (bytes(200 * 1024 * 1024), "larger than 10 MB"),
        (b"\x01" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_cannot_be_read_says_why(data, because):
    start = time.perf_counter()
    assert because in refusal(data)
    assert time.perf_counter() - start < 10


def test_hidden_marks_are_taken_out_and_named():
    reading = read("1.1 Staff \u202emust\u202c be\u200b kind.\u00ad\n".encode(), "a.txt")
    assert reading.clauses[0].text == "Staff must be kind."
    direction, width = reading.warnings[:2]
    assert direction.startswith("Hidden marks that turn the direction of reading were taken out (2: U+202C, U+202E)")
    assert width.startswith("Hidden marks without a width were taken out (2: U+00AD, U+200B)")


def test_right_to_left_words_are_kept():
    reading = read("1.1 \u200fهذه سياسة.\u200f\n1.2 \u05e9\u05dc\u05d5\u05dd.\n".encode(), "a.txt")
    assert [one.text for one in reading.clauses] == ["هذه سياسة.", "\u05e9\u05dc\u05d5\u05dd."]
    assert "U+200F" in reading.warnings[0]


def test_few_control_codes_are_taken_out_and_counted():
    reading = read(b"1.1 Be \x1b[31mkind" + b" and careful" * 20 + b".\x07\n", "a.txt")
    assert not re.search(r"[\x00-\x1f]", reading.clauses[0].text)
    assert reading.warnings[0] == "Control codes were taken out: 2."


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("1.1 The pupilâ€™s school.", "Some letters look mangled, such as “â€™”: save the original again as UTF-8 text."),
        ("1.1 The pupil\ufffds school.", "Some letters were already lost before the file came here (1)."),
    ],
)
def test_letters_that_were_spoiled_before_are_noted(text, warning):
    assert read(text.encode(), "a.txt").warnings[0] == warning


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("policy.txt", "“policy.txt”"),
        ("../../etc/policy.txt", "“policy.txt”"),
        ("pol\x1b[31micy\u202e.txt", "“pol[31micy.txt”"),
        ("", "The file"),
        ("x" * 200 + ".txt", f"“{'x' * 79}…”"),
    ],
)
def test_a_name_is_safe_to_print(name, said):
    assert shown(name) == said


def lines_of(line: bytes, times: int) -> bytes:
    """A clause and then one line again and again, not beyond the largest file."""
    return (b"1. Aims\n" + (line + b"\n") * times)[:MAX_BYTES]


SLOW = {
    "numbers on one line": lines_of(b"1." * (WIDE // 2) + b"x", 100),
    "items on one line": lines_of(b"1" + b"(a)" * (WIDE // 3) + b" X", 100),
    "open brackets": lines_of(b"(" * WIDE, 100),
    "digits": lines_of(b"1" * WIDE, 100),
    "white space": lines_of(b" \t" * (WIDE // 2) + b"x", 100),
    "dots": lines_of(b"." * WIDE + b"7", 100),
    "closing marks": lines_of(b"a" + b'"' * WIDE, 100),
    "dates": b"Date adopted: " + b"1 jan " * (WIDE // 6) + b"\n1. Aims\n",
    "fields": b"School: x\nDate adopted: 31 Feb 2024\n" * 24_000 + b"1. Aims\n",
    "one endless paragraph": lines_of(
        b"all staff must be kind and careful at all times, at home and at work, and when they are", 49_000
    ),
    "headings again and again": lines_of(b"1. Aims", 49_000),
    "sections to and fro": lines_of(b"1 Aims\n2 Rules", 24_000),
    "letters out of their row": lines_of(b"(h)\n(i)", 24_000),
    "numbers that do not fit": lines_of(b"99.99 x", 49_000),
    "names": lines_of(b"A. Smith", 49_000),
    "pages": lines_of(b"Page 3", 49_000),
    "noise": random.Random(1).randbytes(MAX_BYTES),
}


@pytest.mark.parametrize("case", SLOW)
def test_hostile_files_do_not_take_long(case):
    start = time.perf_counter()
    try:
        reading = read(SLOW[case], "policy.txt")
    except Unreadable as refused:
        assert str(refused).endswith(".")
    else:
        assert reading.clauses
        assert len(reading.warnings) < 100
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("case", ["one endless paragraph", "dots", "white space"])
def test_hostile_files_do_not_take_much_memory(case):
    data = SLOW[case]
    tracemalloc.start()
    try:
        assert read(data, "policy.txt").clauses
        assert tracemalloc.get_traced_memory()[1] < 128 * 1024 * 1024
    finally:
        tracemalloc.stop()
