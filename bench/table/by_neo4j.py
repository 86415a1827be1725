"""Huibi's own Cypher, and Cypher as a user would write it, on the same Neo4j."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import neo4j
import numpy as np

from api.neo4j_server import jars_folder
from bench.paths import ON
from bench.table.embedded import case_of, verdicts
from graph.kinship.circles import ALL_KIN
from graph.ledger import open_ledger
from graph.neo4j.server import Server
from graph.neo4j.session import connect
from graph.ontology.kinds import EdgeKind
from graph.paths.layout import IS_FOLLOWED
from graph.paths.tables import ways_of
from graph.projection.cypher_circles import kin_sets
from graph.projection.engine.check import check_on_neo4j
from graph.projection.engine.currency import Head
from graph.projection.engine.reading import Asked
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bench.table.sheet import Sheet
    from bench.table.world import World

    Ints = NDArray[np.int64]
    Pairs = Iterable[tuple[str, str]]

_COUNT = "MATCH ()-[tie]->() RETURN count(tie) AS ties"
_STEP = {"U": "-[{tie}:PARENT]->", "D": "<-[{tie}:PARENT]-", "S": "-[{tie}:SPOUSE]-"}
_LINE = {"U+": "-[line:PARENT*1..]->", "D+": "<-[line:PARENT*1..]-"}
_STANDS = "{tie}.standing = 0 AND {tie}.start <= $on AND $on < {tie}.end"


class OnNeo4j:
    """Huibi's circles and checks as Cypher."""

    name = "huibi-neo4j"
    note = ""

    def __init__(self, world: World) -> None:
        self._world = world
        self._server = Server(world.server, jars_folder(None))

    def load(self) -> int:
        """Connect; the store is there."""
        self._snapshot = open_snapshot(self._world.ledger)
        self._ids = self._snapshot.persons.ids
        self._graph = connect(self._server.address())
        address = self._graph.address
        self._driver = neo4j.GraphDatabase.driver(
            address.uri,
            auth=(address.user, address.password),
            notifications_min_severity="OFF",
        )
        self._ties = int(self._run(_COUNT)[0]["ties"])
        return self._ties

    def _run(self, text: str, **parameters: Any) -> list[neo4j.Record]:
        return self._driver.execute_query(text, parameters).records

    def held_bytes(self) -> float:
        """Return the size of the store on the disk, without its logs of transactions."""
        files = (self._world.server / "data" / "databases" / "neo4j").rglob("*")
        return float(sum(file.stat().st_size for file in files if file.is_file()))

    def server(self) -> int | None:
        """Return the process of the server."""
        return self._server.state().pid

    def _named(self, nodes: Ints) -> list[str]:
        return [self._ids[int(node)] for node in nodes]

    def kin(self, egos: Ints) -> Pairs:
        """Return pairs of ids."""
        return kin_sets(self._graph, self._named(egos), ALL_KIN, ON)

    def case(self, parties: Ints, candidates: Ints) -> Pairs:
        """Return the kin of the parties who are candidates."""
        among = set(self._named(candidates))
        return {pair for pair in self.kin(parties) if pair[1] in among}

    def keys(self, found: Pairs) -> Ints:
        """Return the pairs as numbers."""
        index = self._node
        return np.sort(np.array([index[a] << 32 | index[b] for a, b in found], np.int64))

    @cached_property
    def _node(self) -> dict[str, int]:
        return {name: node for node, name in enumerate(self._ids)}

    def fewest(self, pair: tuple[int, int]) -> int | None:
        """Offer no paths of its own."""
        raise NotImplementedError

    def full(self, world: World, sheet: Sheet) -> None:
        """Judge the whole case by what Neo4j holds."""
        case, packs = case_of(world, self._snapshot)
        with open_ledger(world.ledger) as book:
            head = Head(sequence=book.head, mark=book.mark())
        asked = Asked(case=case, packs=packs, snapshot=self._snapshot)
        verdicts(sheet, partial(check_on_neo4j, self._graph, head, asked))


class PlainCypher(OnNeo4j):
    """What a user would write for the same questions on the same store."""

    name = "cypher"

    def kin(self, egos: Ints) -> Pairs:
        """Return pairs of ids."""
        rows = self._run(_kin_text(), egos=self._named(egos), on=ON)
        return [(row["ego"], kin) for row in rows for kin in row["kin"]]

    def case(self, parties: Ints, candidates: Ints) -> Pairs:
        """Return the kin of the parties who are candidates."""
        given = {"egos": self._named(parties), "others": self._named(candidates), "on": ON}
        rows = self._run(_kin_text("WHERE kin.id IN $others"), **given)
        return [(row["ego"], kin) for row in rows for kin in row["kin"]]

    def fewest(self, pair: tuple[int, int]) -> int | None:
        """Return the length of Neo4j's shortest path over all ties that paths follow."""
        one, other = self._named(np.array(pair))
        rows = self._run(shortest_text(), one=one, other=other)
        return int(rows[0]["ties"]) if rows else None


def shortest_text(kinds: frozenset[EdgeKind] | None = None) -> str:
    """Return the text for the fewest ties between two: by some kinds, else by all followed.

    EdgeKind.KIN stands for the steps of kinship, as `fewest_hops` takes it.
    """
    edge = ways_of(None).edge[:, IS_FOLLOWED]
    chosen = {EdgeKind.KIN, *(k for k in EdgeKind if edge[k])} if kinds is None else kinds
    types = ["PARENT", "SPOUSE"] if EdgeKind.KIN in chosen else []
    types += sorted(kind.name for kind in chosen - {EdgeKind.KIN})
    return (
        "MATCH (one:Person {id: $one}), (other:Person {id: $other})"
        f" MATCH path = shortestPath((one)-[:{'|'.join(types)}*]-(other))"
        " RETURN length(path) AS ties"
    )


def _kin_text(kept: str = "") -> str:
    """Return a pattern for each relation, one after another, as the circle lists them."""
    branches = " UNION ".join(map(_branch, sorted(ALL_KIN.shapes)))
    return (
        "UNWIND $egos AS ego MATCH (n0:Person {id: ego})"
        f" CALL (n0) {{ {branches} }} WITH ego, kin {kept}"
        " RETURN ego, collect(DISTINCT kin.id) AS kin"
    )


def _branch(shape: str) -> str:
    if shape in _LINE:
        stands = _STANDS.format(tie="tie")
        found = f"MATCH (n0){_LINE[shape]}(kin:Person) WHERE kin <> n0 AND all(tie IN line WHERE"
        return f"{found} {stands}) RETURN kin"
    last, pattern, wanted = len(shape), "(n0)", []
    for at, letter in enumerate(shape, 1):
        node = "(kin:Person)" if at == last else f"(n{at})"
        pattern += _STEP[letter].format(tie=f"r{at}") + node
        wanted.append(_STANDS.format(tie=f"r{at}"))
    names = [*(f"n{at}" for at in range(last)), "kin"]
    wanted += [f"{a} <> {b}" for at, a in enumerate(names) for b in names[at + 1 :]]
    return f"MATCH {pattern} WHERE {' AND '.join(wanted)} RETURN kin"
