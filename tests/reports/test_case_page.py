"""The case page tells the case in order: whose step is next, how somebody was spoken to, and every event however many there are."""

from __future__ import annotations

import re

import pytest
from flows import day, log, person_id
from hearing import Hearing
from lettering import begun, boxes, counted, issued, suspended
from sqlalchemy import select

from app.cases.actions import decide, open_case, record_contact
from app.cases.models import Allegation, Case
from app.cases.protection.suspending import suspend
from app.cases.protection.words import CONDUCT_ALTERNATIVES
from app.cases.queries import allegations
from app.cases.work import Path
from app.core.action import action, seal_case
from app.core.acts import Act
from app.core.clock import london, now
from app.core.db import db
from app.documents.kinds import KINDS
from app.evidence.actions import add_link, open_evidence
from app.policy.models import Clause
from app.reports import chronology, queries
from app.reports.letters import RECEIVES
from app.reports.words import fact_sentence

EQUAL = {"conclusion": "none", "words": "Considered."}
REJECTED = {key: f"Not enough: {key}." for key, _ in CONDUCT_ALTERNATIVES}
WHY = {"reasons": "Witnesses could be influenced.", "contact": "Priya Raman", "reach": "01632 960 111", "council_on": ""}
HARMFUL = {"H1": "no", "H2": "no", "H3": "yes", "H4": "no"}


@pytest.fixture
def logged(world, sign_in, inside):
    """A case of an accepted friend request, logged by the headteacher."""
    head = sign_in("Helen Ashworth")
    reference = log(head, person_id(world, "Tom Ellwood"), harm=HARMFUL)
    return head, db.session.scalars(select(Case).where(Case.reference == reference)).one()


def test_the_page_has_its_parts_in_the_order_of_the_story(logged):
    head, case = logged
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    wanted = ("next-title", "allegations", "procedures", "account", "people", "decisions", "letters", "evidence", "chronology")
    places = [page.index(f'id="{one}"') for one in wanted]
    assert places == sorted(places)


def test_the_green_button_is_the_step_of_what_comes_next(logged):
    head, case = logged
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    green = re.findall(r'<a class="govuk-button" [^>]*>([^<]*)', page)
    first = re.search(r"What must happen next.*?<li><strong>(.*?)</strong>", page, re.DOTALL)
    assert first is not None
    assert len(green) == 1, green
    assert green[0] in {"Record LADO advice", "Decide on the first of them"}


def test_what_comes_next_names_the_letter_of_a_suspension_and_the_step_of_the_procedure_beside_it(world, sign_in, actor, inside):
    hearing, hr = Hearing(world, actor), sign_in("Ruth Okafor")
    page = f"/cases/{hearing.reference}"
    suspend(hearing.head, hearing.case, at=now(), rejected=REJECTED, words=WHY, equality=EQUAL)
    shown = hr.get(page).get_data(as_text=True)
    ahead = shown[shown.index('id="next-title"') : shown.index('id="allegations"')]
    assert f'href="{page}/letters">Send the suspension letter</a>' in ahead
    assert "Disciplinary: The assessment comes first" in ahead


def test_an_appeal_that_is_to_be_heard_does_not_ask_whoever_waits_to_withdraw_it(world, sign_in, actor, inside):
    hearing, hr = Hearing(world, actor), sign_in("Ruth Okafor")
    hearing.to_appeal()
    shown = hr.get(f"/cases/{hearing.reference}").get_data(as_text=True)
    ahead, rest = shown[shown.index('id="next-title"') :].split('id="procedures"')
    assert "Hear the appeal" in ahead
    assert "withdrawn" not in ahead
    assert "Record that the appeal was withdrawn" in rest


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("acts[0].content = abusive, identifies_pupil", "it is abusive or threatening, a pupil could be recognised by it"),
        ("acts[0].harms_working_relationships = true", "it has damaged working relationships with colleagues"),
        ("acts[1].channel = in_person", "in person, not online"),
        ("acts[0].kind = comment", "something was posted"),
    ],
)
def test_a_fact_is_told_in_words(fact, words):
    assert fact_sentence(fact) == f"In what was logged: {words}"


