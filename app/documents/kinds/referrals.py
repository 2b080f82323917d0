"""Referrals after an outcome, each in the order of the form of whoever receives it: DBS, TRA, and children's social care."""

from __future__ import annotations

from app.core.clock import said
from app.documents import protecting
from app.documents.gathering import Gathered
from app.documents.kinds.kind import Kind
from app.documents.kinds.records import about, agencies, evidence, outcomes, what_followed
from app.documents.kinds.sectioned import ROWS, Questions, Read, Sections, sectioned
from app.documents.kinds.shared import ALLEGATIONS, ALLEGED, DATE, RECORDS_GROUP, REFERENCE, SCHOOL, SUBJECT
from app.documents.kinds.suspension import PROTECTION

BASE = (SCHOOL, REFERENCE, DATE, SUBJECT, ALLEGATIONS)


def _heading(title: str) -> str:
    return f"""* Confidential
# {title}
| From | {{{{ school_name }}}}
| Our reference | {{{{ case_reference }}}}
| Date | {{{{ letter_date }}}}
"""


def _since(g: Gathered) -> str:
    return said(g.subject.on_roll_from) if g.subject and g.subject.on_roll_from else ""


_READ: dict[str, Read] = {
    "referrer": lambda g: f"{g.writer}, {g.writer_role}",
    "organisation": lambda g: f"{g.school.name}\n{g.employer}",
    "name": lambda g: g.subject_name,
    "post": lambda g: g.job_title,
    "since": _since,
    "about": about,
    "outcomes": outcomes,
    "removed": protecting.removals,
    "left": protecting.removals,
    "action": what_followed,
    "agencies": agencies,
    "documents": evidence,
}
_REFERRER: Questions = {
    "referrer": ("Who refers: name and role", "line"),
    "organisation": ("Organisation", "long"),
    "referrer_reach": ("Address, telephone and e-mail", "long"),
}
_PERSON: Questions = {
    "name": ("Full name", "line"),
    "other_names": ("Former and other names", "line?"),
    "born": ("Date of birth", "line"),
    "insurance": ("National Insurance number", "line"),
    "address": ("Last known address, telephone and e-mail", "long"),
}

DBS: Questions = {
    **_REFERRER,
    **_PERSON,
    "certificate": ("DBS certificate: number and date", "line?"),
    "post": ("Post", "line"),
    "since": ("In the post since", "line"),
    "duties": ("Their work with children: what, how often, supervised or not", "long"),
    "removed": ("Removed from that work, or would have been: how, when and why", "long"),
    "conduct": ("The harm, or risk of harm: what happened, when and where", "long"),
    "children": ("The children: age, needs, relation to the person, and the effect on them", "long"),
    "response": ("What the person says of it", "long"),
    "investigation": ("How it was looked into, by whom, and what was found", "long"),
    "outcomes": ("The outcome of each allegation", "long"),
    "action": ("What was done: suspension, sanction, dismissal, resignation, with dates", "long"),
    "earlier": ("Earlier concerns, complaints and discipline", "long"),
    "other_work": ("Other work or volunteering with children or vulnerable adults", "long"),
    "agencies": ("LADO, police, social care, professional bodies: names and references", "long"),
    "documents": ("Documents enclosed", "long"),
}
_DBS_SECTIONS: Sections = (
    ("1. Who refers", tuple(_REFERRER)),
    ("2. The person who is referred", (*_PERSON, "certificate")),
    ("3. Their role", ("post", "since", "duties", "removed")),
    ("4. The conduct", ("conduct", "children", "response")),
    ("5. Investigation and action", ("investigation", "outcomes", "action")),
    ("6. What else is known", ("earlier", "other_work")),
    ("7. Other organisations", ("agencies",)),
    ("8. Documents", ("documents",)),
)

