"""What letters read of the rows beside the stages: the suspension, what may be told, who was taken away, and referrals."""

from __future__ import annotations

from datetime import datetime

from app.cases.engine import Whole
from app.cases.protection import pages
from app.cases.protection.ledger import Suspension, words_of
from app.cases.protection.models import Noted
from app.cases.protection.recording import note
from app.cases.protection.standing import declaration, file_words, in_reference, outcomes_of
from app.cases.protection.suspending import is_maintained
from app.cases.protection.words import ALTERNATIVE_WORDS, BODIES, CALLED, REMOVALS
from app.cases.sight import Seen, sight
from app.core.clock import london, now, said, time_words
from app.core.permission import Actor
from app.documents.gathering import Gathered
from app.pathways.child_protection import CONDUCT_REVIEW, REVIEW
from app.pathways.words import OFF_THE_FILE
from app.people.queries import names

NOT_SUSPENDED = "No suspension runs on this case. Record it first, with its reasons and the alternatives that were considered."
NOT_REVIEWED = "No review of the suspension is on record. Record the review first."
NOT_ENDED = "The suspension has not been ended. Only what was ended can be confirmed: record its end first."
NOT_YET = "The agencies have not agreed that they are told yet, or the day for it has not come."


def suspension(g: Gathered) -> Suspension | None:
    """The suspension that runs, else the last one."""
    found = g.whole.ledger
    return found.suspension or next(reversed(found.suspensions), None)


def began_on(g: Gathered) -> str:
    """The day (ISO) of the suspension."""
    found = suspension(g)
    return london(found.begun.at).date().isoformat() if found else ""


def began_at(g: Gathered) -> str:
    """The time of the suspension."""
    found = suspension(g)
    return time_words(london(found.begun.at)) if found else ""


def of_suspension(key: str, g: Gathered) -> str:
    """What was recorded with the suspension under a key."""
    found = suspension(g)
    return str(words_of(found.begun, key)) if found else ""


def rejected(g: Gathered) -> str:
    """The alternatives that were considered, each with why it was not enough."""
    found = suspension(g)
    why: dict[str, str] = words_of(found.begun, "rejected") or {} if found else {}
    return "\n\n".join(f"{ALTERNATIVE_WORDS[key]}: {reason}" for key, reason in why.items() if reason)


def review_due(g: Gathered) -> str:
    """The day (ISO) by which the suspension is reviewed."""
    return g.due(REVIEW.rule_id) or g.due(CONDUCT_REVIEW.rule_id)


def is_missing(g: Gathered) -> str:
    """The sentence while no suspension runs."""
    found = suspension(g)
    return "" if found and found.runs else NOT_SUSPENDED


def is_not_reviewed(g: Gathered) -> str:
    """The sentence while no review is on record."""
    found = suspension(g)
    return "" if found and found.reviews else NOT_REVIEWED


def of_review(key: str, g: Gathered) -> str:
    """What the last review recorded; `on` is its day."""
    found = suspension(g)
    last = found.reviews[-1] if found and found.reviews else None
    if key == "on":
        return london(last.at).date().isoformat() if last else ""
    return str(words_of(last, key))


def is_not_ended(g: Gathered) -> str:
    """The sentence while the suspension was not ended by those who may."""
    found = suspension(g)
    return "" if found and found.ended and found.ended.kind == Noted.LIFTED.value else NOT_ENDED


def of_end(key: str, g: Gathered) -> str:
    """What was recorded with the end of the suspension; `on` is its day."""
    found = suspension(g)
    ended = found.ended if found else None
    if key == "on":
        return london(ended.at).date().isoformat() if ended else ""
    return str(words_of(ended, key))


def maintained(g: Gathered) -> bool:
    """Whether only the governing body ends a suspension at this school."""
    return is_maintained(g.case.school_id)


def is_kept_from(who: str, g: Gathered) -> str:
    """The sentence while somebody may not be told yet."""
    return NOT_YET if g.whole.ledger.is_kept_from(who, now()) else ""


def agreed_for(who: str, g: Gathered) -> str:
    """What the agencies agreed that somebody may be told, and who agreed it."""
    rows = [one for one in g.whole.ledger.of_kind(Noted.MAY_TELL) if one.what == who]
    last = rows[-1] if rows else None
    by = words_of(last, "agreed_by")
    return f"{words_of(last, 'what')}{f' (agreed by {by})' if by else ''}" if last else ""


def removals(g: Gathered) -> str:
    """Each time the person was taken away from work with children, with the day and why."""
    titles = dict(REMOVALS)
    rows = []
    for one in g.whole.ledger.removals:
        why = words_of(one, "why") or words_of(g.whole.ledger.leaving(one) or one, "goes_on")
        rows.append(f"{titles[one.what]}, {said(london(one.at).date())}{f': {why}' if why else ''}")
    return "\n".join(rows)


def left_on(g: Gathered) -> str:
    """The day (ISO) on which they left or leave; kept from those who do not read what protects the child."""
    if Seen.PROTECTION not in sight(g.actor, g.whole):
        return ""
    row = next((one for one in g.whole.ledger.removals if one.what == "left"), None)
    return london(row.at).date().isoformat() if row else ""


def referrals(g: Gathered) -> str:
    """Each decision on a referral: to whom, whether it is made, when, why, and its reference."""
    names, rows = dict(BODIES), []
    for one in g.whole.ledger.of_kind(Noted.REFERRAL):
        made = "made" if words_of(one, "decided") == "yes" else "not made"
        reference = words_of(one, "reference")
        rows.append(
            f"To {names[one.what]}: {made}, {said(london(one.at).date())}{f', reference {reference}' if reference else ''}. "
            f"{words_of(one, 'why')}"
        )
    return "\n".join(rows)


def own_reports(g: Gathered) -> str:
    """What whoever was told of a suspected sexual offence has reported themselves: who, to whom, when, and the reference."""
    found, known = pages.own_reports(g.whole), dict(CALLED)
    people = names({one.by for one in found})
    return "\n".join(
        f"{people.get(one.by, '')}: {known[one.agency]}, {said(one.at)}"
        + (f", reference {one.words['reference']}" if one.words["reference"] else "")
        for one in found
    )


def on_file(g: Gathered) -> str:
    """What is kept on the personnel file: what was decided, else what follows from the outcomes."""
    decided = next(reversed(g.whole.ledger.filed), None)
    if decided is not None:
        return str(words_of(decided, "summary") or words_of(decided, "file"))
    found = file_words(outcomes_of(g.whole), consented=False)
    return "\n".join(f"{key.capitalize()}: {what}" for key, what in found.items())


def reference_says(g: Gathered) -> str:
    """What a reference may say after this case."""
    return declaration(g.whole)


def is_substantiated(word: str) -> bool:
    """Whether an outcome is said in a reference."""
    return in_reference(word)


def kept_choice(g: Gathered) -> str:
    """What the outcomes mean for the personnel file, as the outcome letter offers it."""
    found = set(outcomes_of(g.whole))
    return "" if not found else "removed" if found <= OFF_THE_FILE else "kept"


def reference_choice(g: Gathered) -> str:
    """What the outcomes mean for a reference, as the outcome letter offers it."""
    found = outcomes_of(g.whole)
    return "" if not found else "yes" if any(in_reference(one) for one in found) else "no"


def note_letter(actor: Actor, whole: Whole, at: datetime) -> None:
    """Put the day on which the letter went on record with the suspension, unless it is there already."""
    found = whole.ledger.suspension
    if found is not None and found.letter is None:
        note(actor, whole, Noted.LETTER, at=at, of=found.begun)
