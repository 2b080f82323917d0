"""How long the record of a case is kept: until pension age or ten years from the allegation; without a date of birth it is not known."""

from __future__ import annotations

from datetime import date

import pytest
from checked import said as errors_of
from flows import NO_HARM, log, person_id
from protecting import clocks, ledger, step
from sqlalchemy import select

from app.cases.engine import Whole
from app.cases.models import Case
from app.cases.protection.models import ProtectionEntry
from app.cases.shell.retention import after_closing, pension_day, record_birth, retention
from app.core import proved
from app.core.action import action, seal_case
from app.core.acts import Act
from app.core.calendar import months_after
from app.core.clock import london, said
from app.core.db import db
from app.core.permission import Refused, job

RULE = "retention_10y"


@action(Act.DEMO_LOAD)
def _close(_actor, case):
    after_closing(Whole(case))
    seal_case(case)


@pytest.mark.parametrize(
    ("born", "pension"),
    [
        (date(1959, 12, 31), date(2025, 12, 31)),
        (date(1960, 4, 6), date(2027, 4, 6)),
        (date(1977, 4, 5), date(2044, 4, 5)),
        (date(1977, 4, 6), date(2045, 4, 6)),
        (date(1996, 2, 29), date(2064, 2, 29)),
        (date(1999, 8, 1), date(2067, 8, 1)),
    ],
)
def test_pension_age_is_the_later_one_where_it_rises(born, pension):
    assert pension_day(born) == pension


def test_the_date_is_not_known_without_a_date_of_birth_and_known_with_one_also_afterwards(case, head, actor, sign_in):
    step(head, case, "school_leads", advice="Lead.", parallel="no")
    step(head, case, "set_outcome_employer_led", outcome="unfounded", evidence="It is plain.", lado_view="Agreed.")
    alleged, base = london(case.reported_at).date(), f"/cases/{case.reference}"
    least = months_after(alleged, 120)
    _close(job("test"), case)
    (clock,) = clocks(case, RULE)
    assert (clock.due_on, clock.due_at) == (None, None)
    assert "date of birth of the member of staff is missing" in clock.why
    assert said(least) in clock.why
    for who in ("Helen Ashworth", "Ruth Okafor"):
        page = sign_in(who).get(f"{base}/whole").get_data(as_text=True)
        assert "The date is not known." in page
        assert f'href="{base}/born"' in page
        assert said(least) in page, "what is known of it is said"
    assert "Kept at least until" not in sign_in("Ruth Okafor").get(base).get_data(as_text=True), "it would tell the outcome"
    assert sign_in("Amina Yusuf").get(f"{base}/born").status_code == 404
    manager = sign_in("Helen Ashworth")
    record = manager.get(manager.passed(f"{base}/letters", kind="closure")).get_data(as_text=True)
    assert "The date is not known. The date of birth of the member of staff is missing" in record, "the closure record prints it"
    hr = sign_in("Ruth Okafor")
    answer = hr.send(f"{base}/born", **{"born-day": "1", "born-month": "8", "born-year": "2020"})
    assert answer.status_code == 409
    assert errors_of(hr.send(f"{base}/born")) != []
    hr.passed(f"{base}/born", **{"born-day": "1", "born-month": "8", "born-year": "1990"})
    page = hr.get(f"{base}/whole").get_data(as_text=True)
    assert f"Kept at least until {said(date(2058, 8, 1))}, then looked at." in page
    assert "1990" not in page
    old, new = clocks(case, RULE)
    assert (old.ended_how, new.replaces, new.due_on) == ("born", old.id, date(2058, 8, 1))
    row = next(one for one in ledger(case).rows if one.kind == "born")
    assert b"1990" not in db.session.get_one(ProtectionEntry, row.id).words_sealed
    assert "recorded the date of birth" in hr.get(base).get_data(as_text=True)
    record_birth(head, case, born=date(1961, 1, 1))
    assert retention(Whole(case)).until == least, "ten years is later than pension age"
    assert list(proved.disagreements(case.school_id)) == []


def test_a_date_of_birth_is_asked_for_only_where_it_decides(world, head, sign_in, inside):
    reference = log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"), harm=NO_HARM)
    case = db.session.scalars(select(Case).where(Case.reference == reference)).one()
    found = retention(Whole(case))
    assert (found.trigger, found.until, found.birth_missing) == ("The closing of the case", None, False)
    with pytest.raises(Refused):
        record_birth(head, case, born=date(1990, 8, 1))
    page = sign_in("Helen Ashworth").get(f"/cases/{reference}/whole").get_data(as_text=True)
    assert "date of birth" not in page
    assert "Six years from the day" in page