def test_a_conversation_says_how_it_was_held(logged):
    head, case = logged
    page = f"/cases/{case.reference}/contacts/new"
    when = dict(re.findall(r'name="(on-day|on-month|on-year|at)" [^>]*value="([^"]*)"', head.get(page).get_data(as_text=True)))
    head.passed(page, agency="lado", name="J. Marsh", how="phone", advice="Wait.", **when)
    shown = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert re.search(r">How</dt><dd[^>]*>By phone</dd>", shown)


def _story(page: str) -> list[str]:
    """The titles of the chronology on a page, as they follow one another."""
    return re.findall(r'moj-timeline__title">(.*?)</h3>', page)


def test_the_story_begins_at_the_beginning_can_be_turned_round_and_has_pages(logged, actor, monkeypatch):
    head, case = logged
    for _ in range(4):
        open_case(actor("Amina Yusuf"), case)
    where = f"/cases/{case.reference}"
    page = head.get(where).get_data(as_text=True)
    told = _story(page)
    assert "began a report" in told[0]
    assert "Amina Yusuf opened the case, 4 times" in told
    assert "Show later events" not in page
    newest = head.get(f"{where}?order=newest").get_data(as_text=True)
    assert _story(newest) == told[::-1]
    assert re.findall(r"moj-timeline__date.*?</p>", newest) == re.findall(r"moj-timeline__date.*?</p>", page)[::-1]
    monkeypatch.setattr(chronology, "MOST", 2)
    monkeypatch.setattr(queries, "MOST", 2)
    for order, words in (("", "later"), ("?order=newest", "earlier")):
        seen, place = [], where + order
        while place:
            shown = head.get(place).get_data(as_text=True)
            open_case(actor("Amina Yusuf"), case)  # what happens meanwhile moves no page
            seen += _story(shown)
            onward = re.search(rf'href="([^"#]+)#chronology">Show {words} events', shown)
            place = onward[1].replace("&amp;", "&") if onward and len(seen) < 20 else ""
        assert sum("logged the breach" in one for one in seen) == 1, seen
        assert "began a report" in seen[0 if order == "" else -1]
    assert "Back to its oldest events" in head.get(f"{where}?start=2026-01-01T00:00:00%2B00:00~1").get_data(as_text=True)
    assert "There is nothing further." in head.get(f"{where}?start=2999-01-01T00:00:00%2B00:00~1").get_data(as_text=True)
    for odd in ("junk", "~", "²~²", "0001-01-01T00:00:00%2B14:00~1", "2026-01-01~" + "9" * 400, "2026-01-01T00:00:00~1"):
        assert head.get(f"{where}?start={odd}&order={odd}&path={odd}").status_code == 200, odd


def test_the_story_of_one_procedure_says_no_more_of_a_sealed_one_than_its_words_do(logged, actor, sign_in):
    head, case = logged
    record_contact(actor("Helen Ashworth"), case, agency="lado", at=now(), words={"with": "J.", "how": "phone", "advice": "Wait."})
    for name in ("child_protection", "disciplinary"):
        row = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == name)).one()
        decide(actor("Helen Ashworth"), row, accept=True, reason="It may be.", equality=EQUAL)
    where = f"/cases/{case.reference}"
    mine = head.get(f"{where}?path=child_protection&order=newest").get_data(as_text=True)
    assert any("a conversation with the LADO" in one for one in _story(mine))
    assert not any("Disciplinary" in one for one in _story(mine))
    assert re.search(r'aria-current="true" href="[^"]*order=newest&amp;path=child_protection#', mine)
    other = _story(head.get(f"{where}?path=disciplinary").get_data(as_text=True))
    assert [one for one in other if "Disciplinary" in one] == other != []
    adviser = _story(sign_in("Ruth Okafor").get(f"{where}?path=child_protection").get_data(as_text=True))
    assert all("Child protection" in one for one in adviser), adviser


