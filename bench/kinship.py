"""The kinship engine beside DuckDB, networkx and igraph: one run, the same answers, ratios.

`python -m bench.kinship [PERSONS] [OFFICIALS]`; 764,000 and 5,000 by default.
"""

from __future__ import annotations

import argparse
import time
from itertools import product
from typing import TYPE_CHECKING, Any

import duckdb
import igraph
import networkx as nx
import numpy as np

from bench.kinship_population import Population, kin_graph, make_population
from graph.kinship.automaton import automaton_of
from graph.kinship.circles import ALL_KIN
from graph.kinship.rows import rows_of
from graph.kinship.walks import Walks

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.snapshot.arrays import Int32, KinGraph

_SEED = 20_260_302
_DAY = 20_000
_REPEATS = 5
_ONES = 2_000
_RADIUS = 3
_SMALL = 30_000
_SMALL_EGOS = 3_000


def main(argv: list[str] | None = None) -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persons", nargs="?", type=int, default=764_000)
    parser.add_argument("officials", nargs="?", type=int, default=5_000)
    options = parser.parse_args(argv)
    persons, officials = options.persons, options.officials
    population = make_population(persons, _SEED)
    graph = kin_graph(population)
    walks = walks_over(graph, population.persons)
    egos = _sample(population.persons, officials)
    print(
        f"{population.persons:,} persons, {len(population.child):,} parent ties, "
        f"{len(population.husband):,} marriages; traversal arrays {_megabytes(graph):,.0f} MB"
    )
    everyone = automaton_of(ALL_KIN.shapes)
    found, took = _best(lambda: walks.kin_of_many(egos, _DAY, everyone))
    pairs = len(found[0])
    _tell(f"all legal kin of {officials:,} officials, two threads", took, f"{pairs:,} pairs")
    ones = np.split(egos[:_ONES], len(egos[:_ONES]))
    _, alone = _best(lambda: [walks.kin_of_many(ego, _DAY, everyone) for ego in ones])
    _tell("one person, in process", alone / len(ones), "")
    sql_pairs, sql_took = _duckdb(population, egos)
    if sql_pairs != pairs:
        raise SystemExit(f"DuckDB found {sql_pairs:,} pairs, the engine {pairs:,}")
    _tell("the same by DuckDB SQL", sql_took, f"{sql_took / took:.1f} times the engine")
    _libraries()


def walks_over(graph: KinGraph, persons: int) -> Walks:
    """Return the walks over a made population."""
    rows = (rows_of(graph.parents), rows_of(graph.children), rows_of(graph.spouses))
    return Walks(graph=graph, real=persons, rows=rows, confidence=graph.parent_facts.confidence)


def _sample(persons: int, count: int) -> Int32:
    chosen = np.random.default_rng(_SEED).choice(persons, count, replace=False)
    return np.sort(chosen).astype(np.int32)


def _megabytes(graph: KinGraph) -> float:
    """Return what a walk keeps in memory; dates are mapped and read for dated ties alone."""
    rows = (graph.parents, graph.children, graph.spouses)
    return sum(a.indptr.nbytes + a.indices.nbytes + a.flags.nbytes for a in rows) / 1e6


def _best(run: Callable[[], Any], repeats: int = _REPEATS) -> tuple[Any, float]:
    """Return what a run gives, and the least of several times after one to warm up."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        given = run()
        times.append(time.perf_counter() - start)
    return given, min(times)


def _tell(what: str, seconds: float, note: str) -> None:
    shown = f"{seconds * 1e6:9.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:9.1f} ms"
    print(f"  {what:<52}{shown}   {note}")


def _duckdb(population: Population, egos: Int32) -> tuple[int, float]:
    """Count the same pairs by set-based SQL over tables in DuckDB's memory."""
    stands = population.ended > _DAY
    columns = {
        "parents": (population.child, population.parent),
        "marriages": (population.husband[stands], population.wife[stands]),
    }
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        for name, (source, target) in columns.items():
            given = {"source": source, "target": target}  # noqa: F841 (DuckDB reads it by name)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608
        chosen = {"ego": egos}  # noqa: F841 (the same)
        connection.execute("CREATE TABLE egos AS SELECT ego FROM chosen")
        connection.execute("CREATE TABLE U AS FROM parents")
        connection.execute("CREATE TABLE D AS SELECT target AS source, source AS target FROM U")
        connection.execute(
            "CREATE TABLE S AS FROM marriages UNION ALL SELECT target, source FROM marriages"
        )
        query = _sql(sorted(ALL_KIN.shapes))
        rows, took = _best(lambda: connection.execute(query).fetchall())
    return int(rows[0][0]), took


