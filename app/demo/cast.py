"""Who is in the demonstration: invented people at two invented schools of one invented council."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.acts import Role

EMPLOYER = "Sandhills Council"
FIRST = "Marram Bank Primary School"
SECOND = "Saltholme High School"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the cast; with roles they also have an account."""

    name: str
    job_title: str
    post: str
    roles: tuple[Role, ...] = ()

    @property
    def email(self) -> str:
        """Where they get mail: a domain that cannot exist."""
        return ".".join(self.name.lower().replace("'", "").split()) + "@evenhand.example"


COUNCIL = (Member("Ruth Okafor", "HR adviser", "support_staff", (Role.HR_ADVISER,)),)

CAST: dict[str, tuple[Member, ...]] = {
    FIRST: (
        Member("Helen Ashworth", "Headteacher", "headteacher", (Role.HEADTEACHER, Role.STAFF)),
        Member("Daniel Pryce", "Deputy headteacher", "teacher", (Role.DEPUTY_HEAD, Role.STAFF)),
        Member("Amina Yusuf", "Designated safeguarding lead", "teacher", (Role.DSL, Role.STAFF)),
        Member("Colin Baptiste", "Deputy safeguarding lead", "teacher", (Role.DEPUTY_DSL, Role.STAFF)),
        Member("Margaret Thistlewood", "Chair of governors", "governor", (Role.CHAIR,)),
        Member("Peter Lomax", "Clerk to the governors", "support_staff", (Role.CLERK,)),
        Member("Farah Siddiqui", "Assistant head, investigating officer", "teacher", (Role.INVESTIGATOR, Role.STAFF)),
        Member("George Halloran", "Governor", "governor", (Role.PANEL_MEMBER,)),
        Member("Ivy Nwosu", "Governor", "governor", (Role.PANEL_MEMBER,)),
        Member("Stefan Kowalski", "Governor", "governor", (Role.PANEL_MEMBER,)),
        Member("Beth Marland", "Data protection officer", "support_staff", (Role.DATA_PROTECTION_OFFICER,)),
        Member("Owen Tate", "School business manager", "support_staff", (Role.ADMINISTRATOR, Role.STAFF)),
        Member("Laura Fenwick", "Year 4 teacher", "teacher", (Role.STAFF,)),
        Member("Callum Reyes", "Year 6 teacher", "teacher"),
        Member("Joanne Sutcliffe", "Teaching assistant", "support_staff"),
        Member("Priya Raman", "Reception teacher", "teacher"),
        Member("Tom Ellwood", "Year 5 teacher", "teacher"),
        Member("Siân Prosser-Whitfield", "Teaching assistant", "support_staff"),
        Member("Bartholomew Featherstonehaugh-Montgomery", "Peripatetic music and instrumental ensembles teacher", "teacher"),
        Member("Grace O'Dowd", "Midday supervisor", "support_staff"),
    ),
    SECOND: (
        Member("Marcus Vale", "Headteacher", "headteacher", (Role.HEADTEACHER, Role.STAFF)),
        Member("Nadia Hussain", "Designated safeguarding lead", "teacher", (Role.DSL, Role.STAFF)),
        Member("Edward Croft", "Chair of governors", "governor", (Role.CHAIR,)),
        Member("Hannah Brook", "Science teacher", "teacher", (Role.STAFF,)),
        Member("Kieran Doyle", "Drama teacher", "teacher"),
    ),
}
