"""What a letter or form is made of: who may issue it, where it belongs, what it is filled from, and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from app.cases.sight import Seen
from app.pathways.pathway import Ask, AskKind

if TYPE_CHECKING:
    from datetime import datetime

    from app.cases.engine import Whole
    from app.core.permission import Actor
    from app.documents.gathering import Gathered

Value = Any  # a text, or a list of tables of texts


def never(_gathered: Gathered) -> str:
    """Nothing stands in the way."""
    return ""


@dataclass(frozen=True, slots=True)
class Field:
    """One merge field: what it is called, where it comes from, and whether a letter without it may be issued.

    With `ask` somebody types it (`read` then gives what is suggested); without, it is read from the case, and `mend` says how
    to fill it there.
    """

    key: str
    label: str
    source: str
    read: Callable[[Gathered], Value] | None = None
    ask: Ask | None = None
    needed: bool | Callable[[Gathered], bool] = True
    mend: str = ""

    def is_needed(self, gathered: Gathered) -> bool:
        """Whether the letter may not be issued without it."""
        return self.needed if isinstance(self.needed, bool) else self.needed(gathered)

    @property
    def missing(self) -> str:
        """The sentence that stops the issue while this is empty."""
        return f"“{self.label}” is empty.{f' {self.mend}' if self.mend else ''}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One letter or form.

    `paths` are the procedures to which it belongs (any opened case when empty), `step` says when it is written, `meets` names
    the clocks that sending it meets, `sees` what a person must be able to see of the case to read it, and `stops` gives the
    sentence that stops its issue as the case stands. `open_without_protection` says that on a case which never had child
    protection everybody may read it, whatever `sees` says. `after_close` says that it may be written once the case is closed,
    `on_service` what else is put on record when it was sent. `body` is its words (see `wording.py`).
    """

    key: str
    title: str
    purpose: str
    group: str
    issuers: frozenset[str]
    step: str
    fields: tuple[Field, ...]
    body: str
    paths: frozenset[str] = frozenset()
    meets: tuple[str, ...] = ()
    sees: frozenset[Seen] = frozenset()
    to: str = "subject_name"
    stops: Callable[[Gathered], str] = field(default=never)
    after_close: bool = False
    open_without_protection: bool = False
    on_service: Callable[[Actor, Whole, datetime], None] | None = None

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that somebody types."""
        return tuple(one for one in self.fields if one.ask)

    def find(self, key: str) -> Field | None:
        """A field by its key."""
        return next((one for one in self.fields if one.key == key), None)


def _typed(
    kind: AskKind,
    key: str,
    label: str,
    hint: str = "",
    *,
    read: Callable[[Gathered], Value] | None = None,
    needed: bool | Callable[[Gathered], bool] = True,
) -> Field:
    source = "Suggested from the case; whoever writes it may change it" if read else "Typed by whoever writes it"
    return Field(key, label, source, read, Ask(key, label, kind, hint, required=False), needed)


line = partial(_typed, AskKind.TEXT)
"""A field that is one line, typed."""
words = partial(_typed, AskKind.LONG_TEXT)
"""A field of one or more paragraphs, typed."""
day = partial(_typed, AskKind.DATE)
"""A field that is a day."""


def choice(
    key: str,
    label: str,
    choices: tuple[tuple[str, str], ...],
    hint: str = "",
    *,
    read: Callable[[Gathered], Value] | None = None,
    needed: bool | Callable[[Gathered], bool] = True,
) -> Field:
    """A field that is one of several."""
    ask = Ask(key, label, AskKind.CHOICE, hint, required=False, choices=choices)
    return Field(key, label, "Chosen by whoever writes it", read, ask, needed)
