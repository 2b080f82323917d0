"""Parts that come to light later, and handing a case over: whoever has a part is out at once, and nobody is left without."""

from __future__ import annotations

import re

import pytest
from checked import said
from flows import log, person_id
from sqlalchemy import select

from app.cases.models import Case
from app.core.acts import Role
from app.core.db import db
from app.core.permission import job
from app.notices.models import Notice
from app.people.actions import appoint
from app.people.models import Person
from app.people.queries import today

HARMFUL = {"H1": "no", "H2": "no", "H3": "yes", "H4": "no"}
EVERYBODY = ("Helen Ashworth", "Daniel Pryce", "Margaret Thistlewood")


def _case(reference: str) -> Case:
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()


@pytest.mark.usefixtures("inside")
def test_a_manager_who_turns_out_to_be_a_witness_is_out_at_once(world, sign_in, actor):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL)
    head.passed(f"/cases/{reference}/people/name", part="witness", person=person_id(world, "Helen Ashworth"))
    assert head.get(f"/cases/{reference}").status_code == 404
    assert reference not in head.get("/cases").get_data(as_text=True)
    assert _case(reference).manager == "deputy_head"
    told = db.session.scalars(
        select(Notice.person_id).where(Notice.case_id == _case(reference).id, Notice.kind == "case_to_manage")
    )
    assert actor("Daniel Pryce").person_id in set(told)
    page = sign_in("Daniel Pryce").get(f"/cases/{reference}").get_data(as_text=True)
    assert "gave somebody a part: witness" in page


@pytest.mark.usefixtures("inside")
def test_a_working_part_ends_when_a_part_of_ones_own_comes_to_light(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL)
    head.passed(f"/cases/{reference}/people/new", person=person_id(world, "Farah Siddiqui"), part="investigator", tie="none")
    assert sign_in("Farah Siddiqui").get(f"/cases/{reference}").status_code == 200
    head.passed(f"/cases/{reference}/people/name", part="interested", person=person_id(world, "Farah Siddiqui"))
    assert sign_in("Farah Siddiqui").get(f"/cases/{reference}").status_code == 404
    again = head.send(f"/cases/{reference}/people/new", person=person_id(world, "Farah Siddiqui"), part="investigator", tie="none")
    assert again.status_code == 409


def test_a_child_named_later_is_a_token(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), people=[{"part": "child", "name": "Lena Fairweather"}])
    head.passed(f"/cases/{reference}/people/name", part="child", name="Ned Quillfeather")
    page = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert "Child B" in page
    assert "Quillfeather" not in page


def test_naming_asks_for_one_name_and_keeps_what_was_typed(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"))
    page = f"/cases/{reference}/people/name"
    assert "Enter a name, or choose somebody from the staff roll" in said(head.send(page, part="witness", note="In 3B"))
    both = head.send(page, part="witness", name="Somebody", person=person_id(world, "Priya Raman"), note="In 3B")
    assert "Choose somebody from the staff roll or give a name, not both" in said(both)
    assert "In 3B" in both.get_data(as_text=True)
    for who in ("Amina Yusuf", "Ruth Okafor", "Daniel Pryce"):
        assert sign_in(who).get(page).status_code == 404


def test_a_case_is_handed_over_and_whoever_gets_it_is_told(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"))
    assert sign_in("Daniel Pryce").get(f"/cases/{reference}").status_code == 404
    head.passed(f"/cases/{reference}/manager", to="deputy_head", reason="Away from Monday.")
    assert head.get(f"/cases/{reference}").status_code == 404
    deputy = sign_in("Daniel Pryce")
    page = deputy.get(f"/cases/{reference}").get_data(as_text=True)
    assert "handed the case to the deputy headteacher" in page
    assert "Away from Monday." in page
    assert deputy.send(f"/cases/{reference}/manager", to="administrator", reason="No.").status_code == 422


@pytest.mark.usefixtures("inside")
def test_when_nobody_was_left_the_adviser_hands_it_to_somebody_newly_appointed(world, sign_in):
    people = [{"part": "witness", "person": person_id(world, name)} for name in EVERYBODY]
    reference = log(sign_in("Amina Yusuf"), person_id(world, "Tom Ellwood"), people=people)
    adviser = sign_in("Ruth Okafor")
    page = adviser.get(f"/cases/{reference}/manager").get_data(as_text=True)
    assert "Nobody else is free" in page
    george = db.session.scalars(select(Person).where(Person.name == "George Halloran")).one()
    school = _case(reference).school_id
    appoint(job("test"), george, role=Role.CHAIR, school_id=school, starts_on=today())
    assert sign_in("George Halloran").get(f"/cases/{reference}").status_code == 404
    adviser.passed(f"/cases/{reference}/manager", to="chair_of_governors", reason="Acting chair for this case.")
    assert sign_in("George Halloran").get(f"/cases/{reference}").status_code == 200
    assert sign_in("Margaret Thistlewood").get(f"/cases/{reference}").status_code == 404


def test_a_case_about_the_head_is_not_handed_to_the_deputy(world, sign_in):
    reference = log(sign_in("Amina Yusuf"), person_id(world, "Helen Ashworth"), harm=HARMFUL)
    page = sign_in("Margaret Thistlewood").get(f"/cases/{reference}/manager").get_data(as_text=True)
    assert "Nobody else is free" in page
    assert not re.search(r'value="(headteacher|deputy_head)"', page)


def test_the_officer_who_keeps_the_trail_does_not_see_in_it_a_case_about_themself(world, sign_in):
    officer = sign_in("Beth Marland")
    before = officer.get("/trail").get_data(as_text=True).count("logged the breach")
    log(sign_in("Amina Yusuf"), person_id(world, "Beth Marland"), harm=HARMFUL)
    assert officer.get("/trail").get_data(as_text=True).count("logged the breach") == before


@pytest.mark.usefixtures("inside")
def test_an_investigator_neither_appoints_nor_closes(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL)
    head.passed(f"/cases/{reference}/people/new", person=person_id(world, "Daniel Pryce"), part="investigator", tie="none")
    deputy = sign_in("Daniel Pryce")
    assert deputy.get(f"/cases/{reference}").status_code == 200
    appointed = deputy.send(f"/cases/{reference}/people/new", person=person_id(world, "George Halloran"), part="hearer", tie="none")
    assert appointed.status_code == 404
    assert deputy.get(f"/cases/{reference}/close").status_code == 404


def test_the_words_of_a_refusal_do_not_tell_who_reported_it(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(
        head, person_id(world, "Tom Ellwood"), people=[{"part": "witness", "person": person_id(world, "Farah Siddiqui")}]
    )
    adviser = sign_in("Ruth Okafor")
    answer = adviser.send(
        f"/cases/{reference}/people/new", person=person_id(world, "Farah Siddiqui"), part="investigator", tie="none"
    )
    assert "This person cannot be chosen for this case." in answer.get_data(as_text=True)


def test_whoever_logged_it_does_not_hear_it(world, sign_in):
    deputy = sign_in("Daniel Pryce")
    reference = log(deputy, person_id(world, "Tom Ellwood"))
    answer = sign_in("Helen Ashworth").send(
        f"/cases/{reference}/people/new", person=person_id(world, "Daniel Pryce"), part="hearer", tie="none"
    )
    assert answer.status_code == 409
    assert "can no longer hear it" in answer.get_data(as_text=True)
