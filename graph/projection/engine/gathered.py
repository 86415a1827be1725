"""What Neo4j brought back of a few families, in the form in which a snapshot holds everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.errors import NotFoundError
from graph.snapshot.arrays import FEMALE, MALE, UNKNOWN_SEX, KinGraph, Persons
from graph.snapshot.kin_arrays import kin_graph
from graph.snapshot.segments import Segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

Row = dict[str, Any]


SEX = MappingProxyType({None: UNKNOWN_SEX, "M": MALE, "F": FEMALE})
"""The number of a sex, by how Neo4j has it."""


class Key(NamedTuple):
    """Who a node is; sorts as a snapshot numbers them, implied people after all others."""

    is_implied: bool
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the wording of a relation asks of a person."""

    key: Key
    name: str
    sex: int
    born_first: int
    born_last: int

    @classmethod
    def of(cls, node: Row, *, is_implied: bool) -> Body:
        """Return the body of a node, given by its properties."""
        return cls(
            key=Key(is_implied, node["id"]),
            name=node.get("name") or "",
            sex=SEX[node.get("sex")],
            born_first=node["born_first"],
            born_last=node["born_last"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One segment: `other` is the parent of `one`, or the spouse."""

    is_parent: bool
    one: Key
    other: Key
    flags: int
    start: int
    end: int
    bond: int
    confidence: float
    proof: tuple[int, ...]
    """Facts of the kin rows that prove it, the best first."""


@dataclass(frozen=True)
class Gathered:
    """A source for the kinship engine, made of rows instead of files.

    Every person and tie in it is of the whole graph; what was not asked for is not.
    """

    bodies: Mapping[Key, Body]
    ties: Sequence[Tie]
    tables: Mapping[str, pa.Table]
    sequence: int

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        return tuple(sorted(self.bodies))

    @cached_property
    def persons(self) -> Persons:
        """People as columns."""
        bodies = [self.bodies[key] for key in self._keys]
        named = [body for body in bodies if not body.key.is_implied]
        unknown = np.zeros(len(bodies), np.int32)
        return Persons(
            ids=[body.key.id for body in named],
            names=[body.name for body in named],
            sex=np.array([body.sex for body in bodies], np.uint8),
            born_first=np.array([body.born_first for body in bodies], np.int32),
            born_last=np.array([body.born_last for body in bodies], np.int32),
            died_first=unknown,
            died_last=unknown,
        )

    @cached_property
    def kin(self) -> KinGraph:
        """Elementary kinship."""
        node = {key: number for number, key in enumerate(self._keys)}
        facts = self.tables["kin"]["fact"].to_pylist()
        row = {fact: number for number, fact in enumerate(facts)}
        parents = [tie for tie in self.ties if tie.is_parent]
        couples = [tie for tie in self.ties if not tie.is_parent]
        return kin_graph(_segments(parents, node, row), _segments(couples, node, row), len(node))

    def table(self, name: str) -> pa.Table:
        """Return the rows of a table that were asked for.

        Raises:
            NotFoundError: no row of it was asked for.
        """
        if name not in self.tables:
            raise NotFoundError(f"rows of '{name}' were not read from Neo4j for this question")
        return self.tables[name]

    def file(self, name: str) -> Path:
        """There are no files here."""
        raise NotFoundError(f"'{name}': what was read from Neo4j lies in no file")


def _segments(ties: Iterable[Tie], node: Mapping[Key, int], row: Mapping[int, int]) -> Segments:
    ties = list(ties)
    ends = np.array([(node[tie.one], node[tie.other]) for tie in ties], np.int32).reshape(-1, 2)
    counts = np.array([len(tie.proof) for tie in ties], np.int32)
    return Segments(
        one=ends[:, 0],
        other=ends[:, 1],
        flags=np.array([tie.flags for tie in ties], np.uint8),
        start=np.array([tie.start for tie in ties], np.int32),
        end=np.array([tie.end for tie in ties], np.int32),
        bond=np.array([tie.bond for tie in ties], np.uint8),
        confidence=np.array([tie.confidence for tie in ties], np.float32),
        proof_first=np.cumsum(counts, dtype=np.int64) - counts,
        proof_count=counts,
        proof=np.array([row[fact] for tie in ties for fact in tie.proof], np.int32),
    )
