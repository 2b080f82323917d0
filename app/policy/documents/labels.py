"""How word processors print the numbers that they count themselves."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

from app.policy.numbering import Auto, Family, Mark, mark_of, roman

_COUNTED = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
]
_ORDERED = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
FORMATS = {
    "decimal": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "decimalZero": "01",
    "none": "",
    "ordinal": "1st",
    "cardinalText": "One",
    "ordinalText": "First",
}
"""What Word calls a format, and how its first number looks; OpenDocument and web pages name it by the look."""


def printed(number: int, look: str) -> str:
    """Take a number and the look of the first of its row ("1", "a", "A", "i", "I", "01", "One", …); give it as printed.

    After z comes aa, bb, as Word has it. A look that is not known, and a number without one, is printed in figures.
    """
    if look == "":
        return ""
    if look in {"a", "A"} and number > 0:
        found = ascii_lowercase[(number - 1) % 26] * ((number - 1) // 26 + 1)
    elif look in {"i", "I"} and 0 < number < 4000:
        found = roman(number)
    elif look == "01":
        return f"{number:02}"
    elif look == "1st":
        return f"{number}{'th' if 10 < number % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    elif look in {"One", "First"} and 0 <= number < len(_COUNTED if look == "One" else _ORDERED):
        return (_COUNTED if look == "One" else _ORDERED)[number].capitalize()
    else:
        return str(number)
    return found.upper() if look.isupper() else found


def bullet(listing: str, level: int) -> Mark:
    """The mark of a bulleted paragraph: its list, and how deep in it, from 0."""
    return Mark(Family.BULLET, "•", "", (), "", auto=Auto(listing, level, False))


def automatic(label: str, numbers: tuple[int, ...], listing: str, level: int) -> Mark:
    """Take a label as printed, the counts that are in it, its list and level; give the mark of it.

    The label of more than one count is an address of its own (1.1, 2.a); of one it may be an item's.
    """
    words = " ".join(label.split())
    found = mark_of(words)
    bare = words.strip(" .):(–—-") or words
    auto = Auto(listing, level, len(numbers) > 1)
    if auto.dotted:
        if found and len(found.key) == len(numbers) and not found.subs and not found.rest:
            return replace(found, auto=auto)
        return Mark(Family.NUMBER, bare, ".", numbers, "", auto=auto)
    if found and not found.rest and not found.subs and found.family is not Family.BULLET:
        return replace(found, auto=auto)
    return Mark(Family.LISTED, bare, "label", (), "", auto=auto)
