"""Everything the conditions ask of the data, each question answered once a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph.recusal.registers import registers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pyarrow as pa

    from graph.cases import ResolvedCase
    from graph.kinship.circles import Shapes
    from graph.kinship.coverage import Coverage
    from graph.kinship.kin import Reading
    from graph.recusal.unit_ties import UnitTie, UnitTies
    from graph.snapshot.arrays import KinGraph, Persons
    from graph.ties.tie import Acquaintance

Made = TypeVar("Made")
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
        self._registers = registers_of(data)
        self._kinship = kinship
        self.ties = ties
        self._readings: dict[tuple[str, str, Shapes], tuple[Reading, ...]] = {}
        self._coverage: dict[str, Coverage] = {}
        self._officers: dict[str, dict[str, UnitTie]] = {}
        self._made: dict[tuple[object, ...], Any] = {}

    @property
    def units(self) -> UnitTies:
        """The people of units."""
        return self._registers.units

    def once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what is the same for every candidate, made when it is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def name(self, person: str) -> str:
        """Return a person's name."""
        return self._registers.name(person)

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
        return self._registers.support(one, other, self.case.on)

    def years_since_end(self, reading: Reading) -> float | None:
        """Return the years since the marriages on a path ended; None where no end is dated."""
        ends = self._registers.ends_of(hop.fact for hop in reading.hops if hop.standing)
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
