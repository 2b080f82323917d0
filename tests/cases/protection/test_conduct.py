"""A suspension that no child protection is behind: the same care, seen by everybody on the case, and ended by the governing body."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flows import FAIR, day
from hearing import Hearing
from protecting import EQUAL, clocks, ledger, protection
from sqlalchemy import select

from app.cases.actions import decide
from app.cases.engine import Whole
from app.cases.models import Part
from app.cases.protection.leaving import record_left
from app.cases.protection.passing import end_passed
from app.cases.protection.standing import not_sealed, referrals_open
from app.cases.protection.suspending import lift, review, suspend
from app.cases.protection.words import CONDUCT_ALTERNATIVES
from app.cases.shell.closing import ask_to_close
from app.cases.sight import Seen, sight
from app.core import proved
from app.core.action import Blocked, Stale
from app.core.clock import frozen, london, now
from app.core.db import db
from app.documents.kinds import KINDS
from app.documents.queries import offered, readable
from app.notices.models import Notice
from app.people.queries import today

LETTER, REVIEW = "conduct_letter_1wd", "conduct_review_10wd"
REJECTED = {key: f"Not enough: {key}." for key, _ in CONDUCT_ALTERNATIVES}
WHY = {"reasons": "Witnesses could be influenced.", "contact": "Priya Raman", "reach": "01632 960 111", "council_on": ""}
ENDED = {"council_on": "2026-11-25", "head_on": "2026-11-25", "why": "Nothing is left to protect."}


@pytest.fixture
def hearing(world, actor, inside):
    """The case about Joanne: disciplinary work alone."""
    return Hearing(world, actor)


def _suspend(hearing, **more):
    given = {"at": now(), "rejected": REJECTED, "words": WHY, "equality": EQUAL, **more}
    return suspend(hearing.head, hearing.case, **given)


def _told(kind: str) -> set:
    return set(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind)))


def test_it_is_begun_reviewed_and_ended_with_the_same_care(hearing, actor):
    hr, chair, clerk = hearing.hr, actor("Margaret Thistlewood"), hearing.clerk
    for key, label in CONDUCT_ALTERNATIVES:
        with pytest.raises(Blocked, match=f"Without a reason: {label}"):
            _suspend(hearing, rejected={name: why for name, why in REJECTED.items() if name != key})
    with pytest.raises(Blocked, match=r"5\.1"):
        _suspend(hearing, equality={})
    begun = _suspend(hearing)
    assert begun.path_id == hearing.path.id
    assert _told("suspension") == {chair.person_id, clerk.person_id}
    case = hearing.case
    (letter,), (first,) = clocks(case, LETTER, running=True), clocks(case, REVIEW, running=True)
    assert (letter.path_id, first.path_id) == (None, None), "they run on when the procedure has come to its end"
    assert clocks(case, "suspension_review_10wd") == [], "not the sealed clock of child protection"
    with pytest.raises(Stale):
        _suspend(hearing)
    hearing.appoint("officer")
    hearing.to_report()
    hearing.take(hr, "no_case_found", "no_case", why="Nothing was found.")
    (first,) = clocks(case, REVIEW, running=True)
    with pytest.raises(Blocked, match="Suspension: it must have ended"):
        ask_to_close(hearing.head, case, reason="Done.", equality=EQUAL)
    with frozen(now() + timedelta(days=14)):
        review(hearing.head, case, suspension_id=begun.id, on=london(now()).date(), needed="no", why="Over.", equality=EQUAL)
        (second,) = clocks(case, REVIEW, running=True)
        assert second.starts_at > first.starts_at
        assert _told("suspension_to_end") == {chair.person_id, clerk.person_id}
        with pytest.raises(Blocked, match="reference of its minute"):
            lift(chair, begun, on=london(now()).date(), minute="", words=ENDED, equality=EQUAL)
        with pytest.raises(Blocked, match="council and the headteacher"):
            lift(chair, begun, on=london(now()).date(), minute="M/1", words={**ENDED, "head_on": ""}, equality=EQUAL)
        lift(chair, begun, on=london(now()).date(), minute="M/1", words=ENDED, equality=EQUAL)
        assert ledger(case).suspension is None
        assert clocks(case, REVIEW, running=True) == []
        assert hr.person_id in _told("moved"), "who works beside the manager is told"
        ask_to_close(hearing.head, case, reason="Done.", equality=EQUAL)
    assert list(proved.disagreements(case.school_id)) == []


def test_by_its_pages_everybody_on_the_case_sees_it_and_nobody_else(hearing, sign_in):
    hearing.appoint("officer")
    case = hearing.case
    head, base = sign_in("Helen Ashworth"), f"/cases/{case.reference}"
    page = head.get(f"{base}/suspension").get_data(as_text=True)
    assert "LADO" not in page
    assert "Working from home" in page
    assert "&lt;span" not in page
    ticked = {f"considered_{key}": "y" for key, _ in CONDUCT_ALTERNATIVES} | {f"why_{key}": REJECTED[key] for key in REJECTED}
    sent = {"at": "12:05am", "reasons": "Witnesses could be influenced.", "contact": "Priya Raman", "reach": "01632 960 111", **day("on", 0), **ticked, **FAIR}  # fmt: skip
    refused = head.send(f"{base}/suspension", **{**sent, "why_from_home": ""})
    assert refused.status_code == 422
    assert "Witnesses could be influenced." in refused.get_data(as_text=True), "what was typed is still there"
    assert head.passed(f"{base}/suspension", **sent).endswith("/conduct#suspension")
    key = str(ledger(case).suspension.begun.id)
    clock = clocks(case, REVIEW)[0].id
    assert "No day is on record" in head.get(f"{base}/conduct").get_data(as_text=True)
    head.passed(f"{base}/suspension/{key}/letter", **day("on", 0), **day("council_on", 0))
    assert "No day is on record" not in head.get(f"{base}/conduct").get_data(as_text=True)
    head.passed(f"{base}/suspension/{key}/review", needed="yes", why="Witnesses are being heard.", **day("on", 0), **FAIR)
    for who in ("Helen Ashworth", "Ruth Okafor", "Farah Siddiqui"):
        client = sign_in(who)
        assert "Suspended since" in client.get(base).get_data(as_text=True), who
        page = client.get(f"{base}/conduct").get_data(as_text=True)
        assert "Witnesses could be influenced." in page, who
        assert "Witnesses are being heard." in page
        assert client.get(f"{base}/clocks/{clock}").status_code == 200, who
    trail = sign_in("Ruth Okafor").get(base).get_data(as_text=True)
    assert "recorded a suspension" in trail
    assert "recorded a review of the suspension" in trail
    for who in ("Peter Lomax", "Amina Yusuf", "Laura Fenwick", "Beth Marland", "Marcus Vale", "Daniel Pryce"):
        assert sign_in(who).get(f"{base}/conduct").status_code == 404, who
    for who in ("Ruth Okafor", "Farah Siddiqui"):
        assert sign_in(who).get(f"{base}/suspension").status_code == 404, who
    clerk = sign_in("Peter Lomax")
    listed = clerk.get("/suspensions").get_data(as_text=True)
    assert "Joanne Sutcliffe" in listed
    assert "influenced" not in listed
    clerk.passed(f"/suspensions/{key}/end", why="The risk has passed.", minute="FGB/9", **day("on", 0), **day("council_on", 0), **day("head_on", 0), **FAIR)  # fmt: skip
    assert "FGB/9" in sign_in("Ruth Okafor").get(f"{base}/conduct").get_data(as_text=True)


def test_while_child_protection_runs_a_suspension_is_its_own_and_stays_sealed(world, case, head, actor, sign_in):
    from protecting import REJECTED as OF_PROTECTION
    from protecting import WHY as WITH_VIEWS

    with pytest.raises(Stale, match="other alternatives must be considered"):
        suspend(head, case, at=now(), rejected=REJECTED, words=WITH_VIEWS, equality=EQUAL)
    begun = suspend(head, case, at=now(), rejected=OF_PROTECTION, words=WITH_VIEWS, equality=EQUAL)
    assert begun.path_id == Whole(case).path("child_protection").id
    hr, base = sign_in("Ruth Okafor"), f"/cases/{case.reference}"
    page = hr.get(f"{base}/conduct").get_data(as_text=True)
    assert "Nobody was suspended." in page
    assert "at risk" not in page
    assert "uspend" not in hr.get(base).get_data(as_text=True)


def test_what_was_typed_is_kept_when_child_protection_is_opened_meanwhile(hearing, sign_in):
    head, where = sign_in("Helen Ashworth"), f"/cases/{hearing.reference}/suspension"
    shown = head.guards(where)
    unsure = {f"H{one}": "may_be" for one in range(1, 5)}
    head.passed(f"/cases/{hearing.reference}/harm", **unsure, **FAIR)
    why = {f"why_{key}": f"Typed about {key}." for key in REJECTED} | {f"considered_{key}": "y" for key in REJECTED}
    given = {"at": "9:10am", "reasons": "Typed reasons.", "contact": "Priya Raman", "reach": "01632 960 111", **day("on", 0)}
    for opened, refused in ((False, "Open child protection first"), (True, "other alternatives must be considered")):
        if opened:
            decide(hearing.head, protection(hearing.case), accept=True, reason="It follows.", equality=EQUAL)
        answer = head.post(where, data={**shown, **given, **why, **FAIR}, content_type="multipart/form-data")
        page = answer.get_data(as_text=True)
        assert (answer.status_code, refused in page) == (409, True), opened
        assert all(f"Typed about {key}." in page for key in REJECTED)
        assert "Typed reasons." in page
    assert "What is the view of the LADO?" in head.get(where).get_data(as_text=True)
    assert ledger(hearing.case).suspension is None


def test_the_letters_of_it_are_offered_and_read_by_those_on_the_case(hearing, world, sign_in, case):
    _suspend(hearing)
    whole = Whole(hearing.case)
    wanted = {"suspension", "suspension_review", "suspension_lifted"}
    assert wanted <= {one.key for one in offered(hearing.head, whole)}
    assert all(readable(hearing.hr, whole, KINDS[key]) for key in wanted)
    assert Seen.PROTECTION not in sight(hearing.hr, whole)
    assert not any(readable(hearing.hr, Whole(case), KINDS[key]) for key in wanted), "sealed where child protection is"
    head = sign_in("Helen Ashworth")
    page = head.get(head.passed(f"/cases/{hearing.reference}/letters", kind="suspension")).get_data(as_text=True)
    assert "Witnesses could be influenced." in page
    assert "Working from home: Not enough: from_home." in page
    assert "01632 960 111" in page


def test_a_last_day_ends_its_review_when_it_has_passed(hearing):
    _suspend(hearing)
    case, last = hearing.case, today() + timedelta(days=40)
    left = {"how": "resigned", "elsewhere": "", "goes_on": "An outcome is reached.", "agreement": "", "limits": "no"}
    record_left(hearing.head, case, on=last, words=left)
    assert end_passed(case.school_id, today()) == 0
    assert clocks(case, REVIEW, running=True) != []
    with frozen(now() + timedelta(days=41)):
        assert end_passed(case.school_id, today()) == 1
        assert end_passed(case.school_id, today()) == 0
        (review_clock,) = clocks(case, REVIEW)
        assert (review_clock.met_what, london(review_clock.met_at).date()) == ("suspension:ended", last)
        assert ledger(case).suspension is None
    assert list(proved.disagreements(case.school_id)) == []


def test_without_child_protection_the_adviser_is_told_that_they_leave_and_the_safeguarding_lead_knows_of_no_case(
    hearing, actor, sign_in
):
    before = _told("moved")
    given = {"how": "resigned", "goes_on": "An outcome is reached.", "limits": "no", **day("on", 0)}
    sign_in("Helen Ashworth").passed(f"/cases/{hearing.reference}/left", **given)
    lead = sign_in("Amina Yusuf")
    assert lead.get(f"/cases/{hearing.reference}").status_code == 404
    db.session.rollback()
    assert _told("moved") - before == {hearing.hr.person_id}
    assert actor("Amina Yusuf").person_id not in _told("moved")


def test_a_dismissal_without_child_protection_ends_it_and_asks_for_referrals(hearing):
    _suspend(hearing)
    hearing.appoint("officer", "hearer")
    for name in ("Ivy Nwosu", "Stefan Kowalski"):
        hearing.also(name, Part.HEARER)
    hearing.to_report()
    hearing.set_hearing()
    hearing.decide(sanction="dismissal")
    case = hearing.case
    assert ledger(case).suspension is None
    assert clocks(case, REVIEW, running=True) == []
    assert [one.body for one in not_sealed(Whole(case)).undecided("teaching_assistant", removals=True)] == ["dbs"]
    assert referrals_open(Whole(case))
