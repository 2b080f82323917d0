"""The starter edition in the product's own words: what each clause of the model policy asks, where it leads, and the digest of an edition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import rfc8785

D, CP, EO, LLC, OTHER = "disciplinary", "child_protection", "equal_opportunities", "low_level_concern", "other_procedure"


@dataclass(frozen=True, slots=True)
class StarterClause:
    """One clause: number, title, what it asks in our words, whether it can be broken, its paths, the question that leads to it."""

    number: str
    title: str
    asks: str
    breachable: bool = False
    routes: tuple[str, ...] = ()
    question: str = ""

    @property
    def parent(self) -> str | None:
        """The clause it stands under."""
        if "(" in self.number:
            return self.number.rsplit("(", 1)[0]
        return self.number.rsplit(".", 1)[0] if "." in self.number else None


class Worded(Protocol):
    """What the digest covers of a clause."""

    number: str
    parent: str | None
    heading: str | None
    text: str


STARTER: tuple[StarterClause, ...] = (
    StarterClause(
        "1",
        "Who it is for",
        "Everybody who teaches or gives support here, the headteacher too, is bound by this policy, and it is applied fairly to all of them.",
    ),
    StarterClause("2", "What it is for", ""),
    StarterClause("2.1", "Good conduct online", "The governing body wants staff to behave well when they use social media."),
    StarterClause(
        "2.2",
        "What it covers",
        "Staff have a right to use the internet. The policy covers every personal use of it: blogs, social networking sites, short posts, and anything like them.",
    ),
    StarterClause(
        "2.3",
        "Where conflicts arise",
        "It points out the uses that can bring staff into conflict with the school, above all with its good name.",
    ),
    StarterClause("3", "What is expected", ""),
    StarterClause(
        "3.1",
        "Same standard online and offline",
        "Behave online as you would be expected to behave face to face.",
        True,
        (D,),
        "Would it be acceptable face to face?",
    ),
    StarterClause(
        "3.2",
        "Nothing that harms the school",
        "In your private use of social media do nothing that harms the school. The examples below are not a complete list.",
        True,
        (D,),
        "Did it harm the school in a way not listed?",
    ),
    StarterClause(
        "3.2(a)",
        "Comments about the school or its people",
        "Say nothing online about the school, its pupils, its staff or its suppliers that insults them, harms their good name unfairly, or is out of place.",
        True,
        (D, EO),
        "Was something offensive or untrue said about the school or its people?",
    ),
    StarterClause(
        "3.2(b)",
        "Working relationships",
        "Do not let what happens on your pages harm working relationships with colleagues.",
        True,
        (D, EO),
        "Has it damaged working relationships?",
    ),
    StarterClause(
        "3.2(c)",
        "Discrimination",
        "Never insult a colleague or a pupil, or write about them in a way that discriminates.",
        True,
        (D, EO),
        "Was a colleague or pupil discriminated against or insulted?",
    ),
    StarterClause(
        "3.2(d)",
        "Photos and videos from work",
        "Do not post photos or videos of yourself, colleagues or pupils that were taken in school or at work.",
        True,
        (D, OTHER, CP),
        "Was a photo or video from work posted?",
    ),
    StarterClause(
        "3.2(e)",
        "Abusive messages",
        "Do not write to anybody, openly or in private, in a way that abuses them or damages their good name.",
        True,
        (D, EO),
        "Was a message abusive or defamatory?",
    ),
    StarterClause(
        "3.2(f)",
        "Confidential information",
        "Keep what you know in confidence about the school off every site.",
        True,
        (D, OTHER),
        "Was confidential information put online?",
    ),
    StarterClause(
        "3.2(g)",
        "Identifying a pupil",
        "Do not post anything by which a pupil could be recognised.",
        True,
        (D, CP, OTHER),
        "Could a pupil be recognised by it?",
    ),
    StarterClause(
        "3.2(h)",
        "Accepting requests from pupils",
        "Do not accept a friend or follow request from a pupil of the school, or from a former pupil under eighteen.",
        True,
        (CP, D),
        "Was a request from a pupil, or a former pupil under 18, accepted?",
    ),
    StarterClause(
        "3.2(i)",
        "Accepting requests from parents",
        "It is better to leave friend requests unanswered when they come from parents or guardians of pupils, or of former pupils under eighteen. Ask the headteacher's advice before you accept one.",
        True,
        (LLC, D),
        "Was a parent's request accepted without asking first?",
    ),
    StarterClause(
        "3.2(j)",
        "Making requests to pupils",
        "Do not send a friend or follow request to a pupil of the school, or to a former pupil under eighteen.",
        True,
        (CP, D),
        "Was a request sent to a pupil, or a former pupil under 18?",
    ),
    StarterClause(
        "3.2(k)",
        "Making requests to parents",
        "Do not send a friend or follow request to parents or guardians of pupils, or of former pupils under eighteen.",
        True,
        (LLC, D),
        "Was a request sent to a parent?",
    ),
    StarterClause(
        "3.3",
        "In school time",
        "Use social media in school time only as the acceptable use policy allows.",
        True,
        (D, OTHER),
        "Was social media used in school time?",
    ),
    StarterClause(
        "3.4",
        "Closed spaces for lessons",
        "A closed blog or group for lessons needs the headteacher's agreement beforehand.",
        True,
        (D,),
        "Was a closed space used without agreement?",
    ),
    StarterClause(
        "3.5",
        "Keeping shared spaces safe",
        "Where staff and pupils share a closed space with permission, measures that keep everybody safe must be in place.",
        True,
        (D, CP),
        "Were the safety measures in place?",
    ),
    StarterClause("4", "What can follow", ""),
    StarterClause(
        "4.1",
        "Reputation",
        "What is posted can reach many people. Whoever puts the school's reputation, or people's confidence in it, at risk may face disciplinary action.",
        True,
        (D,),
        "Is the school's reputation at risk?",
    ),
    StarterClause(
        "4.2",
        "Remarks about colleagues",
        "Remarks that belittle, abuse or discriminate against a colleague can bring the school's other policies into play.",
        False,
        (EO, D),
    ),
    StarterClause(
        "4.3",
        "Contact with pupils",
        "Contact with pupils as described in 3.2 may bring the child protection procedures into play first, and disciplinary action after.",
        False,
        (CP, D),
    ),
    StarterClause(
        "4.4", "Other procedures", "A breach may bring any of the school's adopted procedures into play.", False, (OTHER,)
    ),
    StarterClause("5", "Fairness", ""),
    StarterClause(
        "5.1", "Equal opportunities", "In every procedure everybody takes the school's equal opportunities policy into account."
    ),
    StarterClause("6", "Looking after this policy", ""),
    StarterClause("6.1", "Review every year", "The governing body reviews this policy every year."),
)


def starter(number: str) -> StarterClause | None:
    """A clause of the starter edition by its number."""
    return next((one for one in STARTER if one.number == number), None)


def digest(clauses: Iterable[Worded]) -> str:
    """The SHA-256 of an edition: number, parent, heading and text of every clause in order, in canonical form (RFC 8785)."""
    rows = [[one.number, one.parent or "", one.heading or "", one.text] for one in clauses]
    return hashlib.sha256(rfc8785.dumps(rows)).hexdigest()
