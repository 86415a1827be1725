"""Seconds and memory of every pattern on a made county: `python -m bench.patterns 1000000`.

The number is that of benefits; contracts, bids, transfers and people follow it in proportion
(0.1, 0.3, 5, 0.3). Beside B2, C1, C2's R018 and D3 a plain version answers the same question;
answers that differ end the run.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from bench.pattern_peers import PEERS
from bench.pattern_tables import MadeFiles, tables_of
from bench.table.memory import forget_peak, peak, resident
from graph.model import day_of
from graph.patterns import PATTERNS
from graph.patterns.facts import Facts
from graph.patterns.run import patterns_named, run_patterns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.findings import Result

SIZES = (100_000, 300_000, 1_000_000)
ON = "2025-12-31"


class Spent(NamedTuple):
    """What one pattern took: seconds, MB at most, findings; and of the peer, processor seconds."""

    wall: float
    processor: float
    megabytes: float
    found: int
    peer: str = ""
    peer_processor: float = 0.0


def measured(benefits: int, codes: Sequence[str], seed: int) -> dict[str, Spent]:
    """Return what each pattern took in one run over the same facts, the first one to ask first.

    Raises:
        AssertionError: a plain version gives another answer.
    """
    snapshot = MadeFiles(tables_of(benefits, seed))
    _warm(snapshot)
    facts = Facts(snapshot, day_of(ON))  # type: ignore[arg-type]
    print(f"{benefits:,}: {resident():,.0f} MB are held before", file=sys.stderr)
    spent: dict[str, Spent] = {}
    for pattern in patterns_named(codes):
        gc.collect()
        forget_peak()
        wall, processor = time.perf_counter(), time.process_time()
        (ran,) = run_patterns(facts, (pattern,))
        took = time.perf_counter() - wall, time.process_time() - processor
        one = Spent(*took, peak(), len(ran.result.findings))
        spent[pattern.code] = _beside(one, pattern.code, snapshot, ran.result)
        print(f"{benefits:,} {pattern.code} {spent[pattern.code]}", file=sys.stderr, flush=True)
    return spent


def _warm(snapshot: MadeFiles) -> None:
    """Make what a loaded ledger has ready, and compile or load the kernels."""
    for made in (snapshot.kin, snapshot.persons, snapshot.ties, snapshot.times):
        del made
    for name in snapshot.names:
        snapshot.file(name)
    small = Facts(MadeFiles(tables_of(2_000, 1)), day_of(ON))  # type: ignore[arg-type]
    list(run_patterns(small, PATTERNS))


def _beside(one: Spent, code: str, snapshot: MadeFiles, result: Result) -> Spent:
    if code not in PEERS:
        return one
    peer = PEERS[code]
    began = time.process_time()
    expected = peer.answer(snapshot)
    took = time.process_time() - began
    found = peer.read(result)
    assert found == expected, f"{code}: {len(found)} found, {peer.name}: {len(expected)}"
    return one._replace(peer=peer.name, peer_processor=took)


def table_of(runs: dict[int, dict[str, Spent]]) -> str:
    """Return the table of docs: the largest size, its peers, and the growth over all sizes."""
    largest = runs[max(runs)]
    lines = [
        "| Pattern | wall, s | processor, s | peak, MB | findings | plain version, processor |"
        " processor at all sizes |",
        "|---|---:|---:|---:|---:|---|---|",
    ]
    for code, one in largest.items():
        growth = " · ".join(f"{run[code].processor:.2f}" for _, run in sorted(runs.items()))
        peer = (
            f"{one.peer}: {one.peer_processor:.2f} s,"
            f" the pattern {one.processor / one.peer_processor:.1f} ×"
            if one.peer
            else ""
        )
        lines.append(
            f"| {code} | {one.wall:.2f} | {one.processor:.2f} | {one.megabytes:,.0f} |"
            f" {one.found:,} | {peer} | {growth} |"
        )
    wall = sum(one.wall for one in largest.values())
    processor = sum(one.processor for one in largest.values())
    most = max(one.megabytes for one in largest.values())
    lines.append(f"| all | {wall:.1f} | {processor:.1f} | {most:,.0f} | | | |")
    return "\n".join(lines)


def main() -> None:
    """Measure each size, smallest first, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.patterns", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="benefits")
    parser.add_argument("--patterns", nargs="+", default=[], help="codes; all where none is named")
    parser.add_argument("--seed", type=int, default=20_260)
    options = parser.parse_args()
    sizes = sorted(options.sizes or SIZES)
    print(table_of({size: measured(size, options.patterns, options.seed) for size in sizes}))


if __name__ == "__main__":
    main()
