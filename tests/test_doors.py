"""Every endpoint, method and role, asked for real and compared with doors.csv: the diff of that file is what reviewers read."""

from __future__ import annotations

import csv
import io
import os
import uuid
from pathlib import Path as File
from typing import Any

from sqlalchemy import select

from app.cases.models import Case, Involvement
from app.cases.work import Deadline, Path
from app.core.acts import MAY, Act
from app.core.db import EVERY_SCHOOL, db, reach_for
from app.core.doors import door_of
from app.policy.models import Clause
from app.policy.permits.models import Permit

CSV = File(__file__).parent / "doors.csv"
PEOPLE = {
    "headteacher": "Helen Ashworth",
    "deputy_head": "Daniel Pryce",
    "dsl": "Amina Yusuf",
    "deputy_dsl": "Colin Baptiste",
    "hr_adviser": "Ruth Okafor",
    "chair_of_governors": "Margaret Thistlewood",
    "clerk": "Peter Lomax",
    "investigator": "Farah Siddiqui",
    "panel_member": "George Halloran",
    "data_protection_officer": "Beth Marland",
    "administrator": "Owen Tate",
    "staff": "Laura Fenwick",
    "other_school_head": "Marcus Vale",
}
SUBJECT = "Callum Reyes"  # a teacher: child protection is open, disciplinary waits, a child is named


def _values(app, world) -> dict[str, Any]:
    """What stands in the addresses: the case of a teacher with a child, its rows, and a permit; nothing of anybody's draft."""
    reference = next(one["reference"] for one in world["cases"] if one["about"] == SUBJECT)
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
        child = db.session.scalars(select(Involvement).where(Involvement.case_id == case.id, Involvement.part == "child")).one()
        path = db.session.scalars(select(Path).where(Path.case_id == case.id, Path.name == "child_protection")).one()
        found = {
            "reference": reference,
            "case_id": case.id,
            "path_id": path.id,
            "involvement_id": child.id,
            "edition_id": case.edition_id,
            "clause_id": db.session.scalars(select(Clause.id).where(Clause.edition_id == case.edition_id)).first(),
            "person_id": next(one["person_id"] for one in world["people"] if one["name"] == SUBJECT),
            "adult_id": next(one["person_id"] for one in world["people"] if one["name"] == "Priya Raman"),
            "permit_id": db.session.scalars(select(Permit.id).where(Permit.school_id == case.school_id, Permit.number == 5)).one(),
            "slug": "parent",
            "body": "dbs",
            "step": "before",
            "step_key": "school_leads",
            "key": "comment",
            "setting_key": "notice_days",
            "decider": "headteacher",
            "clock_id": db.session.scalars(
                select(Deadline.id).where(Deadline.case_id == case.id, Deadline.rule == "triage_1wd")
            ).one(),
            "how": "extend",
            "act_kind": "comment",
        }
        db.session.rollback()
    return found


def _address(app, rule, values) -> str:
    with app.test_request_context():
        return app.url_map.bind("localhost").build(
            rule.endpoint, {name: values.get(name, uuid.UUID(int=1)) for name in rule.arguments}
        )


def _asked(app, clients, values) -> list[list[str]]:
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.endpoint, one.rule)):
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            if rule.endpoint == "access.sign_out":
                continue
            row = [rule.endpoint, method, str(door_of(app, rule.endpoint))]
            for client in clients.values():
                answer = client.open(_address(app, rule, values), method=method)
                row.append(str(answer.status_code))
            rows.append(row)
    return rows


def test_every_door_is_as_written(app, world, sign_in):
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        clients = {"nobody": app.test_client()}
        app.config["WTF_CSRF_ENABLED"] = True
        clients |= {role: sign_in(name) for role, name in PEOPLE.items()}
        app.config["WTF_CSRF_ENABLED"] = False
        rows = _asked(app, clients, _values(app, world))
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["endpoint", "method", "needs", *clients])
    writer.writerows(rows)
    if os.environ.get("WRITE_DOORS"):
        CSV.write_text(out.getvalue())
    assert out.getvalue() == CSV.read_text()
    assert {row[3] for row in rows if not row[2].startswith("public")} <= {"302", "401"}, "somebody not signed in passed a door"
    assert not [row for row in rows if "500" in row]


def test_whoever_may_not_do_an_act_finds_no_door(app):
    written = {row["endpoint"]: row for row in csv.DictReader(io.StringIO(CSV.read_text()))}
    for row in written.values():
        if row["needs"] in set(Act):
            for role in PEOPLE.keys() - {
                "other_school_head",
                "headteacher",
                "deputy_head",
                "dsl",
                "deputy_dsl",
                "investigator",
                "administrator",
            }:
                if role not in {one.value for one in MAY[Act(row["needs"])]}:
                    assert row[role] == "404", (row["endpoint"], role)


def test_an_unmarked_door_stops_the_app(settings):
    import pytest
    from flask import Flask

    from app.core.doors import UnmarkedDoor, check

    made = Flask("open")
    made.add_url_rule("/", "open", lambda: "")
    with pytest.raises(UnmarkedDoor, match="open"):
        check(made)
