"""The kinship engine alone, on a made population straight in arrays: time and memory.

`python -m bench.kinship [PERSONS] [OFFICIALS]`; 764,000 and 5,000 by default. Beside other engines,
with equal answers: `python -m bench`.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import numpy as np

from bench.kinship_population import kin_graph, make_population
from graph.kinship.automaton import automaton_of
from graph.kinship.circles import ALL_KIN
from graph.kinship.rows import rows_of
from graph.kinship.walks import Walks

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.snapshot.arrays import KinGraph

_SEED = 20_260_302
_DAY = 20_000
_REPEATS = 5
_ONES = 2_000


def main(argv: list[str] | None = None) -> None:
    """Print one line a measurement, the least of several after one to warm up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="?", type=int, default=764_000)
    parser.add_argument("officials", nargs="?", type=int, default=5_000)
    options = parser.parse_args(argv)
    population = make_population(options.persons, _SEED)
    graph = kin_graph(population)
    print(
        f"{population.persons:,} persons, {len(population.child):,} parent ties, "
        f"{len(population.husband):,} marriages; traversal arrays {_megabytes(graph):,.0f} MB"
    )
    walks = walks_over(graph, population.persons)
    chosen = np.random.default_rng(_SEED).choice(
        population.persons, options.officials, replace=False
    )
    egos, everyone = np.sort(chosen).astype(np.int32), automaton_of(ALL_KIN.shapes)
    pairs = len(walks.kin_of_many(egos, _DAY, everyone)[0])
    took = _least(lambda: walks.kin_of_many(egos, _DAY, everyone))
    print(f"legal kin of {len(egos):,}, two threads: {took * 1e3:.1f} ms, {pairs:,} pairs")
    ones = np.split(egos[:_ONES], len(egos[:_ONES]))
    alone = _least(lambda: [walks.kin_of_many(ego, _DAY, everyone) for ego in ones])
    print(f"legal kin of one: {alone / len(ones) * 1e6:.1f} µs")


def walks_over(graph: KinGraph, persons: int) -> Walks:
    """Return the walks over a made population."""
    rows = (rows_of(graph.parents), rows_of(graph.children), rows_of(graph.spouses))
    return Walks(graph=graph, real=persons, rows=rows, confidence=graph.parent_facts.confidence)


def _megabytes(graph: KinGraph) -> float:
    """Return what a walk keeps in memory; dates are mapped and read for dated ties alone."""
    rows = (graph.parents, graph.children, graph.spouses)
    return sum(a.indptr.nbytes + a.indices.nbytes + a.flags.nbytes for a in rows) / 1e6


def _least(run: Callable[[], object]) -> float:
    run()
    times = []
    for _ in range(_REPEATS):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return min(times)


if __name__ == "__main__":
    main()
