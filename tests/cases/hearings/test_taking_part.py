"""Who may investigate, present, advise, hear and take the minutes: what the school's records say, and what is asked once."""

from __future__ import annotations

import re
import uuid

import pytest
from checked import said
from flows import FAIR, log, person_id
from hearing import EQUAL, TEAM, day
from lettering import begun
from sqlalchemy import select

from app.cases.actions import advance, decide
from app.cases.engine import Whole
from app.cases.hearings.taking_part import TIED
from app.cases.models import Case, Involvement, Part
from app.cases.parts import give_part, hand_over
from app.core.action import Blocked
from app.core.acts import Role
from app.core.clock import said as on_day
from app.core.db import db
from app.core.permission import job
from app.core.proof import verify
from app.people.actions import appoint, enter
from app.people.models import Person, School
from app.people.queries import today

SCHOOL = "Marram Bank Primary School"


def _somebody(world, name: str, post: str, *roles: Role) -> uuid.UUID:
    """Somebody new at the school, with these roles from today on."""
    school = db.session.get_one(School, uuid.UUID(world["schools"][SCHOOL]))
    told = {"name": name, "job_title": "New", "post": post, "email": f"{name.split()[0].lower()}@evenhand.example"}
    return enter(job("test"), school, **told, starts_on=today(), roles=roles).id


def _give(hearing, key: uuid.UUID, part: Part) -> Involvement:
    return give_part(hearing.head, hearing.case, person_id=key, part=part, tie="none")


def test_whoever_gives_a_part_says_what_ties_the_person_to_the_case_and_that_is_kept(hearing, world, sign_in):
    hr, base = sign_in("Ruth Okafor"), f"/cases/{hearing.reference}"
    place = f"{base}/people/new"

    def sent(name, part, **tie):
        return hr.send(place, person=person_id(world, name), part=part, **tie)

    unsaid = sent("Farah Siddiqui", "investigator")
    assert unsaid.status_code == 422
    assert "Say whether any of this is true of them" in said(unsaid)
    with pytest.raises(Blocked, match="Say first whether something ties this person"):
        give_part(hearing.hr, hearing.case, person_id=hearing.officer.person_id, part=Part.INVESTIGATOR, tie="")
    hr.passed(place, person=person_id(world, "Farah Siddiqui"), part="investigator", tie="none")
    parts = ("investigator", "presenter", "hearer", "appeal_panel")
    names = ("Daniel Pryce", "Farah Siddiqui", "Ivy Nwosu", "Stefan Kowalski")
    for (tie, refusal), part, name in zip(TIED.items(), parts, names, strict=True):
        refused = sent(name, part, tie=tie)
        assert refused.status_code == 303, name
        assert f"What you said is kept, and they are given no part. {refusal}" in hr.get(refused.location).get_data(as_text=True)
        again = sign_in("Helen Ashworth").send(place, person=person_id(world, name), part=part, tie="none")
        assert again.status_code == 409, "what was said holds, whoever asks again"
        assert "This person cannot be chosen for this case." in again.get_data(as_text=True)
    whole = Whole(hearing.case)
    assert whole.holders(Part.INVESTIGATOR) == frozenset(), "a part that they had has ended"
    assert {one.details["tie"] for one in whole.involved if one.part == "kept_out"} == set(TIED)
    hearing.appoint("hearer")
    given = next(one for one in Whole(hearing.case).involved if one.part == "hearer")
    assert given.details == {"tie": "none", "by": str(hearing.head.person_id)}
    assert sign_in("Farah Siddiqui").get(base).status_code == 404
    page = hr.get(f"{base}/hearing").get_data(as_text=True)
    assert f"Helen Ashworth said on {on_day(today())}: nothing ties them to the case" in page
    assert f"Ruth Okafor said on {on_day(today())}: they are family or a close friend" in page
    heard = sign_in("George Halloran").get(f"{base}/hearing").get_data(as_text=True)
    assert "Helen Ashworth said on" in heard
    assert "close friend" not in heard, "why somebody else is kept out is for those who appoint"
    for name, shown in (("Ruth Okafor", True), ("Helen Ashworth", True), ("George Halloran", False)):
        page = sign_in(name).get(base).get_data(as_text=True)
        assert ("Takes no part, because of a tie to the case" in page, "Stefan Kowalski" in page) == (shown, shown), name
        assert "recorded that somebody takes no part, because of a tie to the case" in page
    db.session.rollback()
    assert [one.fault for one in verify(hearing.case.school_id) if one.fault] == []


