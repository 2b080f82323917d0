"""Evidence is opened only with a reason and a trace, comes out as it went in, and is not given out when it is damaged."""

from __future__ import annotations

import hashlib
import io
import re

import pyrage
import pytest
from sqlalchemy import select

from app.cases.models import Case
from app.core.db import db
from app.core.keys import identity
from app.evidence.models import Evidence

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3000


@pytest.fixture
def added(world, sign_in):
    head = sign_in("Helen Ashworth")
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Joanne Sutcliffe")
    head.passed(
        f"/cases/{reference}/evidence/file",
        imagery="no",
        came="seen",
        shows="The page",
        platform="Facebook",
        file=(io.BytesIO(PDF), "../../etc/passwd.pdf"),
    )
    link = re.search(r"/evidence/[0-9a-f-]{36}", head.get(f"/cases/{reference}").get_data(as_text=True))
    assert link is not None
    return head, reference, link[0]


def test_it_comes_out_as_it_went_in_with_a_trace(added, sign_in):
    head, reference, link = added
    assert b"%PDF" not in head.get(link).get_data()
    assert head.send(link, why="").status_code == 422
    answer = head.send(link, why="To prepare the meeting")
    assert hashlib.sha256(answer.get_data()).digest() == hashlib.sha256(PDF).digest()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "passwd" not in answer.headers["Content-Disposition"]
    page = head.get(f"/cases/{reference}").get_data(as_text=True)
    assert "opened evidence" in page
    assert "To prepare the meeting" in page
    assert sign_in("Laura Fenwick").get(link).status_code == 404
    assert sign_in("Marcus Vale").get(link).status_code == 404


@pytest.mark.usefixtures("inside")
def test_any_age_tool_with_the_key_opens_it_and_a_changed_file_is_not_given_out(app, added):
    head, _, link = added
    evidence = db.session.scalars(select(Evidence)).all()[-1]
    place = app.config["SETTINGS"].data / "evidence" / evidence.object_key
    assert pyrage.decrypt(place.read_bytes(), [identity(evidence.case_id)]) == PDF
    changed = bytearray(place.read_bytes())
    changed[-20] ^= 1
    place.write_bytes(bytes(changed))
    answer = head.send(link, why="To look at it")
    assert answer.status_code == 500
    assert "This file is damaged" in answer.get_data(as_text=True)
    place.write_bytes(bytes(changed[:2000]))
    assert head.send(link, why="To look at it").status_code == 500


@pytest.mark.usefixtures("inside")
def test_its_digest_and_name_are_in_no_clear_column(added):
    case = db.session.scalars(select(Case)).first()
    evidence = db.session.scalars(select(Evidence)).all()[-1]
    clear = repr([getattr(evidence, column.key) for column in Evidence.__mapper__.columns])
    assert hashlib.sha256(PDF).hexdigest() not in clear
    assert "passwd" not in clear
    assert case is not None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "example.com", "https://"])
def test_a_link_must_be_an_address_of_the_web(world, sign_in, url):
    reference = next(one["reference"] for one in world["cases"] if one["about"] == "Joanne Sutcliffe")
    assert sign_in("Helen Ashworth").send(f"/cases/{reference}/evidence/link", url=url, came="seen").status_code == 422
