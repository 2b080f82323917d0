"""Which clauses of the policy an act meets: each act is read by itself, and only an act online meets one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.intake.facts import Deed, Permit
from app.intake.parties import Standing, parent_request_accepted, party, standing, with_child, with_parent

BULLETS = tuple(f"3.2({letter})" for letter in "abcdefghijk")
REMARKS = frozenset({"offensive", "defamatory", "inappropriate", "abusive", "derogatory", "discriminatory"})
CONTENT_OF = {
    "3.1": REMARKS | {"sexual"},
    "3.2(a)": frozenset({"offensive", "defamatory", "inappropriate"}),
    "3.2(c)": frozenset({"discriminatory", "offensive"}),
    "3.2(e)": frozenset({"abusive", "defamatory"}),
    "3.2(f)": frozenset({"confidential"}),
    "3.2(g)": frozenset({"identifies_pupil"}),
    "4.1": REMARKS,
}
"""What an act must contain to meet a clause that speaks of content."""
STRENGTH = {"no": 0, "may_be": 1, "yes": 2}


@dataclass(frozen=True, slots=True)
class Met:
    """Whether one act meets one clause, and why in a sentence; `by_advice` for the lead-in by advice against."""

    number: str
    act: int
    met: str
    because: str
    by_advice: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is met, or may be."""
        return self.met != "no"


def meets(index: int, deed: Deed, permits: Sequence[Permit]) -> list[Met]:
    """Every clause this act meets or may meet, and those a fact defeats, each once."""
    if not deed.online:
        return []
    found = {one.number: one for one in _candidates(index, deed, permits)}
    found = {number: _limited(one, deed) for number, one in found.items()}
    strongest = max((STRENGTH[one.met] for number, one in found.items() if number.startswith("3.2")), default=0)
    if strongest == 0 and (deed.content or deed.reputation_at_risk):
        found["3.2"] = _limited(
            Met(
                "3.2",
                index,
                "may_be",
                "It is in none of the listed examples, but the list is not complete: other conduct that harms the school.",
            ),
            deed,
        )
        strongest = STRENGTH[found["3.2"].met]
    if strongest and deed.content & CONTENT_OF["3.1"] and deed.published:
        word = "yes" if strongest == 2 else "may_be"
        found["3.1"] = Met("3.1", index, word, "What is not acceptable face to face is not acceptable online.")
    return [found[number] for number in sorted(found, key=_order)]


def _order(number: str) -> tuple[str, ...]:
    return (number[:3], number[3:])


def _limited(one: Met, deed: Deed) -> Met:
    """What defeats or weakens a clause whatever it is: nobody saw it, somebody else did it, or it is disputed."""
    if one.met == "no":
        return one
    if not deed.published and not _survives_unpublished(one, deed):
        return Met(one.number, one.act, "no", "It was not posted or sent to anybody.")
    if deed.by_subject is False:
        if one.number == "4.1" and deed.reputation_at_risk:
            return Met(
                one.number,
                one.act,
                "may_be",
                "Somebody else posted it, but what the member of staff did may put the school's reputation at risk.",
            )
        return Met(one.number, one.act, "no", "The member of staff did not do this themselves.")
    if deed.by_subject == "disputed" and one.met == "yes":
        return Met(one.number, one.act, "may_be", f"{one.because} The member of staff says that it was not them.", one.by_advice)
    return one


def _survives_unpublished(one: Met, deed: Deed) -> bool:
    if one.number in {"3.2(f)", "3.3", "3.4", "3.5"}:
        return True
    return deed.kind == "accept_request" and (one.number in {"3.2(h)", "3.2(i)"} or one.by_advice)


def _candidates(index: int, deed: Deed, permits: Sequence[Permit]) -> list[Met]:
    found = [Met(number, index, "yes", why) for number, good, why in _plain(deed) if good]
    found += [*_about_others(index, deed), *_contact(index, deed)]
    if parent_request_accepted(deed):
        found += _parent(index, deed, standing(deed, permits))
    if deed.kind == "curriculum_space":
        found += _space(index, deed, standing(deed, permits))
    if deed.channel != "school_platform":
        if deed.kind == "school_time_use":
            found.append(Met("3.3", index, "yes", "Social media was used in school time, which the acceptable use policy governs."))
        elif deed.in_school_time:
            found.append(Met("3.3", index, "may_be", "It was done in school time, which the acceptable use policy governs."))
    return found