TRA: Questions = {
    **_REFERRER,
    **_PERSON,
    "number": ("Teacher reference number", "line"),
    "post": ("Post, subjects and year groups", "line"),
    "since": ("Employed from", "line"),
    "left": ("Employed until, and how it ended: dismissed, resigned, with the date", "line"),
    "conduct": ("The misconduct: what, when, where, how often", "long"),
    "seriousness": ("Why it is serious misconduct, against the Teachers' Standards", "long"),
    "investigation": ("How it was looked into, by whom, and when", "long"),
    "outcomes": ("What was found", "long"),
    "action": ("What was decided, with dates, and any appeal", "long"),
    "response": ("What the teacher says of it, and whether it is admitted", "long"),
    "earlier": ("Earlier warnings and concerns", "long"),
    "agencies": ("Police, LADO, DBS: names and references", "long"),
    "witnesses": ("Witnesses: names, roles, how to reach them", "long"),
    "documents": ("Documents enclosed: letters, minutes, statements, evidence", "long"),
}
_TRA_SECTIONS: Sections = (
    ("1. Who refers", tuple(_REFERRER)),
    ("2. The teacher", (*_PERSON, "number")),
    ("3. Employment", ("post", "since", "left")),
    ("4. The misconduct", ("conduct", "seriousness")),
    ("5. Investigation and hearing", ("investigation", "outcomes", "action", "response")),
    ("6. What else is known", ("earlier", "agencies")),
    ("7. Witnesses and documents", ("witnesses", "documents")),
)

MASH: Questions = {
    "child": ("The child: name, date of birth, address", "long"),
    "family": ("Parents, carers, brothers and sisters", "long"),
    "concern": ("The concern: what was seen, heard or said, and when", "long"),
    "wishes": ("What the child says and wants", "long"),
    "consent": ("Have the parents agreed to this referral? If they were not asked, why not", "long"),
    "earlier_help": ("Help so far, and who else works with the family", "long"),
    "adult": ("The adult, where it is about one", "line"),
    "danger": ("Is the child safe now?", "long"),
    "referrer": ("Who refers: name and role", "line"),
    "referrer_reach": ("Telephone and e-mail", "line"),
}


def _children(g: Gathered) -> str:
    return g.children


DBS_PACK = Kind(
    "dbs_referral",
    "Referral pack for the Disclosure and Barring Service",
    "Everything that the DBS asks for, in the order of its form, with what was alleged under which words of the policy.",
    RECORDS_GROUP,
    frozenset({"case_manager"}),
    "When somebody is removed from work with children, or would have been",
    (*BASE, *sectioned(_DBS_SECTIONS, DBS, {**_READ, "children": _children})),
    _heading("Referral to the Disclosure and Barring Service") + ROWS + "# What was alleged under the school's policy\n" + ALLEGED,
    sees=PROTECTION,
    after_close=True,
)
TRA_PACK = Kind(
    "tra_referral",
    "Referral pack for the Teaching Regulation Agency",
    "Everything that the TRA asks for, in the order of its form. Only for somebody who does teaching work.",
    RECORDS_GROUP,
    frozenset({"case_manager"}),
    "When a teacher was dismissed for serious misconduct, or would have been",
    (*BASE, *sectioned(_TRA_SECTIONS, TRA, _READ)),
    _heading("Referral of a teacher to the Teaching Regulation Agency")
    + ROWS
    + "# What was alleged under the school's policy\n"
    + ALLEGED,
    sees=PROTECTION,
    after_close=True,
)
MASH_REFERRAL = Kind(
    "mash_referral",
    "Referral of a child to children's social care",
    "The child, the family, the concern, consent or why not, and who refers.",
    RECORDS_GROUP,
    frozenset({"case_manager", "dsl", "deputy_dsl"}),
    "At once, when a child may be suffering harm",
    (
        SCHOOL,
        REFERENCE,
        DATE,
        *sectioned(
            (
                ("The child", ("child", "family")),
                ("The concern", ("concern", "wishes", "danger", "adult")),
                ("Consent and help so far", ("consent", "earlier_help")),
                ("Who refers", ("referrer", "referrer_reach")),
            ),
            MASH,
            {"child": _children, "adult": about, "referrer": _READ["referrer"]},
        ),
    ),
    _heading("Referral of a child") + ROWS,
    paths=frozenset({"child_protection", "child_welfare"}),
    sees=PROTECTION,
)
