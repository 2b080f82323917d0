"""The staff roll: the first fifty of it, everybody when asked, and somebody by the beginnings of their names."""

from __future__ import annotations

import re

from app.core.action import action, seal
from app.core.acts import Act
from app.core.db import db
from app.core.permission import job
from app.people import queries
from app.people.models import Person


@action(Act.DEMO_LOAD)
def _join(_actor, school, *, many: int):
    """Put so many people on a staff roll."""
    db.session.add_all(
        Person(school_id=school.id, name=f"Łucja {at:03} Ó Briain", post="teacher", job_title="Teacher") for at in range(many)
    )
    seal(f"s:{school.id}", school_id=school.id, people=many)


def _names(client, address: str) -> list[str]:
    return re.findall(r'data-label="Name">(.*?)<', client.get(address).get_data(as_text=True))


def test_a_long_roll_is_found_in_and_not_endless(sign_in, actor, inside):
    head = sign_in("Helen Ashworth")
    (school,) = queries.schools_of(actor("Helen Ashworth"))
    before = len(queries.roll(school.id))
    assert len(_names(head, "/people")) == before
    _join(job("demo"), school, many=60)
    page = head.get("/people").get_data(as_text=True)
    assert f"{before + 10} more." in page
    assert len(_names(head, "/people")) == 50
    assert len(_names(head, "/people?all=y")) == before + 60
    assert _names(head, "/people?name=briain+042") == ["Łucja 042 Ó Briain"]
    assert _names(head, "/people?name=ashworth") == ["Helen Ashworth"]
    assert "Nobody of this name is on the roll." in head.get("/people?name=nobody").get_data(as_text=True)
