"""A village, its committee and its list of candidates, loaded and screened in process."""

import csv

import pytest

from api.loading import Request, load_sources
from api.screening import screen_list
from graph.model import day_of
from graph.snapshot import open_snapshot
from tests.screening.village import TABLES


def loaded(folder, tables):
    source = folder / "village"
    source.mkdir()
    for name, lines in tables.items():
        (source / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ledger = folder / "huibi.db"
    outcome = load_sources(
        ledger, Request(paths=(source,)), lambda _count: None, lambda _outcome: None
    )
    assert outcome.is_loaded, outcome.errors
    return open_snapshot(ledger)


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """The snapshot of the village."""
    return loaded(tmp_path_factory.mktemp("screening"), TABLES)


@pytest.fixture
def screened(village, tmp_path):
    """Screen rows of cells by header; returns the answer as plain values."""

    def run(*rows, on="2026-11-22", snapshot=None, renewed=False):
        header = list(dict.fromkeys(key for row in rows for key in row))
        path = tmp_path / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerows(rows)
        found, errors, _ = screen_list(path, snapshot or village, day_of(on), renewed=renewed)
        assert not errors, errors
        return found

    return run
