"""From paragraphs to a sheet of lines: bounded, without hidden marks; rows of tables put together; what was left out quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.policy.front_matter import is_field
from app.policy.numbering import Family, Mark, mark_of
from app.policy.plain_text import MAX_LINE, Unreadable, without_hidden
from app.policy.sheets import Block, Sheet, sheet_of_blocks

MACROS = "The document holds macros: they were ignored and not run."
MAX_WORDS = 2_000_000
"""Characters of a whole document; a policy of a hundred pages has about 300,000."""


def sheet_of(blocks: Sequence[Block], file: str) -> tuple[Sheet, tuple[str, ...]]:
    """Take the paragraphs of a document; give their sheet and warnings about marks that cannot be seen.

    Raises `Unreadable` for a document without words, and for more of them than any policy has.
    """
    whole = "\n".join(one.words.replace("\n", " ") for one in blocks)
    bounded(whole, file)
    if not whole.strip():
        raise Unreadable(f"{file} holds no words.")
    clean, said = without_hidden(whole, file)
    return sheet_of_blocks(replace(one, words=words) for one, words in zip(blocks, clean.split("\n"), strict=True)), said


def bounded(text: str, file: str) -> None:
    """Refuse more words than any policy has."""
    if len(text) > MAX_WORDS:
        raise Unreadable(f"{file} holds more than {MAX_WORDS:,} characters, which is more than any policy needs.")
    if max(map(len, text.split("\n"))) > MAX_LINE:
        raise Unreadable(f"{file} has a line of more than {MAX_LINE:,} characters, so its clauses cannot be told apart.")


def row_of(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """Take the paragraphs in each cell of a row; give the row as one paragraph, or its cells' own where those are clauses."""
    filled = [found for cell in cells if (found := [one for one in cell if one.words.strip() or one.mark])]
    if len(filled) < 2:
        return [one for cell in filled for one in cell]
    first, second = filled[0][0], filled[1][0]
    if len(filled) > 2 and len(filled[0]) == 1 and _is_only_number(first) and (first.mark or "." in first.words.strip(" .")):
        filled = [filled[0], [Block(" | ".join(" ".join(one.words for one in cell) for cell in filled[1:]))]]
        second = filled[1][0]
    if len(filled[0]) == 1 and len(filled) == 2 and _is_only_number(first) and second.mark is None:
        words = second.words if first.mark else f"{first.words} {second.words}"
        return [replace(second, words=words, mark=first.mark, indent=first.indent, plain=False), *filled[1][1:]]
    if any(one.mark or one.heading for cell in filled for one in cell) or max(map(len, filled)) > 2:
        return [one for cell in filled for one in cell]
    texts = [" ".join(one.words for one in cell) for cell in filled]
    name = texts[0].rstrip(": ")
    if len(texts) == 2 and is_field(f"{name}: {texts[1]}"):
        return [Block(f"{name}: {texts[1]}", plain=True)]
    typed = mark_of(" ".join(texts[0].split()))
    return [Block(" | ".join(texts), aside=first.aside, plain=not (typed and len(typed.key) > 1 and typed.rest))]


def parts_of(text: str, mark: Mark | None, indent: int, heading: int, aside: bool) -> list[Block]:
    """A paragraph, parted where a typed line break has a number or a bullet behind it."""
    first, *others = text.split("\n")
    parts = [first]
    for line in others:
        found = mark_of(" ".join(line.split()))
        if found and (found.rest or found.family is not Family.NUMBER) and not aside:
            parts.append(line)
        else:
            parts[-1] += f" {line}"
    return [Block(parts[0], indent, mark, heading, aside), *(Block(one, indent) for one in parts[1:])]


def _is_only_number(one: Block) -> bool:
    if one.mark:
        return not one.words.strip()
    found = mark_of(" ".join(one.words.split()))
    return found is not None and not found.rest


def quoted(what: str, passages: Iterable[str]) -> list[str]:
    """Take what was left out and its passages; give the warning that quotes each of them once, or nothing."""
    found = list(dict.fromkeys(words for one in passages if (words := " ".join(one.split()))))
    return [f"{what}: {', '.join(f'“{one}”' for one in found)}."] if found else []
