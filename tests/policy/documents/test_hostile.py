"""Files that are made to do harm, locked, broken or no policy: each gets its own sentence, within ten seconds and 500 MB."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

sys.path.insert(0, str(Path(__file__).parent))

from makers import ODF, Node, Style, list_style, odt_of, open_text, page, word, zipped

ROOT = Path(__file__).resolve().parents[3]
NODES = [Node("Aims", [Node("Be kind."), Node("Be careful.")])]
STYLES = [Style("1", "%1."), Style("1", "%1.%2")]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]>'


def docx_of(body: str | bytes, **parts: str | bytes) -> bytes:
    """A .docx with this for its document.xml."""
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body, **parts})


def body_of(inside: str) -> str:
    """A document.xml."""
    return f"<w:document {W}><w:body>{inside}</w:body></w:document>"


def paragraphs(*rows: str) -> str:
    """Plain paragraphs."""
    return "".join(f"<w:p><w:r><w:t>{row}</w:t></w:r></w:p>" for row in rows)


def pdf(draw: str = "", password: str | None = None, pages: int = 1, picture: bool = False) -> bytes:
    """A PDF of reportlab."""
    out = io.BytesIO()
    made = canvas.Canvas(out, encrypt=password)
    for _ in range(pages):
        if picture:
            made.drawImage(ImageReader(Image.new("RGB", (60, 60), "grey")), 100, 100)
        made.drawString(72, 700, draw)
        made.showPage()
    made.save()
    return out.getvalue()


def raw_pdf(content: bytes, more: str = "/Kids [3 0 R] /Count 1") -> bytes:
    """A PDF of one page with this content, compressed."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages {more} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + one + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    return bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


def lying(data: bytes, size: int) -> bytes:
    """A zip whose last member says that it is small."""
    return data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def nested(depth: int) -> str:
    """A list within a list, and so on."""
    return "<ol><li>Be kind." * depth + "</ol>" * depth


def odt_nested(depth: int) -> bytes:
    """The same as an .odt."""
    start, end = "<text:list text:style-name='L'><text:list-item><text:p>Be kind.</text:p>", "</text:list-item></text:list>"
    return odt_of(start * depth + end * depth, list_style([Style("1", f"%{n}.") for n in range(1, 11)]))


