"""Records of a case: the incident log form, the first account, the low-level concern, and the closure."""

from __future__ import annotations

from app.cases import queries
from app.cases.clocking.owning import owner_words
from app.cases.shell.queries import closings, pauses
from app.cases.shell.retention import retention
from app.cases.sight import Seen
from app.core.acts import ROLE_WORDS, Role
from app.core.clock import said
from app.documents import protecting
from app.documents.gathering import Gathered, today
from app.documents.kinds.kind import Kind
from app.documents.kinds.sectioned import ROWS, Questions, Read, Sections, sectioned
from app.documents.kinds.shared import ALLEGATIONS, ALLEGED, DATE, RECORDS_GROUP, REFERENCE, SCHOOL, SUBJECT, found_each
from app.documents.kinds.suspension import PROTECTION
from app.evidence.queries import of_case
from app.pathways.words import SANCTIONS
from app.people.queries import names

ACCOUNT = frozenset({Seen.ACCOUNT})
BASE = (SCHOOL, REFERENCE, DATE, SUBJECT)


def _heading(title: str) -> str:
    return f"""* Confidential
# {title}
| Case | {{{{ case_reference }}}}
| School | {{{{ school_name }}}}
| Date of this record | {{{{ letter_date }}}}
"""


def about(g: Gathered) -> str:
    return f"{g.subject_name}, {g.job_title}" if g.job_title else g.subject_name


def _clauses(g: Gathered) -> str:
    return "\n".join(one["clause"] for one in g.allegations())


def evidence(g: Gathered) -> str:
    rows = []
    for at, one in enumerate(of_case(g.case.id), 1):
        digest = f" (SHA-256 {one.about['sha256']})" if one.about.get("sha256") else ""
        rows.append(f"{at}. {(one.sheet or {}).get('shows') or 'Not described'}{digest}")
    return "\n".join(rows) or "None"


def _account(g: Gathered, key: str) -> str:
    return str((g.case.account or {}).get(key) or "")


AGENCIES = {
    "lado": "LADO",
    "police": "Police",
    "social_care": "Children's social care",
    "ambulance": "Ambulance",
    "other": "Another organisation",
}


def agencies(g: Gathered) -> str:
    rows = []
    for one in g.whole.contacts:
        reference = (one.words or {}).get("reference")
        rows.append(f"{AGENCIES[one.agency]}, {said(one.at)}{f', reference {reference}' if reference else ''}")
    return "\n".join(rows) or "None"


INCIDENT: Questions = {
    "reported_at": ("When it reached the school", "line"),
    "reporter": ("Who reported it, and how", "line"),
    "about": ("About whom", "line"),
    "words": ("What was reported, in the words in which it was told", "long"),
    "platform": ("On which site or app", "line"),
    "clauses": ("Which clauses it may have broken", "long"),
    "children": ("Children, by the letters that stand for them", "long?"),
    "evidence": ("Evidence, with digests", "long"),
    "risk": ("Immediate risk, and what was done about it", "long"),
    "who_knows": ("Who else knows of it", "long"),
    "conflict": ("Whether whoever logged it has an interest of their own", "line"),
}
_INCIDENT_READ: dict[str, Read] = {
    "reported_at": lambda g: said(g.case.reported_at),
    "reporter": lambda g: ", ".join(one for one in (_account(g, "told_by"), _account(g, "how")) if one),
    "about": about,
    "words": lambda g: _account(g, "words"),
    "clauses": _clauses,
    "children": lambda g: g.children,
    "evidence": evidence,
    "who_knows": lambda g: _account(g, "told_already"),
}
_INCIDENT_SECTIONS: Sections = (
    ("What was reported", ("reported_at", "reporter", "about", "words", "platform", "clauses")),
    ("Who and what", ("children", "evidence")),
    ("At once", ("risk", "who_knows", "conflict")),
)
INCIDENT_LOG = Kind(
    "incident_log",
    "Incident log form",
    "What was reported, when, by whom, on which platform, which clauses, the evidence, and what was done at once.",
    RECORDS_GROUP,
    frozenset({"case_manager", "dsl", "deputy_dsl", "hr_adviser"}),
    "After logging",
    (*BASE, *sectioned(_INCIDENT_SECTIONS, INCIDENT, _INCIDENT_READ)),
    _heading("Incident log") + ROWS,
    sees=ACCOUNT,
)

