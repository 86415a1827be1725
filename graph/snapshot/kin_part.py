"""The kin arrays, and the tables that contradictions mark, as objects of a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot.kin_build import build_kin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from graph.snapshot.contradictions import Contradiction
    from graph.snapshot.kin_build import KinBuild

KIN_INPUTS = ("people", "kin", "ties")
"""Tables that kinship is derived from."""

ADJACENCY = ("indptr", "indices", "flags", "start", "end")
EDGE_FACTS = ("confidence", "bond", "proof_indptr", "proof")
PERSON_COLUMNS = ("sex", "born_first", "born_last", "died_first", "died_last")
_OF_PEOPLE = ("id_checksum", "id_birth_mismatch", "id_sex_mismatch", "sources_disagree")
"""Contradictions within the rows of one person, which kin rows have no part in."""

_CONTRADICTIONS = pa.schema(
    [
        ("code", pa.string()),
        ("message", pa.string()),
        ("message_zh", pa.string()),
        ("persons", pa.list_(pa.string())),
        ("rows", pa.list_(pa.int32())),
        ("facts", pa.list_(pa.int64())),
        ("origins", pa.list_(pa.string())),
    ]
)


def kin_objects(
    people: pa.Table, kin: pa.Table, ties: pa.Table, stated: pa.Table
) -> tuple[dict[str, NDArray[Any]], dict[str, pa.Table]]:
    """Return the arrays and the tables of kinship, by name.

    `people` has one row an id, ascending; `stated` are the people rows of every source. The tables
    are people and kin with what contradicts marked in `disputed`, the edge tables, and
    `contradictions`.
    """
    ids = people.column("id").combine_chunks()
    ids = ids if isinstance(ids, pa.Array) else pa.concat_arrays(ids.chunks)
    built = build_kin(people, kin, ties, ids, stated)
    tables = {
        "people": _marked(people, _contested(people, built.contradictions)),
        "kin": _marked(kin, pa.array(built.disputed_rows)),
        "parent_edges": built.parent_edges,
        "spouse_edges": built.spouse_edges,
        "supported_pairs": built.supported_pairs,
        "contradictions": contradiction_table(built.contradictions),
    }
    return _arrays(built), tables


def _arrays(built: KinBuild) -> dict[str, NDArray[Any]]:
    columns: dict[str, NDArray[Any]] = {
        "sex": built.sex,
        "born_first": built.births.first,
        "born_last": built.births.last,
        "died_first": built.deaths.first,
        "died_last": built.deaths.last,
    }
    arrays = {f"persons.{name}": columns[name] for name in PERSON_COLUMNS}
    for which in ("parents", "children", "spouses"):
        adjacency = getattr(built.graph, which)
        arrays |= {f"{which}.{name}": getattr(adjacency, name) for name in ADJACENCY}
    for which in ("parent_facts", "spouse_facts"):
        facts = getattr(built.graph, which)
        arrays |= {f"{which}.{name}": getattr(facts, name) for name in EDGE_FACTS}
    return arrays


def _contested(people: pa.Table, found: Iterable[Contradiction]) -> pa.Array:
    named = [person for each in found if each.code in _OF_PEOPLE for person in each.persons[:1]]
    ids = pa.array(named, pa.string())
    return pc.or_(people.column("disputed"), pc.is_in(people.column("id"), value_set=ids))


def _marked(table: pa.Table, disputed: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index("disputed"), "disputed", disputed)


def contradiction_table(found: Iterable[Contradiction]) -> pa.Table:
    """Return contradictions as a table, one a row."""
    rows = [{name: getattr(each, name) for name in _CONTRADICTIONS.names} for each in found]
    return pa.Table.from_pylist(rows, _CONTRADICTIONS)
