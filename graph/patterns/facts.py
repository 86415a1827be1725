"""What patterns read: typed tables of one snapshot, and legal kin from the engine beside them."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa

from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin
from graph.kinship.walks import LAWFUL_ONLY
from graph.patterns.typed import typed
from graph.snapshot.persons import one_array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graph.kinship.circles import Circle
    from graph.snapshot import Snapshot

MEMORY = "2GB"
"""What DuckDB may hold before it spills to disk: patterns share a small machine."""
_NO_CONSTRAINTS = "SET spark.sql.constraintPropagation.enabled = false"
"""Spark 4 fails where a union of checkpointed rows passes on what it knows of dropped columns."""


class Facts:
    """One snapshot as patterns see it on one day.

    `connection` is an Ibis backend: DuckDB by default, or one that reads the same Parquet files.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        on: int,
        *,
        connection: Any = None,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        self.snapshot, self.on = snapshot, on
        self.tell = progress or _silent
        self.connection = connection or _quiet_duckdb()
        if self._is_spark:
            self.connection.raw_sql(_NO_CONSTRAINTS)
        self._tables: dict[str, Any] = {}
        self._kin: dict[tuple[bytes, str, int, int], Any] = {}

    def table(self, name: str) -> Any:
        """Return one table as an expression, with the types of `graph.patterns.typed`.

        Beside the canonical columns: `fact`, `origin` (file and line), `confidence`, `disputed`.
        """
        if name not in self._tables:
            rows = self.connection.read_parquet(self.snapshot.file(name), table_name=f"raw_{name}")
            self._tables[name] = self._viewed(name, typed(name, rows))
        return self._tables[name]

    def count(self, name: str) -> int:
        """Return the number of rows of a table."""
        return int(self.snapshot.table(name).num_rows)

    def given(self, rows: pa.Table) -> Any:
        """Return Arrow rows as a table of the backend."""
        return self.kept(ibis.memtable(rows).select(*rows.column_names))

    def kept(self, expression: Any) -> Any:
        """Return an expression computed once, as a table of the backend."""
        name = f"kept_{uuid.uuid4().hex}"
        if self._is_spark:
            return self._viewed(name, expression)
        return self.connection.create_table(name, expression, temp=True)

    @property
    def _is_spark(self) -> bool:
        return bool(self.connection.name == "pyspark")

    def _viewed(self, name: str, expression: Any) -> Any:
        """Return a view; on Spark of rows already computed, or plans grow with every step."""
        view = self.connection.create_view(name, expression, overwrite=True)
        if self._is_spark:
            rows = self.connection._session.table(name).localCheckpoint()
            rows.createOrReplaceTempView(name)
        return view

    def legal_kin(
        self,
        people: Iterable[str],
        *,
        circle: Circle = ALL_KIN,
        on: int | None = None,
        allowed: int = LAWFUL_ONLY,
    ) -> Any:
        """Return the table (ego, relative: ids; kin_class: int8; shape) of people's legal kin.

        Each pair once, by its closest shape read from the ego. Cost: some 5 µs an ego and the
        registering of the rows. Ids that are no people of the snapshot have none.
        """
        day = self.on if on is None else on
        egos = self.nodes_of(people)
        key = (egos.tobytes(), circle.code, day, allowed)
        if key not in self._kin:
            self._kin[key] = self.given(self._kin_rows(egos, circle, day, allowed))
        return self._kin[key]

    def nodes_of(self, people: Iterable[str]) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Return the nodes of the people loaded among these ids, ascending."""
        wanted = pa.array(sorted({one for one in people if one}), pa.string())
        found = pa.compute.index_in(wanted, self._ids).drop_null()
        return np.unique(found.to_numpy(zero_copy_only=False)).astype(np.int32)

    @cached_property
    def _ids(self) -> pa.Array:
        return one_array(self.snapshot.table("people").column("id"))

    def _kin_rows(self, egos: Any, circle: Circle, day: int, allowed: int) -> pa.Table:
        sets = all_kin(self.snapshot, egos, day, circle, allowed=allowed)
        codes = np.unique(sets.code)
        shapes = {int(code): sets.shape_of(int(code)) for code in codes}
        names = np.array([shapes.get(code, "") for code in range(256)])
        return pa.table(
            {
                "ego": self._ids.take(pa.array(sets.ego)),
                "relative": self._ids.take(pa.array(sets.relative)),
                "kin_class": pa.array(sets.kin_class.astype(np.int8)),
                "shape": pa.array(names[sets.code]),
            }
        )


def _silent(_: str) -> None:
    """Say nothing."""


def _quiet_duckdb() -> Any:
    """Return DuckDB without the progress bar that it writes beside a command's own answer."""
    connection = ibis.duckdb.connect(memory_limit=MEMORY)
    connection.con.execute("SET enable_progress_bar = false")
    return connection
