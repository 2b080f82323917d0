"""The letters of a hearing, filled from what was recorded: invitation, outcome, notice to the council, and the appeal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flows import day as boxes_of
from hearing import Hearing
from lettering import begun, issued, text_of

from app.cases.hearings.effects import standing
from app.cases.models import Part, Visit
from app.core.calendar import warning_until
from app.core.clock import said
from app.core.db import db
from app.people.queries import today

OUTCOME = {
    "present": "Her union representative",
    "reasons": "The post was seen by parents.",
    "mitigation": "She took it down the same evening.",
    "appeal_to": "The clerk to the governors",
    "referral": "none",
    "kept": "On your personnel file.",
}


@pytest.fixture
def hearing(world, actor, inside):
    return Hearing(world, actor)


def test_the_invitation_takes_the_day_and_the_place_from_the_case(hearing, sign_in):
    hearing.appoint()
    hearing.to_report()
    later = today() + timedelta(days=60)
    hearing.set_hearing(on=later.isoformat())
    adviser = sign_in("Ruth Okafor")
    where = begun(adviser, hearing.reference, "hearing")
    page = adviser.get(f"{where}/preview").get_data(as_text=True)
    for words in (said(later), "10am", "The library", "George Halloran"):
        assert words in page, words
    assert "clear working days must lie between" not in page


def test_an_outcome_letter_needs_the_decision_and_says_it(hearing, sign_in):
    adviser = sign_in("Ruth Okafor")
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    where = begun(adviser, hearing.reference, "outcome")
    before = adviser.get(where).get_data(as_text=True)
    assert "Record the decision, with a finding for each allegation, on the case first." in before
    hearing.decide(sanction="final_warning")
    stopped = adviser.get(where).get_data(as_text=True)
    assert "“What must change, and by when” is empty." in stopped
    assert "“The last day of employment” is empty." not in stopped
    issued(adviser, where, **OUTCOME, **boxes_of("hearing_on", 0), improvement="No posts about the school. Training by May.")
    text = text_of(adviser.get(f"{where}/pdf").get_data())
    assert "Proven on the balance of probabilities" in text
    assert "Final written warning" in text
    (warning,) = standing(hearing.path)
    assert f"{said(today())} to {said(warning_until(today(), warning.months))}" in text
    assert "within 10 working days" in text
    assert "George Halloran" in text
    assert sign_in("Laura Fenwick").get(where).status_code == 404


def test_no_action_is_said_and_a_dismissal_asks_for_its_day_and_pay(hearing, sign_in):
    adviser = sign_in("Ruth Okafor")
    hearing.appoint()
    hearing.to_report()
    hearing.set_hearing()
    hearing.decide("not_proven", "none")
    where = begun(adviser, hearing.reference, "outcome")
    issued(adviser, where, **OUTCOME, **boxes_of("hearing_on", 0))
    text = text_of(adviser.get(f"{where}/pdf").get_data())
    assert "The decision is: No action." in text
    assert "It is live from" not in text
    council = begun(adviser, hearing.reference, "determination")
    assert "No decision to dismiss is recorded on this case" in adviser.get(council).get_data(as_text=True)


def test_the_outcome_of_an_appeal_says_what_its_panel_decided(hearing, sign_in):
    adviser = sign_in("Ruth Okafor")
    hearing.to_appeal()
    where = begun(adviser, hearing.reference, "appeal_invitation")
    page = adviser.get(where).get_data(as_text=True)
    assert "Too harsh." in page
    assert "Ivy Nwosu" in page
    hearing.take(hearing.appeal, "hear_appeal", "not_proven", result="upheld", stands="none", reasons="It was satire.")
    outcome = begun(adviser, hearing.reference, "appeal_outcome")
    issued(adviser, outcome, result="upheld", reasons="It was satire.", stands="Nothing.", **boxes_of("appeal_on", 0))
    text = text_of(adviser.get(f"{outcome}/pdf").get_data())
    assert "Your appeal is upheld" in text
    assert "It was satire." in text


def test_a_dismissal_goes_to_the_council_with_its_reasons(hearing, sign_in):
    adviser = sign_in("Ruth Okafor")
    hearing.appoint("officer", "hearer")
    for name in ("Ivy Nwosu", "Stefan Kowalski"):
        hearing.also(name, Part.HEARER)
    hearing.to_report()
    hearing.set_hearing()
    hearing.decide(sanction="dismissal")
    letter = adviser.get(begun(adviser, hearing.reference, "outcome")).get_data(as_text=True)
    assert "“The last day of employment” is empty." in letter
    assert "“Notice and pay” is empty." in letter
    assert "“What must change, and by when” is empty." not in letter
    council = begun(adviser, hearing.reference, "determination")
    issued(
        adviser, council, to_name="The director of children's services", reasons="Trust was lost.", appeal_stands="None yet.",
        **boxes_of("decided_on", 0),
    )  # fmt: skip
    text = text_of(adviser.get(f"{council}/pdf").get_data())
    assert "Dismissal with notice" in text
    assert "within 14 days beginning with the day of this notice" in text


def test_reading_a_letter_is_seeing_the_file(hearing, sign_in):
    clerk = hearing.clerk
    hearing.also("Peter Lomax", Part.MINUTES)
    client = sign_in("Peter Lomax")
    assert client.get(f"/cases/{hearing.reference}/letters").status_code == 200
    assert db.session.get(Visit, (clerk.person_id, hearing.case.id)) is not None
