"""The made candidates: screening finds what was planted, and fails nobody else."""

import json

from api.loading import Request, load_sources
from api.screening import screen_list
from graph.model import day_of
from graph.snapshot import open_snapshot


def test_exactly_the_planted_candidates_fail(written, tmp_path):
    ledger = tmp_path / "huibi.db"
    load_sources(
        ledger, Request(paths=(written.folder,)), lambda _count: None, lambda _outcome: None
    )
    path = written.folder / "lists" / "candidates.csv"
    found, errors, _ = screen_list(path, open_snapshot(ledger), day_of("2026-11-22"), renewed=False)
    assert not errors
    told = {row["person"]: row for row in found["candidates"]}
    expected = json.loads((path.parent / "expected.json").read_text(encoding="utf-8"))
    assert {row["rule"] for row in expected} >= {"S-CONV", "S-PARTY", "S-KIN-COMM", "S-ARREARS"}
    for row in expected:
        assert told[row["person"]]["outcome"] == row["outcome"], row
        assert row["rule"] in [bar["rule"] for bar in told[row["person"]]["bars"]]
    planted = {row["person"] for row in expected if row["outcome"] == "fail"}
    assert {p for p, row in told.items() if row["outcome"] == "fail"} == planted
    assert sum(row["identified"] == "name" for row in found["candidates"]) == 3
