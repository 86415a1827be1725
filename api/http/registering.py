"""What is on record of a person, a unit, a place or a contract: sections of rows, each sourced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from api.http.graphing import Drawing, NodeOut
from api.http.masking import masked
from api.http.record_parts import PARTS
from graph.ontology.columns import Cell
from graph.ontology.kinds import NodeKind
from graph.ontology.tables import TABLE

if TYPE_CHECKING:
    from api.http.record_parts import Part
    from api.http.sight import Sight
    from graph.ontology.columns import Column

    Row = dict[str, Any]

FIRST, PAGE = 20, 200
"""Rows of a section that come with the record, and when more of it are asked for."""
_MOST_GROUPS = 24
_KINDS = {
    "people": NodeKind.PERSON, "units": NodeKind.UNIT, "places": NodeKind.PLACE,
    "contracts": NodeKind.CONTRACT, "programmes": NodeKind.PROGRAMME, "assets": NodeKind.ASSET,
}  # fmt: skip
_MAY_LACK = {
    "contracts": ("supplier", "decided_by"), "benefits": ("decided_by",), "leases": ("decided_by",),
}  # fmt: skip
"""Cells that are left blank where they name somebody unseen; in any other the row is hidden."""


class ColumnOut(BaseModel):
    """A column of a section."""

    name: str = Field(examples=["title"])
    zh: str = Field(examples=["职务"])
    cell: str = Field(description="What its cells are: text, date, money, …", examples=["text"])


class Fact(BaseModel):
    """One row of a source, as far as it is shown."""

    cells: dict[str, str] = Field(examples=[{"person": "P1", "unit": "U3", "role": "head"}])
    words: dict[str, str] = Field(
        default_factory=dict,
        description="Chinese words of coded cells",
        examples=[{"role": "正职"}],
    )
    source: str = Field(examples=["county/posts.csv:14"])
    confidence: float = Field(examples=[1.0])
    disputed: bool


class Group(BaseModel):
    """Rows of a section that agree in one cell."""

    of: str = Field(examples=["F01"])
    n: int
    amount: float | None = Field(default=None, description="Yuan")


class Section(BaseModel):
    """The rows of one table that name the thing in one column, counted as far as they are seen."""

    name: str = Field(examples=["posts.person"])
    table: str = Field(examples=["posts"])
    zh: str = Field(examples=["任职"])
    columns: list[ColumnOut]
    total: int
    amount: float | None = Field(default=None, description="Yuan, of all rows", examples=[38.5])
    since: str = Field(default="", description="The earliest day of all rows")
    until: str = Field(default="", description="The latest day of all rows")
    grouped: str = Field(default="", description="The cell in which the rows of a group agree")
    groups: list[Group] = Field(default_factory=list, description="The largest first")
    facts: list[Fact] = Field(description="A page of the rows, the newest first")
    after: int = Field(description="What to give as `after` for the next page")
    more: bool


class Contradicted(BaseModel):
    """Facts that cannot all be true, and what each of them says."""

    rule: str = Field(examples=["child_older_than_parent"])
    what: str
    what_en: str
    sources: list[str]
    columns: list[ColumnOut] = Field(default_factory=list)
    stated: list[Fact] = Field(default_factory=list, description="Side by side")


class Record(BaseModel):
    """What is on record."""

    node: NodeOut
    sections: list[Section]
    names: dict[str, str] = Field(description="Names of the ids in the cells")
    kinds: dict[str, str] = Field(description="What those ids are: person, unit, place, …")
    contradictions: list[Contradicted] = Field(default_factory=list)
    closed: int = Field(
        default=0, description="Contradictions about relatives, which open for a purpose"
    )
    namesakes: int = Field(
        default=0, description="Others of the same name who exist for this account"
    )


def record_of(
    sight: Sight, kind: NodeKind, node: int, *, section: str = "", after: int = 0
) -> Record:
    """Return what is on record of something that exists for this account.

    section: `table.column` of the one whose rows are wanted, from `after` on; blank for all.
    """
    id = sight.ground.snapshot.ties.id(node)
    parts = [one for one in PARTS[kind] if not section or one.name == section]
    if kind is NodeKind.PLACE and not sight.is_in_reach(id):
        parts = [one for one in parts if one.open]
    found = [_section(sight, part, id, after if section else None) for part in parts]
    sections = [one for one in found if one is not None]
    names, kinds = named(sight, [(one.table, one.facts) for one in sections])
    names |= _programmes(sight, sections)
    drawn = Drawing(sight).node(node)
    others = _namesakes(sight, drawn) if kind is NodeKind.PERSON and not section else 0
    return Record(node=drawn, sections=sections, names=names, kinds=kinds, namesakes=others)


def _section(sight: Sight, part: Part, id: str, after: int | None) -> Section | None:
    """Return a section; None where no row speaks of it."""
    rows = _rows(sight, part, id)
    if not rows.num_rows:
        return None
    if part.dated:
        rows = rows.sort_by([(part.dated, "descending")])
    start, size = (0, FIRST) if after is None else (after, PAGE)
    facts = [
        fact_of(part.table, _only_seen(sight, part.table, row))
        for row in rows.slice(start, size).to_pylist()
    ]
    days = pc.min_max(rows[part.dated]).as_py() if part.dated else {"min": None, "max": None}
    return Section(
        name=part.name,
        table=part.table,
        zh=TABLE[part.table].zh[0],
        columns=columns_of(part.table, facts),
        total=rows.num_rows,
        amount=_sum(rows, part.money),
        since=days["min"] or "",
        until=days["max"] or "",
        grouped=part.grouped,
        groups=_groups(rows, part) if part.grouped and rows.num_rows > 1 else [],
        facts=facts,
        after=start + len(facts),
        more=start + len(facts) < rows.num_rows,
    )


def _rows(sight: Sight, part: Part, id: str) -> pa.Table:
    """Return the rows of a section that exist for this account."""
    table = sight.ground.snapshot.table(part.table)
    if part.household:
        people = sight.ground.snapshot.table("people")
        own = people.filter(pc.equal(people["id"], id))["household"].to_pylist()
        id = (own[0] if own else None) or ""
        table = table.filter(pc.is_null(table["person"]))
    found = table.filter(pc.equal(table[part.by], id)) if id else table.slice(0, 0)
    if sight.sees_everybody:
        return found
    for column in TABLE[part.table].columns:
        if column.refers and column.name not in _MAY_LACK.get(part.table, ()):
            named_ = pc.unique(found[column.name]).to_pylist()
            hidden = [one for one in named_ if one and not _exists(sight, column, one)]
            if hidden:
                found = found.filter(
                    pc.invert(pc.is_in(found[column.name], value_set=pa.array(hidden)))
                )
    return found


def _only_seen(sight: Sight, table: str, row: Row) -> Row:
    """Return a row without those whom the account does not see."""
    if sight.sees_everybody:
        return row
    unseen = {
        name: None
        for name in _MAY_LACK.get(table, ())
        if row[name] and not _exists(sight, TABLE[table].column(name), row[name])
    }
    return row | unseen


def _exists(sight: Sight, column: Column, id: str) -> bool:
    if "people" in column.refers and not sight.sees_person(id):
        return False
    if "units" in column.refers and not sight.sees_unit(id):
        return False
    return "contracts" not in column.refers or sees_contract(sight, id)


def sees_contract(sight: Sight, id: str) -> bool:
    """Whether a contract exists for this account, as its buyer does."""
    ties = sight.ground.snapshot.ties
    node = ties.find(NodeKind.CONTRACT, id)
    return node is not None and bool(
        sight.rows["contract"][node - int(ties.first[NodeKind.CONTRACT])]
    )


def fact_of(table: str, row: Row) -> Fact:
    """Return a row as it is shown: filled cells, identifiers masked."""
    cells: dict[str, str] = {}
    words: dict[str, str] = {}
    for column in TABLE[table].columns:
        text = row.get(f"stated_{column.name}") or row.get(column.name)
        if not text:
            continue
        cells[column.name] = masked(column.name, text) or ""
        said = dict(column.choices).get(text) if column.cell is Cell.CHOICE else None
        if said:
            words[column.name] = said[0]
    return Fact(
        cells=cells,
        words=words,
        source=row.get("origin") or "",
        confidence=row.get("confidence") or 0.0,
        disputed=bool(row.get("disputed")),
    )


def columns_of(table: str, facts: list[Fact]) -> list[ColumnOut]:
    """Return the columns that any of some rows fills, in the order of the table."""
    filled = {name for fact in facts for name in fact.cells}
    return [
        ColumnOut(name=one.name, zh=one.zh[0], cell=one.cell.value)
        for one in TABLE[table].columns
        if one.name in filled
    ]


def named(
    sight: Sight, listed: list[tuple[str, list[Fact]]]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return names and kinds of the ids in some tables' rows."""
    find = sight.ground.snapshot.ties.find
    kinds: dict[str, str] = {}
    for table, facts in listed:
        for column in TABLE[table].columns:
            tables = ("people",) if column.name == "owner" else column.refers
            own = (table,) if column.name == "id" else tables
            wanted = [_KINDS[one] for one in own if one in _KINDS]
            for fact in facts:
                text = fact.cells.get(column.name)
                kind = next((one for one in wanted if text and find(one, text) is not None), None)
                if text and kind is not None:
                    kinds[text] = kind.prefix
    return sight.ground.names.of(sorted(kinds)), kinds