WHOLE = word(NODES, STYLES)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BIG = 200 * 1024 * 1024
READ = "read"
FILES: dict[str, tuple[bytes, str]] = {
    "zip bomb.docx": (docx_of(body_of(" " * BIG)), "unpacks to more than 24 MB, as only a file made to do harm does"),
    "lying bomb.docx": (lying(docx_of(" " * BIG), BIG), "damaged|unpacks to more"),
    "bomb.odt": (odt_of(" " * BIG), "unpacks to more than 24 MB"),
    "many parts.docx": (docx_of(body_of(""), **{f"word/{n}": "" for n in range(6000)}), "more than 5,000 parts"),
    "entities.docx": (docx_of(BOMB + body_of(paragraphs("&l9;"))), "declares entities of its own"),
    "entities in utf-16.docx": (docx_of((BOMB + body_of("&l9;")).encode("utf-16")), "declares entities of its own"),
    "external.docx": (docx_of(EXTERNAL + body_of(paragraphs("1. &p;"))), "declares entities of its own"),
    "entities.odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"{BOMB}<x {ODF}>&l9;</x>"}), "entities"),
    "entities.html": (f"{BOMB}<html><p>1. Aims<p>1.1 &l9; is kind.".encode(), READ),
    "locked.pdf": (pdf("1.1 Be kind.", password="secret"), "is locked with a password: save a copy without one"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(500), "is locked with a password"),
    "locked.odt": (odt_of("", manifest="<encryption-data/>"), "is locked with a password"),
    "locked.doc": (OLE + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500) + "WordDocument".encode("utf-16-le"), "is locked with a password"),
    "scan.pdf": (pdf(picture=True), "holds pictures only (a scan), so there are no words to read"),
    "blank.pdf": (pdf(), "holds no words"),
    "blank.docx": (docx_of(body_of("<w:p/>")), "holds no words"),
    "macros.docm": (zipped({"word/document.xml": body_of(paragraphs("1. Aims", "1.1 Be kind.")), "word/vbaProject.bin": b"x"}), READ),
    "half.docx": (WHOLE[: len(WHOLE) // 2], "is damaged or only part of a file"),
    "half.odt": (open_text(NODES, STYLES)[:-300], "is damaged or only part of a file"),
    "half.pdf": (pdf("1.1 Be kind.", pages=30)[:9000], "is damaged or only part of a file"),
    "half.html": (page(NODES, STYLES)[:-30], READ),
    "spoilt.docx": (WHOLE.replace(WHOLE[2000:2040], bytes(40)), "is damaged or only part of a file"),
    "no body.docx": (docx_of(f"<w:document {W}/>"), "is damaged or only part of a file"),
    "program.docx": (b"MZ\x90\x00\x03" + bytes(600), "is a Windows program (.exe); choose the policy as Word"),
    "twice.docx": (docx_of(body_of(paragraphs("1. Aims", "1.1 One.", "1.1 Two.", "1.5 Three."))), READ),
    "fifty levels.html": (f"<html>{nested(50)}".encode(), "goes deeper than 9 levels"),
    "fifty levels.odt": (odt_nested(50), "goes deeper than 9 levels"),
    "fifty levels.docx": (docx_of(body_of(paragraphs("1. Aims", ".".join("1" * 50) + " Kind."))), "goes deeper than 9 levels"),
    "five thousand levels.odt": (odt_nested(5000), "nested deeper than any policy"),
    "tags.html": (b"<html>" + b"<div>" * 1_500_000, "nested deeper than any policy"),
    "one line.txt": (b"1. Aims " + b"kind " * 1_000_000, "a line of more than 100,000 characters"),
    "one line.docx": (docx_of(body_of(paragraphs("1. Aims", "kind " * 1_000_000))), "more than 2,000,000 characters"),
    "one line.html": (b"<html><p>1. Aims<p>" + b"kind " * 300_000, "a line of more than 100,000 characters"),
    "one line.pdf": (raw_pdf(b"BT /F 10 Tf 72 700 Td (" + b"kind " * 60_000 + b") Tj ET"), "more than 100,000 characters|No numbered clause"),
    "empty paragraphs.docx": (docx_of(body_of("<w:p/>" * 3_900_000)), "holds no words|needs more memory|longer than ten"),
    "deep.docx": (docx_of(body_of("<w:sdtContent>" * 100_000 + "</w:sdtContent>" * 100_000)), "nested deeper than any policy"),
    "packed.pdf": (raw_pdf(b"BT /F 10 Tf 72 700 Td (kind) Tj ET\n" * 5_000_000), "longer than ten|more memory|damaged|2,000,000|100,000|to its end"),
    "pages in a ring.pdf": (raw_pdf(b"", "/Kids [2 0 R 2 0 R] /Count 2"), "damaged|no words"),
    "pages.pdf": (pdf("1.1 Be kind.", pages=600), "has more than 500 pages"),
    "comments.html": (b"<html><p>1. Aims</p>" + b"<!--" * 1_500_000, "longer than ten|a line of more|holds more|\\bread\\b"),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 20_000 + b"%%EOF", "is damaged or only part of a file"),
    "rich.rtf": (b"{\\rtf1 1. Aims\\par 1.1 Be kind.\\par}", "is read only where LibreOffice is installed|\\bread\\b"),
}  # fmt: skip

MEASURE = """
import json, pathlib, resource, sys, time
from app.policy.reading import Unreadable, read
for place in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    start = time.monotonic()
    try:
        reading = read(place.read_bytes(), place.name)
        said, found = "read", [reading.as_json()["clauses"], list(reading.warnings)]
    except Unreadable as problem:
        said, found = str(problem), []
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps([place.name, said, found, time.monotonic() - start, peak]), flush=True)
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list]:
    """What became of each file, read one after the other by a process of its own, so that its children can be measured."""
    place = tmp_path_factory.mktemp("hostile")
    for name, (data, _) in FILES.items():
        (place / name).write_bytes(data)
    done = subprocess.run([sys.executable, "-c", MEASURE, str(place)], capture_output=True, text=True, check=True, cwd=ROOT)
    return {row[0]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", FILES)
def test_each_file_gets_its_own_sentence_in_time_and_memory(outcomes, name):
    _, said, _, seconds, peak = outcomes[name]
    wanted = FILES[name][1]
    assert re.search(wanted if "|" in wanted else re.escape(wanted), said), said
    if said != READ:
        assert re.fullmatch(r"[^\n\x00-\x1f]{10,240}\.", said)
        assert name in said or "deeper than 9" in said
    assert seconds < 10
    assert peak < 500


def test_what_is_read_all_the_same_is_read_right(outcomes):
    for name in ("macros.docm", "half.html", "twice.docx"):
        assert [one["number"] for one in outcomes[name][2][0]][:2] == ["1", "1.1" if name != "half.html" else "1(1)"]
    assert "The document holds macros: they were ignored and not run." in outcomes["macros.docm"][2][1]
    assert [one["number"] for one in outcomes["twice.docx"][2][0]] == ["1", "1.1", "1.1 [2]", "1.5"]
    assert any("stands twice" in one for one in outcomes["twice.docx"][2][1])
    assert any("a number seems to be missing" in one for one in outcomes["twice.docx"][2][1])
    assert "root:" not in json.dumps(outcomes)
