"""The path search as `huibi path` runs it: random and near pairs of a county, and hard graphs.

`python -m bench.paths [PERSONS …] [--json FILE]`; 10,000, 100,000 and 1,000,000 by default.
Random pairs are two persons of the county; near pairs stand two to four ties apart. Villages,
units and companies are hubs; what lies behind one that is not passed is told as cut. The hard
graphs are forty people who are all friends, and one person with 10,000 friends. Beside other
engines, with equal answers: `python -m bench`.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from bench.made_snapshot import MadeSnapshot
from graph.model import day_of
from graph.paths.arrays import path_graph_of
from graph.paths.connect import Ends, connect
from graph.paths.report import connection_json
from graph.paths.search import Limits, best_paths
from loaders.synthetic.county import gather, make_county

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.snapshot import Snapshot

ON = day_of("2026-03-02")
SIZES = (10_000, 100_000, 1_000_000)
SEED = 1
PAIRS = 400
_CLIQUE, _HUB = 40, 10_000

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One question asked of `pairs`: milliseconds by the clock, and of the processor on average."""

    persons: int
    question: str
    pairs: int
    p50: float
    p99: float
    busy: float
    note: str = ""

    def __str__(self) -> str:
        return (
            f"  {self.question:<58}p50 {self.p50:9.3f} ms  p99 {self.p99:9.3f} ms  "
            f"processor {self.busy:9.3f} ms  {self.pairs} pairs  {self.note}"
        )


def main(argv: list[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(argv)
    figures = list(_told(hard()))
    for persons in options.persons:
        figures += _told(measure(persons))
        gc.collect()
    if options.json:
        options.json.write_bytes(orjson.dumps([asdict(one) for one in figures]))


def _told(figures: Iterable[Figure]) -> Iterable[Figure]:
    for figure in figures:
        print(figure, flush=True)
        yield figure


def measure(persons: int) -> Iterable[Figure]:
    """Yield the figures of one county."""
    snapshot = made_county(persons)
    random, near = pairs_of(snapshot, PAIRS)
    for name, pairs in (("random", random), ("near", near)):
        for count, hops in ((1, 4), (5, 4), (1, 6), (5, 6)):
            what = f"{count} best of at most {hops} ties, {name} pairs"
            yield _searched(snapshot, what, pairs, count, Limits(hops=hops))
    yield _whole_answer(snapshot, near[:50])


def hard() -> Iterable[Figure]:
    """Yield the figures of a clique, and of a hub met and started from."""
    clique = _friends(_CLIQUE, itertools.combinations(range(_CLIQUE), 2))
    for hops in (4, 6):
        what = f"5 best of at most {hops} ties, {_CLIQUE} people all friends"
        yield _searched(clique, what, [(0, 1)] * 10, 5, Limits(hops=hops))
    star = _friends(_HUB + 1, ((0, other) for other in range(1, _HUB + 1)))
    for what, pair in (("through", (1, 2)), ("from", (0, 5))):
        told = f"5 best of at most 4 ties, {what} a person with {_HUB:,} friends"
        yield _searched(star, told, [pair] * 10, 5, Limits())


def _friends(people: int, pairs: Iterable[Pair]) -> Snapshot:
    return MadeSnapshot.of_rows(  # type: ignore[return-value]
        people=[{"id": f"P{one:05}", "name": f"人{one}"} for one in range(people)],
        ties=[
            {"person": f"P{one:05}", "other": f"P{other:05}", "kind": "friend"}
            for one, other in pairs
        ],
    )


def made_county(persons: int) -> Snapshot:
    """Return a made county as a snapshot in memory."""
    begin = time.perf_counter()
    sheets = gather(make_county(persons, SEED), lambda _stage: None)
    snapshot = MadeSnapshot(sheets.tables())
    graph = path_graph_of(snapshot)
    rows = len(snapshot.ties.out.indices)
    steps = len(snapshot.kin.parents.indices)
    print(
        f"{persons:,} persons, {graph.n:,} nodes, {rows:,} ties of rows, {steps:,} of parents; "
        f"made in {time.perf_counter() - begin:.0f} s"
    )
    return snapshot  # type: ignore[return-value]


def pairs_of(snapshot: Snapshot, count: int) -> tuple[list[Pair], list[Pair]]:
    """Return random pairs of persons, and as many that a walk of two to four ties joins."""
    random = np.random.default_rng(SEED)
    persons, ties = snapshot.persons.n, snapshot.ties
    far = [(int(a), int(b)) for a, b in random.integers(0, persons, (2 * count, 2)) if a != b]
    near: list[Pair] = []
    while len(near) < count:
        start = node = int(random.integers(0, persons))
        for _ in range(int(random.integers(2, 5))):
            steps = np.concatenate(
                [
                    side.indices[side.indptr[node] : side.indptr[node + 1]]
                    for side in (ties.out, ties.into)
                ]
            )
            if not len(steps):
                break
            node = int(random.choice(steps))
        if node < persons and node != start:
            near.append((start, node))
    return far[:count], near


def _searched(
    snapshot: Snapshot, what: str, pairs: Sequence[Pair], count: int, limits: Limits
) -> Figure:
    graph = path_graph_of(snapshot)

    def ask(one: int, other: int) -> Any:
        return best_paths(graph, [one], [other], day=ON, count=count, limits=limits)

    outcomes, times, busy = _timed(ask, pairs)
    found = sum(bool(one.paths) for one in outcomes)
    cut = sum(not one.is_complete for one in outcomes)
    return _figure(snapshot, what, times, busy, f"{found} connected, {cut} cut")


def _whole_answer(snapshot: Snapshot, pairs: Sequence[Pair]) -> Figure:
    """Time five paths with evidence, words, JSON and a sample that is remembered."""

    def answer(a: int, b: int) -> Any:
        ends = (Ends(asked=str(node), nodes=(node,)) for node in (a, b))
        return connection_json(connect(snapshot, *ends, day=ON))

    _, times, busy = _timed(answer, pairs)
    return _figure(snapshot, "5 best with evidence and words as JSON, near pairs", times, busy, "")


def _timed(
    ask: Callable[[int, int], Any], pairs: Sequence[Pair]
) -> tuple[list[Any], list[float], float]:
    """Return answers, milliseconds of each pair and of the processor, after one to warm up."""
    ask(*pairs[0])
    answers, times = [], []
    busy = time.process_time()
    for pair in pairs:
        begin = time.perf_counter()
        answers.append(ask(*pair))
        times.append((time.perf_counter() - begin) * 1e3)
    return answers, times, (time.process_time() - busy) * 1e3 / len(pairs)


def _figure(
    snapshot: Snapshot, question: str, times: Sequence[float], busy: float, note: str
) -> Figure:
    p50, p99 = (float(np.percentile(times, share)) for share in (50, 99))
    return Figure(
        persons=snapshot.persons.n, question=question, pairs=len(times), p50=p50, p99=p99,
        busy=busy, note=note,
    )  # fmt: skip


if __name__ == "__main__":
    main()