def _plain(deed: Deed) -> list[tuple[str, bool, str]]:
    about, elsewhere = deed.about, deed.channel != "school_platform"
    contains = {number: bool(words & deed.content) for number, words in CONTENT_OF.items()}
    return [
        (
            "3.2(a)",
            contains["3.2(a)"] and bool(about & {"school", "pupil", "supplier", "colleague"}),
            "An offensive, defamatory or inappropriate comment about the school, its pupils, suppliers or staff.",
        ),
        ("3.2(b)", deed.harms_working_relationships, "It has damaged working relationships with colleagues."),
        (
            "3.2(c)",
            contains["3.2(c)"] and bool(about & {"colleague", "pupil", "pupils_of_a_group"}),
            "A discriminatory or offensive comment about colleagues or pupils.",
        ),
        (
            "3.2(d)",
            deed.kind == "image" and deed.work_related and bool(about & {"self", "colleague", "pupil"}) and elsewhere,
            "A photo or video of staff or pupils, taken in school or at work.",
        ),
        ("3.2(e)", contains["3.2(e)"], "An abusive or defamatory message."),
        ("3.2(f)", contains["3.2(f)"], "Confidential information about the school was put on a site."),
        ("3.2(g)", contains["3.2(g)"], "A pupil could be recognised by it."),
        (
            "3.2(k)",
            deed.kind == "make_request" and with_parent(deed) and elsewhere,
            "The member of staff asked a parent or carer to connect.",
        ),
        ("4.1", deed.reputation_at_risk, "It puts the school's reputation, or people's confidence in it, at risk."),
    ]


def _about_others(index: int, deed: Deed) -> list[Met]:
    """4.1 by what was said of people whom no bullet of 3.2 protects, when nothing is known of the school's reputation."""
    about = deed.about & {"former_pupil", "parent", "governor", "public_group"}
    if deed.reputation_at_risk or not about or not deed.content & CONTENT_OF["4.1"]:
        return []
    why = "What was said of parents, governors or others can reach a wide audience and may harm the school."
    return [Met("4.1", index, "may_be", why)]


def _contact(index: int, deed: Deed) -> list[Met]:
    """3.2(h) and (j): contact with a pupil, or a former pupil under 18, by who began it."""
    if deed.channel == "school_platform":
        return []
    fits, message = with_child(deed), deed.kind == "message"
    accepted = deed.kind == "accept_request" and not deed.request_pending
    sides = (
        (
            "3.2(h)",
            accepted or (message and deed.initiated_by != "subject"),
            "Contact with a pupil, or a former pupil under 18, was accepted.",
        ),
        (
            "3.2(j)",
            deed.kind == "make_request" or (message and deed.initiated_by != "other"),
            "The member of staff sought contact with a pupil, or a former pupil under 18.",
        ),
    )
    if party(deed) in {"pupil", "former_pupil"} and deed.relationship == "family":
        return [Met(number, index, "no", "It is the member of staff's own family.") for number, good, _ in sides if good]
    sure = fits == "yes" and not (message and deed.initiated_by == "unknown")
    return [Met(number, index, "yes" if sure else "may_be", why) for number, good, why in sides if good and fits != "no"]


def _parent(index: int, deed: Deed, found: Standing) -> list[Met]:
    """3.2(i), and the lead-in by advice against, which a platform of the school does not excuse."""
    advised = found.governs
    against = "A request from a parent or carer was accepted although the headteacher had advised against it."
    rows = []
    if advised is not None and advised.answer == "advised_against":
        rows.append(Met("3.2", index, "yes", against, by_advice=True))
    if deed.channel == "school_platform":
        return rows
    if advised is not None:
        return [*rows, Met("3.2(i)", index, "no", "The headteacher's advice was asked first.")]
    if found.unknown:
        why = "A request from a parent or carer was accepted; whether the headteacher's advice came first is not known."
        return [Met("3.2(i)", index, "may_be", why)]
    return [
        Met("3.2(i)", index, "yes", "A request from a parent or carer was accepted without asking the headteacher's advice first.")
    ]


def _space(index: int, deed: Deed, found: Standing) -> list[Met]:
    rows = []
    agreed = [one for one in ([found.governs] if found.governs else found.unknown) if one.answer == "agreed"]
    if found.governs is not None and agreed:
        rows.append(Met("3.4", index, "no", "The headteacher agreed to the closed space beforehand."))
    elif agreed:
        rows.append(
            Met("3.4", index, "may_be", "Whether the headteacher agreed to the closed space before it was used is not known.")
        )
    else:
        rows.append(Met("3.4", index, "yes", "A closed space was used for lessons without the headteacher's agreement beforehand."))
    if deed.with_ == "pupil" and any(not one.measures_complete for one in agreed):
        rows.append(Met("3.5", index, "yes", "The safety measures for a space shared with pupils were not complete."))
    return rows
