"""Two people on one case, and rules that refuse: the same page comes back with a sentence, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from flows import FAIR, NO_HARM, log, person_id
from sqlalchemy import select

from app.cases.models import Case
from app.cases.work import Path, StageEntry
from app.core.db import db

pytestmark = pytest.mark.usefixtures("inside")
TYPED = "My own long words about it."


def _path(reference: str, name: str) -> Path:
    db.session.rollback()
    return db.session.scalars(
        select(Path).join(Case, Case.id == Path.case_id).where(Case.reference == reference, Path.name == name)
    ).one()


def _summary(answer) -> str:
    found = re.search(r"govuk-error-summary__body(.*?)</div>", answer.get_data(as_text=True), re.DOTALL)
    return found[1] if found else ""


@pytest.fixture
def reference(world, sign_in):
    return log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm={**NO_HARM, "H2": "unknown"})


@pytest.fixture
def opened(reference, sign_in):
    """The address of the child protection path of the case, opened."""
    place = f"/cases/{reference}/procedures/{_path(reference, 'child_protection').id}"
    sign_in("Helen Ashworth").passed(place, accept="yes", reason="Because.", **FAIR)
    return place


def test_the_second_person_at_a_step_is_told_where_it_is_now_and_keeps_the_words(opened, sign_in):
    head, lead = sign_in("Helen Ashworth"), sign_in("Amina Yusuf")
    step = f"{opened}/act_now"
    old = lead.guards(step)
    head.passed(step, ask_words="999 was called.")
    late = lead.post(step, data={**old, "ask_words": TYPED})
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "This procedure has moved on since the page was opened: it is now at “Immediate action taken”." in page
    assert re.search(rf"<textarea[^>]*readonly>[^<]*{TYPED}", page)
    assert f'href="{opened.split("/procedures")[0]}#procedures"' in page
    assert lead.get(step).status_code == 409
    assert sign_in("Ruth Okafor").get(step).status_code == 404


def test_sending_a_step_twice_gets_the_first_answer(opened, sign_in):
    head = sign_in("Helen Ashworth")
    step = f"{opened}/act_now"
    sent = {**head.guards(step), "ask_words": "999 was called."}
    first, second = head.post(step, data=sent), head.post(step, data=sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    path = db.session.get_one(Path, _path(opened.split("/")[2], "child_protection").id)
    entries = db.session.scalars(select(StageEntry).where(StageEntry.path_id == path.id)).all()
    assert [one.step for one in entries] == ["opened", "act_now"]


def test_the_second_decision_on_a_proposal_keeps_its_words(reference, sign_in):
    first, second = sign_in("Helen Ashworth"), sign_in("Helen Ashworth")
    place = f"/cases/{reference}/procedures/{_path(reference, 'disciplinary').id}"
    old = second.guards(place)
    first.passed(place, accept="no", reason="Not needed.", **FAIR)
    late = second.post(place, data={**old, "accept": "yes", "reason": TYPED, **FAIR})
    assert late.status_code == 409
    assert "it was declined" in _summary(late)
    assert TYPED in late.get_data(as_text=True)


def test_a_rule_that_refuses_shows_the_form_again_with_its_sentence(reference, sign_in):
    head = sign_in("Helen Ashworth")
    place = f"/cases/{reference}/procedures/{_path(reference, 'child_protection').id}"
    refused = head.send(place, accept="no", reason=TYPED, **FAIR)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "Child protection cannot be declined while one of the four harm questions is not answered" in _summary(refused)
    assert 'data-module="govuk-error-summary"' in page
    assert page.count("govuk-error-summary__title") == 1
    assert re.search(rf'<textarea[^>]*name="reason"[^>]*>\s*{TYPED}', page)


def test_every_form_of_casework_comes_back_with_what_was_typed(reference, world, sign_in):
    head = sign_in("Helen Ashworth")
    base = f"/cases/{reference}"
    old = {"on-day": "1", "on-month": "1", "on-year": "2020", "at": "9:10am"}
    for page, fields in (
        ("close", {"reason": TYPED, **FAIR}),
        ("contacts/new", {"agency": "lado", "name": "J.", "how": "phone", "advice": TYPED, **old}),
    ):
        refused = head.send(f"{base}/{page}", **fields)
        assert refused.status_code == 409, page
        assert _summary(refused), page
        assert TYPED in refused.get_data(as_text=True), page
    refused = head.send(f"{base}/people/new", person=person_id(world, "Tom Ellwood"), part="hearer", tie="none")
    assert refused.status_code in {409, 422}


def test_after_somebody_else_was_quicker_it_can_be_sent_again_knowingly(reference, sign_in):
    first, second = sign_in("Helen Ashworth"), sign_in("Helen Ashworth")
    page = f"/cases/{reference}/harm"
    old = second.guards(page)
    first.passed(page, **{**NO_HARM, **FAIR, "H1": "yes", "H1_reason": "A child was upset."})
    late = second.post(page, data={**old, **NO_HARM, **FAIR, "H4_reason": TYPED})
    shown = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "Somebody else worked on this case" in _summary(late)
    assert "A child was upset." in shown
    assert f'value="{TYPED}"' in shown
    fresh = dict(re.findall(r'type="hidden" name="(submission_key|version|csrf_token)" value="([^"]*)"', shown))
    assert fresh["version"] != old["version"]
    assert second.post(page, data={**fresh, **NO_HARM, **FAIR, "H4_reason": TYPED}).status_code == 303


def test_a_report_saved_from_another_window_keeps_what_was_typed_here(sign_in):
    head = sign_in("Helen Ashworth")
    base = head.passed("/log").rsplit("/", 1)[0]
    head.passed(f"{base}/before", danger="no", imagery="no")
    old = head.guards(f"{base}/what")
    head.passed(f"{base}/what", words="First words.", kinds="comment", still_online="yes", expression="none")
    late = head.post(f"{base}/what", data={**old, "words": TYPED, "kinds": "comment", "still_online": "yes", "expression": "none"})
    assert late.status_code == 409
    assert "another window" in _summary(late)
    assert TYPED in late.get_data(as_text=True)
