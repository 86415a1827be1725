"""The bench table: engines agree, a difference fails the run, no place is blank."""

from __future__ import annotations

import numpy as np
import pytest

from bench.paths import made_county
from bench.table.by_duckdb import DuckDB
from bench.table.by_libraries import Igraph, Networkx
from bench.table.embedded import Embedded
from bench.table.questions import ENGINES, QUESTIONS, Figure
from bench.table.run import Plan, compare, completed, parts_of, require_same
from bench.table.sheet import Sheet
from bench.table.world import World, exchange
from bench.table.written import added, shown, text_of

PLAN = Plan(folder=None, minutes=1.0, engines=tuple(ENGINES))


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    world, made = World(tmp_path_factory.mktemp("world"), 2_000), made_county(2_000)
    exchange(world, made)
    (world.folder / "county").mkdir()
    (world.folder / "county" / "people.csv").write_text("id\nP1\n", encoding="utf-8")
    ours = Embedded(world)
    ours._use(made)
    return world, ours


@pytest.mark.parametrize("make", [DuckDB, Igraph, Networkx])
def test_engines_agree_on_kin_and_paths(county, make):
    world, ours = county
    theirs = make(world)
    assert theirs.load() > 10_000
    egos = world.officials[:300]
    expected = ours.keys(ours.kin(egos))
    assert len(expected) > 3_000
    assert np.array_equal(theirs.keys(theirs.kin(egos)), expected)
    found = theirs.keys(theirs.case(world.parties, world.candidates))
    kin = ours.keys(ours.kin(world.parties))
    assert np.array_equal(found, kin[np.isin(kin & 0xFFFFFFFF, world.candidates)])
    assert len(found) >= 2
    pairs = world.pairs[:30]
    assert list(map(theirs.fewest, pairs)) == list(map(ours.fewest, pairs))
    if make is not DuckDB:
        assert theirs.prepare_strongest() == ""
        strengths = list(map(ours.strongest, pairs))
        assert list(map(theirs.strongest, pairs)) == pytest.approx(strengths, abs=1e-9)
        assert max(strengths) > 0.0


@pytest.mark.parametrize(
    ("question", "mine", "theirs"),
    [
        pytest.param("kin_all", [1, 2, 3], [1, 2], id="one-kin-missing"),
        pytest.param("kin_one", [-1, 5, -2, 7], [-1, 6], id="another-kin"),
        pytest.param("fewest", [2, -1, 3], [2, 4], id="a-path-where-there-is-none"),
        pytest.param("strongest", [0.5, 0.25], [0.5, 0.26], id="another-strength"),
    ],
)
def test_a_difference_ends_the_run(question, mine, theirs):
    with pytest.raises(SystemExit, match="answer differently"):
        require_same(question, "igraph", np.array(mine), np.array(theirs))


def test_answers_of_a_slow_engine_are_compared_as_far_as_they_go():
    require_same("fewest", "duckdb", np.array([2, -1, 3]), np.array([2, -1]))


def test_files_of_answers_are_compared(tmp_path):
    for engine, answer in (("huibi", [1, 2]), ("networkx", [1, 2])):
        (tmp_path / "figures" / engine).mkdir(parents=True)
        Sheet(engine, tmp_path / "figures" / engine).answered("kin_all", np.array(answer))
    assert compare(tmp_path) == {"kin_all": 1}
    Sheet("networkx", tmp_path / "figures" / "networkx").answered("kin_all", np.array([1, 3]))
    with pytest.raises(SystemExit):
        compare(tmp_path)


