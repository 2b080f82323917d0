"""The command line: what is run by hand, by a timer and by scripts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from cryptography.fernet import Fernet
from flask import Flask, current_app
from flask.cli import AppGroup

from app import founding, jobs
from app.core import schema
from app.core.action import Blocked
from app.core.acts import Role
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.proof import verify
from app.core.proved import disagreements
from app.demo import loading, memory
from app.people.kinds import KINDS

database = AppGroup("db", help="The schema of the database.")
demo = AppGroup("demo", help="The demonstration; refused in production.")
intake = AppGroup("intake", help="Routing an incident.")
policy = AppGroup("policy", help="Reading and importing policies.")
trail = AppGroup("trail", help="The trail of events.")
work = AppGroup("jobs", help="What the clock does.")
school = AppGroup("school", help="Setting up a real installation.")
HAND_OVER = "Give this link to them and to nobody else; it works once, for 72 hours:\n  "
keys = AppGroup("keys", help="Keys of the installation.")


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    for group in (database, demo, intake, policy, school, trail, work, keys):
        app.cli.add_command(group)


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the database to the newest schema."""
    schema.move(revision)


@database.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database back to an older schema."""
    schema.move(revision if revision != "base" else "base")


@intake.command("route")
@click.argument("files", nargs=-1, required=True)
@click.option("--batch", is_flag=True, help="One line of JSON for each file.")
def route(files: tuple[str, ...], batch: bool) -> None:
    """Route the facts of an incident and print the answer."""
    from app.intake.command import run

    sys.exit(run(list(files), batch, sys.stdout, sys.stderr))


@policy.command("read")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read(file: str, as_json: bool) -> None:
    """Turn a policy document into numbered clauses."""
    from app.policy.command import run

    sys.exit(run(file, as_json, sys.stdout, sys.stderr))


@policy.command("import")
@click.argument("file")
@click.option("--school", required=True, help="The name of the school.")
def import_(file: str, school: str) -> None:
    """Store a policy document as a draft edition of a school."""
    from app.policy.command import store

    sys.exit(store(file, school, sys.stdout, sys.stderr))


@trail.command("verify")
def verify_trail() -> None:
    """Check every log, and every case against its log; exits 1 and names the first bad event when one does not hold."""
    reach_for(EVERY_SCHOOL)
    broken = False
    for verdict in verify():
        fault = verdict.fault
        if fault is None and verdict.school_id:
            fault = next(disagreements(verdict.school_id), None)
        broken = broken or fault is not None
        state = fault or f"{verdict.size} events, whole; root {verdict.root[:16]}"
        click.echo(f"{verdict.origin}: {state}", err=fault is not None)
    sys.exit(1 if broken else 0)


@work.command("run")
def run_jobs() -> None:
    """Send notices until told to stop."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the worker outlives this context
    jobs.run(app)


@work.command("run-due")
def run_due() -> None:
    """Send the notices that are due, once."""
    click.echo(f"{jobs.run_due()} sent")


@school.command("found")
@click.argument("name")
@click.option("--employer", required=True, help="The council or trust that employs the staff.")
@click.option(
    "--clocks",
    type=click.Choice(["sefton", "national"]),
    default="national",
    show_default=True,
    help="The safeguarding clocks of its council.",
)
@click.option("--kind", type=click.Choice([key for key, _ in KINDS]), default="community", show_default=True)
@click.option("--administrator", default="", help="The name of its first administrator, who invites everybody else.")
@click.option("--email", default="", help="The work e-mail address of the first administrator.")
def found(name: str, employer: str, clocks: str, kind: str, administrator: str, email: str) -> None:
    """Found a school; prints the link by which its first administrator sets up their own sign-in."""
    if bool(administrator) != bool(email):
        raise click.UsageError("--administrator and --email go together.")

    def begin() -> str:
        made = founding.found(name, employer, clocks, kind).name
        if not administrator:
            return f"{made} is founded. Enter its administrator with 'flask --app wsgi school person'."
        title = "Administrator of Evenhand"
        link = founding.add_person(made, administrator, title, "support_staff", (Role.ADMINISTRATOR.value,), email)
        return f"{made} is founded. {HAND_OVER}{link}"

    _said(begin)


@school.command("person")
@click.argument("name")
@click.option("--school", "at", required=True, help="The name of the school.")
@click.option("--role", "roles", multiple=True, type=click.Choice([one.value for one in Role]), help="May be given more than once.")
@click.option("--post", default="teacher", show_default=True)
@click.option("--title", default="", help="The job title.")
@click.option("--email", default="", help="Invites them to an account.")
def person(name: str, at: str, roles: tuple[str, ...], post: str, title: str, email: str) -> None:
    """Enter somebody at a school, with roles; with an e-mail address, prints the link of their invitation."""

    def enter() -> str:
        link = founding.add_person(at, name, title, post, roles, email)
        return f"Entered. {HAND_OVER}{link}" if link else "Entered."

    _said(enter)


@school.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Start a reset of somebody's sign-in, such as the only administrator's; prints the link."""
    _said(lambda: f"Their sessions have ended. {HAND_OVER}{founding.start_reset(email)}")


def _said(what: Callable[[], str]) -> None:
    try:
        click.echo(what())
    except (founding.NotDone, Blocked) as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)


@keys.command("new")
def new_key() -> None:
    """Print a new master key."""
    click.echo(Fernet.generate_key().decode())


@demo.command("load")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write the world to this file.")
@click.option("--cases", type=click.IntRange(1, 1_000_000), help="Fill the first school with this many plausible cases.")
def load(target: Path | None, cases: int | None) -> None:
    """Load the demonstration into an empty database, or fill a loaded one with many cases."""
    try:
        if cases:
            from app.demo.bulk import fill

            click.echo(fill(cases))
        else:
            _load(target)
    except loading.NotHere as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)


def _load(target: Path | None) -> None:
    world = loading.load()
    memory.keep(current_app.config["SETTINGS"], world)
    if target:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            json.dump(world, out, indent=1)
    click.echo(memory.table(world))


@demo.command("ensure")
def ensure() -> None:
    """Load the demonstration when the database is empty; print one sign-in for each role either way."""
    _ensure()


def _ensure() -> None:
    from app.people.queries import any_school

    loading.refuse_production()
    if not any_school():
        db.session.rollback()
        memory.keep(current_app.config["SETTINGS"], loading.load())
    world = memory.recall(current_app.config["SETTINGS"])
    click.echo(memory.table(world) if world else "This database was not loaded by the demonstration.")


@demo.command("start")
def start() -> None:
    """Bring the database to the newest schema, load the demonstration when it is empty, and print the sign-ins."""
    schema.move("head")
    _ensure()


@demo.command("code")
@click.argument("email")
def code(email: str) -> None:
    """Print the code that the authenticator of one of the demonstration's people shows now."""
    world = memory.recall(current_app.config["SETTINGS"])
    row = next((one for one in (world or {"people": []})["people"] if one["email"] == email), None)
    if row is None:
        click.echo("Nobody in the demonstration has this e-mail address.", err=True)
        sys.exit(2)
    click.echo(memory.code(row))
