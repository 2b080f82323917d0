"""The fields and words that most letters share: the letterhead, whom it is to, what is alleged, and who signs."""

from __future__ import annotations

from app.cases.numbers import number
from app.documents.gathering import Gathered, today
from app.documents.kinds.kind import Field, line, words

CASE = "The case"
PROTECTION_GROUP, DISCIPLINE_GROUP, DIGNITY_GROUP, RECORDS_GROUP = (
    "Child protection and suspension",
    "Disciplinary",
    "Equal opportunities",
    "Records and referrals",
)


def found_each(g: Gathered, path: str) -> list[dict[str, str]]:
    """Each allegation with what a path found of it; nothing while one has no finding."""
    rows = g.allegations(path)
    return rows if all(one["finding"] for one in rows) else []


SCHOOL = Field("school_name", "The name of the school", "The school", lambda g: g.school.name)
EMPLOYER = Field("employer", "The employer", "The school", lambda g: g.employer)
REFERENCE = Field("case_reference", "The reference of the case", CASE, lambda g: g.case.reference)
DATE = Field("letter_date", "The date of the letter", "The day of its issue", lambda _: today())
SUBJECT = Field("subject_name", "The name of the member of staff", CASE, lambda g: g.subject_name)
TITLE = Field("job_title", "Their post", CASE, lambda g: g.job_title, needed=False)
SIGNED = Field("signed_name", "Who signs", "Whoever writes the letter", lambda g: g.writer)
AS = Field(
    "signed_role", "As what they sign", "Whoever writes the letter", lambda g: g.writer_role, mend="Have a role appointed first."
)
ADDRESS = words("to_address", "Their address", "As on an envelope. Leave it empty when the letter is given by hand.", needed=False)
ALLEGATIONS = Field(
    "allegations",
    "What is alleged",
    "The case: each allegation with the words of its clause and the digest of the edition in force that day",
    lambda g: g.allegations(),
    mend="The case has no allegation: add one on the case first.",
)
FINDINGS = Field(
    "findings",
    "What was found of each allegation",
    "The case: the finding of the disciplinary decision on each allegation",
    lambda g: found_each(g, "disciplinary"),
    mend="Record the decision, with a finding for each allegation, on the case first.",
)
CONTACT = line("contact_name", "The named contact", "Who keeps in touch with them, and is not part of the investigation.")
CONTACT_DETAILS = line("contact_details", "How to reach the contact", "Telephone and e-mail.")
SUPPORT = words(
    "support",
    "Support that is offered",
    "Occupational health, an employee assistance line, the staff union, a named colleague.",
    read=lambda _: (
        "You may speak to your trade union or professional association, and you may ask for an appointment with occupational "
        "health. Please tell your named contact if anything would make this easier for you."
    ),
)
APPEAL_DAYS = Field(
    "appeal_days",
    "How many working days there are for an appeal",
    "The numbers of the school's procedures",
    lambda g: str(number(g.case.school_id, "appeal_days").n),
)
COMPANION_DAYS = Field(
    "companion_days",
    "Within how many working days a hearing is moved for a companion",
    "The numbers of the school's procedures",
    lambda g: str(number(g.case.school_id, "companion_days").n),
)
PLAIN = (SCHOOL, EMPLOYER, REFERENCE, DATE, SUBJECT, TITLE, SIGNED, AS)
COMMON = (*PLAIN, ADDRESS)


def opening(subject_line: str, to: str = "subject_name") -> str:
    """The head of a letter up to its subject line."""
    return f"""* Private and confidential
~ {{{{ {to} }}}}
{{%p if to_address %}}
~ {{{{ to_address }}}}
{{%p endif %}}
{{{{ letter_date }}}}
Our reference: {{{{ case_reference }}}}

Dear {{{{ {to} }}}}

# {subject_line}
"""


IN_ITS_WORDS = """{%p if one.words %}
> {{ one.words }}
{%p endif %}
{%p if one.digest %}
! The words of the clause are those of “{{ one.edition }}”. Digest of that edition: {{ one.digest }}
{%p endif %}
{%p endfor %}
"""
"""The words of the clause after each allegation, and the digest of the edition they are from; it ends the list."""

ALLEGED = (
    """{%p for one in allegations %}
## {{ one.n }}. {{ one.clause }}
{{ one.particulars }}
"""
    + IN_ITS_WORDS
)

FOUND = (
    """{%p for one in findings %}
## {{ one.n }}. {{ one.clause }}: {{ one.finding }}
{{ one.particulars }}
"""
    + IN_ITS_WORDS
)

CLOSING = """Yours sincerely
^
~ {{ signed_name }}
~ {{ signed_role }}
~ {{ school_name }}
"""
