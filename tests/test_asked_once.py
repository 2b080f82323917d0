"""What is asked of the database while an incident is logged, a step taken and a page of a case shown: little, and nothing twice."""

from __future__ import annotations

from collections import Counter

import pytest
from hearing import EQUAL, Hearing, day
from lettering import counted, of

from app.cases.actions import advance
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.demo.loading import actor_of
from app.demo.stories import whole_answers
from app.intake.actions import save, start
from app.people.models import School


def _reads(seen: list[str]) -> Counter[str]:
    return Counter(one for one in seen if one.startswith("SELECT"))


def test_logging_an_incident_asks_for_nothing_twice(app, world, sign_in):
    head, drafts = sign_in("Helen Ashworth"), []
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        who = actor_of(world, "Helen Ashworth")
        for _ in range(2):
            draft = start(who, db.session.get_one(School, who.schools()[0]), answers={})
            answers = whole_answers(world, "Tom Ellwood")
            answers["harm"] = {**answers["harm"], "H3": "may_be"}
            drafts.append(save(who, draft, step="check", answers=answers, version=draft.version).id)
    head.passed(f"/log/{drafts[0]}/check")  # what is read once by a process is read
    with counted(app) as shown:
        page = head.get(f"/log/{drafts[1]}/check")
    assert page.status_code == 200
    assert {question: count for question, count in _reads(shown).items() if count > 1 and "FROM school" not in question} == {}
    assert _reads(shown).total() <= 12
    guards = head.guards(f"/log/{drafts[1]}/check", -1)
    with counted(app) as sent:
        answer = head.post(f"/log/{drafts[1]}/check", data=guards, content_type="multipart/form-data")
    assert answer.status_code == 303
    twice = {question.split("FROM ")[1].split()[0]: count for question, count in _reads(sent).items() if count > 1}
    assert twice == {"closed_day": 2}, "by routing, and when the procedure for the child opens"
    assert len([one for one in sent if one.startswith(("SELECT", "INSERT", "UPDATE"))]) <= 36


@pytest.mark.usefixtures("inside")
def test_a_step_is_taken_from_one_reading_before_and_one_after(app, world, actor):
    held = Hearing(world, actor)
    held.appoint()
    held.take(held.hr, "assess", scope="All of it.")
    path = held.path
    with counted(app) as seen:
        answers = {"terms": "Who saw it?", "letter": day()}
        advance(held.hr, path, step_key="investigate", seen_stage=path.stage, answers=answers, equality=EQUAL)
    read = Counter(one.split("FROM ")[1].split()[0] for one in _reads(seen).elements())
    assert (read["stage_entry"], read["involvement"], read["finding"]) == (2, 2, 2)


def test_a_page_of_a_case_looks_the_case_up_once(app, world, sign_in):
    hr, case = sign_in("Ruth Okafor"), f"/cases/{of(world, 'Joanne Sutcliffe')}"
    for address in (f"{case}/letters", f"{case}/people/new", f"{case}/bundles"):
        assert hr.get(address).status_code == 200  # and the visit is on record
        with counted(app) as seen:
            hr.get(address)
        assert len([one for one in seen if "FROM case_file" in one and "case_file.reference = " in one]) == 1
