"""DuckDB: every file of the county as a table, kinship as one query, distance as a recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from graph.kinship.circles import ALL_KIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.table.world import World

    Ints = NDArray[np.int64]

_FEWEST = """
WITH RECURSIVE reached(node, hops) USING KEY (node) AS (
    SELECT $one::BIGINT, 0
    UNION
    SELECT target, min(reached.hops) + 1
    FROM reached JOIN ties ON node = source
    WHERE target NOT IN (SELECT node FROM recurring.reached)
      AND $other NOT IN (SELECT node FROM recurring.reached)
    GROUP BY target
)
SELECT hops FROM reached WHERE node = $other
"""


class DuckDB:
    """Tables in DuckDB's memory, two threads."""

    name = "duckdb"
    note = "CSV files into tables, ready-made ties beside them; nothing is checked or derived"

    def __init__(self, world: World) -> None:
        self._world = world

    def load(self) -> int:
        """Read all files of the county, and the ties that other engines get."""
        world = self._world
        self._connection = duckdb.connect()
        self._run("SET threads = 2")
        for path in sorted((world.folder / "county").glob("*.csv")):
            self._run(
                f"CREATE TABLE file_{path.stem} AS FROM read_csv($path, all_varchar = true)",
                path=str(path),
            )
        self._real = int(world.array("sizes")[0])
        self._table("U", world.array("parents"))
        self._table("S", _both(world.array("couples")))
        self._run("CREATE TABLE D AS SELECT target AS source, source AS target FROM U")
        ends = world.array("ends")
        self._table("ties", _both(ends))
        return len(ends) + len(world.array("parents")) + len(world.array("couples"))

    def _table(self, name: str, ends: NDArray[Any]) -> None:
        given = {"source": ends[:, 0], "target": ends[:, 1]}
        self._connection.register("given", given)
        self._run(f"CREATE OR REPLACE TABLE {name} AS SELECT source, target FROM given")  # noqa: S608
        self._connection.unregister("given")

    def _run(self, text: str, **given: Any) -> duckdb.DuckDBPyConnection:
        return self._connection.execute(text, given or None)

    def held_bytes(self) -> float:
        """Leave it to the growth of the process."""
        return 0.0

    def server(self) -> int | None:
        """Ask no server."""
        return None

    def kin(self, egos: Ints) -> Any:
        """Return the pairs as columns."""
        self._table("chosen", np.stack([egos, egos], axis=1))
        return self._run(_kin_text(), real=self._real).fetchnumpy()

    def case(self, parties: Ints, candidates: Ints) -> Any:
        """Return the kin of the parties who are candidates."""
        self._table("chosen", np.stack([parties, parties], axis=1))
        self._table("candidates", np.stack([candidates, candidates], axis=1))
        kept = " AND n IN (SELECT source FROM candidates)"
        return self._run(_kin_text() + kept, real=self._real).fetchnumpy()

    def keys(self, found: Any) -> Ints:
        """Return the pairs as numbers."""
        one, other = (np.asarray(found[name], np.int64) for name in ("n0", "n"))
        return np.sort(one << 32 | other)

    def fewest(self, pair: tuple[int, int]) -> int | None:
        """Return the fewest ties by a breadth-first recursion."""
        row = self._run(_FEWEST, one=pair[0], other=pair[1]).fetchone()
        return None if row is None else int(row[0])


def _both(ends: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([ends, ends[:, ::-1]])


def _kin_text() -> str:
    return _sql(sorted(ALL_KIN.shapes))


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
    found = f"SELECT DISTINCT n0, n FROM ({union}) WHERE n <> n0 AND n < $real"  # noqa: S608
    return f"WITH RECURSIVE {every} {found}"


def _line(way: str) -> str:
    first = f"SELECT c.source, w.target FROM chosen c JOIN {way} w ON c.source = w.source"  # noqa: S608
    further = f"SELECT n0, target FROM L{way} JOIN {way} ON n1 = source"  # noqa: S608
    return f"L{way}(n0, n1) AS ({first} UNION {further})"


def _kept(shape: str) -> list[int]:
    """Return the nodes of a path that later steps are compared with."""
    return [i for i in range(len(shape) + 1) if shape[i - 1 : i + 1] != "UD" or i == 0]


def _part(shape: str) -> str:
    last, way = len(shape), shape[-1]
    if last == 1:
        first = f"SELECT c.source, w.target FROM chosen c JOIN {way} w ON c.source = w.source"  # noqa: S608
        return f"P{shape}(n0, n1) AS MATERIALIZED ({first})"
    before = [i for i in _kept(shape[:-1]) if i != last]
    kept = [f"n{i}" for i in _kept(shape) if i != last]
    other = " AND ".join(f"target <> n{i}" for i in before)
    names, found = ", ".join([*kept, f"n{last}"]), ", ".join([*kept, "target"])
    step = f"FROM P{shape[:-1]} JOIN {way} ON n{last - 1} = source WHERE {other}"
    return f"P{shape}({names}) AS MATERIALIZED (SELECT DISTINCT {found} {step})"