def test_no_place_of_the_table_is_blank():
    figure = Figure(question="kin_all", engine="huibi", value=0.04)
    outcomes = {"igraph": "memory", "sync": "time (limit 1 min)"}
    left = completed([figure], [], outcomes, PLAN, 10_000)
    assert len(left) == len(ENGINES) * len(QUESTIONS) - 1
    size = {
        "persons": 10_000, "date": "2026-01-01", "load_average": 0.5,
        "figures": [{"question": "kin_all", "engine": "huibi", "value": 0.04, "most": None,
                     "note": ""}],
        "not_run": [{"question": n.question, "engine": n.engine, "why": n.why} for n in left],
        "answers_compared": {},
    }  # fmt: skip
    machine = {"cores": 2, "memory_gb": 24, "python": "3.11", "architecture": "x"}
    text = text_of({"machine": machine, "command": "bench", "sizes": [size]})
    cells = [
        cell.strip()
        for line in text.splitlines()
        if line.startswith("| 10,000")
        for cell in line.strip("|").split("|")[1:]
    ]
    assert len(cells) == len(ENGINES) * len(QUESTIONS)
    assert "40 ms" in cells
    assert all(cell == "40 ms" or cell.startswith("not ") for cell in cells)
    assert "not run: memory" in cells
    assert "not run: time (limit 1 min)" in cells


def test_want_of_memory_is_told(tmp_path):
    def ask(_):
        raise MemoryError

    sheet = Sheet("igraph", tmp_path)
    assert sheet.time("fewest", ask, [1], seconds=1.0) == []
    assert [(one.question, one.why) for one in sheet.not_run] == [("fewest", "memory")]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        pytest.param(2.5e-5, "s", "25 µs", id="micro"),
        pytest.param(0.1234, "s", "123 ms", id="milli"),
        pytest.param(72.0, "s", "72 s", id="seconds"),
        pytest.param(1234.5, "MB", "1,234 MB", id="memory"),
    ],
)
def test_values_have_three_figures(value, unit, text):
    assert shown(value, unit) == text


def size(persons, date, figures, **more):
    told = {"persons": persons, "date": date, "not_run": [], "answers_compared": {}}
    told["figures"] = [
        {"engine": engine, "question": "kin_one", "value": value}
        for engine, value in figures.items()
    ]
    return told | more


def test_a_later_run_keeps_what_it_did_not_measure():
    before = size(10, "2026-01-01", {"huibi": 9.0, "igraph": 2.0}, answers_compared={"kin_one": 1})
    gaps = [
        {"engine": engine, "question": "kin_one", "why": "x"} for engine in ("igraph", "cypher")
    ]
    now = size(
        10, "2026-02-02", {"huibi": 1.0, "huibi-neo4j": 3.0},
        not_run=gaps, answers_compared={"kin_one": 1},
    )  # fmt: skip
    before["not_run"] = [
        {"engine": "duckdb", "question": "kin_one", "why": "memory"},
        {"engine": "huibi-neo4j", "question": "kin_one", "why": "time"},
    ]
    now["not_run"].append({"engine": "duckdb", "question": "kin_one", "why": "not asked for"})
    other = size(20, "2026-01-01", {"huibi": 5.0})
    joined, kept = added([now], [before, other])
    assert kept == other
    assert {one["engine"]: one["value"] for one in joined["figures"]} == {
        "huibi": 1.0, "huibi-neo4j": 3.0, "igraph": 2.0,
    }  # fmt: skip
    assert joined["not_run"] == [gaps[1], before["not_run"][0]]
    assert joined["answers_compared"] == {"kin_one": 2}
    assert joined["date"] == "2026-01-01 and 2026-02-02"
    assert added([now], []) == [now]
    assert added([now], [now])[0]["answers_compared"] == {"kin_one": 1}


@pytest.mark.parametrize("is_loaded", [False, True])
def test_ledgers_that_are_kept_are_not_loaded_again(tmp_path, is_loaded):
    plan = Plan(folder=tmp_path, minutes=1, engines=["huibi"], is_loaded=is_loaded)
    parts = parts_of(plan, 1_000_000)
    assert ("load" in parts) is not is_loaded
    assert parts[-2:] == ["hand over", "huibi"]
