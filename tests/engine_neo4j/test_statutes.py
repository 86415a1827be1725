"""Every statute case, judged by Neo4j as by the embedded engine: verdicts, reasons and paths."""

from __future__ import annotations

import pytest

from graph.cases import parse_case, resolve_case
from tests.engine_neo4j.worlds import write_world
from tests.recusal.test_statutes import WORLDS, dumped, packs_of

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", WORLDS)
def test_neo4j_says_what_the_law_says(name, both, tmp_path) -> None:
    world = both(write_world(tmp_path / "huibi.db", WORLDS[name]))
    for spec in WORLDS[name]["cases"]:
        candidates = list(spec["expect"])
        case = resolve_case(parse_case(dumped(spec["case"])), world.snapshot, candidates=candidates)
        packs = packs_of(spec.get("packs", case.packs), spec.get("options"))
        embedded, found = world.answers(case, packs)
        assert found == embedded, spec["name"]
        outcomes = {each["person"]: each["verdict"] for each in found["candidates"]}
        assert outcomes == {who: told.split()[0] for who, told in spec["expect"].items()}, spec
