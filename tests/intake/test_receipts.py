"""The receipt says only what is so: who got a notice, who manages it, and nothing of the history of the person it is about."""

from __future__ import annotations

import re

import pytest
from flows import NO_HARM, begin, day, log, person_id

HARMFUL = {**NO_HARM, "H3": "yes"}


def _told(client, reference: str) -> str:
    page = client.get(f"/reported/{reference}").get_data(as_text=True)
    return re.search(r"Who manages it and who was told</h2>\s*<p[^>]*>(.*?)</p>", page, re.DOTALL)[1]


def _parents_request(client, subject: str) -> str:
    """Log that a parent's friend request was accepted: by itself a low-level concern."""
    base = begin(client)
    client.passed(f"{base}/before", danger="no", imagery="no")
    client.passed(f"{base}/who", person=subject)
    client.passed(f"{base}/found", how="saw", at="9:10am", **day("on", 1))
    client.passed(f"{base}/what", words="A mother's request.", kinds="accept_request", still_online="yes", expression="none")
    client.passed(
        f"{base}/acts/accept_request",
        channel="social_site", with_="parent", relationship="none", request_pending="no", by_subject="yes",
        reputation_at_risk="no", in_school_time="no", **day("on", 2),
    )  # fmt: skip
    offered = client.get(f"{base}/clauses").get_data(as_text=True)
    client.passed(f"{base}/clauses", keep=re.findall(r'name="keep"[^>]*value="([^"]+)"', offered))
    client.passed(f"{base}/harm", **NO_HARM)
    client.passed(f"{base}/others", interest="no")
    return client.passed(f"{base}/check").rsplit("/", 1)[1]


@pytest.mark.parametrize(
    ("about", "told", "not_told"),
    [
        ("Amina Yusuf", "Deputy designated safeguarding lead", ", Designated safeguarding lead"),
        ("Tom Ellwood", "Designated safeguarding lead, Deputy designated safeguarding lead", "Headteacher,"),
    ],
)
def test_told_are_the_roles_that_got_a_notice(world, sign_in, about, told, not_told):
    head = sign_in("Helen Ashworth")
    said = _told(head, log(head, person_id(world, about), harm=HARMFUL))
    assert f"Told: {told}." in said
    assert not_told not in said
    assert said.startswith("Headteacher manages the case.")


def test_when_nobody_is_left_the_receipt_says_who_is_asked(world, sign_in):
    lead = sign_in("Amina Yusuf")
    everybody = ("Helen Ashworth", "Daniel Pryce", "Margaret Thistlewood")
    people = [{"part": "witness", "person": person_id(world, one)} for one in everybody]
    said = _told(lead, log(lead, person_id(world, "Tom Ellwood"), people=people))
    assert "The employer's HR adviser has been asked to appoint somebody." in said.replace("&#39;", "'")
    assert "manages the case" not in said


def test_the_receipt_of_somebody_who_may_not_see_the_case_tells_nothing_of_earlier_concerns(world, sign_in):
    head, lead, subject = sign_in("Helen Ashworth"), sign_in("Amina Yusuf"), person_id(world, "Priya Raman")
    first = _parents_request(lead, subject)
    _parents_request(head, subject)
    third = _parents_request(lead, subject)
    by_lead = [lead.get(f"/reported/{one}").get_data(as_text=True) for one in (first, third)]
    steps = [re.search(r"What happens next</h2>(.*?)</ol>", one, re.DOTALL)[1] for one in by_lead]
    assert lead.get(f"/cases/{third}").status_code == 404
    assert "disciplinary" not in steps[1].lower()
    assert steps[0] == steps[1]
    assert _told(lead, first) == _told(lead, third)
    seen = head.get(f"/cases/{third}").get_data(as_text=True)
    assert "Disciplinary" in seen, "the case itself counts the earlier concerns"
