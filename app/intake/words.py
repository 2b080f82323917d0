"""The plain words of the questions: kinds of act, places, people and what it contained, each with the value routing reads."""

from __future__ import annotations

KINDS = (
    ("comment", "Posted or shared something in words"),
    ("image", "Posted, shared or took a photo or video"),
    ("message", "Sent or exchanged messages"),
    ("accept_request", "Accepted a friend or follow request"),
    ("make_request", "Made a friend or follow request"),
    ("school_time_use", "Used social media in school time"),
    ("curriculum_space", "Ran a closed group or blog for lessons"),
    ("disclosure", "Put confidential or identifying information online"),
    ("other", "Something else"),
)
CHANNELS = (
    ("social_site", "A social networking site, such as Facebook, Instagram, Snapchat, X or LinkedIn"),
    ("messaging", "A messaging app, such as WhatsApp or Messenger"),
    ("video_site", "A video site, such as TikTok or YouTube"),
    ("blog", "A blog or website"),
    ("forum", "A forum or review site"),
    ("game", "A game"),
    ("school_platform", "A platform the school runs or chose"),
    ("email", "Email"),
    ("in_person", "In person, not online"),
    ("other", "Somewhere else"),
)
OTHER_SIDE = (
    ("pupil", "A pupil of this school"),
    ("former_pupil", "A former pupil"),
    ("pupil_other_school", "A pupil of another school"),
    ("parent", "A parent or carer of a pupil"),
    ("former_pupil_parent", "A parent or carer of a former pupil"),
    ("colleague", "A colleague"),
    ("other", "Somebody else"),
    ("unknown", "Not known"),
)
ABOUT = (
    ("pupil", "A pupil"),
    ("pupils_of_a_group", "A group that pupils belong to, such as a faith"),
    ("former_pupil", "A former pupil"),
    ("colleague", "A colleague"),
    ("school", "The school"),
    ("supplier", "A supplier of the school"),
    ("parent", "A parent or carer"),
    ("governor", "A governor"),
    ("public_group", "A group of people in general"),
    ("self", "The member of staff themselves"),
)
CONTENT = (
    ("offensive", "Offensive"),
    ("defamatory", "Untrue and damaging to somebody's name"),
    ("inappropriate", "Inappropriate for a member of staff"),
    ("abusive", "Abusive or threatening"),
    ("derogatory", "Belittling or mocking"),
    ("discriminatory", "Discriminatory: about race, religion, sex, disability or another protected characteristic"),
    ("sexual", "Sexual"),
    ("confidential", "Confidential information about the school"),
    ("identifies_pupil", "Something by which a pupil could be recognised"),
    ("personal_data", "Personal information about pupils or staff"),
)
POSTS = (
    ("teacher", "Teacher"),
    ("support_staff", "Support staff"),
    ("headteacher", "Headteacher"),
    ("supply", "Supply or agency staff"),
    ("volunteer", "Volunteer"),
    ("contractor", "Contractor"),
    ("governor", "Governor"),
    ("trainee", "Trainee"),
    ("unknown", "Not known"),
)
HOW_FOUND = (
    ("told", "Somebody told me"),
    ("saw", "I saw it myself"),
    ("self_report", "The member of staff told me about it themselves"),
    ("anonymous", "An unsigned letter or message"),
)
RELATIONS = (
    ("pupil", "Pupil"),
    ("parent", "Parent or carer"),
    ("colleague", "Member of staff"),
    ("public", "Member of the public"),
    ("agency", "Another organisation"),
    ("other", "Other"),
)
LIMB_ANSWERS = (("yes", "Yes"), ("may_be", "May be"), ("no", "No"), ("unknown", "I don't know"))
LIMBS = {
    "H1": (
        "Has a child been harmed, or might one have been?",
        "For example: a post that mocks a child who can be recognised, or a child upset by what staff wrote about them.",
    ),
    "H2": (
        "Might a crime against a child, or to do with a child, have been committed?",
        "For example: sexual messages to a pupil, or an indecent image of somebody under 18.",
    ),
    "H3": (
        "Did they behave towards a child in a way that suggests they might harm children?",
        "For example: private messages kept secret from parents, or asking a pupil to delete a conversation.",
    ),
    "H4": (
        "Does what they did, at work or outside it, suggest they may not be suitable to work with children?",
        "For example: violent or hateful posts, or posts about taking drugs, even when no child was involved.",
    ),
}
PARTS = (
    ("complainant", "They are hurt by it, or complained about it"),
    ("witness", "They saw or heard it"),
    ("child", "A child it concerns"),
    ("relative", "A parent, carer or relative of that child"),
)
EXPRESSIONS = (
    ("none", "None of these"),
    ("belief", "A religious, philosophical or political belief"),
    ("union", "Trade union activity"),
    ("protected_disclosure", "Speaking up about wrongdoing (whistleblowing)"),
)
SEEN_BY = (
    ("public", "Anybody"),
    ("friends", "Friends or followers"),
    ("closed", "A closed group"),
    ("private", "Only the two of them"),
    ("unknown", "I don't know"),
)
NOBODY = ("nobody", "Nobody: it was not posted or sent")
BEGAN = (("subject", "The member of staff"), ("other", "The other person"), ("unknown", "Not known"))
RELATED = (("none", "No"), ("family", "Family"), ("pre_existing", "They knew each other before"), ("unknown", "Not known"))
THEMSELVES = (("yes", "Yes, as far as is known"), ("disputed", "They say it was not them"), ("no", "No, somebody else posted it"))
REPOST = ("repost", "Yes, but they only liked, shared or re-posted what somebody else wrote")
ASKS_BY_KIND: dict[str, frozenset[str]] = {
    "comment": frozenset({"visibility", "about", "content", "perceived", "harms_working_relationships", "in_school_time"}),
    "image": frozenset(
        {"visibility", "about", "content", "perceived", "work_related", "harms_working_relationships", "in_school_time"}
    ),
    "message": frozenset(
        {
            "with",
            "age_at_act",
            "relationship",
            "initiated_by",
            "about",
            "content",
            "perceived",
            "harms_working_relationships",
            "in_school_time",
        }
    ),
    "accept_request": frozenset({"with", "age_at_act", "relationship", "request_pending", "self_reported", "in_school_time"}),
    "make_request": frozenset({"with", "age_at_act", "relationship", "in_school_time"}),
    "school_time_use": frozenset(),
    "curriculum_space": frozenset({"visibility", "with", "in_school_time"}),
    "disclosure": frozenset({"visibility", "about", "content", "perceived", "in_school_time"}),
    "other": frozenset({"visibility", "with", "about", "content", "perceived", "harms_working_relationships", "in_school_time"}),
}
"""What is asked about an act beside where, when, whether they did it themselves and the school's reputation."""
AGE_MATTERS = ("pupil", "former_pupil", "former_pupil_parent")
RELATION_MATTERS = tuple(value for value, _ in OTHER_SIDE if value != "colleague")


def word(pairs: tuple[tuple[str, str], ...], value: str | None) -> str:
    """The words for a value; the value itself when there are none."""
    return dict(pairs).get(value or "", value or "")
