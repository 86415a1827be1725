"""A desk to sit at."""

import pytest

from tests.desk.offices import SKETCH, build, sit


@pytest.fixture(scope="session")
def office():
    """What is known at the office; checks only read it."""
    return build(SKETCH)


@pytest.fixture
def desk(tmp_path, office):
    seat = sit(tmp_path / "huibi.db", office)
    yield seat
    seat.ledger.close()
