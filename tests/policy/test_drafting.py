"""Putting a draft right through the pages: split, join, renumber, re-parent, leave out; stale pages and adopted editions are refused."""

from __future__ import annotations

import uuid

import pytest
from adopting import accept_all, adoption, ago, boxes, bring_in, clause_link, record
from checked import said
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.db import db
from app.policy.drafting import places
from app.policy.models import Clause, Edition

TEXT = """Our policy

1
Aims

1.1
Be kind. Be careful; think first.

1.2
Keep it so:

· at home
· at work

2
Contact

2.1
Do not accept a friend or follow request from a pupil of the school, or from a former pupil under eighteen.
"""


@pytest.fixture
def head(sign_in):
    return sign_in("Helen Ashworth")


@pytest.fixture
def draft(head):
    return bring_in(head, TEXT)


def rows(edition: str) -> dict[str, Clause]:
    """The clauses of a draft by number, in order."""
    db.session.rollback()
    found = db.session.scalars(
        select(Clause).where(Clause.edition_id == uuid.UUID(edition.rsplit("/", 1)[1])).order_by(Clause.position)
    ).all()
    return {one.number: one for one in found}


def save(client, place: str, number: str, **more: object) -> str:
    return client.passed(
        place, **{"number": number, "parent": "1", "kind": "clause", "like": "", "procedure": "", "question": "", **more}
    )


def words(edition: str) -> str:
    """Every word of a draft in order."""
    return " ".join(" ".join(f"{one.heading or ''} {one.text}" for one in rows(edition).values()).split())


def test_split_and_join_lose_no_word(head, draft, inside):
    before = words(draft)
    place = clause_link(head, draft, "1.1")
    head.passed(f"{place}/split", at="9", number="1.1.1")
    assert [(number, one.text) for number, one in rows(draft).items()][1:3] == [
        ("1.1", "Be kind."),
        ("1.1.1", "Be careful; think first."),
    ]
    assert words(draft) == before
    head.passed(f"{place}/split", words="kind.", number="1.1.0")
    assert rows(draft)["1.1.0"].text == "kind."
    head.passed(f"{clause_link(head, draft, '1.1.0')}/join")
    head.passed(f"{clause_link(head, draft, '1.1.1')}/join")
    assert words(draft) == before
    assert list(rows(draft)) == ["1", "1.1", "1.2", "1.2(a)", "1.2(b)", "2", "2.1"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"number": "9"}, "Select where the second part begins"),
        ({"at": "3", "number": "9"}, "Select where the second part begins"),
        ({"words": "nowhere", "number": "9"}, "These words are not in the clause"),
        ({"words": "Be", "number": "9"}, "These words are not in the clause, are its first ones"),
        ({"at": "9", "number": ""}, "Enter the number of the second part"),
    ],
)
def test_a_place_that_is_none_gets_a_sentence(head, draft, sent, sentence):
    answer = head.send(f"{clause_link(head, draft, '1.1')}/split", **sent)
    assert answer.status_code == 422
    assert any(one.startswith(sentence) for one in said(answer)), said(answer)


def test_a_number_that_is_taken_is_refused(head, draft):
    assert head.send(f"{clause_link(head, draft, '1.1')}/split", at="9", number="1.2").status_code == 409
    answer = head.send(clause_link(head, draft, "1.1"), number="2.1", parent="1", kind="clause", like="", procedure="", question="")
    assert answer.status_code == 409
    assert "There is a clause 2.1 already" in answer.get_data(as_text=True)
    assert 'name="number" type="text" value="2.1"' in answer.get_data(as_text=True), "what was typed is kept"


def test_what_stands_under_a_clause_moves_with_it(head, draft, inside):
    save(head, clause_link(head, draft, "1.2"), "3.7", also_below="y")
    found = rows(draft)
    assert list(found) == ["1", "1.1", "3.7", "3.7(a)", "3.7(b)", "2", "2.1"]
    assert found["3.7(a)"].parent == "3.7"
    save(head, clause_link(head, draft, "3.7"), "1.2")
    assert rows(draft)["3.7(a)"].parent == "1.2", "its number stays, its place does too"
    save(head, clause_link(head, draft, "3.7(a)"), "2.2", parent="2", kind="guidance")
    assert (rows(draft)["2.2"].parent, rows(draft)["2.2"].kind) == ("2", "guidance")
    answer = head.send(
        clause_link(head, draft, "1.2"), number="1.2", parent="3.7(b)", kind="clause", like="", procedure="", question=""
    )
    assert answer.status_code == 422, "nothing stands under what stands under it"


