"""When somebody leaves: the acknowledgement of a resignation, and the text of a reference."""

from __future__ import annotations

from app.cases.concerns.references import outside_references
from app.core.clock import said
from app.documents import protecting
from app.documents.gathering import Gathered
from app.documents.kinds.kind import Field, Kind, day, line, words
from app.documents.kinds.outcome import WARNING
from app.documents.kinds.shared import CLOSING, COMMON, CONTACT, CONTACT_DETAILS, PLAIN, RECORDS_GROUP, opening
from app.pathways.words import SANCTIONS
from app.people.queries import today as this_day

RESIGNATION = Kind(
    "resignation",
    "Acknowledgement of a resignation",
    "Confirms the last day, and that the matter goes on to an outcome that is recorded and reported where the law asks for it.",
    RECORDS_GROUP,
    frozenset({"case_manager", "hr_adviser"}),
    "When the member of staff has resigned before an outcome",
    (
        *COMMON,
        day("resigned_on", "The day on which they resigned"),
        day("ends_on", "The last day of employment", read=protecting.left_on),
        words("how_it_goes_on", "How the matter goes on", "What is still to happen, and how they can take part in it."),
        words("pay", "Pay, holiday and property"),
        CONTACT,
        CONTACT_DETAILS,
    ),
    opening("Your resignation")
    + """I have received your resignation of {{ resigned_on }}. Your last day of employment is {{ ends_on }}.
## How the matter goes on
Your leaving does not end the matter. It goes on until there is an outcome, which is recorded. You can still take part, and we would like you to.
{{ how_it_goes_on }}
Where the law asks for it, the school tells the Disclosure and Barring Service and, for a teacher, considers telling the Teaching Regulation Agency. Nothing that is agreed about your leaving can change that.
## Pay, holiday and property
{{ pay }}
Your contact is {{ contact_name }} ({{ contact_details }}).
"""
    + CLOSING,
)


def _substantiated(g: Gathered) -> list[dict[str, str]]:
    found = g.findings("child_protection")
    keys = {one.id for one in g.whole.allegations if one.id in found and protecting.is_substantiated(found[one.id].word)}
    rows = g.allegations("child_protection")
    return [row for one, row in zip(g.whole.allegations, rows, strict=True) if one.id in keys]


def _live(g: Gathered) -> str:
    found = g.sanction
    if found is None or found.kind not in WARNING or found.live_to is None or found.live_to < this_day():
        return ""
    return f"{dict(SANCTIONS)[found.kind]}, live until {said(found.live_to)}"


def _outside(g: Gathered) -> str:
    if not outside_references(g.case.id):
        return ""
    return "No reference may mention this case: it is a low-level concern, and nothing more was found."


REFERENCE_TEXT = Kind(
    "reference",
    "Text for a reference",
    "Only facts: allegations that were substantiated, and a warning that is live today. Everything else is left out.",
    RECORDS_GROUP,
    frozenset({"case_manager", "hr_adviser"}),
    "When a reference is asked for",
    (
        *PLAIN,
        line("asked_by", "Who asks for the reference"),
        line("employed", "Employed from when to when, and as what"),
        Field(
            "substantiated",
            "Allegations that were substantiated",
            "The case: outcomes of child protection that are “substantiated”. False, malicious, unfounded and unsubstantiated "
            "allegations and low-level concerns are left out",
            _substantiated,
            needed=False,
        ),
        Field("live_warning", "A warning that is live today", "The case: the decision", _live, needed=False),
        words(
            "facts",
            "The facts of what was substantiated",
            "No opinion. “None” when nothing was.",
            read=lambda g: "" if _substantiated(g) else "None",
        ),
    ),
    """* Confidential
# Text for a reference
| About | {{ subject_name }}
| Asked for by | {{ asked_by }}
| Employed | {{ employed }}
| School | {{ school_name }}
| Date | {{ letter_date }}
{%p if substantiated %}
## Allegations that met the harm threshold and were substantiated
{%p for one in substantiated %}
- {{ one.clause }}: {{ one.finding }}
{%p endfor %}
{{ facts }}
{%p else %}
There is no allegation to mention.
{%p endif %}
{%p if live_warning %}
## Disciplinary warning
{{ live_warning }}
{%p endif %}
^
~ {{ signed_name }}
~ {{ signed_role }}
""",
    after_close=True,
    stops=_outside,
)
