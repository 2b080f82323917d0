"""Every letter and form: set for a case with long names, several allegations and marks, and as the machine can check its data."""

from __future__ import annotations

import ctypes
import re

import pypdfium2 as pdfium
import pytest
from flows import NO_HARM, answer_all, begin, person_id
from lettering import LONG, ODD, said_in, text_of
from sqlalchemy import select

from app.cases.clocking.rules import HARD
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.protection.alarms import raise_alarm
from app.cases.protection.words import CALLED
from app.cases.sight import Seen
from app.core.clock import now
from app.core.db import db
from app.documents.filling import context, filling, names_of_fields
from app.documents.forms import letter_form
from app.documents.gathering import Gathered, alleged
from app.documents.kinds import KINDS
from app.documents.kinds.records import agencies
from app.documents.kinds.sectioned import ROWS
from app.documents.printing import set_pdf
from app.documents.rendering import filled
from app.documents.samples import sample
from app.documents.wording import own_template
from app.intake.stops import CLOCKS
from app.pathways import PATHWAYS
from app.pathways.child_protection import LETTERS
from app.pathways.pathway import AskKind
from app.policy.quoting import quoted

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def whole(world, sign_in):
    """A case about the person with the longest name, with a child, and with more than one allegation."""
    head = sign_in("Helen Ashworth")
    child = {"part": "child", "name": "Zoë Ó Briain", "note": "Year 6"}
    base = begin(head)
    answer_all(head, base, person_id(world, LONG), harm={**NO_HARM, "H3": "may_be"}, words=ODD, people=[child])
    more = re.findall(r'name="add"[^>]*value="([^"]+)"', head.get(f"{base}/clauses").get_data(as_text=True))
    head.passed(f"{base}/clauses", keep=["0:3.2(h)"], add=more[:3], other_conduct=ODD)
    reference = head.passed(f"{base}/check").rsplit("/", 1)[1]
    return Whole(db.session.scalars(select(Case).where(Case.reference == reference)).one())


def _typed(kind, whole) -> dict[str, str]:
    found = {}
    for one in kind.asked:
        what = one.ask.kind
        found[one.key] = one.ask.choices[0][0] if what is AskKind.CHOICE else "2026-03-16" if what is AskKind.DATE else ODD
    return found | {alleged(one): f"{ODD} on 1 February 2026" for one in whole.allegations}


def test_each_is_set_as_word_and_accessible_pdf_with_every_mark_kept(whole, actor):
    head = actor("Helen Ashworth")
    for kind in KINDS.values():
        typed = _typed(kind, whole)
        found = context(filling(Gathered(head, whole, typed), kind), typed)
        values = {**sample(kind, "S"), **{key: value for key, value in found.items() if value}}
        word, words = filled(own_template(kind.title, kind.body), values)
        assert ODD in said_in(word), kind.key
        assert "{%" not in said_in(word).replace(ODD, ""), kind.key
        made = set_pdf(Gathered(head, whole, typed), kind, words, at=now(), draft=False)
        assert ODD in text_of(made), kind.key
        document = pdfium.PdfDocument(made)
        assert pdfium.raw.FPDFCatalog_IsTagged(document), kind.key
        assert document.get_metadata_dict()["Title"] == kind.title
        page = pdfium.raw.FPDF_LoadPage(document, 0)
        tree = pdfium.raw.FPDF_StructTree_GetForPage(page)
        assert pdfium.raw.FPDF_StructTree_CountChildren(tree) > 0, kind.key
        pdfium.raw.FPDF_StructTree_Close(tree)
        pdfium.raw.FPDF_ClosePage(ctypes.cast(page, pdfium.raw.FPDF_PAGE))


def test_each_that_names_a_clause_has_its_words_and_the_digest_of_its_edition(whole, actor):
    gathered = Gathered(actor("Helen Ashworth"), whole, {})
    clauses, editions = gathered.policy
    assert len(whole.allegations) == 5
    for row, one in zip(gathered.allegations(), whole.allegations, strict=True):
        if one.clause_id is None:
            assert (row["clause"], row["words"], row["digest"]) == ("Other conduct", "", "")
            continue
        clause = clauses[one.clause_id]
        assert row["words"] == quoted(clause, clauses.values())
        assert row["digest"] == editions[clause.edition_id].digest
        assert len(row["digest"]) >= 64
    for kind in KINDS.values():
        if kind.find("allegations") or kind.find("findings"):
            assert "{{ one.words }}" in kind.body, kind.key
            assert "{{ one.digest }}" in kind.body, kind.key


def test_a_record_names_every_organisation_that_was_called(whole, actor):
    head = actor("Helen Ashworth")
    for agency, _ in CALLED:
        raise_alarm(head, whole.case, agency=agency, at=now(), words={"with": "Control room", "advice": "Stay.", "reference": "7"})
    said = agencies(Gathered(head, Whole(whole.case)))
    for name in ("Police", "Ambulance", "Children's social care"):
        assert f"{name}, " in said, name


def test_the_data_of_the_kinds_makes_sense():
    clocks = (
        {rule.rule_id for one in PATHWAYS.values() for stage in one.stages for rule in stage.by} | set(CLOCKS) | HARD | set(LETTERS)
    )
    roles = {role for one in PATHWAYS.values() for step in one.steps for role in step.roles} | {"case_manager"}
    for kind in KINDS.values():
        keys = [one.key for one in kind.fields]
        assert len(keys) == len(set(keys)), kind.key
        assert set(kind.meets) <= clocks, kind.key
        assert kind.issuers, kind.key
        assert kind.issuers <= roles, kind.key
        assert kind.paths <= {str(one) for one in PATHWAYS}, kind.key
        assert kind.find(kind.to) or "sections" in keys, kind.key
        body = re.sub(r'"[^"]*"', "", kind.body.replace(ROWS, ""))
        used = {name for part in re.findall(r"\{[{%].*?[%}]\}", body) for name in re.findall(r"[a-z_]\w+", part)}
        steering = {"for", "one", "in", "endfor", "if", "endif", "else", "or", "section", "member", "of", "staff", "yes", "tr"}
        inside = {"clause", "particulars", "words", "digest", "edition", "finding"}
        assert used - steering - inside <= set(names_of_fields(kind)), (kind.key, used)
        for one in kind.fields:
            assert one.label, one.key
            assert one.source, one.key
            assert one.ask or one.read, one.key
        if kind.paths and kind.paths <= {"child_protection", "child_welfare"}:
            assert Seen.PROTECTION in kind.sees, kind.key


def test_each_kind_has_a_form_on_which_it_is_written(app, whole):
    with app.test_request_context():
        for kind in KINDS.values():
            assert set(letter_form(kind, whole.allegations)._fields) >= {one.ask.key for one in kind.asked if one.ask}, kind.key
