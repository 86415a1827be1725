"""How many people share a village, a group, a unit, a telephone: the measure of a hub."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pyarrow.compute as pc

from graph.ties.marks import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.snapshot.rows import Tables
    from graph.ties.lives import Life


class Sizes:
    """Sizes of the groups that some lives share; one scan a table, made once for a batch."""

    def __init__(self, snapshot: Tables, lives: Iterable[Life]) -> None:
        lives = list(lives)
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._names: dict[str, str] = {}
        people = snapshot.table("people")
        for column in HOME:
            self._count(people, column, _shared({life.home.get(column)} for life in lives))
        self._count_groups(people, lives)
        for table, column in (
            ("posts", "unit"),
            ("memberships", "unit"),
            ("memberships", "group_name"),
            ("roles", "company"),
            ("benefits", "account"),
        ):
            wanted = _shared({row.get(column) for row in life.of(table)} for life in lives)
            self._count(snapshot.table(table), column, wanted, table)
        self._raise(snapshot.table("places"), "village", "population")
        self._raise(snapshot.table("units"), "posts.unit", "staff")
        self._name(snapshot.table("units"))
        self._name(snapshot.table("places"))

    @classmethod
    def counted(cls, counts: Mapping[tuple[str, ...], int], names: Mapping[str, str]) -> Self:
        """Return sizes that were counted elsewhere: by column and values; names by id."""
        sizes = cls.__new__(cls)
        sizes._counts, sizes._names = Counter(counts), dict(names)
        return sizes

    def of(self, column: str, *values: str) -> int:
        """Return how many people share the value; at least the two who were compared."""
        return max(2, self._counts[(column, *values)])

    def name(self, value: str) -> str:
        """Return the name of a shared village, unit or company; other values as they are."""
        return self._names.get(value, value)

    def _name(self, table: pa.Table) -> None:
        shared = pa.array(sorted({key[1] for key in self._counts}), pa.string())
        kept = table.filter(pc.is_in(table.column("id"), value_set=shared))
        for row in kept.select(["id", "name"]).to_pylist():
            self._names[row["id"]] = row["name"] or row["id"]

    def _count(self, table: pa.Table, column: str, values: pa.Array, of: str = "") -> None:
        """Count the people who have each value; a person's several rows count once."""
        if not len(values):
            return
        cells = table.column(column)
        chosen = pc.is_in(cells, value_set=values)
        if "person" in table.column_names:
            rows = table.select([column, "person"]).filter(chosen)
            cells = rows.group_by([column, "person"]).aggregate([]).column(column)
        else:
            cells = cells.filter(chosen)
        for found in pc.value_counts(cells).to_pylist():
            self._counts[(f"{of}.{column}" if of else column, found["values"])] = found["counts"]

    def _count_groups(self, people: pa.Table, lives: list[Life]) -> None:
        homes = Counter((life.home.get("village"), life.home.get("group")) for life in lives)
        shared = {village for (village, group), times in homes.items() if group and times > 1}
        values = pa.array(sorted(village for village in shared if village), pa.string())
        if not len(values):
            return
        villages = people.column("village")
        kept = people.select(["village", "group"]).filter(pc.is_in(villages, value_set=values))
        grouped = kept.group_by(["village", "group"]).aggregate([([], "count_all")])
        for row in grouped.to_pylist():
            if row["group"]:
                self._counts[("group", row["village"], row["group"])] = row["count_all"]

    def _raise(self, table: pa.Table, column: str, size: str) -> None:
        """Trust a published size where it is larger than the people who happen to be loaded."""
        known = {key[1] for key in self._counts if key[0] == column}
        kept = table.filter(
            pc.is_in(table.column("id"), value_set=pa.array(sorted(known), pa.string()))
        )
        for row in kept.to_pylist():
            if row[size]:
                key = (column, row["id"])
                self._counts[key] = max(self._counts[key], int(row[size]))


def _shared(held: Iterable[set[str | None]]) -> pa.Array:
    """Return the values that at least two lives hold: nobody asks how many share the others."""
    holders = Counter(value for values in held for value in values if value)
    return pa.array(sorted(value for value, times in holders.items() if times > 1), pa.string())
