"""Fills a Word template and reads back what it says, in the process made for it (`child.py`); a template is not trusted.

`Plain` keeps a template from the program, `autoescape` keeps the text of a name such as "A & B <c>", and
`StrictUndefined` stops at a field that nobody fills.
"""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from app.documents.wording import CLAUSE, LINES, NOTE, SIGN, STRONG

Block = dict[str, Any]
MOST_BLOCKS = 3000
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_KINDS = {SIGN: "sign", LINES: "lines", NOTE: "note", CLAUSE: "clause", STRONG: "strong"}


ASKS_TOO_MUCH = "The template asks for something that a letter never needs, so it was not filled. Take it out."


class NotFilled(Exception):
    """The template cannot be filled; the words say why and what to do."""


FILTERS = frozenset(
    {"default", "upper", "lower", "title", "capitalize", "trim", "join", "length", "first", "last", "replace", "list"}
)


BEYOND: tuple[type[nodes.Node], ...] = (
    nodes.EvalContextModifier,
    nodes.MarkSafe,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
)


class Plain(SandboxedEnvironment):
    """The template language with its values and nothing more: no functions, few filters, and no way to switch escaping off."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: one for name, one in self.filters.items() if name in FILTERS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if any(tree.find(kind) for kind in BEYOND):
            raise SecurityError("a template may not switch escaping off or read another")
        return tree


def filled(template: bytes, context: dict[str, Any]) -> tuple[bytes, list[Block]]:
    """The Word file with these values, and its words in order. Raises `NotFilled`."""
    document = DocxTemplate(io.BytesIO(template))
    try:
        document.render(fit(context), jinja_env=Plain(), autoescape=True)
    except SecurityError:
        raise NotFilled(ASKS_TOO_MUCH) from None
    except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError, LookupError) as wrong:
        raise NotFilled(f"The template cannot be filled: {_said(wrong)}. Put it right in Word and bring it in again.") from None
    made = io.BytesIO()
    document.save(made)
    return made.getvalue(), words_of(made.getvalue())


def used(template: bytes) -> frozenset[str]:
    """The merge fields that a template uses. Raises `NotFilled` when it is no template that can be read."""
    try:
        found: set[str] = DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables(Plain())
    except SecurityError:
        raise NotFilled(ASKS_TOO_MUCH) from None
    except TemplateError as wrong:
        raise NotFilled(f"The merge fields cannot be read: {_said(wrong)}. Put it right in Word and bring it in again.") from None
    return frozenset(found)


def _said(wrong: Exception) -> str:
    return " ".join(str(wrong).split())[:200].rstrip(".")


def fit(value: Any) -> Any:
    """Values as Word can hold them: no characters that break its XML; an empty line begins a new paragraph."""
    if isinstance(value, str):
        clean = _UNFIT.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
        return re.sub(r"\n\s*\n+", "\a", clean)
    if isinstance(value, dict):
        return {key: fit(one) for key, one in value.items()}
    return [fit(one) for one in value] if isinstance(value, list) else value


def words_of(document: bytes) -> list[Block]:
    """The headings, paragraphs and tables of a Word file, in order."""
    body = Document(io.BytesIO(document)).element.body
    found: list[Block] = []
    for element in body.iterchildren():
        if element.tag == qn("w:p"):
            found += _paragraph(Paragraph(element, None))  # type: ignore[arg-type]  # it is only read
        elif element.tag == qn("w:tbl"):
            found += _table(Table(element, None))  # type: ignore[arg-type]  # it is only read
    if len(found) > MOST_BLOCKS:
        raise NotFilled("The letter is longer than any letter. Shorten it.")
    return found


def _paragraph(one: Paragraph) -> list[Block]:
    element: Any = one._p
    style = element.pPr.style if element.pPr is not None else None
    name = _STYLE_NAMES.get(style or "", style or "")
    kind = _KINDS.get(name, "")
    text = one.text.strip()
    if kind == "sign":
        return [{"kind": "sign", "text": text}]
    if not text:
        return []
    numbered = element.pPr is not None and element.pPr.numPr is not None
    heading = re.match(r"(?:Heading|Title)\s*(\d?)", name)
    if heading:
        return [{"kind": "heading", "level": int(heading[1] or 1), "text": text}]
    return [{"kind": kind or ("item" if numbered or name.startswith("List") else "text"), "text": text}]


def _table(one: Table) -> list[Block]:
    rows = []
    for row in one._tbl.tr_lst:
        cells = [" ".join(Paragraph(p, None).text for p in cell.p_lst).strip() for cell in row.tc_lst]  # type: ignore[arg-type]  # only read
        if any(cells):
            rows.append(cells)
    return [{"kind": "table", "rows": rows}] if rows else []


_STYLE_NAMES = {
    "Heading1": "Heading 1",
    "Heading2": "Heading 2",
    "Heading3": "Heading 3",
    "ListBullet": "List Bullet",
    "Lettersignature": SIGN,
    "Letterlines": LINES,
    "Letternote": NOTE,
    "Letterclause": CLAUSE,
    "Letterstrong": STRONG,
}
"""Names of styles by the keys under which Word files keep them."""
