"""Whether a teacher may be named in public follows from the facts, and from what ended it; the case says so at its top."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flows import day, log, person_id
from protecting import step
from sqlalchemy import select

from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.protection.agencies import record_strand
from app.cases.protection.restricting import answer_restriction, end_restriction, restriction_of
from app.cases.protection.restriction import ENDS, RestrictionFacts, reporting_restriction
from app.cases.protection.words import END_EVENTS
from app.core.action import Blocked, Stale
from app.core.db import db
from app.people.queries import today

FULL = RestrictionFacts(teacher=True, by_pupil_here="yes", criminal="yes")
NOT_NAMED = "must not be named in public"


def test_it_applies_to_a_teacher_accused_of_a_crime_by_a_pupil_of_the_same_school():
    assert reporting_restriction(FULL).state == "applies"


@pytest.mark.parametrize(
    "fewer",
    [
        {"by_pupil_here": "no"},  # a pupil of another school
        {"criminal": "no"},
        {"teacher": False},
        {"teacher": False, "criminal": "", "by_pupil_here": ""},
        {"by_pupil_here": "no", "criminal": ""},
        {"criminal": "no", "by_pupil_here": ""},
    ],
)
def test_one_fact_fewer_and_it_is_off_but_the_matter_stays_confidential(fewer):
    found = reporting_restriction(replace(FULL, **fewer))
    assert found.state == "off"
    assert not found.holds
    assert "confidential" in found.why


@pytest.mark.parametrize("fewer", [{"by_pupil_here": ""}, {"criminal": ""}, {"by_pupil_here": "", "criminal": ""}])
def test_what_is_not_known_does_not_lift_it(fewer):
    found = reporting_restriction(replace(FULL, **fewer))
    assert (found.state, found.holds) == ("may_apply", True)


@pytest.mark.parametrize("event", ENDS)
def test_each_end_event_ends_it(event):
    found = reporting_restriction(replace(FULL, ended_by=event))
    assert (found.state, found.holds) == ("ended", False)


def test_every_end_event_has_its_sentence():
    assert set(ENDS) == {key for key, _ in END_EVENTS}


def test_a_charge_ends_it_by_itself_on_the_case(case, actor):
    head = actor("Helen Ashworth")
    assert restriction_of(Whole(case)).state == "may_apply"
    answer_restriction(head, case, by_pupil_here="yes", criminal="yes", why="The LADO agrees.")
    assert restriction_of(Whole(case)).state == "applies"
    step(head, case, "police_lead_lado_contacted", advice="Lead.")
    assert restriction_of(Whole(case)).state == "applies", "an investigation is no charge"
    record_strand(head, case, agency="police", state="charged", on=today(), result="Charged.")
    assert restriction_of(Whole(case)).state == "ended"
    record_strand(head, case, agency="police", state="closed", on=today(), result="Dropped.")
    assert restriction_of(Whole(case)).state == "ended", "what has become public does not become secret again"


def test_another_event_ends_it_once_with_where_it_can_be_seen(case, actor):
    lead = actor("Amina Yusuf")
    answer_restriction(lead, case, by_pupil_here="yes", criminal="yes", why="The LADO agrees.")
    with pytest.raises(Blocked, match="where it can be seen"):
        end_restriction(lead, case, event="waived", on=today(), words=" ")
    end_restriction(lead, case, event="waived", on=today(), words="Letter of the teacher.")
    assert restriction_of(Whole(case)).state == "ended"
    with pytest.raises(Stale):
        end_restriction(lead, case, event="court", on=today(), words="Order.")


def test_the_case_says_so_at_its_top_to_those_who_protect_the_child(case, sign_in):
    head, base = sign_in("Helen Ashworth"), f"/cases/{case.reference}"
    assert "may have to stay unnamed in public" in head.get(base).get_data(as_text=True)
    head.passed(f"{base}/restriction", by_pupil_here="yes", criminal="yes", why="The police agree.")
    page = head.get(base).get_data(as_text=True)
    assert NOT_NAMED in page
    assert "section 141F" in page
    assert "The police agree." in head.get(f"{base}/protection").get_data(as_text=True)
    other = sign_in("Ruth Okafor")
    assert "in public" not in other.get(base).get_data(as_text=True)
    for door in (f"{base}/restriction", f"{base}/restriction/end"):
        assert other.get(door).status_code == 404
    head.passed(f"{base}/restriction/end", event="court", words="Order of 3 March.", **day("on", 0))
    assert "in public" not in head.get(base).get_data(as_text=True).split("Suspension, agencies")[0]


def test_support_staff_are_outside_it(world, sign_in, inside):
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Joanne Sutcliffe"), harm={"H1": "no", "H2": "yes", "H3": "no", "H4": "no"})
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    assert restriction_of(Whole(case)).state == "off"
    assert "named in public" not in head.get(f"/cases/{reference}").get_data(as_text=True)
