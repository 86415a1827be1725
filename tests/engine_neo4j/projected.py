"""The projection of a ledger into a test's own graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import day_of
from graph.projection.place import Place
from graph.projection.sync import Sync

if TYPE_CHECKING:
    from pathlib import Path

    from graph.neo4j.session import Graph
    from graph.projection.sync import Done

DAY = day_of("2026-11-22")


def project(graph: Graph, ledger: Path, *, rebuild: bool = False) -> Done:
    """Bring a graph to the head of a ledger."""
    return Sync(graph=graph, place=Place(ledger), day=DAY).run(rebuild=rebuild)
