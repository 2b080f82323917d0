"""The closed lists of the register and their words: kinds, answers, standings, platforms and the other side."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is asked for, by the names that routing reads."""

    PARENT = "parent_contact_advice"
    SPACE = "curriculum_space"


class Answer(StrEnum):
    """What was answered. Advice is agreed or advised against, a space is agreed or declined."""

    AGREED = "agreed"
    ADVISED_AGAINST = "advised_against"
    DECLINED = "declined"


class Standing(StrEnum):
    """Where a permit stands on a day; it follows from its answer, its dates and its checklist and is stored nowhere."""

    REQUESTED = "requested"
    AGREED = "agreed"
    ACTIVE = "active"
    ADVISED = "advised"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"


KINDS = {Kind.PARENT: "Contact with a parent or carer", Kind.SPACE: "Closed space for lessons"}
CLAUSES = {Kind.PARENT: ("3.2(i)",), Kind.SPACE: ("3.4", "3.5")}
"""The clauses of the starter edition that ask staff to ask first; a school has its own numbers for them."""
ANSWERS = {
    Kind.PARENT: {Answer.AGREED: "It is fine to accept", Answer.ADVISED_AGAINST: "I advise against it"},
    Kind.SPACE: {Answer.AGREED: "I agree", Answer.DECLINED: "I do not agree"},
}
STANDINGS = {
    Standing.REQUESTED: "Waiting for an answer",
    Standing.AGREED: "Agreed, not active",
    Standing.ACTIVE: "Active",
    Standing.ADVISED: "Advised against",
    Standing.DECLINED: "Not agreed",
    Standing.EXPIRED: "Run out",
    Standing.REVOKED: "Revoked",
}
COLOURS = {
    Standing.REQUESTED: "blue",
    Standing.AGREED: "yellow",
    Standing.ACTIVE: "green",
    Standing.ADVISED: "orange",
    Standing.DECLINED: "red",
    Standing.EXPIRED: "grey",
    Standing.REVOKED: "red",
}
PLATFORMS = (
    ("social_site", "A social networking site, such as Facebook or Instagram"),
    ("messaging", "A messaging app, such as WhatsApp"),
    ("video_site", "A video site, such as TikTok or YouTube"),
    ("blog", "A blog or website"),
    ("forum", "A forum or review site"),
    ("game", "A game"),
    ("school_platform", "A platform the school runs or chose"),
    ("other", "Somewhere else"),
)
"""The same values as the channel of an act; email and in person are left out, because no clause is about them."""
PARENTS = (
    ("parent", "A parent or carer of a pupil"),
    ("former_pupil_parent", "A parent or carer of a former pupil"),
    ("", "Parents or carers in general"),
)
MEMBERS = (
    ("pupil", "Pupils of this school"),
    ("former_pupil", "Former pupils"),
    ("pupil_other_school", "Pupils of another school"),
    ("parent", "Parents or carers"),
    ("colleague", "Colleagues only"),
    ("other", "Other people"),
    ("", "Nobody in particular"),
)
"""The other side of an act as routing names it; empty is nobody in particular, which fits every act of the kind."""


def word(pairs: tuple[tuple[str, str], ...], value: str | None) -> str:
    """The words for a value; none for a value that has none."""
    return dict(pairs).get(value or "", "")
