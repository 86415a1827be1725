"""The made county from files to verdict: time and memory of each stage, beside networkx and igraph.

Run: python -m bench.county [PERSONS] [--keep DIR]
The three engines answer one question on one graph: who are the legal kin (K1-K4, both directions)
of every official on one day. networkx and igraph answer it for a sample, and their time is scaled
to all officials; the sample's answers are compared with ours, person by person.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from api.checking import check_case
from api.loading import Request, load_sources
from bench.hubs import measure, tell
from bench.shape_walk import Step, Trie, lawful_ties, legal_kin, trie_of
from graph.kinship.circles import ALL_KIN
from graph.kinship.closure import all_kin, kin_of
from graph.model import day_of
from graph.snapshot import open_snapshot
from loaders.synthetic import write_county

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.snapshot import Snapshot

ON = day_of("2026-03-02")
SEED = 1
SAMPLE = 200


def main(argv: list[str] | None = None) -> None:
    """Make the county, take it through every stage, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="folder that keeps the county and its ledger")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        ledger = load(folder, options.persons)
        snapshot = opened(ledger)
        officials, sets, took = closure(snapshot)
        beside(snapshot, officials, sets, took)
        judged(snapshot, folder / "county" / "cases" / "04.yaml")
        with stage("hub control of large villages"):
            flagged = measure(snapshot)
        tell(flagged)


def load(folder: Path, persons: int) -> Path:
    """Make the county and load it into a ledger; an earlier ledger in the folder is used again."""
    ledger = folder / "county.db"
    if ledger.exists():
        return ledger
    with stage(f"make {persons:,} persons"):
        write_county(folder / "county", persons, SEED)
    with stage("load into the ledger"):
        outcome = load_sources(ledger, Request(paths=[folder / "county"]), _ignore, _ignore)
    if outcome.errors:
        raise SystemExit(f"the made county has bad rows: {outcome.errors[0]}")
    print(f"{'':4}{outcome.sequence:,} facts, {len(outcome.contradictions):,} contradictions")
    return ledger


def _ignore(_told: object) -> None:
    pass


def opened(ledger: Path) -> Snapshot:
    """Build the snapshot, then open it as every later command does."""
    with stage("build the snapshot"):
        open_snapshot(ledger)
    gc.collect()
    with stage("open the snapshot"):
        return open_snapshot(ledger)


def closure(snapshot: Snapshot) -> tuple[list[int], dict[int, set[int]], float]:
    """Find the kin of all officials at once; returns them, the kin of a sample, and the seconds."""
    posts = set(snapshot.table("posts").column("person").to_pylist())
    officials = sorted(snapshot.persons.index(person) for person in posts)
    egos = np.asarray(officials, np.int32)
    with stage("compile the kernels (once)"):
        all_kin(snapshot, egos[:1], ON)
    with stage(f"legal kin of {len(egos):,} officials"):
        begin = time.perf_counter()
        sets = all_kin(snapshot, egos, ON)
        took = time.perf_counter() - begin
    print(f"{'':4}{len(sets) / len(egos):.1f} relatives an official")
    one = snapshot.persons.id(int(egos[0]))
    kin_of(snapshot, one, ON)
    with stage("one person, with evidence and terms"):
        kin_of(snapshot, one, ON)
    sample = egos[:: max(1, len(egos) // SAMPLE)]
    chosen = np.isin(sets.ego, sample)
    found: dict[int, set[int]] = {int(ego): set() for ego in sample}
    pairs = zip(sets.ego[chosen].tolist(), sets.relative[chosen].tolist(), strict=True)
    for ego, relative in pairs:
        found[ego].add(relative)
    return officials, found, took


def beside(
    snapshot: Snapshot, officials: list[int], ours: dict[int, set[int]], our_seconds: float
) -> None:
    """Ask networkx and igraph the same of the sample, and compare the answers."""
    ties = lawful_ties(snapshot.kin, ON)
    nodes = len(snapshot.kin.parents.indptr) - 1
    shapes = trie_of(ALL_KIN.shapes)
    for name, build in (("networkx", _networkx), ("igraph", _igraph)):
        with stage(f"{name}: build its graphs"):
            step = build(nodes, *ties)
        begin = time.perf_counter()
        theirs = _kin_of_sample(step, shapes, ours, snapshot.persons.n)
        took = (time.perf_counter() - begin) / len(ours) * len(officials)
        differ = sum(theirs[ego] != ours[ego] for ego in ours)
        print(
            f"{name}: all officials {took:.2f} s (scaled from {len(ours)}), "
            f"{took / our_seconds:.0f} times ours; answers that differ: {differ}"
        )
        del step
        gc.collect()


def _kin_of_sample(step: Step, shapes: Trie, egos: Iterable[int], real: int) -> dict[int, set[int]]:
    return {ego: {one for one in legal_kin(ego, step, shapes) if one < real} for ego in egos}


def _networkx(nodes: int, parents: Any, spouses: Any) -> Step:
    import networkx as nx

    up, side = nx.DiGraph(), nx.Graph()
    for graph, pairs in ((up, parents), (side, spouses)):
        graph.add_nodes_from(range(nodes))
        graph.add_edges_from(pairs.tolist())
    return {"U": up.successors, "D": up.predecessors, "S": side.neighbors}


def _igraph(nodes: int, parents: Any, spouses: Any) -> Step:
    import igraph as ig

    up = ig.Graph(n=nodes, edges=parents, directed=True)
    side = ig.Graph(n=nodes, edges=spouses).simplify()
    return {"U": up.successors, "D": up.predecessors, "S": side.neighbors}


def judged(snapshot: Snapshot, case: Path) -> None:
    """Check one case twice: the first check reads what the second finds in memory."""
    for turn in ("first", "second"):
        with stage(f"{turn} check of a case"):
            check_case(case, snapshot, candidates=(), packs=(), on=None)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print the stage's wall and processor time, and the memory after it and at its highest."""
    begin, busy = time.perf_counter(), time.process_time()
    yield
    took, busy = time.perf_counter() - begin, time.process_time() - busy
    now, highest = _memory("VmRSS"), _memory("VmHWM")
    print(
        f"{name}: {took:.4g} s (processor {busy:.4g} s); "
        f"memory {now:,} MB, highest so far {highest:,} MB",
        flush=True,
    )


def _memory(field: str) -> int:
    """Return a figure of this process in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(field)), 0)


if __name__ == "__main__":
    main()
