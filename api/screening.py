"""A list of candidates read and screened on the ledger as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ontology.lists import CANDIDATES
from graph.screening.report import as_json
from graph.screening.screen import screen
from loaders.base import KnownIds
from loaders.lists import read_list

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from graph.errors import RowError
    from graph.snapshot import Snapshot

_REFERRED = ("people", "units", "places")


def screen_list(
    path: Path, snapshot: Snapshot, on: int, *, renewed: bool
) -> tuple[dict[str, Any], tuple[RowError, ...], tuple[str, ...]]:
    """Return the screening as plain values, the rows that could not be read, and remarks.

    Raises:
        InputError: the list cannot be read at all.
    """
    known = KnownIds(
        ids={name: frozenset(snapshot.table(name)["id"].to_pylist()) for name in _REFERRED}
    )
    reading = read_list(path, CANDIDATES, known)
    found = as_json(screen(reading.rows, snapshot, on, renewed=renewed))
    found["bad_rows"] = [
        {"row": f"{bad.file}:{bad.row}", "column": bad.column, "why": bad.why, "todo": bad.todo}
        for bad in reading.errors
    ]
    return found, reading.errors, reading.notes
