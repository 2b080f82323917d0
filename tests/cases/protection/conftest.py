"""A case under child protection, opened by the headteacher after the LADO advised, with disciplinary work beside it."""

from __future__ import annotations

import pytest
from flows import log, person_id
from protecting import EQUAL, HARM
from sqlalchemy import select

from app.cases.actions import decide, record_contact
from app.cases.engine import Whole
from app.cases.models import Case
from app.core.clock import now
from app.core.db import db

ADVICE = {"with": "J. Marsh", "how": "phone", "reference": "L/1", "advice": "A strategy meeting will be called."}


@pytest.fixture
def head(actor):
    """The headteacher, who manages it."""
    return actor("Helen Ashworth")


@pytest.fixture
def case(world, sign_in, head, inside):
    """The case about Tom, at the stage where the LADO has advised."""
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=HARM)
    found = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    for name in ("child_protection", "disciplinary"):
        path = next(one for one in Whole(found).paths if one.name == name)
        decide(head, path, accept=True, reason="It follows.", equality=EQUAL)
    record_contact(head, found, agency="lado", at=now(), words=ADVICE)
    return found
