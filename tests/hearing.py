"""What the tests of hearings share: a case with disciplinary work alone, brought to where a test begins."""

from __future__ import annotations

import uuid
from datetime import timedelta

from flows import person_id
from sqlalchemy import select

from app.cases.actions import advance, decide
from app.cases.engine import Whole, find_step
from app.cases.models import Case, Part
from app.cases.parts import give_part
from app.cases.work import Path
from app.core.acts import Role
from app.core.db import db
from app.core.permission import Actor, Holding, job
from app.people.actions import enter
from app.people.models import School
from app.people.queries import today

EQUAL = {"conclusion": "none", "words": "Considered."}
LONG_AGO = {"notice": 40}
TEAM = {"officer": ("Farah Siddiqui", Part.INVESTIGATOR), "hearer": ("George Halloran", Part.HEARER), "appeal": ("Ivy Nwosu", Part.APPEAL_PANEL)}  # fmt: skip


def day(back: int = 0) -> str:
    """The day so many days ago."""
    return (today() - timedelta(days=back)).isoformat()


class Hearing:
    """The disciplinary path of the case about Joanne, and whoever takes its steps."""

    def __init__(self, world, actor):
        self.world, self.head, self.hr, self.clerk = world, actor("Helen Ashworth"), actor("Ruth Okafor"), actor("Peter Lomax")
        self.officer, self.hearer, self.appeal = (actor(name) for name, _ in TEAM.values())
        self.reference = next(one["reference"] for one in world["cases"] if one["about"] == "Joanne Sutcliffe")

    @property
    def case(self) -> Case:
        """The case as it is now."""
        db.session.rollback()
        return db.session.scalars(select(Case).where(Case.reference == self.reference)).one()

    @property
    def path(self) -> Path:
        """Its disciplinary path as it is now."""
        return next(one for one in Whole(self.case).paths if one.name == "disciplinary")

    def appoint(self, *who: str) -> None:
        """Give the usual people their parts."""
        for one in who or TEAM:
            name, part = TEAM[one]
            give_part(self.head, self.case, person_id=uuid.UUID(person_id(self.world, name)), part=part, tie="none")

    def also(self, name: str, part: Part):
        """Give somebody else a part."""
        return give_part(self.head, self.case, person_id=uuid.UUID(person_id(self.world, name)), part=part, tie="none")

    def take(self, who, key: str, words: str = "", **answers):
        """Take a step, with this outcome for every allegation where it sets outcomes."""
        path = self.path
        step = find_step(path, key)
        outcomes = {one.id: words for one in Whole(self.case).allegations} if step.sets_outcomes else None
        return advance(who, path, step_key=key, seen_stage=path.stage, answers=answers, outcomes=outcomes, equality=EQUAL)

    def to_report(self) -> None:
        """Assess, investigate and hand in the report."""
        if self.path.state == "proposed":
            decide(self.head, self.path, accept=True, reason="It follows.", equality=EQUAL)
        self.take(self.hr, "assess", scope="All of it.")
        self.take(self.hr, "investigate", terms="Who saw it?", letter=day())
        self.take(self.officer, "hand_in_report", report="It was seen.")

    def set_hearing(self, **answers) -> None:
        """Arrange the hearing for today, with notice in good time; whoever investigated presents the case."""
        if not Whole(self.case).holders(Part.PRESENTER):
            self.also(TEAM["officer"][0], Part.PRESENTER)
        self.take(self.hr, "set_hearing", **{"on": day(), "time": "10am", "venue": "The library", "notice": day(40), "evidence_given": "yes", **answers})  # fmt: skip

    def decide(self, words: str = "proven", sanction: str = "first_warning", **answers) -> None:
        """Record the decision as the hearer."""
        given = {"reasons": "Seen.", "mitigation": "None.", "comparators": "None.", "authority": "Minute 21", **answers}
        self.take(self.hearer, f"decide_{self.path.stage}", words, sanction=sanction, **given)

    def to_decision(self, **more) -> None:
        """Everything up to the decision."""
        self.appoint()
        self.to_report()
        self.set_hearing()
        self.decide(**more)

    def lodge_before_three(self) -> None:
        """An appeal, to be heard by three governors who are new at the school."""
        school = db.session.get_one(School, self.case.school_id)
        for name in ("Ada", "Ben", "Cleo"):
            told = {
                "name": f"{name} Newgovernor",
                "job_title": "Governor",
                "post": "governor",
                "email": f"{name.lower()}@evenhand.example",
            }
            key = enter(job("test"), school, **told, starts_on=today(), roles=(Role.PANEL_MEMBER,)).id
            give_part(self.head, self.case, person_id=key, part=Part.APPEAL_PANEL, tie="none")
            self.appeal = Actor(person_id=key, holdings=(Holding(Role.PANEL_MEMBER, school.id),), name=name)
        self.take(self.hr, "lodge_appeal", grounds="Too harsh.")

    def to_appeal(self, **more) -> None:
        """Everything up to an appeal that was lodged."""
        self.to_decision(**more)
        self.take(self.hr, "letter_received_decided", dated=day(), on=day())
        self.take(self.hr, "lodge_appeal", grounds="Too harsh.")
