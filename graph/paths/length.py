"""The fewest ties between two nodes: every hub is passed, strengths do not count."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from graph.ontology.kinds import EdgeKind
from graph.paths.arrays import path_graph_of
from graph.paths.kernels.length import ANY_DAY, NO_ROOM, hops_between
from graph.paths.layout import IS_FOLLOWED
from graph.paths.search import AT_ONCE, interruptible
from graph.paths.tables import ways_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from graph.paths.arrays import PathSource

_FAR = 64
_SECONDS = 30.0
_ROOMS = (1_000, AT_ONCE, 200_000)
"""Nodes to make room for, one after another; room for all of a large graph takes longest."""


def fewest_hops(
    snapshot: PathSource,
    starts: Sequence[int],
    goals: Sequence[int],
    *,
    on: int | None = None,
    kinds: Collection[EdgeKind] | None = None,
    most: int = _FAR,
    seconds: float = _SECONDS,
) -> int | None:
    """Return how many ties lie between two sets of nodes at least, None if none do within `most`.

    Counts elementary ties, implied people as every other node. Without a day every tie counts,
    whenever it stood; with one, those that had begun, and kinship in force. kinds: those that are
    walked, EdgeKind.KIN standing for kinship; by default all that paths follow. Cost: the ties of
    the nodes nearer than the answer.
    """
    graph, walked = path_graph_of(snapshot), _walked(None if kinds is None else frozenset(kinds))
    day = ANY_DAY if on is None else on
    ends = [np.unique(np.asarray(nodes, np.int64)) for nodes in (starts, goals)]

    def run(room: int, stop: NDArray[np.int64]) -> int:
        size = min(room, graph.n)
        return int(hops_between(graph.slots, walked, *ends, graph.n, size, day, most, stop))

    found = interruptible(run, lambda found: found == NO_ROOM, graph.n, seconds, at_once=_ROOMS)
    return None if found < 0 else found


@cache
def _walked(kinds: frozenset[EdgeKind] | None) -> NDArray[np.int64]:
    """Return which EdgeKinds are walked; 1 at KIN stands for kinship."""
    if kinds is None:
        walked = ways_of(None).edge[:, IS_FOLLOWED].astype(np.int64)
        walked[EdgeKind.KIN] = 1
        return walked
    walked = np.zeros(len(EdgeKind), np.int64)
    walked[list(kinds)] = 1
    return walked
