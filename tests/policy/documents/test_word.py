"""Word documents: Word's own counting, and everything that stands beside the clauses; no word of it is dropped."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.reading import Reading, read

sys.path.insert(0, str(Path(__file__).parent))

from makers import Node, Style, numbered, saved, word, zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LEGAL = [Style("1", "%1."), Style("1", "%1.%2"), Style("a", "(%3)"), Style("i", "(%4)")]


def level(at: int, look: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{look}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(schemes: list[str], nums: dict[int, str]) -> str:
    """A numbering.xml: the levels of each scheme, and for each list its scheme and overrides."""
    made = "".join(f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in enumerate(schemes))
    made += "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{about[0]}"/>{about[1:]}</w:num>' for n, about in nums.items())
    return f"<w:numbering {W}>{made}</w:numbering>"


def p(text: str, num: int | None = None, at: int | None = None, style: str = "", more: str = "") -> str:
    """A paragraph."""
    listed = f'<w:ilvl w:val="{at}"/>' if at is not None else ""
    listed += f'<w:numId w:val="{num}"/>' if num is not None else ""
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (f"<w:numPr>{listed}</w:numPr>" if listed else "") + more
    return f"<w:p><w:pPr>{properties}</w:pPr>{text if text.startswith('<') else f'<w:r><w:t>{text}</w:t></w:r>'}</w:p>"


def package(body: str, **parts: str) -> bytes:
    """A .docx of raw XML; `parts` are named by what they are: numbering, styles, footnotes, header …"""
    kinds = {name: f"word/{name}.xml" for name in parts}
    related = "".join(
        f'<Relationship Id="r{n}" Type="{RELATED}/{re.sub("[0-9]", "", name)}" Target="{name}.xml"/>'
        for n, name in enumerate(parts)
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Type="{RELATED}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f"<Relationships>{related}</Relationships>",
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            **{kinds[name]: data for name, data in parts.items()},
        }
    )  # fmt: skip


def reading_of(body: str, **parts: str) -> Reading:
    return read_here(package(p("Our staff policy") + body, **parts), "policy.docx", Kind.WORD)


def numbers(body: str, **parts: str) -> list[str]:
    return [one.number for one in reading_of(body, **parts).clauses]


BASIC = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)") + level(3, "lowerRoman", "%4)")


def test_an_unnumbered_paragraph_does_not_break_a_list():
    found = reading_of(
        p("Aims", 1, 0) + p("One:", 1, 1) + p("a", 1, 2) + p("Between.") + p("b", 1, 2) + p("Two.", 1, 1),
        numbering=numbering([BASIC], {1: "0"}),
    )
    assert [(one.number, one.heading or one.text) for one in found.clauses] == [
        ("1", "Aims"), ("1.1", "One:\n\nBetween."), ("1.1(a)", "a"), ("1.1(b)", "b"), ("1.2", "Two."),
    ]  # fmt: skip


def test_lists_of_one_scheme_share_their_counters_and_a_restart_counts_once():
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = p("A.", 1, 0) + p("B.", 2, 0) + p("C.", 3, 0) + p("D.", 3, 0) + p("E.", 1, 0)
    assert numbers(body, numbering=numbering([BASIC], {1: "0", 2: "0", 3: f"0{again}"})) == ["1", "2", "5", "6", "7"]


def test_numbers_of_styles_and_of_what_they_are_based_on():
    styles = (
        f'<w:styles {W}><w:style w:styleId="Top"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Under"><w:basedOn w:val="Top"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Linked"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    made = numbering(
        [level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)", '<w:pStyle w:val="Linked"/>')],
        {1: "0"},
    )
    body = (
        p("Aims", style="Top")
        + p("One.", style="Under")
        + p("a", style="Linked")
        + p("Off.", 0, style="Under")
        + p("Rules", style="Top")
    )
    assert numbers(body, numbering=made, styles=styles) == ["1", "1.1", "1.1(a)", "2"]


def test_legal_figures_under_a_roman_part():
    made = numbering([level(0, "upperRoman", "Part %1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")], {1: "0"})
    found = reading_of(p("Aims", 1, 0) + p("One.", 1, 1) + p("Rules", 1, 0) + p("Two.", 1, 1), numbering=made)
    assert [(one.number, one.parent) for one in found.clauses] == [
        ("Part I", None),
        ("1.1", "Part I"),
        ("Part II", None),
        ("2.1", "Part II"),
    ]


@pytest.mark.parametrize(("restart", "last"), [('<w:lvlRestart w:val="0"/>', "2(b)"), ("", "2(a)")])
def test_a_level_that_never_begins_again(restart, last):
    made = numbering([level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)", restart)], {1: "0"})
    assert numbers(p("A", 1, 0) + p("a", 1, 1) + p("B", 1, 0) + p("b", 1, 1), numbering=made)[-1] == last


def test_a_list_that_borrows_its_scheme_from_a_style():
    styles = (
        f'<w:styles {W}><w:style w:styleId="Lender"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    made = numbering([BASIC, '<w:numStyleLink w:val="Lender"/>'], {1: "0", 2: "1"})
    assert numbers(p("A", 2, 0) + p("One.", 2, 1), numbering=made, styles=styles) == ["1", "1.1"]


def test_typed_and_automatic_numbers_in_one_document():
    made = numbering(
        [level(0, "decimal", "%1."), level(0, "lowerLetter", "(%1)"), level(0, "bullet", "\uf0b7")], {1: "0", 2: "1", 3: "2"}
    )
    body = (
        p("Aims", 1, 0) + p("1.1 All staff are bound.") + p("Rules", 1, 0) + p("2.1\tStaff must not:") + p("post;", 2, 0) + p("share.", 2, 0)
        + p("2.2 Staff must:") + p("ask,", 3, 0) + p("wait.", 3, 0)
    )  # fmt: skip
    assert numbers(body, numbering=made) == ["1", "1.1", "2", "2.1", "2.1(a)", "2.1(b)", "2.2", "2.2(a)", "2.2(b)"]


def test_a_list_that_goes_on_under_headings_keeps_its_numbers():
    made = docx.Document()
    made.add_paragraph("Our staff policy")
    for head in ("Scope", "Rules"):
        made.add_heading(head, 1)
        made.add_paragraph(f"{head} first.", style="List Number")
    found = read_here(saved(made), "policy.docx", Kind.WORD)
    assert [(one.number, one.heading, one.text) for one in found.clauses] == [
        ("1", "Scope", "Scope first."),
        ("2", "Rules", "Rules first."),
    ]


def run(text: str, more: str = "") -> str:
    return f"<w:r><w:rPr>{more}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def field(code: str, result: str) -> str:
    kinds = [f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", "end")]
    return f"{kinds[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{kinds[1]}{run(result)}{kinds[2]}"


BOX = f"<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>{p('Boxed words.')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
EVERYTHING = (
    p(field('TOC \\o "1-3"', "Contents entry\t3"))
    + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>"
    + p("Second entry\t4")
    + "</w:sdtContent></w:sdt>"
    + p("Aims", 1, 0)
    + p(f"{run('Staff are ')}<w:ins w:id='1'>{run('always ')}</w:ins><w:del w:id='2'><w:r><w:delText>seldom </w:delText></w:r></w:del>{run('bound.')}", 1, 1)
    + p(f"{run('Be kind')}{run('unseen words', '<w:vanish/>')}{run('.')}<w:r><w:footnoteReference w:id='2'/></w:r>{BOX}", 1, 1)
    + f"<w:sdt><w:sdtContent>{p('Controlled words.', 1, 1)}</w:sdtContent></w:sdt>"
    + p(f"<w:hyperlink>{run('Linked words')}</w:hyperlink><w:r><w:br/><w:t>after a break.</w:t></w:r>", 1, 1)
    + "<w:tbl><w:tr>" + "".join(f"<w:tc>{p(one)}</w:tc>" for one in ("Who", "What")) + "</w:tr><w:tr><w:trPr><w:del w:id='9'/></w:trPr>"
    + f"<w:tc>{p('Dropped row')}</w:tc></w:tr><w:tr>" + "".join(f"<w:tc>{p(one)}</w:tc>" for one in ("Head", "Decides")) + "</w:tr></w:tbl>"
    + p("Half of a ", more="<w:rPr><w:del w:id='4'/></w:rPr>") + p("sentence.")
    + "<w:tbl><w:tr>" + f"<w:tc>{p('', 1, 0)}</w:tc><w:tc>{p('Numbered in a cell.')}</w:tc></w:tr></w:tbl>"
)  # fmt: skip
NOTES = f"<w:footnotes {W}><w:footnote w:id='0' w:type='separator'>{p('x')}</w:footnote><w:footnote w:id='2'>{p('Noted words.')}</w:footnote></w:footnotes>"
PARTS = {
    "numbering": numbering([BASIC], {1: "0"}),
    "footnotes": NOTES,
    "comments": f"<w:comments {W}><w:comment w:id='1'>{p('Commented words.')}</w:comment></w:comments>",
    "header1": f"<w:hdr {W}>{p('Heading of pages')}</w:hdr>",
    "footer1": f"<w:ftr {W}>{p('Foot of pages')}</w:ftr>",
}


def test_no_word_of_a_document_is_dropped():
    found = reading_of(EVERYTHING, **PARTS)
    assert [(one.number, f"{one.heading or ''} {one.text}".strip()) for one in found.clauses] == [
        ("1", "Aims"),
        ("1.1", "Staff are always bound."),
        ("1.2", "Be kind.\n\nBoxed words."),
        ("1.3", "Controlled words."),
        ("1.4", "Linked words after a break.\n\nWho | What\n\nHead | Decides\n\nHalf of a sentence."),
        ("2", "Numbered in a cell."),
    ]
    assert found.front_matter == ("Our staff policy", "Contents entry 3", "Second entry 4")
    said = " ".join([*found.front_matter, *(f"{one.heading} {one.text}" for one in found.clauses), *found.warnings])
    source = " ".join([EVERYTHING, *(data for name, data in PARTS.items() if name != "numbering")])
    words = [word for text in re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)<", source) for word in re.findall(r"\w+", text)]
    assert len(words) >= 50
    assert [word for word in words if word != "x" and not re.search(rf"\b{word}\b", said)] == []


def test_what_is_not_of_the_clauses_is_quoted():
    warnings = reading_of(EVERYTHING, **PARTS).warnings
    assert warnings[:7] == (
        "Words that were deleted with tracked changes were left out: “seldom”, “Dropped row”.",
        "Words that were inserted with tracked changes count (1): accept or refuse them first.",
        "Hidden words were left out: “unseen words”.",
        "The words of text boxes were read where the boxes are anchored: “Boxed words.”.",
        "Footnotes are not part of a clause and were left out: “Noted words.”.",
        "Comments in the margin are not part of a clause and were left out: “Commented words.”.",
        "Left out as the head or foot of the pages: “Heading of pages”, “Foot of pages”.",
    )


def test_the_door_reads_what_python_docx_made():
    def change(made: docx.document.Document) -> None:
        made.sections[0].header.paragraphs[0].text = "Hilltown School"
        numbered(made.add_paragraph("Last rule."), 1)
        numbered(made.add_paragraph("Review"), 0)
        made.add_paragraph("Date adopted: 1 May 2024")
        made.element.body.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Next review: 2 June 2025</w:t></w:r></w:p>"))

    data = word([Node("Aims", [Node("All staff are bound.", [Node("Also governors.")])])], LEGAL, change)
    found = read(data, "policy.docx")
    assert [(one.number, one.parent) for one in found.clauses] == [
        ("1", None),
        ("1.1", "1"),
        ("1.1(a)", "1.1"),
        ("1.2", "1"),
        ("2", None),
    ]
    assert "Left out as the head or foot of the pages: “Hilltown School”." in found.warnings
