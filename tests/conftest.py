"""Fixtures shared by every test: real input, and the count of what could not be run without it."""

import os
from pathlib import Path

import pytest

pytest_plugins = ("tests.neo4j.fixtures",)

_SHARED = Path(os.environ.get("HUIBI_SHARED") or Path(__file__).parents[2] / "shared").resolve()
_ABSENT = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "real_input: needs the real input at HUIBI_SHARED")
    if not _SHARED.is_dir() and os.environ.get("HUIBI_REQUIRE_SHARED") == "1":
        raise pytest.UsageError(f"real input is required but {_SHARED} is absent")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _SHARED.is_dir():
        return
    absent = [item for item in items if _needs_real_input(item)]
    config.stash[_ABSENT] = len(absent)
    config.hook.pytest_deselected(items=absent)
    items[:] = [item for item in items if item not in absent]


def _needs_real_input(item: pytest.Item) -> bool:
    asked = getattr(item, "fixturenames", ())
    return item.get_closest_marker("real_input") is not None or "shared" in asked


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the count of a worker to the process that writes the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["absent"] = session.config.stash.get(_ABSENT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take a worker's count; every worker collects every test."""
    config, output = node.config, getattr(node, "workeroutput", {})
    config.stash[_ABSENT] = max(config.stash.get(_ABSENT, 0), output.get("absent", 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    absent = terminalreporter.config.stash.get(_ABSENT, 0)
    if absent:
        terminalreporter.write_line(f"{absent} not run: no real input")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input; mark the test `real_input`."""
    return _SHARED
