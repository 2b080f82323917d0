"""The product's own Word template of a letter, made from its words: what a school can take, edit and bring back as its own.

A line of `Kind.body` is one paragraph. How it begins says what it is: `#` a heading, `##` a smaller one, `>` words of the policy,
`-` an item, `~` a line of an address, `!` a note in small print, `^` room for a signature, `*` a line in bold, `|` a row of a table of two columns
(`|tr` a row that only steers). Anything else is text; `{%p … %}` steers paragraphs, as the template language of Word has it.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SIGN, LINES, NOTE, CLAUSE, STRONG = "Letter signature", "Letter lines", "Letter note", "Letter clause", "Letter strong"
STYLES = {"#": "Heading 1", "##": "Heading 2", ">": CLAUSE, "-": "List Bullet", "~": LINES, "!": NOTE, "^": SIGN, "*": STRONG}
FACE = "Arial"


@lru_cache(maxsize=64)
def own_template(title: str, body: str) -> bytes:
    """The Word template of these words."""
    document = Document()
    _styles(document)
    _page(document, title)
    table = None
    for said in body.splitlines():
        if said.startswith("|"):
            table = table or _table(document)
            _row(table, said)
            continue
        table = None
        if said.strip():
            _paragraph(document, said.strip())
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _paragraph(document: Any, said: str) -> None:
    mark, _, rest = said.partition(" ")
    style = STYLES.get(mark)
    if style == SIGN and document.paragraphs:  # a name is never alone on a page
        for one in document.paragraphs[-2:]:
            one.paragraph_format.keep_with_next = True
    document.add_paragraph(rest if style else said, style=style)


def _table(document: Any) -> Any:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    return table


def _row(table: Any, said: str) -> None:
    cells = table.add_row().cells
    if said.startswith("|tr "):
        cells[0].merge(cells[1]).text = said.removeprefix("|tr ")
        return
    name, _, value = said.removeprefix("|").partition("|")
    for cell, words, width in ((cells[0], name, Mm(58)), (cells[1], value, Mm(104))):
        cell.width = width
        cell.text = words.strip()
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    for run in cells[0].paragraphs[0].runs:
        run.bold = True


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(8), 1.15
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.rPr.append(language)
    for name, size, before in (("Heading 1", 14, 14), ("Heading 2", 11.5, 10)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FACE, Pt(size), True, RGBColor(0x0B, 0x0C, 0x0C)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), FACE)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
    for name, after, size in ((SIGN, 26, 11), (LINES, 0, 11), (NOTE, 8, 8.5), (CLAUSE, 6, 10.5), (STRONG, 8, 11)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = normal, Pt(size)
        style.paragraph_format.space_after = Pt(after)
    for name in (SIGN, LINES, CLAUSE):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles[CLAUSE].paragraph_format.left_indent = Mm(8)
    document.styles[CLAUSE].font.italic, document.styles[STRONG].font.bold = True, True


def _page(document: Any, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    head = section.header.paragraphs[0]
    head.text = "{{ school_name }}"
    head.runs[0].bold, head.runs[0].font.size = True, Pt(13)
    foot = section.footer.paragraphs[0]
    foot.text = f"{title}, {{{{ case_reference }}}}. Page "
    _page_number(foot)
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.language = "en-GB"


def _page_number(paragraph: Any) -> None:
    for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = words
        run._r.append(mark)
