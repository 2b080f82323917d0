"""Notices: sent over real SMTP at least once, never twice to one person for one thing, and saying nothing."""

from __future__ import annotations

import pytest
from flows import log, person_id
from sqlalchemy import select

from app.core.db import db
from app.notices.actions import send_due
from app.notices.models import Notice
from app.notices.post import Smtp

pytestmark = pytest.mark.usefixtures("inside")


def test_each_person_is_told_once_and_nothing_is_said(world, sign_in, catcher):
    send_due(None)
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), words="Unmistakable words")
    assert isinstance(catcher.post, Smtp)
    first, second = send_due(catcher.post), send_due(catcher.post)
    assert (first, second) == (2, 0)
    assert sorted(to for to, _ in catcher.messages) == ["amina.yusuf@evenhand.example", "colin.baptiste@evenhand.example"]
    for _, message in catcher.messages:
        assert "Something in Evenhand needs you" in message
        assert not [word for word in (reference, "Ellwood", "Unmistakable", "child", "Marram") if word in message]
        assert "Message-ID: <" in message


def test_a_post_that_fails_is_tried_again_with_the_same_identifier(world, sign_in, catcher):
    send_due(None)
    log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"))

    class Broken:
        def send(self, to, message_id):
            raise OSError("the mail server is down")

    assert send_due(Broken()) == 0
    waiting = db.session.scalars(select(Notice).where(Notice.state == "due")).all()
    assert [one.attempts for one in waiting] == [1, 1]
    from datetime import timedelta

    from app.core.clock import frozen, now

    with frozen(now() + timedelta(minutes=10)):
        assert send_due(catcher.post) == 2


def test_the_inbox_works_without_mail(world, sign_in):
    log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"))
    assert send_due(None) == 0
    lead = sign_in("Amina Yusuf")
    assert "A child protection matter needs you" in lead.get("/notices").get_data(as_text=True)
    assert "eh-nav__count" not in lead.get("/").get_data(as_text=True)
