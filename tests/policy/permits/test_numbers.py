"""Permits have a number that people say aloud: many who ask at once each get their own."""

from __future__ import annotations

import threading
import uuid

from sqlalchemy import select

from app.core.db import EVERY_SCHOOL, db, reach_for
from app.demo.cast import FIRST
from app.demo.loading import actor_of
from app.people.models import School
from app.policy.permits.actions import Asked, ask
from app.policy.permits.models import Permit
from app.policy.permits.words import Kind


def test_no_number_is_given_twice(app, world):
    failed: list[BaseException] = []

    def many(name: str) -> None:
        try:
            with app.app_context():
                reach_for(EVERY_SCHOOL)
                for _ in range(4):
                    school = db.session.get_one(School, uuid.UUID(world["schools"][FIRST]))
                    ask(actor_of(world, name), school, asked=Asked(Kind.PARENT, "blog", "parent", "", "May I?"))
                db.session.remove()
        except BaseException as error:
            failed.append(error)

    threads = [
        threading.Thread(target=many, args=(name,)) for name in ("Laura Fenwick", "Amina Yusuf", "Colin Baptiste", "Owen Tate")
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not failed
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        numbers = sorted(db.session.scalars(select(Permit.number).where(Permit.school_id == uuid.UUID(world["schools"][FIRST]))))
        assert numbers == list(range(1, 22))
