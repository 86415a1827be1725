"""People read back from Neo4j: who they are, where they live, what is known of their kin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.kinship.coverage import read_coverage
from graph.kinship.near_kin import (
    CHILDREN,
    GRANDPARENTS,
    NAMED_PARENT,
    PARENTS,
    SIBLINGS,
    SPOUSE,
)
from graph.model import ALWAYS, EVER
from graph.neo4j.texts import named
from graph.projection.engine.gathered import Body, Key
from graph.snapshot.arrays import UNKNOWN_SEX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from graph.cases.resolve import Tables
    from graph.kinship.coverage import Coverage
    from graph.neo4j.session import Transaction

Row = dict[str, Any]
_PEOPLE = named("check_people")
_BITS = (
    ("parents", PARENTS),
    ("siblings", SIBLINGS),
    ("spouse", SPOUSE),
    ("children", CHILDREN),
    ("grandparents", GRANDPARENTS),
    ("named_parent", NAMED_PARENT),
)
_SHARED = ("village", "household", "phone", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What Neo4j knows of one person."""

    body: Body
    home: Row
    """A row of the people table; telephone and address are digests."""
    coverage: Coverage


def read_people(work: Transaction, persons: Iterable[str], on: int) -> dict[str, Known]:
    """Return what is known of people on a day, by id; who is not projected is left out."""
    asked = {"persons": sorted(set(persons))}
    rows = work.run(_PEOPLE, {"asked": asked, "on": on})
    return {row["person"]["id"]: _known(row) for row in rows}


def _known(row: Row) -> Known:
    person = row["person"]
    bits = sum(bit for name, bit in _BITS if row[name])
    return Known(
        body=Body.of(person, is_implied=False),
        home=_home(row),
        coverage=read_coverage(bits, frozenset(person.get("declared") or ())),
    )


def _home(row: Row) -> Row:
    person = row["person"]
    home = {name: next(iter(row[name]), None) for name in _SHARED}
    within = next(iter(row["within"]), None)
    if within is not None and home["village"] is not None:
        home["group"] = within.removeprefix(f"{home['village']}/")
    return home | {
        "id": person["id"],
        "name": person.get("name"),
        "fact": person["fact"],
        "origin": person["origin"],
        "confidence": person["confidence"],
    }


def bodies_named(snapshot: Tables, persons: Sequence[str]) -> dict[Key, Body]:
    """Return people whom Neo4j does not know, by the names that the snapshot has."""
    if not persons:
        return {}
    people = snapshot.table("people").select(["id", "name"])
    kept = people.filter(pc.is_in(people["id"], value_set=pa.array(persons, pa.string())))
    names = dict(zip(kept["id"].to_pylist(), kept["name"].to_pylist(), strict=True))
    bodies = (
        Body(
            key=Key(False, person),
            name=names.get(person) or person,
            sex=UNKNOWN_SEX,
            born_first=EVER,
            born_last=ALWAYS,
        )
        for person in persons
    )
    return {body.key: body for body in bodies}


def shared_values(homes: Collection[Row], column: str) -> list[str]:
    """Return the values of a column that at least two homes have."""
    seen: set[str] = set()
    twice: set[str] = set()
    for home in homes:
        if value := home.get(column):
            (twice if value in seen else seen).add(value)
    return sorted(twice)
