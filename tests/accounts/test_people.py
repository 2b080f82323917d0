"""The administrator's pages: the roll, inviting, resetting, leaving and coming back, and never a case or another school."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pyotp
import pytest
from accounts_flows import GOOD, enter, link_on, secret_on, set_up
from checked import said
from flows import day, log, person_id
from sqlalchemy import event, select, text, update

from app.access.models import Account, Factor
from app.core.acts import Role
from app.core.clock import frozen, now
from app.core.db import db
from app.core.trail import Event
from app.notices.models import Notice
from app.people.models import Appointment, Person
from app.people.queries import holders

LAURA, AMINA = "Laura Fenwick", "Amina Yusuf"


def _page(world, name, end=""):
    return f"/school/people/{person_id(world, name)}{end}"


def _row(world, name):
    return next(one for one in world["people"] if one["name"] == name)


@pytest.mark.usefixtures("inside")
def test_somebody_joins_is_invited_gets_a_role_and_works(app, world, sign_in):
    admin = sign_in("Owen Tate")
    where = admin.passed(
        "/school/people/new",
        name="Nell O’Farrell",
        post="teacher",
        job_title="Year 2 teacher",
        email="Nell@School.example",
        **day("on_roll_from", 3),
    )
    assert "Nell O’Farrell" in admin.get("/school/people").get_data(as_text=True)
    admin.passed(f"{where}/invite", email="nell@school.example")
    guest = app.test_client()
    secret, _ = set_up(guest, link_on(admin.get(where).get_data(as_text=True)))
    admin.passed("/school/roles/new", person=where.rsplit("/", 1)[1], role="deputy_head", **day("starts_on", 0))
    assert enter(guest, "nell@school.example", GOOD, secret, later=1) == 303
    assert guest.get("/cases").status_code == 200
    db.session.rollback()
    assert db.session.scalars(select(Event).where(Event.act == "person.add")).one().payload() == {}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"name": ""}, "Enter their name"),
        ({"post": "king"}, "Not a valid choice"),
        ({"email": "no address"}, "Enter an email address"),
        ({"on_roll_from-month": "13"}, "The month must be a number"),
    ],
)
def test_what_was_typed_about_somebody_new_is_kept(sign_in, change, word):
    told = {"name": "Nell Farrell", "post": "teacher", "job_title": "Librarian", "email": "", **day("on_roll_from", 3), **change}
    answer = sign_in("Owen Tate").send("/school/people/new", **told)
    assert answer.status_code == 422
    assert word in said(answer)[0]
    assert 'value="Librarian"' in answer.get_data(as_text=True)


@pytest.mark.usefixtures("inside")
def test_a_reset_ends_sessions_and_keeps_the_old_factor_until_the_new_one_is_confirmed(app, world, sign_in):
    held, admin, row = sign_in(AMINA), sign_in("Owen Tate"), _row(world, AMINA)
    admin.passed(_page(world, AMINA, "/reset"))
    assert held.get("/cases").status_code == 302
    link = link_on(admin.get(_page(world, AMINA)).get_data(as_text=True))
    old = app.test_client()
    assert (
        old.send(
            "/sign-in", email=row["email"], password=row["password"], code=pyotp.TOTP(row["totp_secret"]).at(now())
        ).status_code
        == 303
    )
    guest = app.test_client()
    where = guest.passed(link, password=GOOD)
    assert old.get("/").status_code == 200  # nothing changes before the code is confirmed
    secret = secret_on(guest.get(where).get_data(as_text=True))
    assert guest.send(where, code=pyotp.TOTP(secret).at(now())).status_code == 303
    assert old.get("/").status_code == 302
    assert enter(app.test_client(), row["email"], row["password"], row["totp_secret"], later=1) == 422
    assert enter(guest, row["email"], GOOD, secret, later=1) == 303
    inbox = guest.get("/notices").get_data(as_text=True)
    assert "A reset of your sign-in was started" in inbox
    assert "Your password and authenticator were replaced" in inbox
    db.session.rollback()
    factors = select(Factor).join(Account, Account.id == Factor.account_id).where(Account.email == row["email"])
    assert sorted(one.removed_at is None for one in db.session.scalars(factors)) == [False, True]


@pytest.mark.usefixtures("inside")
def test_a_leavers_next_request_is_signed_out_and_nothing_goes_to_them(app, world, sign_in):
    lead, admin, row = sign_in(AMINA), sign_in("Owen Tate"), _row(world, AMINA)
    assert lead.get("/cases").status_code == 200
    school = db.session.get_one(Person, uuid.UUID(row["person_id"])).school_id
    db.session.rollback()
    admin.passed(_page(world, AMINA, "/leave"), **day("last_day", 0))
    assert lead.get("/cases").status_code == 302
    assert enter(app.test_client(), row["email"], row["password"], row["totp_secret"], later=1) == 422
    assert person_id(world, AMINA) not in {str(one) for _, one in holders(school, (Role.DSL,))}
    assert all(
        one is not None
        for one in db.session.scalars(
            select(Appointment.ends_on).join(Person, Person.id == Appointment.person_id).where(Person.name == AMINA)
        )
    )
    db.session.rollback()
    log(sign_in("Helen Ashworth"), person_id(world, "Tom Ellwood"))
    left_at = db.session.scalars(select(Event.at).where(Event.act == "person.leave")).one()
    later = select(Person.name).join(Notice, Notice.person_id == Person.id).where(Notice.made_at > left_at)
    told = set(db.session.scalars(later))
    assert "Colin Baptiste" in told
    assert AMINA not in told
    db.session.rollback()
    again = admin.send(_page(world, AMINA, "/leave"), **day("last_day", 0))
    assert again.status_code == 409
    assert admin.send(_page(world, AMINA, "/invite"), email=row["email"]).status_code == 409


def test_a_leaver_who_comes_back_is_the_same_person_and_sets_up_a_new_sign_in(app, world, sign_in):
    admin, row = sign_in("Owen Tate"), _row(world, LAURA)
    admin.passed(_page(world, LAURA, "/leave"), **day("last_day", 10))
    admin.passed(_page(world, LAURA, "/back"), **day("on_roll_from", 0))
    admin.passed(_page(world, LAURA, "/invite"), email=row["email"])
    guest = app.test_client()
    secret, _ = set_up(guest, link_on(admin.get(_page(world, LAURA)).get_data(as_text=True)))
    assert enter(guest, row["email"], GOOD, secret, later=1) == 303
    assert guest.get("/").status_code == 404  # no role was given back with the account


def test_a_last_day_must_have_come(world, sign_in):
    answer = sign_in("Owen Tate").send(_page(world, LAURA, "/leave"), **day("last_day", -2))
    assert answer.status_code == 422
    assert "must be today or earlier" in said(answer)[0]


def test_a_leavers_link_ends_too(app, world, sign_in):
    admin = sign_in("Owen Tate")
    admin.passed(_page(world, "Callum Reyes", "/invite"), email="callum.reyes@evenhand.example")
    link = link_on(admin.get(_page(world, "Callum Reyes")).get_data(as_text=True))
    admin.passed(_page(world, "Callum Reyes", "/leave"), **day("last_day", 0))
    assert app.test_client().get(link).status_code == 404


@pytest.mark.usefixtures("inside")
def test_the_last_administrator_cannot_end_their_own_role_without_another_one(world, sign_in):
    admin = sign_in("Owen Tate")
    own = db.session.scalars(
        select(Appointment.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.name == "Owen Tate", Appointment.role == "administrator")
    ).one()
    db.session.rollback()
    answer = admin.send(f"/school/roles/{own}/end", **day("last_day", 0))
    assert answer.status_code == 409
    assert "This is the school&#39;s only administrator" in answer.get_data(as_text=True)
    admin.passed("/school/roles/new", person=person_id(world, LAURA), role="administrator", **day("starts_on", 0))
    other = sign_in(LAURA)
    assert other.send(_page(world, LAURA, "/leave"), **day("last_day", 0)).status_code == 409  # not of oneself
    admin.passed(f"/school/roles/{own}/end", **day("last_day", 0))
    with frozen(now() + timedelta(days=1)):
        with db.engine.begin() as connection:
            connection.execute(text("update factor set last_step = 0"))
        row = _row(world, "Owen Tate")
        former = admin.application.test_client()
        assert (
            former.send(
                "/sign-in", email=row["email"], password=row["password"], code=pyotp.TOTP(row["totp_secret"]).at(now())
            ).status_code
            == 303
        )
        assert former.get("/school/people").status_code == 404
    only = db.session.scalars(
        select(Appointment.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.name == LAURA, Appointment.role == "administrator")
    ).one()
    db.session.rollback()
    assert other.send(f"/school/roles/{only}/end", **day("last_day", 0)).status_code == 409


ENDS = ("", "/invite", "/reset", "/leave", "/back")


def test_another_schools_people_are_not_there(world, sign_in):
    admin = sign_in("Owen Tate")
    token = admin.guards("/school/people/new")
    for name in ("Hannah Brook", "Marcus Vale", "Ruth Okafor"):
        for end in ENDS:
            assert admin.get(_page(world, name, end)).status_code == 404
            if end:
                data = {**token, "email": "x@y.example", **day("last_day", 0), **day("on_roll_from", 0)}
                assert admin.post(_page(world, name, end), data=data).status_code == 404
    school = world["schools"]["Saltholme High School"]
    told = {"name": "A", "post": "teacher", "job_title": "", "email": "", **day("on_roll_from", 0)}
    assert admin.send("/school/people/new", school=school, **told).status_code == 422
    page = admin.get("/school/people").get_data(as_text=True)
    assert not [one["name"] for one in world["people"] if one["school"] == "Saltholme High School" and one["name"] in page]


@pytest.mark.usefixtures("inside")
def test_an_administrator_who_is_only_staff_elsewhere_does_not_look_after_people_there(world, sign_in, actor):
    """The roles of one school open nothing at another, also not through the roll that both are on."""
    with db.engine.begin() as connection:
        connection.execute(
            update(Appointment)
            .where(Appointment.person_id == uuid.UUID(person_id(world, "Owen Tate")), Appointment.role == "staff")
            .values(school_id=uuid.UUID(world["schools"]["Saltholme High School"]))
        )
    admin = sign_in("Owen Tate")
    assert [admin.get(_page(world, "Hannah Brook", end)).status_code for end in ENDS] == [404] * 5
    assert "Hannah Brook" not in admin.get("/school/people").get_data(as_text=True)
    told = {"name": "A", "post": "teacher", "job_title": "", "email": "", **day("on_roll_from", 0)}
    assert admin.send("/school/people/new", school=world["schools"]["Saltholme High School"], **told).status_code == 422


def test_the_administrator_sees_no_case_anywhere(world, sign_in):
    admin = sign_in("Owen Tate")
    admin.canaries = tuple(one["reference"] for one in world["cases"])
    for path in ("/", "/school/people", "/school/people/new", "/school/roles", "/notices", "/your-sign-in"):
        assert admin.get(path).status_code == 200
    for one in world["people"]:
        if one["school"] == "Marram Bank Primary School":
            assert admin.get(_page(world, one["name"])).status_code == 200
    assert [admin.get(path).status_code for path in ("/cases", "/search", "/log", "/trail", "/people")] == [404] * 5
    assert {admin.get(f"/cases/{one['reference']}").status_code for one in world["cases"]} == {404}


def test_only_the_administrator_finds_these_pages(world, sign_in):
    for name in ("Helen Ashworth", "Ruth Okafor", "Beth Marland", LAURA):
        client = sign_in(name)
        assert {client.get(_page(world, LAURA, end)).status_code for end in ENDS} == {404}
        assert client.get("/school/people").status_code == 404


def test_no_page_of_the_administrator_takes_a_password_or_shows_a_secret(world, sign_in):
    admin = sign_in("Owen Tate")
    admin.passed(_page(world, AMINA, "/reset"))
    for path in ("/school/people", "/school/people/new", *(_page(world, AMINA, end) for end in ENDS)):
        page = admin.get(path).get_data(as_text=True)
        assert 'type="password"' not in page
        assert "otpauth" not in page


def test_a_second_press_makes_no_second_link(app, world, sign_in):
    admin = sign_in("Owen Tate")
    data = {**admin.guards(_page(world, "Callum Reyes", "/invite")), "email": "callum.reyes@evenhand.example"}
    assert admin.post(_page(world, "Callum Reyes", "/invite"), data=data).status_code == 303
    assert admin.post(_page(world, "Callum Reyes", "/invite"), data=data).status_code == 303
    link = link_on(admin.get(_page(world, "Callum Reyes")).get_data(as_text=True))
    assert app.test_client().get(link).status_code == 200


def test_an_address_in_use_gets_a_sentence_beside_it(world, sign_in):
    answer = sign_in("Owen Tate").send(_page(world, "Callum Reyes", "/invite"), email=_row(world, AMINA)["email"].upper())
    assert answer.status_code == 422
    assert said(answer) == ["This email address is in use for another account. Use another one."]


@pytest.mark.usefixtures("inside")
def test_the_roll_costs_the_same_however_long_it_is(world, sign_in):
    admin, counted = sign_in("Owen Tate"), []
    school = db.session.scalars(select(Person.school_id).where(Person.name == LAURA)).one()
    db.session.rollback()

    def count(*_):
        counted.append(1)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        admin.get("/school/people")
        few = len(counted)
        more = [
            {"id": uuid.uuid4(), "school_id": school, "name": f"Person {at}", "post": "teacher", "job_title": "", "email": ""}
            for at in range(60)
        ]
        with db.engine.begin() as connection:
            connection.execute(Person.__table__.insert(), more)
        counted.clear()
        assert "Person 59" in admin.get("/school/people").get_data(as_text=True)
        assert len(counted) == few > 3
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
