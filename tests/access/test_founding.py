"""A real installation from nothing: a school, the link of its administrator, and a headteacher who can sign in and log."""

from __future__ import annotations

import pytest
from accounts_flows import GOOD, enter, link_on, set_up
from flows import begin

from app.core import schema
from app.core.db import db

FOUND = ["school", "found", "Ferry Lane School", "--employer", "A council"]
FIRST = ["--administrator", "Ada Marsh", "--email", "ada@ferry.example"]
HEAD = ["school", "person", "Jo Head", "--school", "Ferry Lane School", "--role", "headteacher", "--post", "headteacher"]


@pytest.mark.usefixtures("inside")
def test_a_school_from_nothing(app):
    db.session.remove()
    schema.move("base")
    schema.move("head")
    run = app.test_cli_runner().invoke
    assert run(args=[*FOUND, "--administrator", "Ada Marsh"]).exit_code == 2
    founded = run(args=[*FOUND, *FIRST])
    assert founded.exit_code == 0, founded.output
    assert not [word for word in ("password", "secret") if word in founded.output]
    assert run(args=[*FOUND, *FIRST]).exit_code == 2
    first = app.test_client()
    secret, _ = set_up(first, link_on(founded.output))
    assert enter(first, "ada@ferry.example", GOOD, secret, later=1) == 303
    assert "Ada Marsh" in first.get("/school/people").get_data(as_text=True)
    done = run(args=[*HEAD, "--email", "jo@ferry.example"])
    assert done.exit_code == 0, done.output
    client = app.test_client()
    secret, _ = set_up(client, link_on(done.output))
    assert enter(client, "jo@ferry.example", GOOD, secret, later=1) == 303
    assert "No edition of the policy has been adopted yet" in client.get("/policy").get_data(as_text=True)
    assert begin(client).startswith("/log/")
    assert run(args=["school", "person", "Jo Again", "--school", "Ferry Lane School", "--email", "jo@ferry.example"]).exit_code == 2
    assert run(args=["school", "person", "X", "--school", "Nowhere"]).exit_code == 2
    assert run(args=["trail", "verify"]).exit_code == 0


@pytest.mark.parametrize("name", ["Owen Tate", "Ruth Okafor"])
@pytest.mark.usefixtures("inside")
def test_the_command_line_helps_the_only_administrator_and_the_employers_people_back_in(app, sign_in, name):
    run = app.test_cli_runner().invoke
    lost, email = sign_in(name), f"{name.lower().replace(' ', '.')}@evenhand.example"
    assert run(args=["school", "reset", "nobody@evenhand.example"]).exit_code == 2
    done = run(args=["school", "reset", email])
    assert done.exit_code == 0, done.output
    assert lost.get("/").status_code == 302
    client = app.test_client()
    secret, codes = set_up(client, link_on(done.output))
    assert len(set(codes)) == 10
    assert enter(client, email, GOOD, secret, later=1) == 303
