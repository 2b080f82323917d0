"""A policy numbered otherwise, and clauses of a school's own, routed by logging a breach through the pages: no code knows of them."""

from __future__ import annotations

import re

import pytest
from adopting import accept_all, ago, bring_in, clause_link, record
from checked import said
from flows import NO_HARM, answer_all, begin, day, person_id
from sqlalchemy import select

from app.cases.models import Allegation, Case
from app.cases.work import Deadline, Path
from app.core.db import db

OURS = """Staff and social media

SECTION 1
Who this is for

1.0
All employees of the academy, including the principal.

SECTION 4
Contact online

4.1
Staff must not approve friend requests on social media from students at the academy, or from former students who are not yet 18.

4.2
Teachers who run a club must not accept a follow request from a student, or a former student under 18, on the club's account.

4.3
Staff must not put what they know of students into tools of artificial intelligence.

SECTION 5
What can follow

5.1
Contact with students may lead to the child protection procedures and to disciplinary action.
"""
PROCEDURE = "Data and artificial intelligence incidents procedure"
QUESTION = "Was something about a student put into an AI tool?"


@pytest.fixture
def head(sign_in):
    return sign_in("Helen Ashworth")


@pytest.fixture
def own(head, sign_in):
    """The school's own policy in force since ten days, with a clause and a procedure that only this school has."""
    edition = bring_in(head, OURS)
    accept_all(head, edition)
    head.passed(
        clause_link(head, edition, "4.3"), number="4.3", parent="4", kind="clause", breachable="y", like="",
        routes=["child_protection", "disciplinary", "other_procedure"], procedure=PROCEDURE, question=QUESTION,
    )  # fmt: skip
    record(head, edition, ago(10))
    sign_in("Margaret Thistlewood").passed(f"{edition}/confirm")
    return edition


def own_clauses(client, base: str) -> dict[str, str]:
    """The questions of the school's own clauses on the page, and what stands for each."""
    page = client.get(f"{base}/clauses").get_data(as_text=True)
    found = re.findall(r'name="own" type="checkbox" value="([^"]+)".*?<label[^>]*>(.*?)</label>', page, re.DOTALL)
    return {words.strip(): value for value, words in found}


def case_of(reference: str) -> tuple[Case, list[Allegation], dict[tuple[str, str], Path]]:
    db.session.rollback()
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    alleged = db.session.scalars(select(Allegation).where(Allegation.case_id == case.id).order_by(Allegation.clause_number)).all()
    paths = db.session.scalars(select(Path).where(Path.case_id == case.id)).all()
    return case, list(alleged), {(one.name, one.procedure): one for one in paths}


def test_a_clause_numbered_otherwise_is_alleged_in_the_schools_own_number(world, head, own, inside):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"), keep=("0:4.1", "0:4.2"))
    page = head.get(f"{base}/clauses").get_data(as_text=True)
    assert "Staff must not approve friend requests" in page
    assert "0:3.2(h)" not in page
    head.passed(f"{base}/clauses", keep=["0:4.1", "0:4.2"])
    reference = head.passed(f"{base}/check").rsplit("/", 1)[1]
    _, alleged, paths = case_of(reference)
    assert [one.clause_number for one in alleged] == ["4.1", "4.2"], "both clauses like 3.2(h) are alleged"
    assert all(one.clause_id for one in alleged)
    assert paths["child_protection", ""].standing == "open"
    assert paths["disciplinary", ""].waits_for == "child_protection"
    shown = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert "Clause 5.1: Contact with students may lead to the child protection procedures" in shown, "4.3 in the school's number"
    assert "Clause 4.1" in shown
    assert "rule R3" in shown


def test_one_of_two_clauses_can_be_taken_out(world, head, own, inside):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"), keep=("0:4.1", "0:4.2"))
    head.passed(f"{base}/clauses", keep=["0:4.1"], reason="It was not the account of a club.")
    check = head.get(f"{base}/check").get_data(as_text=True)
    assert "Taken out: Clause 4.2" in check
    assert "It was not the account of a club." in check
    _, alleged, _ = case_of(head.passed(f"{base}/check").rsplit("/", 1)[1])
    assert [one.clause_number for one in alleged] == ["4.1"]


