"""One writer, run as a process of its own: logs so many incidents through the actions, and prints each reference it was given."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select

from app import create_app
from app.core.db import db, reach_for
from app.demo.loading import actor_of
from app.demo.stories import whole_answers
from app.intake.actions import log_breach, save, start
from app.people.models import School


def main() -> None:
    """Log `count` incidents about somebody of the first school, or prepare that many whole drafts and print their keys."""
    world_file, count, what = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    world = json.loads(Path(world_file).read_text())
    app = create_app()
    with app.app_context():
        actor = actor_of(world, "Helen Ashworth")
        for _ in range(count):
            reach_for(actor.schools())
            school = db.session.scalars(select(School)).first()
            draft = start(actor, school, answers={})
            save(actor, draft, step="check", answers=whole_answers(world, "Tom Ellwood"), version=draft.version)
            if what == "log":
                sys.stdout.write(log_breach(actor, draft).reference + "\n")
            else:
                sys.stdout.write(f"{draft.id}\n")
            sys.stdout.flush()
            db.session.remove()


if __name__ == "__main__":
    begun = time.perf_counter()
    main()
    sys.stderr.write(f"{time.perf_counter() - begun:.1f}\n")
