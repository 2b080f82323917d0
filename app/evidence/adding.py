"""Asking for a file or a link with its capture sheet, and taking it in; a case and a draft do it the same way."""

from __future__ import annotations

import uuid
from typing import Any

from flask import current_app
from werkzeug.wrappers import Response as BaseResponse

from app.core.action import Blocked
from app.core.acts import Role
from app.core.doors import actor
from app.core.permission import Actor
from app.core.uploads import too_large
from app.core.web import done, form_page, page
from app.evidence import actions
from app.evidence.forms import FileForm, LinkForm, SheetForm
from app.evidence.sniffing import judge
from app.evidence.vault import TooLarge, take_in
from app.people.queries import holders, names

Answer = BaseResponse | tuple[str, int]
LARGE = "This file is larger than 50 MB, so it was not kept. Choose a smaller file, or note where the original is kept instead."


def file_page(holder: Any, back: str) -> Answer:
    """Ask for a file with its capture sheet, and take it in; `back` is where it leads."""
    form = FileForm()
    show = form_page("evidence/add_file.html", form, back=back)
    if form.imagery.data == "yes":
        return page("evidence/stopped.html", 422, back=back, lead=lead_of(actor(), holder.school_id))
    if form.validate_on_submit() and _good_file(form):
        name, settings = form.file.data.filename, current_app.config["SETTINGS"]
        try:
            stored = take_in(
                form.file.data.stream, case_id=holder.id, school_id=holder.school_id, data=settings.data, most=settings.most_upload
            )
        except (TooLarge, Blocked) as refused:
            form.file.errors = [LARGE if isinstance(refused, TooLarge) else str(refused)]
            return show()
        kind = judge(stored.head, name, stored.size)
        return done(
            lambda: actions.add_file(actor(), holder, stored=stored, name=name, media_type=kind.media_type, sheet=sheet_of(form)),
            lambda _: back,
            say="The file was added.",
            again=show,
        )
    return show()


def _good_file(form: FileForm) -> bool:
    upload = form.file.data
    if too_large(upload):
        form.file.errors = [LARGE]
        return False
    head = upload.stream.read(8192)
    upload.stream.seek(0, 2)
    size = upload.stream.tell()
    upload.stream.seek(0)
    refusal = judge(head, upload.filename, size).refusal
    if refusal:
        form.file.errors = [refusal]
    return refusal is None


def lead_of(actor: Actor, school_id: uuid.UUID) -> str:
    """The safeguarding leads of a school by name, other than the reader; empty when there is no other."""
    people = {person_id for _, person_id in holders(school_id, (Role.DSL,))} - {actor.person_id}
    return " or ".join(sorted(names(one for one in people if one).values()))


def sheet_of(form: SheetForm) -> dict[str, Any]:
    """The capture sheet of a form, without what is not part of it."""
    return {name: value for name, value in form.values().items() if name not in {"imagery", "url", "file"}}


def link_page(holder: Any, back: str) -> Answer:
    """Ask for a link with its capture sheet; nothing is fetched from it."""
    form = LinkForm()
    show = form_page("evidence/add_link.html", form, back=back)
    if form.validate_on_submit():
        return done(
            lambda: actions.add_link(actor(), holder, url=form.url.data.strip(), sheet=sheet_of(form)),
            lambda _: back,
            say="The link was added.",
            again=show,
        )
    return show()
