"""The projection into a real Neo4j beside what a user would write: plain UNWIND of maps.

Run: python -m bench.projection [PERSONS] [--keep DIR] [--plain-rows N]
One made county, one server, one run. First load: maps, one transaction after another, then the
same by columns over three connections, then by the offline importer. Increment: a tenth of
the kin, memberships and benefits comes in; the same rows again by maps. The first two write
a sample of the ties, and their time is scaled to all of them.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

import neo4j

from api.loading import Request, load_sources
from api.neo4j_server import jars_folder
from bench.table.memory import peak
from graph.ledger import open_ledger
from graph.model import day_of
from graph.neo4j.server import Server
from graph.neo4j.session import connect
from graph.neo4j.texts import named
from graph.projection import writing
from graph.projection.batches import phases, spelled
from graph.projection.desired import Desired, recipe_of
from graph.projection.frames import Delta, deltas, difference, properties_of
from graph.projection.offline import Offline
from graph.projection.place import Place
from graph.projection.schema import ensure_schema
from graph.projection.state import at_rest
from graph.projection.steady import Steady
from graph.projection.sync import Sync, point_of, wipe
from loaders.synthetic import write_county

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from graph.neo4j.session import Graph
    from graph.projection.state import Point

DAY = day_of("2026-03-02")
BATCH = 10_000
HELD_BACK = ("kin", "memberships", "benefits")


def main(argv: list[str] | None = None) -> None:
    """Load and change a projection by each method, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="?", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="folder that keeps county, ledger and server")
    parser.add_argument("--plain-rows", type=int, default=200_000, help="ties in the plain sample")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        place = Place(ledger_of(folder, options.persons))
        server = Server(folder / "server", jars_folder(None))
        server.start()
        try:
            measure(server, place, folder, options.plain_rows)
        finally:
            server.stop()


def ledger_of(folder: Path, persons: int) -> Path:
    """Make a county, hold a tenth of some tables back, and load the rest into a new ledger."""
    ledger = folder / "county.db"
    county_of(folder, persons)
    if not ledger.exists():
        load(ledger, folder / "first" / "county")
    return ledger


def county_of(folder: Path, persons: int) -> None:
    """Make a county, and beside it the same without a tenth of some tables."""
    county = folder / "county"
    if not county.exists():
        write_county(county, persons, 1)
    first = folder / "first" / "county"
    if first.exists():
        return
    first.mkdir(parents=True)
    for path in county.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.reader(source))
        kept = [
            row for at, row in enumerate(rows) if path.stem not in HELD_BACK or at == 0 or at % 10
        ]
        with (first / path.name).open("w", encoding="utf-8", newline="") as sink:
            csv.writer(sink).writerows(kept)


def load(ledger: Path, folder: Path) -> int:
    """Load a folder as the county; returns the ledger's facts."""
    request = Request(paths=[folder], source="county")
    outcome = load_sources(ledger, request, lambda _: None, lambda _: None)
    if outcome.errors:
        raise SystemExit(f"the made county has bad rows: {outcome.errors[0]}")
    return outcome.sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """First loads and an increment, by plain maps and by ours."""

    nodes: int
    ties: int
    """Rows of the first load."""
    plain: Clock
    importer: Clock
    more: int
    """Relationships of the increment."""
    plain_more: Clock
    more_by_columns: Clock
    is_imported: bool
    plain_peak: float
    peak: float
    """The most that the server held while maps, and while a sync wrote, in MB."""


def measure(
    server: Server, place: Place, folder: Path, sample: int, *, has_columns: bool = True
) -> Measured:
    """Measure first loads, then an increment; Neo4j shows the whole ledger afterwards."""
    with open_ledger(place.ledger) as book:
        point = point_of(book, DAY)
    with timed("derive everything that should stand"):
        desired = Desired(place, point)
        whole = [delta for frame in desired.frames if (delta := difference(None, frame))]
    nodes = sum(len(delta.set) for delta in whole if delta.shape.is_node)
    ties = sum(len(delta.set) for delta in whole if not delta.shape.is_node)
    print(f"{'':4}{nodes:,} nodes, {ties:,} relationships", flush=True)
    with connect(server.address()) as graph:
        plain = first_by_maps(server, graph, whole, ties, sample)
        plain_peak = server_peak(server)
        if has_columns:
            by_columns = first_by_columns(server, graph, whole, ties, sample)
            compare("first load by columns, three connections", plain, by_columns)
        steady = Steady(graph)
        steady.write(named("projection_one"))
        rest(steady, place, "", point)  # or a sync takes what the maps wrote for somebody else's
        importer, is_imported = first_by_sync(server, graph, place)
        compare("first load by sync", plain, importer)
        more, plain_more, by_columns = increment(server, graph, place, folder)
    return Measured(
        nodes=nodes, ties=ties, plain=plain, importer=importer, more=more,
        plain_more=plain_more, more_by_columns=by_columns, is_imported=is_imported,
        plain_peak=plain_peak, peak=server_peak(server),
    )  # fmt: skip


