"""What every part of the disciplinary procedure uses: sources, who takes the steps, questions that come again."""

from __future__ import annotations

from app.pathways.pathway import Ask, AskKind, Source

ACAS = Source("Acas Code of Practice on disciplinary and grievance procedures", "Disciplinary", "2015")
STAFFING = Source("School Staffing (England) Regulations 2009", "Conduct, discipline and dismissal")
OWN = Source("The school's disciplinary procedure")
CM_HR = frozenset({"case_manager", "hr_adviser"})
HR_CLERK = frozenset({"hr_adviser", "clerk"})
WORDS = Ask("words", "What is recorded")
PROPORTIONALITY = Ask(
    "proportionality",
    "Proportionality: content, tone, audience, effect, and is this the least that is needed?",
    required=False,
    hint="Needed when it may be about a belief, union activity or whistleblowing.",
)
MONTHS = Ask(
    "months",
    "For how many months is a warning live?",
    AskKind.TEXT,
    "In figures. When you leave it empty, it is as many as your school has set.",
    required=False,
)
