"""What the pages of the policy gather: the history of editions, a draft beside its text, one clause, what differs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any

from app.core.acts import Act
from app.core.forms import choices
from app.core.permission import Actor, NotThere, may
from app.people.queries import names
from app.policy import drafting, queries
from app.policy.actions import open_mapping
from app.policy.differences import differences
from app.policy.digests import verifies
from app.policy.forms import ClauseForm, SplitForm
from app.policy.mapping import Kind
from app.policy.models import Clause, Edition
from app.policy.proposing import open_proposals
from app.policy.quoting import quoted
from app.policy.starter import starter

SHOWN = 60
"""Characters of a clause's words that a list of choices shows."""


def title_of(number: str) -> str:
    """The starter edition's short title of a clause, for a text that has none."""
    like = starter(number)
    return like.title if like else ""


def anchor(number: str) -> str:
    """The place of a clause on a page, from its number."""
    return "c-" + "".join(one if one.isalnum() else "-" for one in number)


def keys_sent(values: Sequence[str]) -> list[uuid.UUID]:
    """Keys that came in a form; nothing is there for anything else."""
    try:
        return [uuid.UUID(one) for one in values]
    except ValueError:
        raise NotThere("clause") from None


def around(actor: Actor, edition: Edition | None) -> dict[str, Any]:
    """What stands beside an edition: the others, who recorded and confirmed it, whether its digest still fits."""
    found = queries.editions(actor)
    people = {one for row in [*found, edition] if row for one in _people(row)}
    return {
        "editions": [one for one in found if not one.is_open],
        "drafts": [one for one in found if one.is_open],
        "works": may(actor, Act.POLICY_EDIT),
        "people": names(people),
        "fits": edition is not None and verifies(edition, edition.clauses),
    }


def _people(edition: Edition) -> set[uuid.UUID]:
    keys = (edition.recorded_by, edition.confirmed_by, edition.withdrawal_by, edition.withdrawal_confirmed_by)
    return {one for one in keys if one is not None}


def listed(actor: Actor, edition: Edition) -> dict[str, Any]:
    """A draft's clauses with what is proposed for each, beside the text that was read."""
    proposed = open_proposals(edition)
    return {
        "proposed": proposed,
        "before": queries.compared_with(edition),
        "own_unmapped": [one for one in lead_nowhere(edition.clauses) if one.number not in proposed],
        "people": names(_people(edition)),
        "mine": edition.recorded_by == actor.person_id,
    }


ASKS = re.compile(r"\b(must|should not|may not|never|do not|not allowed|not permitted|prohibited|forbidden|refrain)\b")
"""Words with which a policy says what staff must do or must not do."""