@action(Act.CASE_ALLEGE)
def _allege(_actor, case, *, up_to: int):
    """Let so many allegations of four clauses rest on the acts of a case."""
    numbers = ("3.2(a)", "3.2(g)", "3.2(h)", "3.2(i)")
    known = db.session.scalars(select(Clause).where(Clause.edition_id == case.edition_id, Clause.number.in_(numbers))).all()
    for at in range(up_to - len(allegations(case.id))):
        clause = known[at % 4]
        row = Allegation(
            school_id=case.school_id,
            case_id=case.id,
            clause_id=clause.id,
            clause_number=clause.number,
            act_index=at + 1,
            met="yes",
            proposed=False,
        )
        row.particulars = {"because": f"Because of number {at}.", "act": "accept_request", "reason": ""}
        db.session.add(row)
    seal_case(case, reason="Found later.")
    return case


def test_many_allegations_stand_under_their_clauses_with_the_numbers_that_letters_give_them(logged, actor):
    head, case = logged
    _allege(actor("Helen Ashworth"), case, up_to=20)
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    part = page[page.index('id="allegations"') : page.index('id="procedures"')]
    rows = allegations(case.id)
    assert len(rows) == 20
    sections = part.split('<section class="eh-alleged"')[1:]
    assert len(sections) == len({one.clause_number for one in rows}) < 6
    placed = {}
    for one in sections:
        number = re.search(r">Clause (\S+?)[:<]", one)[1]
        assert one.count("In force that day") == 1
        placed |= {int(at): number for at in re.findall(r'eh-alleged__row" value="(\d+)"', one)}
    assert placed == {at: one.clause_number for at, one in enumerate(rows, 1)}
    assert part.count("Outcome: Open") == 20


def test_what_was_issued_is_on_the_page_with_how_it_went_and_a_draft_is_a_next_step_for_whoever_may_write_it(world, app, sign_in):
    head, adviser = sign_in("Helen Ashworth"), sign_in("Ruth Okafor")
    reference = suspended(app, world)
    where = f"/cases/{reference}"
    head.get(where)
    with counted(app) as before:
        head.get(where)
    letter = begun(head, reference, "suspension")
    page = head.get(where).get_data(as_text=True)
    ahead = page[page.index('id="next-title"') : page.index('id="allegations"')]
    assert f'<a class="govuk-link" href="{letter}">Finish the draft and issue it: Suspension letter</a>' in ahead
    assert "Begun by Helen Ashworth" in ahead
    issued(head, letter, **boxes())
    here = london(now())
    head.passed(f"{letter}/service", how="hand", at=f"{here:%H:%M}", proof="Signed for at 4pm", **day("on", 0))
    with counted(app) as after:
        page = head.get(where).get_data(as_text=True)
    part = page[page.index('id="letters"') : page.index('id="evidence"')]
    assert "Finish the draft" not in page
    assert re.search(r"Issued [^<]* by Helen Ashworth, to Callum Reyes<br>Handed over in person, [^<]*: Signed for at 4pm", part)
    assert len(after) == len(before) + 1, "the letters and how they went are one question"
    sealed = adviser.get(where).get_data(as_text=True)
    assert "Suspension letter" not in sealed[sealed.index('id="decisions"') : sealed.index('id="evidence"')]
    assert "Signed for" not in sealed
    begun(adviser, reference, "resignation")
    assert "Finish the draft and issue it: Acknowledgement of a resignation" in head.get(where).get_data(as_text=True)


def test_every_kind_says_whom_it_goes_to():
    assert set(RECEIVES) == set(KINDS)


def test_each_document_says_what_it_shows_and_when_it_was_opened(logged, actor):
    head, case = logged
    who = actor("Helen Ashworth")
    rows = [
        add_link(who, case, url=f"https://social.example/{one}", sheet={"shows": f"Post number {one}", "platform": "A site"})
        for one in range(3)
    ]
    for _ in range(2):
        open_evidence(who, rows[1], why="To read it.")
    page = head.get(f"/cases/{case.reference}").get_data(as_text=True)
    shown = re.findall(r'<li class="eh-rows__row">.*?</li>', page, re.DOTALL)
    assert [re.findall(r"Post number \d", one) for one in shown] == [["Post number 0"], ["Post number 1"], ["Post number 2"]]
    assert [one.count("Opened ") for one in shown] == [0, 2, 0]
    assert all("A site, taken in" in one for one in shown)
