"""The kin question asked of Neo4j: every path of some circles between some pairs, with proofs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.kinship.circles import inverse_of
from graph.neo4j.texts import named
from graph.projection.cypher_circles import paths_query
from graph.projection.engine.gathered import Body, Tie

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.kinship.circles import Shapes
    from graph.neo4j.session import Transaction
    from graph.projection.engine.gathered import Key

Row = dict[str, Any]

MOST_PATHS = 200_000
"""Paths that one question brings back at most; beyond, the answer is known to be cut."""
_MOST_EGOS = 500
_AROUND = named("kin_around")
_ROWS = named("kin_rows")


@dataclass(slots=True, kw_only=True)
class Found:
    """What the patterns found between pairs of people."""

    named: set[tuple[str, str]] = field(default_factory=set)
    """Pairs, both ways, of whom the second is kin to the first by some wanted shape."""
    bodies: dict[Key, Body] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    """Rows of the kin table that prove the ties."""
    is_cut: bool = False


def find_kin(
    work: Transaction,
    pairs: Mapping[str, Collection[str]],
    shapes: Shapes,
    on: int,
    *,
    most: int = MOST_PATHS,
) -> Found:
    """Find how people are kin to others, by these shapes from either side and ties of any standing.

    `pairs` maps each ego to those he is compared with; put the fewer people on the side of egos.
    """
    found = Found()
    if not shapes or not pairs:
        return found
    both = shapes | {inverse_of(shape) for shape in shapes}
    query, automaton = paths_query(frozenset(both))
    egos = list(pairs)
    people: set[str] = set()
    low: set[str] = set()
    left = most
    for first in range(0, len(egos), _MOST_EGOS):
        part = egos[first : first + _MOST_EGOS]
        rows = [{"ego": ego, "others": dict.fromkeys(pairs[ego], True)} for ego in part]
        for row in work.run(query, {"asked": automaton | {"rows": rows}, "on": on, "most": left}):
            for other, path, lower in row["found"]:
                found.named |= {(row["ego"], other), (other, row["ego"])}
                people.update(path)
                if lower is not None:
                    low.add(lower)
                left -= 1
        if left <= 0:
            found.is_cut = True
            break
    if found.named:
        _bring_ties(work, found, sorted(people), sorted(low), on)
        _bring_rows(work, found)
    return found


def _bring_ties(
    work: Transaction, found: Found, people: list[str], low: list[str], on: int
) -> None:
    for row in work.run(_AROUND, {"asked": {"people": people, "low": low}, "on": on}):
        one, other = (
            Body.of(row[end], is_implied=bool(row[end]["implied"])) for end in ("one", "other")
        )
        found.bodies[one.key], found.bodies[other.key] = one, other
        tie = row["tie"]
        found.ties.append(
            Tie(
                is_parent=row["kind"] == "PARENT",
                one=one.key,
                other=other.key,
                flags=tie["flags"],
                start=tie["start"],
                end=tie["end"],
                bond=tie["bond"],
                confidence=tie["confidence"],
                proof=tuple(tie["proof"]),
            )
        )


def _bring_rows(work: Transaction, found: Found) -> None:
    facts = sorted({fact for tie in found.ties for fact in tie.proof})
    for row in work.run(_ROWS, {"asked": {"facts": facts}}):
        ends = {}
        for end in ("person", "relative"):
            body = Body.of(row[end], is_implied=False)
            found.bodies[body.key] = body
            ends[end] = body.key.id
        found.rows.append(ends | row["cells"])
