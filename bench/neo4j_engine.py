"""A whole ledger asked of Neo4j and of the snapshot: the same kin, the same readings, both times.

Run: python -m bench.neo4j_engine LEDGER [--pairs N]
The ledger's Neo4j must run and be up to date (`huibi neo4j start`, `huibi neo4j sync`). Compared
are the legal kin of everybody in three circles, the readings of N pairs to the last hop, half of
them kin of any standing, and a case of five parties and three hundred candidates. Times are of the
second run.
"""

from __future__ import annotations

import argparse
import random
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from api.neo4j_server import address_of
from api.settings import Settings
from graph.cases.resolve import PartyRef, ResolvedCase
from graph.kinship.circles import ALL_KIN, CIRCLES
from graph.kinship.closure import all_kin, readings_between
from graph.kinship.walks import EVERY_STANDING
from graph.ledger import open_ledger
from graph.model import day_of
from graph.neo4j.session import connect
from graph.projection.cypher_circles import kin_sets
from graph.projection.engine.check import check_on_neo4j
from graph.projection.engine.currency import Head
from graph.projection.engine.gathered import Gathered
from graph.projection.engine.kin import find_kin
from graph.projection.engine.reading import Asked
from graph.projection.engine.rows import empty_tables, table_of
from graph.projection.engine.shared import supported_pairs
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from graph.recusal.relatives import STEP_SHAPES
from graph.recusal.report import as_json
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.kinship.kin import Reading
    from graph.neo4j.session import Graph
    from graph.snapshot import Snapshot

ON = day_of("2026-03-02")
SHAPES = frozenset(ALL_KIN.shapes | STEP_SHAPES)
_PARTIES, _CANDIDATES, _AT_ONCE = 5, 300, 2_000


def timed(what: str, make: Callable[[], Any]) -> Any:
    """Run twice, print the second time and return the answer."""
    make()
    began = time.perf_counter()
    found = make()
    print(f"{what}: {(time.perf_counter() - began) * 1000:,.1f} ms")
    return found


def compare_kin(graph: Graph, snapshot: Snapshot, persons: list[int], what: str) -> None:
    """Hold the legal kin of some people by three circles against the snapshot's."""
    ids, egos = snapshot.persons.ids, np.array(persons, np.int32)
    names = [ids[ego] for ego in persons]
    for code in ("K1-K4", "NR-C", "FAM"):
        circle = CIRCLES[code]
        kin_of = f"kin of {what}, {code}"
        sets = timed(f"{kin_of}, snapshot", partial(all_kin, snapshot, egos, ON, circle))
        found = timed(f"{kin_of}, Neo4j", partial(kin_sets, graph, names, circle, ON))
        ends = zip(sets.ego.tolist(), sets.relative.tolist(), strict=True)
        assert found == {(ids[ego], ids[kin]) for ego, kin in ends}, code
        print(f"  {len(found):,} pairs agree")


def compare_readings(graph: Graph, snapshot: Snapshot, many: int) -> None:
    """Hold the readings of pairs against the snapshot's, hop by hop."""
    ids, chance = snapshot.persons.ids, random.Random(1)
    egos = np.array(sorted(chance.sample(range(len(ids)), min(len(ids), many))), np.int32)
    sets = all_kin(snapshot, egos, ON, ALL_KIN, allowed=EVERY_STANDING)
    kin = [(ids[a], ids[b]) for a, b in zip(sets.ego.tolist(), sets.relative.tolist(), strict=True)]
    pairs = chance.sample(kin, min(len(kin), many // 2))
    pairs += [(chance.choice(ids), chance.choice(ids)) for _ in range(many // 2)]
    for first in range(0, len(pairs), _AT_ONCE):
        part = [pair for pair in pairs[first : first + _AT_ONCE] if pair[0] != pair[1]]
        expected = [readings_between(snapshot, one, other, ON, SHAPES) for one, other in part]
        assert readings(graph, part) == expected
    print(f"readings of {len(pairs):,} pairs agree")


def readings(graph: Graph, pairs: list[tuple[str, str]]) -> list[list[Reading]]:
    """Return what the second of each pair is to the first, by Neo4j's patterns."""
    asked: dict[str, set[str]] = {}
    for one, other in pairs:
        asked.setdefault(one, set()).add(other)
    found = graph.reading(lambda work: find_kin(work, asked, SHAPES, ON))
    order = enumerate(sorted(found.bodies))
    node = {key.id: number for number, key in order if not key.is_implied}
    tables = empty_tables() | {
        "kin": table_of("kin", found.rows),
        "supported_pairs": supported_pairs(found.rows, (), node),
    }
    source = Gathered(found.bodies, found.ties, tables, 0)
    return [
        readings_between(source, *pair, ON, SHAPES) if pair in found.named else [] for pair in pairs
    ]


def compare_case(graph: Graph, snapshot: Snapshot, head: Head) -> None:
    """Hold the verdicts of a large case against the snapshot's."""
    nodes = random.Random(2).sample(range(snapshot.persons.n), _PARTIES + _CANDIDATES)
    names = [snapshot.persons.id(node) for node in nodes]
    case = ResolvedCase(
        id="large",
        matter="supervision_case",
        on=ON,
        place=None,
        unit=None,
        parties=tuple(PartyRef(role="subject", person=name) for name in names[:_PARTIES]),
        candidates=tuple(names[_PARTIES:]),
        team=(),
        packs=("supervision",),
    )
    packs = [load_pack("supervision")]
    asked = Asked(case=case, packs=packs, snapshot=snapshot)
    what = f"case of {_PARTIES} parties and {_CANDIDATES} candidates"
    embedded = timed(f"{what}, snapshot", lambda: check(case, packs, snapshot))
    found = timed(f"{what}, Neo4j", lambda: check_on_neo4j(graph, head, asked))
    assert as_json(found) == as_json(embedded)


def main(arguments: list[str] | None = None) -> None:
    """Compare and tell the times."""
    parser = argparse.ArgumentParser(prog="python -m bench.neo4j_engine", description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--pairs", type=int, default=10_000)
    options = parser.parse_args(arguments)
    snapshot = open_snapshot(options.ledger)
    with open_ledger(options.ledger) as book:
        head = Head(sequence=book.head, mark=book.mark())
    posts = set(snapshot.table("posts")["person"].to_pylist())
    officials = sorted(snapshot.persons.index(person) for person in posts)
    with connect(address_of(options.ledger, Settings.read(Path.cwd()))) as graph:
        if officials:
            compare_kin(graph, snapshot, officials, f"{len(officials):,} officials")
        compare_kin(graph, snapshot, list(range(snapshot.persons.n)), "everybody")
        compare_readings(graph, snapshot, options.pairs)
        compare_case(graph, snapshot, head)


if __name__ == "__main__":
    main()
