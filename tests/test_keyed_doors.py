"""Every page whose address names a case or a row of one: who gets it, that nobody else does, and that no other case's row opens it."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from flows import NO_HARM, log, person_id
from hearing import EQUAL, Hearing
from protecting import REJECTED, WHY, protection, step
from sqlalchemy import select

from app.cases.actions import decide, record_contact
from app.cases.clocking.requesting import record_request
from app.cases.engine import Whole
from app.cases.models import Case, Involvement, Part
from app.cases.parts import give_part, name_part
from app.cases.protection import agencies, leaving, suspending
from app.cases.protection.models import Noted, ProtectionEntry
from app.cases.work import Deadline
from app.core.clock import now
from app.core.db import db, reach
from app.documents.actions import begin
from app.evidence.actions import add_file
from app.evidence.vault import take_in
from app.people.queries import today
from app.reports.bundle.actions import ask
from app.reports.bundle.making import make_due

HEAD, ADVISER, LEAD, DEPUTY = "Helen Ashworth", "Ruth Okafor", "Amina Yusuf", "Colin Baptiste"
OFFICER, HEARER, APPEAL, CHAIR, CLERK = "Farah Siddiqui", "George Halloran", "Ivy Nwosu", "Margaret Thistlewood", "Peter Lomax"
STRANGERS = {
    "Laura Fenwick": "the accused, who has an account",
    "Daniel Pryce": "a witness who is the deputy headteacher",
    "Stefan Kowalski": "a governor without a part",
    "Owen Tate": "the administrator",
    "Beth Marland": "the data protection officer",
    "Marcus Vale": "the headteacher of the other school",
    "Nadia Hussain": "the safeguarding lead of the other school",
}
MANAGER = {HEAD}
ADVISES = {HEAD, ADVISER}
PROTECTS = {HEAD, LEAD, DEPUTY}
ADDS = PROTECTS | {ADVISER, OFFICER}
HEARS = {HEAD, ADVISER, OFFICER, HEARER}
WORKS = ADDS | {HEARER, APPEAL}
GOVERNS = {CHAIR, CLERK}

GETS: dict[str, set[str]] = {
    "bundles.bundles": WORKS,
    "bundles.clear": ADVISES,
    "bundles.file": ADVISES | {HEARER},
    "cases.advance": MANAGER,
    "cases.by_key": WORKS,
    "cases.contact": PROTECTS,
    "cases.decide": MANAGER,
    "cases.give_part": ADVISES,
    "cases.hand_over": ADVISES,
    "cases.name_part": MANAGER,
    "cases.sealed": PROTECTS,
    "clocking.answered": MANAGER,
    "clocking.birthday": PROTECTS,
    "clocking.change": MANAGER,
    "clocking.clock": PROTECTS,
    "clocking.explain": MANAGER,
    "clocking.request_": ADVISES,
    "documents.file": PROTECTS,
    "documents.letter": PROTECTS,
    "documents.letters": WORKS,
    "documents.preview": PROTECTS,
    "evidence.add_file": ADDS,
    "evidence.add_link": ADDS,
    "evidence.open_one": WORKS,
    "hearings.adjustment": HEARS,
    "hearings.hearing": HEARS | {APPEAL},
    "hearings.put": HEARS,
    "intake.add_allegation": MANAGER,
    "intake.called_about": {HEAD},  # whoever reported it
    "intake.later": MANAGER,
    "intake.limbs": MANAGER,
    "intake.logged": {HEAD},
    "protection.agreed": PROTECTS,
    "protection.beside": PROTECTS,
    "protection.called": WORKS,
    "protection.conduct": WORKS,
    "protection.left": MANAGER,
    "protection.letter": MANAGER,
    "protection.lift": GOVERNS,
    "protection.meeting": PROTECTS,
    "protection.refer": MANAGER,
    "protection.removal": MANAGER,
    "protection.restriction": PROTECTS,
    "protection.restriction_end": PROTECTS,
    "protection.review": MANAGER,
    "protection.settled": PROTECTS,
    "protection.strand": PROTECTS,
    "protection.suspend": MANAGER,
    "protection.telling": PROTECTS,
    "reports.case": WORKS,
    "reports.handovers": WORKS,
    "shell.close": ADVISES,
    "shell.born": ADVISES,
    "shell.end_pause": ADVISES,
    "shell.link": ADVISES,
    "shell.pause": ADVISES,
    "shell.review_pause": ADVISES,
    "shell.take_up": ADVISES,
    "shell.whole": ADVISES,
    # these wait for what this case has not: an issued letter, a complaint, a closing that was asked for
    "dignity.support": set(),
    "documents.serve": set(),
    "shell.send_back": set(),
    "shell.sign": set(),
}
"""Who gets which page; a page that is not in this table fails the test."""
NAMES_A_CASE = {"reference", "case_id", "suspension_id", "evidence_id"}


class Cases:
    """The case about somebody with an account, in which a child is protected, and one with a hearing and a bundle, worked through the actions."""

    def __init__(self, world, actor, client, data):
        self.head, self.adviser, self.lead = actor(HEAD), actor(ADVISER), actor(LEAD)
        keys = {name: uuid.UUID(person_id(world, name)) for name in (OFFICER, HEARER, APPEAL, "Daniel Pryce")}
        child = {"part": "child", "name": "Zoë Markham", "note": "Year 6"}
        self.reference = log(client, person_id(world, "Laura Fenwick"), harm={**NO_HARM, "H3": "yes"}, people=[child])
        decide(self.head, protection(self.case), accept=True, reason="It follows.", equality=EQUAL)
        record_contact(self.lead, self.case, agency="lado", at=now(), words={"with": "J. Marsh", "advice": "Wait."})
        step(self.head, self.case, "school_leads", ask_advice="Wait.", ask_parallel="yes")
        given = {"at": now(), "rejected": REJECTED, "words": WHY, "equality": EQUAL}
        suspension = suspending.suspend(self.head, self.case, **given).id
        meeting = agencies.record_meeting(self.head, self.case, what="amsm", on=today(), chair="J. Marsh", attendees="All").id
        later = today() + timedelta(days=3)
        agencies.agree(self.head, self.case, meeting_id=meeting, what="Ask.", owner="dsl", name="", by=later)
        leaving.record_removal(self.head, self.case, what="moved", on=today(), words={"why": "Risk."}, equality=EQUAL)
        for name, part in ((OFFICER, Part.INVESTIGATOR), (HEARER, Part.HEARER), (APPEAL, Part.APPEAL_PANEL)):
            give_part(self.head, self.case, person_id=keys[name], part=part, tie="none")
        name_part(self.head, self.case, part=Part.WITNESS, person_id=keys["Daniel Pryce"], name="", note="")
        case = self.case
        stored = take_in(io.BytesIO(b"ID3 sound"), case_id=case.id, school_id=case.school_id, data=data, most=10**6)
        evidence = add_file(self.head, case, stored=stored, name="a.mp3", media_type="audio/mpeg", sheet={"shows": "A call"})
        evidence_id, letter = evidence.id, begin(self.head, self.case, kind="lado_referral").id
        asked = record_request(self.head, self.case, kind="sar_1m", on=today()).id
        paths = {one.name: one.id for one in Whole(self.case).paths}
        self.own: dict[str, Any] = {
            "reference": self.reference,
            "case_id": self.case.id,
            "path_id": paths["disciplinary"],
            "step_key": "tell_subject_employer_led",
            "involvement_id": self._one(Involvement, part="child"),
            "clock_id": self._one(Deadline, rule="employer_action_3wd"),
            "letter_id": letter,
            "meeting_id": meeting,
            "suspension_id": suspension,
            "agreed_id": self._one(ProtectionEntry, kind=Noted.AGREED.value),
            "removal_id": self._one(ProtectionEntry, kind=Noted.REMOVAL.value),
            "evidence_id": evidence_id,
            "agency": "police",
            "body": "dbs",
            "what": "pdf",
            "how": "extend",
            "act_kind": "comment",
        }
        self.asked, self.protecting = asked, paths["child_protection"]
        self.hearing = Hearing(world, actor)
        self.hearing.appoint()
        self.hearing.to_report()
        self.hearing.set_hearing()
        self.bundle = ask(self.adviser, self.hearing.case, for_part="hearing").id
        make_due(data)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        db.session.rollback()
        return db.session.scalars(select(Case).where(Case.reference == self.reference)).one()

    def _one(self, model, **by) -> uuid.UUID:
        return db.session.scalars(select(model.id).filter_by(case_id=self.case.id, **by)).first()


def _get(app, client, address: str) -> int:
    """The status of an answer; what is on the pages is looked at elsewhere."""
    before = reach.get()
    with app.app_context():
        answer = FlaskClient.open(client, address)
        answer.get_data()
        answer.close()
    reach.set(before)
    return int(answer.status_code)


@pytest.fixture
def cases(app, world, actor, sign_in, inside):
    return Cases(world, actor, sign_in(HEAD), app.config["SETTINGS"].data)


def _addresses(app, cases) -> list[tuple[str, dict[str, Any], str]]:
    """Each page on which a case or a row of one is named, with what stands in its address."""
    second = {"reference": cases.hearing.reference, "bundle_id": cases.bundle}
    of = {
        "bundles.file": second,
        "hearings.adjustment": second,
        "hearings.hearing": second,
        "hearings.put": second,
        "cases.advance": {"path_id": cases.protecting},
        "clocking.answered": {"clock_id": cases.asked},
    }
    rules = [one for one in app.url_map.iter_rules() if "GET" in (one.methods or ()) and one.arguments & NAMES_A_CASE]
    to = app.url_map.bind("localhost")
    found = [(one, {name: {**cases.own, **of.get(one.endpoint, {})}[name] for name in one.arguments}) for one in rules]
    return [(one.endpoint, given, to.build(one.endpoint, given)) for one, given in found]


def test_whoever_works_on_a_case_gets_their_pages_and_nobody_else_finds_one(app, cases, sign_in):
    clients = {name: sign_in(name) for name in (*sorted(WORKS), CHAIR, CLERK, *STRANGERS)}
    addresses = _addresses(app, cases)
    assert {one[0] for one in addresses} == set(GETS)
    for endpoint, _, address in addresses:
        answers = {name: _get(app, client, address) for name, client in clients.items()}
        assert set(answers.values()) <= {200, 302, 404}, (endpoint, answers)
        assert {name for name, status in answers.items() if status != 404} == GETS[endpoint], (endpoint, answers)


def test_a_row_of_one_case_is_not_found_under_another(app, cases, sign_in):
    on_both = {name: sign_in(name) for name in (HEAD, ADVISER, OFFICER, HEARER, APPEAL)}
    to, first, second = app.url_map.bind("localhost"), cases.reference, cases.hearing.reference
    keys = {
        "path_id",
        "involvement_id",
        "clock_id",
        "letter_id",
        "meeting_id",
        "suspension_id",
        "agreed_id",
        "removal_id",
        "bundle_id",
    }
    asked = 0
    for endpoint, given, _ in _addresses(app, cases):
        if "reference" in given and given.keys() & keys:
            address = to.build(endpoint, {**given, "reference": second if given["reference"] == first else first})
            assert {_get(app, client, address) for client in on_both.values()} == {404}, address
            asked += 1
    assert asked > 15
