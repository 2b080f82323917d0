"""The mark at the beginning of a line: a number, a letter, a bullet or the name of a part, and its place in its row."""

from __future__ import annotations

import re

_DIGITS = r"(?:0|[1-9][0-9]{0,2})"
_AFTER = r"(?P<after> |$|(?=[A-Z“‘\"'(]))"
_SUBS = r"(?P<subs>(?: ?\((?:[a-z]|[ivx]{2,5}|[0-9]{1,2})\))*)"
_NUMBER = re.compile(
    r"(?:(?P<word>section|clause|article|paragraph) )?(?P<open>\()?"
    rf"(?P<n>{_DIGITS}(?:\.{_DIGITS})*)(?P<close>[.):]?)".replace("section", "(?i:section)")
    .replace("clause", "(?i:clause)")
    .replace("article", "(?i:article)")
    .replace("paragraph", "(?i:paragraph)")
    + _SUBS
    + _AFTER
)
