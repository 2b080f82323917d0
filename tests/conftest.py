"""One school with everyone in it and a second one, on SQLite or PostgreSQL, fresh for every test; no way out to the network."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).parent))
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from checked import CheckedClient, code  # noqa: E402
from living import live, loaded  # noqa: E402, F401
from mail import catcher  # noqa: E402, F401
from servers import fresh_database, postgres_admin, run_as_owner  # noqa: E402, F401

from app import create_app  # noqa: E402
from app.access import passwords  # noqa: E402
from app.core import schema  # noqa: E402
from app.core.action import doing  # noqa: E402
from app.core.db import EVERY_SCHOOL, db, reach_for  # noqa: E402
from app.core.keys import RING  # noqa: E402
from app.core.permission import Actor  # noqa: E402
from app.demo import loading  # noqa: E402
from config import Settings, read_settings  # noqa: E402

ON_POSTGRES = os.environ.get("EVENHAND_TEST_DB", "sqlite") == "postgres"


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords fast: what is tested is that they are checked, not how long it takes."""
    passwords.HASHER = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest; on PostgreSQL leave out what uses no database: it would be the same as on SQLite."""
    items.sort(key=lambda one: one.get_closest_marker("crash") is None)
    if ON_POSTGRES:
        using = {"template", "live", "postgres_admin"}
        without = [one for one in items if using.isdisjoint(getattr(one, "fixturenames", ()))]
        config.hook.pytest_deselected(items=without)
        items[:] = [one for one in items if one not in set(without)]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any connection beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test opened a connection to {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an installation for tests, with secrets of its own."""
    data = tmp_path_factory.mktemp("data")
    return read_settings(
        {
            "EVENHAND_ENV": "test",
            "EVENHAND_SECRET_KEY": os.urandom(32).hex(),
            "EVENHAND_MASTER_KEY": Fernet.generate_key().decode(),
            "EVENHAND_DATA": str(data),
            "EVENHAND_MOST_UPLOAD_MB": "2",
        }
    )


@pytest.fixture(scope="session")
def template(settings: Settings, request: pytest.FixtureRequest) -> Iterator[tuple[Flask, dict[str, Any], Callable[[], None]]]:
    """An application, the world loaded into its database, and a way to put that database back as it was."""
    if ON_POSTGRES:
        admin = request.getfixturevalue("postgres_admin")
        name = f"evenhand_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
        url = fresh_database(admin, name)
        settings = replace(settings, database_url=url.render_as_string(hide_password=False))
    app = create_app(settings)
    with app.app_context():
        schema.move("head")
        world = loading.load()
        db.session.remove()
        db.engine.dispose()
    if ON_POSTGRES:
        fresh_database(admin, f"{name}_template", template=name)
        yield app, world, lambda: (fresh_database(admin, name, template=f"{name}_template"), None)[1]
        run_as_owner(admin, f'drop database "{name}" with (force)', f'drop database "{name}_template" with (force)')
    else:
        file = settings.data / "evenhand.db"
        kept = settings.data / "template.db"
        shutil.copyfile(file, kept)
        yield app, world, lambda: _put_back(file, kept)


def _put_back(file: Path, kept: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    shutil.copyfile(kept, file)


@pytest.fixture
def app(template: tuple[Flask, dict[str, Any], Callable[[], None]]) -> Iterator[Flask]:
    """The application on a fresh copy of the world."""
    made, _, put_back = template
    put_back()
    RING.schools.clear()  # keys opened from another database
    made.test_client_class = CheckedClient
    yield made
    assert doing.get() is None, "an action was left open"
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def world(template: tuple[Flask, dict[str, Any], Callable[[], None]], app: Flask) -> dict[str, Any]:
    """The people, schools and cases of the world."""
    return template[1]


@pytest.fixture
def inside(app: Flask) -> Iterator[None]:
    """Work inside the application, as a command of the product would, with every school in reach."""
    with app.app_context():
        reach_for(EVERY_SCHOOL)
        yield
        db.session.rollback()


@pytest.fixture
def actor(world: dict[str, Any]) -> Callable[[str], Actor]:
    """Somebody of the world, by name, as an actor."""
    return lambda name: loading.actor_of(world, name)


def canaries_of(world: dict[str, Any], row: dict[str, Any]) -> tuple[str, ...]:
    """What this person must never be shown on any page: references of another school, and of a case that is about them."""
    everywhere = row["school"] not in world["schools"]
    return tuple(
        one["reference"]
        for one in world["cases"]
        if one["about"] == row["name"] or (one["school"] != row["school"] and not everywhere)
    )


@pytest.fixture
def sign_in(app: Flask, world: dict[str, Any]) -> Callable[[str], CheckedClient]:
    """A client signed in as somebody of the world, by name; codes may be used again, so that tests need not wait."""

    def enter(name: str) -> CheckedClient:
        row = next(one for one in world["people"] if one["name"] == name)
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("update factor set last_step = 0"))
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        client.canaries = canaries_of(world, row)
        answer = client.send("/sign-in", email=row["email"], password=row["password"], code=code(row))
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    return enter
