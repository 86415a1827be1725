"""Small worlds on disk: a ledger from the sketch of a statute case, projected for real."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.ledger import Correction, open_ledger
from graph.model import Fact, Status
from graph.ontology.tables import TABLE, key_of
from graph.projection.engine.currency import Head
from tests.recusal.conftest import rows_of

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "案卷"


def write_world(path: Path, sketch: dict[str, Any]) -> Path:
    """Write a ledger that says what a sketch says."""
    disputed = []
    with open_ledger(path, create=True) as ledger:
        with ledger.load(SOURCE) as load:
            for table, rows in rows_of(sketch).items():
                for at, row in enumerate(rows, start=2):
                    cells = {k: str(v) for k, v in row.items() if v is not None and k != "status"}
                    key = key_of(TABLE[table], cells)
                    load.add([Fact(table=table, key=key, cells=cells, file=f"{table}.csv", row=at)])
                    if row.get("status") == "disputed":
                        disputed.append((table, key))
            assert load.errors == []
            load.commit()
        for table, key in disputed:
            ledger.correct(
                Correction(
                    table=table, key=key, status=Status.DISPUTED, reason="检查", author="检查"
                )
            )
    return path


def head_of(path: Path) -> Head:
    with open_ledger(path) as ledger:
        return Head(sequence=ledger.head, mark=ledger.mark())