def _programmes(sight: Sight, sections: list[Section]) -> dict[str, str]:
    """Return the names of the programmes that some sections mention."""
    if not any(one.table == "benefits" for one in sections):
        return {}
    rows = sight.ground.snapshot.table("programmes")
    return dict(zip(rows["id"].to_pylist(), rows["name"].to_pylist(), strict=True))


def _groups(rows: pa.Table, part: Part) -> list[Group]:
    """Return how many rows agree in a cell, and what they come to, the largest groups first."""
    of = pc.fill_null(rows[part.grouped], "")
    counts = {one["values"]: one["counts"] for one in pc.value_counts(of).to_pylist()}
    largest = sorted(counts, key=lambda one: (-counts[one], one))[:_MOST_GROUPS]
    return [
        Group(
            of=one,
            n=counts[one],
            amount=_sum(rows.filter(pc.equal(of, one)), part.money) if part.money else None,
        )
        for one in largest
    ]


def _sum(rows: pa.Table, column: str) -> float | None:
    """Return the sum of a column of money in yuan."""
    found = pc.sum(pc.cast(rows[column], pa.int64())).as_py() if column else None
    return None if found is None else found / 100


def _namesakes(sight: Sight, drawn: NodeOut) -> int:
    names = sight.ground.snapshot.table("people")["name"]
    same = pc.equal(names, drawn.name).to_numpy(zero_copy_only=False)
    return int((same & sight.people).sum()) - 1
