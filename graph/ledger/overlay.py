"""Corrections laid over the rows that the sources state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.ledger.records import CORRECTION_SOURCE
from graph.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STATED = "stated_"
"""Stands before a table's own column that bears the name of a column about the row."""


def stated(name: str) -> str:
    """Return the name under which such a column of a table is read."""
    return f"{STATED}{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A correction as the overlay needs it; `adds` marks one that states a whole row."""

    sequence: int
    key: str
    source: str | None
    cells: Mapping[str, str]
    status: Status | None
    adds: bool


def apply_rulings(stated: pa.Table, rulings: Sequence[Ruling]) -> pa.Table:
    """Return the rows with every ruling applied in sequence, withdrawn rows left out.

    A row that was ruled on says so in its origin. A row that only rulings state has the source
    `correction`; a source that states its key takes its place, the rulings laid over it.
    Order: by fact, an added row having the sequence of the ruling that added it.
    """
    if not rulings:
        return stated
    by_key: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        by_key.setdefault(ruling.key, []).append(ruling)
    ruled = pc.is_in(stated["key"], value_set=pa.array(by_key, pa.string()))
    old = stated.filter(ruled).to_pylist()
    new = [_ruled_row(row, by_key[row["key"]]) for row in old]
    stated_keys = {row["key"] for row in old}
    new += [
        row
        for key, said in by_key.items()
        if key not in stated_keys and (row := _added_row(said, stated.schema)) is not None
    ]
    kept = [row for row in new if row["status"] != Status.WITHDRAWN]
    if not old and not kept:
        return stated
    changed = pa.Table.from_pylist(kept, schema=stated.schema)
    return pa.concat_tables([stated.filter(pc.invert(ruled)), changed]).sort_by("fact")


def _ruled_row(row: dict[str, Any], said: Iterable[Ruling]) -> dict[str, Any]:
    for ruling in said:
        if ruling.source is not None and ruling.source != row["source"]:
            continue
        changes: dict[str, Any] = {
            stated(name) if stated(name) in row else name: text or None
            for name, text in ruling.cells.items()
        }
        if "confidence" in changes:
            changes["confidence"] = float(changes["confidence"] or 1.0)
        if ruling.status is not None:
            changes["status"] = ruling.status.value
        row = {**row, **changes, "ruled": ruling.sequence}
    if "ruled" in row and row["source"] != CORRECTION_SOURCE:
        row["origin"] = f"{row['origin']} (correction {row['ruled']})"
    return row


def _added_row(said: Sequence[Ruling], schema: pa.Schema) -> dict[str, Any] | None:
    start = next((place for place, ruling in enumerate(said) if ruling.adds), None)
    if start is None:
        return None
    first = said[start]
    blank = dict.fromkeys(schema.names) | {
        "fact": first.sequence,
        "origin": f"{CORRECTION_SOURCE}:{first.sequence}",
        "source": CORRECTION_SOURCE,
        "key": first.key,
        "confidence": 1.0,
        "status": Status.ASSERTED.value,
    }
    return _ruled_row(blank, said[start:])
