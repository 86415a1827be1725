"""The Cypher that writes frames, put together from labels, types and properties alone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from graph.neo4j.texts import Part, joined
from graph.projection.properties import Property

if TYPE_CHECKING:
    from graph.neo4j.texts import Query
    from graph.projection.frames import Shape


class _Word(Part):
    """What stands between the names."""

    EACH_TIE = "UNWIND range(0, size($c_key) - 1) AS i MATCH (source:"
    BY_SOURCE = "{id: $c__source[i]}) MATCH (target:"
    BY_TARGET = "{id: $c__target[i]}) CREATE (source)-[:"
    CELLS = "{"
    COMMA = ","
    MADE = "}]->(target) RETURN count(*) AS made"
    EACH_NODE = "UNWIND range(0, size($c_id) - 1) AS i MERGE (node:"
    BY_ID = "{id: $c_id[i]}) SET node = {"
    SET = "} RETURN count(*) AS made"


@lru_cache(maxsize=512)
def adding_text(shape: Shape, properties: tuple[str, ...]) -> Query:
    """Return the text that writes rows of a shape from one column a parameter.

    Nodes that stand already take the new properties; ties must not stand yet.
    """
    cells: list[Part] = []
    for name in properties:
        cells += [_Word.COMMA, Property[name.upper()]]
    if shape.label is not None:
        parts = [_Word.EACH_NODE, shape.label, _Word.BY_ID, *cells[1:], _Word.SET]
    else:
        assert shape.source is not None
        assert shape.target is not None
        assert shape.type is not None
        ends = [_Word.EACH_TIE, shape.source, _Word.BY_SOURCE, shape.target, _Word.BY_TARGET]
        parts = [*ends, shape.type, _Word.CELLS, *cells[1:], _Word.MADE]
    return joined(f"write {shape.name}", parts)
