"""What each reader of a bundle gets and does not get: the text, metadata, bookmarks, alternative texts and streams of each PDF are searched."""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
import uuid
import zlib

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
import typst
from flows import person_id
from hearing import Hearing, day
from PIL import Image
from sqlalchemy import select, text

from app.cases.actions import advance, record_contact
from app.cases.engine import Whole
from app.cases.hearings.recording import record_adjustment
from app.cases.models import Case, Involvement, Part
from app.cases.parts import give_part, name_part
from app.cases.queries import deadlines
from app.cases.work import Path
from app.core.action import Blocked
from app.core.calendar import ENGLAND
from app.core.clock import now
from app.core.clock import said as said_as
from app.core.db import db
from app.evidence.actions import add_file
from app.evidence.models import Evidence
from app.evidence.queries import custody
from app.evidence.vault import take_in
from app.pathways import PATHWAYS
from app.people.queries import today
from app.reports.bundle.actions import ask, clear
from app.reports.bundle.forms import page_numbers
from app.reports.bundle.making import make_due
from app.reports.bundle.models import Bundle
from app.reports.bundle.queries import on_offer
from app.reports.bundle.readers import WORDS

EQUAL = {"conclusion": "none", "words": "CANARY-EQUALITY"}
HIDDEN = ("zoe", "markham", "paula", "kowalski", "stefan", "judith", "marsh", "canary")
TEXT = "Zoë Markham (ZOE MARKHAM, z.markham, @zoemarkham08) told her mother, Mrs Paula Markham; Stefan Kowalski rang Judith Marsh."


@pytest.fixture
def data(app):
    """Where the vault is."""
    return app.config["SETTINGS"].data


def pdf(*pages: str) -> bytes:
    """A PDF with these words on its pages, and with what lies behind a page: an author, a file attached, private data."""
    words = "#pagebreak()".join(pages)
    made = typst.compile({"main": f'#set document(title: "CANARY-TITLE", author: "Zoe Markham")\n{words}'.encode()})
    made = re.sub(rb"/Type/Page/", b"/PieceInfo<</X<</Private(CANARY-PRIVATE)>>>>/Type/Page/", made)
    found = pdfium.PdfDocument(made)
    found.new_attachment("zoe-markham.txt").set_data(b"CANARY-ATTACHED")
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(out, "PNG")
    return out.getvalue()


