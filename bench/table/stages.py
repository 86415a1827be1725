"""What comes before the questions: a county from files into the ledger, and into Neo4j."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from api.neo4j_server import jars_folder
from bench import projection
from bench.table.memory import peak
from bench.table.questions import INCREMENT_MOST
from bench.table.sheet import Sheet
from bench.table.world import exchange
from graph.neo4j.launch import Wish
from graph.neo4j.server import Server
from graph.projection.place import Place
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from bench.table.world import World

_PLAIN_ROWS = 100_000
"""Nodes, and relationships, that plain maps write before their time is scaled to all."""

_TOO_LONG = f"time (increments are measured up to {INCREMENT_MOST:,} persons)"


def load(world: World, sheet: Sheet) -> None:
    """Make the county; load it, but for what an increment brings later; build the snapshot."""
    projection.county_of(world.folder, world.persons)
    begin, busy = time.perf_counter(), time.process_time()
    rows = projection.load(world.ledger, world.folder / _first(world) / "county")
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
    told = projection.measure(
        server, place, world.folder, _PLAIN_ROWS, has_columns=False,
        has_increment=bool(_first(world)),
    )  # fmt: skip
    nodes, ties = f"{told.nodes:,} nodes", f"{told.ties:,} relationships"
    how = "by the importer" if told.is_imported else "by transactions"
    _clock(sheet, "sync_first", told.importer, told.ties, f"{nodes}, {ties}, {how}")
    sheet.tell("peak_load", peak() + told.peak, note="with the server")
    if told.increment is None:
        sheet.leave("sync_more", _TOO_LONG)
    else:
        rows, _, ours = told.increment
        _clock(sheet, "sync_more", ours, rows, f"{rows:,} relationships")
    _plain(Sheet("cypher", sheet.folder), told)


def _plain(sheet: Sheet, told: projection.Measured) -> None:
    """Tell what plain maps took."""
    sample = f"scaled from {min(told.ties, _PLAIN_ROWS):,} relationships"
    _clock(sheet, "sync_first", told.plain, told.ties, f"UNWIND of maps; {sample}")
    _clock(sheet, "load", told.plain, told.ties, "as its first load")
    sheet.tell("peak_load", told.plain_peak, note="the server")
    if told.increment is None:
        sheet.leave("sync_more", _TOO_LONG)
    else:
        rows, plain, _ = told.increment
        _clock(sheet, "sync_more", plain, rows, "UNWIND of maps")


def _clock(sheet: Sheet, question: str, clock: projection.Clock, rows: int, note: str) -> None:
    sheet.tell(question, clock.wall, busy=clock.busy, asked=rows, note=note)


def _first(world: World) -> str:
    """Return the folder, within that of the county, of what is loaded first; blank for all."""
    return "first" if world.persons <= INCREMENT_MOST else ""


def hand_over(world: World, _sheet: Sheet) -> None:
    """Build the snapshot of the whole county and write what all engines are asked."""
    exchange(world, open_snapshot(world.ledger))


def stop(world: World, _sheet: Sheet) -> None:
    """Stop the server."""
    Server(world.server, jars_folder(None)).stop()
