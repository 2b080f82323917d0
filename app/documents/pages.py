"""What the pages of letters gather and make: the list, a draft with what fills it, the preview, and the files."""

from __future__ import annotations

import io
from functools import cached_property
from typing import Any

from flask import Response, current_app

from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.queries import deadlines as deadlines_of
from app.core.acts import Act
from app.core.clock import now
from app.core.forms import choices
from app.core.permission import Actor, Refused, may
from app.core.web import page
from app.documents import actions, filling, queries
from app.documents.calling import sorted_out
from app.documents.forms import ChooseForm, letter_form
from app.documents.gathering import Gathered, alleged
from app.documents.kinds import KINDS
from app.documents.models import Letter
from app.documents.printing import Printed, arranged, printed
from app.evidence.giving import Answer, give_out, to_be_saved
from app.evidence.vault import Stored, take_back, take_in
from app.people.queries import names

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"word": (WORD, ".docx"), "pdf": ("application/pdf", ".pdf")}


class Room:
    """The letters of a case, for one person."""

    def __init__(self, actor: Actor, case: Case) -> None:
        self.actor, self.case, self.whole = actor, case, Whole(case)

    def show(self, form: ChooseForm) -> tuple[str, int]:
        """The list of letters, and those that can be begun."""
        found = queries.letters_of(self.actor, self.whole)
        offered = sorted_out(self.whole, self.offered(), found, deadlines_of(self.case.id))
        people = names({one.issued_by or one.made_by for one in found})
        return page(
            "documents/letters.html",
            422 if form.errors else 200,
            case=self.case,
            form=form,
            letters=found,
            services=queries.services_of(found),
            kinds=KINDS,
            offered=offered,
            people=people,
        )

    def offered(self) -> list[Any]:
        """The kinds that can be begun now, in the order of their groups."""
        closed = self.case.state == "closed"
        return [one for one in queries.offered(self.actor, self.whole) if one.after_close or not closed]

    def choose(self) -> ChooseForm:
        """The form with these kinds."""
        form = ChooseForm()
        form.kind.choices = choices([(one.key, one.title) for one in self.offered()])
        return form


