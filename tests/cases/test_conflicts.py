"""Whoever has a part in a case does not know that it exists, whatever their roles; another school knows nothing at all."""

from __future__ import annotations

import re

import pytest
from flows import NO_HARM, log, person_id
from sqlalchemy import func, select

from app.cases.models import Case, Involvement, Part
from app.cases.parts import give_part
from app.cases.queries import known
from app.core.action import Blocked
from app.core.db import db
from app.notices.models import Notice

PAGES = (
    "/",
    "/cases",
    "/reported",
    "/notices",
    "/people",
    "/policy",
    "/log",
    "/trail",
    "/cases?overdue=y",
    "/cases?path=child_protection",
    "/school/roles",
)
HARMFUL = {**NO_HARM, "H3": "yes"}
CAST = {
    "Helen Ashworth": "headteacher",
    "Daniel Pryce": "deputy_head",
    "Amina Yusuf": "dsl",
    "Colin Baptiste": "deputy_dsl",
    "Margaret Thistlewood": "chair_of_governors",
}


def _shown(client) -> dict[str, str]:
    """Everything this person can fetch, without what differs from one page to the next by itself."""
    return {one: _same(client.get(one)) for one in PAGES}


def _same(answer) -> str:
    """A page without the tokens that are new each second."""
    return re.sub(r'(value|data-token)="[^"]{20,}"', "", answer.get_data(as_text=True))


@pytest.mark.parametrize("name", CAST)
def test_the_subject_can_tell_nothing_from_anything_they_can_fetch(world, sign_in, name):
    subject, logger = sign_in(name), sign_in("Helen Ashworth" if name == "Amina Yusuf" else "Amina Yusuf")
    _shown(subject)  # looking at notices marks them as seen
    before = _shown(subject)
    reference = log(logger, person_id(world, name), harm=HARMFUL, words="Unmistakable words of the report.")
    assert _shown(subject) == before
    for path in (
        f"/cases/{reference}",
        f"/cases/{reference}/contacts/new",
        f"/cases/{reference}/harm",
        f"/reported/{reference}",
        f"/cases?person={person_id(world, name)}",
    ):
        answer = subject.get(path)
        assert answer.status_code in {200, 404}
        if answer.status_code == 200:
            assert reference not in answer.get_data(as_text=True)
    missing, hidden = subject.get("/cases/AAA-BBB-CCC"), subject.get(f"/cases/{reference}")
    assert _same(missing) == _same(hidden).replace(reference, "AAA-BBB-CCC")
    assert missing.status_code == hidden.status_code == 404


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize(
    ("part", "named"), [("complainant", "Daniel Pryce"), ("witness", "Colin Baptiste"), ("relative", "Amina Yusuf")]
)
def test_everybody_with_a_part_is_kept_out(world, sign_in, actor, part, named):
    reference = log(
        sign_in("Helen Ashworth"),
        person_id(world, "Tom Ellwood"),
        harm=HARMFUL,
        people=[{"part": part, "person": person_id(world, named)}],
    )
    assert sign_in(named).get(f"/cases/{reference}").status_code == 404
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    told = set(db.session.scalars(select(Notice.person_id).where(Notice.case_id == case.id)))
    assert actor(named).person_id not in told


def test_a_case_about_the_headteacher_belongs_to_the_chair(world, sign_in):
    reference = log(sign_in("Amina Yusuf"), person_id(world, "Helen Ashworth"), harm=HARMFUL)
    chair = sign_in("Margaret Thistlewood")
    assert chair.get(f"/cases/{reference}").status_code == 200
    assert "Chair of governors" in chair.get(f"/cases/{reference}").get_data(as_text=True)
    assert sign_in("Daniel Pryce").get(f"/cases/{reference}").status_code == 404


def test_a_head_with_an_interest_keeps_only_a_receipt(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), interest="yes")
    receipt = head.get(f"/reported/{reference}").get_data(as_text=True)
    assert reference in receipt
    assert "Somebody who has no part in it now manages this" in receipt
    assert head.get(f"/cases/{reference}").status_code == 404
    assert sign_in("Daniel Pryce").get(f"/cases/{reference}").status_code == 200