def server_peak(server: Server) -> float:
    """Return the most that the server's process has held, in MB."""
    return peak(server.state().pid or "self")


def first_by_maps(
    server: Server, graph: Graph, whole: Sequence[Delta], ties: int, sample: int
) -> Clock:
    """Write all nodes and a sample of the ties as a user would; returns the seconds for all."""
    steady = Steady(graph)
    wipe(steady)
    with driver_of(graph) as driver:
        for delta in whole:
            if delta.shape.is_node:
                driver.execute_query(  # the labels are ours
                    f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{delta.shape.label})"
                    " REQUIRE n.id IS UNIQUE"
                )
        with Clock(server) as for_nodes:
            for delta in whole:
                if delta.shape.is_node:
                    write_maps(driver, delta, spelled(delta.set))
        share, written = min(1.0, sample / ties), 0
        for delta in whole:  # the server compiles itself first
            if not delta.shape.is_node:
                write_maps(driver, delta, delta.set.slice(0, int(len(delta.set) * share / 2)))
        with Clock(server) as for_ties:
            for delta in whole:
                if not delta.shape.is_node:
                    part = delta.set.slice(0, max(1, int(len(delta.set) * share)))
                    write_maps(driver, delta, part)
                    written += len(part)
    tell("maps, one transaction after another", written, for_ties)
    return scaled(for_ties, ties / written, for_nodes)


def write_maps(driver: neo4j.Driver, delta: Delta, table: pa.Table) -> None:
    """Write rows as maps in transactions of ten thousand."""
    shape = delta.shape
    rows = iter(table.to_pylist())
    if shape.is_node:
        text = f"UNWIND $rows AS row CREATE (n:{shape.label}) SET n += row.p"
    else:
        text = (
            f"UNWIND $rows AS row MATCH (a:{shape.source} {{id: row.a}})"
            f" MATCH (b:{shape.target} {{id: row.b}})"
            f" CREATE (a)-[r:{shape.type}]->(b) SET r += row.p"
        )
    while batch := list(islice(rows, BATCH)):
        maps = [
            {
                "id": row.get("id"),
                "a": row.get("_source"),
                "b": row.get("_target"),
                "key": row.get("key"),
                "p": {name: row[name] for name in properties_of(table)},
            }
            for row in batch
        ]
        driver.execute_query(text, rows=maps)


def first_by_columns(
    server: Server, graph: Graph, whole: Sequence[Delta], ties: int, sample: int
) -> Clock:
    """Write the same sample through the server's transactions, as a remote server is loaded."""
    steady = Steady(graph)
    wipe(steady)
    share = min(1.0, sample / ties)
    part = [
        Delta(shape=delta.shape, gone=(), set=delta.set.slice(0, int(len(delta.set) * share)))
        for delta in whole
        if not delta.shape.is_node
    ]
    written = sum(len(delta.set) for delta in part)
    with Clock(server) as for_nodes:
        ensure_schema(steady)
        write_steps(steady, [delta for delta in whole if delta.shape.is_node])
    with Clock(server) as for_ties:
        write_steps(steady, part)
    tell("columns over three connections, constraints first", written, for_ties)
    return scaled(for_ties, ties / written, for_nodes)


def scaled(for_ties: Clock, times: float, for_nodes: Clock) -> Clock:
    """Return the time of all ties from that of a sample, and of the nodes."""
    for_ties.wall = for_ties.wall * times + for_nodes.wall
    for_ties.busy = for_ties.busy * times + for_nodes.busy
    print(f"{'':4}with the nodes and scaled to all: {for_ties.wall:.1f} s", flush=True)
    return for_ties


def write_steps(steady: Steady, found: Sequence[Delta]) -> None:
    """Run the steps of deltas as a sync does."""
    writer = writing.Writer(steady, "bench-")
    writer.hold()
    for steps in phases(found):
        writer.run_all(steps, lambda _rows: None)
    writer.release()


