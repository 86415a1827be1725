"""Rows that name what is not loaded any more: Neo4j has no node for it, and so no tie to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.cases.resolve import Tables

_NAMED = (
    ("posts", "person", "unit", "units"),
    ("roles", "person", "company", "units"),
    ("memberships", "person", "unit", "units"),
    ("people", "id", "village", "places"),
)
"""Where a person's rows name a unit or a place, and the table that should know it."""


def have_loose_ends(snapshot: Tables, persons: Iterable[str]) -> bool:
    """Whether a row of some of these people names a unit or a village that was withdrawn.

    Two people of one such unit are tied by their rows alone. Cost: a scan of four tables.
    """
    asked = pa.array(sorted(persons), pa.string())
    for name, person, column, known in _NAMED:
        table = snapshot.table(name)
        is_loose = pc.and_(
            pc.is_valid(table[column]),
            pc.invert(pc.is_in(table[column], value_set=_ids(snapshot, known))),
        )
        loose = table.filter(is_loose)
        if loose.num_rows and pc.any(pc.is_in(loose[person], value_set=asked)).as_py():
            return True
    return False


def _ids(snapshot: Tables, table: str) -> pa.Array:
    ids = snapshot.table(table)["id"].combine_chunks()
    return ids if isinstance(ids, pa.Array) else pa.concat_arrays(ids.chunks)