def test_joining_keeps_what_stood_under_it(head, draft, inside):
    head.passed(f"{clause_link(head, draft, '1.2')}/join")
    found = rows(draft)
    assert found["1.1"].text == "Be kind. Be careful; think first.\n\nKeep it so:"
    assert found["1.2(a)"].parent == "1.1"
    assert "This is the first clause" in head.get(f"{clause_link(head, draft, '1')}/join").get_data(as_text=True)


def test_left_out_stays_visible_with_its_reason_and_can_come_back(head, draft, sign_in, inside):
    accept_all(head, draft)
    place = clause_link(head, draft, "2.1")
    assert head.send(f"{place}/leave-out", reason="").status_code == 422
    head.passed(f"{place}/leave-out", reason="Not adopted.")
    page = head.get(draft).get_data(as_text=True)
    assert "Not adopted." in page
    assert "Do not accept a friend" in page
    assert not rows(draft)["2.1"].breachable
    assert head.post(f"{place}/put-back", data=head.guards(place)).status_code == 303
    assert rows(draft)["2.1"].left_out is None


def test_a_stale_page_changes_nothing(head, draft, sign_in, inside):
    place, other = clause_link(head, draft, "1.1"), clause_link(head, draft, "1.2")
    old = head.guards(place)
    sign_in("Peter Lomax").passed(f"{other}/leave-out", reason="Not ours.")
    fields = {"number": "1.9", "parent": "1", "kind": "clause", "like": "", "procedure": "", "question": ""}
    late = head.post(place, data={**old, **fields})
    assert late.status_code == 409
    assert "Somebody else changed this draft" in late.get_data(as_text=True)
    assert "1.9" not in rows(draft)
    for path in (f"{draft}/proposals", f"{draft}/adopt"):
        answer = head.post(path, data={**old, "submission_key": path, "minute": "M", "chair": "A", "headteacher": "B",
                                       "adopted_on-day": "1", "adopted_on-month": "6", "adopted_on-year": "2026"})  # fmt: skip
        assert answer.status_code == 409, path


def test_nothing_of_an_adopted_edition_can_be_edited(head, draft, sign_in, inside):
    accept_all(head, draft)
    place = clause_link(head, draft, "1.1")
    old = head.guards(place)
    record(head, draft, ago(5))
    sign_in("Peter Lomax").passed(f"{draft}/confirm")
    for page in (place, f"{place}/join", f"{place}/split", f"{place}/leave-out"):
        assert head.post(page, data={**old, "submission_key": page, "reason": "x", "number": "8"}).status_code == 404, page
    assert head.post(f"{place}/put-back", data=old).status_code == 409


def test_what_is_unticked_is_put_aside(head, draft, inside):
    guards = head.guards(f"{draft}/proposals")
    assert head.post(f"{draft}/proposals", data={**guards, "accept": "no key"}).status_code == 404
    head.passed(f"{draft}/proposals")
    found = rows(draft)["2.1"]
    assert (found.mapped, found.like, found.routes) == (True, None, [])
    assert "No proposal is open." in head.get(f"{draft}/proposals").get_data(as_text=True)


def test_the_draft_stands_beside_its_text(head, draft, inside):
    page = head.get(draft).get_data(as_text=True)
    for one in ("The document", "Proposed", "its words are like those of 3.2(h)", "Be kind. Be careful; think first."):
        assert one in page
    db.session.rollback()
    edition = db.session.get_one(Edition, uuid.UUID(draft.rsplit("/", 1)[1]))
    assert [number for number, _ in edition.source if number] == list(rows(draft))


@given(st.text(alphabet="ab .;:\n", max_size=60))
def test_both_sides_of_every_place_have_words(text):
    for at in places(text):
        assert text[:at].strip()
        assert text[at:].strip()


def test_a_clause_like_one_that_can_be_broken_can_be_broken(head, draft, inside):
    place = clause_link(head, draft, "1.2(a)")
    save(head, place, "1.2(a)", parent="1.2", like="3.2(h)", also_like=["3.2(j)", "3.2(h)"])
    found = rows(draft)["1.2(a)"]
    assert (found.likes, found.breachable) == (("3.2(h)", "3.2(j)"), True)
    assert "Leads to: child protection, disciplinary." in head.get(draft).get_data(as_text=True)
    save(head, place, "1.2(a)", parent="1.2", like="3.2(h)")
    assert (rows(draft)["1.2(a)"].likes, rows(draft)["1.2(a)"].breachable) == (("3.2(h)",), False), "unticked by hand"