class Desk:
    """One letter, for one person who may read it."""

    def __init__(self, actor: Actor, case: Case, letter: Letter, whole: Whole) -> None:
        self.actor, self.case, self.letter, self.whole = actor, case, letter, whole
        self.kind = KINDS[letter.kind]

    @property
    def writes(self) -> bool:
        """Whether this person may write, issue and serve it."""
        return bool(self.kind.issuers & self.whole.roles(self.actor)) and may(self.actor, Act.LETTER_WRITE, self.case.school_id)

    def only_writers(self) -> Desk:
        """This letter, for those who may write it; else there is no such page."""
        if not self.writes:
            raise Refused("this letter is for another role")
        return self

    @cached_property
    def gathered(self) -> Gathered:
        """What the letter reads of the case."""
        return Gathered(self.actor, self.whole, self.letter.typed or {})

    @cached_property
    def filled(self) -> list[filling.Filled]:
        """Its fields with their values."""
        return filling.filling(self.gathered, self.kind)

    @cached_property
    def stops(self) -> list[str]:
        """What still stops its issue."""
        return filling.stopping(self.gathered, self.kind, self.filled)

    @property
    def stopped_by_case(self) -> list[str]:
        """What stops its issue as the case stands, beyond its empty fields."""
        empty = {one.field.missing for one in self.filled if one.stops}
        return [one for one in self.stops if one not in empty]

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of its merge fields."""
        return filling.context(self.filled, self.gathered.typed)

    @property
    def digest(self) -> str:
        """A digest of what the letter says now, so that nobody issues another text than the one they looked at."""
        return filling.digest(self.values)

    @cached_property
    def template(self) -> queries.Template:
        """The Word template in use."""
        return queries.template_of(self.case.school_id, self.kind)

    def form(self) -> Any:
        """The form of the draft, with what was typed or is suggested."""
        stated = self.whole.allegations if filling.states_allegations(self.kind) else ()
        form = letter_form(self.kind, stated)
        if not form.is_submitted():
            boxes = {one.key: filling.typed_in(self.gathered, one) or None for one in self.kind.asked}
            boxes |= {alleged(one): self.gathered.typed.get(alleged(one), self.gathered.particulars(one)) for one in stated}
            form.fill(boxes)
        return form

    def parts(self, form: Any) -> list[tuple[str, list[Any]]]:
        """The boxes of the form: those of a form with sections under their titles, in their order, then all others."""
        sections = self.values.get("sections") or []
        keys = [(section["title"], [row["key"] for row in section["rows"]]) for section in sections]
        placed = {key for _, some in keys for key in some}
        left = [field for field in form if field.name not in {"csrf_token", *placed}]
        first = [field for field in left if field.name == "council"]
        rest = [field for field in left if field not in first]
        found = [("", first), *((title, [form[key] for key in some if key in form]) for title, some in keys)]
        return [(title, some) for title, some in [*found, ("Further information" if keys else "", rest)] if some]

    def show(self, form: Any) -> tuple[str, int]:
        """The page of a draft, or of what was issued."""
        if self.letter.is_draft:
            wanted = form if self.writes else None
            return page("documents/draft.html", 422 if wanted and wanted.errors else 200, desk=self, case=self.case, form=wanted)
        services = queries.services_of([self.letter]).get(self.letter.id, [])
        people = names({*(one.by for one in services), *([self.letter.issued_by] if self.letter.issued_by else [])})
        words = arranged(self.letter.issued["words"]) if self.letter.issued else []
        return page(
            "documents/issued.html", desk=self, case=self.case, words=words, services=services, people=people, how=actions.HOW
        )

    def preview(self, form: Any) -> tuple[str, int]:
        """The letter as it would go out, with what still stops it."""
        made = self.print(draft=True)
        return page("documents/preview.html", desk=self, case=self.case, form=form, words=arranged(made.words))

    def print(self, *, draft: bool) -> Printed:
        """The letter as files and words; `Blocked` when its template cannot be filled."""
        gaps = {one.field.key: f"[{one.field.label}]" for one in self.filled if one.stops and one.value == ""}
        values = {**self.values, **gaps} if draft else self.values
        return printed(self.gathered, self.kind, self.template, values, at=now(), draft=draft)

    def make(self) -> actions.Made:
        """The letter as it is to be issued, its files sealed in the vault before the row that names them is written."""
        found = self.print(draft=False)
        word = self._keep(found.word)
        try:
            pdf = self._keep(found.pdf)
        except BaseException:
            take_back(word, current_app.config["SETTINGS"].data)
            raise
        return actions.Made(word, pdf, found.words, self.digest, self.template.version, self.template.sha256)

    def _keep(self, data: bytes) -> Stored:
        settings = current_app.config["SETTINGS"]
        return take_in(
            io.BytesIO(data), case_id=self.case.id, school_id=self.case.school_id, data=settings.data, most=settings.most_upload
        )

    def file(self, what: str) -> Answer:
        """The Word file or the PDF: what was issued, checked against its digest, or the draft as it stands."""
        if self.letter.is_draft:
            made = self.print(draft=True)
            return attachment(made.word if what == "word" else made.pdf, what, f"draft-{self._short}")
        about = self.letter.file(what)
        media_type, ending = FILES[what]
        return give_out(
            about["key"],
            case_id=self.case.id,
            sha256=about["sha256"],
            size=about["bytes"],
            name=f"letter-{self._short}{ending}",
            damaged="The stored file is not what was issued, so it is not given out. Tell whoever runs Evenhand at once.",
            media_type=media_type,
        )

    @property
    def _short(self) -> str:
        return self.letter.id.hex[-8:]


def attachment(data: bytes, what: str, name: str) -> Response:
    """A file that is given out to be saved; its name says nothing of the case."""
    media_type, ending = FILES[what]
    return to_be_saved(Response(data, mimetype=media_type), f"{name}{ending}")
