"""What follows from outcomes, as pure rules: what stays on the personnel file, and what a reference may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.cases.engine import CP, D, Whole
from app.cases.protection.ledger import Ledger
from app.pathways.words import OFF_THE_FILE

SAID = "Said in a reference, as a fact and without opinion: what was found substantiated."
LEFT_OUT = "Left out of any reference, even if there are several: nothing was found substantiated."
OPEN = "Not known yet: no outcome is on record."


def stays_on_file(outcome: str, *, consented: bool) -> bool:
    """Whether the record of an allegation stays on the personnel file: always, but for what was false or malicious.

    That stays only with the written consent of the person, and is marked so (KCSIE Part four).
    """
    return outcome not in OFF_THE_FILE or consented


def in_reference(outcome: str) -> bool:
    """Whether an outcome is said in a reference: only what was found substantiated at the harm threshold."""
    return outcome == "substantiated"


def reference_words(outcomes: Iterable[str]) -> str:
    """The declaration on references that follows from the outcomes."""
    found = tuple(outcomes)
    if not found:
        return OPEN
    return SAID if any(in_reference(one) for one in found) else LEFT_OUT


def file_words(outcomes: Iterable[str], *, consented: bool) -> Mapping[str, str]:
    """For each outcome, what happens to it on the personnel file."""
    return {
        one: ("stays, with their written consent" if one in OFF_THE_FILE else "stays on the file")
        if stays_on_file(one, consented=consented)
        else "comes off the file"
        for one in outcomes
    }


def outcomes_of(whole: Whole) -> tuple[str, ...]:
    """The outcomes of child protection on a case, one for each allegation that has one."""
    path = whole.path(CP)
    return tuple(one.word for one in whole.findings if path is not None and one.path_id == path.id)


def declaration(whole: Whole) -> str:
    """What a reference may say after this case."""
    return reference_words(outcomes_of(whole))


def not_sealed(whole: Whole) -> Ledger:
    """What is kept beside the procedures that no child protection is behind: everybody on the case sees it."""
    sealed = next((one for one in whole.paths if one.name == CP), None)
    return whole.ledger.apart_from(sealed.id if sealed else None)


def referrals_open(whole: Whole) -> bool:
    """Whether a removal without child protection waits for its decisions on referral.

    The disciplinary procedure asks for them too when it is closed: what was answered there is enough.
    """
    conduct = whole.path(D)
    if conduct is None or whole.answers(conduct).get("referrals"):
        return False
    return bool(not_sealed(whole).undecided(whole.case.subject["post"], removals=True))
