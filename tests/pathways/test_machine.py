"""Random sequences through the real actions and database: what a page offers succeeds, what is refused changes nothing, and whatever
is done the case holds together, its trail is whole, and it can still be brought to its close.

`EVENHAND_MACHINE=200` walks so many sequences, drawn afresh; without it a few that are the same every time.
"""

from __future__ import annotations

import contextlib
import os
import sys
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from casework import EQUAL, LIMBS, WORDS, Play, answers_to, fault_of_trail
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.cases.actions import advance, decide, record_contact
from app.cases.engine import CP, is_live, is_running, pathway_of
from app.cases.models import CONFLICTED, MAY_BE_ONE, WORKING, Case, Part
from app.cases.parts import give_part, hand_over, name_part, open_roles
from app.cases.protection.agencies import allow_telling, record_meeting, record_strand
from app.cases.protection.leaving import decide_referral
from app.cases.queries import deadlines, decisions
from app.cases.shell.closing import ask_to_close, sign_off
from app.cases.shell.pausing import end_pause, pause, review_pause
from app.cases.shell.reopening import OPENS, open_to, take_up
from app.cases.sight import HEARS
from app.core.action import Blocked, Stale
from app.core.acts import Act, Role
from app.core.clock import frozen
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.keys import RING
from app.core.permission import Actor, Holding, NotThere, job, may, visible
from app.core.trail import Event
from app.intake.adding import add_allegation
from app.intake.rerouting import answer_limbs
from app.pathways import PATHWAYS
from app.pathways.guards import blocking
from app.pathways.pathway import ANY_LIVE, AskKind, Kind
from app.people.actions import appoint, enter
from app.people.models import Person, School

LONG = int(os.environ.get("EVENHAND_MACHINE", "0"))
NAMES = (
    "Helen Ashworth", "Daniel Pryce", "Amina Yusuf", "Colin Baptiste", "Margaret Thistlewood", "Peter Lomax", "Farah Siddiqui",
    "George Halloran", "Ivy Nwosu", "Stefan Kowalski", "Ruth Okafor", "Laura Fenwick",
)  # fmt: skip
MAY_TURN_OUT = ("Helen Ashworth", "Laura Fenwick", "Daniel Pryce", "George Halloran")
KINDS = (
    {"kind": "accept_request", "with": "pupil", "age_at_act": 11},
    {"kind": "accept_request", "with": "parent"},
    {"kind": "comment", "about": ["school"], "content": ["offensive"], "expression": "belief"},
    {"kind": "message", "with": "colleague", "about": ["colleague"], "content": ["derogatory", "discriminatory"], "channel": "messaging"},
    {"kind": "comment", "about": ["pupil"], "content": ["offensive", "identifies_pupil"], "reputation_at_risk": True},
    {"kind": "other", "channel": "in_person", "about": ["parent"]},
)  # fmt: skip
PLAIN = {"channel": "social_site", "on": None, "by_subject": "yes", "reputation_at_risk": "no", "in_school_time": "no"}
LATER = {
    "accept_request": {**PLAIN, "with_": "pupil", "age_at_act": 11, "relationship": "none", "request_pending": "no"},
    "message": {**PLAIN, "with_": "colleague", "initiated_by": "subject", "content": ["derogatory"], "about": ["colleague"]},
    "other": {**PLAIN, "channel": "in_person", "about": ["pupil"], "content": ["discriminatory"], "visibility": "closed"},
}
REFUSALS = (Blocked, Stale, NotThere)
DAYS = st.integers(0, 30)
START = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)


