"""The words in which events, paths, clocks and facts are told: for a governor to read."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.cases.models import Part
from app.cases.shell.reopening import CAUSES
from app.core.acts import ROLE_WORDS, Role
from app.core.clock import short
from app.core.words import lowered
from app.intake.stops import CLOCKS
from app.intake.words import CHANNELS
from app.pathways import PATHWAYS

PATHS = {
    "child_protection": "Child protection",
    "child_welfare": "The child's welfare",
    "disciplinary": "Disciplinary",
    "equal_opportunities": "Equal opportunities",
    "low_level_concern": "Low-level concern",
    "other_procedure": "Another procedure",
}
PROCEDURES = {
    "data_protection": "Data protection",
    "acceptable_use": "Acceptable use policy",
    "agency": "Whoever engages them",
    "not_this_policy": "Not within this policy",
}
STANDINGS = {"open": "Starts now", "consult": "Ask the LADO first", "held": "Waits", "disabled": "Not available"}
STATES = {
    "triage": "Being assessed",
    "routed": "Being worked on",
    "closed": "Closed",
    "not_within_policy": "Not within this policy",
}
PARTS = {
    "subject": "Member of staff it is about",
    "reporter": "Reported it",
    "complainant": "Complained or was hurt by it",
    "child": "Child",
    "relative": "Relative of the child",
    "witness": "Witness",
    "interested": "Has an interest of their own",
    "investigator": "Investigating officer",
    "hearer": "Hears the case",
    "appeal_panel": "Hears the appeal of the disciplinary decision",
    "equality_panel": "Hears the appeal of the complaint",
    "presenter": "Presents the case for the school",
    "adviser": "HR adviser of the investigation",
    "panel_adviser": "HR adviser of those who hear the case",
    "appeal_adviser": "HR adviser of those who hear the appeal",
    "minutes": "Takes the minutes",
    "kept_out": "Takes no part, because of a tie to the case",
    "companion": "Companion",
    "earlier": "Dealt with an earlier concern",
}
OUTCOMES = {
    "substantiated": "Substantiated",
    "malicious": "Malicious",
    "false": "False",
    "unsubstantiated": "Unsubstantiated",
    "unfounded": "Unfounded",
    "proven": "Proven",
    "not_proven": "Not proven",
    "not_put": "Not decided: it was not put to them",
    "upheld": "Upheld",
    "partly_upheld": "Partly upheld",
    "not_upheld": "Not upheld",
    "put_right": "Put right informally",
    "not_pursued": "Not taken further",
    "sealed": "decided, and sealed from you",
    "not_decided": "Not decided: they left",
    "advice_given": "Dealt with by advice or training",
    "no_case": "No case to answer",
    "below_threshold": "Below the harm threshold",
    "low_level": "A low-level concern",
    "nothing_in_it": "There was nothing in it",
    "taken_further": "Taken further in another procedure",
}
ACTS = {
    "draft.start": "began a report",
    "draft.save": "saved the report",
    "draft.discard": "stopped a report",
    "breach.log": "logged the breach",
    "case.open": "opened the case",
    "concern.open": "looked at the low-level concerns about the adult",
    "view.save": "saved a view of the list",
    "view.remove": "put a saved view away",
    "case.limbs": "answered the harm questions",
    "case.close": "asked for the case to be closed",
    "case.sign": "closed the case",
    "case.pause": "paused the case",
    "case.link": "changed which cases it is linked to",
    "case.reopen": "opened the case again",
    "case.allege": "added what is alleged",
    "case.route": "decided on a procedure",
    "case.advance": "moved a procedure on",
    "case.contact": "recorded a conversation with an agency",
    "alarm.raise": "recorded something of child protection",
    "case.suspend": "recorded something of child protection",
    "suspension.lift": "recorded something of child protection",
    "suspension.end": "recorded something of child protection",
    "birth.record": "recorded the date of birth of the member of staff, for how long the record is kept",
    "case.left": "recorded that the member of staff has left or is leaving, as the staff roll says",
    "case.agencies": "recorded something of child protection",
    "case.refer": "recorded something of child protection",
    "case.name": "named somebody with a part in the case",
    "case.hand_over": "handed the case over",
    "case.take_over": "read the note of the case they took over",
    "evidence.add": "added evidence",
    "evidence.open": "opened evidence",
    "child.name": "opened a sealed name",
    "bundle.ask": "asked for a bundle for the hearing",
    "bundle.make": "made a bundle for the hearing",
    "letter.write": "worked on a letter or form",
    "letter.issue": "issued a letter or form",
    "letter.serve": "recorded how a letter or form was sent",
    "template.keep": "changed the Word template of a letter",
    "case.appoint": "gave somebody a part in the case",
    "demo.load": "was loaded for the demonstration",
    "session.start": "a session was opened",
    "session.end": "ended a session",
    "role.appoint": "gave a role",
    "role.end": "ended a role",
    "policy.import": "imported a policy document",
    "policy.edit": "worked on a draft of the policy",
    "policy.adopt": "recorded the adoption of a policy",
    "policy.confirm": "confirmed the adoption or the withdrawal of a policy",
    "policy.withdraw": "recorded the withdrawal of a policy",
    "review.record": "recorded a review of the policy",
    "review.remind": "gave notice of the review of the policy",
    "policy.acknowledge": "acknowledged the policy",
    "acknowledgement.remind": "asked staff to acknowledge the policy",
    "permit.ask": "asked for advice or agreement first",
    "permit.measure": "ticked the safety measures of a permit",
    "permit.answer": "answered what was asked first",
    "permit.confirm": "confirmed a permit of an earlier headteacher",
    "permit.revoke": "revoked a permit",
    "school.found": "the school was set up",
    "account.open": "opened an account",
    "account.invite": "invited somebody to an account",
    "account.reset": "started a reset of somebody's sign-in",
    "account.enrol": "a sign-in was set up",
    "password.change": "changed their password",
    "recovery.renew": "made new recovery codes",
    "session.revoke": "ended a session",
    "person.add": "put somebody on the roll",
    "person.leave": "recorded that somebody left",
    "case.outcome": "recorded an outcome",
    "incident.log": "wrote in the log of prejudice incidents",
    "support.give": "recorded support given at once",
    "delegation.set": "recorded what the governing body has delegated",
    "setting.change": "set a number of the procedures",
    "clock.start": "started a clock",
    "clock.change": "changed a clock",
    "clock.remind": "told whoever has something due",
    "clock.escalate": "told the next in line of a clock",
    "absence.set": "entered or called off an absence",
    "calendar.change": "entered a day or a term in the calendar",
    "clock.explain": "said why a clock was missed",
}
BESIDE = {
    "adjustment": "recorded an adjustment for the hearing",
    "put": "recorded that an allegation was put to the member of staff",
}
AGENCIES = {
    "lado": "the LADO",
    "police": "the police",
    "social_care": "children's social care",
    "ambulance": "an ambulance",
    "other": "another organisation",
}
FACTS = {
    "kind": {
        "accept_request": "a friend or follow request was accepted",
        "make_request": "a friend or follow request was made",
        "message": "messages were exchanged",
        "comment": "something was posted",
        "image": "a photo or video",
        "school_time_use": "social media in school time",
        "curriculum_space": "a closed space for lessons",
        "disclosure": "information was put online",
        "other": "other conduct",
    },
    "content": {
        "offensive": "it is offensive",
        "defamatory": "it is untrue and damages somebody's name",
        "inappropriate": "it is inappropriate for a member of staff",
        "abusive": "it is abusive or threatening",
        "derogatory": "it belittles or mocks somebody",
        "discriminatory": "it is discriminatory",
        "sexual": "it is sexual",
        "confidential": "it gives away confidential information about the school",
        "identifies_pupil": "a pupil could be recognised by it",
        "personal_data": "it gives away personal information about pupils or staff",
    },
    "channel": {key: lowered(label) for key, label in CHANNELS},
    "harms_working_relationships": {"true": "it has damaged working relationships with colleagues"},
    "reputation_at_risk": {"true": "it puts the school's reputation at risk"},
    "in_school_time": {"true": "it was done in working time"},
    "request_pending": {"true": "the request still waits for an answer"},
    "employed_by_school": {"false": "the school does not employ them"},
}
LIMB = {
    "H1": "a child was harmed",
    "H2": "a crime was committed against a child",
    "H3": "they may pose a risk to children",
    "H4": "they may not be suitable to work with children",
}
ANSWERS = {"yes": "yes", "may_be": "may be", "no": "no", "unknown": "not known"}


NOTED = {
    "called": "called for help for a child",
    "suspended": "recorded a suspension",
    "letter": "recorded that the suspension letter was sent",
    "review": "recorded a review of the suspension",
    "lifted": "recorded the end of the suspension",
    "passed": "ended the review of the suspension, because the last day had come",
    "meeting": "recorded a meeting of the agencies",
    "done": "recorded that an agreed action was done",
    "may_tell": "recorded who may be told what",
    "strand": "recorded where an agency's work stands",
    "removal": "recorded that the member of staff was taken away from work with children",
    "referral": "decided on a referral",
    "restriction": "answered whether the member of staff may be named in public",
    "restriction_end": "recorded that the member of staff may be named in public",
}


RULES = {
    "lado_meeting_5wd": "Strategy meeting with the LADO",
    "employer_action_3wd": "Act as agreed with the LADO",
    "review_28d": "Review by the agencies",
    "police_review_4w": "Review while the police investigate",
    "police_review_2w": "Review again while the police investigate",
    "agreed_action": "An action agreed with the agencies",
    "welfare_review": "Review the plan for the child",
    "suspension_letter_1wd": "Send the suspension letter",
    "suspension_review_10wd": "Review the suspension",
    "conduct_letter_1wd": "Send the suspension letter",
    "conduct_review_10wd": "Review the suspension",
    "welfare_1wd": "See to the child's welfare",
    "assess_5wd": "Finish the assessment",
    "investigate_20wd": "Finish the investigation",
    "postponed_5wd": "Latest day for the postponed hearing",
    "decision_letter_5wd": "Send the decision letter",
    "la_acts_14d": "The council acts on the dismissal",
    "appeal_10wd": "Last day for an appeal",
    "appeal_heard_20wd": "Hear the appeal",
    "appeal_letter_5wd": "Send the letter about the appeal",
    "eo_support_1wd": "Put support in place",
    "eo_informal_10wd": "Put it right informally",
    "eo_acknowledge_5wd": "Acknowledge the complaint",
    "eo_investigate_20wd": "Finish looking into the complaint",
    "eo_letter_10wd": "Send the outcome",
    "eo_appeal_10wd": "Last day for an appeal, counted from the outcome",
    "eo_hear_appeal_20wd": "Hear the appeal of the complaint",
    "aftercare_2w": "Ask how they are after two weeks",
    "aftercare_6w": "Ask how they are after six weeks",
    "aftercare_3m": "Ask how they are after three months",
    "llc_record_1wd": "Write the concern down",
    "sign_off_5wd": "Sign that the case can close",
    "legal_pause_28d": "Ask again whether the pause is needed",
    "sar_1m": "Answer a subject access request",
    "dp_complaint_30d": "Acknowledge a complaint about data protection",
    "tribunal_limit": "Time for a claim about the dismissal",
    "claim_limit": "Time for a claim about discrimination",
    "retention_10y": "Kept at least until",
    "child_18": "A child in the case turns 18",
}


SHELL = {
    "sent_back": "did not sign that the case can close, and sent it back",
    "reviewed": "looked again at whether the pause is needed",
    "ended": "ended the pause",
    "taken_up": "had a procedure taken up again",
}
CHANGED = {
    "stopped": "stopped a clock",
    "restarted": "started a clock again",
    "extended": "extended a clock",
    "calendar": "moved a clock, because a day was closed",
    "missed": "said why a clock was missed",
    "started": "started a clock",
    "answered": "answered",
}
TOLD_WHY = {
    "late": "is overdue",
    "away": "is near or overdue, and its owner is away",
    "unknown": "has no date, because the calendar does not reach so far",
}
STARTED = {
    "logged": "The report reached the school",
    "decided": "It was decided which procedures to open",
    "closed": "The case was closed",
    "closing": "Somebody asked for the case to be closed",
    "signed": "A second person signed",
    "sent_back": "It was sent back",
    "paused": "The case was paused",
    "reopened": "It was taken up again",
    "added": "Something more was alleged",
    "proposed": "The procedure was proposed",
    "extended": "An earlier date was extended",
    "restarted": "It was started again",
    "born": "The date of birth was recorded",
    "calendar": "A day was closed, and the date moved",
}


def what_words(what: str) -> str:
    """What began or met a clock, in words: a step or stage of a procedure, a conversation, a letter."""
    kind, _, rest = what.partition(":")
    path, _, key = rest.partition(":")
    if kind == "contact":
        return f"A conversation with {AGENCIES.get(rest, 'an agency')}"
    if kind in {"step", "stage"} and path in PATHWAYS:
        pathway = PATHWAYS[path]
        found = next((one.verb for one in pathway.steps if one.key == key), None) if kind == "step" else None
        words = found or next((one.title for one in pathway.stages if one.key == key), "Opened")
        return f"{PATHS[path]}: {lowered(words)}"
    return STARTED.get(what) or (what[:1].upper() + what[1:]).replace("_", " ").replace(":", ": ")


def stage_title(name: str, stage: str | None) -> str:
    """The title of a stage of a path."""
    return PATHWAYS[name].stage(stage).title if stage else ""


def clock_title(rule: str) -> str:
    """What a clock asks for, in words."""
    if rule in CLOCKS:
        return CLOCKS[rule][0]
    return RULES[rule]


def decision_title(what: str, path: str) -> str:
    """What was decided, in words: a proposal opened or declined, a step of a procedure, or the closing of the case."""
    name, _, state = what.rpartition(" ")
    if name in PATHS:
        return f"{PATHS[name]}: {'opened' if state == 'accepted' else 'declined'}"
    step = next((one for one in PATHWAYS[path].steps if one.key == what), None) if path in PATHWAYS else None
    return f"{PATHS[path]}: {lowered(step.verb)}" if step else what.capitalize()


def event_words(act: str, payload: dict[str, Any]) -> str:
    """An event in words, from its act and its opened payload."""
    path = PATHS.get(str(payload.get("path", "")), "")
    if act == "case.route":
        return f"{'opened' if payload.get('accepted') else 'declined'} the procedure: {path}"
    if act == "case.contact":
        return f"recorded a conversation with {AGENCIES.get(str(payload.get('agency', '')), 'an agency')}"
    if act in {"case.sign", "case.pause", "case.reopen"} and payload.get("how") in SHELL:
        return SHELL[payload["how"]]
    if act == "case.advance" and payload.get("beside") in BESIDE:
        return BESIDE[payload["beside"]]
    if act == "case.advance" and path and not payload.get("stage"):
        return f"{path}: moved on"
    if act == "case.advance":
        return (
            f"{path}: now {lowered(stage_title(str(payload['path']), str(payload['stage'])))}"
            if payload.get("path")
            else "took a step"
        )
    if act == "clock.change" and payload.get("moved"):
        return "; ".join(f"{_moved(one)}" for one in payload["moved"])
    if act in {"clock.start", "clock.change", "clock.explain"} and payload.get("rule"):
        return f"{CHANGED.get(str(payload.get('how')), 'changed')}: {lowered(clock_title(str(payload['rule'])))}"
    if act == "case.left" and payload.get("how"):
        return "recorded that the member of staff is on the staff roll again"
    if payload.get("noted"):
        return NOTED.get(str(payload["noted"]), ACTS.get(act, act))
    if act == "clock.escalate" and payload.get("rule"):
        why, rule = TOLD_WHY[str(payload.get("why"))], lowered(clock_title(str(payload["rule"])))
        return f"told the {lowered(ROLE_WORDS[Role(payload['to'])])} that a clock {why}: {rule}"
    if act == "evidence.add" and payload.get("kind"):
        return f"added a {payload['kind']} as evidence"
    if act == "case.hand_over" and payload.get("to"):
        return f"handed the case to the {lowered(ROLE_WORDS[Role(payload['to'])])}"
    if payload.get("part") == Part.KEPT_OUT.value:
        return "recorded that somebody takes no part, because of a tie to the case"
    if act in {"case.appoint", "case.name"} and payload.get("part"):
        return f"gave somebody a part: {lowered(PARTS.get(str(payload['part']), ''))}"
    return ACTS.get(act, act)


def _moved(one: dict[str, str]) -> str:
    """That a clock was moved because the calendar changed, with both dates."""
    before, after = (short(date.fromisoformat(one[key])) if one[key] else "a date not known" for key in ("from", "to"))
    return f"moved a clock, because the calendar changed: {lowered(clock_title(one['rule']))}, from {before} to {after}"


def fact_sentence(fact: str) -> str:
    """A fact that brought a path in, as a reader would say it: `harm.H3 = yes` becomes words."""
    name, _, value = fact.partition(" = ")
    if name.startswith("harm."):
        limb = name.split(".")[1]
        return f"Whether {LIMB.get(limb, limb)}: {ANSWERS.get(value, value)}"
    if name == "taken_up":
        return dict(CAUSES).get(value, value)
    if name in {"chosen", "mapped"}:
        return (
            f"Clause {value} was chosen by whoever logged it"
            if name == "chosen"
            else f"The school's policy leads here from {value}"
        )
    if name == "immediate_danger":
        return "A child is in immediate danger"
    if name.startswith("indecent_imagery"):
        return "There is, or may be, an indecent picture of somebody under 18"
    last = name.rsplit(".", 1)[-1]
    said = [FACTS.get(last, {}).get(one) for one in value.split(", ")]
    if all(said):
        return f"In what was logged: {', '.join(filter(None, said))}"
    return f"In what was logged: {last.replace('_', ' ')} {value.replace('_', ' ')}".strip()
