"""A light snapshot from a sketch: names are ids, `A 父亲 B` says that B is A's father."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.ontology.kin_types import canonical_term, implied_kind
from graph.ontology.tables import TABLES
from graph.snapshot.arrays import KinGraph, Persons
from graph.snapshot.kin_build import build_kin
from graph.snapshot.tables import current


@dataclass
class Light:
    """What the engine reads of a snapshot, without files."""

    tables: dict[str, pa.Table]
    persons: Persons
    kin: KinGraph
    sequence: int = 7

    def table(self, name: str) -> pa.Table:
        return self.tables[name]

    def file(self, name: str) -> io.BytesIO:
        parquet = io.BytesIO()
        pq.write_table(self.tables[name], parquet)
        parquet.seek(0)
        return parquet


def kin_row(line: str) -> dict[str, str]:
    person, relation, relative, *more = line.split()
    row = {"person": person, "relation": canonical_term(relation), "relative": relative}
    assert row["relation"], line
    if implied := implied_kind(relation):
        row["kind"] = implied
    return row | dict(part.split("=") for part in more)


def facts(name: str, rows: list[dict[str, Any]], first: int) -> pa.Table:
    table = next(table for table in TABLES if table.name == name)
    columns = [c.name for c in table.columns if c.name not in ("source", "confidence", "note")]
    assert not {key for row in rows for key in row} - {*columns, "confidence", "status"}, rows
    texts = {c: pa.array([row.get(c) for row in rows], pa.string()) for c in columns}
    return pa.table(
        {
            "fact": pa.array(range(first, first + len(rows)), pa.int64()),
            "origin": pa.array([f"案卷/{name}.csv:{n + 2}" for n in range(len(rows))], pa.string()),
            "source": pa.array(["案卷"] * len(rows), pa.string()),
            "key": pa.array([str(n) for n in range(len(rows))], pa.string()),
            "confidence": pa.array([float(row.get("confidence", 1)) for row in rows], pa.float64()),
            "status": pa.array([row.get("status", "asserted") for row in rows], pa.string()),
            **texts,
            "note": pa.array([None] * len(rows), pa.string()),
        }
    )


def rows_of(sketch: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table that a sketch means."""
    kin = [kin_row(line) for line in sketch.get("kin", ())]
    people = {name: {} for row in kin for name in (row["person"], row["relative"])}
    for person in sketch.get("people", ()):
        row = {"name": person} if isinstance(person, str) else dict(person)
        people[row["name"]] = row
    undeclared = set(sketch.get("undeclared", ()))
    rows = {name: list(table) for name, table in sketch.get("tables", {}).items()}
    rows["kin"] = [*rows.get("kin", ()), *kin]
    rows["people"] = [{"id": name, "name": name, **row} for name, row in sorted(people.items())]
    rows.setdefault("declarations", []).extend(
        {"person": name, "scope": "all", "date": "1980-01-01"}
        for name in people
        if name not in undeclared
    )
    return rows


def build(sketch: dict[str, Any]) -> Light:
    rows = rows_of(sketch)
    raw, first = {}, 1
    for table in TABLES:
        raw[table.name] = facts(table.name, rows.get(table.name, []), first)
        first += len(rows.get(table.name, []))
    tables = {name: current(name, table) for name, table in raw.items()}
    ids = tables["people"].column("id").combine_chunks()
    built = build_kin(tables["people"], tables["kin"], tables["ties"], ids)
    tables["parent_edges"], tables["spouse_edges"] = built.parent_edges, built.spouse_edges
    tables["supported_pairs"] = built.supported_pairs
    persons = Persons(
        ids=ids.to_pylist(),
        names=tables["people"].column("name").to_pylist(),
        sex=built.sex,
        born_first=built.births.first,
        born_last=built.births.last,
        died_first=built.deaths.first,
        died_last=built.deaths.last,
    )
    return Light(tables=tables, persons=persons, kin=built.graph)


@pytest.fixture(scope="session")
def world():
    """Build a snapshot from a sketch."""
    return build
