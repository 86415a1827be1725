"""Deltas cut into steps that are each one transaction and may each run twice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import Neo4jError
from graph.neo4j.texts import named
from graph.projection.frames import KEY, SOURCE, TARGET, properties_of
from graph.projection.packed import packed
from graph.projection.properties import parameter_of
from graph.projection.spelling import spellings
from graph.projection.texts import adding_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graph.neo4j.session import Transaction
    from graph.neo4j.texts import Query
    from graph.projection.frames import Delta, Shape

ROWS = 5_000
"""Rows of one transaction: some seconds of work at worst, and little to do again."""
PACKED_ROWS = 20_000
"""Rows of one transaction of a server that brings our writers."""
_NAMED_BY = ("name", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One transaction: texts with their parameters, in order, and how many rows they concern.

    `first` undoes what an earlier try may have left, and is left out where there was none.
    """

    first: tuple[Query, Mapping[str, Any]] | None = None
    then: tuple[Query, Mapping[str, Any]]
    rows: int
    makes: int | None = None
    """How many rows the last text must report."""

    def run(self, work: Transaction, *, again: bool) -> None:
        """Do the work of the step; with `again`, an earlier try may have done it.

        Raises:
            Neo4jError: what should be there already is not.
        """
        if again and self.first is not None:
            work.run(*self.first)
        found = work.run(*self.then)
        if self.makes is not None and found[0]["made"] != self.makes:
            raise Neo4jError(
                f"{self.then[0].name}: {found[0]['made']:,} of {self.makes:,} rows found their"
                " nodes, so somebody else has changed the projection: nothing of this step was"
                " kept; make it anew with huibi neo4j sync --rebuild"
            )


def phases(deltas: Sequence[Delta], *, has_writers: bool = False) -> Iterator[Iterator[Step]]:
    """Yield the steps in phases: ties away, nodes away, nodes in, ties in.

    The steps of one phase may run in any order and side by side; each is made when asked for.
    `has_writers` where the server brings our own writers.
    """

    def adds(delta: Delta) -> Iterator[Step]:
        return _adds(delta, has_writers=has_writers)

    nodes = [delta for delta in deltas if delta.shape.is_node]
    ties = [delta for delta in deltas if not delta.shape.is_node]
    yield chain.from_iterable(map(_drops, ties))
    yield chain.from_iterable(map(_drops, nodes))
    yield chain.from_iterable(map(adds, nodes))
    yield chain.from_iterable(map(adds, ties))


def _drops(delta: Delta) -> Iterator[Step]:
    for first in range(0, len(delta.gone), ROWS):
        gone = delta.gone[first : first + ROWS]
        plain = list(gone) if isinstance(gone, tuple) else gone.tolist()
        yield Step(then=_dropping(delta.shape, plain), rows=len(plain))


def _dropping(shape: Shape, gone: list[Any]) -> tuple[Query, dict[str, Any]]:
    if shape.label is not None:
        return named("projection_drop_nodes", label=shape.label), {"ids": gone}
    assert shape.type is not None
    return named("projection_drop_ties", type=shape.type), {"keys": gone}


def _adds(delta: Delta, *, has_writers: bool) -> Iterator[Step]:
    """Yield steps that write rows; ties in the order of their sources."""
    table, most = delta.set, PACKED_ROWS if has_writers else ROWS
    if not delta.shape.is_node and len(table) > most:
        table = table.take(pc.sort_indices(table.column(SOURCE)))
    for first in range(0, len(table), most):
        yield adding(delta.shape, table.slice(first, most), has_writers=has_writers)


def adding(shape: Shape, rows: pa.Table, *, has_writers: bool = False) -> Step:
    """Return the step that writes some rows of a shape."""
    rows = spelled(rows) if shape.is_node else rows
    filled = [name for name in properties_of(rows) if rows.column(name).null_count < len(rows)]
    first = None if shape.is_node else _dropping(shape, rows.column(KEY).to_pylist())
    then = _packed(shape, rows, filled) if has_writers else _columns(shape, rows, filled)
    return Step(first=first, then=then, rows=len(rows), makes=len(rows))


def _columns(shape: Shape, rows: pa.Table, filled: list[str]) -> tuple[Query, dict[str, Any]]:
    """Return the text that writes from one list a property, which every server understands."""
    columns = filled if shape.is_node else [SOURCE, TARGET, *filled]
    values = {parameter_of(name): rows.column(name).to_pylist() for name in columns}
    return adding_text(shape, tuple(filled)), values


def _packed(shape: Shape, rows: pa.Table, filled: list[str]) -> tuple[Query, dict[str, Any]]:
    """Return the call of our own writer."""
    if shape.label is not None:
        rest = [name for name in filled if name != "id"]
        columns = packed(rows, ["id", *rest])
        given = {"rows": len(rows), "label": shape.label.value, "columns": columns}
        return named("projection_write_nodes"), given
    assert shape.source is not None
    assert shape.target is not None
    assert shape.type is not None
    return named("projection_write_ties"), {
        "rows": len(rows),
        "type": shape.type.value,
        "source": shape.source.value,
        "target": shape.target.value,
        "columns": packed(rows, [SOURCE, TARGET, *filled]),
    }


def spelled(rows: pa.Table) -> pa.Table:
    """Return nodes with how their names are looked for, where they have names."""
    name = next((name for name in _NAMED_BY if name in rows.column_names), None)
    if name is None:
        return rows
    pinyin, characters = spellings(rows.column(name).to_pylist())
    return rows.append_column("pinyin", pa.array(pinyin, pa.string())).append_column(
        "characters", pa.array(characters, pa.string())
    )
