"""The blueprint of what runs beside the stages of child protection, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.cases.models import Case
from app.core.doors import actor
from app.core.permission import visible

bp = Blueprint("protection", __name__)
Answer = Response | tuple[str, int]


def case_of(reference: str) -> Case:
    """The case of an address, for those who may know of it."""
    return visible(actor(), Case, reference=reference)


def back(case: Case, anchor: str = "") -> str:
    """The page beside the stages."""
    return url_for("protection.beside", reference=case.reference) + anchor
