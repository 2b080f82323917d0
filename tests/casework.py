"""A case worked through the actions at instants of a test's choosing: logged from facts, then step by step to its close."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.shell.closing import ask_to_close, sign_off
from app.cases.work import Path
from app.core.clock import LONDON, frozen
from app.core.db import db
from app.core.permission import Actor
from app.core.proof import verify
from app.core.proved import disagreements
from app.demo.cast import FIRST
from app.demo.loading import actor_of
from app.intake.actions import log_breach, save, start
from app.pathways.pathway import Ask, AskKind, Step
from app.people.models import School

EQUAL = {"conclusion": "none", "words": "Considered for everybody concerned."}
WORDS = {"with": "J. Marsh, designated officer", "how": "phone", "reference": "LADO/1", "advice": "Go on as agreed."}
LIMBS = ("H1", "H2", "H3", "H4")
FLAGS = (
    "work_related",
    "in_school_time",
    "harms_working_relationships",
    "reputation_at_risk",
    "self_reported",
    "request_pending",
)  # fmt: skip


def draft_answers(facts: dict[str, Any], *, person_id: uuid.UUID | None, people: Iterable[dict[str, str]] = ()) -> dict[str, Any]:
    """The answers of a report that come to these facts of the routing contract."""
    reported = datetime.fromisoformat(facts["reported_at"]).astimezone(LONDON)
    acts = _acts(facts["acts"])
    who = {"person": str(person_id)} if person_id else {"other_name": "Sam Quayle", "other_post": facts["subject"]["post"]}
    return {
        "before": {
            "danger": "yes" if facts.get("immediate_danger") else "no",
            "imagery": "yes" if facts.get("indecent_imagery_of_under_18") else "no",
        },
        "stop": {"done": ["danger", "imagery"]},
        "who": who,
        "found": {"how": "told", "told_by": "A parent", "on": reported.date().isoformat(), "at": reported.strftime("%H:%M")},
        "what": {
            "words": "It was shown to the school.",
            "kinds": list(dict.fromkeys(one["kind"] for one in facts["acts"])),
            "expression": next((one["expression"] for one in facts["acts"] if "expression" in one), "none"),
        },
        "more": [key for key in acts if "." in key],
        "acts": acts,
        "clauses": {"removed": [], "added": [], "reason": "", "other_conduct": ""},
        "harm": {**{name: facts["harm"].get(name, "unknown") for name in LIMBS}, "reasons": ""},
        "others": {"interest": "no", "people": [{"person": "", "name": "", "note": "", **one} for one in people]},
    }


def _acts(acts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    said: dict[str, dict[str, Any]] = {}
    for one in acts:
        key, count = one["kind"], 1
        while key in said:
            count += 1
            key = f"{one['kind']}.{count}"
        by = {True: "yes", False: "no"}.get(one.get("by_subject", True), "disputed")
        said[key] = {
            "channel": one.get("channel", "social_site"),
            "on": one.get("on"),
            "by_subject": "repost" if one.get("repost") else by,
            "with_": one.get("with"),
            "visibility": "friends" if one.get("published", True) else "nobody",
            **{name: one[name] for name in ("age_at_act", "about", "content", "relationship", "initiated_by") if name in one},
            **{name: "yes" if one[name] else "no" for name in FLAGS if name in one},
        }
    return said


def answers_to(step: Step, at: datetime, **given: str) -> dict[str, str]:
    """An answer to each question of a step that must be answered: what is given, else something that makes sense at `at`."""
    return {ask.key: given.get(ask.key, _plain(ask, at) if ask.required else "") for ask in step.asks}


def _plain(ask: Ask, at: datetime) -> str:
    day = at.astimezone(LONDON)
    if ask.kind is AskKind.CHOICE:
        return ask.choices[0][0]
    if ask.key == "review_on":
        day += timedelta(days=7)
    found = {AskKind.YES_NO: "yes", AskKind.TIME: "10am", AskKind.DATE: day.date().isoformat()}
    return found.get(ask.kind, "What was done and agreed.")


def fault_of_trail(school_id: uuid.UUID) -> str | None:
    """What `flask trail verify` would say is wrong with a school's log, or nothing."""
    db.session.rollback()
    faults = [one.fault for one in verify(school_id) if one.fault]
    return next(iter([*faults, *disagreements(school_id)]), None)


class Play:
    """The cast of one school, and what they do to a case."""

    def __init__(self, world: dict[str, Any], school: str = FIRST) -> None:
        self.world, self.school_id = world, uuid.UUID(world["schools"][school])
        self.case_id: uuid.UUID | None = None

    def actor(self, name: str) -> Actor:
        """Somebody of the cast, by name."""
        return actor_of(self.world, name)

    def log(
        self, facts: dict[str, Any], *, about: str | None, by: str = "Amina Yusuf", people: Iterable[dict[str, str]] = ()
    ) -> Case:
        """Log these facts about somebody of the cast at the instant that they give."""
        subject = self.actor(about).person_id if about else None
        answers = draft_answers(facts, person_id=subject, people=people)
        with frozen(datetime.fromisoformat(facts["reported_at"])):
            draft = start(self.actor(by), db.session.get_one(School, self.school_id), answers={})
            case = log_breach(self.actor(by), save(self.actor(by), draft, step="check", answers=answers, version=draft.version))
        self.case_id = case.id
        return case

    @property
    def case(self) -> Case:
        """The case as it is now."""
        db.session.rollback()
        return db.session.get_one(Case, self.case_id)

    @property
    def whole(self) -> Whole:
        """The case with everything that belongs to it, read anew."""
        db.session.rollback()
        return Whole(self.case)

    def path(self, name: str, procedure: str = "") -> Path:
        """One of the case's paths."""
        db.session.rollback()
        wanted = select(Path).where(Path.case_id == self.case_id, Path.name == name)
        return db.session.scalars(wanted.where(Path.procedure == procedure) if procedure else wanted).one()


def closed(asks: Actor, signs: Actor, case: Case, **more: Any) -> Case:
    """Close a case by two people: one asks, the other signs."""
    ask_to_close(asks, case, reason=more.pop("reason", "All is done."), equality=EQUAL, **more)
    return sign_off(signs, case, words="Everything was checked.", equality=EQUAL)