def plain(words: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", words).casefold() if not unicodedata.combining(one))


def everything(body: bytes) -> str:
    """All that can be read out of a PDF, on its pages and behind them."""
    found = pdfium.PdfDocument(body)
    said = [" ".join(page.get_textpage().get_text_bounded() for page in found), str(found.get_metadata_dict())]
    said += [one.get_title() for one in found.get_toc()]
    assert found.count_attachments() == 0
    for at in range(len(found)):
        tree = raw.FPDF_StructTree_GetForPage(found[at])
        for child in range(max(raw.FPDF_StructTree_CountChildren(tree), 0)) if tree else ():
            said += _alternatives(raw.FPDF_StructTree_GetChildAtIndex(tree, child))
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        try:
            said.append(zlib.decompress(stream[1]).decode("latin-1"))
        except zlib.error:
            said.append(stream[1].decode("latin-1") if len(stream[1]) < 5000 else "")
    return plain(" ".join(" ".join(said).split()))


def _alternatives(element) -> list[str]:
    size = raw.FPDF_StructElement_GetAltText(element, None, 0)
    found = []
    if size > 2:
        room = ctypes.create_string_buffer(size)
        raw.FPDF_StructElement_GetAltText(element, room, size)
        found.append(room.raw.decode("utf-16-le").rstrip("\0"))
    for at in range(max(raw.FPDF_StructElement_CountChildren(element), 0)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
        found += _alternatives(child) if child else []
    return found


def reported_by(case, key: str) -> None:
    """Somebody of the roll is whoever reported it, as logging would have it."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select set_config('app.schools', '*', true)"))
        row = {"id": uuid.uuid4(), "school_id": case.school_id, "case_id": case.id, "person_id": uuid.UUID(key), "part": "reporter", "added_at": now()}  # fmt: skip
        connection.execute(Involvement.__table__.insert().values(**row))


def give(head, case, data, body: bytes, media_type: str, shows: str) -> uuid.UUID:
    stored = take_in(io.BytesIO(body), case_id=case.id, school_id=case.school_id, data=data, most=10**7)
    return add_file(head, case, stored=stored, name="zoe-markham.pdf", media_type=media_type, sheet={"shows": shows, "captured_by": "Zoe Markham"}).id  # fmt: skip


def confirm(hr, case, key: uuid.UUID, readers, pages, is_report=False) -> None:
    clear(hr, case, evidence=db.session.get_one(Evidence, key), readers=readers, pages=pages, is_report=is_report)


def read(hr, case, data, sign_in, part: str, **more) -> tuple[str, Bundle]:
    """What a bundle for one reader says, as whoever asked for it saves it."""
    key, reference = ask(hr, case, for_part=part, **more).id, case.reference
    assert make_due(data) == 1
    body = sign_in("Ruth Okafor").get(f"/cases/{reference}/bundles/{key}/pdf").get_data()
    assert b"CANARY" not in body
    return everything(body), db.session.get_one(Bundle, key)


@pytest.fixture
def appealed(world, actor, inside, data) -> Hearing:
    """A case to its appeal, with names wherever people write, and things that no reader may know of."""
    found = Hearing(world, actor)
    found.appoint()
    case = found.case
    for part, name in ((Part.CHILD, "Zoë Markham"), (Part.RELATIVE, "Paula Markham"), (Part.WITNESS, "Winifred Ainscough")):
        name_part(found.head, found.case, part=part, person_id=None, name=name, note="CANARY-NOTE")
    reported_by(case, person_id(world, "Stefan Kowalski"))
    record_contact(found.head, found.case, agency="lado", at=now(), words={"with": "Judith Marsh", "advice": "CANARY-ADVICE"})
    found.take(found.hr, "assess", scope="CANARY-SCOPE")
    found.take(found.hr, "investigate", terms=f"Terms. {TEXT}", letter=day(), proportionality="CANARY-BELIEF")
    found.take(found.officer, "hand_in_report", report=f"Found. {TEXT} Winifred Ainscough saw it.")
    found.set_hearing(proportionality="CANARY-BELIEF")
    found.take(found.hr, "postpone", kind="illness", why="CANARY-HEALTH", offered="remote", health="yes")
    found.take(found.hr, "set_again", on=day(), time="2pm", venue="The annexe", notice=day(40), evidence_given="yes")
    record_adjustment(found.hr, found.path, on=now().date(), what="CANARY-ADJUSTMENT", state="agreed", why="")
    return found


def decided(found: Hearing) -> None:
    found.decide(reasons=f"Reasons. {TEXT}", mitigation="They were sorry.", comparators="CANARY-LIKE")
    found.take(found.hr, "letter_received_decided", dated=day(), on=day())
    found.take(found.hr, "lodge_appeal", grounds=f"Grounds. {TEXT}")


def test_each_reader_of_a_hearing_and_its_appeal_has_their_papers_and_nobody_s_name(appealed, data, sign_in):
    hr = appealed.hr
    messages = give(appealed.head, appealed.case, data, pdf("Plain words.", "Zoe Markham wrote this.", "More."), "application/pdf", "Messages of Zoë Markham")  # fmt: skip
    shown = give(appealed.head, appealed.case, data, picture(), "image/png", "What zoe-markham posted")
    give(appealed.head, appealed.case, data, picture(), "image/png", "CANARY-NEVER-CONFIRMED")
    first, again = ("hearing", "staff", "presenting"), ("appeal", "appeal_staff")
    assert set(on_offer(Whole(appealed.case))) == set(first)
    with pytest.raises(Blocked, match="record the appeal"):
        ask(hr, appealed.case, for_part="appeal")
    decided(appealed)
    assert set(on_offer(Whole(appealed.case))) == {*first, *again}
    confirm(hr, appealed.case, messages, (*first, *again), [1, 2])
    confirm(hr, appealed.case, shown, (*first, *again), [1])
    for part in (*first, *again):
        said, row = read(hr, appealed.case, data, sign_in, part)
        for one in HIDDEN:
            assert one not in said, (part, one, said[max(0, said.find(one) - 60) : said.find(one) + 60])
        for one in (
            "pupil a",
            "parent or carer a",
            "name withheld",
            "winifred ainscough",
            "joanne sutcliffe",
            "terms.",
            "found.",
            "the annexe",
        ):
            assert one in said, (part, one)
        for one in ("messages of pupil a", "what pupil a posted", "plain words."):
            assert one in said, (part, one)
        assert "more." not in said, "its third page was not confirmed"
        assert "wrote this" not in said, "its second page names somebody"
        for one in ("reasons.", "grounds.", "they were sorry", "first written warning", "proven on the balance"):
            assert (one in said) == (part in again), (part, one)
        kept = [one.evidence_id for one in custody(appealed.case.id) if one.what == "put in a bundle" and one.why == WORDS[part]]
        assert set(kept) == {messages, shown}
        masked, left = dict(row.made["masked"]), dict(row.made["left"])
        assert {
            "Names of pupils",
            "Names of parents and carers",
            "Name of whoever reported it",
            "Names of people at agencies",
        } <= set(masked)
        assert left["Evidence that nobody confirmed for this reader"] == "1"
        assert left["Pages on which somebody is named whom this reader may not know of"] == "1"
    page = f"/cases/{appealed.reference}/bundles"
    told = sign_in("Ruth Okafor").get(page).get_data(as_text=True)
    served = ENGLAND.add(next(one.due_on for one in deadlines(appealed.case.id) if one.rule == "appeal_heard_20wd"), -5)
    assert f"Serve it by {said_as(served)}" in told
    assert f"Serve it by {said_as(ENGLAND.add(today(), -5))}" in told
    assert "Adjustments and what became of them: 1" in told
    assert "Names of pupils:" in told and "Evidence that nobody confirmed" in told
    panel = sign_in("Ivy Nwosu").get(page).get_data(as_text=True)
    assert "Whoever hears the appeal" in panel and "Names of pupils" not in panel and "Left out" not in panel
    assert "Whoever hears the case" not in panel


def test_a_witness_whom_the_policy_keeps_unnamed_is_named_in_no_paper(appealed, data, sign_in):
    key = next(str(one.id) for one in Whole(appealed.case).involved if one.part == "witness")
    said, row = read(appealed.hr, appealed.case, data, sign_in, "staff", unnamed=[key])
    assert "ainscough" not in said and "winifred" not in said
    assert "witness a saw it" in said
    assert dict(row.made["masked"])["Names of witnesses"]


def test_a_bundle_says_when_the_case_has_changed_since_and_by_when_it_is_served(appealed, data, sign_in):
    read(appealed.hr, appealed.case, data, sign_in, "hearing")
    page = f"/cases/{appealed.reference}/bundles"
    for who in ("Ruth Okafor", "George Halloran"):
        told = sign_in(who).get(page).get_data(as_text=True)
        assert "Changed since" not in told and "Serve it by" in told
    key = give(appealed.head, appealed.case, data, picture(), "image/png", "A new picture")
    assert "Changed since" not in sign_in("Ruth Okafor").get(page).get_data(as_text=True), "nobody confirmed it for them yet"
    confirm(appealed.hr, appealed.case, key, ["hearing"], [1])
    assert "Changed since" in sign_in("George Halloran").get(page).get_data(as_text=True)
    told, _ = read(appealed.hr, appealed.case, data, sign_in, "hearing")
    assert "a new picture" in told
    shown = sign_in("Ruth Okafor").get(page).get_data(as_text=True)
    assert "Changed since" not in shown and "Replaced" in shown


def test_evidence_is_confirmed_page_by_page_on_its_own_page(appealed, data, sign_in):
    key = give(appealed.head, appealed.case, data, pdf("One.", "Two."), "application/pdf", "Messages")
    client, base = sign_in("Ruth Okafor"), f"/cases/{appealed.reference}/bundles"
    where = f"{base}/evidence/{key}"
    assert "Left out: not confirmed for anybody" in client.get(base).get_data(as_text=True)
    told = client.send(where, page=where, readers="hearing", may="yes", pages="all").get_data(as_text=True)
    assert "Enter the pages that you have looked at" in told and "Confirm that you looked at each page" in told
    client.passed(where, readers="hearing", may="yes", pages="1", looked="yes", is_report="yes")
    said, _ = read(appealed.hr, appealed.case, data, sign_in, "hearing")
    assert "report of the investigation (evidence 1): messages" in said and "one." in said and "two." not in said
    client.passed(where, readers="hearing", may="no")
    said, _ = read(appealed.hr, appealed.case, data, sign_in, "hearing")
    assert "one." not in said
    for who in ("George Halloran", "Farah Siddiqui", "Peter Lomax"):
        assert sign_in(who).get(where).status_code == 404


def test_the_readers_of_the_appeal_of_a_complaint_have_the_complaint_its_outcome_and_the_grounds(
    world, actor, inside, data, sign_in
):
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Tom Ellwood")
    head, hr, ivy = actor("Helen Ashworth"), actor("Ruth Okafor"), actor("Ivy Nwosu")

    def case() -> Case:
        db.session.rollback()
        return db.session.scalars(select(Case).where(Case.reference == reference)).one()

    def take(key, word="", **answers):
        path = db.session.scalars(select(Path).where(Path.case_id == case().id, Path.name == "equal_opportunities")).one()
        step = next(one for one in PATHWAYS["equal_opportunities"].steps if one.key == key)
        outcomes = {one.id: word for one in Whole(case()).allegations} if word else None
        return advance(hr, path, step_key=key, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=EQUAL if step.equality else None)  # fmt: skip

    for part, name in ((Part.CHILD, "Zoë Markham"), (Part.RELATIVE, "Paula Markham"), (Part.COMPLAINANT, "Kasia Łukasiewicz")):
        name_part(head, case(), part=part, person_id=None, name=name, note="CANARY-NOTE")
    reported_by(case(), person_id(world, "Stefan Kowalski"))
    record_contact(head, case(), agency="lado", at=now(), words={"with": "Judith Marsh", "advice": "CANARY-ADVICE"})
    take("support", contact="CANARY-CONTACT", support="CANARY-SUPPORT", adjustments="CANARY-ADJUSTMENT", perceived_kind="harassment", perceived="religion")  # fmt: skip
    take("informal_eo_support", chose_informal="yes", minor="yes", willing="CANARY-WILLING")
    take("put_right", "put_right", words="CANARY-PUT-RIGHT")
    take("formal_resolved", complained_on=day(), asked_by="complainant", complaint=f"Complaint. {TEXT}")
    take("acknowledge", acknowledged_on=day(), acknowledged_how="CANARY-LETTER")
    give_part(head, case(), person_id=uuid.UUID(person_id(world, "Farah Siddiqui")), part=Part.INVESTIGATOR, tie="none")
    take("investigate", terms=f"Terms. {TEXT}", companions="yes")
    report = give(head, case(), data, pdf("What was found out."), "application/pdf", "The report")
    give(head, case(), data, picture(), "image/png", "CANARY-NOT-FOR-THEM")
    take("outcome", "partly_upheld", reasons=f"Reasons. {TEXT}", found_kind="harassment", found="race", recommendation="mediation")
    assert on_offer(Whole(case())) == {}
    take("appeal", appealed_on=day(), grounds=f"Grounds. {TEXT}")
    give_part(hr, case(), person_id=ivy.person_id, part=Part.EQUALITY_PANEL, tie="none")
    readers = ("eo_panel", "eo_complained", "eo_staff")
    assert set(on_offer(Whole(case()))) == set(readers)
    confirm(hr, case(), report, readers, [1], is_report=True)
    complainant = next(str(one.id) for one in Whole(case()).involved if one.part == "complainant")
    for part in readers:
        said, _ = read(hr, case(), data, sign_in, part, unnamed=[complainant] if part != "eo_panel" else [])
        for one in (*HIDDEN, "religion"):
            assert one not in said, (part, one, said[max(0, said.find(one) - 60) : said.find(one) + 60])
        for one in (
            "pupil a",
            "complaint.",
            "terms.",
            "reasons.",
            "grounds.",
            "upheld in part",
            "report of the investigation (evidence 1): the report",
            "what was found out.",
        ):
            assert one in said, (part, one)
        assert ("mediation" in said) == (part != "eo_complained"), part
    page = sign_in("Ivy Nwosu").get(f"/cases/{reference}/bundles").get_data(as_text=True)
    assert "Whoever hears the appeal of the complaint" in page and "The member of staff complained of" not in page


@pytest.mark.parametrize(
    ("wrote", "pages"),
    [
        ("1-3, 5", [1, 2, 3, 5]),
        ("2 – 2,2000", [2, 2000]),
        ("", None),
        ("0-2", None),
        ("5-3", None),
        ("1-2001", None),
        ("1-00000199999999", None),
        ("1," + "9" * 290, None),
    ],
)
def test_pages_that_make_no_sense_are_asked_for_again_and_never_counted_out(wrote, pages):
    assert page_numbers(wrote) == pages
