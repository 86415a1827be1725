"""Breadth-first search that stops at hubs and at a budget, and says where it stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.subgraph import to_networkx

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import networkx as nx
    from numpy.typing import NDArray

    from graph.ontology.kinds import EdgeKind
    from graph.snapshot import Snapshot
    from graph.snapshot.arrays import Int32
    from graph.snapshot.links import TieGraph, Ties

HUB = 500
"""Ties above which a node is reached but not passed through, unless the search began at it."""
BUDGET = 5_000
"""Nodes after which a search stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a search found.

    nodes: int32[found], by hops, then ascending; hops: int32[found]; before: int32[found], the
    place in `nodes` of the one it was reached from, -1 for those the search began at. `cut_at`
    lists the hubs that were not passed through; `is_complete` is false if there are any, or if
    the budget ran out.
    """

    nodes: Int32
    hops: Int32
    before: Int32
    cut_at: tuple[int, ...]
    is_complete: bool


def reach(
    ties: TieGraph,
    starts: Iterable[int],
    *,
    hops: int,
    kinds: Collection[EdgeKind] | None = None,
    hub: int = HUB,
    budget: int = BUDGET,
) -> Reach:
    """Return the nodes within `hops` ties of any start, either way along each tie.

    `kinds` restricts the ties followed and counted. Cost: the ties of the nodes passed through.
    """
    wanted = None if kinds is None else np.array(sorted(kinds), np.uint8)
    nodes = np.unique(np.fromiter(starts, np.int32))
    depth, before = np.zeros(len(nodes), np.int32), np.full(len(nodes), -1, np.int32)
    cut_at: list[int] = []
    is_within = True
    first = 0
    for hop in range(1, hops + 1):
        owner, neighbour = _neighbours(ties, nodes[first:], wanted)
        if hop > 1:
            crowded = np.bincount(owner, minlength=len(nodes) - first) > hub
            cut_at += nodes[first:][crowded].tolist()
            passed = ~crowded[owner]
            owner, neighbour = owner[passed], neighbour[passed]
        found, at = np.unique(neighbour, return_index=True)
        is_new = ~np.isin(found, nodes)
        found, origin = found[is_new], (owner[at[is_new]] + first).astype(np.int32)
        room = budget - len(nodes)
        is_within &= len(found) <= room
        first = len(nodes)
        nodes = np.concatenate([nodes, found[: max(room, 0)]])
        before = np.concatenate([before, origin[: max(room, 0)]])
        depth = np.concatenate([depth, np.full(len(nodes) - first, hop, np.int32)])
        if first == len(nodes):
            break
    return Reach(
        nodes=nodes,
        hops=depth,
        before=before,
        cut_at=tuple(cut_at),
        is_complete=is_within and not cut_at,
    )


def around(
    snapshot: Snapshot,
    names: Iterable[str],
    *,
    hops: int = 1,
    kinds: Collection[EdgeKind] | None = None,
    hub: int = HUB,
    budget: int = BUDGET,
) -> nx.MultiDiGraph:
    """Return the neighbourhood of the named nodes, with every tie among its nodes.

    Raises:
        NotFoundError: a name is not of any node.
    """
    ties = snapshot.ties
    starts = [ties.index(name) for name in names]
    found = reach(ties, starts, hops=hops, kinds=kinds, hub=hub, budget=budget)
    return to_networkx(snapshot, [ties.name(int(node)) for node in found.nodes])


def _neighbours(
    ties: TieGraph, nodes: Int32, wanted: NDArray[np.uint8] | None
) -> tuple[NDArray[np.intp], Int32]:
    """Return, for every tie of the nodes, the place of its node and the node at its other end."""
    both = [_one_way(direction, nodes, wanted) for direction in (ties.out, ties.into)]
    owner = np.concatenate([owners for owners, _ in both])
    neighbour = np.concatenate([neighbours for _, neighbours in both])
    order = np.argsort(owner, kind="stable")
    return owner[order], neighbour[order]


def _one_way(
    ties: Ties, nodes: Int32, wanted: NDArray[np.uint8] | None
) -> tuple[NDArray[np.intp], Int32]:
    starts = ties.indptr[nodes].astype(np.int64)
    counts = ties.indptr[nodes + 1] - starts
    owner = np.repeat(np.arange(len(nodes)), counts)
    shift = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    positions = np.arange(len(owner)) + shift
    if wanted is not None:
        kept = np.isin(ties.kind[positions], wanted)
        owner, positions = owner[kept], positions[kept]
    return owner, ties.indices[positions]
