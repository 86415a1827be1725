"""What tells rows of one kind apart: heads from staff, classes from schools, repeated payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from graph.model import ALWAYS, EVER
from graph.ontology.kinds import EdgeKind
from graph.paths.tables import way_number
from graph.snapshot.spans import codes_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from graph.paths.arrays import PathSource
    from graph.snapshot.arrays import UInt8

_REPEATED, _WITHIN_DAYS = 3, 365
"""Payments between two that count as repeated, and the days within which they lie."""


def row_words(snapshot: PathSource) -> tuple[UInt8, NDArray[np.int64]]:
    """Return the way of each row of the tables whose rows differ, and where each kind's begin.

    The second array has a place for each EdgeKind, -1 for those whose rows are all of one way.
    """
    parts = (
        (EdgeKind.HOLDS_POST, _posts(snapshot.table("posts"))),
        (EdgeKind.BELONGED_TO, _bodies(snapshot.table("memberships"))),
        (EdgeKind.IN_COHORT, _cohorts(snapshot.table("memberships"))),
        (EdgeKind.PAID, _payments(snapshot)),
    )
    begin = np.full(len(EdgeKind), -1, np.int64)
    total = 0
    for kind, ways in parts:
        begin[kind] = total
        total += len(ways)
    return np.concatenate([ways for _, ways in parts]), begin


def _ways(edge: EdgeKind, column: pa.ChunkedArray) -> UInt8:
    codes, words = codes_of(column)
    numbers = [way_number(edge, word) for word in words] + [way_number(edge)]
    return np.array(numbers, np.int64)[codes].astype(np.uint8)


def _posts(posts: pa.Table) -> UInt8:
    return _ways(EdgeKind.HOLDS_POST, posts.column("role"))


def _cohorts(memberships: pa.Table) -> UInt8:
    return _ways(EdgeKind.IN_COHORT, memberships.column("kind"))


def _bodies(memberships: pa.Table) -> UInt8:
    """Return the ways of memberships in a unit; those of a part of it are told apart."""
    ways = _ways(EdgeKind.BELONGED_TO, memberships.column("kind"))
    has_part = pc.is_valid(memberships.column("group_name")).to_numpy()
    return np.where(has_part, way_number(EdgeKind.BELONGED_TO, "part"), ways).astype(np.uint8)


def _payments(snapshot: PathSource) -> UInt8:
    """Return the ways of transfers: repeated from the third between the same two within a year."""
    transfers, out = snapshot.table("transfers"), snapshot.ties.out
    ways = np.full(transfers.num_rows, way_number(EdgeKind.PAID), np.uint8)
    places = np.flatnonzero(out.kind == EdgeKind.PAID)
    if not len(places):
        return ways
    source = np.searchsorted(out.indptr, places, side="right") - 1
    target, row = out.indices[places].astype(np.int64), out.row[places]
    begin = snapshot.times.begin("transfers")
    last = snapshot.times.end[begin + row].astype(np.int64)
    pair = np.minimum(source, target) << 32 | np.maximum(source, target)
    order = np.lexsort((last, pair))
    pair, last, row = pair[order], last[order], row[order]
    back = _REPEATED - 1
    is_dated = (last > EVER) & (last < ALWAYS)
    near = (pair[back:] == pair[:-back]) & (last[back:] - last[:-back] <= _WITHIN_DAYS)
    ways[row[back:][near & is_dated[back:]]] = way_number(EdgeKind.PAID, "repeated")
    return ways
