"""Who may do what: every act of the product, the word on its door and in the trail, and the one table of roles."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """An appointment at a school, or at the employer for all of its schools."""

    HEADTEACHER = "headteacher"
    DEPUTY_HEAD = "deputy_head"
    DSL = "dsl"
    DEPUTY_DSL = "deputy_dsl"
    HR_ADVISER = "hr_adviser"
    CHAIR = "chair_of_governors"
    CLERK = "clerk"
    INVESTIGATOR = "investigator"
    PANEL_MEMBER = "panel_member"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ADMINISTRATOR = "administrator"
    STAFF = "staff"


ROLE_WORDS = {
    Role.HEADTEACHER: "Headteacher",
    Role.DEPUTY_HEAD: "Deputy headteacher",
    Role.DSL: "Designated safeguarding lead",
    Role.DEPUTY_DSL: "Deputy designated safeguarding lead",
    Role.HR_ADVISER: "HR adviser",
    Role.CHAIR: "Chair of governors",
    Role.CLERK: "Clerk to the governors",
    Role.INVESTIGATOR: "Investigating officer",
    Role.PANEL_MEMBER: "Panel member",
    Role.DATA_PROTECTION_OFFICER: "Data protection officer",
    Role.ADMINISTRATOR: "Administrator",
    Role.STAFF: "Member of staff",
}


class Act(StrEnum):
    """One thing that can be done."""

    SESSION_START = "session.start"
    SESSION_END = "session.end"
    HOME_READ = "home.read"
    NOTICE_READ = "notice.read"
    PEOPLE_READ = "people.read"
    ACCOUNT_READ = "account.read"
    ACCOUNT_INVITE = "account.invite"
    ACCOUNT_RESET = "account.reset"
    ACCOUNT_ENROL = "account.enrol"
    PASSWORD_CHANGE = "password.change"  # noqa: S105 - the name of an act
    RECOVERY_RENEW = "recovery.renew"
    SESSION_REVOKE = "session.revoke"
    PERSON_ADD = "person.add"
    PERSON_LEAVE = "person.leave"
    ROLE_APPOINT = "role.appoint"
    ROLE_END = "role.end"
    POLICY_READ = "policy.read"
    POLICY_IMPORT = "policy.import"
    POLICY_EDIT = "policy.edit"
    POLICY_ADOPT = "policy.adopt"
    POLICY_CONFIRM = "policy.confirm"
    POLICY_WITHDRAW = "policy.withdraw"
    REVIEW_READ = "review.read"
    REVIEW_RECORD = "review.record"
    REVIEW_REMIND = "review.remind"
    POLICY_ACKNOWLEDGE = "policy.acknowledge"
    ACKNOWLEDGEMENT_READ = "acknowledgement.read"
    ACKNOWLEDGEMENT_REMIND = "acknowledgement.remind"
    PERMIT_ASK = "permit.ask"
    PERMIT_READ = "permit.read"
    PERMIT_LIST = "permit.list"
    PERMIT_MEASURE = "permit.measure"
    PERMIT_ANSWER = "permit.answer"
    PERMIT_CONFIRM = "permit.confirm"
    PERMIT_REVOKE = "permit.revoke"
    BREACH_LOG = "breach.log"
    DRAFT_START = "draft.start"
    DRAFT_SAVE = "draft.save"
    DRAFT_DISCARD = "draft.discard"
    RECEIPT_READ = "receipt.read"
    CASE_LIST = "case.list"
    VIEW_SAVE = "view.save"
    VIEW_REMOVE = "view.remove"
    CASE_OPEN = "case.open"
    CASE_ROUTE = "case.route"
    CASE_LIMBS = "case.limbs"
    CASE_ADVANCE = "case.advance"
    CASE_CONTACT = "case.contact"
    CASE_OUTCOME = "case.outcome"
    CASE_APPOINT = "case.appoint"
    CASE_NAME = "case.name"
    CASE_HAND_OVER = "case.hand_over"
    CASE_TAKE_OVER = "case.take_over"
    CASE_CLOSE = "case.close"
    BIRTH_RECORD = "birth.record"
    ALARM_RAISE = "alarm.raise"
    CASE_AGENCIES = "case.agencies"
    CASE_SUSPEND = "case.suspend"
    SUSPENSION_LIST = "suspension.list"
    SUSPENSION_LIFT = "suspension.lift"
    SUSPENSION_END = "suspension.end"
    CASE_LEFT = "case.left"
    CASE_REFER = "case.refer"
    CASE_SIGN = "case.sign"
    CASE_PAUSE = "case.pause"
    CASE_LINK = "case.link"
    CASE_REOPEN = "case.reopen"
    CASE_ALLEGE = "case.allege"
    CHILD_NAME = "child.name"
    CLOCK_START = "clock.start"
    CLOCK_CHANGE = "clock.change"
    CLOCK_EXPLAIN = "clock.explain"
    CLOCK_REMIND = "clock.remind"
    CLOCK_ESCALATE = "clock.escalate"
    ABSENCE_SET = "absence.set"
    CALENDAR_CHANGE = "calendar.change"
    SETTING_READ = "setting.read"
    SETTING_CHANGE = "setting.change"
    DELEGATION_SET = "delegation.set"
    CONCERN_READ = "concern.read"
    CONCERN_OPEN = "concern.open"
    INCIDENT_READ = "incident.read"
    INCIDENT_LOG = "incident.log"
    SUPPORT_GIVE = "support.give"
    EVIDENCE_ADD = "evidence.add"
    EVIDENCE_OPEN = "evidence.open"
    BUNDLE_READ = "bundle.read"
    BUNDLE_ASK = "bundle.ask"
    BUNDLE_MAKE = "bundle.make"
    LETTER_READ = "letter.read"
    LETTER_WRITE = "letter.write"
    LETTER_ISSUE = "letter.issue"
    LETTER_SERVE = "letter.serve"
    TEMPLATE_READ = "template.read"
    TEMPLATE_KEEP = "template.keep"
    TRAIL_READ = "trail.read"
    SCHOOL_FOUND = "school.found"
    DEMO_LOAD = "demo.load"
    NOTICE_SEND = "notice.send"


_CASEWORK = frozenset(
    {
        Role.HEADTEACHER,
        Role.DEPUTY_HEAD,
        Role.DSL,
        Role.DEPUTY_DSL,
        Role.HR_ADVISER,
        Role.CHAIR,
        Role.CLERK,
        Role.INVESTIGATOR,
        Role.PANEL_MEMBER,
    }
)
_LOGGERS = frozenset(
    {
        Role.HEADTEACHER,
        Role.DEPUTY_HEAD,
        Role.DSL,
        Role.DEPUTY_DSL,
        Role.HR_ADVISER,
        Role.CHAIR,
    }
)
_MANAGERS = frozenset({Role.HEADTEACHER, Role.CHAIR, Role.DEPUTY_HEAD})
_SAFEGUARDING = frozenset({Role.DSL, Role.DEPUTY_DSL})
_WRITERS = _MANAGERS | _SAFEGUARDING | {Role.HR_ADVISER, Role.CLERK}
_EVERYONE = frozenset(Role)
_JOBS: frozenset[Role] = frozenset()

MAY: dict[Act, frozenset[Role]] = {
    Act.SESSION_START: _JOBS,
    Act.SESSION_END: _EVERYONE,
    Act.HOME_READ: _EVERYONE,
    Act.NOTICE_READ: _EVERYONE,
    Act.PEOPLE_READ: frozenset({Role.HEADTEACHER, Role.HR_ADVISER}),
    Act.ACCOUNT_READ: frozenset({Role.ADMINISTRATOR}),
    Act.ACCOUNT_INVITE: frozenset({Role.ADMINISTRATOR}),
    Act.ACCOUNT_RESET: frozenset({Role.ADMINISTRATOR}),
    Act.ACCOUNT_ENROL: _JOBS,
    Act.PASSWORD_CHANGE: _EVERYONE,
    Act.RECOVERY_RENEW: _EVERYONE,
    Act.SESSION_REVOKE: _EVERYONE,
    Act.PERSON_ADD: frozenset({Role.ADMINISTRATOR}),
    Act.PERSON_LEAVE: frozenset({Role.ADMINISTRATOR}),
    Act.ROLE_APPOINT: frozenset({Role.ADMINISTRATOR}),
    Act.ROLE_END: frozenset({Role.ADMINISTRATOR}),
    Act.POLICY_READ: _EVERYONE,
    Act.POLICY_IMPORT: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.CLERK}),
    Act.POLICY_EDIT: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.CLERK}),
    Act.POLICY_ADOPT: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.CLERK}),
    Act.POLICY_CONFIRM: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.CLERK}),
    Act.POLICY_WITHDRAW: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.CLERK}),
    Act.REVIEW_READ: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.CLERK}),
    Act.REVIEW_RECORD: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.CLERK}),
    Act.REVIEW_REMIND: _JOBS,
    Act.POLICY_ACKNOWLEDGE: _EVERYONE,
    Act.ACKNOWLEDGEMENT_READ: frozenset({Role.HEADTEACHER, Role.HR_ADVISER, Role.CLERK}),
    Act.ACKNOWLEDGEMENT_REMIND: _JOBS,
    Act.PERMIT_ASK: _EVERYONE,
    Act.PERMIT_READ: _EVERYONE,
    Act.PERMIT_LIST: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.HR_ADVISER, Role.CLERK}),
    Act.PERMIT_MEASURE: _EVERYONE,
    Act.PERMIT_ANSWER: _MANAGERS,
    Act.PERMIT_CONFIRM: frozenset({Role.HEADTEACHER}),
    Act.PERMIT_REVOKE: _MANAGERS,
    Act.BREACH_LOG: _LOGGERS,
    Act.DRAFT_START: _LOGGERS,
    Act.DRAFT_SAVE: _LOGGERS,
    Act.DRAFT_DISCARD: _LOGGERS,
    Act.RECEIPT_READ: _LOGGERS,
    Act.CASE_LIST: _CASEWORK,
    Act.VIEW_SAVE: _CASEWORK,
    Act.VIEW_REMOVE: _CASEWORK,
    Act.CASE_OPEN: _CASEWORK,
    Act.CASE_ROUTE: _MANAGERS,
    Act.CASE_LIMBS: _MANAGERS,
    Act.CASE_ADVANCE: _CASEWORK,
    Act.CASE_CONTACT: _MANAGERS | _SAFEGUARDING,
    Act.CASE_OUTCOME: _MANAGERS | {Role.HR_ADVISER, Role.PANEL_MEMBER},
    Act.CASE_APPOINT: _MANAGERS | {Role.HR_ADVISER, Role.CLERK},
    Act.CASE_NAME: _MANAGERS,
    Act.CASE_HAND_OVER: _MANAGERS | {Role.HR_ADVISER},
    Act.CASE_TAKE_OVER: _MANAGERS | {Role.HR_ADVISER},
    Act.CASE_CLOSE: _MANAGERS | {Role.HR_ADVISER},
    Act.BIRTH_RECORD: _MANAGERS | {Role.HR_ADVISER},
    Act.ALARM_RAISE: _CASEWORK,
    Act.CASE_AGENCIES: _MANAGERS | _SAFEGUARDING,
    Act.CASE_SUSPEND: _MANAGERS,
    Act.SUSPENSION_LIST: frozenset({Role.CHAIR, Role.CLERK}),
    Act.SUSPENSION_LIFT: _MANAGERS | {Role.CLERK},
    Act.SUSPENSION_END: _JOBS,
    Act.CASE_LEFT: _JOBS,
    Act.CASE_REFER: _MANAGERS,
    Act.CASE_SIGN: _MANAGERS | {Role.HR_ADVISER},
    Act.CASE_PAUSE: _MANAGERS | {Role.HR_ADVISER},
    Act.CASE_LINK: _MANAGERS | {Role.HR_ADVISER},
    Act.CASE_REOPEN: _MANAGERS | {Role.HR_ADVISER},
    Act.CASE_ALLEGE: _MANAGERS,
    Act.CHILD_NAME: _MANAGERS | _SAFEGUARDING,
    Act.CLOCK_START: _MANAGERS | _SAFEGUARDING | {Role.HR_ADVISER},
    Act.CLOCK_CHANGE: _CASEWORK,
    Act.CLOCK_EXPLAIN: _CASEWORK,
    Act.CLOCK_REMIND: _JOBS,
    Act.CLOCK_ESCALATE: _JOBS,
    Act.ABSENCE_SET: _EVERYONE,
    Act.CALENDAR_CHANGE: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.HR_ADVISER}),
    Act.SETTING_READ: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.HR_ADVISER}),
    Act.SETTING_CHANGE: frozenset({Role.HEADTEACHER, Role.CHAIR}),
    Act.DELEGATION_SET: frozenset({Role.CHAIR, Role.CLERK}),
    Act.CONCERN_READ: _MANAGERS | _SAFEGUARDING,
    Act.CONCERN_OPEN: _MANAGERS | _SAFEGUARDING | {Role.HR_ADVISER},
    Act.INCIDENT_READ: _SAFEGUARDING | {Role.HEADTEACHER, Role.HR_ADVISER},
    Act.INCIDENT_LOG: _SAFEGUARDING | {Role.HEADTEACHER, Role.HR_ADVISER},
    Act.SUPPORT_GIVE: _MANAGERS | {Role.HR_ADVISER},
    Act.EVIDENCE_ADD: _LOGGERS | {Role.INVESTIGATOR},
    Act.EVIDENCE_OPEN: _CASEWORK,
    Act.BUNDLE_READ: _CASEWORK,
    Act.BUNDLE_ASK: _MANAGERS | {Role.HR_ADVISER},
    Act.BUNDLE_MAKE: _JOBS,
    Act.LETTER_READ: _CASEWORK,
    Act.LETTER_WRITE: _WRITERS | {Role.INVESTIGATOR},
    Act.LETTER_ISSUE: _WRITERS | {Role.INVESTIGATOR},
    Act.LETTER_SERVE: _WRITERS | {Role.INVESTIGATOR},
    Act.TEMPLATE_READ: _WRITERS,
    Act.TEMPLATE_KEEP: _MANAGERS | {Role.HR_ADVISER, Role.CLERK},
    Act.TRAIL_READ: frozenset({Role.DATA_PROTECTION_OFFICER}),
    Act.SCHOOL_FOUND: _JOBS,
    Act.DEMO_LOAD: _JOBS,
    Act.NOTICE_SEND: _JOBS,
}
"""Who may do which act. An act with no role is done only by the product itself (a job or the command line)."""
