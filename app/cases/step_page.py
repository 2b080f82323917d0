"""The pages of a proposal and of one step of a procedure, and what is shown instead once the procedure has moved on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from flask import abort, request
from wtforms.fields import Field

from app.cases import actions
from app.cases.concerns.counting import LLC
from app.cases.concerns.queries import pattern
from app.cases.dignity.equality_form import EqualityForm
from app.cases.dignity.like import NOTHING, known
from app.cases.engine import Whole, find_step, stage_of
from app.cases.forms import ProposalForm
from app.cases.hearings.beside import beside
from app.cases.models import Case
from app.cases.protection.pages import may_tell
from app.cases.protection.restricting import restriction_of
from app.cases.step_form import fill_perceived, offer_allegations, step_form
from app.cases.work import Path
from app.core.action import Stale
from app.core.clock import said, time_words
from app.core.forms import Form
from app.core.permission import Actor, Refused
from app.core.web import page
from app.pathways.pathway import Ask, AskKind, Step

MOVED = "This procedure has moved on since the page was opened: {now}."


def where(path: Path) -> str:
    """Where a procedure stands, as the end of a sentence."""
    stage = stage_of(path)
    if stage is None:
        return "it was declined" if path.state == "declined" else "it is proposed again"
    return f"it is now at “{stage.title}”"


def moved(path: Path) -> Stale:
    """What to raise when a form belongs to something that a procedure has left behind."""
    return Stale(MOVED.format(now=where(path)))


def moved_page(case: Case, path: Path, form: Form) -> tuple[str, int]:
    """That the procedure has moved on, with the words that were typed, so that they can be copied."""
    return page("cases/moved.html", 409, case=case, path=path, sentence=MOVED.format(now=where(path)), typed=typed(form))


def typed(form: Form) -> str:
    """The questions of a form that was sent, each with its answer, as text to copy."""
    if request.method != "POST":
        return ""
    pairs = ((str(one.label.text), _words(one)) for one in form if one.name != "csrf_token")
    return "\n\n".join(f"{label}\n{words}" for label, words in pairs if words)


def _words(field: Field) -> str:
    choices = {str(one.value): str(one.label) for one in getattr(field, "choices", None) or ()}
    if "Date" in field.type and field.data:
        return said(field.data)
    if isinstance(field.data, list):
        return ", ".join(choices.get(str(one), str(one)) for one in field.data)
    return choices.get(str(field.data), str(field.data)).strip() if field.data else ""


class ProposalPage:
    """A proposed procedure to open or decline; once it is decided, where it stands."""

    def __init__(self, actor: Actor, case: Case, path: Path) -> None:
        self.actor, self.case, self.path, self.form = actor, case, path, ProposalForm()

    def sent(self) -> bool:
        """Whether something was sent that can be acted on; a decision that came too late is not checked, only refused."""
        return request.method == "POST" and (self.path.state != "proposed" or bool(self.form.validate()))

    def take(self) -> Path:
        """Decide it; `Stale` when somebody else was quicker."""
        if self.path.state != "proposed":
            raise moved(self.path)
        accept, reason = self.form.accept.data == "yes", self.form.reason.data.strip()
        return actions.decide(self.actor, self.path, accept=accept, reason=reason, equality=self.form.equality())

    def show(self) -> tuple[str, int]:
        """The form, or where the procedure stands."""
        if self.path.state != "proposed":
            return moved_page(self.case, self.path, self.form)
        return page("cases/decide.html", 422 if self.form.errors else 200, form=self.form, case=self.case, path=self.path)


class StepPage:
    """One step of a procedure on a case: its form, what blocks it now, and whether it still follows."""

    def __init__(self, actor: Actor, case: Case, path: Path, step_key: str) -> None:
        self.actor, self.case, self.path = actor, case, path
        self.step = find_step(path, step_key) or abort(404)
        self.whole = whole = Whole(case)
        offer = next((one for one in whole.offers(actor, path) if one.step.key == step_key), None)
        if offer is None and (path.state != "accepted" or not self.step.roles & whole.roles(actor)):
            raise Refused(step_key)
        who = next((one for one in ("subject", "parents") if self.step.key.startswith(f"tell_{one}")), "")
        self.told = may_tell(whole.ledger, who) if who else None
        self.restriction = restriction_of(whole) if who else None
        self.follows, self.blocked = offer is not None, offer.blocked_by if offer else ()
        self.asked = (
            [(one, f"clause {one.clause_number}") for one in whole.to_find(path, self.step)] if self.step.sets_outcomes else []
        )
        self.form = step_form(self.step, self.asked, self.step.sets_outcomes)
        fill_perceived(self.form, case)
        offer_allegations(self.form, whole.allegations)
        typed = {one.name: one.data for one in self.form if one.name in {"ask_on", "ask_notice"}}
        self.beside = beside(actor, whole, path, self.step, typed) if self.follows else None
        self.known = known(actor, whole, path, self.step) if self.follows else NOTHING

    def sent(self) -> bool:
        """Whether something was sent that can be acted on; what no longer follows is not checked, only refused."""
        if request.form.get("then") == "count":
            return False  # only the notice is counted for the days that were typed
        return request.method == "POST" and (not self.follows or bool(self.form.validate()))

    def take(self) -> Path:
        """Take the step; `Stale` when it no longer follows."""
        if not self.follows:
            raise moved(self.path)
        seen = request.form.get("seen_stage", "")
        return actions.advance(self.actor, self.path, step_key=self.step.key, seen_stage=seen, **self._answers())

    def again(self) -> Callable[[], tuple[str, int]]:
        """How to show it after a refusal, as things stand then."""
        return lambda: StepPage(self.actor, self.case, self.path, self.step.key).show()

    def show(self) -> tuple[str, int]:
        """The form, or that the procedure has moved on."""
        if not self.follows:
            return moved_page(self.case, self.path, self.form)
        status = 422 if self.form.errors else 200
        return page(
            "cases/step.html",
            status,
            form=self.form,
            case=self.case,
            path=self.path,
            step=self.step,
            blocked=self.blocked,
            told=self.told,
            restriction=self.restriction,
            beside=self.beside,
            known=self.known,
            pattern=pattern(self.actor, self.whole) if self.path.name == LLC else {},
        )

    def _answers(self) -> dict[str, Any]:
        values = self.form.values()
        return {
            "answers": answered(self.step, self.form),
            "outcomes": {one.id: values[f"outcome_{one.id.hex}"] for one, _ in self.asked},
            "equality": self.form.equality() if isinstance(self.form, EqualityForm) else None,
        }


def answered(step: Step, form: Form) -> dict[str, Any]:
    """What was answered to the questions of a step: several choices as one answer with commas between them, a time in words."""
    values = form.values()
    return {one.key: _answer(one, values[f"ask_{one.key}"]) for one in step.asks}


def _answer(ask: Ask, value: Any) -> Any:
    if ask.kind is AskKind.TIME and value:
        return time_words(time.fromisoformat(value))
    return ",".join(value) if isinstance(value, list) else value
