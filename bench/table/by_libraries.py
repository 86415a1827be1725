"""igraph and networkx: kinship walked shape by shape, distance and strongest paths by their own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.flat_ties import FlatGraph, layered
from bench.shape_walk import legal_kin, trie_of
from bench.table.memory import available
from graph.kinship.circles import ALL_KIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.shape_walk import Step
    from bench.table.world import World

    Ints = NDArray[np.int64]
    Kin = dict[int, set[int]]

_LAYERS = 4
_SHARE = 0.8
"""Of the memory that the machine has to give."""


class Library:
    """What both libraries are asked alike."""

    name = ""
    note = "ready-made arrays into three graphs"
    layer_bytes = 0
    """What a tie of the graph of layers takes, counted while it is made."""
    step: Step

    def __init__(self, world: World) -> None:
        self._world = world
        self._shapes = trie_of(ALL_KIN.shapes)

    def load(self) -> int:
        """Make the graphs of kinship and of all ties."""
        world = self._world
        self._real, kin_nodes, self._nodes = (int(size) for size in world.array("sizes"))
        parents, couples = world.array("parents"), world.array("couples")
        ends = world.array("ends")
        self.make_kin(kin_nodes, parents, couples)
        self.make_ties(self._nodes, ends)
        return len(ends) + len(parents) + len(couples)

    def make_kin(self, nodes: int, parents: NDArray[Any], couples: NDArray[Any]) -> None:
        """Make the graphs of kinship."""
        raise NotImplementedError

    def make_ties(self, nodes: int, ends: NDArray[Any]) -> None:
        """Make the graph of all ties."""
        raise NotImplementedError

    def make_layers(self, nodes: int, ends: NDArray[Any], cost: NDArray[Any]) -> None:
        """Make the graph whose paths have at most as many ties as layers."""
        raise NotImplementedError

    def held_bytes(self) -> float:
        """Leave it to the growth of the process."""
        return 0.0

    def server(self) -> int | None:
        """Ask no server."""
        return None

    def kin(self, egos: Ints) -> Kin:
        """Return the kin of each."""
        found = {}
        for ego in egos.tolist():
            everyone = legal_kin(ego, self.step, self._shapes)
            found[ego] = {one for one in everyone if one < self._real}
        return found

    def case(self, parties: Ints, candidates: Ints) -> Kin:
        """Return the kin of the parties who are candidates."""
        among = set(candidates.tolist())
        return {ego: kin & among for ego, kin in self.kin(parties).items()}

    def keys(self, found: Kin) -> Ints:
        """Return the pairs as numbers."""
        pairs = [ego << 32 | kin for ego, everyone in found.items() for kin in everyone]
        return np.sort(np.array(pairs, np.int64))

    def prepare_strongest(self) -> str:
        """Make the graph of layers, where there is room; returns why not."""
        ends, cost = self._world.array("weighed_ends"), self._world.array("weighed_cost")
        need = 2 * _LAYERS * len(ends) * self.layer_bytes / 2**20
        if need > _SHARE * available():
            return f"memory (some {need / 1024:.0f} GB for a layer of the graph a tie)"
        try:
            self.make_layers(self._nodes, *layered(_flat(self._nodes, ends, cost), _LAYERS))
        except MemoryError:
            return "memory"
        return ""


def _flat(nodes: int, ends: NDArray[Any], cost: NDArray[Any]) -> FlatGraph:
    return FlatGraph(nodes=nodes, ends=ends, cost=cost)


class Igraph(Library):
    """igraph."""

    name = "igraph"
    layer_bytes = 150

    def make_kin(self, nodes: int, parents: NDArray[Any], couples: NDArray[Any]) -> None:
        """Make the graphs of kinship."""
        import igraph

        up = igraph.Graph(n=nodes, edges=parents, directed=True)
        side = igraph.Graph(n=nodes, edges=couples).simplify()
        self.step = {"U": up.successors, "D": up.predecessors, "S": side.neighbors}

    def make_ties(self, nodes: int, ends: NDArray[Any]) -> None:
        """Make the graph of all ties."""
        import igraph

        self._graph = igraph.Graph(n=nodes, edges=ends)

    def make_layers(self, nodes: int, ends: NDArray[Any], cost: NDArray[Any]) -> None:
        """Make the graph of layers."""
        import igraph

        del self._graph
        self._layers = igraph.Graph(n=nodes * (_LAYERS + 1), edges=ends, directed=True)
        self._cost = cost

    def fewest(self, pair: tuple[int, int]) -> int | None:
        """Return the fewest ties."""
        found = self._graph.distances(source=pair[0], target=pair[1])[0][0]
        return None if math.isinf(found) else int(found)

    def strongest(self, pair: tuple[int, int]) -> float:
        """Return the strength of the best path."""
        goals = [pair[1] + self._nodes * layer for layer in range(1, _LAYERS + 1)]
        return math.exp(-min(self._layers.distances(pair[0], goals, weights=self._cost)[0]))


class Networkx(Library):
    """networkx."""

    name = "networkx"
    layer_bytes = 600

    def make_kin(self, nodes: int, parents: NDArray[Any], couples: NDArray[Any]) -> None:
        """Make the graphs of kinship."""
        import networkx as nx

        up, side = nx.DiGraph(), nx.Graph()
        for graph, ends in ((up, parents), (side, couples)):
            graph.add_nodes_from(range(nodes))
            graph.add_edges_from(ends.tolist())
        self.step = {"U": up.successors, "D": up.predecessors, "S": side.neighbors}

    def make_ties(self, nodes: int, ends: NDArray[Any]) -> None:
        """Make the graph of all ties."""
        import networkx as nx

        self._graph = nx.Graph()
        self._graph.add_nodes_from(range(nodes))
        self._graph.add_edges_from(ends.tolist())

    def make_layers(self, nodes: int, ends: NDArray[Any], cost: NDArray[Any]) -> None:
        """Make the graph of layers, of several ties between two nodes the strongest."""
        import networkx as nx

        del self._graph
        self._layers = nx.DiGraph()
        order = np.argsort(-cost, kind="stable")
        rows = zip(*ends[order].T.tolist(), cost[order].tolist(), strict=True)
        self._layers.add_weighted_edges_from(rows)

    def fewest(self, pair: tuple[int, int]) -> int | None:
        """Return the fewest ties, searched from both."""
        import networkx as nx

        try:
            return int(nx.shortest_path_length(self._graph, *pair))
        except nx.NetworkXNoPath:
            return None

    def strongest(self, pair: tuple[int, int]) -> float:
        """Return the strength of the best path."""
        import networkx as nx

        one, other = pair
        if one not in self._layers:
            return 0.0
        costs = nx.single_source_dijkstra_path_length(self._layers, one)
        goals = (other + self._nodes * layer for layer in range(1, _LAYERS + 1))
        return math.exp(-min(costs.get(goal, math.inf) for goal in goals))
