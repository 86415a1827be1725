"""Ties that a row of a table proves, as they should stand in Neo4j."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.ontology.kinds import EDGE, EdgeKind
from graph.ontology.tables import TABLE
from graph.projection.cells import cells_of, days, whole
from graph.projection.frames import Frame, Shape, tie_table
from graph.projection.model import TIE_CELLS, label_of, type_of
from graph.snapshot.tables import is_keyed_by_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.ontology.kinds import NodeKind
    from graph.projection.nodes import Nodes


def row_tie_frames(nodes: Nodes) -> Iterator[Frame]:
    """Yield a frame for each kind of tie and each pair of kinds that it may join."""
    parts = nodes.snapshot.manifest.parts
    for edge in EDGE.values():
        part = "kin" if edge.table in ("people", "kin") else edge.table
        content = parts[part].objects[f"{edge.table}.arrow"]
        for source in edge.sources:
            for target in edge.targets:
                yield Frame(
                    shape=Shape(
                        type=type_of(edge.kind), source=label_of(source), target=label_of(target)
                    ),
                    fingerprint=f"{content}/{nodes.fingerprint}",
                    make=partial(_table, nodes, edge.kind, source, target),
                )


def _table(nodes: Nodes, kind: EdgeKind, source: NodeKind, target: NodeKind) -> pa.Table:
    ties = nodes.snapshot.ties
    chosen = np.flatnonzero(ties.out.kind == np.uint8(kind))
    ends = np.searchsorted(ties.out.indptr, chosen, side="right").astype(np.int32) - 1
    others = ties.out.indices[chosen]
    held = (nodes.labels[ends] == source) & (nodes.labels[others] == target)
    return _rows_as_ties(nodes, kind, ends[held], others[held], ties.out.row[chosen[held]])


def _rows_as_ties(
    nodes: Nodes,
    kind: EdgeKind,
    ends: NDArray[np.int32],
    others: NDArray[np.int32],
    row: NDArray[np.int32],
) -> pa.Table:
    name = EDGE[kind].table
    rows = nodes.snapshot.table(name).take(pa.array(row))
    cells = cells_of(name, rows, TIE_CELLS[name]) | days(kind, rows)
    identity = "key" if is_keyed_by_id(TABLE[name]) else "fact"
    return tie_table(nodes.id_of(ends), nodes.id_of(others), whole(rows.column(identity)), cells)
