"""Paths beside igraph and networkx: one county, the same questions, equal answers, ratios.

`python -m bench.paths [PERSONS …] [--json FILE]`; 10,000, 100,000 and 1,000,000 by default.
Random pairs are two persons of the county; near pairs stand two to four ties apart. The peers are
asked what they can be asked: the fewest ties between two nodes, and the strongest path of at most
four ties, for which they walk one layer of the graph a tie. That question is kept to ties whose
strength does not depend on the tie before (kinship, residence, companies, declared), and hubs are
passed; the other figures are of all ties, as `huibi path` searches.
"""

from __future__ import annotations

import argparse
import gc
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from bench.made_snapshot import MadeSnapshot
from bench.path_peers import Igraph, Networkx, flat_graph
from graph.model import day_of
from graph.paths.arrays import path_graph_of
from graph.paths.connect import Ends, connect
from graph.paths.length import fewest_hops
from graph.paths.report import connection_json
from graph.paths.search import Limits, best_paths
from loaders.synthetic.county import gather, make_county

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.paths.arrays import PathGraph
    from graph.paths.search import Outcome
    from graph.snapshot import Snapshot

ON = day_of("2026-03-02")
SIZES = (10_000, 100_000, 1_000_000)
SEED = 1
OURS, PEERS = 400, 40
"""Pairs that are asked of the engine and of the peers."""
FLAT = frozenset({"kinship", "residence", "company", "declared"})
HOPS = 4
NETWORKX_MOST, LAYERS_MOST = 100_000, 100_000
"""Persons up to which networkx is asked, and up to which peers hold a layer for each tie."""
_UNBOUNDED = Limits(hops=HOPS, hub=2**62, half_paths=10**8, seconds=60.0)

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measurement, in milliseconds; `pairs` were asked."""

    persons: int
    question: str
    engine: str
    pairs: int
    p50: float
    p99: float
    note: str = ""


def main(argv: list[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args(argv)
    figures: list[Figure] = []
    for persons in options.persons:
        found = measure(persons)
        figures += found
        for figure in found:
            print(_line(figure), flush=True)
        gc.collect()
    if options.json:
        options.json.write_bytes(orjson.dumps([asdict(one) for one in figures]))


def measure(persons: int) -> list[Figure]:
    """Measure one county; an answer in which a peer differs ends the run."""
    snapshot = made_county(persons)
    random, near = pairs_of(snapshot, OURS)
    figures = [
        figure
        for name, pairs in (("random", random), ("near", near))
        for figure in _ours(snapshot, persons, name, pairs)
    ]
    both = [*random[: PEERS // 2], *near[: PEERS // 2]]
    return figures + _beside(snapshot, persons, both)


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


def _ours(snapshot: Snapshot, persons: int, name: str, pairs: Sequence[Pair]) -> list[Figure]:
    graph = path_graph_of(snapshot)
    figures = []
    for count, hops in ((1, 4), (5, 4), (1, 6), (5, 6)):
        ask = _asking(graph, count, Limits(hops=hops))
        outcomes, times = _timed(ask, pairs)
        found = sum(bool(one.paths) for one in outcomes)
        cut = sum(not one.is_complete for one in outcomes)
        figures.append(
            _figure(
                persons, f"{count} best of at most {hops} ties, {name} pairs", "huibi", times,
                f"{found} connected, {cut} cut",
            )
        )  # fmt: skip
    if name == "near":
        figures.append(_whole_answer(snapshot, persons, pairs[:50]))
    return figures


def _asking(graph: PathGraph, count: int, limits: Limits) -> Callable[[int, int], Outcome]:
    def ask(one: int, other: int) -> Outcome:
        return best_paths(graph, [one], [other], day=ON, count=count, limits=limits)

    return ask


def _whole_answer(snapshot: Snapshot, persons: int, pairs: Sequence[Pair]) -> Figure:
    """Time five paths with evidence, words, JSON and a sample that is remembered."""

    def answer(a: int, b: int) -> Any:
        ends = (Ends(asked=str(node), nodes=(node,)) for node in (a, b))
        return connection_json(connect(snapshot, *ends, day=ON))

    answer(*pairs[0])
    _, times = _timed(answer, pairs)
    return _figure(
        persons, "5 best with evidence and words as JSON, near pairs", "huibi", times, ""
    )


def _beside(snapshot: Snapshot, persons: int, pairs: Sequence[Pair]) -> list[Figure]:
    """Ask the engine and the peers the same; SystemExit where an answer differs."""
    graph = path_graph_of(snapshot)
    lengths, times = _timed(lambda a, b: fewest_hops(snapshot, [a], [b], on=ON), pairs)
    figures = [_figure(persons, "fewest ties", "huibi", times, "")]
    flat = flat_graph(snapshot, ON, FLAT)
    strengths, best_times = _timed(
        lambda a, b: _strength(
            best_paths(graph, [a], [b], day=ON, families=FLAT, limits=_UNBOUNDED, distinct=False)
        ),
        pairs,
    )
    question = f"strongest path of at most {HOPS} ties"
    figures.append(_figure(persons, question, "huibi", best_times, "hubs passed"))
    for peer, most in ((Igraph, 10**9), (Networkx, NETWORKX_MOST)):
        if persons > most:
            figures.append(_not_run(persons, "fewest ties", peer.name))
            continue
        held = peer(flat_graph(snapshot, ON, None))
        theirs, slow = _timed(held.fewest, pairs)
        _same("fewest ties", peer.name, lengths, theirs)
        figures.append(_figure(persons, "fewest ties", peer.name, slow, _times(slow, times)))
        del held
        if persons > LAYERS_MOST:
            figures.append(_not_run(persons, question, peer.name))
            continue
        layered = peer(flat, layers=HOPS)
        theirs, slow = _timed(layered.strongest, pairs)
        _same(question, peer.name, strengths, theirs)
        figures.append(_figure(persons, question, peer.name, slow, _times(slow, best_times)))
        del layered
        gc.collect()
    return figures


def _strength(found: Any) -> float:
    return found.paths[0].strength if found.paths else 0.0


def _timed(ask: Callable[[int, int], Any], pairs: Sequence[Pair]) -> tuple[list[Any], list[float]]:
    """Return the answers and milliseconds of each pair, after one to warm up."""
    ask(*pairs[0])
    answers, times = [], []
    for pair in pairs:
        begin = time.perf_counter()
        answers.append(ask(*pair))
        times.append((time.perf_counter() - begin) * 1e3)
    return answers, times


def _same(question: str, peer: str, ours: Sequence[Any], theirs: Sequence[Any]) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        if (mine or 0) != (other or 0) and abs((mine or 0) - (other or 0)) > 1e-6:
            raise SystemExit(f"{question}: huibi says {mine}, {peer} {other}")


def _times(slow: Sequence[float], fast: Sequence[float]) -> str:
    return f"{np.median(slow) / np.median(fast):.0f} times huibi"


def _figure(persons: int, question: str, engine: str, times: Sequence[float], note: str) -> Figure:
    p50, p99 = (float(np.percentile(times, share)) for share in (50, 99))
    return Figure(
        persons=persons, question=question, engine=engine, pairs=len(times), p50=p50, p99=p99,
        note=note,
    )  # fmt: skip


def _not_run(persons: int, question: str, engine: str) -> Figure:
    return Figure(
        persons=persons, question=question, engine=engine, pairs=0, p50=float("nan"),
        p99=float("nan"), note="not run: memory",
    )  # fmt: skip


def _line(figure: Figure) -> str:
    if not figure.pairs:
        return f"  {figure.question:<52}{figure.engine:<10}{figure.note}"
    return (
        f"  {figure.question:<52}{figure.engine:<10}p50 {figure.p50:9.3f} ms  "
        f"p99 {figure.p99:9.3f} ms  {figure.pairs} pairs  {figure.note}"
    )


if __name__ == "__main__":
    main()
