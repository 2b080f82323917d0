"""Whether a typed name is somebody on the list: case, spaces, accents, marks, titles and the order of the names do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from app.people.models import Person

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "dame", "lady", "prof", "professor"})


def plain(name: str) -> tuple[str, ...]:
    """The words of a name in one form and order; empty when it holds no letter."""
    # neither accents nor characters that nobody sees
    bare = "".join(one for one in unicodedata.normalize("NFKD", name).casefold() if unicodedata.category(one) not in {"Mn", "Cf"})
    found = [one for one in re.split(r"[\W_]+", re.sub(r"['’`ʼ]", "", bare)) if one]
    return tuple(sorted(one for one in found if one not in TITLES)) or tuple(sorted(found))


def same_as(people: Iterable[Person], typed: str) -> list[Person]:
    """The people who may be meant by a typed name, also when it is followed by their job title as lists show it."""
    wanted = plain(typed)
    return [one for one in people if wanted and wanted in {plain(one.name), plain(f"{one.name} {one.job_title}")}]


def found_by(people: Iterable[Person], typed: str) -> list[Person]:
    """The people of whose names each typed word begins one; everybody when nothing is typed."""
    wanted = plain(typed)
    return [one for one in people if all(any(word.startswith(part) for word in plain(one.name)) for part in wanted)]
