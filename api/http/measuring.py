"""Figures on what is on screen, by networkx: who has many ties, who lies between, who clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STEPS = 600_000
"""Ties walked for betweenness; a larger picture is measured from a sample of its nodes."""
_SEED = 7
_PLACES = 6


class MeasuresOut(BaseModel):
    """Figures by node; they describe the picture, not the people in it."""

    degree: dict[str, int] = Field(examples=[{"person:P1": 3}])
    betweenness: dict[str, float] = Field(
        description="Share of the shortest ways that lead through a node (Freeman 1977)",
        examples=[{"person:P1": 0.5}],
    )
    communities: list[list[str]] = Field(
        description="Louvain (Blondel et al. 2008), the largest first",
        examples=[[["person:P1", "person:P2"]]],
    )
    sampled: int | None = Field(
        description="From so many nodes betweenness was measured; from all if null"
    )


def measures_of(nodes: Sequence[str], edges: Iterable[tuple[str, str]]) -> MeasuresOut:
    """Return the measures of a picture, several ties between two nodes counting once.

    Cost: about a second at most, since betweenness is sampled in larger pictures (Brandes and
    Pich 2007); the same picture always gets the same figures.
    """
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((one, other) for one, other in edges if one != other)
    size = len(graph) + graph.number_of_edges()
    sample = max(1, _STEPS // max(1, size))
    sampled = sample if sample < len(graph) else None
    between = nx.betweenness_centrality(graph, k=sampled, seed=_SEED)
    groups = nx.community.louvain_communities(graph, seed=_SEED) if len(graph) else []
    return MeasuresOut(
        degree=dict(graph.degree()),
        betweenness={node: round(value, _PLACES) for node, value in between.items()},
        communities=sorted((sorted(one) for one in groups), key=lambda one: (-len(one), one[0])),
        sampled=sampled,
    )
