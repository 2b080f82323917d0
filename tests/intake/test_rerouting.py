"""The harm questions answered again after logging open child protection, whatever was decided before."""

from __future__ import annotations

import pytest
from flows import FAIR, log, person_id
from protecting import end_welfare
from sqlalchemy import select

from app.cases.models import Case
from app.cases.work import Deadline, Path
from app.core.db import db
from app.notices.models import Notice

COMMENT = {"kind": "comment"}
WORSE = {"H1": "no", "H2": "yes", "H3": "may_be", "H4": "no", "H2_reason": "The police called."}
NONE = {"H1": "no", "H2": "no", "H3": "no", "H4": "no"}


def _case(reference: str) -> Case:
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


def _paths(case: Case) -> dict[str, Path]:
    db.session.rollback()  # what was read before is not what is there now
    return {one.name: one for one in db.session.scalars(select(Path).where(Path.case_id == case.id))}


def _decide(client, reference, path, answer):
    client.passed(f"/cases/{reference}/procedures/{path.id}", accept=answer, reason="It is clear.", **FAIR)


@pytest.fixture
def declined(world, sign_in, inside):
    """A case whose child protection was declined with all four answers no, and whose disciplinary work was opened."""
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"))
    paths = _paths(_case(reference))
    head.passed(f"/cases/{reference}/harm", **FAIR, **NONE)
    _decide(head, reference, paths["child_protection"], "no")
    if paths["disciplinary"].state == "proposed":
        _decide(head, reference, paths["disciplinary"], "yes")
    return head, reference


def test_a_declined_path_is_proposed_again_and_everything_waits(declined, sign_in):
    head, reference = declined
    case = _case(reference)
    assert _paths(case)["child_protection"].state == "declined"
    assert sign_in("Amina Yusuf").get(f"/cases/{reference}").status_code == 200, "she looks after the child, whatever was declined"
    told = db.session.scalars(select(Notice.id).where(Notice.case_id == case.id, Notice.kind == "child_protection")).all()
    head.passed(f"/cases/{reference}/harm", **FAIR, **WORSE)
    paths = _paths(case)
    assert (paths["child_protection"].state, paths["child_protection"].standing) == ("proposed", "open")
    assert (paths["disciplinary"].standing, paths["disciplinary"].waits_for) == ("held", "child_protection")
    clocks = db.session.scalars(
        select(Deadline.rule).where(Deadline.case_id == case.id, Deadline.met_at.is_(None), Deadline.dropped_at.is_(None))
    )
    assert {"lado_24h", "lado_1wd"} <= set(clocks)
    again = db.session.scalars(select(Notice.id).where(Notice.case_id == case.id, Notice.kind == "child_protection")).all()
    assert len(again) > len(told)
    page = sign_in("Amina Yusuf").get(f"/cases/{reference}").get_data(as_text=True)
    assert "Do not question anybody" in page or "No interview" in page
    adviser = sign_in("Ruth Okafor").get(f"/cases/{reference}").get_data(as_text=True)
    assert "Start the assessment" not in adviser


def test_the_same_answers_change_nothing(declined):
    head, reference = declined
    case = _case(reference)
    head.passed(f"/cases/{reference}/harm", **FAIR, **NONE)
    assert _paths(case)["child_protection"].state == "declined"


def test_a_live_path_is_not_opened_twice(world, sign_in, inside):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"))
    case = _case(reference)
    before = db.session.scalars(select(Deadline.id).where(Deadline.case_id == case.id)).all()
    head.passed(f"/cases/{reference}/harm", **FAIR, **WORSE)
    assert db.session.scalars(select(Deadline.id).where(Deadline.case_id == case.id)).all() == before


def test_a_case_with_everything_declined_is_closed_with_each_allegation_not_taken_further(world, sign_in, actor, inside):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"))
    case = _case(reference)
    head.passed(f"/cases/{reference}/harm", **FAIR, **NONE)
    for path in _paths(case).values():
        if path.state == "proposed":
            _decide(head, reference, path, "no")
    end_welfare(actor("Amina Yusuf"), case)
    page = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert "close the case" in page
    head.passed(f"/cases/{reference}/close", reason="A mistake that was put right in minutes.", **FAIR)
    sign_in("Ruth Okafor").passed(f"/cases/{reference}/sign", words="Checked.", **FAIR)
    page = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert "Not taken further" in page
    assert 'Outcome</dt><dd class="govuk-summary-list__value">Open' not in page
