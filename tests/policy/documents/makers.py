"""Documents that the tests make: a tree of clauses in each format, and what a person would read in it."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

TITLE = "Staff social media policy"
LOOKS = {
    "1": lambda n: str(n),
    "a": lambda n: "abcdefghijklmnopqrstuvwxyz"[(n - 1) % 26] * (1 + (n - 1) // 26),
    "i": lambda n: ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"][n],
}
LOOKS |= {"A": lambda n: LOOKS["a"](n).upper(), "I": lambda n: LOOKS["i"](n).upper()}
WORD_NAMES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "•": "bullet"}


@dataclass
class Node:
    """A clause with what is below it."""

    words: str
    below: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Style:
    """How one level is printed: "%1.%2" or "(%2)" or "•"."""

    look: str
    text: str

    @property
    def dotted(self) -> bool:
        return self.text.count("%") > 1


def walk(
    nodes: list[Node], styles: list[Style], above: tuple[int, ...] = (), parent: str = ""
) -> Iterator[tuple[str, str, int, str]]:
    """The number, the label as printed, the level and the words of each clause, in order."""
    level = len(above)
    style = styles[level]
    for n, one in enumerate(nodes, 1):
        counts = (*above, n)
        label = style.text
        for at, count in enumerate(counts):
            label = label.replace(f"%{at + 1}", LOOKS[styles[at].look](count) if styles[at].look != "•" else "")
        if style.look == "•":
            number = f"{parent}({(LOOKS['a'], LOOKS['i'], LOOKS['1'])[parent.count('(') % 3](n)})"
        elif style.dotted or not parent:
            number = label.removeprefix("Section ").strip("(). ")
        else:
            number = f"{parent}({LOOKS[style.look](n)})"
        yield number, label, level, one.words
        if one.below:
            yield from walk(one.below, styles, counts, number)


def wanted(nodes: list[Node], styles: list[Style]) -> list[tuple[str, str]]:
    """The number and the words of each clause."""
    return [(number, words) for number, _, _, words in walk(nodes, styles)]


def word(nodes: list[Node], styles: list[Style], change: Callable[[docx.document.Document], None] | None = None) -> bytes:
    """A .docx whose numbers Word counts: they are nowhere in its text."""
    made = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{WORD_NAMES[one.look]}"/><w:lvlText w:val="{one.text}"/>'
        f'<w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for at, one in enumerate(styles)
    )
    numbering = made.part.numbering_part.element
    for one in list(numbering):
        numbering.remove(one)
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))
    made.add_paragraph(TITLE)
    for _, _, level, words in walk(nodes, styles):
        numbered(made.add_paragraph(words), level)
    if change:
        change(made)
    return saved(made)


def numbered(paragraph: docx.text.paragraph.Paragraph, level: int, number: int = 1) -> None:
    """Put a paragraph in a list."""
    found = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    found.get_or_add_ilvl().set(qn("w:val"), str(level))
    found.get_or_add_numId().set(qn("w:val"), str(number))


def saved(made: docx.document.Document) -> bytes:
    """The bytes of a document of python-docx."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name) if name == "mimetype" else name, data)
    return out.getvalue()


def odt_of(body: str, automatic: str = "", styles: str = "", manifest: str = "") -> bytes:
    """An .odt with this content."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def list_style(styles: list[Style]) -> str:
    """A list style named L."""
    levels = ""
    for at, one in enumerate(styles, 1):
        if one.look == "•":
            levels += f'<text:list-level-style-bullet text:level="{at}" text:bullet-char="•"/>'
            continue
        before, after = one.text.split("%")[0], one.text[one.text.rindex("%") + 2 :]
        levels += (
            f'<text:list-level-style-number text:level="{at}" style:num-format="{one.look}" style:num-prefix="{before}" '
            f'style:num-suffix="{after}" text:display-levels="{one.text.count("%")}" style:num-letter-sync="true"/>'
        )
    return f'<text:list-style style:name="L">{levels}</text:list-style>'


def open_text(nodes: list[Node], styles: list[Style]) -> bytes:
    """An .odt with one list."""

    def listed(nodes: list[Node], name: str) -> str:
        items = "".join(
            f"<text:list-item><text:p>{html.escape(one.words)}</text:p>{listed(one.below, '') if one.below else ''}</text:list-item>"
            for one in nodes
        )
        return f"<text:list{name}>{items}</text:list>"

    title = f"<text:p>{TITLE}</text:p>"
    return odt_of(title + listed(nodes, ' text:style-name="L"'), list_style(styles))


def page(nodes: list[Node], styles: list[Style]) -> bytes:
    """A web page with nested lists."""

    def listed(nodes: list[Node], level: int) -> str:
        look = styles[level].look
        start = "<ul>" if look == "•" else f"<ol type={look}>"
        items = "".join(
            f"<li>{html.escape(one.words)}{listed(one.below, level + 1) if one.below else ''}" + ("</li>" if level else "")
            for one in nodes
        )
        return f"{start}{items}</{start[1:3]}>"

    return f"<!DOCTYPE html><html><body><p>{TITLE}<p>{listed(nodes, 0)}</body></html>".encode()


def printed(nodes: list[Node], styles: list[Style], head: str = "", foot: str = "", size: tuple[int, int] = (595, 842)) -> bytes:
    """A PDF with the labels printed."""
    out = io.BytesIO()
    usual = getSampleStyleSheet()["BodyText"]
    rows = [Paragraph(TITLE, usual)]
    for _, label, level, words in walk(nodes, styles):
        left = 24 * (level + 1)
        style = ParagraphStyle(f"level{level}", parent=usual, leftIndent=left, bulletIndent=left - 24)
        rows.append(Paragraph(html.escape(words), style, bulletText="\u2022" if label == "•" else label))

    def ends(canvas: object, document: object) -> None:
        canvas.drawString(72, size[1] - 30, head)  # type: ignore[attr-defined]
        canvas.drawString(280, 30, foot.format(document.page))  # type: ignore[attr-defined]

    SimpleDocTemplate(out, pagesize=size).build(rows, onFirstPage=ends, onLaterPages=ends)
    return out.getvalue()


def plain(nodes: list[Node], styles: list[Style]) -> bytes:
    """Plain text with the labels typed."""
    rows = [TITLE, *(f"{'    ' * level}{label}\t{words}" for _, label, level, words in walk(nodes, styles))]
    return "\n\n".join(rows).encode()
