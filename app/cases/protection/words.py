"""The closed lists of what is recorded beside the stages of child protection, each with its words."""

from __future__ import annotations

ALTERNATIVES = (
    ("no_contact", "Moved, so that they have no contact with that child"),
    ("assistant", "An assistant present whenever they are with children"),
    ("other_work", "Other work, without unsupervised contact with children"),
    ("children_moved", "The child or children moved: no punishment, and the parents asked"),
    ("elsewhere", "Work at another site or in another role for a time"),
)
"""What is considered before anybody is suspended (KCSIE Part four)."""

CONDUCT_ALTERNATIVES = (
    ("other_duties", "Other duties, away from what is looked into"),
    ("supervised", "Somebody beside them at work, or closer supervision"),
    ("elsewhere", "Work at another site or in another role for a time"),
    ("from_home", "Working from home"),
    ("limited", "Only some work taken from them, or their access to systems limited"),
)
"""What is considered before anybody is suspended where no child protection is behind it (Acas, suspensions from work)."""
ALTERNATIVE_WORDS = {**dict(CONDUCT_ALTERNATIVES), **dict(ALTERNATIVES)}

VIEWS = (("lado", "the LADO"), ("police", "the police"), ("social_care", "children's social care"))
MEETINGS = (
    ("amsm", "Strategy meeting about the member of staff, chaired by the LADO"),
    ("s47", "Strategy meeting about the child, chaired by social care"),
    ("review", "Review meeting of the agencies"),
)
OWNERS = (
    ("case_manager", "Case manager"),
    ("dsl", "Designated safeguarding lead"),
    ("agency", "One of the agencies"),
)
TOLD = (
    ("subject", "The member of staff"),
    ("parents", "The parents"),
    ("staff", "Colleagues"),
    ("governors", "Governors"),
    ("others", "Others"),
)
STRANDS = (("police", "The police"), ("social_care", "Children's social care"))
POLICE_STATES = (
    ("told", "Told; they are deciding"),
    ("investigating", "Investigating"),
    ("charged", "They have charged the member of staff"),
    ("no_charge", "Ended without a charge"),
    ("court_ended", "Ended in court"),
    ("closed", "They have closed it, or it is not for them"),
)
SOCIAL_CARE_STATES = (
    ("told", "Told; they are deciding"),
    ("enquiry", "Making enquiries about significant harm"),
    ("support", "Supporting the child and the family"),
    ("closed", "Ended, or not for them"),
)
STATES = {"police": POLICE_STATES, "social_care": SOCIAL_CARE_STATES}
LIVE = frozenset({"told", "investigating", "charged", "enquiry", "support"})
"""The states in which an agency's own work still runs."""

REMOVALS = (
    ("dismissed", "They were dismissed"),
    ("left", "They left, or are leaving"),
    ("moved", "They were moved away from work with children"),
)
BODIES = (
    ("dbs", "the Disclosure and Barring Service (DBS)"),
    ("tra", "the Teaching Regulation Agency (TRA)"),
)
TEACHERS = frozenset({"teacher", "headteacher"})
"""The posts whose misconduct the TRA regulates."""


def bodies_for(post: str) -> tuple[str, ...]:
    """The bodies about which a referral is decided for somebody with this post: the TRA only for a teacher."""
    return tuple(body for body, _ in BODIES if body != "tra" or post in TEACHERS)


END_EVENTS = (
    ("charged", "They were charged with the offence"),
    ("published_state", "The Secretary of State, or the TRA, published about the case"),
    ("court", "A court lifted it"),
    ("waived", "The teacher agreed in writing that they may be named, or made it public"),
)
"""What ends the restriction of section 141F of the Education Act 2002."""

CALLED = (
    ("police", "The police, 999 or 101"),
    ("ambulance", "An ambulance, 999"),
    ("social_care", "The council's children's social care (MASH)"),
)
"""Whom anybody calls when a child is in danger."""
