"""The mail of half past seven, role by role: who gets one, that it says only to sign in, and that it goes once."""

from __future__ import annotations

from datetime import date
from email import message_from_string
from email.policy import default

import pytest
from hearing import Hearing
from mornings import at, logged, meet_all, morning, told
from sqlalchemy import select

from app.cases.models import Case, Part
from app.cases.parts import name_part
from app.cases.work import Deadline, runs
from app.core.calendar import ENGLAND
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.permission import job
from app.jobs import DAILY, Mornings
from app.notices.actions import send_due
from app.notices.models import Notice
from app.notices.post import BODY, SUBJECT

pytestmark = pytest.mark.usefixtures("inside")
NEVER = {
    "Farah Siddiqui": "investigates a case, whose clock the HR adviser keeps",
    "George Halloran": "heard a case",
    "Ivy Nwosu": "sits on the panel of the appeal",
    "Peter Lomax": "clerk, who has no part in the case",
    "Beth Marland": "data protection officer",
    "Owen Tate": "administrator",
    "Laura Fenwick": "staff, and accused in a case",
    "Stefan Kowalski": "panel member without a case",
    "Marcus Vale": "headteacher of another school",
    "Nadia Hussain": "safeguarding lead of another school",
}


@pytest.fixture
def mails(catcher):
    """What goes out on a morning of the worker, as (address, message): what was told before has been sent."""

    def of(day: date) -> list[str]:
        with at(day, 7, 29):
            while db.session.scalar(select(Notice.id).where(Notice.state == "due").limit(1)):
                send_due(None)
        before = len(catcher.messages)
        for _ in ("the worker", "one that was started again"):
            morning(day, Mornings({"calendar": DAILY["calendar"], "clocks": DAILY["clocks"]}))
            with at(day, 7, 31):
                send_due(catcher.post)
                send_due(catcher.post)
            reach_for(EVERY_SCHOOL)
        return sorted(" ".join(to.split("@")[0].split(".")).title() for to, _ in catcher.messages[before:])

    return of


def test_each_role_gets_one_mail_when_something_of_theirs_is_due_and_nobody_else_gets_any(world, actor, mails, catcher, settings):
    meet_all(job("test"), None)
    held = Hearing(world, actor)
    held.to_appeal()
    clerks = select(Deadline.due_on).where(Deadline.case_id == held.case.id, Deadline.owner == "clerk", *runs())
    second = db.session.scalars(clerks).one()
    first = ENGLAND.add(second, -1)
    with at(ENGLAND.add(first, -1)):
        about_head = _case(logged(world, "Amina Yusuf", "Helen Ashworth", harm="may_be"))
    assert mails(first) == ["Amina Yusuf", "Colin Baptiste", "Margaret Thistlewood"], "and never the head, whose own case it is"
    meet_all(job("test"), about_head)
    with at(first):
        of_child = _case(logged(world, "Margaret Thistlewood", "Tom Ellwood", harm="may_be"))
        of_deputy = _case(logged(world, "Helen Ashworth", "Laura Fenwick"))
        name_part(held.head, of_deputy, part=Part.WITNESS, person_id=held.head.person_id, name="", note="Was there.")
    assert (about_head.manager, of_child.manager, of_deputy.manager) == ("chair_of_governors", "headteacher", "deputy_head")
    got = mails(second)
    assert got == [
        "Amina Yusuf",  # the referral to the LADO is hers too
        "Colin Baptiste",  # and her deputy's
        "Daniel Pryce",  # manages the case in which the headteacher is a witness
        "Helen Ashworth",  # manages the case about the child
        "Ruth Okafor",  # keeps the clerk's clock of the appeal
    ]
    assert not set(got) & NEVER.keys() and NEVER.keys() <= {one["name"] for one in world["people"]}
    assert sorted(name for name, at_ in told("clocks_due") if at_.date() == second) == got
    assert mails(second) == [], "it went"
    for to, raw in catcher.messages:
        message = message_from_string(raw.replace("\r\n", "\n"), policy=default)
        assert message.get_content() == BODY.format(address=f"https://{settings.origin}/"), (
            "the same words, whatever is due and to whom"
        )
        said = {name for name, _ in message.items()}
        assert said <= {"From", "To", "Subject", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version", "X-Peer", "X-MailFrom", "X-RcptTo", "Date"}  # fmt: skip
        assert (message["To"], message["Subject"]) == (to, SUBJECT)
        for case in (about_head, of_child, of_deputy, held.case):
            assert not [one for one in (case.reference, str(case.id), *case.subject["name"].split()) if one in raw.replace(to, "")]


def _case(reference: str) -> Case:
    return db.session.scalars(select(Case).where(Case.reference == reference)).one()