def _sql(shapes: list[str]) -> str:
    """Return one query: shared prefixes once, the apex of a rise dropped so that siblings merge."""
    prefixes = sorted(
        {s[:end] for s in shapes if "+" not in s for end in range(1, len(s) + 1)},
        key=lambda s: (len(s), s),
    )
    parts = [_part(prefix) for prefix in prefixes]
    parts += [_line(way) for way in "UD"]
    ends = [f"SELECT n0, n{len(s)} AS n FROM P{s}" for s in shapes if "+" not in s]  # noqa: S608
    ends += ["SELECT n0, n1 AS n FROM LU", "SELECT n0, n1 AS n FROM LD"]
    union = " UNION ".join(ends)
    every = ", ".join(parts)
    return f"WITH RECURSIVE {every} SELECT count(*) FROM ({union}) WHERE n <> n0"  # noqa: S608


def _line(way: str) -> str:
    first = f"SELECT ego, target FROM egos JOIN {way} ON ego = source"  # noqa: S608
    further = f"SELECT n0, target FROM L{way} JOIN {way} ON n1 = source"  # noqa: S608
    return f"L{way}(n0, n1) AS ({first} UNION {further})"


def _kept(shape: str) -> list[int]:
    """Return the nodes of a path that later steps are compared with."""
    return [i for i in range(len(shape) + 1) if shape[i - 1 : i + 1] != "UD" or i == 0]


def _part(shape: str) -> str:
    last, way = len(shape), shape[-1]
    if last == 1:
        first = f"SELECT ego, target FROM egos JOIN {way} ON ego = source"  # noqa: S608
        return f"P{shape}(n0, n1) AS MATERIALIZED ({first})"
    before = [i for i in _kept(shape[:-1]) if i != last]
    kept = [f"n{i}" for i in _kept(shape) if i != last]
    other = " AND ".join(f"target <> n{i}" for i in before)
    names, found = ", ".join([*kept, f"n{last}"]), ", ".join([*kept, "target"])
    step = f"FROM P{shape[:-1]} JOIN {way} ON n{last - 1} = source WHERE {other}"
    return f"P{shape}({names}) AS MATERIALIZED (SELECT DISTINCT {found} {step})"


def _libraries() -> None:
    """Ask a smaller population who stands within three ties, as graph libraries can."""
    population = make_population(_SMALL, _SEED)
    walks = walks_over(kin_graph(population), population.persons)
    egos = _sample(population.persons, _SMALL_EGOS)
    words = ("".join(w) for n in range(1, _RADIUS + 1) for w in product("UDS", repeat=n))
    near = automaton_of(frozenset(words))
    print(f"everyone within {_RADIUS} ties of {len(egos):,} among {population.persons:,} persons")
    found, took = _best(lambda: walks.kin_of_many(egos, _DAY, near))
    ours = np.diff(found[1]).tolist()
    _tell("the engine, with the shape of each path", took, f"{sum(ours):,} pairs")
    ties = _ties(population)
    by_igraph = igraph.Graph(n=population.persons, edges=ties)
    asked = egos.tolist()
    lists, slow = _best(lambda: by_igraph.neighborhood(asked, order=_RADIUS))
    _tell("igraph, no shapes", slow, f"{slow / took:.1f} times the engine")
    by_networkx = nx.Graph(ties)
    by_networkx.add_nodes_from(range(population.persons))
    reach = nx.single_source_shortest_path_length
    depths, slowest = _best(lambda: [reach(by_networkx, ego, cutoff=_RADIUS) for ego in asked], 2)
    _tell("networkx, no shapes", slowest, f"{slowest / took:.1f} times the engine")
    if not ours == [len(ids) - 1 for ids in lists] == [len(ids) - 1 for ids in depths]:
        raise SystemExit("the three libraries do not agree on who stands near")


def _ties(population: Population) -> list[tuple[int, int]]:
    stands = population.ended > _DAY
    source = np.concatenate([population.child, population.husband[stands]])
    target = np.concatenate([population.parent, population.wife[stands]])
    return list(zip(source.tolist(), target.tolist(), strict=True))


if __name__ == "__main__":
    main()
