"""Every dated row keeps the widest days that its dates allow, and its confidence."""

from __future__ import annotations

from graph.model import ALWAYS, EVER, day_of
from graph.ontology.kinds import EDGE, EdgeKind
from graph.snapshot import open_snapshot
from graph.snapshot.times import DATES, TIMED_TABLES

ROWS = {
    "people": [{"id": "P1", "name": "甲", "confidence": "0.5"}, {"id": "P2", "name": "乙"}],
    "units": [{"id": "U1", "name": "单位", "kind": "company"}],
    "posts": [
        {"person": "P1", "unit": "U1", "from": "2015", "to": "2018-03"},
        {"person": "P2", "unit": "U1", "confidence": "0.7"},
    ],
    "contracts": [{"id": "K1", "buyer": "U1", "awarded": "2020-05-06"}],
}


def test_rows_keep_their_widest_days_and_confidence(load, ledger_path) -> None:
    load(ROWS)
    times = open_snapshot(ledger_path).times
    found = {
        (table, row): (
            int(times.start[times.begin(table) + row]),
            int(times.end[times.begin(table) + row]),
            round(float(times.confidence[times.begin(table) + row]), 6),
        )
        for table in ("people", "posts", "contracts")
        for row in range(len(ROWS[table]))
    }
    assert found == {
        ("people", 0): (EVER, ALWAYS, 0.5),
        ("people", 1): (EVER, ALWAYS, 1.0),
        ("posts", 0): (day_of("2015-01-01"), day_of("2018-04-01"), 1.0),
        ("posts", 1): (EVER, ALWAYS, 0.7),
        ("contracts", 0): (day_of("2020-05-06"), day_of("2020-05-07"), 1.0),
    }


def test_every_table_that_proves_a_tie_is_timed() -> None:
    proving = {edge.table for edge in EDGE.values()} - {EDGE[EdgeKind.KIN].table}
    assert set(TIMED_TABLES) == proving
    assert DATES["contracts"] == ("awarded", "awarded")


def test_all_rows_of_all_tables_have_a_place(load, ledger_path) -> None:
    load(ROWS)
    snapshot = open_snapshot(ledger_path)
    lengths = [snapshot.table(name).num_rows for name in TIMED_TABLES]
    times = snapshot.times
    assert list(times.first[1:] - times.first[:-1]) == lengths
    assert len(times.start) == len(times.end) == len(times.confidence) == sum(lengths)
