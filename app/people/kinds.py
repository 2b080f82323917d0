"""The kinds of school: who employs the staff, and so who ends a contract or a suspension, follows from it."""

from __future__ import annotations

KINDS = (
    ("community", "Community school"),
    ("voluntary_controlled", "Voluntary controlled school"),
    ("community_special", "Community special school"),
    ("maintained_nursery", "Maintained nursery school"),
    ("foundation", "Foundation school"),
    ("voluntary_aided", "Voluntary aided school"),
    ("foundation_special", "Foundation special school"),
    ("academy", "Academy"),
    ("free_school", "Free school"),
    ("independent", "Independent school"),
)
