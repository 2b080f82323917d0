"""Measures the page of a full case over HTTP beside a bare page of the same size, in one run.

    .venv/bin/python bench/case_page.py            # p50 of 60 rounds
    .venv/bin/python bench/case_page.py profile    # where the time goes in one process, by cProfile

The case has 20 allegations, 300 events and 60 documents.
"""

from __future__ import annotations

import cProfile
import io
import json
import os
import pstats
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pages import ROOT, _beside, _floor, _get, fresh_keys
from pages import Live as Server

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

ALLEGATIONS, EVENTS, DOCUMENTS, ROUNDS = 20, 300, 60, 60
KINDS = ("3.2(a)", "3.2(g)", "3.2(h)", "3.2(i)")


def fill(world: dict[str, Any]) -> str:
    """Make the case through the actions of the product; its reference."""
    from sqlalchemy import func, select

    from app.cases.actions import open_case
    from app.cases.models import Allegation, Case
    from app.core.action import action, seal_case
    from app.core.acts import Act
    from app.core.db import EVERY_SCHOOL, db, reach_for
    from app.core.permission import Actor
    from app.core.trail import Event
    from app.demo.loading import actor_of
    from app.demo.stories import whole_answers
    from app.evidence.actions import add_link
    from app.intake.actions import log_breach, save, start
    from app.people.models import School
    from app.policy.models import Clause

    @action(Act.CASE_ALLEGE)
    def allege(actor: Actor, case: Case, *, many: int) -> Case:
        """Allege so many clauses of the edition in force beside the first."""
        known = db.session.scalars(
            select(Clause).where(Clause.edition_id == case.edition_id, Clause.number.in_(KINDS)).order_by(Clause.number)
        ).all()
        for index in range(many):
            clause = known[index % len(known)]
            row = Allegation(
                school_id=case.school_id,
                case_id=case.id,
                clause_id=clause.id,
                clause_number=clause.number or "",
                act_index=index + 1,
                met="yes",
                proposed=False,
            )
            row.particulars = {"because": "It was shown to the school.", "act": "accept_request", "reason": ""}
            db.session.add(row)
        seal_case(case, reason="Found later.")
        return case

    reach_for(EVERY_SCHOOL)
    head = actor_of(world, "Helen Ashworth")
    school = db.session.scalars(select(School).where(School.id == head.schools()[0])).one()
    draft = start(head, school, answers={})
    save(head, draft, step="check", answers=whole_answers(world, "Tom Ellwood"), version=draft.version)
    case = log_breach(head, draft)
    there = db.session.scalar(select(func.count()).select_from(Allegation).where(Allegation.case_id == case.id)) or 0
    allege(head, case, many=ALLEGATIONS - there)
    for index in range(DOCUMENTS):
        sheet = {"shows": f"A post of the public page, number {index + 1}", "platform": "A social site"}
        add_link(head, case, url=f"https://social.example/{index}", sheet=sheet)
    looking = [actor_of(world, name) for name in ("Amina Yusuf", "Ruth Okafor")]
    begun = db.session.scalar(select(func.count()).select_from(Event).where(Event.case_id == case.id)) or 0
    for index in range(EVENTS - begun):
        open_case(looking[index % 2], case)
    db.session.commit()
    return case.reference


def profile(world: dict[str, Any], reference: str, app: Any) -> None:
    """Ask for the page in this process, and print what it spends its time on."""
    from checked import code

    client = app.test_client()
    row = next(one for one in world["people"] if one["name"] == "Helen Ashworth")

    def token(page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).get_data(as_text=True))
        return found[1] if found else ""

    sent = {"email": row["email"], "password": row["password"], "code": code(row), "csrf_token": token("/sign-in")}
    if client.post("/sign-in", data=sent).status_code != 303:
        raise RuntimeError("the sign-in was refused")
    for _ in range(5):
        client.get(f"/cases/{reference}")
    took, profiler = [], cProfile.Profile()
    for _ in range(ROUNDS):
        begun = time.process_time()  # of this process alone, whatever else the machine does
        client.get(f"/cases/{reference}")
        took.append((time.process_time() - begun) * 1000)
    profiler.enable()
    for _ in range(ROUNDS):
        client.get(f"/cases/{reference}")
    profiler.disable()
    print(f"processor time in one process: p50 {statistics.median(took):.1f} ms, mean {statistics.mean(took):.1f} ms")
    for order in ("cumulative", "tottime"):
        out = io.StringIO()
        pstats.Stats(profiler, stream=out).sort_stats(order).print_stats(45)
        print(out.getvalue().replace(str(ROOT), ""))


def main() -> None:
    """Make the case, and measure or profile its page."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        live = Server(data, os.environ.get("EVENHAND_BENCH_DATABASE", f"sqlite:///{data / 'evenhand.db'}"), fresh_keys())
        live.load()
        os.environ.update(live.env)
        from wsgi import app

        world = json.loads((data / "world.json").read_text())
        with app.app_context():
            reference = fill(world)
        if sys.argv[1:] == ["profile"]:
            profile(world, reference, app)
            return
        from test_durability import Sender

        live.start()
        server, floor = _floor(live)
        try:
            sender = Sender(live)
            name, mid, high, bare = _beside("case page", _get(sender, f"/cases/{reference}"), floor)
            print(f"{ALLEGATIONS} allegations, {EVENTS} events, {DOCUMENTS} documents")
            print(f"{name}: p50 {mid:.1f} ms, p95 {high:.1f} ms; bare page p50 {bare:.1f} ms; ratio {mid / bare:.2f}")
        finally:
            server.terminate()
            server.wait(10)
            live.stop()


if __name__ == "__main__":
    main()
