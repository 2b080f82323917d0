"""What a person should look at again after a document was read: plain sentences, gathered by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_MOST = 20  # of one kind; the words themselves are in the clauses, so a longer list tells nobody more


@dataclass(slots=True)
class Notes:
    """Sentences in the order in which their kinds first came up."""

    _by_kind: dict[str, list[str]] = field(default_factory=dict)
    _more: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, sentence: str) -> None:
        """Keep a sentence, or from the twenty-first of its kind only the count."""
        kept = self._by_kind.setdefault(kind, [])
        if len(kept) < _MOST:
            kept.append(sentence)
        else:
            self._more[kind] += 1

    def forget_numbers(self) -> None:
        """What was noted about numbers came from a table of contents."""
        for kind in ("skipped", "order", "words"):
            self._by_kind.pop(kind, None)
            self._more.pop(kind, None)

    def skipped(self, last: str, printed: str) -> None:
        """A row that leaves out a number, or does not begin at its beginning."""
        begins = f"The numbering begins at {printed}: check that nothing before it is missing."
        self.add("skipped", f"After {last} comes {printed}: a number seems to be missing between them." if last else begins)

    def backwards(self, last: str, printed: str) -> None:
        """A number that is lower than the one before it."""
        self.add("order", f"{printed} comes after {last}: it stands out of its order.")

    def only_words(self, line: str) -> None:
        """A line that begins like a number and was not taken for one."""
        self.add(
            "words", f"The line “{line[:60].rstrip()}” begins like a number that does not come next here; it was read as words."
        )

    def sentences(self) -> tuple[str, ...]:
        """All of them; of each kind at most the first twenty, and how many more there are."""
        found: list[str] = []
        for kind, kept in self._by_kind.items():
            found += kept
            if more := self._more[kind]:
                found.append(
                    "One more note is like the one before." if more == 1 else f"{more} more notes are like the one before."
                )
        return tuple(found)