class CaseMachine(RuleBasedStateMachine):
    """One case about one member of staff, from the report to its close, by whoever has a part in it."""

    world: dict
    fresh: staticmethod

    def __init__(self):
        super().__init__()
        type(self).fresh()
        self.play, self.at, self.closed, self.seen = Play(self.world), START, False, -1
        self.cast = {name: self.play.actor(name) for name in NAMES}

    # what is read

    @property
    def whole(self):
        return self.play.whole

    def seeing(self):
        """Those of the cast who may know of the case now."""
        return [one for one in self.cast.values() if self._sees(one)]

    def _sees(self, actor):
        db.session.rollback()
        try:
            return visible(actor, Case, id=self.play.case_id) is not None
        except NotThere:
            return False

    def offers(self):
        """Every step that the case page offers to anybody now."""
        whole, seeing = self.whole, self.seeing()
        with frozen(self.at):
            return [(actor, path, offer) for actor in seeing for path in whole.paths for offer in whole.offers(actor, path)]

    def _written(self):
        db.session.rollback()
        return db.session.scalar(select(func.count()).select_from(Event))

    def _refused(self, what):
        """Do what must be refused: it is, and nothing is written."""
        before = self._written()
        with frozen(self.at), pytest.raises(REFUSALS):
            what()
        assert self._written() == before

    # what is done

    @initialize(
        act=st.sampled_from(KINDS),
        about=st.sampled_from(("Tom Ellwood", "Helen Ashworth")),
        harm=st.lists(st.sampled_from(("no", "no", "no", "may_be", "unknown")), min_size=4, max_size=4),
        opened=st.sampled_from((True, True, False)),
    )
    def log(self, act, about, harm, opened):
        post = "headteacher" if about == "Helen Ashworth" else "teacher"
        facts = {
            "reported_at": self.at.isoformat(),
            "subject": {"post": post},
            "harm": dict(zip(LIMBS, harm, strict=True)),
            "acts": [act],
        }
        self.play.log(facts, about=about)
        if opened:
            self._open_everything()

    def _open_everything(self):
        manager = self._manager()
        with frozen(self.at):
            record_contact(manager, self.whole.case, agency="lado", at=self.at, words=WORDS)
            while proposed := [one for one in self.whole.paths if one.state == "proposed"]:
                decide(manager, proposed[0], accept=True, reason="It follows.", equality=EQUAL)

    def _time_passes(self, days):
        self.at += timedelta(hours=3, days=days if self.at < START + timedelta(days=300) else 0)

    @precondition(lambda self: any(one.state == "proposed" for one in self.whole.paths))
    @rule(data=st.data(), accept=st.booleans(), days=DAYS)
    def decide(self, data, accept, days):
        self._time_passes(days)
        paths = [one for one in self.whole.paths if one.state == "proposed"]
        path = paths[data.draw(st.integers(0, len(paths) - 1))]
        actor = self.cast[data.draw(st.sampled_from(NAMES))]
        if not self._sees(actor):
            return  # no page and no action reaches a case that one may not know of
        manages = "case_manager" in self.whole.roles(actor)

        def act():
            return decide(actor, path, accept=accept, reason="It follows.", equality=EQUAL)

        declines_protection = path.name == CP and not accept and not self._may_decline()
        if not manages or declines_protection:
            self._refused(act)
            return
        with frozen(self.at):
            assert act().state == ("accepted" if accept else "declined")

    def _may_decline(self):
        answers = {one["answer"] for one in self.whole.case.limbs.values()}
        return answers == {"no"} or ("unknown" not in answers and any(one.agency == "lado" for one in self.whole.contacts))

    @precondition(lambda self: self.offers())
    @rule(data=st.data(), times=st.integers(1, 4), days=DAYS)
    def take_what_is_offered(self, data, times, days):
        for _ in range(times):
            self._time_passes(days)
            found = [one for one in self.offers() if not one[2].blocked_by and not self._too_soon(one[1], one[2].step)]
            if not found:
                return
            name = data.draw(st.sampled_from(sorted({path.name for _, path, _ in found})))
            by_words = {
                f"{actor.name}: {path.name}.{one.step.key}": (actor, path, one) for actor, path, one in found if path.name == name
            }
            actor, path, offer = by_words[data.draw(st.sampled_from(sorted(by_words)))]
            self._take(actor, path, offer.step, data)

    def _too_soon(self, path, step):
        """An outcome while the police are at work: the procedure allows it, and what the police come to is recorded before it."""
        return step.target == "outcome_set" and self.whole.facts(path, None).police_live

    def _take(self, actor, path, step, data=None):
        answers, whole = self._answers(step, data), self.whole
        words = [word for word, _ in step.sets_outcomes]
        pick = (lambda: data.draw(st.sampled_from(words))) if data else (lambda: words[-1])
        outcomes = {one.id: pick() for one in whole.to_find(path, step)} if words else None
        if "file" in answers and not data:
            found = {one.word for one in whole.findings if one.path_id == path.id}
            answers["file"] = "taken_off" if found and found <= {"false", "malicious"} else "kept"
        with frozen(self.at):
            known = whole.facts(path, actor, answers)
        if outcomes:
            found = {str(key): word for key, word in outcomes.items()}
            known = replace(known, outcomes=tuple(outcomes.values()), found=found, every_allegation_has_outcome=True)
        blocked = (*blocking(step, known), *whole.rests(path))

        def act():
            return advance(
                actor, path, step_key=step.key, seen_stage=path.stage, answers=answers, outcomes=outcomes,
                equality=EQUAL if step.equality else None,
            )  # fmt: skip

        if step.equality:
            self._refused(
                lambda: advance(actor, path, step_key=step.key, seen_stage=path.stage, answers=answers, outcomes=outcomes)
            )
        if blocked:
            self._refused(act)
            return False
        with frozen(self.at):
            assert act().stage == step.target
        return True

    def _answers(self, step, data):
        answers = answers_to(
            step,
            self.at,
            strong_evidence="The messages were made up.",
            **{f"worse_{key}": "no" for key in ("2w", "6w", "3m", "check", "now")},
            **({"notice": _day(self.at - timedelta(days=20)), "on": _day(self.at)} if not data else {}),
            review_on=_day(self.at + timedelta(days=7)),
        )
        for ask in step.asks if data else ():
            if ask.kind in {AskKind.CHOICE, AskKind.YES_NO}:
                words = [word for word, _ in ask.choices] or ["yes", "no"]
                answers[ask.key] = data.draw(st.sampled_from(words))
            elif ask.kind is AskKind.DATE and ask.key == step.on:
                back = data.draw(st.integers(0, max(0, (self.at - self.whole.case.reported_at).days - 1)))
                answers[ask.key] = _day(self.at - timedelta(days=back))
            elif ask.kind is AskKind.DATE:
                answers[ask.key] = _day(self.at + timedelta(days=data.draw(st.integers(-20, 40))))
            elif not ask.required and data.draw(st.booleans()):
                answers[ask.key] = "12"
        return answers

    @precondition(lambda self: any(is_live(one) for one in self.whole.paths))
    @rule(data=st.data())
    def take_what_is_not_offered(self, data):
        paths = [one for one in self.whole.paths if is_live(one)]
        path = paths[data.draw(st.integers(0, len(paths) - 1))]
        steps = {one.key: one for one in PATHWAYS[path.name].steps}
        step = steps[data.draw(st.sampled_from(sorted(steps)))]
        actor = self.cast[data.draw(st.sampled_from(sorted(one.name for one in self.seeing())))]
        if step in [one.step for one in self.whole.offers(actor, path) if not one.blocked_by]:
            return
        outcomes = {one.id: step.sets_outcomes[0][0] for one in self.whole.allegations} if step.sets_outcomes else None
        answers = answers_to(step, self.at)
        self._refused(
            lambda: advance(
                actor, path, step_key=step.key, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=EQUAL
            )
        )

    @rule(
        who=st.sampled_from(NAMES),
        agency=st.sampled_from(("lado", "police", "social_care")),
        back=st.integers(-2, 30),
    )
    def record_contact(self, who, agency, back):
        self._time_passes(1)
        actor, case, at = self.cast[who], self.whole.case, self.at - timedelta(hours=back)
        if not self._sees(actor):
            return
        allowed = may(actor, Act.CASE_CONTACT, self.play.school_id)
        good = allowed and not self.closed and self.at >= at >= case.reported_at - timedelta(days=1)

        def act():
            return record_contact(actor, case, agency=agency, at=at, words=WORDS)

        if not good:
            self._refused(act)
            return
        with frozen(self.at):
            act()

    @rule(who=st.sampled_from(NAMES), part=st.sampled_from(sorted(WORKING)), by=st.sampled_from(("Helen Ashworth", "Ruth Okafor")))
    def give_part(self, who, part, by):
        whole, person_id = self.whole, self.cast[who].person_id
        if not self._sees(self.cast[by]):
            return
        mine = "case_manager" in whole.roles(self.cast[by]) or by == "Ruth Okafor"
        has = {Part(one.part) for one in whole.involved if one.person_id == person_id and one.ended_at is None}
        taken = has & CONFLICTED or ({*has, Part(part)} - {part} and not {*has, Part(part)} <= MAY_BE_ONE)
        tainted = part in HEARS and whole.case.logged_by == person_id
        try:
            with frozen(self.at):
                give_part(self.cast[by], whole.case, person_id=person_id, part=part, tie="none")
        except REFUSALS:
            return  # the people who may not are the business of the hearings' own tests; nobody passes who must not
        assert mine
        assert not (taken or tainted or self.closed)

    @rule(who=st.sampled_from(MAY_TURN_OUT), part=st.sampled_from((Part.WITNESS, Part.INTERESTED)))
    def turn_out_to_have_a_part(self, who, part):
        whole = self.whole
        manager = self._manager()
        if self.closed or len(whole.conflicted) > 3 or self.cast[who].person_id in whole.conflicted:
            return
        with frozen(self.at):
            name_part(manager, whole.case, part=part, person_id=self.cast[who].person_id, name="", note="")

    @rule(data=st.data())
    def hand_over(self, data):
        whole = self.whole
        roles, manager = open_roles(whole.case), self._manager()
        if not roles or self.closed:
            return
        to = data.draw(st.sampled_from(roles))
        with frozen(self.at):
            hand_over(manager, whole.case, to=to, reason="Away.", version=whole.case.version)

    @rule(harm=st.lists(st.sampled_from(("no", "no", "may_be", "yes")), min_size=4, max_size=4))
    def answer_harm(self, harm):
        whole, manager = self.whole, self._manager()
        if self.closed:
            return
        limbs = {name: {"answer": one, "reason": "Seen."} for name, one in zip(LIMBS, harm, strict=True)}
        with frozen(self.at):
            answer_limbs(manager, whole.case, limbs=limbs, version=whole.case.version, equality=EQUAL)

    @rule(name=st.sampled_from(OPENS), by=st.sampled_from(("Ruth Okafor", "manager", "Amina Yusuf")))
    def take_something_up_again(self, name, by):
        whole, actor = self.whole, self._manager() if by == "manager" else self.cast[by]
        if not self._sees(actor):
            return

        def act():
            return take_up(actor, whole.case, cause="evidence", reason="New.", procedures=(name,), equality=EQUAL)

        may_ask = {"case_manager", "hr_adviser"} & whole.roles(actor)
        if not may_ask or name not in open_to(whole):
            self._refused(act)
            return
        with frozen(self.at):
            act()
        assert self.play.path(name).state == "proposed"

    @rule(kind=st.sampled_from(sorted(LATER)), source=st.sampled_from(("", "Staff code of conduct, section 5")))
    def more_is_alleged(self, kind, source):
        whole, manager = self.whole, self._manager()
        if len(whole.allegations) > 8:
            return
        with frozen(self.at):
            rows = add_allegation(
                manager, whole.case, kind=kind, act=LATER[kind], words="More.", source=source, version=whole.case.version
            )
        assert rows
        protection = self.whole.path(CP)
        assert kind != "accept_request" or (protection is not None and is_running(protection))

    @rule(back=st.booleans())
    def rest_for_legal_reasons(self, back):
        case, manager = self.whole.case, self._manager()
        words = {"asked_by": "police", "reason": "Their enquiry.", "reference": ""}
        with frozen(self.at):
            if case.paused_at is None:
                pause(manager, case, **words, equality=EQUAL)
            elif back:
                end_pause(manager, case, reason="They have finished.", equality=EQUAL)
            else:
                review_pause(manager, case, words="They still need it.", equality=EQUAL)

    @rule(who=st.sampled_from(NAMES))
    def try_to_close(self, who):
        whole, actor = self.whole, self.cast[who]
        if not self._sees(actor):
            return
        mine = bool({"case_manager", "hr_adviser"} & whole.roles(actor))
        if mine and not any(is_running(one) for one in whole.paths):
            return  # the sequence ends by itself below
        self._refused(
            lambda: ask_to_close(actor, whole.case, reason="Done.", equality=EQUAL, lado="J. Marsh", lado_on=self.at.date())
        )

    # what always holds

    @invariant()
    def the_case_holds_together(self):
        if self.play.case_id is None or self.seen == self._written():
            return  # nothing was written since it was looked at last
        self.seen = self._written()
        whole = self.whole
        for check in (_ways_on, _findings, _parts, _order, _held):
            check(whole)
        for path in whole.paths:
            assert not is_live(path) or any(whole.offers(one, path) for one in self.cast.values()), (
                f"{path.name} at {path.stage} leads nowhere"
            )
        self._clocks(whole)
        assert not {one.person_id for one in self.seeing()} & whole.conflicted
        assert fault_of_trail(self.play.school_id) is None

    def _clocks(self, whole):
        ended = {one.id for one in whole.paths if one.ended_at is not None}
        for one in deadlines(self.play.case_id):
            assert one.rule
            assert one.source
            assert one.why
            assert one.due_at is not None or "known" in one.why
            if self.closed or one.path_id in ended:
                assert one.met_at or one.dropped_at or one.strength == "info", f"{one.rule} still runs"

    # and it comes to its close

    def teardown(self):
        if self.play.case_id is not None and not self.closed and sys.exc_info()[0] is None:
            self._bring_to_its_close()
        super().teardown()

    def _bring_to_its_close(self):
        if self.whole.case.paused_at is not None:
            self.rest_for_legal_reasons(back=True)
        for _ in range(150):
            self.at += timedelta(days=4)
            if not self._one_thing_more():
                break
        else:
            raise AssertionError(f"it goes on and on: {[(one.stage, one.step) for one in self.whole.entries][-12:]}")
        manager = self._manager()
        with frozen(self.at):
            if self.whole.ledger.rows:
                self._record_beside(manager)
            self._refused(lambda: sign_off(manager, self.whole.case, words="Checked.", equality=EQUAL))
            ask_to_close(manager, self.whole.case, reason="All is done.", equality=EQUAL, lado="J. Marsh", lado_on=self.at.date())
            self._refused(lambda: sign_off(manager, self.whole.case, words="Checked.", equality=EQUAL))
            sign_off(self.cast["Ruth Okafor"], self.whole.case, words="Checked.", equality=EQUAL)
        self.closed = True
        whole = self.whole
        assert {one.allegation_id for one in whole.findings} == {one.id for one in whole.allegations}
        self.the_case_holds_together()

    def _manager(self):
        """Whoever manages the case; when nobody at the school is free, the adviser has a governor appointed as acting chair."""
        whole = self.whole
        if whole.case.manager == Role.HR_ADVISER.value:
            acting, school_id = self.cast["Stefan Kowalski"], self.play.school_id
            person = db.session.get_one(Person, acting.person_id)
            with frozen(self.at):
                appoint(job("test"), person, role=Role.CHAIR, school_id=school_id, starts_on=self.at.date())
                self.cast["Stefan Kowalski"] = replace(acting, holdings=(*acting.holdings, Holding(Role.CHAIR, school_id)))
                hand_over(self.cast["Ruth Okafor"], whole.case, to=Role.CHAIR, reason="Nobody else.", version=whole.case.version)
        return next(one for one in self.seeing() if "case_manager" in self.whole.roles(one))

    def _one_thing_more(self):
        """Do one thing that brings the case nearer to its close; nothing is left to do when it does nothing."""
        whole = self.whole
        for path in whole.paths:
            if path.state == "proposed":
                with frozen(self.at):
                    decide(self._manager(), path, accept=True, reason="It follows.", equality=EQUAL)
                return True
        running = [one for one in whole.paths if is_live(one)]
        if not running:
            return False
        if any(self._take(actor, path, step) for path in running for actor, step in self._nearest(path)):
            return True
        self._do_what_guards_ask()
        if any(one.stage.startswith("aftercare") for one in running):
            self.at += timedelta(days=100)  # nobody is asked how they are before the day
        if any(self._take(actor, path, step) for path in running for actor, step in self._nearest(path)):
            return True
        raise AssertionError(f"nobody can take {[(one.name, one.stage) for one in running]} any further")

    def _do_what_guards_ask(self):
        """Tell the LADO, give each working part to somebody who is free for it, and record what the agencies came to."""
        manager, people = self._manager(), iter(NAMES)
        roles = open_roles(self.whole.case)
        if str(manager.person_id) in self.whole.holders(Part.INVESTIGATOR) and roles:
            with frozen(self.at):  # whoever investigates does not decide, so somebody else manages it
                hand_over(manager, self.whole.case, to=roles[0], reason="Investigates.", version=self.whole.case.version)
            manager = self._manager()
        with frozen(self.at):
            if self.whole.path(CP) is not None:
                self._record_beside(manager)
            record_contact(manager, self.whole.case, agency="lado", at=self.at, words=WORDS)
            for part in (Part.INVESTIGATOR, Part.HEARER, Part.APPEAL_PANEL, Part.EQUALITY_PANEL):
                while not self.whole.holders(part):
                    with contextlib.suppress(Blocked):
                        give_part(
                            manager,
                            self.whole.case,
                            person_id=self.cast[next(people, None) or self._governor()].person_id,
                            part=part,
                            tie="none",
                        )

            if not self.whole.holders(Part.PRESENTER):
                officer = uuid.UUID(next(iter(self.whole.holders(Part.INVESTIGATOR))))
                give_part(manager, self.whole.case, person_id=officer, part=Part.PRESENTER, tie="none")

    def _governor(self):
        """Somebody new on the governing body, when nobody there is free any more."""
        name, school = f"Governor {len(self.cast)}", db.session.get_one(School, self.play.school_id)
        about = {"name": name, "job_title": "Governor", "post": "governor", "email": f"g{len(self.cast)}@evenhand.example"}
        person = enter(job("test"), school, **about, starts_on=self.at.date(), roles=(Role.PANEL_MEMBER,))
        self.cast[name] = Actor(person_id=person.id, holdings=(Holding(Role.PANEL_MEMBER, school.id),), name=name)
        return name

    def _record_beside(self, manager):
        """What runs beside the stages: the police have closed, a meeting was held, everybody may be told, referrals are decided."""
        case, on = self.whole.case, self.at.date()
        protected = any(one.name == "child_protection" for one in self.whole.paths)
        if self.whole.ledger.is_live("police"):
            record_strand(manager, case, agency="police", state="closed", on=on, result="Not for them.")
        if protected and not self.whole.ledger.meetings:
            record_meeting(manager, case, what="amsm", on=on, chair="J. Marsh", attendees="J. Marsh, LADO")
        for who in ("subject", "parents") if protected else ():
            allow_telling(manager, case, who=who, what="That it is looked into.", since=self.at, agreed_by="J. Marsh")
        ledger, post = self.whole.ledger, case.subject["post"]
        for one in (*ledger.undecided(post, removals=True), *(ledger.undecided(post, removals=False) if protected else ())):
            decide_referral(
                manager, case, body=one.body, removal_id=one.removal.id if one.removal else None, decided="no", why="No harm.",
                on=on, reference="", equality=EQUAL,
            )  # fmt: skip

    def _nearest(self, path):
        """The steps offered on a path, those that lead soonest to an end first."""
        whole, far = self.whole, _distances(pathway_of(path))
        found = [
            (far[offer.step.target], actor, offer.step)
            for actor in self.seeing()
            for offer in whole.offers(actor, path)
            if not self._too_soon(path, offer.step)
        ]
        taken = [word for one in whole.entries if one.path_id == path.id for word in (one.stage, one.step)]
        found = [one for one in found if one[2].source != one[2].target or one[2].key not in taken]  # what stays is done once
        found.sort(key=lambda one: (one[0] + 3 * taken.count(one[2].target) + 3 * taken.count(one[2].key), one[2].key))
        return [(actor, step) for _, actor, step in found]