LISTED = """Our policy

1
Conduct

1.1
Staff must not:

· juggle knives in the staff room
· sing after nine

1.2
Staff are welcome in the garden.
"""


def test_items_of_a_list_are_named_by_the_words_that_lead_into_it(head, inside):
    draft = bring_in(head, LISTED)
    page = head.get(draft).get_data(as_text=True)
    said_of = page[page.index("Look at 2 clauses that say what staff must or must not do") :].split("</li>")[0]
    assert [one in said_of for one in (">1.1(a)</a>", ">1.1(b)</a>", ">1.1</a>", ">1.2</a>")] == [True, True, False, False]
    save(head, clause_link(head, draft, "1.1(a)"), "1.1(a)", parent="1.1", kind="guidance")
    assert "Look at 1 clause that says what staff must or must not do" in head.get(draft).get_data(as_text=True)


def test_clauses_that_lead_nowhere_are_said_before_the_adoption_is_recorded(head, sign_in, inside):
    draft = bring_in(head, LISTED)
    answer = head.send(f"{draft}/adopt", **adoption(ago(1)))
    assert answer.status_code == 422
    assert "Map these clauses, or say that they lead nowhere on purpose" in said(answer)
    record(head, draft, ago(1), knowing="y")
    assert db.session.get_one(Edition, uuid.UUID(draft.rsplit("/", 1)[1])).state == "recorded"


def test_what_is_like_a_clause_that_nobody_breaks_is_decided_on(head, inside):
    draft = bring_in(head, TEXT + "\n2.2\nIn all procedures all parties must take the equal opportunities policy into account.\n")
    accept_all(head, draft)
    assert rows(draft)["2.2"].likes == ("5.1",)
    assert "lead nowhere" not in head.get(f"{draft}/adopt").get_data(as_text=True)
    record(head, draft, ago(1))


def test_the_day_of_the_review_is_asked_and_stays_within_a_year(head, sign_in, inside):
    draft = bring_in(head, TEXT)
    accept_all(head, draft)
    for wrong in (ago(1), ago(2), ago(-365)):
        answer = head.send(f"{draft}/adopt", **adoption(ago(1)), **boxes("review_due", wrong))
        assert answer.status_code == 422, wrong
        assert any(one.startswith("The review must be after the adoption and by") for one in said(answer))
    record(head, draft, ago(1), **boxes("review_due", ago(-200)))
    sign_in("Peter Lomax").passed(f"{draft}/confirm")
    db.session.rollback()
    assert db.session.get_one(Edition, uuid.UUID(draft.rsplit("/", 1)[1])).review_due == ago(-200)


def test_the_others_are_told_that_an_adoption_waits_for_them(head, sign_in, inside):
    draft = bring_in(head, TEXT)
    accept_all(head, draft)
    record(head, draft, ago(1))
    words = "The adoption of a policy waits for you to confirm it"
    for name, told in (("Peter Lomax", True), ("Margaret Thistlewood", True), ("Helen Ashworth", False), ("Amina Yusuf", False)):
        assert (words in sign_in(name).get("/notices").get_data(as_text=True)) is told, name


def test_what_was_mapped_by_hand_is_proposed_again_for_the_same_words(head, sign_in, inside):
    draft = bring_in(head, LISTED)
    save(
        head, clause_link(head, draft, "1.1(a)"), "1.1(a)", parent="1.1", breachable="y", routes=["disciplinary", "other_procedure"],
        procedure="Circus procedure", question="Was anything juggled?",
    )  # fmt: skip
    save(head, clause_link(head, draft, "1.1(b)"), "1.1(b)", parent="1.1", kind="guidance")
    record(head, draft, ago(2))
    sign_in("Peter Lomax").passed(f"{draft}/confirm")
    again = bring_in(head, LISTED.replace("Our policy", "Our policy, amended").replace("1.2\nStaff are", "1.2\nAll staff are"))
    page = head.get(f"{again}/proposals").get_data(as_text=True)
    assert "Its words are those of 1.1(a) of the edition in force" in page
    assert "Circus procedure" in page
    assert head.send(f"{again}/adopt", **adoption(ago(1))).status_code == 409, "nobody has decided on it"
    accept_all(head, again)
    found = rows(again)
    one = found["1.1(a)"]
    assert (one.breachable, one.routes, one.procedure, one.question) == (
        True, ["disciplinary", "other_procedure"], "Circus procedure", "Was anything juggled?",
    )  # fmt: skip
    assert found["1.1(b)"].kind == "guidance"
    record(head, again, ago(1))
