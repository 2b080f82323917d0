"""An outcome is recorded for every allegation or for none, and nothing is called false while the police are at work."""

from __future__ import annotations

import pytest
from protecting import EQUAL, ledger, protection, step

from app.cases.actions import advance, record_contact
from app.cases.engine import Whole
from app.core.action import Blocked
from app.core.clock import now


def test_no_stage_is_reached_with_an_allegation_left_out(head, case):
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    path = protection(case)
    for outcomes in ({}, None):
        with pytest.raises(Blocked, match="Each allegation needs an outcome"):
            advance(head, path, step_key="set_outcome_employer_led", seen_stage="employer_led",
                    answers={"evidence": "E", "lado_view": "L"}, outcomes=outcomes, equality=EQUAL)  # fmt: skip
    assert protection(case).stage == "employer_led"
    assert Whole(case).findings == []


def test_while_the_police_are_at_work_no_further_action_cannot_be_agreed_and_nothing_is_false(head, case):
    record_contact(head, case, agency="police", at=now(), words={"with": "DC", "how": "phone", "reference": "", "advice": "Wait."})
    assert ledger(case).is_live("police"), "told: they are deciding"
    with pytest.raises(Blocked, match="no allegation can be called false"):
        step(head, case, "agree_nfa", outcome="false", why="No.", wording="None.")
    with pytest.raises(Blocked, match="police must have finished"):
        step(head, case, "agree_nfa", outcome="unfounded", why="No.", wording="None.")


def test_basic_facts_are_gathered_from_records_and_nobody_is_questioned(world, sign_in, inside):
    from flows import FAIR, day, log, person_id
    from protecting import HARM

    client = sign_in("Helen Ashworth")
    reference = log(client, person_id(world, "Tom Ellwood"), harm=HARM)
    from app.cases.models import Case
    from app.core.db import db

    case = db.session.query(Case).filter_by(reference=reference).one()
    path = Whole(case).path("child_protection")
    where = f"/cases/{reference}/procedures/{path.id}"
    client.passed(where, accept="yes", reason="It follows.", **FAIR)
    page = client.get(f"{where}/gather_facts").get_data(as_text=True)
    assert "Nobody may be questioned" in page
    told = {"service": "Six years", "role": "Year 5 teacher, teaches the child", "earlier": "none", "children": "Two of his own",
            "words": "The rota puts him in room 4.", "first_by": "Laura Fenwick"}  # fmt: skip
    answer = client.send(f"{where}/gather_facts", **{f"ask_{key}": value for key, value in told.items()})
    assert answer.status_code == 422, "the day of signing is missing"
    client.passed(f"{where}/gather_facts", **{f"ask_{key}": value for key, value in told.items()}, **day("ask_first_on", 0))
    page = client.get(f"/cases/{reference}").get_data(as_text=True)
    assert "On which day did they sign and date it?" in page
    assert "Two of his own" in page
    assert "Two of his own" not in sign_in("Ruth Okafor").get(f"/cases/{reference}").get_data(as_text=True)
