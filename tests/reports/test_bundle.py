"""The bundle for a hearing: made by the worker, numbered, masked for its reader, begun again after a crash, kept as made."""

from __future__ import annotations

import ctypes
import hashlib
import io
import re
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from casework import fault_of_trail
from flows import person_id
from hearing import Hearing
from lettering import text_of
from PIL import Image
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from app.cases.actions import record_contact
from app.cases.engine import Whole
from app.cases.models import Case, Involvement
from app.core import schema
from app.core.action import Blocked
from app.core.clock import frozen, now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.trail import Event
from app.evidence.actions import add_file, add_link
from app.evidence.models import Evidence
from app.evidence.queries import of_case
from app.evidence.vault import take_in
from app.jobs import run_due
from app.reports.bundle.actions import ask, clear
from app.reports.bundle.content import Contents
from app.reports.bundle.making import LEASE, MAKER, make_due
from app.reports.bundle.models import Bundle, BundleMaking
from app.reports.bundle.people import WITHHELD

FOR = ("hearing", "staff", "presenting")
PROTECTED = re.compile(r"child protection|safeguarding|LADO|designated officer|police|Child A\b", re.IGNORECASE)


def pdf_of(*words: str, turned: int = 0) -> bytes:
    """A PDF with a page for each of these words."""
    made = pdfium.PdfDocument.new()
    for _ in words:
        made.new_page(595, 842).set_rotation(turned)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def picture() -> bytes:
    """A photograph with a place written into it by its camera."""
    found = Image.new("RGB", (900, 600), "navy")
    exif = Image.Exif()
    exif[0x010E] = "CANARY-CAMERA"
    out = io.BytesIO()
    found.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def data(app):
    """Where the vault is."""
    return app.config["SETTINGS"].data


@pytest.fixture
def arranged(world, actor, inside, data) -> Hearing:
    """A hearing that is arranged, with a PDF of three pages, a picture, a sound, a broken PDF and a link as evidence."""
    found = Hearing(world, actor)
    found.appoint()
    found.to_report()
    found.set_hearing()
    files = [
        (pdf_of("one", "two", "three", turned=90), "application/pdf", "The messages, printed"),
        (picture(), "image/jpeg", "What was posted"),
        (b"ID3 sound", "audio/mpeg", "A call"),
        (b"%PDF-1.7 broken", "application/pdf", "A broken file"),
    ]
    for body, media_type, shows in files:
        case = found.case
        stored = take_in(io.BytesIO(body), case_id=case.id, school_id=case.school_id, data=data, most=10**7)
        add_file(found.head, case, stored=stored, name="CANARY-NAME", media_type=media_type, sheet={"shows": shows, "captured_by": "CANARY-WHO"})  # fmt: skip
    add_link(found.head, found.case, url="https://example.org/CANARY-LINK", sheet={"shows": "The page itself"})
    confirm(found, *of_case(found.case.id))
    return found


def confirm(hearing, *evidence, readers=FOR, pages=(1, 2, 3)):
    """Somebody looked at these pages of these pieces for these readers."""
    for one in [one.id for one in evidence]:
        clear(hearing.hr, hearing.case, evidence=db.session.get_one(Evidence, one), readers=readers, pages=pages, is_report=False)


