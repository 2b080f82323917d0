"""Letters through the pages: what is missing stops the issue, what was issued stays, who may read what, and clocks that are met."""

from __future__ import annotations

import hashlib
import uuid

import pypdfium2 as pdfium
import pytest
from flows import NO_HARM, day, log, person_id
from lettering import ODD, begun, boxes, counted, issued, of, said_in, suspended, text_of
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.cases.actions import decide
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.work import Deadline
from app.core.clock import london, now
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.documents.kinds.lado import FORM
from app.documents.models import Letter
from app.policy.models import Clause, Edition

EQUAL = {"conclusion": "none", "words": "Considered."}


@pytest.fixture
def head(sign_in):
    return sign_in("Helen Ashworth")


def test_an_empty_field_stops_the_issue_in_a_sentence_that_names_it(head, world, app):
    where = begun(head, of(world, "Callum Reyes"), "suspension")
    assert "No suspension runs on this case." in head.get(where).get_data(as_text=True)
    suspended(app, world)
    page = head.get(where).get_data(as_text=True)
    assert "“How long it is expected to last” is empty." in page
    assert "“The named contact” is empty." not in page
    head.passed(where, then="stay", **boxes(contact_name=""))
    preview = head.get(f"{where}/preview").get_data(as_text=True)
    assert "It cannot be issued yet" in preview
    assert "“The named contact” is empty." in preview
    assert "Issue the letter" not in preview


def test_what_was_issued_is_kept_word_for_word_and_both_files_come_out_as_they_went_in(head, world, app):
    where = begun(head, suspended(app, world), "suspension")
    issued(head, where, **boxes())
    page = head.get(where).get_data(as_text=True)
    assert "Issued" in page
    word, pdf = head.get(f"{where}/word"), head.get(f"{where}/pdf")
    for answer in (word, pdf):
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="letter-')
        assert hashlib.sha256(answer.get_data()).hexdigest() in page
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert ODD in said_in(word.get_data())
    said = text_of(pdf.get_data())
    assert 'A & B <c> “Zoë” Ó Briain-Łukasiewicz {{ 7*7 }} #read("x") *b*' in said
    assert "full pay" in said
    assert "Clause 3.2(h)" in said
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        case = db.session.scalars(select(Case).where(Case.reference == of(world, "Callum Reyes"))).one()
        clause = db.session.scalars(select(Clause).where(Clause.edition_id == case.edition_id, Clause.number == "3.2(h)")).one()
        edition = db.session.get_one(Edition, case.edition_id)
        assert " ".join(clause.text.split()) in said
        assert edition.digest
        assert edition.digest in said.replace(" ", "")
    assert "Digest of that edition" in said
    assert pdfium.raw.FPDFCatalog_IsTagged(pdfium.PdfDocument(pdf.get_data()))
    changed = head.send(where, page=f"/cases/{of(world, 'Callum Reyes')}/letters", then="stay", version="2", reasons="Other")
    assert changed.status_code == 409
    assert ODD.split("{")[0] in text_of(head.get(f"{where}/pdf").get_data())


def test_the_clock_is_met_by_the_day_and_time_of_sending_and_the_proof_is_kept(head, world, app):
    reference = of(world, "Callum Reyes")
    where = begun(head, reference, "lado_referral")
    typed = dict.fromkeys(FORM["fields"], "Not known")
    issued(head, where, council="sefton", **typed)
    assert "Not recorded yet" in head.get(where).get_data(as_text=True)
    early = head.send(f"{where}/service", how="email", at="9am", proof="Receipt 1", **day("on", 3))
    assert early.status_code == 409
    assert "cannot have been sent before that" in early.get_data(as_text=True)
    assert "Receipt 1" in early.get_data(as_text=True)
    late = head.send(f"{where}/service", how="email", at="9am", proof="Receipt 1", **day("on", -3))
    assert "lies ahead" in late.get_data(as_text=True)
    here = london(now())
    head.passed(f"{where}/service", how="email", at=f"{here:%H:%M}", proof="Receipt 77", **day("on", 0))
    assert "Receipt 77" in head.get(where).get_data(as_text=True)
    assert app.test_cli_runner().invoke(args=["trail", "verify"]).exit_code == 0


def accepted(world, client, actor) -> str:
    """A case about Tom Ellwood in which child protection is accepted and the LADO was not told yet."""
    reference = log(client, person_id(world, "Tom Ellwood"), harm={**NO_HARM, "H3": "may_be"})
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    path = Whole(case).path("child_protection")
    decide(actor("Helen Ashworth"), path, accept=True, reason="It may be.", equality=EQUAL)
    db.session.rollback()
    return reference


@pytest.mark.usefixtures("inside")
def test_sending_meets_the_clocks_that_ask_for_the_letter_as_of_its_time(head, world, actor):
    reference = accepted(world, head, actor)
    where = begun(head, reference, "lado_referral")
    issued(head, where, council="hounslow", **dict.fromkeys(FORM["fields"], "Not known"))
    here = london(now())
    head.passed(f"{where}/service", how="portal", at=f"{here:%H:%M}", proof="Receipt 78", **day("on", 0))
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    met = {one.rule: one for one in db.session.scalars(select(Deadline).where(Deadline.case_id == case.id)) if one.met_at}
    assert {"lado_24h", "lado_1wd"} <= set(met)
    assert met["lado_24h"].met_what == "letter:lado_referral"
    assert met["lado_24h"].met_at == here.replace(second=0, microsecond=0)