def test_the_roll_and_the_record_refuse_by_themselves(hearing, world, actor):
    teacher = _somebody(world, "Nell Staff", "teacher", Role.PANEL_MEMBER)  # elected by the staff, and without the role of staff
    for part in (Part.INVESTIGATOR, Part.HEARER, Part.APPEAL_PANEL, Part.EQUALITY_PANEL):
        with pytest.raises(Blocked, match="A governor who works at the school"):
            _give(hearing, teacher, part)
    for name in ("Peter Lomax", "Amina Yusuf", "Laura Fenwick"):
        with pytest.raises(Blocked, match=r"investigates\. Choose one of them"):
            hearing.also(name, Part.INVESTIGATOR)
    with pytest.raises(Blocked, match="Only the clerk"):
        hearing.also("Farah Siddiqui", Part.MINUTES)


def test_a_safeguarding_lead_who_worked_for_the_child_does_not_investigate(world, actor, sign_in, inside):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=dict.fromkeys(("H1", "H2", "H3", "H4"), "yes"))
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    head, lead = actor("Helen Ashworth"), actor("Amina Yusuf")
    appoint(
        job("test"), db.session.get_one(Person, lead.person_id), role=Role.INVESTIGATOR, school_id=case.school_id, starts_on=today()
    )
    protection = next(one for one in Whole(case).paths if one.name == "child_protection")
    decide(head, protection, accept=True, reason="It follows.", equality=EQUAL)
    welfare = next(one for one in Whole(case).paths if one.name == "child_welfare")
    offered = next(one.step for one in Whole(case).offers(lead, welfare) if not one.blocked_by)
    advance(lead, welfare, step_key=offered.key, seen_stage=welfare.stage, answers={ask.key: "Seen." for ask in offered.asks if ask.kind == "long_text"}, equality=EQUAL)  # fmt: skip
    with pytest.raises(Blocked, match="worked for the child is a witness"):
        give_part(head, case, person_id=lead.person_id, part=Part.INVESTIGATOR, tie="none")


PRESENTS = {
    "Helen Ashworth": "only when they investigated it",
    "George Halloran": "Only whoever investigated presents",
    "Amina Yusuf": "Only whoever investigated presents",
    "Ruth Okafor": "Only whoever investigated presents",
    "Peter Lomax": "Only whoever investigated presents",
    "Margaret Thistlewood": "Only whoever investigated presents",
}


def test_who_may_present_the_case_follows_the_table_and_shares_nobody_with_those_who_hear(hearing, world, actor, sign_in):
    for name, refusal in PRESENTS.items():
        with pytest.raises(Blocked, match=refusal):
            hearing.also(name, Part.PRESENTER)
    hearing.also("Helen Ashworth", Part.INVESTIGATOR)
    hearing.also("Helen Ashworth", Part.PRESENTER)  # whoever investigated may, the headteacher too
    for part in (Part.HEARER, Part.APPEAL_PANEL):
        with pytest.raises(Blocked, match="another part"):
            hearing.also("Helen Ashworth", part)
    hearing.also("George Halloran", Part.HEARER)
    hearing.also("Ivy Nwosu", Part.APPEAL_PANEL)
    for name in ("George Halloran", "Ivy Nwosu"):
        with pytest.raises(Blocked, match="another part"):
            hearing.also(name, Part.PRESENTER)
    deputy = sign_in("Daniel Pryce")
    assert deputy.get(f"/cases/{hearing.reference}").status_code == 404
    hearing.also("Daniel Pryce", Part.PRESENTER)
    page = deputy.get(f"/cases/{hearing.reference}").get_data(as_text=True)
    assert re.search(r"Presents the case for the school</dt><dd[^>]*>Daniel Pryce", page)
    for part in (Part.HEARER, Part.APPEAL_PANEL, Part.EQUALITY_PANEL):
        with pytest.raises(Blocked, match="another part"):
            hearing.also("Daniel Pryce", part)
    # a headteacher who investigated and handed the case over goes on seeing what they present
    hand_over(hearing.head, hearing.case, to=Role.CHAIR, reason="She investigates.", version=hearing.case.version)
    assert sign_in("Helen Ashworth").get(f"/cases/{hearing.reference}").status_code == 200


def test_the_chair_presents_a_case_about_the_headteacher(world, actor, sign_in, inside):
    reference = log(sign_in("Amina Yusuf"), person_id(world, "Helen Ashworth"))
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    chair = actor("Margaret Thistlewood")
    assert give_part(chair, case, person_id=chair.person_id, part=Part.PRESENTER, tie="none").part == "presenter"


