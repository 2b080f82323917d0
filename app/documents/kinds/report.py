"""The report of an investigation, by the investigating officer."""

from __future__ import annotations

from app.documents.kinds.kind import Kind, choice, words
from app.documents.kinds.records import evidence
from app.documents.kinds.shared import ALLEGATIONS, ALLEGED, DISCIPLINE_GROUP, PLAIN

ANSWERS = (
    ("yes", "On the facts that were found, there is a case to answer on one or more of the allegations."),
    ("no", "On the facts that were found, there is no case to answer."),
    ("open", "Whether there is a case to answer is left to those who decide."),
)

REPORT = Kind(
    "investigation_report",
    "Report of an investigation",
    "Terms of reference, method, evidence, the facts found on each allegation with their sources; no recommendation of a sanction.",
    DISCIPLINE_GROUP,
    frozenset({"investigating_officer", "case_manager", "hr_adviser"}),
    "When the investigation has ended",
    (
        *PLAIN,
        ALLEGATIONS,
        words("terms", "The terms of reference", read=lambda g: g.answered("disciplinary", "d_investigation", "terms")),
        words("method", "How it was investigated", "Who was spoken to and when, what was looked at, and what could not be."),
        words("evidence", "The evidence, in its order, with digests", read=evidence),
        words(
            "facts",
            "The facts found on each allegation, with their sources",
            "What is agreed, what is disputed, and what weighs for each side. No judgement of the person.",
            read=lambda g: g.answered("disciplinary", "d_report", "report"),
        ),
        words("response", "What the member of staff says", "Also what they asked to be looked at, and what came of it."),
        choice("case_to_answer", "Is there a case to answer?", ANSWERS),
        words("appendices", "Appendices", "One a line.", needed=False),
    ),
    """* Confidential
# Report of an investigation
| Case | {{ case_reference }}
| School | {{ school_name }}
| About | {{ subject_name }}, {{ job_title or "member of staff" }}
| Investigating officer | {{ signed_name }}
| Date | {{ letter_date }}
# Terms of reference
{{ terms }}
# How it was investigated
{{ method }}
# What is alleged
"""
    + ALLEGED
    + """# What was found out
{{ facts }}
## What the member of staff says
{{ response }}
# Is there a case to answer?
{{ case_to_answer }}
# Evidence
{{ evidence }}
{%p if appendices %}
# Appendices
{{ appendices }}
{%p endif %}
^
~ {{ signed_name }}
~ {{ signed_role }}
""",
    paths=frozenset({"disciplinary"}),
)
