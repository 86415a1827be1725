"""Ties that no row states but rows together say: siblings by a parent, people of one household.

They are drawn dotted, name every row they rest on, and say through whom or what; where that one is
on screen too, they say nothing new.
"""

from __future__ import annotations

from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

from api.http.graphing import EdgeOut, GraphOut
from graph.kinship.evidence import Evidence
from graph.kinship.rows import UP
from graph.kinship.walks import Tie
from graph.ontology.kinds import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.http.sight import Sight

_MOST_IN_HOUSEHOLD = 12
"""A household of more is a dormitory or a mistake; that two are of it says nothing."""
_MOST = 2_000


def with_derived(sight: Sight, nodes: Sequence[int], drawn: GraphOut) -> GraphOut:
    """Return a part of the graph with its derived ties, none where a row says that two are kin.

    Cost: the parents and households of the nodes.
    """
    people = [node for node in nodes if node < sight.graph.persons.n]
    joined = {frozenset((one.source, one.target)) for one in drawn.edges if one.kind == "kin"}
    found: list[EdgeOut] = []
    for made in (*_siblings(sight, people), *_housemates(sight, people)):
        pair = frozenset((made.source, made.target))
        if pair not in joined and len(found) < _MOST:
            joined.add(pair)
            found.append(made)
    return GraphOut(nodes=drawn.nodes, edges=[*drawn.edges, *found])


def _siblings(sight: Sight, people: Sequence[int]) -> Iterator[EdgeOut]:
    """Yield who has a parent in common, named on record or not."""
    snapshot = sight.graph
    evidence = Evidence(snapshot)
    children: dict[int, dict[int, Tie]] = {}
    for person in people:
        for at in snapshot.kin.parents.row(person):
            parent = int(snapshot.kin.parents.indices[at])
            children.setdefault(parent, {}).setdefault(person, Tie(UP, person, parent, at))
    for parent, ties in children.items():
        for one, other in combinations(sorted(ties), 2):
            rows = [row for tie in (ties[one], ties[other]) for row in evidence.rows(tie)[:1]]
            yield EdgeOut(
                id=f"derived:sibling:{one}:{other}",
                source=_name(sight, one), target=_name(sight, other),
                kind="kin", nature="kin", zh="同父或同母", en="child of the same parent",
                confidence=prod(row.confidence for row in rows),
                disputed=any(row.is_disputed for row in rows),
                origin=", ".join(dict.fromkeys(row.origin for row in rows)),
                derived=True, via=_name(sight, parent) if parent < snapshot.persons.n else "",
            )  # fmt: skip


def _housemates(sight: Sight, people: Sequence[int]) -> Iterator[EdgeOut]:
    """Yield who is of one household by the register."""
    ties = sight.graph.ties.out
    table = sight.ground.snapshot.table("people")
    members: dict[int, list[int]] = {}
    for person in people:
        for at in ties.of_kind(person, EdgeKind.IN_HOUSEHOLD):
            members.setdefault(int(ties.indices[at]), []).append(person)
    for household, listed in members.items():
        if len(listed) > _MOST_IN_HOUSEHOLD:
            continue
        for one, other in combinations(sorted(listed), 2):
            rows = table.take([one, other]).select(["origin", "confidence"]).to_pylist()
            yield EdgeOut(
                id=f"derived:household:{one}:{other}",
                source=_name(sight, one), target=_name(sight, other),
                kind="same_household", nature="acquaintance", zh="同户", en="same household",
                confidence=prod(float(row["confidence"]) for row in rows),
                origin=", ".join(dict.fromkeys(row["origin"] or "" for row in rows)),
                derived=True, via=f"household:{sight.ground.snapshot.ties.id(household)}",
            )  # fmt: skip


def _name(sight: Sight, person: int) -> str:
    return f"{NodeKind.PERSON.prefix}:{sight.ground.snapshot.ties.id(person)}"
