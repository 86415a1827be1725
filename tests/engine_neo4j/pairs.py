"""Readings of any pairs by what Neo4j's patterns bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import readings_between
from graph.projection.engine.gathered import Gathered
from graph.projection.engine.kin import find_kin
from graph.projection.engine.rows import empty_tables, table_of
from graph.projection.engine.shared import supported_pairs
from graph.recusal.relatives import STEP_SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.kinship.kin import Reading
    from graph.neo4j.session import Graph

SHAPES = frozenset(ALL_KIN.shapes | STEP_SHAPES)


def readings_by_cypher(
    graph: Graph, pairs: Iterable[tuple[str, str]], on: int
) -> dict[tuple[str, str], list[Reading]]:
    """Return what the second of each pair is to the first."""
    pairs = list(pairs)
    asked: dict[str, set[str]] = {}
    for ego, other in pairs:
        asked.setdefault(ego, set()).add(other)
    found = graph.reading(lambda work: find_kin(work, asked, SHAPES, on))
    order = enumerate(sorted(found.bodies))
    node = {key.id: number for number, key in order if not key.is_implied}
    tables = empty_tables() | {
        "kin": table_of("kin", found.rows),
        "supported_pairs": supported_pairs(found.rows, (), node),
    }
    source = Gathered(found.bodies, found.ties, tables, 0)
    return {
        (ego, other): readings_between(source, ego, other, on, SHAPES)
        if (ego, other) in found.named
        else []
        for ego, other in pairs
    }