def test_logging_about_oneself_is_routed_in_silence(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Helen Ashworth"))
    assert head.get(f"/cases/{reference}").status_code == 404
    assert sign_in("Margaret Thistlewood").get(f"/cases/{reference}").status_code == 200


@pytest.mark.usefixtures("inside")
def test_when_nobody_is_left_the_employers_adviser_is_told_to_appoint(world, sign_in, actor):
    people = [
        {"part": "witness", "person": person_id(world, name)} for name in ("Daniel Pryce", "Margaret Thistlewood", "Helen Ashworth")
    ]
    reference = log(sign_in("Amina Yusuf"), person_id(world, "Tom Ellwood"), people=people)
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    assert case.manager == "hr_adviser"
    kinds = db.session.execute(select(Notice.kind, Notice.person_id).where(Notice.case_id == case.id)).all()
    assert ("appoint_manager", actor("Ruth Okafor").person_id) in [tuple(one) for one in kinds]


@pytest.mark.usefixtures("inside")
def test_another_school_sees_none_of_it(world, sign_in, actor):
    mine = {one["reference"] for one in world["cases"] if one["school"].startswith("Marram")}
    other = sign_in("Marcus Vale")
    shown = "".join(_shown(other).values())
    assert not [one for one in mine if one in shown]
    assert {other.get(f"/cases/{one}").status_code for one in mine} == {404}
    count = db.session.scalar(select(func.count()).select_from(Case).where(known(actor("Marcus Vale"))))
    assert count == 1


def test_the_administrator_and_the_data_protection_officer_see_no_case(world, sign_in):
    names = {one["about"] for one in world["cases"]} - {"Helen Ashworth"}
    for who in ("Owen Tate", "Beth Marland"):
        client = sign_in(who)
        assert client.get("/cases").status_code == 404
        for one in world["cases"]:
            assert client.get(f"/cases/{one['reference']}").status_code == 404
    trail = sign_in("Beth Marland").get("/trail").get_data(as_text=True)
    assert "logged the breach" in trail
    assert not [one for one in names if one in trail]
    assert not [one["reference"] for one in world["cases"] if one["reference"] in trail]


def test_children_are_tokens_until_a_reason_is_given(world, sign_in):
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Callum Reyes")
    lead, adviser = sign_in("Amina Yusuf"), sign_in("Ruth Okafor")
    for client in (lead, adviser):
        assert "Markham" not in client.get(f"/cases/{reference}").get_data(as_text=True)
    link = re.search(r'/cases/[^"]+/people/[0-9a-f-]{36}', lead.get(f"/cases/{reference}").get_data(as_text=True))
    assert link is not None
    assert adviser.get(link[0]).status_code == 404
    assert "Markham" not in lead.get(link[0]).get_data(as_text=True)
    assert "Markham" in lead.send(link[0], why="To call the LADO").get_data(as_text=True)
    assert "opened a sealed name" in lead.get(f"/cases/{reference}").get_data(as_text=True)


@pytest.mark.usefixtures("inside")
def test_investigator_hearer_and_both_appeal_panels_share_nobody(world, sign_in, actor):
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Joanne Sutcliffe")
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    head, investigator, panel = actor("Helen Ashworth"), actor("Farah Siddiqui"), actor("George Halloran")
    give_part(head, case, person_id=investigator.person_id, part=Part.INVESTIGATOR, tie="none")
    with pytest.raises(Blocked, match="another part"):
        give_part(head, case, person_id=investigator.person_id, part=Part.HEARER, tie="none")
    assert sign_in("Farah Siddiqui").get(f"/cases/{reference}").status_code == 200
    sign_in("Helen Ashworth").get(f"/cases/{reference}")
    for part, words in ((Part.HEARER, "opened the case"), (Part.EQUALITY_PANEL, "does not hear an appeal")):
        with pytest.raises(Blocked, match=words):
            give_part(head, case, person_id=head.person_id, part=part, tie="none")
    give_part(head, case, person_id=panel.person_id, part=Part.HEARER, tie="none")
    stefan = actor("Stefan Kowalski")
    give_part(head, case, person_id=stefan.person_id, part=Part.EQUALITY_PANEL, tie="none")
    for who, parts in (
        (investigator, (Part.EQUALITY_PANEL,)),
        (panel, (Part.EQUALITY_PANEL, Part.APPEAL_PANEL)),
        (stefan, (Part.INVESTIGATOR, Part.HEARER, Part.APPEAL_PANEL, Part.EQUALITY_PANEL)),
    ):
        for part in parts:
            with pytest.raises(Blocked, match="another part"):
                give_part(head, case, person_id=who.person_id, part=part, tie="none")
    page = sign_in("Stefan Kowalski").get(f"/cases/{reference}").get_data(as_text=True)
    assert "Hears the appeal of the complaint" in page
    assert "In the words of whoever" not in page
    assert sign_in("Ivy Nwosu").get(f"/cases/{reference}").status_code == 404
    assert (
        db.session.scalar(
            select(func.count()).select_from(Involvement).where(Involvement.case_id == case.id, Involvement.part == "hearer")
        )
        == 1
    )
