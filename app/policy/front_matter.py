"""What stands before the first clause and below the last: the title, the school's name, when it was adopted and is due."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.policy.lines import is_title
from app.policy.plain_text import shown

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?,?"
_DATES = (
    re.compile(rf"\b(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)? (?:of )?{_MONTH} (?P<year>(?:19|20)[0-9]{{2}})\b"),
    re.compile(rf"\b{_MONTH} (?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?,? (?P<year>(?:19|20)[0-9]{{2}})\b"),
    re.compile(r"\b(?P<year>(?:19|20)[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])\b"),
    re.compile(r"\b(?P<day>[0-3]?[0-9])[/.-](?P<month>[01]?[0-9])[/.-](?P<year>(?:19|20)?[0-9]{2})\b"),  # the British order
)
_ADOPTED = re.compile(r"(?:date )?(?:of )?(?:adopted|adoption|approved|approval|ratified|agreed)(?![^\W_])", re.IGNORECASE)
_DUE = re.compile(
    r"(?:date )?(?:(?:of|for) )?(?:next )?review(?: date| due)?(?![^\W_])|(?:due )?to be reviewed(?![^\W_])|due for review(?![^\W_])",
    re.IGNORECASE,
)
# a field further along the same line: version, date and review are often one row of a table
_NEXT = re.compile(
    r" (?=(?:date adopted|adopted|approved|ratified|next review|review date|review due|date of (?:next )?review)\b[^:]{0,40}:)",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"(?:name of )?(?:the )?(?:school|college|academy)(?: ?/ ?(?:school|college|academy))*(?: name)?(?![^\W_])", re.IGNORECASE
)
_SIGNED = re.compile(r"(?:signed|signature|chair|head ?teacher|principal|date|version|minute)(?![^\W_])", re.IGNORECASE)
_EMPTY = " _.…:-–\t"
_PAPERS = ("policy", "code of conduct", "procedure", "guidance", "guidelines", "statement")


@dataclass(frozen=True, slots=True)
class Front:
    """The title, the dates that are filled in, and what is left blank or cannot be understood."""

    title: str
    adopted_on: date | None
    review_due: date | None
    warnings: tuple[str, ...]


def is_field(words: str) -> bool:
    """Whether a paragraph is a line to be signed, dated or filled in."""
    known = any(pattern.match(words) for pattern in (_ADOPTED, _DUE, _SCHOOL, _SIGNED))
    return len(words) <= 160 and known and (":" in words or "__" in words or "...." in words or _in(words) is not None)


def is_paper(words: str) -> bool:
    """Whether the words name a kind of paper, as the title of a policy does."""
    return any(paper in words.casefold() for paper in _PAPERS)


def understood(rows: Sequence[str], name: str) -> Front:
    """Take the paragraphs before and below the clauses, and the file's name; give what they say."""
    warnings: list[str] = []
    rows = [part for one in rows for part in (_NEXT.split(one) if is_field(one) else (one,))]
    if _blank(rows, _SCHOOL):
        warnings.append("The school’s name is left blank.")
    adopted = _date(rows, _ADOPTED, "adoption", warnings)
    due = _date(rows, _DUE, "the next review", warnings)
    if adopted and due and due <= adopted:
        warnings.append(f"The next review, {due:%d/%m/%Y}, is not after the adoption, {adopted:%d/%m/%Y}.")
    title = _title(rows)
    if title is None:
        title = shown(name).strip("“”").rsplit(".", 1)[0]
        warnings.append("No title was found, so the name of the file stands for it.")
    return Front(title, adopted, due, tuple(warnings))


def _title(rows: Sequence[str]) -> str | None:
    """The line most like the title of a policy: one that ends in the word, then one that holds it, then the first."""
    titles = [one for one in rows if is_title(one) and len(one) > 3 and "__" not in one and not is_field(one)]

    def likeness(one: str) -> int:
        low = one.casefold()
        holds = any(paper in low for paper in _PAPERS)
        return 4 * low.endswith(_PAPERS) + 2 * holds + (holds and one.isupper())

    return max(titles, key=likeness, default=None)


def _values(rows: Sequence[str], label: re.Pattern[str]) -> list[str]:
    """What is written beside or below each field of this kind; empty for one that is left blank."""
    found = []
    for at, words in enumerate(rows):
        if not (start := label.match(words)) or not is_field(words):
            continue
        rest = words[start.end() :]
        value = rest.partition(":")[2] if ":" in rest else rest
        after = rows[at + 1] if at + 1 < len(rows) else ""
        if not value.strip(_EMPTY) and not is_field(after):
            value = after
        found.append(value.strip(_EMPTY))
    return found


def _blank(rows: Sequence[str], label: re.Pattern[str]) -> bool:
    values = _values(rows, label)
    return bool(values) and not any(values)


def _date(rows: Sequence[str], label: re.Pattern[str], what: str, warnings: list[str]) -> date | None:
    values = _values(rows, label)
    days = [day for one in values if (day := _in(one))]
    if days:
        if len(set(days)) > 1:
            warnings.append(f"The date of {what} is given more than once, and differently; the first was taken.")
        return days[0]
    for one in list(dict.fromkeys(filter(None, values)))[:3]:
        warnings.append(f"The date of {what} could not be read: “{one[:60]}”.")
    if values and not any(values):
        warnings.append(f"The date of {what} is left blank.")
    return None


def _in(words: str) -> date | None:
    """The first day of the calendar that is written in these words."""
    for pattern in _DATES:
        for found in pattern.finditer(words):
            month = found["month"]
            number = (
                int(month) if month.isdigit() else next((i for i, m in enumerate(_MONTHS, 1) if month.lower().startswith(m)), 0)
            )
            year = int(found["year"])
            try:
                return date(year if year > 99 else 2000 + year, number, int(found["day"]))
            except ValueError:
                continue
    return None
