"""Everything the conditions ask of the data, each question answered once a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pyarrow.compute as pc

from graph.model import days_of
from graph.recusal.unit_ties import UnitTies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pyarrow as pa

    from graph.cases import ResolvedCase
    from graph.kinship.circles import Shapes
    from graph.kinship.coverage import Coverage
    from graph.kinship.kin import Reading
    from graph.recusal.relatives import RelativeSets
    from graph.recusal.unit_ties import UnitTie
    from graph.snapshot.arrays import KinGraph, Persons
    from graph.ties.tie import Acquaintance

_YEAR = 365.2425


class Data(Protocol):
    """What a check needs of a snapshot."""

    @property
    def sequence(self) -> int:
        """The ledger sequence it shows."""

    @property
    def persons(self) -> Persons:
        """People as columns."""

    @property
    def kin(self) -> KinGraph:
        """Elementary kinship."""

    def file(self, name: str) -> Path:
        """Return the Parquet file of a table."""

    def table(self, name: str) -> pa.Table:
        """Return the current facts of a table."""


class Kinship(Protocol):
    """What a check asks about kin."""

    def readings(self, one: str, other: str, on: int, shapes: Shapes) -> Sequence[Reading]:
        """Return every way in which `other` is kin to `one`, of any standing."""

    def coverage(self, person: str, on: int) -> Coverage:
        """Return what is recorded or declared about a person's kin."""


class Ties(Protocol):
    """What a check asks about acquaintance."""

    def between(self, one: str, other: str, on: int) -> Acquaintance:
        """Return the ties of two people on a day."""


class Evidence:
    """The data of one case, asked lazily and remembered."""

    def __init__(self, case: ResolvedCase, data: Data, kinship: Kinship, ties: Ties | None) -> None:
        self.case = case
        self.units = UnitTies(data)
        self.sets: dict[tuple[object, ...], RelativeSets] = {}
        self._data = data
        self._kinship = kinship
        self.ties = ties
        self._readings: dict[tuple[str, str, Shapes], tuple[Reading, ...]] = {}
        self._coverage: dict[str, Coverage] = {}
        self._officers: dict[str, dict[str, UnitTie]] = {}
        self._supported = _supported_pairs(data, case)

    def name(self, person: str) -> str:
        """Return a person's name."""
        persons = self._data.persons
        return persons.name(persons.index(person))

    def readings(self, one: str, other: str, shapes: Shapes) -> tuple[Reading, ...]:
        """Return how `other` is kin to `one` on the day of the case."""
        asked = (one, other, shapes)
        if asked not in self._readings:
            found = self._kinship.readings(one, other, self.case.on, shapes) if shapes else ()
            self._readings[asked] = tuple(found)
        return self._readings[asked]

    def coverage(self, person: str) -> Coverage:
        """Return what is known of a person's kin."""
        if person not in self._coverage:
            self._coverage[person] = self._kinship.coverage(person, self.case.on)
        return self._coverage[person]

    def acquaintance(self, one: str, other: str) -> Acquaintance | None:
        """Return the ties beyond kinship of two people, None where none were asked for."""
        return self.ties.between(one, other, self.case.on) if self.ties else None

    def support(self, one: str, other: str) -> dict[str, Any] | None:
        """Return the row that records support or guardianship between two people."""
        return self._supported.get(frozenset((one, other)))

    def years_since_end(self, reading: Reading) -> float | None:
        """Return the years since the marriages on a path ended; None where no end is dated."""
        facts = [hop.fact for hop in reading.hops if hop.standing]
        kin = self._data.table("kin")
        ends = [
            days_of(row["to"]).last
            for fact in facts
            for row in kin.filter(pc.equal(kin["fact"], fact)).to_pylist()
            if row["to"]
        ]
        return (self.case.on - max(ends)) / _YEAR if ends else None

    def officers(self, unit: str) -> dict[str, UnitTie]:
        """Return who stands for a unit on the day of the case."""
        if unit not in self._officers:
            self._officers[unit] = self.units.officers(unit, self.case.on)
        return self._officers[unit]


def persons_asked(case: ResolvedCase, units: UnitTies) -> set[str]:
    """Return everyone whose ties a check compares: candidates, parties and their officers."""
    asked = set(case.candidates)
    for party in case.parties:
        if party.person is not None:
            asked.add(party.person)
        else:
            asked.update(units.officers(party.unit or "", case.on))
    return asked


def _supported_pairs(data: Data, case: ResolvedCase) -> dict[frozenset[str], dict[str, Any]]:
    found: dict[frozenset[str], dict[str, Any]] = {}
    ties, kin = data.table("ties"), data.table("kin")
    if ties.num_rows:
        for row in _in_force(ties.filter(pc.equal(ties["kind"], "guardian")).to_pylist(), case.on):
            found[frozenset((row["person"], row["other"]))] = {**row, "edge": "guardian"}
    if kin.num_rows:
        for row in _in_force(kin.filter(pc.equal(kin["supported"], "true")).to_pylist(), case.on):
            pair = frozenset((row["person"], row["relative"]))
            found.setdefault(pair, {**row, "other": row["relative"], "edge": row["relation"]})
    return found


def _in_force(rows: Iterable[dict[str, Any]], on: int) -> list[dict[str, Any]]:
    return [
        row
        for row in rows
        if (not row["from"] or days_of(row["from"]).first <= on)
        and (not row["to"] or days_of(row["to"]).last > on)
    ]