def lead_nowhere(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that say what staff must or must not do and that nobody can be alleged to have broken: somebody should look.

    The item of a list is read with the words that lead into it; those words alone are not named beside their items. One that is
    guidance, or left out, or corresponds to a clause of the model policy was decided on: its 5.1 binds everybody, and is no
    clause that a member of staff breaks.
    """
    listed = {one.parent for one in clauses if one.parent and one.number.endswith(")")}
    by_number = {one.number: one for one in clauses}

    def asks(one: Clause) -> bool:
        above = by_number.get(one.parent or "") if one.number.endswith(")") else None
        words = quoted(one, [above]) if above else one.text
        return bool(ASKS.search(" ".join(words.split()).casefold()))

    return [
        one
        for one in clauses
        if one.kind == Kind.CLAUSE
        and not one.breachable
        and not one.likes
        and one.left_out is None
        and one.number not in listed
        and asks(one)
    ]


def adopting(edition: Edition) -> dict[str, Any]:
    """What stands in the way of an adoption, or should be known before it: open proposals, clauses that lead nowhere."""
    waiting = {one.id for one in open_mapping(edition)}
    return {"waiting": len(waiting), "nowhere": [one for one in lead_nowhere(edition.clauses) if one.id not in waiting]}


def confirming(actor: Actor, edition: Edition) -> dict[str, Any]:
    """What is to be confirmed, and whether this person is the one who recorded it."""
    first = edition.recorded_by if edition.state == "recorded" else edition.withdrawal_by
    if first is None or edition.state not in {"recorded", "adopted"}:
        raise NotThere("confirmation")
    return {"edition": edition, "mine": first == actor.person_id, "people": names(_people(edition))}


def compared(edition: Edition) -> dict[str, Any]:
    """An edition and what it is compared with, clause by clause."""
    before = queries.compared_with(edition)
    found = differences(before.clauses, edition.clauses) if before else []
    return {"edition": edition, "before": before, "found": found, "changes": sum(one.sort != "same" for one in found)}


def proposed(edition: Edition) -> dict[str, Any]:
    """Every open proposal with its clause, and the clauses for which there is none."""
    if edition.state != "draft":
        raise NotThere("proposals")
    found = open_proposals(edition)
    return {
        "edition": edition,
        "rows": [(one, found[one.number]) for one in edition.clauses if one.number in found],
        "others": [one for one in edition.clauses if one.number not in found and not one.mapped and one.kind == "clause"],
    }


class ClausePage:
    """One clause of a draft: its form, the text around it, and what a split could begin with."""

    def __init__(self, clause: Clause) -> None:
        self.edition = queries.with_clauses(clause.edition_id)
        if self.edition.state != "draft":
            raise NotThere("clause")
        self.clause = clause
        self.rows = list(self.edition.clauses)
        self.proposal = open_proposals(self.edition, [clause]).get(clause.number)
        self.form = ClauseForm()
        under = {clause.number, *(one.number for one in drafting.below(self.rows, clause))}
        free = [one for one in self.rows if one.number not in under]
        self.form.parent.choices = choices([("", "Nothing: it is a part of its own"), *((one.number, _short(one)) for one in free)])
        if not self.form.is_submitted():
            self._fill()

    def _fill(self) -> None:
        """Show what is kept; where nobody has decided on the mapping, what is proposed."""
        form, one = self.form, self.clause
        form.number.data, form.parent.data, form.kind.data = one.number, one.parent or "", one.kind
        found = self.proposal
        form.breachable.data = found.breachable if found else one.breachable
        likes = found.likes if found else one.likes
        form.like.data, form.also_like.data = next(iter(likes), ""), list(likes[1:])
        form.routes.data = list(found.routes if found else one.leads)
        form.question.data = found.question if found else one.question
        form.procedure.data = found.procedure if found else one.procedure
        if found and found.kind == Kind.GUIDANCE:
            form.kind.data = found.kind

    def place(self) -> drafting.Place:
        """Where the clause shall stand, as it was sent."""
        form = self.form
        return drafting.Place(form.number.data, form.parent.data or None, form.kind.data, bool(form.also_below.data))

    def mapping(self) -> drafting.Mapping:
        """Where the clause shall lead, as it was sent."""
        form = self.form
        return drafting.Mapping(
            form.likes(),
            tuple(form.routes.data or ()),
            (form.procedure.data or "").strip(),
            (form.question.data or "").strip(),
            bool(form.breachable.data),
        )

    def before(self) -> Clause | None:
        """The clause before this one."""
        at = [one.id for one in self.rows].index(self.clause.id)
        return self.rows[at - 1] if at else None

    def offer_places(self, form: SplitForm) -> None:
        """Offer the places at which the clause can be split, and the next number that is free."""
        text = self.clause.text
        form.at.choices = choices(
            [(str(at), f"{text[at : at + SHOWN]}{'…' if len(text) > at + SHOWN else ''}") for at in drafting.places(text)]
        )
        if not form.is_submitted():
            taken = {one.number for one in self.rows}
            numbers = (f"{self.clause.number}.{count}" for count in range(1, len(taken) + 2))
            form.number.data = next(one for one in numbers if one not in taken)

    def given(self) -> dict[str, Any]:
        """What the page shows."""
        at = self.clause.source_at
        return {
            "clause": self.clause,
            "edition": self.edition,
            "form": self.form,
            "proposal": self.proposal,
            "around": self.edition.source[max(at - 1, 0) : at + 2] if at is not None else [],
            "is_first": self.before() is None,
            "can_split": bool(self.clause.text),
        }


def _short(clause: Clause) -> str:
    words = clause.heading or clause.text
    return f"{clause.number} {words[:SHOWN]}{'…' if len(words) > SHOWN else ''}"
