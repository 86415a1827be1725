"""Crowds as bundles: so many people of a village, of a kind, of a community, and the ties between.

What is too much to draw is counted; a bundle opens into smaller ones, and a small one names whom
the purpose opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import networkx as nx
import numpy as np
from pydantic import BaseModel, Field

from api.http.graphing import nature_of
from api.http.where import NOWHERE
from graph.errors import InputError
from graph.ontology.kinds import NODE_LABELS, EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from api.http.asking import Asked
    from graph.snapshot.links import Ties

    Ints = NDArray[np.int64]

By = Literal["place", "kind", "community"]
NAMED, NAMED_LAST = 200, 1_000
"""A bundle of at most so many names its members; one that opens into no smaller ones names more."""
MOST_IN_COMMUNITIES = 3_000
_SEED = 7
_MOST_LINKS = 2_000


class Bundle(BaseModel):
    """So many people and other things that are drawn as one."""

    key: str = Field(description="Distinct among the bundles", examples=["place:520621"])
    name: str = Field(examples=["双江街道"])
    name_en: str = ""
    place: str = Field(default="", description="Opens into bundles of this place; blank: does not")
    people: int
    others: int = Field(description="Units and other things")
    members: list[str] = Field(
        default_factory=list, description="Of a small bundle: those that the purpose opens"
    )


class Link(BaseModel):
    """Ties between two bundles, or between a node and one: how many of which nature."""

    source: str
    target: str
    n: int
    natures: dict[str, int] = Field(examples=[{"kin": 12}])


class Step(BaseModel):
    """One place on the way down to what is shown."""

    id: str
    name: str


class BundlesOut(BaseModel):
    """A crowd in bundles, larger ones first."""

    bundles: list[Bundle]
    links: list[Link]
    by: str
    people: int
    others: int
    trail: list[Step] = Field(default_factory=list, description="Places above, the highest first")
    nowhere: int = Field(default=0, description="Members in none of the bundles")


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Nodes of the graph, ascending, as one account may see them for one purpose."""

    asked: Asked
    nodes: Ints

    def within(self, top: int) -> Crowd:
        """Return those who lie in a place or below it."""
        where = self.asked.sight.ground.where
        under = where.below(top) != NOWHERE
        of = where.of_node[self.nodes]
        return Crowd(asked=self.asked, nodes=self.nodes[(of != NOWHERE) & under[of]])

    def bundles(self, by: By, top: int) -> BundlesOut:
        """Return the crowd by place below `top`, by kind, or by community.

        Raises:
            InputError: too many for communities.
        """
        of, names, told = self._parts(by, top)
        kept = of != NOWHERE
        order = np.argsort(-np.bincount(of[kept], minlength=len(names)), kind="stable")
        made = [
            self._bundle(self.nodes[of == number], names[number])
            for number in order.tolist()
            if (of == number).any()
        ]
        keys = [names[number][0] for number in range(len(names))]
        people = int((self.nodes < self._persons).sum())
        where = self.asked.sight.ground.where
        return BundlesOut(
            bundles=made,
            links=self._links(of, keys),
            by=told,
            people=people,
            others=len(self.nodes) - people,
            trail=[Step(id=where.ids[at], name=where.names[at]) for at in where.trail(top)],
            nowhere=int((~kept).sum()),
        )

    @property
    def _persons(self) -> int:
        return int(self.asked.sight.ground.snapshot.ties.first[NodeKind.PERSON + 1])

    def _bundle(self, nodes: Ints, named: tuple[str, str, str, str]) -> Bundle:
        key, name, english, place = named
        people = int((nodes < self._persons).sum())
        is_small = len(nodes) <= (NAMED if place else NAMED_LAST)
        return Bundle(
            key=key, name=name, name_en=english, place=place, people=people,
            others=len(nodes) - people,
            members=list(self._opened(nodes)) if is_small else [],
        )  # fmt: skip

    def _opened(self, nodes: Ints) -> Iterator[str]:
        ties, purpose = self.asked.sight.ground.snapshot.ties, self.asked.purpose
        for node in nodes.tolist():
            kind, ident = ties.kind(node), ties.id(node)
            if kind is not NodeKind.PERSON or (purpose and purpose.opens(ident)):
                yield f"{kind.prefix}:{ident}"

    # parts: the number of each node's bundle; of each bundle key, name, English name and place

    def _parts(self, by: By, top: int) -> tuple[Ints, list[tuple[str, str, str, str]], str]:
        if by == "community":
            return (*self._communities(), by)
        if by == "kind":
            return (*self._kinds(), by)
        if self.asked.sight.ground.where.is_lowest(top):
            return (*self._groups(), "group")
        return (*self._places(top), by)

    def _places(self, top: int) -> tuple[Ints, list[tuple[str, str, str, str]]]:
        where = self.asked.sight.ground.where
        place = where.of_node[self.nodes]
        found = np.where(place == NOWHERE, NOWHERE, where.below(top)[place]).astype(np.int64)
        numbers, of = np.unique(found, return_inverse=True)
        names = [
            (f"place:{where.ids[at]}", where.names[at] or where.ids[at], "",
             where.ids[at] if at != top else "")
            for at in numbers.tolist() if at != NOWHERE
        ]  # fmt: skip
        return of - int(NOWHERE in numbers), names

    def _groups(self) -> tuple[Ints, list[tuple[str, str, str, str]]]:
        """Return villagers' groups; who is of none is of the village as a whole."""
        ties = self.asked.sight.graph.ties
        node_of = np.full(ties.n, NOWHERE, np.int64)
        rows = np.flatnonzero(ties.out.kind == EdgeKind.IN_GROUP)
        node_of[_sources(ties.out)[rows]] = ties.out.indices[rows]
        numbers, of = np.unique(node_of[self.nodes], return_inverse=True)
        names = [
            (f"group:{ident}", ident.rpartition("/")[2], "", "")
            if number != NOWHERE else ("group:", "未记载组别", "no group on record", "")
            for number in numbers.tolist()
            for ident in (ties.id(number) if number != NOWHERE else "",)
        ]  # fmt: skip
        return of, names

    def _kinds(self) -> tuple[Ints, list[tuple[str, str, str, str]]]:
        first = self.asked.sight.ground.snapshot.ties.first
        kinds = np.searchsorted(first, self.nodes, side="right") - 1
        numbers, of = np.unique(kinds, return_inverse=True)
        names = [
            (f"kind:{kind.prefix}", NODE_LABELS[kind], kind.prefix, "")
            for kind in map(NodeKind, numbers.tolist())
        ]
        return of, names

    def _communities(self) -> tuple[Ints, list[tuple[str, str, str, str]]]:
        """Return Louvain's communities (Blondel et al. 2008) among the crowd, the largest first."""
        if len(self.nodes) > MOST_IN_COMMUNITIES:
            raise InputError(
                f"{len(self.nodes):,} are too many for communities, which are sought among at most "
                f"{MOST_IN_COMMUNITIES:,}: open a place first"
            )
        at, other, _ = self._ties()
        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_edges_from(zip(at.tolist(), other.tolist(), strict=True))
        found = sorted(nx.community.louvain_communities(graph, seed=_SEED),
                       key=lambda one: (-len(one), min(one)))  # fmt: skip
        of = np.full(len(self.nodes), NOWHERE, np.int64)
        large = [one for one in found if len(one) > 1]
        for number, one in enumerate(large):
            of[list(one)] = number
        alone = [(f"community:{len(large)}", "不与他人相连", "tied to nobody here", "")]
        names = [
            (f"community:{n}", f"社群 {n + 1}", f"community {n + 1}", "") for n in range(len(large))
        ]
        if (of == NOWHERE).any():
            of[of == NOWHERE] = len(large)
            names += alone
        return of, names

    def _ties(self) -> tuple[Ints, Ints, Ints]:
        """Return the ties that the purpose opens: both ends by their place in the crowd, kind."""
        graph = self.asked.sight.graph.ties
        at = np.full(graph.n, NOWHERE, np.int64)
        at[self.nodes] = np.arange(len(self.nodes))
        one, other = at[_sources(graph.out)], at[graph.out.indices]
        kept = (one != NOWHERE) & (other != NOWHERE) & (one != other)
        purpose = self.asked.purpose
        if purpose is not None and purpose.people is not None:
            ids = self.asked.sight.ground.snapshot.ties
            opened = np.array(
                [node >= self._persons or purpose.opens(ids.id(node)) for node in self.nodes], bool
            )
            kept &= opened[one] | opened[other]
        return one[kept], other[kept], graph.out.kind[kept].astype(np.int64)

    def _links(self, of: Ints, keys: list[str]) -> list[Link]:
        """Return how many ties join each two bundles, the most first."""
        one, other, kind = self._ties()
        a, b = of[one], of[other]
        kept = (a != b) & (a != NOWHERE) & (b != NOWHERE)
        low, high = np.minimum(a[kept], b[kept]), np.maximum(a[kept], b[kept])
        code = (low * len(keys) + high) * len(EdgeKind) + kind[kept]
        found: dict[tuple[int, int], dict[str, int]] = {}
        for number, n in zip(
            *(x.tolist() for x in np.unique(code, return_counts=True)), strict=True
        ):
            pair, what = divmod(number, len(EdgeKind))
            natures = found.setdefault(divmod(pair, len(keys)), {})
            nature = nature_of(EdgeKind(what))
            natures[nature] = natures.get(nature, 0) + n
        links = [
            Link(source=keys[a], target=keys[b], n=sum(natures.values()), natures=natures)
            for (a, b), natures in found.items()
        ]
        return sorted(links, key=lambda link: -link.n)[:_MOST_LINKS]


def _sources(ties: Ties) -> Ints:
    """Return the node that each tie leads away from; int64[ties]."""
    return np.repeat(np.arange(len(ties.indptr) - 1), np.diff(ties.indptr))
