"""Rows as columns of bytes, as the writers inside a local server take them (`Neo4jServer.java`).

Each column is [name, kind, valid, numbers, starts, content, items], little-endian: a byte a row
where some are null; whole numbers (l) and others (d) of eight bytes, truths (b) of one; for texts
(s) where each begins in the UTF-8 of all; for lists (ll, ls) where each row begins among these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.projection.cells import whole
from graph.snapshot.persons import bytes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Column = list[str | bytes]


def packed(rows: pa.Table, names: Sequence[str]) -> list[Column]:
    """Return some columns of a table, in this order."""
    return [_column(name, whole(rows.column(name))) for name in names]


def _column(name: str, values: pa.Array) -> Column:
    valid = b""
    if values.null_count:
        valid = np.asarray(values.is_valid().to_numpy(zero_copy_only=False), np.uint8).tobytes()
    if pa.types.is_list(values.type):
        items, flat = _lists(values)
        return [name, "l" + _kind(flat.type), valid, *_values(flat), items]
    return [name, _kind(values.type), valid, *_values(values), b""]


def _lists(values: pa.Array) -> tuple[bytes, pa.Array]:
    """Return where each row begins among the values, and these."""
    sizes = pc.fill_null(pc.list_value_length(values), 0)
    starts = np.zeros(len(values) + 1, "<i4")
    np.cumsum(sizes.to_numpy(zero_copy_only=False), out=starts[1:])
    return starts.tobytes(), whole(values.flatten())


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "b"
    if pa.types.is_integer(kind):
        return "l"
    return "d" if pa.types.is_floating(kind) else "s"


def _values(values: pa.Array) -> tuple[bytes, bytes, bytes]:
    """Return numbers, or where texts begin and their bytes."""
    kind = _kind(values.type)
    if kind == "s":
        starts, content = bytes_of(values.cast(pa.string()))
        text = content[int(starts[0]) : int(starts[-1])].tobytes()
        return b"", (starts - starts[0]).astype("<i4").tobytes(), text
    filled: Any = pc.fill_null(values, False if kind == "b" else 0)
    plain = filled.to_numpy(zero_copy_only=False)
    return plain.astype({"l": "<i8", "d": "<f8", "b": "u1"}[kind]).tobytes(), b"", b""
