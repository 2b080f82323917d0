"""The pages on which something is alleged later, on a case that runs."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from app.cases.models import Case
from app.cases.pages import managed
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.forms import version_of
from app.core.permission import visible
from app.core.web import done, form_page, page
from app.intake import adding, words
from app.intake.later_form import KindForm, LaterForm
from app.intake.views import Answer, bp

KINDS = f"any({', '.join(key for key, _ in words.KINDS)})"


@bp.get("/cases/<reference>/allegations/new")
@needs(Act.CASE_ALLEGE)
def later(reference: str) -> Answer:
    """Ask first what kind of act it is that is alleged later."""
    case, form = managed(actor(), visible(actor(), Case, reference=reference)), KindForm(request.args)
    if "kind" in request.args and form.validate():
        return redirect(url_for(".add_allegation", reference=case.reference, act_kind=form.kind.data))
    return page("intake/later/kind.html", 422 if form.errors else 200, form=form, case=case)


@bp.route(f"/cases/<reference>/allegations/new/<{KINDS}:act_kind>", methods=["GET", "POST"])
@needs(Act.CASE_ALLEGE)
def add_allegation(reference: str, act_kind: str) -> Answer:
    """Add what is alleged later to a running case."""
    case, form = managed(actor(), visible(actor(), Case, reference=reference)), LaterForm()
    form.for_kind(act_kind)
    show = form_page("intake/later/act.html", form, case=case, kind=words.word(words.KINDS, act_kind))
    if form.validate_on_submit():
        said_, source = form.words.data.strip(), (form.source.data or "").strip()
        given: dict[str, Any] = {
            "kind": act_kind,
            "act": form.act(),
            "words": said_,
            "source": source,
            "version": version_of(request.form),
        }
        return done(
            lambda: adding.add_allegation(actor(), case, **given),
            lambda _: url_for("reports.case", reference=case.reference) + "#allegations",
            again=show,
        )
    return show()
