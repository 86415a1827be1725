"""The current facts of one table, merged over the sources that state them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology.tables import TABLE

if TYPE_CHECKING:
    from graph.ontology.tables import Table

_STANDING = ("fact", "origin", "source", "key", "confidence", "status")
_TEXT_LIMIT = 2**31 - 1


def is_keyed_by_id(table: Table) -> bool:
    """Whether rows of several sources may describe one thing."""
    return table.key == ("id",)


def current(name: str, facts: pa.Table) -> pa.Table:
    """Return a table's rows as the snapshot holds them, with `disputed`.

    A table keyed by id gets one row an id, ascending by code point: each attribute comes from the
    fact that is uncontested, then most confident, then earliest, among those that fill it; fact,
    origin, source, confidence and status are of the first of these; `origins` lists all. Any other
    table keeps every row, in the order of facts.
    """
    if not is_keyed_by_id(TABLE[name]):
        return _with_disputed(facts).combine_chunks()
    ranked = facts.take(_rank(facts))
    starts = _starts(ranked.column("id"))
    merged = _with_disputed(_merge(ranked, starts)).combine_chunks()
    return merged.append_column("origins", _grouped(ranked.column("origin"), starts))


def _rank(facts: pa.Table) -> pa.Array:
    contested = pc.not_equal(facts.column("status"), "asserted")
    return pc.sort_indices(
        facts.select(["id", "confidence", "fact"]).append_column("contested", contested),
        sort_keys=[
            ("id", "ascending"),
            ("contested", "ascending"),
            ("confidence", "descending"),
            ("fact", "ascending"),
        ],
    )


def _starts(ids: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the first position of each run of equal ids."""
    if not len(ids):
        return np.zeros(0, np.int64)
    changed = pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1))
    return np.concatenate([[0], np.flatnonzero(changed.to_numpy()) + 1]).astype(np.int64)


def _merge(ranked: pa.Table, starts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Table:
    if len(starts) == len(ranked):
        return ranked
    run = np.zeros(len(ranked), np.int64)
    run[starts[1:]] = 1
    run = np.cumsum(run)
    columns = {}
    for column in ranked.column_names:
        values = ranked.column(column)
        if column in _STANDING:
            columns[column] = values.take(pa.array(starts))
            continue
        filled = np.flatnonzero(pc.is_valid(values).to_numpy())
        owners, first = np.unique(run[filled], return_index=True)
        chosen = np.full(len(starts), -1, np.int64)
        chosen[owners] = filled[first]
        columns[column] = values.take(pa.array(chosen, mask=chosen < 0))
    contested = np.add.reduceat(
        pc.not_equal(ranked.column("status"), "asserted").to_numpy().astype(np.int64), starts
    )
    columns["status"] = pc.if_else(
        pa.array(contested > 0), "disputed", columns["status"].combine_chunks()
    )
    return pa.table({column: columns[column] for column in ranked.column_names})


def _with_disputed(rows: pa.Table) -> pa.Table:
    return rows.append_column("disputed", pc.equal(rows.column("status"), "disputed"))


def _grouped(
    values: pa.ChunkedArray, starts: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> pa.Array:
    flat = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    offsets = np.append(starts, len(values)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), flat)
