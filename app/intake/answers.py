"""From the answers of a draft to the facts that are routed, and how far a draft has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from app.core.clock import LONDON
from app.intake.words import AGE_MATTERS, ASKS_BY_KIND

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
CONTACTS = frozenset({"message", "accept_request", "make_request"})
TO_CHECK = "to_check"
Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of the task list: a step, whether it is done, whether it can be started, and whether something in it is to check."""

    step: str
    title: str
    done: bool
    open: bool
    check: bool


def pages_to_check(answers: Answers) -> dict[str, Any]:
    """The pages left with something that could not be taken yet, by their key: `who`, `acts/message`, `person` …"""
    found: dict[str, Any] = answers.get(TO_CHECK, {})
    acts = {f"acts/{key}" for key in act_keys(answers)}
    return {page: kept for page, kept in found.items() if not page.startswith("acts/") or page in acts}


def put_by(answers: Answers, page: str, typed: dict[str, list[str]], *, say: bool) -> Answers:
    """The answers with what was typed on a page kept as it is; `say` shows its errors when the page is opened again."""
    return {**answers, TO_CHECK: {**answers.get(TO_CHECK, {}), page: {"typed": typed, "say": say}}}


def settled(answers: Answers, page: str) -> Answers:
    """The answers once a page has nothing to check any more."""
    return {**answers, TO_CHECK: {key: kept for key, kept in answers.get(TO_CHECK, {}).items() if key != page}}


def stops_of(answers: Answers) -> tuple[str, ...]:
    """What must be done before anything is written down: `danger`, `imagery`, both or neither."""
    before = answers.get("before", {})
    wanted = {"danger": before.get("danger") == "yes", "imagery": before.get("imagery") in {"yes", "not_sure"}}
    return tuple(name for name, good in wanted.items() if good)


def stop_is_due(answers: Answers) -> bool:
    """Whether the person has not yet said that they did what the stop page asks."""
    return bool(set(stops_of(answers)) - set(answers.get("stop", {}).get("done", [])))


def _to_check(answers: Answers, step: str) -> bool:
    pages = pages_to_check(answers)
    if step == "acts":
        return any(page.startswith("acts/") for page in pages)
    return step in pages or (step == "others" and "person" in pages)


def is_done(answers: Answers, step: str) -> bool:
    """Whether a step of a draft has been answered, with nothing left to check."""
    if _to_check(answers, step):
        return False
    if step == "acts":
        keys, acts = act_keys(answers), answers.get("acts", {})
        return bool(keys) and all(key in acts for key in keys)
    return step in answers and not (step == "before" and stop_is_due(answers))


def progress(answers: Answers) -> list[Progress]:
    """The task list of a draft: evidence may stay empty, everything else is needed before it is logged."""
    found: list[Progress] = []
    before_done = True
    for step, title in STEPS:
        done, check = is_done(answers, step), _to_check(answers, step)
        found.append(Progress(step, title, done, before_done or done or check, check))
        before_done = before_done and done
    return found


def next_step(answers: Answers) -> str:
    """The first step without an answer (`stop` while the stop page is due); `check` when all are answered."""
    if "before" in answers and stop_is_due(answers) and not _to_check(answers, "before"):
        return "stop"
    return next((step for step, _ in STEPS if not is_done(answers, step)), "check")


def way(answers: Answers) -> list[str]:
    """The pages of a draft in the order they are asked, an act each on its own."""
    acts = [f"acts/{key}" for key in act_keys(answers)]
    steps = [step for step, _ in STEPS]
    at = steps.index("acts") + 1
    stop = ["stop"] if stops_of(answers) else []
    return ["before", *stop, *steps[1:at], *acts, *steps[at:], "check"]


def whole(answers: Answers) -> bool:
    """Whether a draft can be logged: every question answered and nothing left to check."""
    return all(is_done(answers, step) for step, _ in STEPS if step != "evidence") and not pages_to_check(answers)


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
    act["by_subject"] = {"yes": True, "repost": True, "no": False}.get(said["by_subject"], "disputed")
    for name in TRUE_FALSE:
        if said.get(name) in {"yes", "no"}:
            act[name] = said[name] == "yes"
    if said["by_subject"] == "repost":
        act["repost"] = True
    if said.get("visibility") == "nobody":
        act["published"] = False
    for name in ("about", "content", "relationship", "initiated_by"):
        if name in asked and said.get(name):
            act[name] = said[name]
    expression = answers.get("what", {}).get("expression") or said.get("expression")  # older drafts asked it of each act
    if expression:
        act["expression"] = expression
    if "with" in asked and (said.get("with_") or kind in CONTACTS):
        act["with"] = said.get("with_") or "unknown"  # nobody named is not nobody: it may be a child
    if said.get("age_at_act") is not None and said.get("with_") in AGE_MATTERS:
        act["age_at_act"] = said["age_at_act"]
    if kind == "accept_request" and answers.get("found", {}).get("how") == "self_report":
        act["self_reported"] = True
    return act
