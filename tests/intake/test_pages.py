"""The pages of a report by HTTP: the stop, leaving and coming back, names that must not hide anybody, clocks, and every answer checked."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta

import pytest
from checked import said
from flows import NO_HARM, answer_all, begin, day, log, person_id

from app.cases.models import Case
from app.core.clock import london, now
from app.core.permission import visible
from app.intake.models import Draft
from app.people.queries import lado_of

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
ACT = {
    "channel": "social_site",
    "by_subject": "yes",
    "reputation_at_risk": "unknown",
    "in_school_time": "unknown",
    "harms_working_relationships": "unknown",
}
WHAT = {"words": "It happened.", "still_online": "unknown", "expression": "none"}


@pytest.fixture
def head(sign_in):
    return sign_in("Helen Ashworth")


def shown(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.get_data(as_text=True)


def plain(page):
    """The words of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").split())


def until_acts(world, head, kind, **found):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    head.passed(f"{base}/who", person=person_id(world, "Tom Ellwood"))
    head.passed(f"{base}/found", **{"how": "saw", "at": "9:10am", **day("on", 1), **found})
    head.passed(f"{base}/what", kinds=kind, **WHAT)
    return base


# the stop


@pytest.mark.parametrize(
    ("answers", "words", "absent"),
    [
        ({"danger": "yes", "imagery": "no"}, "Call 999 now", "Do not open, copy or send the picture"),
        ({"danger": "no", "imagery": "yes"}, "Tell Amina Yusuf, the designated safeguarding lead, now", "Call 999 now"),
        ({"danger": "no", "imagery": "not_sure"}, "Do not open, copy or send the picture", "Call 999 now"),
    ],
)
def test_danger_and_imagery_stop_before_anything_is_written_down(head, answers, words, absent):
    base = begin(head)
    assert head.passed(f"{base}/before", **answers) == f"{base}/stop"
    page = plain(shown(head, f"{base}/stop"))
    for one in (words, "Sandhills designated officer team", "01632 960 123", "lado@sandhills.example", "I have done this: go on"):
        assert one in page
    assert absent not in page
    assert head.passed(f"{base}/stop", later="yes") == base
    assert f'href="{base}/stop"' in shown(head, base)
    assert head.passed(f"{base}/stop") == f"{base}/who"
    for url in (f"{base}/who", base, f"{base}/found", f"{base}/harm"):
        assert "eh-strip" in shown(head, url)


def test_nothing_is_logged_before_the_stop_was_answered(world, head):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"))
    guards = head.guards(f"{base}/check")
    head.passed(f"{base}/before", danger="yes", imagery="no")
    assert head.get(f"{base}/check").status_code == 302
    assert head.post(f"{base}/check", data=guards).status_code == 409
    assert head.passed(f"{base}/stop") == f"{base}/evidence"
    assert "eh-strip" in shown(head, f"{base}/check")


def test_the_safeguarding_lead_is_not_told_to_tell_herself(sign_in):
    lead = sign_in("Amina Yusuf")
    base = begin(lead)
    lead.passed(f"{base}/before", danger="no", imagery="yes")
    page = plain(shown(lead, f"{base}/stop"))
    assert "You are a designated safeguarding lead: call the police now." in page
    assert "Tell Amina Yusuf" not in page


def test_a_lead_whom_it_is_about_is_not_named_at_the_stop(world, head):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="yes")
    head.passed(f"{base}/stop")
    head.passed(f"{base}/who", person=person_id(world, "Amina Yusuf"))
    page = plain(shown(head, f"{base}/stop"))
    assert "Amina Yusuf" not in page
    assert "Colin Baptiste" in page


def test_a_report_without_danger_has_no_stop_and_no_strip(head):
    base = begin(head)
    assert head.passed(f"{base}/before", danger="no", imagery="no") == f"{base}/who"
    assert head.get(f"{base}/stop").status_code == 302
    assert "eh-strip" not in shown(head, f"{base}/who")


# stopping a report


def test_a_report_is_stopped_only_after_it_was_asked(head):
    base = begin(head)
    assert "put" not in plain(shown(head, base)).lower().split("your report")[1]
    asked = plain(shown(head, f"{base}/discard"))
    assert "Stop this report? Nothing is logged, and you cannot open it again." in asked
    assert "Keep it" in asked
    assert head.passed(f"{base}/discard") == "/log"
    assert head.get(base).status_code == 404


# the other side


