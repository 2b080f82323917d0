"""The pages on which somebody is recorded as gone, moved or dismissed, and each referral is decided."""

from __future__ import annotations

import uuid

from flask import abort

from app.cases.protection import leaving
from app.cases.protection.blueprint import Answer, back, bp, case_of, is_open
from app.cases.protection.leaving_forms import LeftForm, ReferralForm, RemovalForm
from app.cases.protection.models import Noted
from app.cases.protection.recording import managed_case_of, row_of
from app.cases.protection.words import BODIES, REMOVALS
from app.core.acts import Act
from app.core.doors import actor, needs
from app.core.web import done, form_page


@bp.route("/cases/<reference>/left", methods=["GET", "POST"])
@needs(Act.CASE_REFER)
def left(reference: str) -> Answer:
    """Record that the member of staff left, or is leaving."""
    case, form = case_of(reference), LeftForm()
    whole = managed_case_of(actor(), case)
    open_one, known = is_open(whole), whole.ledger.left
    if known is not None and not form.is_submitted():
        form.on.data = known.on
    show = form_page("cases/protection/left.html", form, case=case, conduct=open_one)
    if form.validate_on_submit():
        return done(
            lambda: leaving.record_left(actor(), case, on=form.on.data, words=form.words()),
            lambda _: back(case, "#referrals", conduct=open_one),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/removal", methods=["GET", "POST"])
@needs(Act.CASE_REFER)
def removal(reference: str) -> Answer:
    """Record that they were dismissed, or moved away from work with children."""
    case, form = case_of(reference), RemovalForm()
    open_one = is_open(managed_case_of(actor(), case))
    show = form_page("cases/protection/removal.html", form, case=case, conduct=open_one)
    if form.validate_on_submit():
        return done(
            lambda: leaving.record_removal(
                actor(),
                case,
                what=form.what.data,
                on=form.on.data,
                words={"why": form.why.data.strip()},
                equality=form.equality(),
            ),
            lambda _: back(case, "#referrals", conduct=open_one),
            again=show,
        )
    return show()


@bp.route("/cases/<reference>/referrals/<body>", methods=["GET", "POST"])
@bp.route("/cases/<reference>/referrals/<body>/<uuid:removal_id>", methods=["GET", "POST"])
@needs(Act.CASE_REFER)
def refer(reference: str, body: str, removal_id: uuid.UUID | None = None) -> Answer:
    """Decide on a referral: because of a removal, or at closure."""
    case, form = case_of(reference), ReferralForm()
    whole = managed_case_of(actor(), case)
    if body not in dict(BODIES):
        abort(404)
    because = row_of(whole, removal_id, Noted.REMOVAL) if removal_id else None
    open_one = is_open(whole, because)
    given = {"body": body, "because": because, "removals": dict(REMOVALS), "conduct": open_one}
    show = form_page("cases/protection/refer.html", form, case=case, **given)
    if form.validate_on_submit():
        return done(
            lambda: leaving.decide_referral(
                actor(),
                case,
                body=body,
                removal_id=removal_id,
                decided=form.decided.data,
                why=form.why.data.strip(),
                on=form.on.data,
                reference=(form.reference.data or "").strip(),
                equality=form.equality(),
            ),
            lambda _: back(case, "#referrals", conduct=open_one),
            again=show,
        )
    return show()