def _ways_on(whole):
    for path in whole.paths:
        assert (path.state == "proposed") == (path.decided_by is None) == (path.decided_at is None)
        assert not is_live(path) or pathway_of(path).stage(path.stage).kind is not Kind.TERMINAL


def _findings(whole):
    """No finding without whoever decided it, the day, the decision it rests on, and how 5.1 was considered."""
    made = {one.id: one for one in decisions(whole.case.id)}
    for one in whole.findings:
        rests = made[one.decision_id]
        assert (one.by, one.at) == (rests.by, rests.at)
        assert rests.equality


def _parts(whole):
    working = [one for one in whole.involved if Part(one.part) in WORKING and one.ended_at is None]
    presents = {one.person_id for one in working if one.part == Part.PRESENTER.value}
    at_work = [one.person_id for one in working if one.part != Part.PRESENTER.value]
    assert len(at_work) == len(set(at_work))
    assert not presents & {one.person_id for one in working if Part(one.part) in HEARS}
    at_work += presents
    assert not set(at_work) & whole.conflicted


def _order(whole):
    """Each stage was reached by a step that leads from the one before it."""
    stood = {}
    for one in whole.entries:
        path = next(row for row in whole.paths if row.id == one.path_id)
        step = next((step for step in PATHWAYS[path.name].steps if step.key == one.step), None)
        if step is not None:
            assert step.source in {ANY_LIVE, stood[one.path_id]}
            assert step.target == one.stage
        stood[one.path_id] = one.stage
    for path in whole.paths:
        assert path.state != "accepted" or stood[path.id] == path.stage


