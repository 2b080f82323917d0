"""The stories of the demonstration: a case on each path, one about the headteacher, one at the other school, told through the actions people use."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from app.cases.actions import decide, record_contact
from app.cases.models import Case
from app.cases.queries import paths
from app.core.clock import frozen, london, now
from app.core.db import db
from app.core.permission import Actor
from app.demo.cast import FIRST, SECOND
from app.demo.loading import actor_of
from app.intake.actions import log_breach, save, start
from app.people.models import School

NO_HARM = {"H1": "no", "H2": "no", "H3": "no", "H4": "no", "reasons": ""}
FAIR = {"conclusion": "none", "words": "Considered for everybody concerned; like cases were treated the same way."}


def tell_stories(world: dict[str, Any]) -> list[dict[str, str]]:
    """Log and begin to work the cases of the demonstration; returns each one's reference, school and subject."""
    told = []
    morning = now().replace(hour=9, minute=10, second=0, microsecond=0) - timedelta(days=1)
    for days, (school, by, subject, answers) in enumerate(_stories()):
        with frozen(morning - timedelta(days=3 * days, minutes=37 * days)):
            case = _log(world, school, by, subject, answers)
            _work(world, case, subject)
            told.append({"reference": case.reference, "school": school, "about": subject, "manager": case.manager})
    return told


def _log(world: dict[str, Any], school: str, by: str, subject: str, answers: dict[str, Any]) -> Case:
    actor = actor_of(world, by)
    draft = start(actor, db.session.get_one(School, uuid.UUID(world["schools"][school])), answers={})
    return log_breach(
        actor, save(actor, draft, step="check", answers=_whole(world, school, subject, answers), version=draft.version)
    )


def _whole(world: dict[str, Any], school: str, subject: str, answers: dict[str, Any]) -> dict[str, Any]:
    person = next(one["person_id"] for one in world["people"] if one["name"] == subject and one["school"] == school)
    here = london(now() - timedelta(minutes=20))
    return {
        "before": {"danger": "no", "imagery": "no"},
        "who": {"person": person, "other_name": "", "other_post": ""},
        "found": {
            "how": "told",
            "told_person": "",
            "told_by": "A parent",
            "told_by_relation": "parent",
            "on": here.date().isoformat(),
            "at": here.time().isoformat(timespec="minutes"),
        },
        "clauses": {"removed": [], "added": [], "reason": "", "other_conduct": ""},
        "harm": NO_HARM,
        "others": {"interest": "no", "told_already": "", "people": answers.pop("people", [])},
        "evidence": {"done": True},
        **answers,
    }


def whole_answers(world: dict[str, Any], subject: str) -> dict[str, Any]:
    """Every answer of a plain report about somebody of the first school, for scripts that log many."""
    return _whole(world, FIRST, subject, _stories()[1][3])


def _work(world: dict[str, Any], case: Case, subject: str) -> None:
    if subject == "Callum Reyes":
        lead = actor_of(world, "Amina Yusuf")
        record_contact(
            lead,
            case,
            agency="lado",
            at=now() - timedelta(minutes=5),
            words={
                "with": "J. Marsh, designated officer",
                "how": "phone",
                "reference": "LADO/2291",
                "advice": "Do not speak to him or to the parents yet. A strategy meeting will be called.",
            },
        )
    if subject in {"Callum Reyes", "Joanne Sutcliffe", "Tom Ellwood", "Priya Raman"}:
        _accept_all(actor_of(world, "Helen Ashworth"), case)


def _accept_all(manager: Actor, case: Case) -> None:
    for key in [one.id for one in paths(case.id) if one.state == "proposed"]:
        path = next(one for one in paths(case.id) if one.id == key)
        decide(manager, path, accept=True, reason="It follows from what was logged.", equality=FAIR)


def _act(kind: str, **more: Any) -> dict[str, Any]:
    day = (london(now()).date() - timedelta(days=4)).isoformat()
    plain = {
        "channel": "social_site",
        "visibility": "friends",
        "on": day,
        "by_subject": "yes",
        "reputation_at_risk": "no",
        "in_school_time": "no",
        "still_online": "yes",
        "link": "",
        "account": "",
    }
    return {"what": {"words": more.pop("words"), "kinds": [kind]}, "acts": {kind: {**plain, **more}}}


def _stories() -> list[tuple[str, str, str, dict[str, Any]]]:
    child = [{"part": "child", "person": "", "name": "Zoë Markham", "note": "Year 6", "shown": "Zoë Markham"}]
    return [
        (
            FIRST,
            "Helen Ashworth",
            "Callum Reyes",
            {
                **_act(
                    "accept_request",
                    words="A parent showed me that he accepted her daughter's friend request and that they wrote to each other in the evening.",
                    with_="pupil",
                    age_at_act=11,
                    relationship="none",
                    request_pending="no",
                    self_reported="no",
                ),
                "harm": {**NO_HARM, "H1": "unknown", "H3": "may_be"},
                "people": child,
            },
        ),
        (
            FIRST,
            "Helen Ashworth",
            "Joanne Sutcliffe",
            _act(
                "comment",
                words="She called the school a joke and its leaders liars on a public page. Several parents have seen it.",
                about=["school"],
                content=["offensive", "inappropriate"],
                repost="no",
                harms_working_relationships="no",
                expression="none",
                visibility="public",
            ),
        ),
        (
            FIRST,
            "Helen Ashworth",
            "Tom Ellwood",
            _act(
                "message",
                words="He mocked a colleague's accent in a staff group. She has seen it and is upset.",
                with_="colleague",
                initiated_by="subject",
                age_at_act=None,
                relationship="none",
                about=["colleague"],
                content=["derogatory", "discriminatory"],
                harms_working_relationships="yes",
                channel="messaging",
                visibility="closed",
            ),
        ),
        (
            FIRST,
            "Helen Ashworth",
            "Priya Raman",
            _act(
                "accept_request",
                words="She told me that she accepted a mother's friend request without asking first.",
                with_="parent",
                age_at_act=None,
                relationship="none",
                request_pending="no",
                self_reported="yes",
            ),
        ),
        (
            FIRST,
            "Margaret Thistlewood",
            "Helen Ashworth",
            _act(
                "comment",
                words="A governor sent me a post in which she writes about a family at the school.",
                about=["parent"],
                content=["inappropriate", "identifies_pupil"],
                repost="no",
                harms_working_relationships="no",
                expression="none",
                visibility="friends",
            ),
        ),
        (
            SECOND,
            "Marcus Vale",
            "Kieran Doyle",
            _act(
                "image",
                words="He posted pictures of the school play on his own page.",
                about=["pupil"],
                content=["identifies_pupil"],
                work_related="yes",
                published="yes",
                harms_working_relationships="no",
                visibility="public",
            ),
        ),
    ]
