"""Low-level concerns: the ledger of adults, who sees it, the pattern that needs a decision, agencies, and references."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flows import NO_HARM, begin, day, person_id
from sqlalchemy import event, select

from app.cases.actions import advance, decide, record_contact
from app.cases.clocking.actions import set_number
from app.cases.concerns.looking import look
from app.cases.concerns.queries import about, ledger
from app.cases.concerns.references import outside_references
from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.work import Path
from app.core.action import Blocked, Stale
from app.core.acts import Role
from app.core.clock import frozen, now
from app.core.db import db
from app.core.permission import Holding, NotThere, job
from app.core.proof import verify
from app.core.proved import disagreements
from app.core.trail import Event
from app.intake.queries import earlier_low_level_concerns
from app.people.actions import appoint
from app.people.models import Person, School
from app.people.queries import today

EQUAL = {"conclusion": "none", "words": "Considered."}
RECORD = {"words": "She accepted it.", "theme": "contact", "category": "No child is concerned.", "anonymous": "no"}


def concern(client, who, *, how="told", pending=False, words="A parent asked her."):
    """Log that somebody accepted a parent's request without asking first, or left a pupil's unanswered; the reference."""
    base = begin(client)
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", **who)
    told = {"told_by": "Asif Khan", "told_by_relation": "parent"} if how == "told" else {}
    client.passed(f"{base}/found", how=how, at="9:10am", **told, **day("on", 1))
    client.passed(f"{base}/what", words=words, kinds="accept_request", still_online="yes", expression="none")
    by = {"with_": "parent", "request_pending": "no"}
    if pending:
        by = {"with_": "pupil", "age_at_act": "15", "request_pending": "yes", "self_reported": "yes"}
    client.passed(
        f"{base}/acts/accept_request", channel="social_site", relationship="none", by_subject="yes", reputation_at_risk="no",
        in_school_time="no", **by, **day("on", 2),
    )  # fmt: skip
    offered = re.findall(r'name="keep"[^>]*value="([^"]+)"', client.get(f"{base}/clauses").get_data(as_text=True))
    client.passed(f"{base}/clauses", keep=offered, other_conduct="" if offered else "A request that was left unanswered.")
    client.passed(f"{base}/harm", **NO_HARM)
    client.passed(f"{base}/others", interest="no")
    return client.passed(f"{base}/check").rsplit("/", 1)[1]


@pytest.fixture
def head(actor):
    return actor("Helen Ashworth")


@pytest.fixture
def log_one(world, sign_in, inside):
    """Log a low-level concern; its case."""

    def log(name="", *, by="Helen Ashworth", how="told", other=None, pending=False):
        client = sign_in(by)
        reference = concern(client, other or {"person": person_id(world, name)}, how=how, pending=pending)
        db.session.rollback()
        return db.session.scalars(select(Case).where(Case.reference == reference)).one()

    return log


def light(case) -> Path:
    db.session.rollback()
    return next(one for one in Whole(db.session.get_one(Case, case.id)).paths if one.name == "low_level_concern")


def take(actor, case, key, *, word="", equality=None, **answers):
    path = light(case)
    outcomes = {one.id: word for one in Whole(case).allegations} if word else None
    return advance(
        actor, path, step_key=key, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=equality
    )  # fmt: skip


def work(actor, case, *, theme="contact"):
    """Accept the path and bring it to where it can be kept."""
    for one in list(Whole(case).paths):
        if one.state == "proposed" and one.procedure != "agency":
            decide(actor, one, accept=one.name == "low_level_concern", reason="It follows.", equality=EQUAL)
    take(actor, case, "record", **{**RECORD, "theme": theme})
    take(actor, case, "speak", words="We talked.")
    take(actor, case, "act", action="advice", words="Ask first.")
    take(actor, case, "review", pattern="Looked at.")
    return case


def keep(actor, case, word="low_level"):
    return take(actor, case, "keep", word=word, equality=EQUAL, why="Minor.")


def test_the_third_in_a_year_is_not_kept_before_it_is_decided_whether_the_lado_is_consulted(log_one, head):
    for expected in (1, 2):
        case = work(head, log_one("Laura Fenwick"))
        assert len(Whole(case).concerns) == expected
        assert keep(head, case).stage == "retained"
    third = work(head, log_one("Laura Fenwick"))
    with pytest.raises(Blocked, match="whether the LADO is consulted"):
        keep(head, third)
    assert light(third).stage == "reviewed"
    with pytest.raises(Blocked, match=r"clause 5\.1"):
        take(head, third, "decide_lado_reviewed", consult="no", pattern_why="All three are about parents she knew before.")
    take(head, third, "decide_lado_reviewed", consult="no", pattern_why="All are parents she knew before.", equality=EQUAL)
    assert light(third).stage == "reviewed", "a decision about the pattern does not move the concern"
    fourth = work(head, log_one("Laura Fenwick"))
    with pytest.raises(Blocked, match="whether the LADO is consulted"):
        keep(head, fourth)
    with pytest.raises(Blocked, match="whether the LADO is consulted"):
        keep(head, third)  # it was decided before the fourth was known
    take(head, fourth, "decide_lado_reviewed", consult="yes", pattern_why="Four is a pattern.", equality=EQUAL)
    with pytest.raises(Blocked, match="the conversation with the LADO"):
        keep(head, fourth)
    words = {"with": "J. Marsh", "how": "phone", "reference": "", "advice": "Stays with the school."}
    record_contact(head, db.session.get_one(Case, fourth.id), agency="lado", at=now(), words=words)
    assert keep(head, fourth).stage == "retained"


def test_a_matter_that_child_protection_treats_as_low_level_counts_and_needs_the_same_decision(log_one, head, world, sign_in):
    for _ in range(2):
        keep(head, work(head, log_one("Laura Fenwick")))
    case = left_by_protection(head, sign_in, person_id(world, "Laura Fenwick"))
    work(head, case)
    with pytest.raises(Blocked, match="whether the LADO is consulted"):
        keep(head, case)
    take(head, case, "decide_lado_reviewed", consult="no", pattern_why="Looked at together.", equality=EQUAL)
    assert keep(head, case).stage == "retained"
    assert earlier_low_level_concerns(case.school_id, person(case), "") == 3


def test_what_child_protection_left_as_low_level_counts_even_when_nobody_works_on_it(log_one, head, world, sign_in):
    case = left_by_protection(head, sign_in, person_id(world, "Laura Fenwick"))
    concern_path = next(one for one in Whole(case).paths if one.name == "low_level_concern")
    decide(head, concern_path, accept=False, reason="It is small.", equality=EQUAL)
    assert earlier_low_level_concerns(case.school_id, person(case), "") == 1
    adult, rows = about(head, str(person(case)))
    assert (adult.count, rows[0].stage) == (1, "Left by child protection, and not worked on")
    assert outside_references(case.id)
    declined = log_one("Laura Fenwick")
    path = next(one for one in Whole(declined).paths if one.name == "low_level_concern")
    decide(head, path, accept=False, reason="There is nothing in it.", equality=EQUAL)
    assert earlier_low_level_concerns(case.school_id, person(case), "") == 1


def person(case):
    return next(one.person_id for one in Whole(case).involved if one.part == "subject")


def left_by_protection(head, sign_in, subject):
    """A case that child protection has left as a low-level concern."""
    from flows import log

    from app.intake.rerouting import answer_limbs

    reference = log(sign_in("Helen Ashworth"), subject)
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    no = {name: {"answer": "no", "reason": ""} for name in NO_HARM}
    answer_limbs(head, case, limbs=no, version=case.version, equality=EQUAL)
    protection = next(one for one in Whole(case).paths if one.name == "child_protection")
    decide(head, protection, accept=True, reason="To look at it.", equality=EQUAL)
    below = {one.id: "below_threshold" for one in Whole(case).allegations}
    advance(
        head, protection, step_key="treat_as_llc", seen_stage="cp_triage", answers={"why": "All four are no."}, outcomes=below,
        equality=EQUAL,
    )  # fmt: skip
    return case


def test_what_is_older_than_the_window_or_had_nothing_in_it_does_not_count(log_one, head, world):
    school = log_one("Laura Fenwick").school_id
    laura = db.session.scalars(select(Person.id).where(Person.name == "Laura Fenwick")).one()
    assert earlier_low_level_concerns(school, laura, "") == 1
    last = datetime.now(UTC).date() + timedelta(days=364)
    with frozen(datetime(last.year, last.month, last.day, 12, tzinfo=UTC)):
        assert earlier_low_level_concerns(school, laura, "") == 1
    with frozen(datetime.now(UTC) + timedelta(days=370)):
        assert earlier_low_level_concerns(school, laura, "") == 0
    assert not ledger_of(head, datetime.now(UTC) + timedelta(days=370))
    keep(head, work(head, log_one("Laura Fenwick")), word="nothing_in_it")
    assert earlier_low_level_concerns(school, laura, "") == 1
    assert earlier_low_level_concerns(school, None, "Laura Fenwick") == 0, "somebody else of that name is not on the roll"


def ledger_of(head, at):
    with frozen(at):
        return [one for one in ledger(head) if one.name == "Laura Fenwick"]


def test_a_supply_teacher_is_known_by_name_and_the_agency_is_told_before_it_is_kept(log_one, head):
    supply = {"person": "", "other_name": "Zoë  Quill", "other_post": "supply"}
    first = work(head, log_one(other=supply))
    second = log_one(other={**supply, "other_name": "zoe quill"})
    assert len(Whole(second).concerns) == 2
    assert "agency" in {one.procedure for one in Whole(first).paths}
    with pytest.raises(Blocked, match="agency or employer was told"):
        keep(head, first)
    today, ahead = ((now() + timedelta(days=days)).date().isoformat() for days in (0, 2))
    with pytest.raises(Blocked, match="has not come yet"):
        take(head, first, "tell_agency_reviewed", agency_told_on=ahead, agency_told_whom="It will be done.")
    take(head, first, "tell_agency_reviewed", agency_told_on=today, agency_told_whom="Their branch manager, by phone.")
    assert keep(head, first).stage == "retained"
    work(head, second)
    agency = next(one for one in Whole(second).paths if one.procedure == "agency")
    decide(head, agency, accept=True, reason="They send her.", equality=EQUAL)
    advance(head, agency, step_key="hand_over", seen_stage="to_hand_over", answers={"to": "The branch manager, today."})
    assert keep(head, second).stage == "retained"
    third = work(head, log_one(other={**supply, "other_name": "Ian Lark"}))
    with pytest.raises(Blocked, match=r"clause 5\.1"):
        take(head, third, "leave_agency_reviewed", agency_why_not="The firm has closed.")
    take(head, third, "leave_agency_reviewed", agency_why_not="The firm has closed.", equality=EQUAL)
    assert keep(head, third).stage == "retained"
    employed = work(head, log_one("Laura Fenwick"))
    with pytest.raises(Stale):
        take(head, employed, "tell_agency_reviewed", agency_told_on=today, agency_told_whom="Nobody.")
    adults = [one for one in ledger(head) if "ill" in one.name and one.name != "Laura Fenwick"]
    assert [one.count for one in adults] == [2]
    assert about(head, adults[0].key)[0].name in {"Zoë  Quill", "zoe quill", "Zoë Quill"}


def test_the_ledger_shows_each_adult_once_with_count_themes_and_the_last(log_one, head, sign_in):
    work(head, log_one("Laura Fenwick"))
    work(head, log_one("Laura Fenwick", how="self_report"), theme="remarks")
    log_one("Siân Prosser-Whitfield")
    shown = {one.name: one for one in ledger(head)}
    laura = shown["Laura Fenwick"]
    assert (laura.count, laura.by_themselves, laura.calls) == (2, 1, "look")
    assert laura.themes == (("Private contact with pupils or parents", 1), ("Remarks or posts", 1))
    assert shown["Siân Prosser-Whitfield"].themes == ()
    client = sign_in("Helen Ashworth")
    page = client.get("/concerns").get_data(as_text=True)
    assert page.count(">Laura Fenwick</a>") == 1
    assert "Look for a pattern" in page
    assert "1 reported by themselves" in page
    one = client.get(f"/concerns/{laura.key}").get_data(as_text=True)
    assert "Reported by themselves" in one
    assert one.count("Left out") == 2
    assert "She accepted it." not in page + one, "what was said is in the case only"
    work(head, log_one("Laura Fenwick"), theme="remarks")
    assert "Remarks or posts (2)" in client.get("/concerns").get_data(as_text=True)
    assert "Remarks or posts: 2." in client.get(f"/concerns/{laura.key}").get_data(as_text=True)
    case = next(row for row in about(head, laura.key)[1] if row.by_themselves)
    card = client.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "3 low-level concerns about this adult in the last 12 months" in card
    assert "taken neutrally" in card


def test_those_who_may_not_see_low_level_concerns_see_none(log_one, head, sign_in, world, actor):
    case = work(head, log_one("Laura Fenwick"))
    laura, helen = person_id(world, "Laura Fenwick"), person_id(world, "Helen Ashworth")
    for name in ("Ruth Okafor", "Peter Lomax", "Farah Siddiqui", "Beth Marland", "Owen Tate", "Laura Fenwick", "George Halloran"):
        client = sign_in(name)
        assert client.get("/concerns").status_code == 404, name
        assert client.get(f"/concerns/{laura}").status_code == 404, name
        assert "Low-level concerns" not in client.get("/").get_data(as_text=True), name
    lead = sign_in("Amina Yusuf")
    assert "Laura Fenwick" in lead.get("/concerns").get_data(as_text=True)
    page = lead.get(f"/concerns/{laura}").get_data(as_text=True)
    assert case.reference not in page, "the lead sees the pattern; the case stays with whoever manages it"
    assert lead.get(f"/cases/{case.reference}").status_code == 404
    for name in ("Marcus Vale", "Nadia Hussain", "Edward Croft", "Margaret Thistlewood"):
        client = sign_in(name)
        assert "Laura Fenwick" not in client.get("/concerns").get_data(as_text=True), name
        assert client.get(f"/concerns/{laura}").status_code == 404, name
    own = log_one("Helen Ashworth", by="Margaret Thistlewood", pending=True)
    assert own.manager == "chair_of_governors"
    for name in ("Helen Ashworth", "Amina Yusuf", "Colin Baptiste", "Daniel Pryce"):
        client = sign_in(name)
        assert client.get(f"/concerns/{helen}").status_code == 404, name
        assert client.get(f"/concerns/{own.id}").status_code == 404, name
        assert helen not in client.get("/concerns").get_data(as_text=True), name
    chair = sign_in("Margaret Thistlewood")
    assert "Helen Ashworth" in chair.get("/concerns").get_data(as_text=True)
    assert chair.get(f"/concerns/{helen}").status_code == 200
    log_one("Amina Yusuf")
    amina = person_id(world, "Amina Yusuf")
    assert sign_in("Amina Yusuf").get(f"/concerns/{amina}").status_code == 404
    assert sign_in("Helen Ashworth").get(f"/concerns/{amina}").status_code == 200
    with pytest.raises(NotThere):
        about(actor("Amina Yusuf"), amina)


def looked(case):
    db.session.rollback()
    return [one.actor for one in db.session.scalars(select(Event).where(Event.case_id == case.id, Event.act == "concern.open"))]


def test_who_looked_at_the_concerns_about_an_adult_is_in_the_trail_before_they_are_shown(log_one, head, sign_in, actor, world):
    case, laura = log_one("Laura Fenwick"), person_id(world, "Laura Fenwick")
    client, lead = sign_in("Helen Ashworth"), sign_in("Amina Yusuf")
    client.get("/concerns")
    assert looked(case) == []
    for _ in range(3):
        client.get(f"/concerns/{laura}")
    assert looked(case) == [head.said], "within half an hour and one sign-in it is one look"
    page = lead.get(f"/concerns/{laura}").get_data(as_text=True)
    assert looked(case) == [head.said, actor("Amina Yusuf").said]
    seen = page[page.index("Who has looked at this page") :]
    assert seen.index("Amina Yusuf") < seen.index("Helen Ashworth")
    again = sign_in("Helen Ashworth")
    again.get(f"/concerns/{laura}")
    assert looked(case).count(head.said) == 2, "another sign-in is another look"
    assert "looked at the low-level concerns about the adult" in client.get(f"/cases/{case.reference}").get_data(as_text=True)
    for name in ("Ruth Okafor", "Laura Fenwick", "Marcus Vale"):
        assert sign_in(name).get(f"/concerns/{laura}").status_code == 404
    with pytest.raises(NotThere):
        look(actor("Ruth Okafor"), case)
    assert len(looked(case)) == 3
    assert list(disagreements(case.school_id)) == []
    assert [one.fault for one in verify(case.school_id) if one.fault] == []


def test_a_concern_about_the_head_whose_chair_is_a_witness_is_the_advisers_until_somebody_is_appointed(log_one, sign_in, world):
    case, helen = log_one("Helen Ashworth", by="Margaret Thistlewood", pending=True), person_id(world, "Helen Ashworth")
    adviser, chair = sign_in("Ruth Okafor"), sign_in("Margaret Thistlewood")
    assert adviser.get("/concerns").status_code == 404
    chair.passed(f"/cases/{case.reference}/people/name", part="witness", person=person_id(world, "Margaret Thistlewood"))
    nobody = ("Helen Ashworth", "Margaret Thistlewood", "Daniel Pryce", "Amina Yusuf", "Colin Baptiste")
    for name in nobody:
        assert sign_in(name).get(f"/concerns/{helen}").status_code == 404, name
        assert "Helen Ashworth" not in re.sub(
            r"<header.*?</header>", "", sign_in(name).get("/concerns").get_data(as_text=True), flags=re.S
        )
    assert "Helen Ashworth" in adviser.get("/concerns").get_data(as_text=True)
    assert f"/concerns/{helen}" in adviser.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert adviser.get(f"/concerns/{helen}").status_code == 200
    assert len(looked(case)) == 1
    george = db.session.scalars(select(Person).where(Person.name == "George Halloran")).one()
    appoint(job("test"), george, role=Role.CHAIR, school_id=case.school_id, starts_on=today())
    adviser.passed(f"/cases/{case.reference}/manager", to="chair_of_governors", reason="Vice chair, for this case.")
    assert sign_in("George Halloran").get(f"/concerns/{helen}").status_code == 200
    assert [adviser.get(one).status_code for one in ("/concerns", f"/concerns/{helen}")] == [404, 404]
    for name in nobody:
        assert sign_in(name).get(f"/concerns/{helen}").status_code == 404, name


def test_each_school_counts_its_own_months(log_one, head, actor, world, sign_in):
    log_one("Laura Fenwick")
    other = log_one("Kieran Doyle", by="Marcus Vale")
    given = {"source": "Low-level concerns policy", "edition": "2026", "reason": "As adopted."}
    set_number(actor("Marcus Vale"), db.session.get_one(School, other.school_id), key="pattern_months", n=6, **given)
    both = replace(head, holdings=(*head.holdings, Holding(Role.HEADTEACHER, other.school_id)))
    assert {one.name: one.months for one in ledger(both)} == {"Laura Fenwick": 12, "Priya Raman": 12, "Kieran Doyle": 6}
    with frozen(now() + timedelta(days=200)):
        assert {one.name for one in ledger(both)} == {"Laura Fenwick", "Priya Raman"}
    assert "1 in 6 months" in sign_in("Marcus Vale").get("/concerns").get_data(as_text=True)


def test_hearers_and_advisers_do_not_learn_from_a_card_that_there_are_others(log_one, head, sign_in):
    log_one("Laura Fenwick")
    case = work(head, log_one("Laura Fenwick"))
    page = sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "low-level concerns about this adult" not in page


def test_the_ledger_takes_the_same_number_of_queries_however_long_it_is(log_one, head):
    log_one("Laura Fenwick")
    counted = []

    def count(*_):
        counted.append(1)

    def queries(wanted):
        db.session.rollback()
        db.session.expire_all()
        counted.clear()
        event.listen(db.engine, "before_cursor_execute", count)
        wanted()
        event.remove(db.engine, "before_cursor_execute", count)
        return len(counted)

    few = queries(lambda: ledger(head))
    for name in ("Siân Prosser-Whitfield", "Grace O'Dowd", "Callum Reyes", "Laura Fenwick"):
        work(head, log_one(name))
    assert len(ledger(head)) >= 4
    assert queries(lambda: ledger(head)) == few
    assert few <= 9


def test_a_concern_stays_out_of_references_unless_it_was_found_to_be_more(log_one, head, actor):
    kept = work(head, log_one("Laura Fenwick"))
    assert outside_references(kept.id)
    keep(head, kept)
    assert outside_references(kept.id)
    further = work(head, log_one("Laura Fenwick"))
    take(head, further, "to_lado", word="taken_further", equality=EQUAL, why="Together they are more.")
    assert outside_references(further.id), "being looked at is not a finding"
    case = db.session.get_one(Case, further.id)
    protection = next(one for one in Whole(case).paths if one.name == "child_protection")
    decide(head, protection, accept=True, reason="As the pattern asks.", equality=EQUAL)
    words = {"with": "J. Marsh", "how": "phone", "reference": "", "advice": "The school leads."}
    record_contact(head, case, agency="lado", at=now(), words=words)
    path = db.session.get_one(Path, protection.id)
    advance(head, path, step_key="school_leads", seen_stage=path.stage, answers={"advice": "Lead."}, equality=EQUAL)
    outcomes = {one.id: "substantiated" for one in Whole(case).allegations}
    advance(
        head, path, step_key="set_outcome_employer_led", seen_stage="employer_led", answers={"evidence": "It is."},
        outcomes=outcomes, equality=EQUAL,
    )  # fmt: skip
    assert not outside_references(further.id)
    assert outside_references(kept.id)


def test_the_wish_not_to_be_named_is_kept_and_shown_beside_the_name(log_one, head, sign_in):
    case = log_one("Laura Fenwick")
    path = light(case)
    decide(head, path, accept=True, reason="It follows.", equality=EQUAL)
    client = sign_in("Helen Ashworth")
    place = f"/cases/{case.reference}/procedures/{path.id}/record"
    asked = {f"ask_{key}": value for key, value in {**RECORD, "anonymous": "yes"}.items()}
    missing = client.send(place, **{**asked, "ask_category": ""})
    assert missing.status_code == 422
    client.passed(place, **asked)
    page = client.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Asif Khan (asked not to be named)" in page
    assert "Asif Khan" not in sign_in("Ruth Okafor").get(f"/cases/{case.reference}").get_data(as_text=True)


def test_a_schools_own_numbers_decide_when_a_pattern_is_seen(log_one, head, sign_in):
    first = work(head, log_one("Laura Fenwick"))
    second = work(head, log_one("Laura Fenwick"))
    school = db.session.get_one(School, first.school_id)
    given = {"source": "Low-level concerns policy", "edition": "2026", "reason": "Two are enough here."}
    set_number(head, school, key="pattern_lado_count", n=2, **given)
    with pytest.raises(Blocked, match="whether the LADO is consulted"):
        keep(head, second)
    place = f"/cases/{second.reference}/procedures/{light(second).id}/keep"
    shown = sign_in("Helen Ashworth").get(place).get_data(as_text=True)
    assert "2 low-level concerns about this adult" in shown
    assert "until that is recorded, this one cannot be kept" in shown
    set_number(head, school, key="pattern_lado_count", n=3, **given)
    assert keep(head, second).stage == "retained"
