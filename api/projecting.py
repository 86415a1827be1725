"""The projection of a ledger into its Neo4j, brought up to date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from api.neo4j_server import address_of
from graph.model import day_of
from graph.neo4j.session import connect
from graph.projection.place import Place
from graph.projection.sync import Sync, quiet

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings
    from graph.projection.sync import Done, Progress

_PATIENCE_SECONDS = 10.0


def sync(
    ledger: Path, settings: Settings, *, rebuild: bool = False, progress: Progress = quiet
) -> Done:
    """Bring the Neo4j of a ledger to where the ledger stands today.

    Raises:
        LedgerBusyError: another process is doing so.
        Neo4jDownError: no server answers, or it went away and stayed away.
        Neo4jError: the server cannot be used, or holds what is not this ledger's.
    """
    today = day_of(dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat())
    with connect(address_of(ledger, settings), patience=_PATIENCE_SECONDS) as graph:
        place = Place(ledger.absolute())
        return Sync(graph=graph, place=place, day=today, progress=progress).run(rebuild=rebuild)
