"""From the answers of a draft to the facts that are routed, and how far a draft has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from app.core.clock import LONDON
from app.intake.words import ASKS_BY_KIND

STEPS = (
    ("before", "Before you start"),
    ("who", "Who it is about"),
    ("found", "How and when you found out"),
    ("what", "What happened"),
    ("acts", "Where, when and with whom"),
    ("clauses", "Which clauses"),
    ("harm", "Could a child be at risk"),
    ("others", "Who else is involved"),
    ("evidence", "What you have"),
)
TRUE_FALSE = (
    "repost",
    "published",
    "work_related",
    "in_school_time",
    "harms_working_relationships",
    "reputation_at_risk",
    "self_reported",
    "request_pending",
)
Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of the task list: a step, whether it is done, and whether it can be started."""

    step: str
    title: str
    done: bool
    open: bool


def is_done(answers: Answers, step: str) -> bool:
    """Whether a step of a draft has been answered."""
    if step == "acts":
        keys, acts = act_keys(answers), answers.get("acts", {})
        return bool(keys) and all(key in acts for key in keys)
    return step in answers


def progress(answers: Answers) -> list[Progress]:
    """The task list of a draft: evidence may stay empty, everything else is needed before it is logged."""
    found: list[Progress] = []
    before_done = True
    for step, title in STEPS:
        done = is_done(answers, step)
        found.append(Progress(step, title, done, before_done or done))
        before_done = before_done and done
    return found


def next_step(answers: Answers) -> str:
    """The first step without an answer; `check` when all are answered."""
    return next((step for step, _ in STEPS if not is_done(answers, step)), "check")


def whole(answers: Answers) -> bool:
    """Whether a draft can be logged."""
    return all(is_done(answers, step) for step, _ in STEPS if step != "evidence")


def reported_at(answers: Answers) -> datetime:
    """The instant it reached the person logging, from the day and time they gave in London."""
    found = answers["found"]
    return datetime.combine(date.fromisoformat(found["on"]), time.fromisoformat(found["at"]), LONDON)


def facts(answers: Answers, *, clock_set: str, post: str, earlier: int) -> dict[str, Any]:
    """The facts of a draft in the form that routing reads; questions not reached yet are left to their defaults."""
    harm = {name: value for name, value in answers.get("harm", {}).items() if name in {"H1", "H2", "H3", "H4"}}
    before = answers.get("before", {})
    return {
        "reported_at": reported_at(answers).isoformat(),
        "local_authority": clock_set,
        "subject": {"post": post},
        "immediate_danger": before.get("danger") == "yes",
        "indecent_imagery_of_under_18": before.get("imagery") in {"yes", "not_sure"},
        "harm": harm,
        "acts": [_act(key, answers["acts"][key], answers) for key in act_keys(answers) if key in answers["acts"]],
        "earlier_low_level_concerns": earlier,
    }


def act_keys(answers: Answers) -> list[str]:
    """The acts of a draft in the order they are asked: `message`, then `message.2` for a second one of that kind."""
    more = answers.get("more", [])
    return [key for kind in answers.get("what", {}).get("kinds", []) for key in (kind, *(m for m in more if kind_of(m) == kind))]


def kind_of(key: str) -> str:
    """The kind of an act by its key in a draft."""
    return key.split(".")[0]


def _act(key: str, said: dict[str, Any], answers: Answers) -> dict[str, Any]:
    kind = kind_of(key)
    asked = ASKS_BY_KIND[kind]
    act: dict[str, Any] = {"kind": kind, "channel": said["channel"], "on": said.get("on") or None}
    act["by_subject"] = {"yes": True, "no": False}.get(said["by_subject"], "disputed")
    for name in TRUE_FALSE:
        if said.get(name) in {"yes", "no"}:
            act[name] = said[name] == "yes"
    for name in ("about", "content", "relationship", "initiated_by", "expression"):
        if name in asked and said.get(name):
            act[name] = said[name]
    if "with" in asked and said.get("with_"):
        act["with"] = said["with_"]
    if said.get("age_at_act") is not None and said.get("with_") in {"pupil", "former_pupil", "former_pupil_parent"}:
        act["age_at_act"] = said["age_at_act"]
    if kind == "accept_request" and answers.get("found", {}).get("how") == "self_report":
        act["self_reported"] = True
    return act