@contextmanager
def beside_the_product():
    """A connection that writes what no action would, with every school in reach."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select set_config('app.schools', '*', true)"))
        yield connection


def asked(hearing, part="hearing") -> Bundle:
    return ask(hearing.hr, hearing.case, for_part=part)


def made(hearing, data, sign_in, part="hearing", who="Ruth Okafor") -> tuple[bytes, Bundle]:
    """A bundle as somebody saves it."""
    key = asked(hearing, part).id
    assert make_due(data) == 1
    row = db.session.get_one(Bundle, key)
    answer = sign_in(who).get(f"/cases/{hearing.reference}/bundles/{key}/pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="bundle-')
    reach_for(EVERY_SCHOOL)
    return answer.get_data(), row


def test_whoever_advises_asks_the_worker_makes_it_and_the_hearer_saves_it(arranged, sign_in):
    page = f"/cases/{arranged.reference}/bundles"
    hr, hearer = sign_in("Ruth Okafor"), sign_in("George Halloran")
    assert "No bundle yet" in hr.get(page).get_data(as_text=True)
    assert page in hr.get(f"/cases/{arranged.reference}/hearing").get_data(as_text=True)
    assert page in hr.get(f"/cases/{arranged.reference}").get_data(as_text=True)
    assert hr.send(page, page=page).status_code == 422
    hr.passed(page, for_part="hearing")
    assert "Asked for" in hr.get(page).get_data(as_text=True)
    assert "Ask for the bundle" not in hearer.get(page).get_data(as_text=True)
    run_due()
    shown = hearer.get(page).get_data(as_text=True)
    key = re.search(r"/bundles/([0-9a-f-]{36})/pdf", shown)[1]
    saved = hearer.get(f"{page}/{key}/pdf")
    assert hashlib.sha256(saved.get_data()).hexdigest() in shown
    assert f"{len(pdfium.PdfDocument(saved.get_data()))} pages" in shown
    reach_for(EVERY_SCHOOL)
    assert db.session.scalar(text("select count(*) from visit v join case_file c on c.id = v.case_id where c.reference = :r and v.person_id = :p"), {"r": arranged.reference, "p": arranged.hearer.person_id.hex if db.engine.dialect.name == "sqlite" else arranged.hearer.person_id}) == 1  # fmt: skip


def test_every_page_is_numbered_and_the_index_says_where_each_piece_is(arranged, data, sign_in):
    body, row = made(arranged, data, sign_in)
    pages = [" ".join(one.get_textpage().get_text_bounded().split()) for one in pdfium.PdfDocument(body)]
    assert row.pages == len(pages)
    for at, words in enumerate(pages, 1):
        assert f"Page {at} of {len(pages)}" in words, (at, words)
    index = pages[1]
    bound = next(at for at, words in enumerate(pages, 1) if words == f"Evidence 1. Page {at} of {len(pages)}")
    assert bound == len(pages) - 2, "three pages are bound in"
    described = next(at for at, words in enumerate(pages, 1) if words.startswith("Evidence 1: The messages, printed"))
    assert f"Evidence 1: The messages, printed {described}" in index
    assert f"3 pages of it are bound in as pages {bound} to {bound + 2} of this bundle" in pages[described - 1]
    shown = next(at for at, words in enumerate(pages, 1) if words.startswith("Evidence 2: What was posted"))
    assert f"Evidence 2: What was posted {shown}" in index
    for label in ("Evidence 3: A call", "Evidence 4: A broken file", "Evidence 5: The page itself"):
        assert f"{label} listed only" in index
    whole = "".join(pages).replace(" ", "")
    for one in of_case(arranged.case.id):
        assert one.about.get("sha256", "") in whole
    assert "Whosawit?" in whole
    assert "Thelibrary" in whole
    assert "Itwasseen." in whole


def test_the_index_is_linked_and_the_words_are_tagged_with_the_picture_named(arranged, data, sign_in):
    body, _ = made(arranged, data, sign_in)
    found = pdfium.PdfDocument(body)
    place, link, links = ctypes.c_int(0), raw.FPDF_LINK(), 0
    while raw.FPDFLink_Enumerate(found[1], place, link):
        links += 1
        assert raw.FPDFLink_GetDest(found, link) or raw.FPDFLink_GetAction(link)
    assert links >= 6
    assert raw.FPDFCatalog_IsTagged(found)
    assert b"<pdfuaid:part>" not in body, "pages that were bound in are not tagged"
    assert "can be read aloud" in text_of(body)
    printed = next(one for one in of_case(arranged.case.id) if one.sheet["shows"] == "The messages, printed")
    confirm(arranged, printed, readers=["staff"], pages=())
    body, _ = made(arranged, data, sign_in, "staff")
    found = pdfium.PdfDocument(body)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in body, "words and pictures alone keep the claim"
    assert "can be read aloud" not in text_of(body)
    shown = next(one for one in found if "What was posted" in one.get_textpage().get_text_bounded() and any(one.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=5)))  # fmt: skip
    drawn = next(shown.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=5))
    assert drawn.get_px_size() == (900, 600), "the picture itself stands where its stand-in was set"
    assert drawn.get_bitmap().to_pil().getpixel((450, 300))[2] > 100


def test_nothing_of_child_protection_and_nothing_hidden_in_a_file_is_in_it(arranged, data, sign_in):
    words = {"advice": "CANARY-ADVICE", "name": "CANARY-PERSON", "reference": "CANARY-REF"}
    record_contact(arranged.head, arranged.case, agency="lado", at=now(), words=words)
    for part in FOR:
        body, _ = made(arranged, data, sign_in, part)
        said = text_of(body)
        assert "Joanne Sutcliffe" in said
        found = PROTECTED.search(said)
        assert found is None, said[max(0, found.start() - 100) : found.end() + 60]
        assert "CANARY" not in said
        assert b"CANARY" not in body
    assert fault_of_trail(arranged.case.school_id) is None


def test_the_chronology_of_a_case_with_sealed_work_says_none_of_it(world, inside):
    """Callum Reyes: child protection is open beside disciplinary work that waits for it."""
    reach_for(EVERY_SCHOOL)
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Callum Reyes")
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    events = db.session.scalars(select(Event).where(Event.case_id == case.id)).all()
    assert any(one.payload().get("path") == "child_protection" for one in events)
    for part in FOR:
        said = str(Contents(MAKER, Whole(case), part).words["chronology"])
        assert "Helen" in said or "Amina" in said
        assert not PROTECTED.search(said), said


def test_whoever_reported_it_is_not_named_in_the_chronology(arranged):
    before = Contents(MAKER, Whole(arranged.case), "hearing")
    logger = next(row["who"] for row in before.words["chronology"])
    key = uuid.UUID(person_id(arranged.world, logger))
    case = arranged.case
    with beside_the_product() as connection:
        place = Involvement.__table__.insert().values(
            id=uuid.uuid4(), school_id=case.school_id, case_id=case.id, person_id=key, part="reporter", added_at=now()
        )
        connection.execute(place)
    found = Contents(MAKER, Whole(arranged.case), "hearing").words["chronology"]
    assert WITHHELD in {row["who"] for row in found}
    assert logger not in str(found)


def test_asking_twice_while_it_is_made_gives_the_same_and_later_another(arranged, data):
    first = asked(arranged).id
    assert asked(arranged).id == first
    assert asked(arranged, "staff").id != first
    assert make_due(data) == 2
    assert make_due(data) == 0
    assert asked(arranged).id != first


def test_a_worker_that_dies_in_the_middle_leaves_it_to_the_next_which_begins_it_again(arranged, data):
    key, count = asked(arranged).id, []

    def dies(_connection, _cursor, statement, *_rest):
        if statement.startswith("UPDATE bundle_making") and len(count) < 4:
            count.append(statement)
            if len(count) == 4:
                raise KeyboardInterrupt

    event.listen(db.engine, "before_cursor_execute", dies)
    with pytest.raises(KeyboardInterrupt):
        make_due(data)
    db.session.rollback()
    row = db.session.get_one(BundleMaking, key)
    assert (row.attempts, row.done, row.of) == (1, 1, 7)
    assert make_due(data) == 0, "another still has the lease"
    with frozen(now() + LEASE + timedelta(seconds=1)):
        assert asked(arranged).id == key
        assert make_due(data) == 1
    db.session.rollback()
    assert db.session.get_one(Bundle, key).state == "ready"
    assert db.session.get_one(BundleMaking, key).attempts == 2
    assert fault_of_trail(arranged.case.school_id) is None


def test_evidence_that_was_changed_in_the_vault_fails_the_bundle_after_three_tries(arranged, data):
    for one in of_case(arranged.case.id):
        if one.object_key:
            (data / "evidence" / one.object_key).write_bytes(b"another file")
            break
    key = asked(arranged).id
    for turn in range(3):
        with frozen(now() + LEASE * 2 * turn):
            assert make_due(data) == 0
    db.session.rollback()
    assert db.session.get_one(Bundle, key).state == "failed"
    assert fault_of_trail(arranged.case.school_id) is None


def test_no_hearing_no_bundle(hearing_free, actor):
    with pytest.raises(Blocked, match="nothing yet that this reader is to hear"):
        ask(actor("Ruth Okafor"), hearing_free, for_part="hearing")


@pytest.fixture
def hearing_free(world, actor, inside) -> Case:
    """The same case before a hearing is set."""
    return Hearing(world, actor).case


def test_only_who_asks_and_who_it_is_for_find_a_bundle(arranged, data, sign_in):
    kept = {part: asked(arranged, part).id for part in FOR}
    assert make_due(data) == 3
    sees = {
        "Helen Ashworth": set(FOR),
        "Ruth Okafor": set(FOR),
        "George Halloran": {"hearing"},
        "Ivy Nwosu": set(),
        "Farah Siddiqui": {"presenting"},
        "Amina Yusuf": set(),
        "Peter Lomax": set(),
        "Marcus Vale": set(),
    }
    for name, parts in sees.items():
        client = sign_in(name)
        client.canaries = ()
        for part, key in kept.items():
            status = client.get(f"/cases/{arranged.reference}/bundles/{key}/pdf").status_code
            assert status == (200 if part in parts else 404), (name, part)


def test_what_was_made_is_kept_as_it_is(arranged, data):
    key = asked(arranged).id
    make_due(data)
    db.session.rollback()
    for statement in ("update bundle set pages = 1", "delete from bundle", "delete from bundle_making"):
        with pytest.raises(DBAPIError), beside_the_product() as connection:
            connection.execute(text(statement))
    assert db.session.get_one(Bundle, key).state == "ready"


def test_the_schema_goes_down_and_up_again_with_a_bundle_in_it(arranged, data):
    key = asked(arranged).id
    make_due(data)
    db.session.remove()
    schema.move("20261125_1690")
    schema.move("head")
    reach_for(EVERY_SCHOOL)
    assert db.session.get_one(Bundle, key).state == "ready"
    db.session.rollback()
    for statement in ("update bundle set pages = 1", "delete from bundle"):
        with pytest.raises(DBAPIError), beside_the_product() as connection:
            connection.execute(text(statement))
    confirm(arranged, *of_case(arranged.case.id))
    for statement in ("update bundle_cleared set for_part = 'staff'", "delete from bundle_cleared"):
        with pytest.raises(DBAPIError), beside_the_product() as connection:
            connection.execute(text(statement))