@pytest.mark.parametrize("kind", ["message", "accept_request", "make_request"])
def test_the_other_side_must_be_said_and_not_known_keeps_the_way_to_child_protection(world, head, kind):
    base = until_acts(world, head, kind)
    more = {"initiated_by": "unknown", "request_pending": "no", "relationship": "unknown"}
    answer = head.send(f"{base}/acts/{kind}", **ACT, **more)
    assert answer.status_code == 422
    assert said(answer) == ["Select who was on the other side"]
    head.passed(f"{base}/acts/{kind}", **ACT, **more, with_="unknown")
    assert re.search(r"3\.2\((h|j)\)", shown(head, f"{base}/clauses"))


# leaving and coming back


def test_adding_a_person_loses_nothing(world, head):
    base = until_acts(world, head, "school_time_use")
    typed = "The deputy, on Monday"
    assert head.passed(f"{base}/others", add="person", told_already=typed) == f"{base}/person"
    assert head.passed(f"{base}/person", part="witness", name="Mr Quill") == f"{base}/others"
    page = shown(head, f"{base}/others")
    assert typed in page
    assert "Mr Quill" in page
    assert "govuk-error-summary" not in page
    assert head.passed(f"{base}/others", remove="0", told_already=typed + " again") == f"{base}/others"
    page = shown(head, f"{base}/others")
    assert typed + " again" in page
    assert "Mr Quill" not in page
    assert head.send(f"{base}/others", remove="7").status_code == 404


def test_a_person_begun_and_put_by_can_be_gone_on_with_or_left_out(world, head):
    base = until_acts(world, head, "school_time_use")
    assert head.passed(f"{base}/person", note="Year 6", later="yes") == base
    assert "To check" in shown(head, base)
    assert "Go on with the person you began to name" in shown(head, f"{base}/others")
    page = shown(head, f"{base}/person")
    assert "Year 6" in page
    assert "Select their part" in page
    assert head.passed(f"{base}/person", remove="this") == f"{base}/others"
    assert "Go on with the person" not in shown(head, f"{base}/others")
    assert "To check" not in shown(head, base)


def test_one_wrong_field_does_not_keep_anybody_from_leaving(world, head):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"))
    guards = head.guards(f"{base}/check")
    wrong = {"how": "told", "told_by": "Mrs Quill", "at": "noonish", **day("on", 1)}
    assert head.passed(f"{base}/found", **wrong, later="yes") == base
    assert "To check" in shown(head, base)
    assert head.get(f"{base}/check").status_code == 302
    assert head.post(f"{base}/check", data=guards).status_code == 409
    opened = shown(head, f"{base}/found")
    assert "Enter a time such as 9:10am or 16:40" in opened
    assert 'value="noonish"' in opened
    assert "Mrs Quill" in opened
    head.passed(f"{base}/found", **{**wrong, "at": "9:10am"})
    assert "To check" not in shown(head, base)
    assert head.get(f"{base}/check").status_code == 200


def test_an_act_and_the_clauses_can_be_put_by(world, head):
    base = until_acts(world, head, "message")
    assert head.passed(f"{base}/acts/message", channel="game", age_at_act="old", with_="pupil", later="yes") == base
    assert "To check" in shown(head, f"{base}/acts")
    opened = shown(head, f"{base}/acts/message")
    assert 'value="old"' in opened
    assert "Select who began the contact" in opened
    assert head.get(f"{base}/clauses").status_code == 302
    head.passed(f"{base}/acts/message", **ACT, with_="pupil", relationship="none", initiated_by="subject")
    assert head.passed(f"{base}/clauses", reason="Because of it", later="yes") == base
    assert "Because of it" in shown(head, f"{base}/clauses")


def test_an_untouched_page_is_left_without_a_trace(head):
    base = begin(head)
    assert head.passed(f"{base}/before", later="yes") == base
    assert "To check" not in shown(head, base)


def test_a_character_that_cannot_be_kept_is_said_even_when_leaving(world, head):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    answer = head.send(f"{base}/what", words="A\x00B", later="yes")
    assert answer.status_code == 422
    assert any(one.startswith("There was a character in this that cannot be kept") for one in said(answer))
    assert head.passed(f"{base}/what", words="AB", later="yes") == base


# the receipt


def test_every_line_of_the_receipt_says_who_does_what(world, head, app):
    reference = log(head, person_id(world, "Tom Ellwood"))
    page = plain(shown(head, f"/reported/{reference}"))
    assert re.search(r"You: tell the LADO by \w+day \d+ \w+ \d{4}, 9:10am", page)
    assert re.search(r"You: decide which procedures to open by the end of \w+day", page)
    assert "Disciplinary work opens when the LADO agrees." in page
    assert "Sandhills designated officer team, 01632 960 123, lado@sandhills.example" in page
    assert "Print this page from your browser's menu." in page
    assert "week-end" not in page


