"""The process flags give what Cardinal gives, on every fixture that it publishes."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from graph.patterns.contracts.process_flags import FLAGS
from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
from graph.patterns.contracts.process_flags.relation import processes_of
from loaders.ocds.processes import read_processes

FOLDER = "data/cardinal/tests/fixtures/indicators"
NAMES = (
    *("R003", "R003-procurement_method_details-x-5-y-10"),
    *("R003-procurement_methods-open+selective", "R003-threshold-10", "R018", "R024", "R025"),
    *("R028", "R030", "R035", "R036", "R038", "R038-tenderer"),
    *("R048-minimum_contracting_processes-1", "R058"),
)
SETTINGS = {
    "threshold": ("r003_days", int),
    "procurement_methods": ("r003_methods", lambda said: tuple(said.split("+"))),
    "minimum_contracting_processes": ("r048_processes", int),
}


def settings_of(name):
    """Return the parameters that a fixture's name asks for, and those of all fixtures."""
    _, *parts = name.split("-")
    said = {"excluded_details": ("EXC",), "no_price_details": ("NPC",)}
    if parts[:1] == ["procurement_method_details"]:
        said["r003_details_days"] = dict(zip(parts[1::2], map(int, parts[2::2]), strict=True))
    elif len(parts) > 1:
        field, read = SETTINGS[parts[0]]
        said[field] = read(parts[1])
    return ProcessFlagsParams(**said)


def flagged(path, params, code):
    processes = processes_of(read_processes(path)).without(params.excluded_details)
    (flag,) = [flag for flag in FLAGS if flag.code == code]
    found = defaultdict(dict)
    for hit in flag.compute(processes, params).hits:
        found[hit.group][hit.subject] = {code: hit.value}
        for party, value in hit.parties:
            found["Tenderer"][party] = {code: value}
    return dict(found)


@pytest.mark.real_input
def test_every_fixture_is_listed(shared):
    assert {path.stem for path in (shared / FOLDER).glob("*.jsonl")} == set(NAMES)


@pytest.mark.real_input
@pytest.mark.parametrize("name", NAMES)
def test_flags_equal_those_of_cardinal(shared, name):
    expected = json.loads((shared / FOLDER / f"{name}.expected").read_text() or "{}")
    found = flagged(shared / FOLDER / f"{name}.jsonl", settings_of(name), name[:4])
    assert found == expected


@pytest.mark.real_input
def test_no_flag_is_silent(shared):
    params = settings_of("R036")
    processes = processes_of(read_processes(shared / FOLDER / "R036.jsonl"))
    processes = processes.without(params.excluded_details)
    for flag in FLAGS:
        result = flag.compute(processes, params)
        assert result.tested or result.untested, flag.code
        assert result.tested or not result.hits, flag.code


ARMENIA = {
    "R003": (306, 320), "R018": (23, 136), "R024": (0, 0), "R025": (0, 0), "R028": (15, 85),
    "R030": (0, 0), "R035": (19, 235), "R036": (29, 178), "R038": (0, 240), "R048": (0, 0),
    "R058": (2, 22),
}  # fmt: skip
"""Flagged and judged, as docs/patterns/C2.md tells."""


@pytest.mark.real_input
def test_the_releases_of_armenia_give_what_the_page_tells(shared):
    params = ProcessFlagsParams()
    processes = processes_of(read_processes(shared / "data/ocds/armenia.jsonl.gz")).without(())
    results = {flag.code: flag.compute(processes, params) for flag in FLAGS}
    assert {code: (len(r.hits), r.tested) for code, r in results.items()} == ARMENIA
    assert all(result.tested or result.untested for result in results.values())
    page = (Path(__file__).parents[2] / "docs/patterns/C2.md").read_text(encoding="utf-8")
    for code, (flagged_, judged) in ARMENIA.items():
        if judged:
            assert f"| {code} | {flagged_} / {judged} |" in page
