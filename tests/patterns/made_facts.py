"""Facts from tables written as lines, without a ledger: as the loader would read them."""

import shutil
import tempfile
import weakref
from pathlib import Path

import pyarrow.parquet as pq

from bench.made_snapshot import MadeSnapshot
from graph.model import day_of
from graph.ontology.columns import Cell
from graph.ontology.tables import TABLE
from graph.patterns.facts import Facts


class _Made(MadeSnapshot):
    def __init__(self, tables):
        super().__init__(tables)
        self._folder = Path(tempfile.mkdtemp())
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def table(self, name):
        return self._built.supported_pairs if name == "supported_pairs" else super().table(name)

    def file(self, name):
        path = self._folder / f"{name}.parquet"
        pq.write_table(self.table(name), path)
        return path


def made_facts(tables, on="2026-09-30"):
    """Return the facts of tables given as lines; money in yuan, as in a file."""
    rows = {}
    for name, (header, *lines) in tables.items():
        names = header.split(",")
        rows[name] = [_cells(name, names, line) for line in lines]
    return Facts(_Made.of_rows(**rows), day_of(on))


def _cells(table, names, line):
    cells = {name: text for name, text in zip(names, line.split(","), strict=True) if text}
    for column in TABLE[table].columns:
        if column.cell is Cell.MONEY and column.name in cells:
            cells[column.name] = str(round(float(cells[column.name]) * 100))
    return cells
