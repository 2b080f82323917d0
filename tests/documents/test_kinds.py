"""Every letter and form: set for a case with long names, several allegations and marks, and as the machine can check its data."""

from __future__ import annotations

import ctypes
import re

import pypdfium2 as pdfium
import pytest
from flows import NO_HARM, log, person_id
from lettering import LONG, ODD, said_in, text_of
from sqlalchemy import select

from app.cases.clocking.rules import HARD
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.sight import Seen
from app.core.clock import now
from app.core.db import db
from app.documents.apart import fill_apart
from app.documents.filling import context, filling, names_of_fields
from app.documents.gathering import Gathered, alleged
from app.documents.kinds import KINDS
from app.documents.kinds.sectioned import ROWS
from app.documents.printing import set_pdf
from app.documents.samples import sample
from app.documents.wording import own_template
from app.intake.stops import CLOCKS
from app.pathways import PATHWAYS
from app.pathways.pathway import AskKind
from app.policy.quoting import quoted

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def whole(world, sign_in):
    """A case about the person with the longest name, with a child, and with more than one allegation."""
    head = sign_in("Helen Ashworth")
    child = {"part": "child", "name": "Zoë Ó Briain", "note": "Year 6"}
    reference = log(head, person_id(world, LONG), harm={**NO_HARM, "H3": "may_be"}, words=ODD, people=[child])
    return Whole(db.session.scalars(select(Case).where(Case.reference == reference)).one())


def _typed(kind, whole) -> dict[str, str]:
    found = {}
    for one in kind.asked:
        what = one.ask.kind
        found[one.key] = one.ask.choices[0][0] if what is AskKind.CHOICE else "2026-03-16" if what is AskKind.DATE else ODD
    return found | {alleged(one): f"{ODD} on 1 February 2026" for one in whole.allegations}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_is_set_as_word_and_accessible_pdf_with_every_mark_kept(kind, whole, actor):
    head = actor("Helen Ashworth")
    typed = _typed(kind, whole)
    found = context(filling(head, whole, kind, typed), typed)
    values = {**sample(kind, "S"), **{key: value for key, value in found.items() if value}}
    word, words = fill_apart(own_template(kind.title, kind.body), values)
    assert ODD in said_in(word)
    assert "Undefined" not in said_in(word)
    assert "{%" not in said_in(word).replace(ODD, "")
    gathered = Gathered(head, whole, typed)
    made = set_pdf(gathered, kind, words, at=now(), draft=False)
    assert ODD in text_of(made)
    document = pdfium.PdfDocument(made)
    assert pdfium.raw.FPDFCatalog_IsTagged(document)
    assert document.get_metadata_dict()["Title"] == kind.title
    assert LONG not in document.get_metadata_dict()["Title"]
    page = pdfium.raw.FPDF_LoadPage(document, 0)
    tree = pdfium.raw.FPDF_StructTree_GetForPage(page)
    assert pdfium.raw.FPDF_StructTree_CountChildren(tree) > 0
    pdfium.raw.FPDF_StructTree_Close(tree)
    pdfium.raw.FPDF_ClosePage(ctypes.cast(page, pdfium.raw.FPDF_PAGE))


@pytest.mark.parametrize(
    "kind", [one for one in KINDS.values() if one.find("allegations") or one.find("findings")], ids=lambda one: one.key
)
def test_each_that_names_a_clause_has_its_words_and_the_digest_of_its_edition(kind, whole, actor):
    rows = Gathered(actor("Helen Ashworth"), whole, {}).allegations()
    clauses, editions = Gathered(actor("Helen Ashworth"), whole, {}).policy
    for row, one in zip(rows, whole.allegations, strict=True):
        clause = clauses[one.clause_id]
        assert row["words"] == quoted(clause, clauses.values())
        assert row["digest"] == editions[clause.edition_id].digest
        assert len(row["digest"]) >= 64
    assert "{{ one.words }}" in kind.body
    assert "{{ one.digest }}" in kind.body


def test_the_data_of_the_kinds_makes_sense():
    clocks = {rule.rule_id for one in PATHWAYS.values() for stage in one.stages for rule in stage.by} | set(CLOCKS) | HARD
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
