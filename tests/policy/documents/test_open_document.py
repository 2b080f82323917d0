"""OpenDocument texts: lists that go on and begin again, numbered headings, and everything that stands beside the clauses."""

from __future__ import annotations

import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from app.policy.documents.child import read_here
from app.policy.documents.kinds import Kind
from app.policy.reading import Reading, read

sys.path.insert(0, str(Path(__file__).parent))

from makers import ODF, Style, list_style, odt_of

LEGAL = [Style("1", "%1."), Style("1", "%1.%2"), Style("a", "(%3)"), Style("i", "(%4)")]
OUTLINE = (
    '<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
)
HIDING = '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'


def reading_of(body: str, styles: str = "", automatic: str = "") -> Reading:
    return read_here(
        odt_of(f"<text:p>Our staff policy</text:p>{body}", automatic or list_style(LEGAL), styles), "policy.odt", Kind.OPEN
    )


def item(*inside: str, value: str = "") -> str:
    return (
        f"<text:list-item{value}>{''.join(one if one[0] == '<' else f'<text:p>{one}</text:p>' for one in inside)}</text:list-item>"
    )


def listed(*items: str, more: str = ' text:style-name="L"') -> str:
    return f"<text:list{more}>{''.join(items)}</text:list>"


def numbers(body: str, styles: str = "") -> list[str]:
    return [one.number for one in reading_of(body, styles).clauses]


def test_an_item_that_only_holds_a_list_is_not_counted_again():
    goes_on = ' text:style-name="L" text:continue-numbering="true"'
    body = listed(item("Aims", listed(item("One."), more=""))) + "<text:p>Between.</text:p>"
    body += listed(item(listed(item("Two."), more="")), more=goes_on) + listed(item("Rules"), more=goes_on)
    assert numbers(body) == ["1", "1.1", "1.2", "2"]


def test_a_list_goes_on_by_its_key_and_begins_at_a_value():
    body = listed(item("A."), item("B."), more=' xml:id="one" text:style-name="L"') + "<text:p>Between.</text:p>"
    body += listed(item("C."), item("D.", value=' text:start-value="7"'), more=' text:continue-list="one" text:style-name="L"')
    assert numbers(body) == ["1", "2", "3", "7"]


def test_headings_numbered_by_the_outline():
    body = (
        '<text:h text:outline-level="1">Aims</text:h><text:h text:outline-level="2">All staff are bound by it.</text:h>'
        '<text:h text:outline-level="1" text:is-list-header="true">Pause</text:h><text:p>Words.</text:p>'
        '<text:h text:outline-level="1">Rules</text:h>'
    )
    found = reading_of(body, OUTLINE)
    assert [(one.number, one.heading, one.text) for one in found.clauses] == [
        ("1", "Aims", ""),
        ("1.1", None, "All staff are bound by it.\n\nPause\n\nWords."),
        ("2", "Rules", ""),
    ]
    assert any("The heading “Pause” has no number" in one for one in found.warnings)


EVERYTHING = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Author</dc:creator>'
    "</office:change-info><text:p>seldom bound</text:p></text:deletion></text:changed-region>"
    '<text:changed-region text:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>'
    "<text:table-of-content><text:index-body><text:p>Contents entry<text:tab/>3</text:p></text:index-body></text:table-of-content>"
    + listed(
        item("Aims", listed(item('<text:p>Staff<text:s text:c="3"/>are<text:change text:change-id="c1"/> bound.</text:p>', "Second paragraph."), more="")),
        item("Rules", listed(item(
            '<text:p>Be <text:span text:style-name="H">unseen words</text:span>kind.<text:note><text:note-citation>1</text:note-citation>'
            "<text:note-body><text:p>Noted words.</text:p></text:note-body></text:note><office:annotation><dc:creator>Author</dc:creator>"
            "<text:p>Commented words.</text:p></office:annotation><draw:frame><draw:text-box><text:p>Boxed words.</text:p></draw:text-box>"
            "</draw:frame></text:p>"), more="")),
    )
    + "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Who</text:p></table:table-cell><table:table-cell>"
    "<text:p>What</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell><text:p>Head</text:p>"
    "</table:table-cell><table:table-cell><text:p>Decides</text:p></table:table-cell></table:table-row></table:table>"
    '<text:section text:display="none"><text:p>Whole hidden section.</text:p></text:section><text:section><text:p>Closing words.</text:p></text:section>'
)  # fmt: skip
PAGES = "<office:master-styles><style:master-page><style:header><text:p>Head of pages</text:p></style:header><style:footer><text:p>Foot of pages</text:p></style:footer></style:master-page></office:master-styles>"


def test_no_word_of_a_document_is_dropped():
    found = reading_of(EVERYTHING, PAGES, list_style(LEGAL) + HIDING)
    assert [(one.number, f"{one.heading or ''} {one.text}".strip()) for one in found.clauses] == [
        ("1", "Aims"),
        ("1.1", "Staff are bound.\n\nSecond paragraph."),
        ("2", "Rules"),
        ("2.1", "Be kind.\n\nBoxed words.\n\nWho | What\n\nHead | Decides\n\nClosing words."),
    ]
    assert found.front_matter == ("Our staff policy", "Contents entry 3")
    said = " ".join([*found.front_matter, *(f"{one.heading} {one.text}" for one in found.clauses), *found.warnings])
    source = re.sub(
        r"<office:change-info>.*?</office:change-info>|<dc:creator>.*?</dc:creator>|<text:note-citation>.*?</text:note-citation>",
        " ",
        EVERYTHING,
    )
    words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", source + PAGES))
    assert len(words) > 30
    assert [word for word in words if not re.search(rf"\b{word}\b", said)] == []
    assert found.warnings[:6] == (
        "Words that were deleted with tracked changes were left out: “seldom bound”.",
        "Words that were inserted with tracked changes count (1): accept or refuse them first.",
        "Hidden words were left out: “unseen words”, “Whole hidden section.”.",
        "Footnotes are not part of a clause and were left out: “Noted words.”.",
        "Comments in the margin are not part of a clause and were left out: “Commented words.”.",
        "The words of text boxes were read where the boxes are anchored: “Boxed words.”.",
    )
    assert "Left out as the head or foot of the pages: “Head of pages”, “Foot of pages”." in found.warnings


def test_macros_are_named_and_the_door_reads_the_rest():
    data = BytesIO(odt_of(listed(item("Be kind."), item("Be careful.")), list_style(LEGAL)))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("Basic/Standard/Module1.xml", "Sub Main")
    found = read(data.getvalue(), "policy.odt")
    assert [one.number for one in found.clauses] == ["1", "2"]
    assert "The document holds macros: they were ignored and not run." in found.warnings


def test_the_newer_form_of_a_label():
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="A" style:num-list-format="%1%."/>'
        '<text:list-level-style-number text:level="2" style:num-format="1" style:num-list-format="%1%.%2%" text:display-levels="2"/></text:list-style>'
    )
    found = reading_of(listed(item("Scope", listed(item("One."), more=""))), automatic=styles)
    assert [one.number for one in found.clauses] == ["A", "A.1"]
    assert "office" in ODF
