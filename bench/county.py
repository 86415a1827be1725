"""The made county from files to verdict: time and memory of each stage, one after another.

Run: python -m bench.county [PERSONS] [--keep DIR]
Beside other engines, with equal answers: `python -m bench`.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from api.checking import check_case
from api.loading import Request, load_sources
from bench.hubs import measure, tell
from graph.kinship.closure import all_kin, kin_of
from graph.model import day_of
from graph.snapshot import open_snapshot
from loaders.synthetic import write_county

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.snapshot import Snapshot

ON = day_of("2026-03-02")
SEED = 1


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
        closure(snapshot)
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


def closure(snapshot: Snapshot) -> None:
    """Find the kin of all officials at once, and of one with evidence."""
    posts = set(snapshot.table("posts").column("person").to_pylist())
    officials = sorted(snapshot.persons.index(person) for person in posts)
    egos = np.asarray(officials, np.int32)
    with stage("compile the kernels (once)"):
        all_kin(snapshot, egos[:1], ON)
    with stage(f"legal kin of {len(egos):,} officials"):
        sets = all_kin(snapshot, egos, ON)
    print(f"{'':4}{len(sets) / len(egos):.1f} relatives an official")
    one = snapshot.persons.id(int(egos[0]))
    kin_of(snapshot, one, ON)
    with stage("one person, with evidence and terms"):
        kin_of(snapshot, one, ON)


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
