"""Tables of what should stand in Neo4j, and the difference between two states of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from graph.projection.tie_keys import tie_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from graph.projection.model import Label, Type

SOURCE, TARGET, IDENTITY = "_source", "_target", "_identity"
"""Columns of ties that are no properties: the ids of the ends, and what else tells one apart."""
KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a frame is about: nodes of one label, or ties of one type between two labels."""

    label: Label | None = None
    type: Type | None = None
    source: Label | None = None
    target: Label | None = None

    @property
    def is_node(self) -> bool:
        """Whether the frame holds nodes."""
        return self.label is not None

    @property
    def name(self) -> str:
        """Return what tells this shape from every other."""
        if self.label is not None:
            return str(self.label)
        return f"{self.type}.{self.source}.{self.target}"


@dataclass(frozen=True)
class Frame:
    """Rows of one shape in one state; `make` builds the table when it is first asked for.

    `fingerprint` tells what the rows are derived from: equal ones give equal rows. Nodes have the
    column `id`; ties `_source`, `_target` and `_identity` (text or integer). Every other column is
    a property, null where a row has none. `secret` keys the keys of ties.
    """

    shape: Shape
    fingerprint: str
    make: Callable[[], pa.Table]
    secret: bytes = b""

    @cached_property
    def table(self) -> pa.Table:
        """The rows."""
        return self.make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What turns one state of a shape into another.

    `set` holds the rows that are new or changed, ties with their `key`; `gone` the ids of nodes
    that stand no more, or the keys of ties that are to be taken away, `changed` of them to be set
    again.
    """

    shape: Shape
    gone: tuple[str, ...] | NDArray[np.int64]
    set: pa.Table
    changed: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return len(self.gone) > 0 or len(self.set) > 0


def properties_of(table: pa.Table) -> list[str]:
    """Return the columns of a frame that become properties."""
    return [name for name in table.column_names if not name.startswith("_")]


def difference(old: Frame | None, new: Frame | None) -> Delta | None:
    """Return what leads from one state to another; None where nothing does.

    Cost: a hash join over the rows of both, unless their fingerprints are equal.
    """
    if old is not None and new is not None and old.fingerprint == new.fingerprint:
        return None
    frame = new if new is not None else old
    if frame is None:
        return None
    shape = frame.shape
    before = old.table if old is not None else frame.table.slice(0, 0)
    after = new.table if new is not None else frame.table.slice(0, 0)
    gone, come = (after.slice(0, 0), after) if not len(before) else _both_ways(before, after)
    if shape.is_node:
        names = set(gone.column("id").to_pylist()) - set(come.column("id").to_pylist())
        delta = Delta(shape=shape, gone=tuple(sorted(names)), set=come)
    else:
        come = keyed(frame, come)
        keys = keys_of(frame, gone)
        changed = len(np.intersect1d(keys, come.column(KEY).to_numpy()))
        delta = Delta(shape=shape, gone=keys, set=come, changed=changed)
    return delta if delta else None


def _both_ways(before: pa.Table, after: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Return the rows that only the first holds, and those that only the second does."""
    if not len(after):
        return before, after
    with duckdb.connect() as engine:
        engine.register("before", before)
        engine.register("after", after.select(before.column_names))
        gone = engine.sql("SELECT * FROM before EXCEPT SELECT * FROM after").to_arrow_table()
        come = engine.sql("SELECT * FROM after EXCEPT SELECT * FROM before").to_arrow_table()
    return gone, come.cast(after.select(before.column_names).schema)


def keyed(frame: Frame, table: pa.Table) -> pa.Table:
    """Return rows of a frame of ties with their keys."""
    return table.append_column(KEY, pa.array(keys_of(frame, table)))


def keys_of(frame: Frame, table: pa.Table) -> NDArray[np.int64]:
    """Return the key of each tie: a digest of its type, its ends and what else tells it apart."""
    columns = [table.column(name) for name in (SOURCE, TARGET, IDENTITY)]
    return tie_keys(frame.shape.name, columns, frame.secret)


def tie_table(
    source: pa.Array, target: pa.Array, identity: pa.Array, cells: dict[str, Any]
) -> pa.Table:
    """Return the table of a tie's frame; columns in the order of their names."""
    named = {SOURCE: source, TARGET: target, IDENTITY: identity}
    return pa.table(named | {name: cells[name] for name in sorted(cells)})


def deltas(old: Sequence[Frame], new: Sequence[Frame]) -> Iterable[Delta]:
    """Yield what leads from one set of frames to another, shape by shape."""
    before = {frame.shape.name: frame for frame in old}
    after = {frame.shape.name: frame for frame in new}
    for name in dict.fromkeys((*before, *after)):
        delta = difference(before.get(name), after.get(name))
        if delta is not None:
            yield delta
