"""What is shown of drafts as a whole: the rows of a list of them, and the state of one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from app.core.keys import load_case_keys
from app.intake import answers as said
from app.intake.asked import back_from, since
from app.intake.models import Draft
from app.intake.preview import clock_lines
from app.people.queries import names


def draft_rows(drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """The unfinished drafts of the person who reads this: when each was begun, about whom, and how far it is."""
    load_case_keys(one.id for one in drafts)
    about = [one.answers.get("who", {}) for one in drafts]
    people = names([uuid.UUID(who["person"]) for who in about if who.get("person")])
    return [
        {
            "id": one.id,
            "started": one.started_at,
            "saved": since(one.saved_at),
            "about": people.get(uuid.UUID(who["person"]), "") if who.get("person") else who.get("other_name", ""),
            "done": sum(task.done for task in said.progress(one.answers)),
            "of": len(said.STEPS),
        }
        for one, who in zip(drafts, about, strict=True)
    ]


def overview(draft: Draft) -> dict[str, Any]:
    """What the list of tasks and the page of answers show of a draft as a whole."""
    answers = draft.answers  # opened once
    return {
        "tasks": said.progress(answers),
        "whole": said.whole(answers),
        "stop_due": said.next_step(answers) == "stop",
        "clocks": clock_lines(draft),
        "saved": since(draft.saved_at),
        "back": back_from(draft, "check"),
    }
