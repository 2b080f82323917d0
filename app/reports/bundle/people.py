"""Whom the reader of a bundle may not know by name, and what stands for them; whom everybody at the hearing knows."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from app.cases.engine import EO, Whole
from app.cases.models import WORKING, Involvement, Part
from app.documents.gathering import Gathered
from app.people.queries import names
from app.reports.bundle.masking import Hidden, parts_of
from app.reports.bundle.readers import Reader

WITHHELD = "Name withheld"
KINDS = {
    Part.CHILD: ("Pupil", "Names of pupils"),
    Part.RELATIVE: ("Parent or carer", "Names of parents and carers"),
    Part.REPORTER: (WITHHELD, "Name of whoever reported it"),
    Part.COMPLAINANT: ("Complainant", "Names of those who complained"),
    Part.WITNESS: ("Witness", "Names of witnesses"),
    Part.INTERESTED: ("Person with an interest", "Names of others"),
    Part.EARLIER: ("Person", "Names of others"),
}
"""What stands for the name of whoever has this part, and what the maker is told was masked; the first one of a name counts."""
NEVER = frozenset({Part.CHILD, Part.RELATIVE, Part.REPORTER})
"""Who is named to no reader."""
CHOSEN = frozenset({Part.COMPLAINANT, Part.WITNESS, Part.INTERESTED, Part.EARLIER})
"""Who is named unless the maker says otherwise."""
AGENCY = "Names of people at agencies"


def hidden_in(whole: Whole, reader: Reader, unnamed: frozenset[str], gathered: Gathered) -> list[Hidden]:
    """Everybody whose name does not come into a bundle for this reader."""
    known, seen, found = _names(whole), Counter[str](), []
    everybody_knows = {tuple(parts_of(known[one.id])) for one in whole.involved if _is_open(one, reader, unnamed)}
    for part, (stands, kind) in KINDS.items():
        for one in whole.involved:
            self_told = part is Part.REPORTER and tuple(parts_of(known[one.id])) in everybody_knows
            if one.part == part and known[one.id] and not self_told and _is_hidden(one, reader, unnamed):
                found.append(Hidden(known[one.id], _stands(one, stands, seen), kind))
    met = {str((one.words or {}).get("with") or "").split(",")[0] for one in whole.contacts} | {gathered.school.lado_name}
    return [*found, *(Hidden(one, WITHHELD, AGENCY) for one in sorted(met) if one)]


def _is_hidden(one: Involvement, reader: Reader, unnamed: frozenset[str]) -> bool:
    if one.part in NEVER:
        return True
    return str(one.id) in unnamed and not (reader.complained and one.part == Part.COMPLAINANT)


def _stands(one: Involvement, stands: str, seen: Counter[str]) -> str:
    if one.token:
        return one.token.replace("Child", stands)
    if stands == WITHHELD:
        return WITHHELD
    seen[stands] += 1
    return f"{stands} {chr(ord('A') + (seen[stands] - 1) % 26)}"


def _is_open(one: Involvement, reader: Reader, unnamed: frozenset[str]) -> bool:
    """Whether everybody knows of this part: the member of staff, and whoever complained where it is the complaint that is heard."""
    if one.part == Part.COMPLAINANT:
        return reader.path == EO and (reader.complained or str(one.id) not in unnamed)
    return one.part == Part.SUBJECT


def known_in(whole: Whole, gathered: Gathered, actors: Iterable[str]) -> list[str]:
    """The names of those whom every reader knows: the member of staff, who works on the case, who took its steps, and who is named."""
    known = _names(whole)
    parts = {*WORKING, *CHOSEN, Part.COMPANION}
    return [gathered.subject_name, *actors, *(known[one.id] for one in whole.involved if one.part in parts)]


def may_be_unnamed(whole: Whole) -> list[tuple[str, str]]:
    """Whom the maker can leave unnamed, by the key of the part, in words."""
    known = _names(whole)
    return [
        (str(one.id), f"{known[one.id]} ({KINDS[Part(one.part)][0].lower()})")
        for one in whole.involved
        if one.part in CHOSEN and known[one.id]
    ]


def _names(whole: Whole) -> dict[uuid.UUID, str]:
    roll = names({one.person_id for one in whole.involved if one.person_id})
    return {one.id: roll.get(one.person_id, "") if one.person_id else str(one.name or "") for one in whole.involved}
