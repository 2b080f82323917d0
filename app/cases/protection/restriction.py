"""Whether a teacher may be named in public: section 141F of the Education Act 2002, from the facts alone."""

from __future__ import annotations

from dataclasses import dataclass

YES, NO = "yes", "no"
APPLIES, MAY_APPLY, OFF, ENDED = "applies", "may_apply", "off", "ended"


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """What the restriction depends on; what was not answered is not known. `ended_by` is the first event that ended it."""

    teacher: bool
    by_pupil_here: str = ""  # made by, or on behalf of, a registered pupil of the same school
    criminal: str = ""  # that a criminal offence was committed against such a pupil
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Where it stands, and why, in a sentence."""

    state: str
    why: str

    @property
    def holds(self) -> bool:
        """Whether nothing may be published: it applies, or it may and has not been answered yet."""
        return self.state in {APPLIES, MAY_APPLY}


ENDS = {
    "charged": "It ended when they were charged with the offence.",
    "published_state": "It ended when the Secretary of State, or the TRA, published about the case.",
    "court": "It ended when a court lifted it.",
    "waived": "It ended when the teacher agreed in writing that they may be named, or made it public.",
}


def reporting_restriction(facts: RestrictionFacts) -> Restriction:
    """It applies to a teacher who is accused, by or for a registered pupil of the same school, of a crime against one.

    Support staff, an allegation by a pupil of another school, and one that is no crime are outside it. What is not known
    does not lift it. Whatever it says, the matter stays confidential.
    """
    if not facts.teacher:
        return Restriction(OFF, "It protects teachers only. The matter stays confidential all the same.")
    if facts.by_pupil_here == NO:
        return Restriction(
            OFF, "No registered pupil of this school made the allegation. The matter stays confidential all the same."
        )
    if facts.criminal == NO:
        return Restriction(OFF, "No criminal offence is alleged. The matter stays confidential all the same.")
    if facts.ended_by:
        return Restriction(ENDED, f"{ENDS[facts.ended_by]} The matter stays confidential all the same.")
    if facts.by_pupil_here == YES and facts.criminal == YES:
        return Restriction(
            APPLIES,
            "A pupil of this school alleges a crime by a teacher. Until they are charged it is an offence to publish anything, also "
            "in a post or a group of parents, that could lead people to know who the teacher is.",
        )
    return Restriction(
        MAY_APPLY,
        "It is not answered yet whether a pupil of this school alleges a crime by a teacher. Until it is, publish nothing, also in "
        "a post or a group of parents, that could lead people to know who the teacher is.",
    )
