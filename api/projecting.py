"""The projection of a ledger into its Neo4j, brought up to date."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from api.neo4j_server import address_of, is_configured, jars_folder, local_server
from graph.model import day_of
from graph.neo4j.session import connect
from graph.projection.offline import Offline
from graph.projection.place import Place
from graph.projection.sync import Sync, quiet

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings
    from graph.projection.sync import Done, Progress

_PATIENCE_SECONDS = 10.0


def follow(ledger: Path, settings: Settings, progress: Progress = quiet) -> Done | None:
    """Do as `sync` where the ledger has a Neo4j, else nothing."""
    return sync(ledger, settings, progress=progress) if is_configured(ledger, settings) else None


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
    offline = None
    if not settings.neo4j_uri:
        server = local_server(ledger, settings)
        offline = Offline(server=server, jars=jars_folder(settings.neo4j_jars))
    with connect(address_of(ledger, settings), patience=_PATIENCE_SECONDS) as graph:
        return Sync(
            graph=graph,
            place=Place(ledger.absolute()),
            day=today,
            progress=progress,
            offline=offline,
        ).run(rebuild=rebuild)