def _held(whole):
    """No disciplinary step that judges was taken while child protection was open, unless the LADO had agreed to it."""
    kept = {"assess", "advise", "investigate", "no_case_found", "set_hearing", "decide_hearing_set", "decide_heard_in_absence"}
    names, held = {one.id: one.name for one in whole.paths}, False
    for one in whole.entries:
        assert not (held and names[one.path_id] == "disciplinary" and one.step in kept), f"{one.step} while child protection holds"
        if names[one.path_id] == CP:
            over = one.stage == "disciplinary_released" or PATHWAYS[CP].stage(one.stage).kind is Kind.TERMINAL
            held = one.step == "opened" or (held and not over and (one.answers or {}).get("parallel") != "yes")


def _day(at):
    return at.date().isoformat()


def _distances(pathway):
    """How many steps each stage is from an end."""
    far = {one.key: 0 for one in pathway.stages if one.kind is Kind.TERMINAL}
    while len(far) < len(pathway.stages):
        for stage in pathway.stages:
            ways = [far[one.target] + 1 for one in pathway.steps_from(stage.key) if one.target in far]
            if stage.key not in far and ways:
                far[stage.key] = min(ways)
    return far


@pytest.mark.usefixtures("inside")
def test_whatever_is_done_the_case_holds_together_and_comes_to_its_close(template, world):
    _, _, put_back = template

    def fresh():
        db.session.remove()
        db.engine.dispose()
        put_back()
        RING.schools.clear()
        reach_for(EVERY_SCHOOL)

    CaseMachine.world, CaseMachine.fresh = world, staticmethod(fresh)
    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=LONG or 10,
            stateful_step_count=40 if LONG else 20,
            deadline=None,
            derandomize=not LONG,
            database=None,
            print_blob=True,
            phases=[Phase.generate],  # shrinking a sequence through a database takes longer than reading it
            suppress_health_check=list(HealthCheck),
        ),
    )
