"""The case about Joanne, whose disciplinary path is opened."""

from __future__ import annotations

import pytest
from hearing import Hearing


@pytest.fixture
def hearing(world, actor, inside):
    """A case whose hearing the tests bring about."""
    return Hearing(world, actor)
