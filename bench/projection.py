"""The projection into a real Neo4j beside what a user would write: plain UNWIND of maps.

Run: python -m bench.projection [PERSONS] [--keep DIR] [--plain-rows N]
One made county, one server, one run. First load: by what a sync does (from so many rows on the
offline importer), by maps, one transaction after another, by columns over several connections and
by the writers inside the server. Increment: a tenth of the kin, memberships and benefits comes in;
the same rows by maps, by columns and by the writers. Maps, columns and writers write a sample of a
first load, and their time is scaled.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Self

import neo4j
import pyarrow as pa

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
from graph.projection.state import at_rest
from graph.projection.steady import Steady
from graph.projection.sync import Sync, point_of
from loaders.synthetic import write_county

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.neo4j.session import Graph
    from graph.projection.frames import Frame
    from graph.projection.state import Point

DAY = day_of("2026-03-02")
BATCH = 10_000
_PLAIN = "Plain_"
_METHODS = {False: "columns of values, UNWIND", True: "writers in the server"}
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
    with connect(server.address()) as graph:
        importer, is_imported, nodes, ties = first_by_sync(server, graph, place)
        most = server_peak(server)
        print(f"{'':4}{nodes:,} nodes, {ties:,} relationships", flush=True)
        with timed("derive a sample for the others"):
            part = sample_of(Desired(place, point).frames, nodes, ties, sample)
        forget_peak(server.state().pid or "self")
        plain = first_by_maps(server, graph, part, nodes, ties)
        plain_peak = server_peak(server)
        compare("first load by sync", plain, importer)
        if has_columns:
            for has_writers in (False, True):
                ties_by_steps(server, graph, part, has_writers=has_writers)
        more = increment(server, graph, place, folder) if has_increment else None
    return Measured(
        nodes=nodes, ties=ties, plain=plain, importer=importer, increment=more,
        is_imported=is_imported, plain_peak=plain_peak, peak=most,
    )  # fmt: skip


def sample_of(frames: Sequence[Frame], nodes: int, ties: int, sample: int) -> list[Delta]:
    """Return so many nodes and ties, a like share of every frame, and a quarter to warm up by.

    Tables are made one after another, and not kept.
    """
    found: list[Delta] = []
    for frame in frames:
        share = min(1.0, sample / (nodes if frame.shape.is_node else ties))
        table = frame.make()
        most = min(len(table), int(len(table) * share * 1.25))
        part = pa.concat_tables([table.take(pa.array(range(most), pa.int64()))]).combine_chunks()
        if most:
            cut = replace(frame, make=partial(_same, part), fingerprint="sample")
            found += filter(None, [difference(None, cut)])
    return found


def _same(table: pa.Table) -> pa.Table:
    return table


def _share(part: Sequence[Delta], all_of_them: int) -> float:
    """Return how much of a sample is measured, the rest of it warming the server up."""
    return 1.0 if sum(len(delta.set) for delta in part) >= all_of_them else 0.8


def server_peak(server: Server) -> float:
    """Return the most that the server's process has held, in MB."""
    return peak(server.state().pid or "self")


def first_by_maps(
    server: Server, graph: Graph, part: Sequence[Delta], nodes: int, ties: int
) -> Clock:
    """Write a sample of nodes and ties as a user would, beside what is there; scaled to all.

    They get labels and types of their own, constraints too, and are taken away afterwards.
    """
    clocks = []
    with driver_of(graph) as driver:
        for delta in part:
            if delta.shape.is_node:
                driver.execute_query(  # the labels are ours
                    f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{_PLAIN}{delta.shape.label})"
                    " REQUIRE n.id IS UNIQUE"
                )
        for is_node, rows in ((True, nodes), (False, ties)):
            of_kind = [delta for delta in part if delta.shape.is_node is is_node]
            share = _share(of_kind, rows)
            for delta in of_kind:  # the server compiles itself first
                last = int(len(delta.set) * share)
                write_maps(driver, delta, delta.set.slice(last), _PLAIN)
            cut = [
                (delta, _named(delta, delta.set.slice(0, int(len(delta.set) * share))))
                for delta in of_kind
            ]
            with Clock(server) as clock:
                for delta, table in cut:
                    write_maps(driver, delta, table, _PLAIN)
            written = sum(len(table) for _, table in cut)
            tell("maps, one transaction after another", written, clock)
            clocks.append((clock, rows / written))
        unwrite(driver, part)
    (for_nodes, times_nodes), (for_ties, times) = clocks
    return scaled(for_ties, times, for_nodes, times_nodes)


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


def ties_by_steps(
    server: Server, graph: Graph, part: Sequence[Delta], *, has_writers: bool
) -> None:
    """Take the ties of the sample away and write them again through the server's transactions."""
    steady = Steady(graph)
    ties = [delta for delta in part if not delta.shape.is_node]
    write_steps(steady, [taken(delta) for delta in ties])
    with Clock(server) as clock:
        write_steps(steady, ties, has_writers=has_writers)
    tell(_METHODS[has_writers], sum(len(delta.set) for delta in ties), clock)


def taken(delta: Delta) -> Delta:
    """Return what takes away the ties that a delta sets."""
    return Delta(shape=delta.shape, gone=delta.set["key"].to_numpy(), set=delta.set[:0])


def scaled(ties: Clock, times: float, nodes: Clock, times_nodes: float = 1.0) -> Clock:
    """Return the time of everything from that of samples."""
    ties.wall = ties.wall * times + nodes.wall * times_nodes
    ties.busy = ties.busy * times + nodes.busy * times_nodes
    print(f"{'':4}nodes and ties, scaled to all: {ties.wall:.1f} s", flush=True)
    return ties


def write_steps(steady: Steady, found: Sequence[Delta], *, has_writers: bool = True) -> None:
    """Run the steps of deltas as a sync does, by our writers or as a remote server gets them."""
    writer = writing.Writer(steady, "bench-")
    writer.hold()
    for steps in phases(found, has_writers=has_writers and writer.has_writers()):
        writer.run_all(steps, lambda _rows: None)
    writer.release()


def first_by_sync(server: Server, graph: Graph, place: Place) -> tuple[Clock, bool, int, int]:
    """Load a local server anew; the clock begins when all is derived, as for the others.

    Returns the clock, whether the importer was worth it, and how many nodes and ties stand.
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
    nodes = sum(done.set.values()) - ties
    is_imported = "import" in stages
    what = "files, import, restart" if is_imported else "our writers"
    tell(f"sync: {what}, constraints, indexes", ties, clock)
    parts = [*stages.items(), ("end", time.perf_counter())]
    told = (f"{name} {after - at:.1f} s" for (name, at), (_, after) in pairwise(parts))
    print(f"{'':4}{', '.join(told)}", flush=True)
    return clock, is_imported, nodes, ties


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
    write_steps(steady, [taken(delta) for delta in added])
    with Clock(server) as by_columns:
        write_steps(steady, added, has_writers=False)
    tell("increment by " + _METHODS[False], rows, by_columns)
    compare("increment by " + _METHODS[False], plain, by_columns)
    write_steps(steady, [taken(delta) for delta in added])
    with Clock(server) as ours:
        write_steps(steady, added)
    tell("increment by " + _METHODS[True], rows, ours)
    compare("increment by " + _METHODS[True], plain, ours)
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
