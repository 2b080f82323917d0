"""Logging by HTTP: bad input gets a sentence and loses nothing, nothing is logged twice, nobody's words reach anybody else."""

from __future__ import annotations

import io
import re

import pytest
from checked import said
from flows import answer_all, begin, day, log, person_id
from sqlalchemy import func, select, text

from app.cases.models import Case
from app.core.db import db
from app.core.keys import unseal
from app.intake.models import Draft

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def head(sign_in):
    return sign_in("Helen Ashworth")


def test_a_breach_is_logged_and_the_page_says_what_follows(world, head):
    reference = log(head, person_id(world, "Daniel Pryce"))
    done = head.get(f"/reported/{reference}").get_data(as_text=True)
    for words in (
        reference,
        "Child protection",
        "comes first",
        "Within 24 hours",
        "Do not question anybody",
        "Headteacher manages the case",
        "Designated safeguarding lead",
    ):
        assert words in done
    case = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert "Clause 4.3" in case
    assert "Clause 3.2(h)" in case


@pytest.mark.usefixtures("inside")
def test_the_second_submission_gets_the_first_ones_answer(world, head):
    base = begin(head)
    answer_all(head, base, person_id(world, "Daniel Pryce"))
    guards = head.guards(f"{base}/check")
    before = db.session.scalar(select(func.count()).select_from(Case))
    first, second = head.post(f"{base}/check", data=guards), head.post(f"{base}/check", data=guards)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Case)) == before + 1
    again = head.post(f"{base}/check", data={**guards, "submission_key": "another"})
    assert again.status_code == 409


def test_the_same_key_with_other_words_is_refused(head):
    base = begin(head)
    guards = head.guards(f"{base}/before")
    assert head.post(f"{base}/before", data={**guards, "danger": "no", "imagery": "no"}).status_code == 303
    other = head.post(f"{base}/before", data={**guards, "danger": "yes", "imagery": "no"})
    assert other.status_code == 409


def test_two_windows_on_one_report_do_not_overwrite_each_other(head):
    base = begin(head)
    old = head.guards(f"{base}/before")
    head.passed(f"{base}/before", danger="no", imagery="no")
    late = head.post(f"{base}/before", data={**old, "danger": "yes", "imagery": "no"})
    assert late.status_code == 409
    assert "another window" in late.get_data(as_text=True)


def test_a_draft_is_kept_and_can_be_left(world, head):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    place = head.passed(f"{base}/who", person=person_id(world, "Tom Ellwood"), later="yes")
    assert place == base
    assert "2 of 9 parts answered" in head.get("/log").get_data(as_text=True)
    assert "selected>Tom Ellwood, Year 5 teacher</option>" in head.get(f"{base}/who").get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (day("on", -3), "The day it reached you cannot be in the future"),
        ({"on-day": "1", "on-month": "1", "on-year": "0"}, "The year must have four figures, such as 2026"),
        ({"on-day": "31", "on-month": "2", "on-year": "2026"}, "That month does not have so many days"),
        ({"on-day": "x", "on-month": "", "on-year": ""}, "The day must be a number from 1 to 31"),
        ({"on-day": "1"}, "The month must be a number from 1 to 12"),
        ({}, "Enter the day it reached you"),
        ({**day("on", 1), "at": "noonish"}, "Enter a time such as 9:10am or 16:40"),
        ({**day("on", 1), "at": "25:00"}, "Enter a time such as 9:10am or 16:40"),
        ({**day("on", 1), "told_by": ""}, "Enter who told you; write 'not known' if you do not know"),
        (
            {**day("on", 1), "told_by": "A\x00B"},
            "There was a character in this that cannot be kept. It has been taken out: check your words and send them again.",
        ),
        (
            {**day("on", 1), "told_by": "A\u202eB"},
            "There was a hidden mark in this that turns text around. It has been taken out: check your words and send them again.",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(world, head, fields, sentence):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    head.passed(f"{base}/who", person=person_id(world, "Tom Ellwood"))
    answer = head.send(f"{base}/found", **{"how": "told", "told_by": "Mrs Greenhalgh of Year 6", "at": "9:10am", **fields})
    assert answer.status_code == 422
    assert sentence in said(answer)
    page = answer.get_data(as_text=True)
    assert "govuk-error-summary" in page
    assert fields.get("told_by") is not None or "Mrs Greenhalgh of Year 6" in page
    for value in (fields.get("on-day"), fields.get("at")):
        assert value is None or f'value="{value}"' in page


def test_hostile_words_are_only_words(world, head):
    words = "<script>alert(1)</script> {{ 7*7 }} '; drop table case_file; -- \u05d0\u05d1 😀 é"
    reference = log(head, person_id(world, "Tom Ellwood"), words=words)
    page = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page


def test_an_ended_session_loses_nothing(app, world, head, sign_in):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    head.passed(f"{base}/who", person=person_id(world, "Tom Ellwood"))
    guards = head.guards(f"{base}/found")
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("update sign_in set seen_at = '2020-01-01 00:00:00'"))
        connection.execute(text("update factor set last_step = 0"))
    typed = {**guards, "how": "told", "told_by": "Mrs Greenhalgh of Year 6", "at": "9:10am", **day("on", 1)}
    asked = head.post(f"{base}/found", data=typed)
    assert asked.status_code == 401
    assert "What you had written is still here" in asked.get_data(as_text=True)
    from checked import code

    row = next(one for one in world["people"] if one["name"] == "Helen Ashworth")
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.get_data(as_text=True)))
    back = head.post(
        f"/sign-in?next={base}/found", data={**hidden, "email": row["email"], "password": row["password"], "code": code(row)}
    )
    page = back.get_data(as_text=True)
    assert "Send it again" in page
    assert "Mrs Greenhalgh of Year 6" in page
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert head.post(f"{base}/found", data=again).status_code == 303
    assert "Mrs Greenhalgh of Year 6" in head.get(f"{base}/found").get_data(as_text=True)


