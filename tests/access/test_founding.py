"""A real installation from nothing: a school, its administrator and its headteacher, who can sign in and log."""

from __future__ import annotations

import re

import pyotp
import pytest
from flows import begin

from app.core import schema
from app.core.db import db


@pytest.mark.usefixtures("inside")
def test_a_school_from_nothing(app):
    db.session.remove()
    schema.move("base")
    schema.move("head")
    run = app.test_cli_runner().invoke
    assert run(args=["school", "found", "Ferry Lane School", "--employer", "A council"]).exit_code == 0
    assert run(args=["school", "found", "Ferry Lane School", "--employer", "A council"]).exit_code == 2
    done = run(
        args=[
            "school",
            "person",
            "Jo Head",
            "--school",
            "Ferry Lane School",
            "--role",
            "headteacher",
            "--post",
            "headteacher",
            "--email",
            "jo@ferry.example",
        ]
    )
    assert done.exit_code == 0, done.output
    password, secret = re.search(r"password +(\S+)", done.output)[1], re.search(r"secret +(\S+)", done.output)[1]
    client = app.test_client()
    assert client.send("/sign-in", email="jo@ferry.example", password=password, code=pyotp.TOTP(secret).now()).status_code == 303
    assert "No edition of the policy has been adopted yet" in client.get("/policy").get_data(as_text=True)
    assert begin(client).startswith("/log/")
    assert run(args=["school", "person", "Jo Again", "--school", "Ferry Lane School", "--email", "jo@ferry.example"]).exit_code == 2
    assert run(args=["school", "person", "X", "--school", "Nowhere"]).exit_code == 2
    assert run(args=["trail", "verify"]).exit_code == 0