def test_a_referral_is_in_the_order_of_the_council_and_asks_what_its_form_asks(head, world):
    reference = of(world, "Callum Reyes")
    where = begun(head, reference, "lado_referral")
    known = dict.fromkeys(FORM["fields"], "Not known")
    head.passed(where, then="preview", council="hounslow", **{**known, "adult_known_as": "", "adult_dbs": ""})
    stopped = head.get(f"{where}/preview").get_data(as_text=True)
    assert "“Other names they are known by” is empty." in stopped
    assert "DBS certificate; their safeguarding training” is empty" not in stopped
    head.passed(where, then="preview", council="sefton", **{**known, "adult_known_as": "", "adult_dbs": ""})
    stopped = head.get(f"{where}/preview").get_data(as_text=True)
    assert "“Number and date of their DBS certificate; their safeguarding training” is empty." in stopped
    assert "“Other names they are known by” is empty." not in stopped
    head.passed(where, then="preview", council="sefton", **known)
    order = [FORM["fields"][key][0] for _, keys in FORM["councils"]["sefton"]["sections"] for key in keys]
    page = head.get(f"{where}/preview").get_data(as_text=True)
    places = [page.index(f">{label}</dt>") for label in order]
    assert places == sorted(places)
    assert page.index(">Further information<") > places[-1]
    assert "Nature of the allegation" in page


def test_the_forms_of_councils_ask_only_for_fields_there_are():
    for name, one in FORM["councils"].items():
        keys = [key for _, section in one["sections"] for key in section]
        assert set(keys) <= set(FORM["fields"]), name
        assert len(keys) == len(set(keys)), name


def test_whoever_may_not_see_child_protection_finds_no_letter_of_it(head, world, sign_in, app):
    reference = of(world, "Callum Reyes")
    suspended(app, world)
    where = begun(head, reference, "suspension")
    issued(head, where, **boxes())
    adviser = sign_in("Ruth Okafor")
    for address in (where, f"{where}/word", f"{where}/pdf", f"{where}/preview", f"{where}/service"):
        assert adviser.get(address).status_code == 404, address
    assert "Suspension letter" not in adviser.get(f"/cases/{reference}/letters").get_data(as_text=True)
    assert adviser.send(f"/cases/{reference}/letters", kind="suspension").status_code == 422
    lead = sign_in("Amina Yusuf")
    assert lead.get(where).status_code == 200
    assert lead.get(f"{where}/service").status_code == 404  # the case manager sends it
    assert sign_in("Laura Fenwick").get(where).status_code == 404
    assert sign_in("Marcus Vale").get(where).status_code == 404
    other = of(world, "Joanne Sutcliffe")
    assert head.get(where.replace(reference, other)).status_code == 404


def test_the_adviser_writes_an_investigation_letter_and_a_missing_officer_stops_it(head, world, sign_in):
    reference = of(world, "Joanne Sutcliffe")
    adviser = sign_in("Ruth Okafor")
    where = begun(adviser, reference, "investigation")
    typed = {
        "seriousness": "serious",
        "terms": "What was posted, by whom, and who could see it.",
        "meeting_at": "10am",
        "meeting_place": "The meeting room",
        "evidence_known": "A screenshot is enclosed.",
        "adjustments": "Tell us.",
        "contact_name": "Daniel Pryce",
        "contact_details": "01632 960 001",
        "support": "Your union.",
        "enclosed": "The procedure",
        **day("meeting_on", -10),
    }
    adviser.passed(where, then="preview", **typed)
    stopped = adviser.get(f"{where}/preview").get_data(as_text=True)
    assert "“The investigating officer” is empty. Name an investigating officer on the case first." in stopped
    head.passed(f"/cases/{reference}/people/new", person=person_id(world, "Farah Siddiqui"), part="investigator", tie="none")
    assert "It cannot be issued yet" not in adviser.get(f"{where}/preview").get_data(as_text=True)
    adviser.send(f"{where}/issue", page=f"{where}/preview")
    said = text_of(adviser.get(f"{where}/pdf").get_data())
    assert "Farah Siddiqui is the investigating officer" in said
    assert "who reported" not in said
    officer = sign_in("Farah Siddiqui")
    assert officer.get(where).status_code == 200
    assert officer.get(f"{where}/word").status_code == 200


def test_a_hearing_without_enough_notice_is_not_announced(head, world):
    where = begun(head, of(world, "Joanne Sutcliffe"), "hearing")
    head.passed(where, then="preview", **day("hearing_on", -5))
    page = head.get(f"{where}/preview").get_data(as_text=True)
    assert "10 clear working days must lie between" in page
    head.passed(where, then="preview", **day("hearing_on", -60))
    page = head.get(f"{where}/preview").get_data(as_text=True)
    assert "clear working days must lie between" not in page


