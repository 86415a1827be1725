"""Frames as the files that Neo4j's offline importer reads, nodes numbered through."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from graph.projection.batches import spelled
from graph.projection.frames import SOURCE, TARGET, keyed, properties_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from graph.projection.frames import Frame
    from graph.projection.model import Label

_BETWEEN = "\x1f"
"""Between the items of a list; no cell holds it."""
_WRITERS = 2
_PLAIN = pcsv.WriteOptions(quoting_style="needed")
OPTIONS = ("--id-type=actual", "--array-delimiter=U+001F", "--trim-strings=false")
_TYPES = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "long"),
    (pa.types.is_floating, "double"),
)


@dataclass(slots=True)
class ImportFiles:
    """Files in one folder, and the words by which the importer is told of them."""

    folder: Path
    words: list[str] = field(default_factory=list)
    rows: int = 0
    has_long_cells: bool = False
    """Whether some cell goes over several lines."""
    _ids: dict[Label, pa.Array] = field(default_factory=dict)
    _first: dict[Label, int] = field(default_factory=dict)
    _next: int = 0
    _under_way: list[Future[None]] = field(default_factory=list)

    def add_all(
        self, frames: Iterable[Frame], state: Mapping[str, Any], progress: Callable[[int], None]
    ) -> None:
        """Write every frame that has rows, and the node that tells the projection's state."""
        frames = [frame for frame in frames if len(frame.table)]
        with ThreadPoolExecutor(_WRITERS) as pool:
            self._add_state(pool, state)
            for frame in sorted(frames, key=lambda frame: not frame.shape.is_node):
                if frame.shape.label is not None:
                    self._add_nodes(pool, frame.shape.label, frame.table)
                else:
                    self._add_ties(pool, frame)
                progress(self.rows)
            for done in self._under_way:
                done.result()

    def _add_state(self, pool: ThreadPoolExecutor, state: Mapping[str, Any]) -> None:
        filled = {name: [value] for name, value in state.items() if value is not None}
        self._write(
            pool, "nodes=Projection", "Projection", pa.table({":ID": [self._next]} | filled)
        )
        self._next += 1

    def _add_nodes(self, pool: ThreadPoolExecutor, label: Label, table: pa.Table) -> None:
        self._ids[label] = table.column("id").combine_chunks()
        self._first[label] = self._next
        numbers = pa.array(np.arange(self._next, self._next + len(table)))
        self._next += len(table)
        named = spelled(table)
        self._write(pool, f"nodes={label}", str(label), named.add_column(0, ":ID", numbers))

    def _add_ties(self, pool: ThreadPoolExecutor, frame: Frame) -> None:
        table, shape = keyed(frame, frame.table), frame.shape
        ends = {
            ":START_ID": self._numbers(shape.source, table.column(SOURCE)),
            ":END_ID": self._numbers(shape.target, table.column(TARGET)),
        }
        cells = {name: table.column(name) for name in properties_of(table)}
        self._write(pool, f"relationships={shape.type}", shape.name, pa.table(ends | cells))

    def _numbers(self, label: Label | None, ids: pa.ChunkedArray) -> pa.Array:
        assert label is not None
        places = pc.index_in(ids, value_set=self._ids[label])
        return pc.add(places.cast(pa.int64()), self._first[label])

    def _write(self, pool: ThreadPoolExecutor, option: str, name: str, table: pa.Table) -> None:
        columns = {}
        for column in table.column_names:
            values = table.column(column)
            if values.null_count < len(values):
                columns[column + _suffix(column, values.type)] = self._plain(values)
        path = self.folder / f"{name}.csv"
        self._under_way.append(pool.submit(pcsv.write_csv, pa.table(columns), path, _PLAIN))
        self.words.append(f"--{option}={path}")
        self.rows += len(table)

    def _plain(self, values: pa.ChunkedArray) -> pa.ChunkedArray:
        if pa.types.is_list(values.type):
            texts = values.cast(pa.list_(pa.string()))
            return pc.binary_join(texts, _BETWEEN)
        if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
            several = pc.any(pc.match_substring_regex(values, "[\\r\\n]")).as_py()
            self.has_long_cells = self.has_long_cells or bool(several)
        return values


def _suffix(name: str, kind: pa.DataType) -> str:
    """Return how the importer is told a column's type."""
    if name.startswith(":"):
        return ""
    if pa.types.is_list(kind):
        return ":" + _word(kind.value_type) + "[]"
    return ":" + _word(kind)


def _word(kind: pa.DataType) -> str:
    return next((word for is_it, word in _TYPES if is_it(kind)), "string")
