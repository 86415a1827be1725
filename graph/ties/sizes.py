"""How many people share a village, a group, a unit, a telephone: the measure of a hub."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.ties.lives import Life, Tables

_PEOPLE = ("village", "household", "phone", "address")


class Sizes:
    """Sizes of the groups that some lives share; one scan a table, made once for a batch."""

    def __init__(self, snapshot: Tables, lives: Iterable[Life]) -> None:
        lives = list(lives)
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._names: dict[str, str] = {}
        people = snapshot.table("people")
        for column in _PEOPLE:
            self._count(people, column, {life.home.get(column) for life in lives})
        self._count_groups(people, lives)
        for table, column in (
            ("posts", "unit"),
            ("memberships", "unit"),
            ("memberships", "group_name"),
            ("roles", "company"),
            ("benefits", "account"),
        ):
            wanted = {row.get(column) for life in lives for row in life.of(table)}
            self._count(snapshot.table(table), column, wanted, table)
        self._raise(snapshot.table("places"), "village", "population")
        self._raise(snapshot.table("units"), "posts.unit", "staff")
        self._name(snapshot.table("units"))
        self._name(snapshot.table("places"))

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

    def _count(self, table: pa.Table, column: str, wanted: set[str | None], of: str = "") -> None:
        values = sorted(value for value in wanted if value)
        if not values:
            return
        kept = table.filter(pc.is_in(table.column(column), value_set=pa.array(values, pa.string())))
        who = "person" if "person" in kept.column_names else "id"
        pairs = kept.group_by([column, who]).aggregate([]).column(column)
        for found in pc.value_counts(pairs.combine_chunks()).to_pylist():
            self._counts[(f"{of}.{column}" if of else column, found["values"])] = found["counts"]

    def _count_groups(self, people: pa.Table, lives: list[Life]) -> None:
        homes = [life.home for life in lives if life.home.get("group")]
        villages = {str(home["village"]) for home in homes if home.get("village")}
        kept = people.filter(
            pc.is_in(people.column("village"), value_set=pa.array(sorted(villages), pa.string()))
        )
        grouped = kept.group_by(["village", "group"]).aggregate([("id", "count")])
        for row in grouped.to_pylist():
            if row["group"]:
                self._counts[("group", row["village"], row["group"])] = row["id_count"]

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
