"""The school of the scenarios: everybody has held their role for years, so that the dates of the facts may be any."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from asking import long_held
from scenario import Scenario


@pytest.fixture
def play(world, inside):
    """The cast of the first school."""
    long_held(world)
    return Scenario(world)