CONCERN: Questions = {
    "reported_at": ("When it was reported", "line"),
    "reporter": ("Who reported it; “anonymous” where they wish it", "line"),
    "about": ("About whom", "line"),
    "concern": ("What was said and done", "long"),
    "context": ("The context", "long"),
    "spoken": ("What they said when they were asked", "long"),
    "category": ("Why it is a low-level concern, and no more", "long"),
    "earlier": ("Earlier concerns that were looked at, and whether there is a pattern", "long"),
    "decision": ("What the headteacher decided, and what was done", "long"),
    "agency": ("For supply staff: when and whom of their employer was told", "long?"),
}
_CONCERN_READ: dict[str, Read] = {
    "reported_at": lambda g: said(g.case.reported_at),
    "about": about,
    "concern": lambda g: _account(g, "words"),
    "context": lambda g: g.recorded("low_level_concern", "words"),
    "category": lambda g: g.recorded("low_level_concern", "category", "why"),
    "earlier": lambda g: g.recorded("low_level_concern", "pattern", "pattern_why"),
    "agency": lambda g: g.recorded("low_level_concern", "agency_told_whom", "agency_why_not"),
}
LOW_LEVEL = Kind(
    "low_level_record",
    "Record of a low-level concern",
    "The concern, its context, what was said and done, why it is no more than that, and the check for a pattern.",
    RECORDS_GROUP,
    frozenset({"case_manager"}),
    "When a low-level concern is written down",
    (
        *BASE,
        *sectioned(
            (
                ("The concern", ("reported_at", "reporter", "about", "concern", "context", "spoken")),
                ("What was decided", ("category", "earlier", "decision", "agency")),
            ),
            CONCERN,
            _CONCERN_READ,
        ),
    ),
    _heading("Record of a low-level concern")
    + ROWS
    + "! A low-level concern is neither an allegation nor a disciplinary finding, and is left out of references.\n",
    paths=frozenset({"low_level_concern"}),
    sees=ACCOUNT,
)

FIRST: Questions = {
    "who": ("Who gave the account, and who wrote it down", "line"),
    "when": ("When and where it was given", "line"),
    "what": ("What happened, in their own words", "long"),
    "where": ("When and where it happened, or on which platform", "long"),
    "others": ("Who else was there, or saw it", "long"),
    "asked": ("Which questions were asked; only open ones", "long"),
    "own_report": ("For a suspected sexual offence: what they reported themselves, to whom and when", "long?"),
    "signed": ("Signed and dated by", "line"),
}
FIRST_ACCOUNT = Kind(
    "first_account",
    "Record of a first account",
    "What somebody told first, in their own words, written down at once, signed and dated.",
    RECORDS_GROUP,
    frozenset({"case_manager", "dsl", "deputy_dsl"}),
    "As soon as somebody tells of it",
    (
        *BASE,
        *sectioned(
            (("The account", tuple(FIRST)),),
            FIRST,
            {
                "what": lambda g: _account(g, "words"),
                "own_report": protecting.own_reports,
                "signed": lambda g: f"{g.writer}, {today()}",
            },
        ),
    ),
    _heading("First account") + ROWS + "^\n~ Signature and date\n",
    paths=frozenset({"child_protection"}),
    sees=PROTECTION,
)