@pytest.mark.usefixtures("inside")
def test_the_lado_of_a_school_is_said_in_one_line(world, actor):
    found = lado_of(uuid.UUID(world["schools"]["Saltholme High School"]))
    assert found.said == ", ".join(one for one in (found.name, found.phone, found.email) if one)


# check your answers


def test_every_answer_is_checked_in_the_words_of_its_question(world, head):
    base = until_acts(world, head, "message", how="told", told_by="Mrs Quill", told_by_relation="parent")
    head.passed(
        f"{base}/acts/message",
        **ACT,
        with_="pupil",
        age_at_act="15",
        relationship="pre_existing",
        initiated_by="subject",
        content=["sexual", "inappropriate"],
        link="https://example.com/1",
        account="@tom",
        **day("on", 3),
    )
    offered = re.search(r'value="([0-9a-f-]{36})"[^>]*>\s*<label[^>]*>\s*3\.2\(f\)', shown(head, f"{base}/clauses"))
    assert offered is not None
    head.passed(f"{base}/clauses", keep=["0:3.2(j)", "0:3.1"], add=offered[1], reason="No")
    head.passed(f"{base}/harm", **NO_HARM)
    head.passed(f"{base}/others", interest="no")
    head.passed(f"{base}/evidence/file", imagery="no", came="given", file=(io.BytesIO(PNG), "screen.png"))
    page = shown(head, f"{base}/check")
    rows = {
        plain(key): plain(value) for key, value in re.findall(r"summary-list__key\">(.*?)</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    }
    wanted = {
        "What are they to the school?": "Parent or carer",
        "At what time?": "9:10am",
        "Link or name of the page": "https://example.com/1",
        "Account name it came from": "@tom",
        "Who began the contact?": "The member of staff",
        "Are they related, or did they know each other before?": "They knew each other before",
        "What did it contain?": "Sexual; Inappropriate for a member of staff",
        "Does it put the school's reputation or people's confidence in it at risk?": "I don't know",
        "Was it done in working time?": "I don't know",
        "How old was the pupil or former pupil that day?": "15",
        "File 1": "screen.png",
    }
    assert {key: rows.get(key) for key in wanted} == wanted
    assert any(re.match(r"Clause 3\.2\(j\): \w", key) for key in rows)
    assert any(re.match(r"Clause 3\.2\(f\): \w", key) for key in rows)
    titles = re.findall(r"summary-card__title\">(.*?)<", page)
    assert titles == [
        "Before you start",
        "Who it is about",
        "How and when you found out",
        "What happened",
        "Sent or exchanged messages",
        "Which clauses",
        "Could a child be at risk",
        "Who else is involved",
        "What you have",
    ]
    changes = re.findall(r"Change<span class=\"govuk-visually-hidden\">(.*?)</span>", page)
    assert len(changes) == len(rows) == len(set(changes))


# the clocks


def test_no_time_is_filled_in_and_just_now_fills_it(head):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    page = shown(head, f"{base}/found")
    assert re.search(r'name="on-day"[^>]*value=""', page)
    assert "Time limits" not in page
    assert head.passed(f"{base}/found", how="told", told_by="Mrs Quill", now="yes") == f"{base}/found"
    page = shown(head, f"{base}/found")
    assert f'name="on-day" type="text" inputmode="numeric" value="{london(now()).day}"' in page
    assert "Mrs Quill" in page
    assert "If a child may be at risk, the LADO must be told by" in page
    assert "govuk-error-summary" not in page


def test_the_clocks_are_said_on_the_list_and_before_logging(world, head):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"))
    for url in (base, f"{base}/check"):
        assert re.search(r"The LADO must be told by \w+day \d+ \w+ \d{4}, 9:10am\.", plain(shown(head, url)))


def test_an_instant_in_the_future_is_refused(head):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    later = london(now() + timedelta(minutes=5))
    at = {"on-day": later.day, "on-month": later.month, "on-year": later.year, "at": later.strftime("%H:%M")}
    answer = head.send(f"{base}/found", how="saw", **at)
    assert answer.status_code == 422
    assert any("cannot be in the future" in one for one in said(answer))


def test_an_act_does_not_happen_after_it_was_reported(world, head):
    base = until_acts(world, head, "school_time_use", **day("on", 5))
    answer = head.send(f"{base}/acts/school_time_use", **ACT, **day("on", 2))
    assert said(answer)[0].startswith("The day it happened cannot be after the day it reached you")
    head.passed(f"{base}/acts/school_time_use", **ACT, **day("on", 5))
    answer = head.send(f"{base}/found", how="saw", at="9:10am", **day("on", 8))
    assert said(answer)[0].startswith("You said that something happened on")


# the questions about an act


@pytest.mark.usefixtures("inside")
def test_an_answer_that_is_not_called_for_is_no_fact(world, head, actor):
    base = until_acts(world, head, "message")
    head.passed(f"{base}/acts/message", **ACT, with_="colleague", age_at_act="15", relationship="family", initiated_by="subject")
    draft = visible(actor("Helen Ashworth"), Draft, id=uuid.UUID(base.rsplit("/", 1)[1]))
    act = draft.answers["acts"]["message"]
    assert (act["age_at_act"], act["relationship"]) == (None, None)


@pytest.mark.usefixtures("inside")
def test_not_knowing_is_routed_like_no_answer_and_what_is_asked_once_reaches_each_act(world, head, actor):
    base = until_acts(world, head, "comment")
    head.passed(f"{base}/what", kinds=["comment", "image"], **{**WHAT, "expression": "union"})
    head.passed(f"{base}/acts/comment", **{**ACT, "by_subject": "repost"}, visibility="public", about="school", content="offensive")
    head.passed(f"{base}/acts/image", **ACT, visibility="nobody", work_related="yes", about="pupil")
    head.passed(f"{base}/clauses", keep=["0:3.1", "0:3.2(a)"], reason="Not these", other_conduct="Other")
    head.passed(f"{base}/harm", **NO_HARM)
    head.passed(f"{base}/others", interest="no")
    reference = head.passed(f"{base}/check").rsplit("/", 1)[1]
    comment, image = visible(actor("Helen Ashworth"), Case, reference=reference).facts["acts"]
    assert {"reputation_at_risk", "in_school_time", "harms_working_relationships"}.isdisjoint(comment)
    assert (comment["by_subject"], comment["repost"], comment["expression"]) == (True, True, "union")
    assert (image["published"], image["expression"]) == (False, "union")


MOST = {"school_time_use": 4, "make_request": 8, "accept_request": 9, "disclosure": 8, "comment": 9}


@pytest.mark.parametrize("kind", MOST)
def test_an_act_asks_few_questions(world, head, kind):
    base = until_acts(world, head, kind)
    form = shown(head, f"{base}/acts/{kind}").split("<main")[1].split("eh-progress")[0]
    form = re.sub(r"<details.*?</details>", "", form, flags=re.DOTALL)
    asked = {name.split("-")[0] for name in re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', form)}
    asked -= {"csrf_token", "submission_key", "version", "self_reported"}
    assert len(asked) <= MOST[kind], asked


# the words of errors


def test_each_question_of_harm_names_itself_and_the_title_says_that_there_is_an_error(head):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    answer = head.send(f"{base}/harm")
    assert said(answer)[0] == "Select whether a child has been harmed, or might have been"
    assert len(set(said(answer))) == 4
    assert "<title>Error: Could a child be at risk? - Evenhand</title>" in answer.get_data(as_text=True)


# evidence


def test_a_suspected_picture_is_not_taken_in_and_stops_the_report(world, head):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    answer = head.send(f"{base}/evidence/file", came="given")
    assert set(said(answer)) >= {"Choose a file", "Select whether it could show a sexual picture of somebody under 18"}
    assert 'href="#file"' in answer.get_data(as_text=True)
    where = head.passed(f"{base}/evidence/file", imagery="yes", came="given", file=(io.BytesIO(PNG), "picture.png"))
    assert where == f"{base}/stop"
    assert "Amina Yusuf" in shown(head, where)
    assert "picture.png" not in shown(head, f"{base}/evidence")
    assert head.get(f"{base}/evidence/file").status_code == 404


def test_a_suspected_picture_is_not_taken_into_a_case(world, head):
    reference = log(head, person_id(world, "Tom Ellwood"))
    url = f"/cases/{reference}/evidence/file"
    answer = head.send(url, imagery="yes", came="given", file=(io.BytesIO(PNG), "picture.png"))
    assert answer.status_code == 422
    assert "Tell Amina Yusuf, the designated safeguarding lead, now" in plain(answer.get_data(as_text=True))
    assert "picture.png" not in shown(head, f"/cases/{reference}")


# names


def test_a_name_typed_with_a_slip_is_kept(head):
    base = begin(head)
    answer = head.send(f"{base}/who", person="", person_typed="Tom Ellwod")
    assert said(answer) == ["We do not know 'Tom Ellwod': choose a name from the list, or give another name below"]
    assert 'data-typed="Tom Ellwod"' in answer.get_data(as_text=True)
    assert "Type the first letters" not in answer.get_data(as_text=True)


def test_a_hostile_name_is_only_words(head):
    base = begin(head)
    page = head.send(f"{base}/who", person="", person_typed='"><script>alert(1)</script>\x00').get_data(as_text=True)
    assert "<script>alert" not in page
    assert "We do not know" in page


def test_a_name_typed_in_full_is_taken(world, head):
    base = begin(head)
    head.passed(f"{base}/who", person="", person_typed="tom  ellwood")
    assert "selected>Tom Ellwood" in shown(head, f"{base}/who")


@pytest.mark.parametrize(
    "typed",
    [
        "Helen Ashworth",
        "  helen   ASHWORTH ",
        "Mrs Helen Ashworth",
        "Ashworth, Helen",
        "Hélen Ashworth",
        "Helen Ashworth, Headteacher",
    ],
)
def test_a_typed_name_never_hides_somebody_on_the_list(world, sign_in, typed):
    chair = sign_in("Margaret Thistlewood")
    base = begin(chair)
    asks = "Helen Ashworth is on the staff roll. Choose the name from the list; if it is somebody else, add what tells them apart"
    chair.passed(f"{base}/before", danger="no", imagery="no")
    for answer in (
        chair.send(f"{base}/who", other_name=typed, other_post="teacher"),
        chair.send(f"{base}/found", how="told", told_by=typed, at="9:10am", **day("on", 1)),
        chair.send(f"{base}/person", part="witness", name=typed),
    ):
        assert answer.status_code == 422
        assert said(answer) == [asks]
    chair.passed(f"{base}/who", other_name="Helen Ashworth, a parent with the same name", other_post="volunteer")


def test_somebody_at_the_employer_is_on_the_list_too(world, head):
    base = begin(head)
    answer = head.send(f"{base}/who", other_name="ruth okafor", other_post="unknown")
    assert said(answer)[0].startswith("Ruth Okafor is on the list.")
    head.passed(f"{base}/who", person=person_id(world, "Ruth Okafor"))


# drafts, two schools, ways back


def test_a_draft_says_whom_it_is_about_to_its_author_alone(world, head, sign_in):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    head.passed(f"{base}/who", other_name="Quentin Unmistakable", other_post="supply")
    for url in ("/", "/log"):
        assert "about Quentin Unmistakable" in plain(shown(head, url))
        for name in ("Daniel Pryce", "Ruth Okafor", "Margaret Thistlewood"):
            assert "Unmistakable" not in shown(sign_in(name), url)


def test_somebody_who_works_for_two_schools_is_asked_which(world, sign_in):
    ruth = sign_in("Ruth Okafor")
    asked = ruth.send("/log")
    assert asked.status_code == 422
    assert said(asked) == ["Select which school it is about"]
    base = ruth.passed("/log", school=world["schools"]["Saltholme High School"]).rsplit("/", 1)[0]
    page = shown(ruth, f"{base}/who")
    assert "Kieran Doyle" in page
    assert "Tom Ellwood" not in page
    assert ruth.send(f"{base}/who", person=person_id(world, "Tom Ellwood")).status_code == 422
    answer_all(ruth, base, person_id(world, "Kieran Doyle"))
    reference = ruth.passed(f"{base}/check").rsplit("/", 1)[1]
    assert reference in shown(sign_in("Marcus Vale"), "/cases")
    assert reference not in shown(sign_in("Helen Ashworth"), "/cases")


def test_every_page_leads_back_to_the_one_before_and_says_when_it_was_saved(world, head):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"))
    pages = ["before", "who", "found", "what", "acts", "acts/accept_request", "clauses", "harm", "others", "evidence", "check"]
    for before, url in zip(["", *pages], pages, strict=False):
        page = shown(head, f"{base}/{url}")
        wanted = f"{base}/{before}" if before else "/log"
        assert f'<a href="{wanted}" class="govuk-back-link">' in page, url
        assert "ast saved a moment ago" in page, url
    assert f'<a href="{base}/others" class="govuk-back-link">' in shown(head, f"{base}/person")
