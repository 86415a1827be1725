"""What checks look up in the tables of a snapshot, read once for all of its cases."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc

from graph.model import ALWAYS, EVER, days_of
from graph.recusal.unit_ties import UnitTies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.recusal.evidence import Data

Row = dict[str, Any]
_KEPT = 2
_MOST_NODES = 500_000


class Registers:
    """People, units and supported pairs of one snapshot, whatever the day."""

    def __init__(self, data: Data) -> None:
        self.owner = data.kin
        self.units = UnitTies(data)
        self._data = data
        self._nodes: dict[str, int] = {}

    def node(self, person: str) -> int:
        """Return the node of a person, searched for once.

        Raises:
            NotFoundError: nobody has this id.
        """
        if person not in self._nodes:
            self.remember({person: self._data.persons.index(person)})
        return self._nodes[person]

    def remember(self, nodes: Mapping[str, int]) -> None:
        """Take in nodes that were found for many people at once."""
        if len(self._nodes) > _MOST_NODES:
            self._nodes = {}
        self._nodes.update(nodes)

    def name(self, person: str) -> str:
        """Return a person's name."""
        return self._data.persons.name(self.node(person))

    def support(self, one: str, other: str, on: int) -> Row | None:
        """Return the row that records support or guardianship between two people on a day.

        Guardianship comes before support, the latest row of it and the earliest of the other.
        """
        found: Row | None = None
        for row in self.supported.get(frozenset((one, other)), ()):
            if row["first"] <= on < row["last"]:
                if row["edge"] == "guardian":
                    found = row
                elif found is None:
                    return row
        return found

    @cached_property
    def supported(self) -> dict[frozenset[str], list[Row]]:
        """Rows of support and guardianship by the pair they join, guardianship first."""
        found: dict[frozenset[str], list[Row]] = {}
        for row in (*self._guardians(), *self._supported()):
            found.setdefault(frozenset((row["person"], row["other"])), []).append(row)
        return found

    @cached_property
    def partners(self) -> dict[str, frozenset[str]]:
        """Everyone with whom a person has support or guardianship on record, on any day."""
        found: dict[str, set[str]] = {}
        for pair in self.supported:
            for person in pair:
                found.setdefault(person, set()).update(pair)
        return {person: frozenset(several) for person, several in found.items()}

    def _guardians(self) -> Iterator[Row]:
        ties = self._data.table("ties")
        if ties.num_rows:
            for row in _dated(ties.filter(pc.equal(ties["kind"], "guardian")).to_pylist()):
                yield {**row, "other": row["other"].removeprefix("person:"), "edge": "guardian"}

    def _supported(self) -> Iterator[Row]:
        kin = self._data.table("kin")
        if kin.num_rows:
            for row in _dated(kin.filter(pc.equal(kin["supported"], "true")).to_pylist()):
                yield {**row, "other": row["relative"], "edge": row["relation"]}

    def ends_of(self, facts: Iterable[int]) -> list[int]:
        """Return the days on which ties that rows of kin.csv state came to an end."""
        numbers, places = self._facts
        ends = self._data.table("kin")["to"]
        found = []
        for fact in facts:
            first, last = np.searchsorted(numbers, (fact, fact + 1))
            found += [ends[int(place)].as_py() for place in places[first:last]]
        return [days_of(end).last for end in found if end]

    @cached_property
    def _facts(self) -> tuple[Any, Any]:
        facts = self._data.table("kin")["fact"].to_numpy()
        places = np.argsort(facts, kind="stable")
        return facts[places], places


def _dated(rows: Iterable[Row]) -> Iterator[Row]:
    """Add the days, half-open, on which a row may hold, partial dates read widely."""
    for row in rows:
        first = days_of(row["from"]).first if row["from"] else EVER
        last = days_of(row["to"]).last if row["to"] else ALWAYS
        yield {**row, "first": first, "last": last}


_recent: tuple[Registers, ...] = ()


def registers_of(data: Data) -> Registers:
    """Return the registers of a snapshot; the last few snapshots' are kept."""
    global _recent
    for known in _recent:
        if known.owner is data.kin:
            return known
    made = Registers(data)
    _recent = (made, *_recent)[:_KEPT]
    return made