def test_the_imagery_stop_closes_every_way_to_upload(head):
    base = begin(head)
    assert head.get(f"{base}/evidence/file").status_code == 404, "a file could be added before the stop was asked"
    head.passed(f"{base}/before", danger="no", imagery="not_sure")
    assert head.get(f"{base}/evidence/file").status_code == 404
    assert head.get(f"{base}/evidence/link").status_code == 404
    assert "Nothing can be added here" in head.get(f"{base}/evidence").get_data(as_text=True)


FILES = {
    "nothing": (None, "Choose a file"),
    "an empty file": ((b"", "empty.png"), "The file is empty. Choose the file again, or check that it opens on your device."),
    "a program": ((b"MZ\x90\x00" + b"\x00" * 100, "photo.png"), "This is a kind of file that Evenhand does not take."),
    "a web page": ((b"<html><script>alert(1)</script>", "page.html"), "We could not tell what this file is, so it was not kept."),
    "a picture called a document": (
        (PNG, "letter.pdf"),
        "The name of this file says it is one thing and its content says another, so it was not kept.",
    ),
    "a file that is too large": (
        (PNG + b"\x00" * (3 * 1024 * 1024), "large.png"),
        "This file is larger than 50 MB, so it was not kept.",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_a_wrong_file_gets_a_sentence_beside_its_field(head, what):
    file, sentence = FILES[what]
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    sent = {"file": (io.BytesIO(file[0]), file[1])} if file else {}
    answer = head.send(f"{base}/evidence/file", imagery="no", came="given", shows="My own words about it", **sent)
    assert answer.status_code == 422
    assert any(one.startswith(sentence) for one in said(answer)), said(answer)
    assert "My own words about it" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("inside")
def test_a_draft_and_its_evidence_are_sealed(app, world, head):
    base = begin(head)
    answer_all(head, base, person_id(world, "Tom Ellwood"), words="Quite unmistakable words")
    head.passed(f"{base}/evidence/file", imagery="no", came="given", file=(io.BytesIO(PNG), "quite-unmistakable.png"))
    head.passed(f"{base}/check")
    db.session.rollback()
    draft = db.session.scalars(select(Draft)).all()[-1]
    assert b"unmistakable" not in bytes(draft.answers_sealed)
    data = app.config["SETTINGS"].data
    for place in [one for one in data.rglob("*") if one.is_file() and one.suffix != ".json"]:
        content = place.read_bytes()
        assert b"unmistakable" not in content, place
        assert b"Quite unmistakable" not in content, place
        if "evidence" in place.parts:
            assert content.startswith(b"age-encryption.org/v1")
            assert "unmistakable" not in place.name
    with pytest.raises(Exception, match="belong"):
        unseal(draft.id, draft.school_id, bytes(draft.answers_sealed), b"another place")


def test_nobody_else_sees_a_draft(head, sign_in):
    base = begin(head)
    head.passed(f"{base}/before", danger="no", imagery="no")
    for name in ("Daniel Pryce", "Amina Yusuf", "Ruth Okafor", "Marcus Vale"):
        assert sign_in(name).get(base).status_code == 404