def first_by_sync(server: Server, graph: Graph, place: Place) -> tuple[Clock, bool]:
    """Load a local server anew; what is derived was derived before, as for the others.

    Returns the clock, which leaves out taking away what the maps wrote, and whether the importer
    was worth it.
    """
    stages: dict[str, float] = {}
    begun: list[str] = []
    clock = Clock(server)

    def note(stage: str, _made: int, _all: int) -> None:
        if stage not in ("derive", "take away") and not begun:
            begun.append(stage)
            clock.__enter__()
        stages.setdefault(stage, time.perf_counter())

    offline = Offline(server=server, jars=jars_folder(None))
    sync = Sync(graph=graph, place=place, day=DAY, offline=offline, progress=note)
    done = sync.run(rebuild=True)
    clock.__exit__()
    ties = sum(many for name, many in done.set.items() if name.isupper())
    tell("sync: files, import, restart, constraints, indexes", ties, clock)
    parts = [*stages.items(), ("end", time.perf_counter())]
    told = (f"{name} {after - at:.1f} s" for (name, at), (_, after) in pairwise(parts))
    print(f"{'':4}{', '.join(told)}", flush=True)
    return clock, "import" in stages


def increment(server: Server, graph: Graph, place: Place, folder: Path) -> tuple[int, Clock, Clock]:
    """Load what was held back, and bring it in by maps and by a sync's own steps.

    Returns how many relationships came in, and the clocks of both.
    """
    with open_ledger(place.ledger) as book:
        before = point_of(book, DAY)
    load(place.ledger, folder / "county")
    with open_ledger(place.ledger) as book:
        after = point_of(book, DAY)
    with timed("derive the difference"):
        old, new = Desired(place, before), Desired(place, after)
        found = list(deltas(old.frames, new.frames))
    made = sum(len(delta.set) for delta in found)
    gone = sum(len(delta.gone) for delta in found)
    print(f"{'':4}{made:,} rows to write, {gone:,} to take away first")
    added = [
        Delta(shape=delta.shape, gone=(), set=delta.set)
        for delta in found
        if not delta.shape.is_node
    ]
    steady = Steady(graph)
    dropped = [Delta(shape=delta.shape, gone=delta.gone, set=delta.set[:0]) for delta in found]
    write_steps(steady, dropped)
    write_steps(steady, [delta for delta in found if delta.shape.is_node])
    rows = sum(len(delta.set) for delta in added)
    with driver_of(graph) as driver, Clock(server) as plain:
        for delta in added:
            write_maps(driver, delta, delta.set)
    tell("increment by maps, one transaction after another", rows, plain)
    taken = [
        Delta(shape=delta.shape, gone=tuple(delta.set["key"].to_pylist()), set=delta.set[:0])
        for delta in added
    ]
    write_steps(steady, taken)
    with Clock(server) as ours:
        write_steps(steady, added)
    tell("increment by columns over three connections", rows, ours)
    compare("increment by columns, three connections", plain, ours)
    rest(steady, place, new.digest, after)
    return rows, plain, ours


def rest(steady: Steady, place: Place, digest: str, point: Point) -> None:
    """Record that Neo4j shows the ledger as it stands at a point, as a sync does at its end."""
    writer = writing.Writer(steady, "bench-")
    writer.hold()
    writer.tell(at_rest(point, recipe_of(place), digest))
    writer.release()


def driver_of(graph: Graph) -> neo4j.Driver:
    """Open the driver as a user would."""
    address = graph.address
    return neo4j.GraphDatabase.driver(
        address.uri,
        auth=(address.user, address.password),
        notifications_min_severity="OFF",
    )


def compare(what: str, plain: Clock, ours: Clock) -> None:
    """Print how many times as fast as plain maps, by the clock and by what processors did."""
    print(
        f"{what}: {plain.wall / ours.wall:.1f} times plain maps,"
        f" {plain.busy / ours.busy:.1f} times by processor time",
        flush=True,
    )


@dataclass
class Clock:
    """Wall and processor seconds of a piece of work: ours, the server's and the importer's."""

    server: Server
    wall: float = 0.0
    busy: float = 0.0

    def __enter__(self) -> Self:
        """Begin."""
        self._pid = self.server.state().pid
        self._begin, self._ours, self._theirs = time.perf_counter(), _ours(), _of_process(self._pid)
        return self

    def __exit__(self, *_: object) -> None:
        """End; a server that was stopped meanwhile counts as one that we waited for."""
        pid = self.server.state().pid
        self.wall += time.perf_counter() - self._begin
        self.busy += _ours() - self._ours + _of_process(pid) - self._theirs


def _ours() -> float:
    """Return the processor seconds of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _of_process(pid: int | None) -> float:
    """Return the processor seconds of a process; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(what: str, rows: int, clock: Clock) -> None:
    """Print a rate, and what a relationship costs."""
    print(
        f"{what}: {rows:,} relationships in {clock.wall:.1f} s, {rows / clock.wall:,.0f}/s;"
        f" processor {clock.busy:.1f} s, {clock.busy / rows * 1e6:.0f} µs each",
        flush=True,
    )


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print the seconds of a stage."""
    begin: float = time.perf_counter()
    yield
    print(f"{name}: {time.perf_counter() - begin:.1f} s", flush=True)


if __name__ == "__main__":
    main()
