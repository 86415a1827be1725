"""Legal circles as Ibis expressions over a snapshot's Parquet: the same definitions, set-based.

For sets joined with other tables; the compiled walks answer the same, faster, person by person.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import ibis
from ibis.util import gen_name

from graph.kinship.circles import DOWN_LINE, UP_LINE
from graph.model import Standing

if TYPE_CHECKING:
    from graph.kinship.circles import Circle
    from graph.kinship.walks import KinSource

_INVERSE = {UP_LINE: "U", DOWN_LINE: "D"}


def kin_pairs(snapshot: KinSource, circle: Circle, on: int, *, connection: Any = None) -> Any:
    """Return the table (ego, relative) of everyone's relatives by lawful ties on a day.

    int32 nodes, each pair once, unordered; implied people pass ties on but are not listed.
    `connection` is an Ibis backend that reads Parquet, DuckDB by default; the lines of unbounded
    depth are iterated into its temporary tables until nothing is added.
    """
    connection = connection or ibis.duckdb.connect()
    steps = _lawful_steps(snapshot, on, connection)
    found = [_pairs_of(steps, shape) for shape in sorted(circle.shapes) if shape not in _INVERSE]
    found += [
        _line_of(steps[letter], connection)
        for line, letter in _INVERSE.items()
        if line in circle.shapes
    ]
    if circle.supported:
        found.append(_supported(snapshot, on, connection))
    pairs = reduce(lambda one, other: one.union(other), found).distinct()
    real = snapshot.persons.n
    return pairs.filter(pairs.ego < real, pairs.relative < real, pairs.ego != pairs.relative)


def _lawful_steps(snapshot: KinSource, on: int, connection: Any) -> dict[str, Any]:
    """Return the tables (source, target) of the three kinds of step."""
    parents = _in_force(connection.read_parquet(snapshot.file("parent_edges")), on)
    spouses = _in_force(connection.read_parquet(snapshot.file("spouse_edges")), on)
    return {
        "U": parents.select(source=parents.child, target=parents.parent).distinct(),
        "D": parents.select(source=parents.parent, target=parents.child).distinct(),
        "S": spouses.select(source=spouses.a, target=spouses.b).distinct(),
    }


def _in_force(edges: Any, on: int) -> Any:
    return edges.filter(edges.standing == int(Standing.LAWFUL), edges.start <= on, edges.end > on)


def _pairs_of(steps: dict[str, Any], shape: str) -> Any:
    """Return the two ends of every simple path of a shape."""
    first = steps[shape[0]].view()
    paths = first.select(n0=first.source, n1=first.target)
    paths = paths.filter(paths.n0 != paths.n1)
    for number, letter in enumerate(shape[1:], start=2):
        step = steps[letter].view()
        step = step.select(**{f"s{number}": step.source, f"n{number}": step.target})
        paths = paths.join(step, [(f"n{number - 1}", f"s{number}")]).drop(f"s{number}")
        end = paths[f"n{number}"]
        paths = paths.filter(*(end != paths[f"n{before}"] for before in range(number)))
    return paths.select(ego=paths.n0, relative=paths[f"n{len(shape)}"]).distinct()


def _line_of(step: Any, connection: Any) -> Any:
    """Return everyone on one line from everyone, iterated to its fixed point."""
    step = _kept(step, connection)
    reached = step.select(ego=step.source, relative=step.target)
    before, count = -1, 0
    while before != count:
        one, more = reached.view(), step.view()
        further = one.join(more, [("relative", "source")]).select("ego", relative=more.target)
        reached = _kept(reached.union(further).distinct(), connection)
        before, count = count, reached.count().to_pyarrow().as_py()
    return reached


def _kept(table: Any, connection: Any) -> Any:
    """Run an expression into a table that lives as long as its connection."""
    return connection.create_table(gen_name("kin"), table, temp=True)


def _supported(snapshot: KinSource, on: int, connection: Any) -> Any:
    pairs = connection.read_parquet(snapshot.file("supported_pairs"))
    if "start" in pairs.columns:
        pairs = pairs.filter(pairs.start <= on, pairs.end > on)
    return pairs.select(ego=pairs.a, relative=pairs.b)
