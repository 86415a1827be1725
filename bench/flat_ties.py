"""The ties of a snapshot as graph libraries hold them: pairs of nodes, and what each tie costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.ontology.kinds import EDGE, EdgeKind
from graph.paths.arrays import path_graph_of
from graph.paths.layout import IS_FOLLOWED
from graph.paths.tables import ways_of
from graph.paths.ways import book
from graph.snapshot.arrays import DATED, STANDING_MASK
from graph.ties.kinds import KIND
from graph.ties.strength import shared_strength

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.paths.ways import Way
    from graph.snapshot import Snapshot
    from graph.snapshot.arrays import Adjacency


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatGraph:
    """Ties without direction: int64[ties, 2], and what each costs (minus the log of its strength).

    What passing a shared thing takes away is halved between the two ties that lead to it.
    """

    nodes: int
    ends: NDArray[np.int64]
    cost: NDArray[np.float64]


def flat_graph(
    snapshot: Snapshot, day: int | None, families: frozenset[str] | None = None
) -> FlatGraph:
    """Return the ties of some families that had begun; without a day all ties, without cost."""
    parts = [_kin(snapshot, day)] if families is None or "kinship" in families else []
    parts.append(_rows(snapshot, day, families))
    ends, cost = (np.concatenate(column) for column in zip(*parts, strict=True))
    return FlatGraph(nodes=path_graph_of(snapshot).n, ends=ends, cost=cost)


_Part = tuple["NDArray[np.int64]", "NDArray[np.float64]"]


def _kin(snapshot: Snapshot, day: int | None) -> _Part:
    kin, steps = snapshot.kin, ways_of(None).kin
    parts = [
        _steps(kin.parents, kin.parent_facts.confidence, steps[:, 0], day),
        _steps(kin.spouses, kin.spouse_facts.confidence, steps[:, 1], day),
    ]
    ends, strength = (np.concatenate(column) for column in zip(*parts, strict=True))
    persons, recorded = snapshot.persons.n, snapshot.ties.n
    return np.where(ends < persons, ends, ends - persons + recorded), -np.log(strength)


def _steps(
    rows: Adjacency, sure: NDArray[np.float32], worth: NDArray[np.float64], day: int | None
) -> _Part:
    owner = np.repeat(np.arange(len(rows.indptr) - 1), np.diff(rows.indptr))
    if day is None:
        return np.stack([owner, rows.indices], axis=1).astype(np.int64), np.ones(len(owner))
    in_force = (rows.flags & DATED == 0) | ((rows.start <= day) & (day < rows.end))
    standing = rows.flags & STANDING_MASK
    strength = worth[standing] * sure
    fading = ways_of(None).kin[standing, 2]
    years = (day - rows.start.astype(np.int64)) / 365.25
    left = np.where(fading > 0, 0.5 ** (years / np.where(fading > 0, fading, 1)), 1.0)
    strength *= np.maximum(left, ways_of(None).kin[standing, 3])
    kept = in_force & (strength > 0)
    return np.stack([owner[kept], rows.indices[kept]], axis=1).astype(np.int64), strength[kept]


def _rows(snapshot: Snapshot, day: int | None, families: frozenset[str] | None) -> _Part:
    out, times = snapshot.ties.out, snapshot.times
    edge = ways_of(families).edge[:, IS_FOLLOWED].astype(bool)
    edge[EdgeKind.KIN] = False
    begin = np.array(
        [0 if k is EdgeKind.KIN else times.begin(EDGE[k].table) for k in EdgeKind], np.int64
    )
    kept = np.flatnonzero(edge[out.kind])
    row = begin[out.kind[kept]] + out.row[kept]
    if day is not None:
        begun = times.start[row] <= day
        kept, row = kept[begun], row[begun]
    source = np.repeat(np.arange(len(out.indptr) - 1), np.diff(out.indptr))[kept]
    target, kind = out.indices[kept].astype(np.int64), out.kind[kept]
    cost = np.zeros(len(source))
    if families is not None:
        cost = _costs(snapshot, source, target, kind, times.confidence[row])
    apart = source != target
    return np.stack([source, target], axis=1)[apart], cost[apart]


def _costs(
    snapshot: Snapshot,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    kind: NDArray[np.uint8],
    sure: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Return the cost of each tie: half of what its shared thing makes of two, or its own."""
    first = {way.edge: way for way in reversed(book().ways)}
    cost = -np.log(sure.astype(np.float64))
    for number in np.unique(kind):
        way, chosen = first[EdgeKind(int(number))], kind == number
        if way.target_share is None:
            cost[chosen] -= math.log(way.strength)
            continue
        alike = {w.edge for w in book().ways if w.target_share == way.target_share}
        together = np.isin(kind, sorted(alike))
        pairs = np.unique(np.stack([target[together], source[together]], axis=1), axis=0)
        things, sizes = np.unique(pairs[:, 0], return_counts=True)
        sizes = np.maximum(sizes, _published(snapshot, way, things))
        worth = np.array([_together(way, int(size)) for size in sizes])
        with np.errstate(divide="ignore"):
            half = -0.5 * np.log(worth)
        cost[chosen] += half[np.searchsorted(things, target[chosen])]
    return cost


def _published(snapshot: Snapshot, way: Way, things: NDArray[np.int64]) -> NDArray[np.int64]:
    if way.edge is not EdgeKind.LIVES_IN:
        return np.zeros(len(things), np.int64)
    people = snapshot.table("places").column("population").to_pylist()
    first = int(snapshot.ties.first[2])
    return np.array([int(people[int(thing) - first] or 0) for thing in things], np.int64)


def _together(way: Way, size: int) -> float:
    share = book().shares[book().share(way.target_share) - 1]
    return shared_strength(KIND[str(share.tie)], max(2, size))


def layered(flat: FlatGraph, layers: int) -> _Part:
    """Return the ties of a graph of one layer of nodes for each tie that a path may have.

    Each leads from its layer to the next, both ways: int64[ties, 2], and their costs.
    """
    known = np.isfinite(flat.cost)
    ends, cost = flat.ends[known], flat.cost[known]
    both = np.concatenate([ends, ends[:, ::-1]])
    shifted = [both + np.array([layer, layer + 1]) * flat.nodes for layer in range(layers)]
    return np.concatenate(shifted), np.tile(np.concatenate([cost, cost]), layers)
