"""The trail: the published vectors, every way to tamper with it, and the guards inside the database."""

from __future__ import annotations

import base64

import pytest
from sqlalchemy import select, text

from app.core import merkle
from app.core.db import db
from app.core.proof import verify
from app.core.trail import Event, Happening, commitment, entry_bytes

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_roots_are_those_of_rfc_6962():
    leaves = [merkle.leaf(bytes.fromhex(one)) for one in LEAVES]
    assert [merkle.root_of(leaves[:size]).hex() for size in range(1, 9)] == ROOTS
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_entry_is_byte_for_byte_that_of_the_format():
    case, actor = "22222222-2222-4222-8222-222222222222", "11111111-1111-4111-8111-111111111111"
    expected = [
        (
            b"\x01" * 32,
            "case.create",
            {"reason": "€", "title": "Zoë"},
            "2026-11-24T10:00:00.000000Z",
            "a1c988b321a94c364586635cc0dc513648a7f9542787be401cc2a6938480a635",
        ),
        (
            b"\x02" * 32,
            "case.read",
            {},
            "2026-11-24T10:00:01.000000Z",
            "88bd5245163f25c8220761e44dfd480d64960170998f5c3c9f31d8e3e1f157a6",
        ),
        (
            b"\x03" * 32,
            "evidence.add",
            {"bytes": 1234, "sha256": "00" * 32},
            "2026-11-24T10:00:02.000000Z",
            "f215ffc440e0fbdb05ab0842b07974c1cd78acb0574c65c72fc9382af125ae20",
        ),
    ]
    hashes = []
    for seq, (salt, act, payload, at, leaf) in enumerate(expected):
        happening = Happening(act, f"u:{actor}", f"c:{case}", None, None, payload)
        entry = entry_bytes("escms.example/9f1c2a7e", seq, at, happening, commitment(salt, payload))
        hashes.append(merkle.leaf(entry))
        assert hashes[-1].hex() == leaf
    assert merkle.root_of(hashes).hex() == "2346f8fb2b8f2fee7d3d4441826b3dd9afbaf1e7e1772fa027e4f7b3f374cb27"


def _unguarded(*statements: str) -> None:
    """Change the database as somebody would who can take its guards away."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in ("trail_event_no_update", "trail_event_no_delete", "trail_head_no_delete"):
                connection.execute(text(f"drop trigger if exists {name}"))
        else:
            connection.execute(text("set app.schools = '*'"))
            connection.execute(text("alter table trail_event disable trigger user"))
        for one in statements:
            connection.execute(text(one))
        if connection.dialect.name != "sqlite":
            connection.execute(text("alter table trail_event enable trigger user"))


TAMPERED = {
    "the act": ("update trail_event set act = 'case.close' where act = 'breach.log'", "act or actor"),
    "the actor": ("update trail_event set actor = 'anon' where act = 'breach.log'", "act or actor"),
    "the leaf": ("update trail_event set leaf = substr(leaf, 1, 31) where act = 'breach.log'", "leaf"),
    "a whole event": ("delete from trail_event where act = 'breach.log'", "missing"),
    "the last event": (
        "delete from trail_event where seq = (select max(seq) from trail_event t where t.log_id = trail_event.log_id)",
        "the head says",
    ),
    "the time": ("update trail_event set at = '2020-01-01 00:00:00' where act = 'breach.log'", "time"),
    "the case": ("update trail_event set case_id = null where act = 'breach.log'", "payload|case"),
    "the head": ("update trail_head set size = size - 1 where size > 5", "head"),
    "the root": ("update trail_head set root = frontier where size > 5", "head"),
    "the words": (
        "update trail_event set opening = (select opening from trail_event b where b.act = 'case.route' limit 1) where act = 'breach.log'",
        "payload",
    ),
}


@pytest.mark.usefixtures("inside")
def test_an_honest_trail_is_whole(app):
    assert [one.fault for one in verify()] == [None, None, None]


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("what", TAMPERED)
def test_the_first_bad_event_is_named(app, what):
    statement, fault = TAMPERED[what]
    _unguarded(statement)
    faults = [one.fault for one in verify() if one.fault]
    assert faults, f"{what} was changed and nothing was found"
    import re

    assert re.search(fault, faults[0]), faults
    assert faults[0].startswith("event ")
    done = app.test_cli_runner().invoke(args=["trail", "verify"])
    assert done.exit_code == 1


REFUSED = (
    "update trail_event set act = 'x'",
    "delete from trail_event",
    "delete from trail_head",
    "delete from stage_entry",
    "delete from decision",
    "update clause set text = 'another'",
    "delete from clause where number = '3.2(h)'",
)


@pytest.mark.usefixtures("inside")
@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_itself_refuses(app, statement):
    with pytest.raises(Exception, match=r"append-only|never deleted|frozen|kept as it is"), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set app.schools = '*'"))
        connection.execute(text(statement))


@pytest.mark.usefixtures("inside")
def test_replace_and_truncate_are_refused_too(app):
    with pytest.raises(Exception, match=r"append-only|never deleted|kept as it is"), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("truncate trail_event"))
        else:
            connection.execute(text("insert or replace into trail_event select * from trail_event limit 1"))


@pytest.mark.usefixtures("inside")
def test_events_hold_no_words_in_the_clear(app, world):
    stored = b"".join(bytes(one.entry) + bytes(one.opening) for one in db.session.scalars(select(Event)))
    for word in ("Callum", "Reyes", "Zoë", "friend request", "strategy meeting"):
        assert word.encode() not in stored
        assert base64.b64encode(word.encode()) not in stored
