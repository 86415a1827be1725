"""Facts from tables written as lines, loaded as a user's files are."""

import gc

import pytest

from api.loading import Request, load_sources
from graph.model import day_of
from graph.patterns.facts import Facts
from graph.snapshot import open_snapshot

ON = "2026-09-30"


@pytest.fixture(scope="package", autouse=True)
def _seldom_collected():
    """Let what was imported be and look for cycles seldom: expressions are many small objects."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def loaded_ledger(folder, tables):
    """Load tables given as lines (a header, then rows) into a new ledger and return its path."""
    source = folder / "t"
    source.mkdir(parents=True)
    for name, lines in tables.items():
        (source / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ledger = folder / "huibi.db"
    outcome = load_sources(
        ledger, Request(paths=(source,)), lambda _count: None, lambda _outcome: None
    )
    assert outcome.is_loaded, outcome.errors
    return ledger


@pytest.fixture
def facts_of(tmp_path):
    """Load tables given as lines (a header, then rows) and return the facts on a day."""
    made = []

    def load(tables, on=ON):
        ledger = loaded_ledger(tmp_path / f"s{len(made)}", tables)
        made.append(open_snapshot(ledger))
        return Facts(made[-1], day_of(on))

    return load