def _comment(client, subject: str, harm: dict[str, str], **clauses: object) -> str:
    """Log a comment that only the school's own clause is about."""
    base = begin(client)
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", person=subject)
    client.passed(f"{base}/found", how="told", told_by="A parent", told_by_relation="parent", at="9:10am", **day("on", 1))
    client.passed(
        f"{base}/what", words="A class list was put into a chat tool.", kinds="other", still_online="no", expression="none"
    )
    client.passed(
        f"{base}/acts/other", with_="other", channel="social_site", visibility="private", by_subject="yes", reputation_at_risk="no",
        in_school_time="no", harms_working_relationships="no", **day("on", 2),
    )  # fmt: skip
    client.passed(
        f"{base}/clauses",
        **{name: own_clauses(client, base)[QUESTION + " (4.3)"] if value else "" for name, value in clauses.items()},
    )
    client.passed(f"{base}/harm", **harm)
    client.passed(f"{base}/others", interest="no")
    assert "4.3" in client.get(f"{base}/check").get_data(as_text=True)
    return client.passed(f"{base}/check").rsplit("/", 1)[1]


def test_a_clause_of_the_schools_own_brings_its_own_procedure_with_no_code(world, head, own, inside):
    reference = _comment(head, person_id(world, "Tom Ellwood"), NO_HARM, own=True)
    case, alleged, paths = case_of(reference)
    assert [(one.clause_number, bool(one.clause_id)) for one in alleged] == [("4.3", True)]
    child = paths.pop(("child_welfare", ""))
    assert child.because[0]["rule"] == "R2", "the child's own strand opens with the proposal"
    assert set(paths) == {("child_protection", ""), ("disciplinary", ""), ("other_procedure", PROCEDURE)}
    assert (paths["child_protection", ""].standing, paths["child_protection", ""].waits_for) == ("consult", None)
    assert (paths["disciplinary", ""].standing, paths["disciplinary", ""].waits_for) == ("held", "child_protection")
    assert paths["other_procedure", PROCEDURE].standing == "open"
    for one in paths.values():
        assert {why["clause"] for why in one.because} == {"4.3"}
    assert "no_interview_no_tip_off" in case.answer["stops"], "the stop goes with child protection"
    rules = set(db.session.scalars(select(Deadline.rule).where(Deadline.case_id == case.id)))
    assert rules == {"lado_24h", "lado_1wd", "triage_1wd", "welfare_1wd"}
    shown = head.get(f"/cases/{reference}").get_data(as_text=True)
    for words in (
        PROCEDURE,
        "Clause 4.3 was chosen by whoever logged it",
        "tools of artificial intelligence",
        "the policy's own mapping",
    ):
        assert words in shown.replace("&#39;", "'")


def test_a_path_mapped_besides_is_proposed_with_what_the_rules_say(world, head, sign_in, inside):
    edition = bring_in(head, OURS)
    accept_all(head, edition)
    head.passed(
        clause_link(head, edition, "4.1"), number="4.1", parent="4", kind="clause", breachable="y", like="3.2(h)",
        routes=["child_protection", "disciplinary", "equal_opportunities"], procedure="Online safety procedure",
        question="Was a request from a student accepted?",
    )  # fmt: skip
    record(head, edition, ago(10), knowing="y")
    sign_in("Peter Lomax").passed(f"{edition}/confirm")
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"), keep=("0:4.1", "0:4.2"))
    head.passed(f"{base}/clauses", keep=["0:4.1", "0:4.2"])
    _, _, paths = case_of(head.passed(f"{base}/check").rsplit("/", 1)[1])
    assert {"equal_opportunities", "child_protection", "disciplinary"} < {name for name, _ in paths}
    assert paths["other_procedure", "Online safety procedure"].because == [
        {
            "rule": "own",
            "clause": "4.1",
            "clause_id": paths["equal_opportunities", ""].because[0]["clause_id"],
            "fact": "mapped = 4.1",
        }
    ]


