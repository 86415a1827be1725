"""What comes before the questions: a county from files into the ledger, and into Neo4j."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from api.neo4j_server import jars_folder
from bench import projection
from bench.table.memory import peak
from bench.table.world import exchange
from graph.neo4j.launch import Wish
from graph.neo4j.server import Server
from graph.projection.place import Place
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from bench.table.sheet import Sheet
    from bench.table.world import World

_PLAIN_TIES = 200_000
"""Relationships that plain maps write before their time is scaled to all."""


def load(world: World, sheet: Sheet) -> None:
    """Make the county; load all but what comes later; build the snapshot."""
    projection.county_of(world.folder, world.persons)
    begin, busy = time.perf_counter(), time.process_time()
    rows = projection.load(world.ledger, world.folder / "first" / "county")
    loaded = time.perf_counter() - begin
    open_snapshot(world.ledger)
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    note = f"{rows:,} facts, {loaded:.0f} s; then the snapshot"
    sheet.tell("load", took, busy=busy, asked=rows, note=note)
    sheet.tell("peak_load", peak())


def sync(world: World, sheet: Sheet) -> None:
    """Load Neo4j by the importer and by maps, then what was held back."""
    server = Server(world.server, jars_folder(None))
    server.start(Wish(until_end_of=os.getppid()))
    place = Place(world.ledger)
    told = projection.measure(server, place, world.folder, _PLAIN_TIES, has_columns=False)
    sheet.tell(
        "sync_first", told.importer.wall, busy=told.importer.busy, asked=told.ties,
        note=f"{told.nodes:,} nodes, {told.ties:,} relationships, "
        + ("by the importer" if told.is_imported else "by transactions"),
    )  # fmt: skip
    sheet.tell(
        "sync_more", told.more_by_columns.wall, busy=told.more_by_columns.busy, asked=told.more,
        note=f"{told.more:,} relationships",
    )  # fmt: skip
    sheet.tell("peak_load", peak() + told.peak, note="with the server")
    sheet.engine = "cypher"
    sheet.figures.clear()
    sheet.tell(
        "sync_first", told.plain.wall, busy=told.plain.busy, asked=told.ties,
        note=f"UNWIND of maps; scaled from {min(told.ties, _PLAIN_TIES):,} relationships",
    )  # fmt: skip
    sheet.tell("peak_load", told.plain_peak, note="the server")
    sheet.tell("load", told.plain.wall, busy=told.plain.busy, note="as its first load")
    sheet.tell(
        "sync_more", told.plain_more.wall, busy=told.plain_more.busy, asked=told.more,
        note="UNWIND of maps",
    )  # fmt: skip


def hand_over(world: World, _sheet: Sheet) -> None:
    """Build the snapshot of the whole county and write what all engines are asked."""
    exchange(world, open_snapshot(world.ledger))


def stop(world: World, _sheet: Sheet) -> None:
    """Stop the server."""
    Server(world.server, jars_folder(None)).stop()