def test_a_draft_is_put_away_and_a_stale_page_saves_nothing(head, world):
    reference = of(world, "Joanne Sutcliffe")
    where = begun(head, reference, "hearing")
    guards = head.guards(where, 0)
    head.passed(where, 0, then="stay", hearing_place="The hall")
    stale = head.post(where, data={**guards, "hearing_place": "The library", "then": "stay"})
    assert stale.status_code == 409
    assert "The library" in stale.get_data(as_text=True)
    head.send(f"{where}/put-away", page=where)
    assert where not in head.get(f"/cases/{reference}/letters").get_data(as_text=True)
    assert head.get(f"{where}/preview").status_code == 404


@pytest.mark.usefixtures("inside")
def test_the_database_keeps_what_was_issued_and_its_words_are_sealed(head, world, app):
    where = begun(head, suspended(app, world), "suspension")
    issued(head, where, **boxes())
    letter = db.session.get_one(Letter, uuid.UUID(where.rsplit("/", 1)[1]))
    assert letter.template_version == 0
    for row in (letter.typed_sealed, letter.issued_sealed):
        assert b"Featherstone" not in row
    for statement in ("update letter set kind = 'outcome'", "delete from letter"):
        with pytest.raises(DBAPIError, match=r"kept|never deleted"), db.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("set local app.schools = '*'"))
            connection.execute(text(statement))


def test_sending_the_suspension_letter_is_on_record_with_the_suspension_and_meets_its_clock(head, world, app):
    reference = suspended(app, world)
    where = begun(head, reference, "suspension")
    issued(head, where, **boxes())
    here = london(now())
    head.passed(f"{where}/service", how="recorded", at=f"{here:%H:%M}", proof="AB 1234 5678 9GB", **day("on", 0))
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
        clock = db.session.scalars(
            select(Deadline).where(Deadline.case_id == case.id, Deadline.rule == "suspension_letter_1wd")
        ).one()
        assert clock.met_at == here.replace(second=0, microsecond=0)
        assert clock.met_what == "letter:suspension"
        letter = Whole(case).ledger.suspension.letter
        assert letter is not None
        assert letter.at == clock.met_at
    assert app.test_cli_runner().invoke(args=["trail", "verify"]).exit_code == 0


def test_nobody_is_told_before_the_agencies_have_agreed_and_no_end_or_review_is_confirmed_before_it_is_on_record(head, world, app):
    reference = suspended(app, world)
    for kind, sentence in (
        ("suspension_review", "No review of the suspension is on record."),
        ("suspension_lifted", "The suspension has not been ended."),
        ("protection_outcome", "Record the outcome of each allegation on the case first."),
    ):
        assert sentence in head.get(begun(head, reference, kind)).get_data(as_text=True)


def test_the_list_of_letters_costs_the_same_however_long(head, world, app):
    reference = of(world, "Callum Reyes")
    counts = []
    for _ in range(3):
        begun(head, reference, "first_account")
        head.get(f"/cases/{reference}/letters")
        with counted(app) as seen:
            head.get(f"/cases/{reference}/letters")
        counts.append(len(seen))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 30


def test_nobody_issues_another_text_than_the_one_they_looked_at(head, world, sign_in):
    reference = of(world, "Joanne Sutcliffe")
    adviser = sign_in("Ruth Okafor")
    head.passed(f"/cases/{reference}/people/new", person=person_id(world, "Farah Siddiqui"), part="investigator", tie="none")
    where = begun(adviser, reference, "investigation")
    typed = dict.fromkeys(("terms", "meeting_at", "meeting_place", "evidence_known", "adjustments", "contact_name"), "Said")
    typed |= {"contact_details": "x", "support": "x", "enclosed": "x", "seriousness": "serious", **day("meeting_on", -9)}
    adviser.passed(where, then="preview", **typed)
    looked_at = adviser.guards(f"{where}/preview")
    head.passed(f"/cases/{reference}/people/new", person=person_id(world, "George Halloran"), part="investigator", tie="none")
    answer = adviser.post(f"{where}/issue", data=looked_at)
    assert answer.status_code == 409
    assert "The case has changed in something that the letter says" in answer.get_data(as_text=True)
    assert adviser.post(f"{where}/issue", data=adviser.guards(f"{where}/preview")).status_code == 303
    assert "Farah Siddiqui and George Halloran" in text_of(adviser.get(f"{where}/pdf").get_data())


def test_a_stored_file_that_was_changed_is_not_given_out(head, world, app):
    where = begun(head, suspended(app, world), "suspension")
    issued(head, where, **boxes())
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        letter = db.session.get_one(Letter, uuid.UUID(where.rsplit("/", 1)[1]))
        place = app.config["SETTINGS"].data / "evidence" / letter.file("pdf")["key"]
        other = app.config["SETTINGS"].data / "evidence" / letter.file("word")["key"]
    place.write_bytes(other.read_bytes())
    answer = head.get(f"{where}/pdf")
    assert answer.status_code == 500
    assert "This file is damaged" in answer.get_data(as_text=True)
    assert head.get(f"{where}/word").status_code == 200
