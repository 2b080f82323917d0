"""Evidence comes in, is opened with a trace, and is taken out of a draft before it is logged."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from app.core.action import Blocked, action, seal_case
from app.core.acts import Act
from app.core.clock import now
from app.core.db import db
from app.core.permission import Actor
from app.evidence.models import Custody, Evidence
from app.evidence.vault import Stored


class Holder(Protocol):
    """A case, or a draft that becomes one."""

    id: UUID
    school_id: UUID


def _custody(actor: Actor, evidence: Evidence, what: str, why: str | None) -> Custody:
    assert actor.person_id is not None  # noqa: S101 - evidence is handled by people only
    row = Custody(
        school_id=evidence.school_id,
        case_id=evidence.case_id,
        evidence_id=evidence.id,
        what=what,
        by=actor.person_id,
        at=now(),
        why=why,
    )
    db.session.add(row)
    return row


@action(Act.EVIDENCE_ADD)
def add_file(actor: Actor, holder: Holder, *, stored: Stored, name: str, media_type: str, sheet: dict[str, Any]) -> Evidence:
    """Enter a file that is already in the vault, with its capture sheet; its digest is in the sealed trail."""
    about = {"name": name[:200], "media_type": media_type, "bytes": stored.size, "sha256": stored.sha256}
    return _add(actor, holder, kind="file", key=stored.key, about=about, sheet=sheet)


@action(Act.EVIDENCE_ADD)
def add_link(actor: Actor, holder: Holder, *, url: str, sheet: dict[str, Any]) -> Evidence:
    """Enter a link, with its capture sheet; nothing is fetched from it."""
    return _add(actor, holder, kind="link", key=None, about={"url": url}, sheet=sheet)


def _add(actor: Actor, holder: Holder, *, kind: str, key: str | None, about: dict[str, Any], sheet: dict[str, Any]) -> Evidence:
    assert actor.person_id is not None  # noqa: S101 - evidence is handled by people only
    evidence = Evidence(
        school_id=holder.school_id,
        case_id=holder.id,
        kind=kind,
        object_key=key,
        added_at=now(),
        added_by=actor.person_id,
        about=about,
        sheet=sheet,
    )
    db.session.add(evidence)
    _custody(actor, evidence, "taken in", None)
    seal_case(evidence, evidence=str(evidence.id), kind=kind, sha256=about.get("sha256"), bytes=about.get("bytes"))
    return evidence


@action(Act.EVIDENCE_OPEN)
def open_evidence(actor: Actor, evidence: Evidence, *, why: str) -> Evidence:
    """Let a person open a piece of evidence: who, when and why is in the trail before the first byte leaves."""
    _custody(actor, evidence, "opened", why)
    seal_case(evidence, evidence=str(evidence.id), reason=why)
    return evidence


@action(Act.DRAFT_SAVE)
def take_out(actor: Actor, evidence: Evidence, *, logged: bool) -> Evidence:
    """Take a piece out of a draft that was not logged yet; its bytes stay sealed in the vault."""
    if logged:
        raise Blocked("This has been logged already, so its evidence cannot be taken out.")
    evidence.removed_at = now()
    _custody(actor, evidence, "taken out", None)
    seal_case(evidence, evidence=str(evidence.id), taken_out=True)
    return evidence
