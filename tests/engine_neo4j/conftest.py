"""A ledger, its snapshot and its projection side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from graph.cases import parse_case, resolve_case
from graph.projection.engine.check import check_on_neo4j
from graph.projection.engine.reading import Asked
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.recusal.report import as_json
from graph.snapshot import open_snapshot
from tests.engine_neo4j.projected import project
from tests.engine_neo4j.worlds import head_of

if TYPE_CHECKING:
    from pathlib import Path

    from graph.neo4j.session import Graph
    from graph.projection.engine.currency import Head
    from graph.snapshot import Snapshot


@dataclass(frozen=True)
class Both:
    """One ledger answered by both engines."""

    graph: Graph
    snapshot: Snapshot
    head: Head

    def answers(self, case, packs=None, past=()):
        """Return what the embedded engine and Neo4j say of a case, as JSON."""
        if isinstance(case, str):
            case = resolve_case(parse_case(case), self.snapshot)
        packs = packs or [load_pack(name) for name in case.packs]
        embedded = check(case, packs, self.snapshot, past_cases=past)
        asked = Asked(case=case, packs=packs, snapshot=self.snapshot)
        return as_json(embedded), as_json(check_on_neo4j(self.graph, self.head, asked, past))


@pytest.fixture(scope="module")
def both(neo4j_graph):
    """Project a ledger into the module's Neo4j: `both(path)`."""

    def make(path: Path) -> Both:
        snapshot = open_snapshot(path)
        head = head_of(path)
        project(neo4j_graph, path, rebuild=True)
        return Both(neo4j_graph, snapshot, head)

    return make
