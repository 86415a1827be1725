"""A snapshot in memory, from tables, without a ledger: what the path search and its peers walk."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.ontology.tables import TABLE, TABLES
from graph.snapshot.arrays import Persons
from graph.snapshot.kin_build import build_kin
from graph.snapshot.link_rows import build_links
from graph.snapshot.links import TieGraph
from graph.snapshot.persons import Texts, one_array
from graph.snapshot.row_times import row_times
from graph.snapshot.tables import current

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.snapshot.arrays import KinGraph
    from graph.snapshot.kin_build import KinBuild
    from graph.snapshot.times import RowTimes


class MadeSnapshot:
    """The graph of some tables, made when first asked for; what `graph.paths` reads of a snapshot.

    tables: canonical tables as Arrow, columns of text, absent ones blank; rows count from 2.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = {
            table.name: current(table.name, _facts(table.name, tables.get(table.name)))
            for table in TABLES
        }

    @classmethod
    def of_rows(cls, **rows: Sequence[Mapping[str, str]]) -> MadeSnapshot:
        """Return the snapshot of rows written as mappings, by table."""
        return cls(
            {
                name: pa.table(
                    {
                        column: pa.array([row.get(column) for row in listed], pa.string())
                        for column in sorted({key for row in listed for key in row})
                    }
                )
                for name, listed in rows.items()
                if listed
            }
        )

    def table(self, name: str) -> pa.Table:
        """Return the rows of a table."""
        return self._tables[name]

    @cached_property
    def digest(self) -> str:
        """A digest of all rows."""
        digest = hashlib.sha256()
        for name, table in sorted(self._tables.items()):
            digest.update(f"{name} {table.num_rows}".encode())
            for column in table.columns:
                for chunk in column.chunks:
                    for buffer in filter(None, chunk.buffers()):
                        digest.update(buffer)
        return digest.hexdigest()

    @cached_property
    def _ids(self) -> pa.Array:
        return one_array(self._tables["people"].column("id"))

    @cached_property
    def _built(self) -> KinBuild:
        tables = self._tables
        return build_kin(tables["people"], tables["kin"], tables["ties"], self._ids)

    @property
    def kin(self) -> KinGraph:
        """Elementary kinship."""
        return self._built.graph

    @cached_property
    def persons(self) -> Persons:
        """People as columns."""
        built = self._built
        return Persons(
            ids=Texts(self._ids),
            names=Texts(one_array(self._tables["people"].column("name"))),
            sex=built.sex,
            born_first=built.births.first,
            born_last=built.births.last,
            died_first=built.deaths.first,
            died_last=built.deaths.last,
        )

    @cached_property
    def ties(self) -> TieGraph:
        """All ties of all nodes."""
        made = build_links(self._ids, self.table)
        return TieGraph(
            first=made.first,
            person_ids=Texts(self._ids),
            other_ids=Texts(made.other_ids),
            out=made.out,
            into=made.into,
        )

    @cached_property
    def times(self) -> RowTimes:
        """When the rows that prove ties held."""
        return row_times(self.table)


def _facts(name: str, rows: pa.Table | None) -> pa.Table:
    """Return rows as a ledger gives them: every column, and where each was read."""
    columns = [column.name for column in TABLE[name].columns]
    count = 0 if rows is None else rows.num_rows
    cells: dict[str, Any] = {}
    for column in columns:
        is_given = rows is not None and column in rows.column_names
        cells[column] = rows.column(column) if is_given else pa.nulls(count, pa.string())  # type: ignore[union-attr]
    numbers = pa.array(range(1, count + 1), pa.int64())
    row = pc.add(numbers, 1).cast(pa.string())
    origin = pc.binary_join_element_wise(pa.array([f"t/{name}.csv"] * count, pa.string()), row, ":")
    sure = pa.array([1.0] * count, pa.float64())
    if rows is not None and "confidence" in rows.column_names:
        sure = pc.fill_null(rows.column("confidence").cast(pa.float64()), 1.0)
    status = pa.array(["asserted"] * count, pa.string())
    if rows is not None and "status" in rows.column_names:
        status = pc.fill_null(rows.column("status"), "asserted")
    more = {
        "fact": numbers,
        "origin": origin,
        "source": pa.array(["t"] * count, pa.string()),
        "key": row,
        "confidence": sure,
        "status": status,
    }
    return pa.table(cells | more)