def test_no_notice_goes_out_before_somebody_presents_or_it_is_said_why_nobody_does(hearing, sign_in):
    hearing.appoint()
    hearing.to_report()
    about = {"on": day(), "time": "10am", "venue": "The library", "notice": day(40), "evidence_given": "yes"}
    with pytest.raises(Blocked, match="Name who presents the case for the school"):
        hearing.take(hearing.hr, "set_hearing", **about)
    hearing.take(hearing.hr, "set_hearing", **about, nobody_presents="It was admitted; the panel reads the report.")
    hr = sign_in("Ruth Okafor")
    field = r'name="presenting"[^>]*value="([^"]*)"'
    where = begun(hr, hearing.reference, "hearing")
    assert re.findall(field, hr.get(where).get_data(as_text=True)) == ["Nobody"]
    hearing.also(TEAM["officer"][0], Part.PRESENTER)
    where = begun(hr, hearing.reference, "hearing")
    assert re.findall(field, hr.get(where).get_data(as_text=True)) == ["Farah Siddiqui"]


def test_investigation_hearing_and_appeal_each_have_an_adviser_of_their_own(hearing, world, sign_in):
    second = _somebody(world, "Hugh Second", "support_staff", Role.HR_ADVISER)
    third = _somebody(world, "Ines Third", "support_staff", Role.HR_ADVISER)
    with pytest.raises(Blocked, match="Only an HR adviser advises"):
        hearing.also("George Halloran", Part.PANEL_ADVISER)
    hearing.appoint()
    hearing.to_report()  # in which the adviser opened the investigation
    for part in (Part.PANEL_ADVISER, Part.APPEAL_ADVISER):
        with pytest.raises(Blocked, match="This adviser supported the investigation"):
            hearing.also("Ruth Okafor", part)
    hearing.also("Ruth Okafor", Part.ADVISER)
    _give(hearing, second, Part.PANEL_ADVISER)
    for key, part in ((second, Part.APPEAL_ADVISER), (hearing.hr.person_id, Part.PANEL_ADVISER)):
        with pytest.raises(Blocked, match="another part"):
            _give(hearing, key, part)
    _give(hearing, third, Part.APPEAL_ADVISER)
    hearing.set_hearing()
    hr = sign_in("Ruth Okafor")
    where = begun(hr, hearing.reference, "hearing")
    page = hr.get(where).get_data(as_text=True)
    assert re.findall(r'name="adviser"[^>]*value="([^"]*)"', page) == ["Hugh Second"]
    hr.passed(f"{where}", adviser="Ruth Okafor, HR adviser")
    stopped = hr.get(where).get_data(as_text=True)
    assert "Ruth Okafor supported the investigation, so another adviser advises the panel." in stopped


def test_an_adviser_of_those_who_decide_takes_no_step_of_the_investigation_afterwards(hearing, world, sign_in):
    hearing.appoint()
    hearing.take(hearing.head, "assess", scope="All of it.")
    hearing.also("Ruth Okafor", Part.PANEL_ADVISER)
    hr, path = sign_in("Ruth Okafor"), hearing.path.id
    given = {f"ask_letter-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    points = str(Whole(hearing.case).allegations[0].id)
    sent = {"ask_terms": "Who saw the message?", "ask_terms_of": points, **given, **FAIR}
    refused = hr.send(f"/cases/{hearing.reference}/procedures/{path}/investigate", **sent)
    said_so = refused.get_data(as_text=True)
    assert refused.status_code == 409, said(refused)
    assert "You advise those who decide on this case, so somebody else takes the steps of the investigation." in said_so
    assert "Who saw the message?" in said_so
    hearing.take(hearing.head, "investigate", terms="Who saw it?", letter=today().isoformat())
    with pytest.raises(Blocked, match="You advise those who decide"):
        hearing.take(hearing.hr, "hand_in_report", report="It was seen.")
    assert hearing.path.stage == "d_investigation"


def test_the_clerk_works_on_a_case_from_when_they_take_its_minutes(hearing, sign_in):
    clerk, base = sign_in("Peter Lomax"), f"/cases/{hearing.reference}"
    assert clerk.get(base).status_code == 404
    hearing.also("Peter Lomax", Part.MINUTES)
    assert "Takes the minutes" in clerk.get(base).get_data(as_text=True)
