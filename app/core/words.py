"""Words that stand inside a sentence."""

from __future__ import annotations


def lowered(words: str) -> str:
    """Words as they stand inside a sentence: with a small first letter, but HR and LADO as they are."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