CLOSURE: Questions = {
    "outcomes": ("The outcome of each allegation", "long"),
    "sanction": ("What followed", "long"),
    "dates": ("The dates of the case", "long"),
    "agencies": ("LADO, police, social care, with references", "long"),
    "referrals": ("Referrals to the DBS and the TRA: made or not, why, when, reference", "long"),
    "copy_given": ("Whether the member of staff was given a copy, and when", "line"),
    "on_file": ("What is kept on the personnel file, and what is taken off", "long"),
    "in_reference": ("What a reference says", "long"),
    "child_support": ("The support for the child, and who goes on with it", "long"),
    "lessons": ("What was learned", "long"),
    "retention": ("When the record is to be reviewed for disposal, and why then", "line"),
    "holds": ("What keeps it longer, such as a claim or an inquiry", "line"),
    "signed_off": ("Signed off by", "long"),
}


DECIDING = {
    "child_protection": "child protection",
    "disciplinary": "disciplinary",
    "equal_opportunities": "equal opportunities",
}
"""The procedures that set an outcome for each allegation."""


def outcomes(g: Gathered) -> str:
    rows = []
    for path in g.whole.paths:
        for one in found_each(g, path.name) if path.name in DECIDING else ():
            rows.append(f"{one['n']}. {one['clause']} ({DECIDING[path.name]}): {one['finding']}")
    return "\n".join(rows)


def _dates(g: Gathered) -> str:
    rows = [f"Reached the school: {said(g.case.reported_at)}", f"Logged: {said(g.case.logged_at)}"]
    rows += [f"Closed: {said(g.case.closed_at)}"] if g.case.closed_at else []
    return "\n".join(rows)


def what_followed(g: Gathered) -> str:
    found = [one for one in queries.sanctions(g.case.id) if one.ended_at is None]
    rows = [dict(SANCTIONS).get(one.kind, one.kind) + (f", live until {said(one.live_to)}" if one.live_to else "") for one in found]
    return "\n".join(rows) or "None"


def _holds(g: Gathered) -> str:
    rows = [one for one in pauses(g.case.id) if one.ended_at is None]
    return "\n".join(str((one.words or {}).get("reason") or "") for one in rows) or "None"


def _signed(g: Gathered) -> str:
    rows = [one for one in closings(g.case.id) if one.answer != "sent_back"]
    if not rows:
        return f"{g.writer}, {ROLE_WORDS[Role(g.case.manager)]}"
    last = rows[-1]
    people = names({last.asked_by, *([last.answered_by] if last.answered_by else [])})
    asked = f"Asked for by {people.get(last.asked_by, '')}, {said(last.asked_at)}"
    if last.answered_by is None or last.answered_at is None:
        return asked
    return f"{asked}\nSigned by {people.get(last.answered_by, '')}, {owner_words(last.signer)}, {said(last.answered_at)}"


CLOSURE_RECORD = Kind(
    "closure",
    "Closure record",
    "Outcomes, what followed, referrals with references, what is kept and for how long, what was learned, and who signed off.",
    RECORDS_GROUP,
    frozenset({"case_manager"}),
    "When the case is ready to close",
    (
        *BASE,
        ALLEGATIONS,
        *sectioned(
            (
                ("Outcome", ("outcomes", "sanction", "dates")),
                ("Agencies and referrals", ("agencies", "referrals")),
                ("The member of staff", ("copy_given", "on_file", "in_reference")),
                ("The child, and what was learned", ("child_support", "lessons")),
                ("Keeping the record", ("retention", "holds", "signed_off")),
            ),
            CLOSURE,
            {
                "outcomes": outcomes,
                "sanction": what_followed,
                "dates": _dates,
                "agencies": agencies,
                "referrals": protecting.referrals,
                "on_file": protecting.on_file,
                "in_reference": protecting.reference_says,
                "lessons": lambda g: g.recorded("child_protection", "lessons"),
                "retention": lambda g: retention(g.whole).words,
                "holds": _holds,
                "signed_off": _signed,
            },
        ),
    ),
    _heading("Closure record") + ROWS + "# What was alleged\n" + ALLEGED,
    sees=PROTECTION | ACCOUNT,
    after_close=True,
)
