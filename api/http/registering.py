"""What is on record of a person or a unit, row by row with its source, identifiers masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
from pydantic import BaseModel, Field

from api.http.graphing import Drawing, NodeOut
from api.http.masking import masked
from graph.ontology.kinds import NodeKind
from graph.ontology.tables import TABLE

if TYPE_CHECKING:
    from api.http.sight import Sight

_PERSON = (
    ("people", "id"), ("posts", "person"), ("roles", "person"), ("memberships", "person"),
    ("declarations", "person"), ("records", "person"), ("holdings", "owner"), ("moves", "person"),
    ("benefits", "person"), ("contracts", "decided_by"), ("handlers", "person"),
)  # fmt: skip
"""Tables that speak of a person, and by which column."""
_UNIT = (
    ("units", "id"), ("posts", "unit"), ("roles", "company"), ("contracts", "buyer"),
    ("contracts", "supplier"), ("bids", "bidder"),
)  # fmt: skip
_MOST = 200
_NAMED = ("people", "units", "places", "contracts", "programmes")


class Fact(BaseModel):
    """One row of a source, as far as it is shown."""

    table: str = Field(examples=["posts"])
    table_zh: str = Field(examples=["任职"])
    cells: dict[str, str]
    labels: dict[str, str] = Field(description="Chinese headers of the cells")
    source: str = Field(examples=["county/posts.csv:14"])
    confidence: float
    disputed: bool


class Contradicted(BaseModel):
    """Facts that cannot all be true."""

    rule: str
    what: str
    what_en: str
    sources: list[str]


class Record(BaseModel):
    """What is on record."""

    node: NodeOut
    facts: list[Fact]
    more: dict[str, int] = Field(description="Rows of a table that are not listed")
    names: dict[str, str] = Field(description="Names of the ids in the cells")
    contradictions: list[Contradicted]
    namesakes: int = Field(description="Others of the same name who exist for this account")


def person_record(sight: Sight, id: str) -> Record:
    """Return what is on record of a person who exists for this account."""
    return _record(sight, NodeKind.PERSON, id, _PERSON)


def unit_record(sight: Sight, id: str) -> Record:
    """Return what is on record of a unit that exists for this account."""
    return _record(sight, NodeKind.UNIT, id, _UNIT)


def _record(sight: Sight, kind: NodeKind, id: str, parts: tuple[tuple[str, str], ...]) -> Record:
    snapshot = sight.ground.snapshot
    node = snapshot.ties.find(kind, id)
    facts: list[Fact] = []
    more: dict[str, int] = {}
    for table, column in parts:
        rows = snapshot.table(table)
        found = rows.filter(pc.equal(rows[column], id))
        listed = [
            fact for row in found.slice(0, _MOST).to_pylist() if (fact := _fact(sight, table, row))
        ]
        facts += listed
        if found.num_rows > _MOST:
            more[table] = found.num_rows - _MOST
    ids = {text for fact in facts for text in fact.cells.values()}
    drawn = Drawing(sight).node(int(node or 0))
    return Record(
        node=drawn,
        facts=facts,
        more=more,
        names=sight.ground.names.of(sorted(ids)),
        contradictions=_contradictions(sight, id) if kind is NodeKind.PERSON else [],
        namesakes=_namesakes(sight, drawn) if kind is NodeKind.PERSON else 0,
    )


def _fact(sight: Sight, table: str, row: dict[str, Any]) -> Fact | None:
    """Return a row as it is shown; None where it speaks of somebody who does not exist here."""
    cells: dict[str, str] = {}
    for column in TABLE[table].columns:
        text = row.get(column.name)
        if not text:
            continue
        if "people" in column.refers and not sight.sees_person(text):
            return None
        if "units" in column.refers and not sight.sees_unit(text):
            return None
        cells[column.name] = masked(column.name, text) or ""
    return Fact(
        table=table,
        table_zh=TABLE[table].zh[0],
        cells=cells,
        labels={name: TABLE[table].column(name).zh[0] for name in cells},
        source=row["origin"],
        confidence=row["confidence"],
        disputed=row["disputed"],
    )


def _contradictions(sight: Sight, id: str) -> list[Contradicted]:
    return [
        Contradicted(
            rule=one.code, what=one.message_zh, what_en=one.message, sources=list(one.origins)
        )
        for one in sight.ground.contradicted(id)
        if all(sight.sees_person(person) for person in one.persons)
    ]


def _namesakes(sight: Sight, drawn: NodeOut) -> int:
    names = sight.ground.snapshot.table("people")["name"]
    same = pc.equal(names, drawn.name).to_numpy(zero_copy_only=False)
    return int((same & sight.people).sum()) - 1
