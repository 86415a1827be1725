"""Single cells given outside a file, such as those of a correction, read as a file's would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders.cells import reader_of
from loaders.headers import Placed, columns_of
from loaders.problems import Problem
from loaders.references import References

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.ontology.tables import Table
    from loaders.base import KnownIds


def read_cells(table: Table, given: Mapping[str, str], known: KnownIds) -> dict[str, str]:
    """Return cells by column as canonical text; a blank stays blank.

    Raises:
        InputError: the table has no such column, or the text is not what the column holds.
    """
    columns = {column.name: column for column in columns_of(table)}
    references = References(known.ids)
    cells = {}
    for name, text in given.items():
        if name not in columns:
            raise InputError(f"{table.name} has no column '{name}'; it has {', '.join(columns)}")
        placed = Placed(column=columns[name], position=0, header=name)
        read = reader_of(table, placed, references)(text)
        if isinstance(read, Problem):
            raise InputError(f"{table.name}, column '{name}': {read.why}; {read.todo}")
        cells[name] = read
    return cells
