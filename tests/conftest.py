"""Fixtures shared by every test: real input, and the count of what could not be run without it."""

import os
from pathlib import Path

import pytest

_SHARED = Path(os.environ.get("HUIBI_SHARED") or Path(__file__).parents[2] / "shared").resolve()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "real_input: needs the real input at HUIBI_SHARED")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _SHARED.is_dir():
        return
    if os.environ.get("HUIBI_REQUIRE_SHARED") == "1":
        raise pytest.UsageError(f"real input is required but {_SHARED} is absent")
    absent = [item for item in items if item.get_closest_marker("real_input")]
    config.stash[_ABSENT] = len(absent)
    config.hook.pytest_deselected(items=absent)
    items[:] = [item for item in items if item not in absent]


_ABSENT = pytest.StashKey[int]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    absent = terminalreporter.config.stash.get(_ABSENT, 0)
    if absent:
        terminalreporter.write_line(f"{absent} not run: no real input")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input; mark the test `real_input`."""
    return _SHARED
