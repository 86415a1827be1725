"""Families drawn in lines: `P1 born=1990 sex=M` is a person, `P1 father P2 from=2001` a kin row."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from graph.model import Standing, day_of
from graph.snapshot.arrays import DISPUTED, INFERRED, UNCERTAIN
from graph.snapshot.kin_build import KinBuild, build_kin, find_contradictions

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = ("id", "name", "sex", "born", "died", "id_number")
KIN = ("person", "relation", "relative", "kind", "from", "to", "raised", "supported")
TIES = ("person", "other", "kind", "from", "to")
_MARKS = ((UNCERTAIN, "uncertain"), (DISPUTED, "disputed"), (INFERRED, "inferred"))

Rows = list[dict[str, str]]


def table_of(rows: Rows, columns: tuple[str, ...], name: str) -> Any:
    table = {c: pa.array([row.get(c) for row in rows], pa.string()) for c in columns}
    table["fact"] = pa.array(range(1, len(rows) + 1), pa.int64())
    table["origin"] = pa.array([f"{name}.csv:{at}" for at in range(2, len(rows) + 2)], pa.string())
    table["status"] = pa.array([row.get("status", "asserted") for row in rows], pa.string())
    table["confidence"] = pa.array([float(row.get("confidence", 1)) for row in rows], pa.float64())
    return pa.table(table)


class Family:
    """A built family, asked by person id."""

    def __init__(self, people: Rows, kin: Rows, ties: Rows) -> None:
        self.ids = sorted(
            {p["id"] for p in people} | {r[e] for r in kin for e in ("person", "relative")}
        )
        known = {p["id"]: p for p in people}
        rows = [known.get(i, {"id": i}) for i in self.ids]
        self.people = table_of(rows, PEOPLE, "people")
        self.kin = table_of(kin, KIN, "kin")
        self.built: KinBuild = build_kin(
            self.people, self.kin, table_of(ties, TIES, "ties"), pa.array(self.ids, pa.string())
        )

    def node(self, person: str) -> int:
        return bisect_left(self.ids, person)

    def segments(self, rows: str, one: str, other: str) -> list[tuple[str, int, int]]:
        """Every segment between two people: standing and marks, start, end."""
        adjacency = getattr(self.built.graph, rows)
        return [
            (self._told(adjacency, at), int(adjacency.start[at]), int(adjacency.end[at]))
            for at in adjacency.row(self.node(one))
            if adjacency.indices[at] == self.node(other)
        ]

    def on(self, day: str, rows: str, one: str, other: str) -> str:
        """What stands between two people on a day: `lawful`, `lawful uncertain` …, or nothing."""
        adjacency = getattr(self.built.graph, rows)
        found = [
            self._told(adjacency, at)
            for at in adjacency.row(self.node(one))
            if adjacency.indices[at] == self.node(other) and adjacency.is_in_force(at, day_of(day))
        ]
        assert len(found) <= 1, "segments of one tie overlap"
        return found[0] if found else ""

    def parent(self, day: str, child: str, parent: str) -> str:
        assert self.segments("parents", child, parent) == self.segments("children", parent, child)
        return self.on(day, "parents", child, parent)

    def couple(self, day: str, one: str, other: str) -> str:
        assert self.segments("spouses", one, other) == self.segments("spouses", other, one)
        return self.on(day, "spouses", one, other)

    def proof(self, rows: str, one: str, other: str) -> list[int]:
        adjacency = getattr(self.built.graph, rows)
        facts = getattr(self.built.graph, rows[:-1] + "_facts")
        at = next(
            a for a in adjacency.row(self.node(one)) if adjacency.indices[a] == self.node(other)
        )
        return facts.proof_of(at)

    def shapes(self, one: str, other: str, longest: int = 6) -> set[str]:
        """Shapes of the shortest lawful paths between two people, dates aside."""
        goal, found = self.node(other), set()
        moves = [(m, getattr(self.built.graph, r)) for m, r in
                 (("U", "parents"), ("D", "children"), ("S", "spouses"))]  # fmt: skip

        def walk(node: int, shape: str, seen: frozenset[int]) -> None:
            if node == goal:
                found.add(shape)
                return
            if len(shape) == longest:
                return
            for move, adjacency in moves:
                for at in adjacency.row(node):
                    step = int(adjacency.indices[at])
                    if step not in seen and adjacency.standing(at) == Standing.LAWFUL:
                        walk(step, shape + move, seen | {step})

        start = self.node(one)
        walk(start, "", frozenset({start}))
        return {shape for shape in found if len(shape) == min(map(len, found))}

    def codes(self) -> list[str]:
        return [c.code for c in self.built.contradictions]

    def found_before_loading(self) -> list[str]:
        ids = pa.array(self.ids, pa.string())
        return [c.code for c in find_contradictions(self.people, self.kin, ids)]

    @staticmethod
    def _told(adjacency: Any, at: int) -> str:
        marks = [word for bit, word in _MARKS if adjacency.flags[at] & bit]
        return " ".join([adjacency.standing(at).name.lower(), *marks])


def read_sketch(text: str) -> Family:
    people, kin = [], []
    for line in filter(None, map(str.strip, text.splitlines())):
        words = [word for word in line.split() if "=" not in word]
        cells = dict(word.split("=", 1) for word in line.split() if "=" in word)
        if len(words) == 1:
            people.append({"id": words[0], **cells})
        else:
            kin.append(dict(zip(("person", "relation", "relative"), words, strict=True)) | cells)
    return Family(people, kin, [])


@pytest.fixture(scope="session")
def sketch() -> Callable[[str], Family]:
    return read_sketch


@pytest.fixture(scope="session")
def family_of() -> Callable[[Rows, Rows, Rows], Family]:
    """Build from rows: people, kin, ties."""
    return Family
