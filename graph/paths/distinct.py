"""What makes two paths different: the stations they pass, compared with the nodes they lie on.

A station is a person, unit, contract, account, asset or programme between the ends. No stations are
things merely shared (household, village, group, class, telephone, address) and people between
whose two neighbours on the path all is kinship: kinship between two people counts once, however it
runs. In sets of several, the ends are stations too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.ontology.kinds import NodeKind
from graph.paths.kernels.stations import MERELY_SHARED
from graph.paths.layout import FIRST, UP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.paths.arrays import PathGraph
    from graph.paths.search import Path


def direction_of(code: int) -> int:
    """Return the direction of the arrays that a path's tie stands in."""
    return (code if code >= 0 else -2 - code) & 7


def is_kin(code: int) -> bool:
    """Whether a tie of a path is a step of kinship."""
    return direction_of(code) >= UP


def kind_of(graph: PathGraph, node: int) -> NodeKind:
    """Return what a node is; implied people are persons."""
    if node >= graph.recorded:
        return NodeKind.PERSON
    first = graph.slots[FIRST : FIRST + len(NodeKind) + 1]
    return NodeKind(int(np.searchsorted(first, node, side="right")) - 1)


def is_station(graph: PathGraph, path: Path, at: int) -> bool:
    """Whether the node at a place between the ends of a path is a station."""
    if path.nodes[at] >= graph.recorded:
        return False
    if is_kin(path.codes[at - 1]) and is_kin(path.codes[at]):
        return False
    return kind_of(graph, path.nodes[at]) not in MERELY_SHARED


def stations_of(graph: PathGraph, path: Path, told: tuple[bool, bool]) -> frozenset[int]:
    """Return the stations of a path; told: whether the ends of either side count."""
    found = {path.nodes[at] for at in range(1, len(path.nodes) - 1) if is_station(graph, path, at)}
    ends = {
        node for node, is_told in zip((path.nodes[0], path.nodes[-1]), told, strict=True) if is_told
    }
    return frozenset(found | ends)


def are_alike(stations: frozenset[int], stronger: frozenset[int], nodes: Iterable[int]) -> bool:
    """Whether a path of these stations is like a stronger one of its stations and nodes.

    Like it is a path that passes all its stations (a detour), or none that do not lie on it (the
    same people by weaker ties); paths without any station are alike.
    """
    if not stations:
        return not stronger
    return (bool(stronger) and stronger <= stations) or stations <= frozenset(nodes)