def test_a_model_clause_the_school_lacks_keeps_its_number(world, head, own, inside):
    base = begin(head)
    client = head
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", person=person_id(world, "Tom Ellwood"))
    client.passed(f"{base}/found", how="told", told_by="A parent", told_by_relation="parent", at="9:10am", **day("on", 1))
    client.passed(f"{base}/what", words="A post.", kinds="comment", still_online="no", expression="none")
    client.passed(
        f"{base}/acts/comment", channel="social_site", visibility="public", about="colleague", content="derogatory", by_subject="yes",
        reputation_at_risk="yes", in_school_time="no", harms_working_relationships="no",
        **day("on", 2),
    )  # fmt: skip
    page = client.get(f"{base}/clauses").get_data(as_text=True)
    keep = re.findall(r'name="keep" type="checkbox" value="([^"]+)"', page)
    assert "0:model 4.1" in keep, "the school has a 4.1 of its own, about something else"
    client.passed(f"{base}/clauses", keep=keep)
    client.passed(f"{base}/harm", **NO_HARM)
    client.passed(f"{base}/others", interest="no")
    reference = client.passed(f"{base}/check").rsplit("/", 1)[1]
    _, alleged, _ = case_of(reference)
    assert "4.1" in {one.clause_number for one in alleged if one.clause_id is None}
    shown = client.get(f"/cases/{reference}").get_data(as_text=True)
    assert "Clause 4.1 of the model policy" in shown
    assert "Staff must not approve friend requests" not in shown


def test_one_clause_that_says_what_two_of_the_model_do_is_alleged_once(world, head, sign_in, inside):
    both = "Staff must not accept or make friend requests from or to students of the academy or former students under 18."
    edition = bring_in(head, OURS.replace(OURS[OURS.index("4.1\n") : OURS.index("4.3\n")], f"4.1\n{both}\n\n"))
    assert "may be like" not in head.get(f"{edition}/proposals").get_data(as_text=True)
    accept_all(head, edition)
    assert "Like 3.2(h) and 3.2(j) of the model policy" in head.get(edition).get_data(as_text=True)
    record(head, edition, ago(10), knowing="y")
    sign_in("Margaret Thistlewood").passed(f"{edition}/confirm")
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"), keep=("0:4.1",))
    page = head.get(f"{base}/clauses").get_data(as_text=True)
    assert len(re.findall(r'name="keep" type="checkbox" value="0:4.1"', page)) == 1
    reference = head.passed(f"{base}/check").rsplit("/", 1)[1]
    _, alleged, paths = case_of(reference)
    assert [one.clause_number for one in alleged].count("4.1") == 1
    assert ("child_protection", "") in {(path, procedure or "") for path, procedure in paths}


def test_a_policy_that_changes_under_a_draft_is_said(world, head, own, sign_in, inside):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"), keep=("0:4.1", "0:4.2"))
    chosen = own_clauses(head, base)[QUESTION + " (4.3)"]
    head.passed(f"{base}/clauses", keep=["0:4.1", "0:4.2"], own=chosen)
    edition = bring_in(head, OURS.replace("4.3\nStaff must not put", "4.4\nStaff must never put"))
    accept_all(head, edition)
    record(head, edition, ago(3), knowing="y")
    sign_in("Peter Lomax").passed(f"{edition}/confirm")
    answer = head.send(f"{base}/check")
    assert answer.status_code == 409
    assert "The policy has changed since you chose the clauses" in answer.get_data(as_text=True)


def test_the_questions_of_a_custom_clause_are_required(head):
    edition = bring_in(head, OURS)
    place = clause_link(head, edition, "4.3")
    answer = head.send(
        place, number="4.3", parent="4", kind="clause", breachable="y", like="", routes="other_procedure", procedure="", question=""
    )
    assert answer.status_code == 422
    assert "Enter which procedure, or untick it above" in said(answer)
    assert any(one.startswith("Enter the question that leads to it") for one in said(answer))


def test_an_old_draft_that_names_a_clause_by_number_is_understood(world, head, own, inside):
    """Before clauses were kept by key a draft named them by number."""
    from app.intake.citing import added, citing

    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"), keep=("0:4.1", "0:4.2"))
    db.session.rollback()
    from app.intake.models import Draft

    draft = db.session.scalars(select(Draft).order_by(Draft.started_at.desc())).first()
    assert draft is not None
    answers = {**draft.answers, "clauses": {**draft.answers["clauses"], "added": ["4.3"]}}
    assert [one.number for one in added(answers, citing(draft.school_id, answers))] == ["4.3"]
