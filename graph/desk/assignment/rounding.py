"""From chances to one assignment: dependent rounding along cycles, in whole numbers.

After Gandhi, Khuller, Parthasarathy and Srinivasan (2006, J. ACM 53) for bipartite graphs, here
on the network case → unit → handler → all: two families of constraints, each nested, so that
every chance is kept exactly and every draw keeps all of them (Budish, Che, Kojima and Milgrom
2013, Am. Econ. Rev. 103).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from graph.desk.assignment.draws import shuffled
from graph.desk.assignment.rules import GRID
from graph.errors import HuibiError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.desk.assignment.draws import Draw
    from graph.desk.assignment.solving.marginals import Marginals
    from graph.desk.assignment.solving.problem import Ints, Problem

Node = tuple[str, int]
_ALL: Node = ("all", 0)


@dataclass(slots=True)
class Edge:
    """An arc of the network with its flow in twelfths."""

    tail: Node
    head: Node
    flow: int

    @property
    def is_open(self) -> bool:
        """Whether the flow is not whole yet."""
        return self.flow % GRID != 0


def draw_teams(problem: Problem, marginals: Marginals, draw: Draw) -> list[tuple[int, ...]]:
    """Return for each case who is on it in one draw, ascending.

    Who is on which case has exactly the chance of `marginals`; coverage, units, quotas and rooms
    hold in every draw. Cost: a few operations an arc.
    """
    edges, first = network(problem, marginals)
    round_edges(edges, draw, shuffled(len(edges), draw))
    teams: list[list[int]] = [[] for _ in range(problem.n)]
    for flat, edge in zip(marginals.flat.tolist(), edges[first:], strict=True):
        if edge.flow:
            teams[flat // problem.m].append(flat % problem.m)
    return [tuple(sorted(team)) for team in teams]


def network(problem: Problem, marginals: Marginals) -> tuple[list[Edge], int]:
    """Return the arcs of the network, and the place of the first that joins case and handler.

    The arcs before are sums of those: from a case to a unit, from a handler (apart for each
    weight) to all.
    """
    case, handler = np.divmod(marginals.flat, problem.m)
    group = problem.group[handler]
    weights = np.unique(problem.weight)
    place = np.searchsorted(weights, problem.weight)[case]
    groups, places = int(problem.group.max(initial=0)) + 1, len(weights)
    units = case * groups + group
    ends = handler * places + place
    sums = [
        *_sums("case", "unit", units, units // groups, marginals.chance),
        *(Edge(("end", end), _ALL, flow) for end, flow in _totals(ends, marginals.chance)),
    ]
    pairs = [
        Edge(("unit", unit), ("end", end), chance)
        for unit, end, chance in zip(
            units.tolist(), ends.tolist(), marginals.chance.tolist(), strict=True
        )
    ]
    return [*sums, *pairs], len(sums)


def _sums(tail: str, head: str, keys: Ints, tails: Ints, flow: Ints) -> Iterator[Edge]:
    owner = dict(zip(keys.tolist(), tails.tolist(), strict=True))
    for key, total in _totals(keys, flow):
        yield Edge((tail, owner[key]), (head, key), total)


def _totals(keys: Ints, flow: Ints) -> list[tuple[int, int]]:
    found, where = np.unique(keys, return_inverse=True)
    sums = np.bincount(where, flow, len(found)).astype(np.int64)
    return list(zip(found.tolist(), sums.tolist(), strict=True))


def round_edges(edges: Sequence[Edge], draw: Draw, order: Sequence[int]) -> None:
    """Make every flow whole, keeping each one's expectation and every node's balance.

    Each step takes a cycle of arcs that are not whole and moves flow around it, one way or the
    other, until one of them is whole; the chances of the two ways are in inverse proportion to
    how far they go. Every node's balance must be whole, so that cycles exist. `order` says which
    arcs are taken first.
    """
    at: dict[Node, list[int]] = {}
    for one in order:
        for node in (edges[one].tail, edges[one].head):
            at.setdefault(node, []).append(one)
    path: list[tuple[int, Node]] = []  # arcs walked, each with the node where it was entered
    seen: dict[Node, int] = {}  # place on the path of every node on it
    starts = list(reversed(order))
    while True:
        if not path:
            while starts and not edges[starts[-1]].is_open:
                starts.pop()
            if not starts:
                return
            node = edges[starts[-1]].tail
        seen[node] = len(path)
        last = path[-1][0] if path else -1
        step = _next(at[node], edges, last)
        path.append((step, node))
        node = _other(edges[step], node)
        if node in seen:
            cycle = path[seen[node] :]
            _shift(cycle, edges, draw)
            node = _back(path, seen, edges)


def _next(arcs: list[int], edges: Sequence[Edge], last: int) -> int:
    """Return an arc to go on by; arcs that became whole are dropped for good."""
    while not edges[arcs[-1]].is_open:
        arcs.pop()
    if arcs[-1] != last:
        return arcs[-1]
    for place in range(len(arcs) - 2, -1, -1):
        if edges[arcs[place]].is_open:
            return arcs[place]
    raise HuibiError("assignment: these chances leave an open arc alone; nothing can be drawn")


def _other(edge: Edge, node: Node) -> Node:
    return edge.head if node == edge.tail else edge.tail


def _shift(cycle: Sequence[tuple[int, Node]], edges: Sequence[Edge], draw: Draw) -> None:
    """Move flow along the cycle or against it, in the fair proportion."""
    with_it = [edges[one] for one, node in cycle if edges[one].tail == node]
    against = [edges[one] for one, node in cycle if edges[one].tail != node]
    up = [GRID - edge.flow % GRID for edge in with_it]
    down = [edge.flow % GRID for edge in with_it]
    ahead = min(*up, *(edge.flow % GRID for edge in against), GRID)
    back = min(*down, *(GRID - edge.flow % GRID for edge in against), GRID)
    both = ahead + back
    part = gcd(ahead, back)
    moved = ahead if draw.below(both // part) < back // part else -back
    for edge in with_it:
        edge.flow += moved
    for edge in against:
        edge.flow -= moved


def _back(path: list[tuple[int, Node]], seen: dict[Node, int], edges: Sequence[Edge]) -> Node:
    """Cut the path before its first arc that became whole; return the node where it goes on."""
    for place, (one, node) in enumerate(path):
        if not edges[one].is_open:
            for _, gone in path[place:]:
                seen.pop(gone, None)
            del path[place:]
            return node
    raise HuibiError("assignment: a cycle was shifted and none of its arcs became whole")
