"""The projection into a real Neo4j beside what a user would write: plain UNWIND of maps.

Run: python -m bench.projection [PERSONS] [--keep DIR] [--plain-rows N]
One made county, one server, one run. First load: by columns over three connections, by what a sync
does (from 150,000 rows on the offline importer), and by maps, one transaction after another.
Increment: a tenth of the kin, memberships and benefits comes in; the same rows again by maps.
Columns and maps write a sample of a first load, and their time is scaled.
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
from bench.table.memory import forget_peak, peak
from graph.ledger import open_ledger
from graph.model import day_of
from graph.neo4j.server import Server
from graph.neo4j.session import connect
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
_PLAIN = "Plain_"
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
    increment: tuple[int, Clock, Clock] | None
    """Relationships that came in later, and the clocks of maps and of a sync's steps."""
    is_imported: bool
    plain_peak: float
    peak: float
    """The most that the server held while maps, and while a sync wrote, in MB."""


def measure(
    server: Server,
    place: Place,
    folder: Path,
    sample: int,
    *,
    has_columns: bool = True,
    has_increment: bool = True,
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
        by_columns = None
        if has_columns:
            by_columns = first_by_columns(server, graph, whole, ties, sample)
        importer, is_imported = first_by_sync(server, graph, place)
        most = server_peak(server)
        forget_peak(server.state().pid or "self")
        plain = first_by_maps(server, graph, whole, sample)
        plain_peak = server_peak(server)
        if by_columns is not None:
            compare("first load by columns, three connections", plain, by_columns)
        compare("first load by sync", plain, importer)
        more = increment(server, graph, place, folder) if has_increment else None
    return Measured(
        nodes=nodes, ties=ties, plain=plain, importer=importer, increment=more,
        is_imported=is_imported, plain_peak=plain_peak, peak=most,
    )  # fmt: skip


def server_peak(server: Server) -> float:
    """Return the most that the server's process has held, in MB."""
    return peak(server.state().pid or "self")


def first_by_maps(server: Server, graph: Graph, whole: Sequence[Delta], sample: int) -> Clock:
    """Write a sample of nodes and ties as a user would, beside what is there; scaled to all.

    They get labels and types of their own, constraints too, and are taken away afterwards.
    """
    both = [[d for d in whole if d.shape.is_node is kind] for kind in (True, False)]
    clocks = []
    with driver_of(graph) as driver:
        for delta in both[0]:
            driver.execute_query(  # the labels are ours
                f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{_PLAIN}{delta.shape.label})"
                " REQUIRE n.id IS UNIQUE"
            )
        for deltas_ in both:
            rows = sum(len(delta.set) for delta in deltas_)
            share = min(1.0, sample / rows)
            for delta in deltas_:  # the server compiles itself first
                last = int(len(delta.set) * share)
                write_maps(driver, delta, delta.set.slice(last, last // 4), _PLAIN)
            parts = [
                (delta, _named(delta, delta.set.slice(0, max(1, int(len(delta.set) * share)))))
                for delta in deltas_
            ]
            with Clock(server) as clock:
                for delta, part in parts:
                    write_maps(driver, delta, part, _PLAIN)
            written = sum(len(part) for _, part in parts)
            tell("maps, one transaction after another", written, clock)
            clocks.append((clock, rows / written))
        unwrite(driver, whole)
    (nodes, times_nodes), (ties, times) = clocks
    return scaled(ties, times, nodes, times_nodes)


def _named(delta: Delta, rows: pa.Table) -> pa.Table:
    return spelled(rows) if delta.shape.is_node else rows


def unwrite(driver: neo4j.Driver, whole: Sequence[Delta]) -> None:
    """Take away what `first_by_maps` wrote."""
    for delta in sorted(whole, key=lambda delta: delta.shape.is_node):
        shape = delta.shape
        label, type_ = f"{_PLAIN}{shape.label}", f"{_PLAIN}{shape.type}"
        found = f"(one:{label})" if shape.is_node else f"()-[one:{type_}]->()"
        with driver.session() as session:
            session.run(
                f"MATCH {found} CALL (one) {{ DELETE one }} IN TRANSACTIONS OF 10000 ROWS"
            ).consume()
            if shape.is_node:
                for row in session.run("SHOW CONSTRAINTS YIELD name, labelsOrTypes"):
                    if row["labelsOrTypes"] == [label]:
                        session.run(f"DROP CONSTRAINT `{row['name']}`").consume()


def write_maps(driver: neo4j.Driver, delta: Delta, table: pa.Table, prefix: str = "") -> None:
    """Write rows as maps in transactions of ten thousand; the prefix goes before labels written."""
    shape = delta.shape
    rows = iter(table.to_pylist())
    if shape.is_node:
        text = f"UNWIND $rows AS row CREATE (n:{prefix}{shape.label}) SET n += row.p"
    else:
        text = (
            f"UNWIND $rows AS row MATCH (a:{shape.source} {{id: row.a}})"
            f" MATCH (b:{shape.target} {{id: row.b}})"
            f" CREATE (a)-[r:{prefix}{shape.type}]->(b) SET r += row.p"
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


def scaled(ties: Clock, times: float, nodes: Clock, times_nodes: float = 1.0) -> Clock:
    """Return the time of everything from that of samples."""
    ties.wall = ties.wall * times + nodes.wall * times_nodes
    ties.busy = ties.busy * times + nodes.busy * times_nodes
    print(f"{'':4}nodes and ties, scaled to all: {ties.wall:.1f} s", flush=True)
    return ties


def write_steps(steady: Steady, found: Sequence[Delta]) -> None:
    """Run the steps of deltas as a sync does."""
    writer = writing.Writer(steady, "bench-")
    writer.hold()
    for steps in phases(found, has_writers=writer.has_writers()):
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
        Delta(shape=delta.shape, gone=delta.set["key"].to_numpy(), set=delta.set[:0])
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
