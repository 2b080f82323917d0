"""The blueprint of what runs beside the stages of child protection, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.cases.engine import CP, Whole
from app.cases.models import Case
from app.cases.protection.models import ProtectionEntry
from app.cases.protection.recording import ground
from app.core.doors import actor
from app.core.permission import visible

bp = Blueprint("protection", __name__)
Answer = Response | tuple[str, int]


def case_of(reference: str) -> Case:
    """The case of an address, for those who may know of it."""
    return visible(actor(), Case, reference=reference)


def back(case: Case, anchor: str = "", *, conduct: bool = False) -> str:
    """The page beside the stages: of child protection, or of what no child protection is behind."""
    return url_for("protection.conduct" if conduct else "protection.beside", reference=case.reference) + anchor


def is_open(whole: Whole, row: ProtectionEntry | None = None) -> bool:
    """Whether this row, or without one what is written next, is kept where everybody on the case sees it."""
    path_id = row.path_id if row is not None else getattr(ground(whole), "id", None)
    return not any(one.id == path_id for one in whole.paths if one.name == CP)
