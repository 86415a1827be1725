"""The canonical tables of a made county, gathered and written as CSV."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pacsv

from graph.ontology.tables import COMMON, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_BLOCK = 16_384


class Sheets:
    """Rows by table, in the order in which they were added."""

    def __init__(self) -> None:
        self._parts: defaultdict[str, list[pa.Table]] = defaultdict(list)

    def add(self, name: str, rows: pa.Table) -> None:
        """Add rows whose columns are text; KeyError if there is no such table or column."""
        allowed = {column.name for column in (*TABLE[name].columns, *COMMON)}
        for column in rows.column_names:
            if column not in allowed:
                raise KeyError(f"{name}.{column}")
        self._parts[name].append(rows)

    def add_rows(self, name: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Add rows given one by one; absent cells are blank."""
        listed = list(rows)
        columns = dict.fromkeys(key for row in listed for key in row)
        self.add(
            name,
            pa.table(
                {key: pa.array([row.get(key) for row in listed], pa.string()) for key in columns}
            ),
        )

    def tables(self) -> dict[str, pa.Table]:
        """Return the rows of each table as one, blank where a part has no such column."""
        return {
            name: pa.concat_tables(parts, promote_options="default")
            for name, parts in self._parts.items()
        }

    def write(self, folder: Path) -> dict[str, int]:
        """Write every table into the folder and return its number of rows.

        No made cell holds a comma, a quote or a line break: Arrow refuses one that does.
        """
        return {
            name: _write(folder / f"{name}.csv", name, self._parts[name])
            for name in TABLE
            if name in self._parts
        }


def _write(path: Path, name: str, parts: list[pa.Table]) -> int:
    filled = {column for part in parts for column in part.column_names}
    header = [c.name for c in (*TABLE[name].columns, *COMMON) if c.name in filled]
    rows = pa.concat_tables([_aligned(part, header) for part in parts])
    options = pacsv.WriteOptions(include_header=False, quoting_style="none", batch_size=_BLOCK)
    with path.open("wb") as file:
        file.write((",".join(header) + "\n").encode())
        pacsv.write_csv(rows, file, options)
    return int(rows.num_rows)


def _aligned(part: pa.Table, header: list[str]) -> pa.Table:
    blank = pa.nulls(part.num_rows, pa.string())
    return pa.table(
        {
            name: part[name].cast(pa.string()) if name in part.column_names else blank
            for name in header
        }
    )
