"""Rows for a ledger, and everything that a graph holds, for comparison."""

import neo4j

from graph.ledger import open_ledger
from graph.model import Fact
from graph.ontology.tables import TABLE, key_of
from graph.projection.batches import spelled
from graph.projection.desired import Desired
from graph.projection.frames import keyed
from graph.projection.schema import schema_digest
from graph.projection.sync import point_of

TODAY = "2026-03-02"
NUMBER, PHONE = "522123198001011235", "13800138000"
STREET = "城关镇解放路8号"


def facts_of(rows):
    return [
        Fact(
            table=table,
            key=key_of(TABLE[table], dict(cells)),
            cells=dict(cells),
            file=f"{table}.csv",
            row=at,
        )
        for table, lines in rows.items()
        for at, cells in enumerate(lines, start=2)
    ]


COUNTY = {
    "people": [
        {"id": "P1", "name": "欧阳建国", "sex": "M", "born": "1950-03", "household": "H1",
         "phone": PHONE, "village": "V1", "group": "一组"},
        {"id": "P2", "name": "张伟", "sex": "M", "born": "1975-06-01", "phone": PHONE,
         "address": STREET, "note": "某人检举"},
        {"id": "P3", "name": "单梅", "sex": "F", "village": "V1", "group": "一组"},
        {"id": "P4", "name": "王芳", "sex": "F", "address": STREET},
        {"id": "P5", "name": "王军", "sex": "M", "household": "H1"},
        {"id": "P6", "name": "张小宝", "sex": "M", "born": "2010"},
    ],
    "kin": [
        {"person": "P2", "relation": "father", "relative": "P1"},
        {"person": "P2", "relation": "wife", "relative": "P3", "from": "2001-05-01"},
        {"person": "P4", "relation": "brother", "relative": "P5"},
        {"person": "P3", "relation": "brother", "relative": "P5", "confidence": "0.8"},
        {"person": "P6", "relation": "father", "relative": "P2"},
    ],
    "declarations": [{"person": "P2", "scope": "all", "date": "2025-01-01"}],
    "places": [
        {"id": "T1", "name": "和平乡", "level": "township", "population": "12000"},
        {"id": "V1", "name": "幸福村", "level": "village", "parent": "T1", "lat": "27.5"},
    ],
    "units": [
        {"id": "U1", "name": "县纪委监委", "kind": "public_body", "place": "T1", "phone": "0856-1"},
        {"id": "C1", "name": "兴隆建筑公司", "kind": "company"},
    ],
    "posts": [{"person": "P2", "unit": "U1", "title": "主任", "from": "2015", "to": "2020-06"}],
    "handlers": [{"person": "P4", "unit": "U1", "capacity": "5"}],
    "roles": [
        {"person": "P5", "company": "C1", "role": "shareholder", "share": "0.3"},
        {"person": "unit:U1", "company": "C1", "role": "controller"},
    ],
    "ties": [{"person": "P3", "other": "person:P4", "kind": "friend"},
             {"person": "P3", "other": "C1", "kind": "creditor", "from": "2019"}],
    "memberships": [
        {"person": "P2", "unit": "U1", "group_name": "九三级", "kind": "class", "from": "1993"},
        {"person": "P4", "group_name": "商会", "kind": "association"},
    ],
    "contracts": [
        {"id": "HT1", "title": "修路", "buyer": "U1", "supplier": "C1", "decided_by": "P2",
         "amount": "120000000", "awarded": "2019-05-06"},
    ],
    "programmes": [{"id": "G1", "name": "低保"}],
    "accounts": [{"id": "A1", "owner": "P1", "bank": "信用社"}],
    "benefits": [
        {"id": "B1", "programme": "G1", "person": "P1", "household": "H1", "date": "2024-01",
         "amount": "30000", "account": "A1", "decided_by": "P2", "filed": "false"},
    ],
    "transfers": [{"id": "T1", "from": "A1", "to": "person:P2", "amount": "5", "date": "2024"}],
    "zones": [{"zone": "Z1", "place": "T1", "name": "第一片区"}],
}  # fmt: skip


def driver_of(graph):
    address = graph.address
    return neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))


def ask(graph, text, **parameters):
    """Rows of any text, beside the session that the program may use."""
    with driver_of(graph) as driver:
        return [record.data() for record in driver.execute_query(text, parameters)[0]]


def emptied(graph):
    """Take everything out of a graph but its constraints and indexes."""
    ask(graph, "MATCH (n) DETACH DELETE n")
    if ask(graph, "SHOW CONSTRAINTS YIELD name RETURN count(*) AS n")[0]["n"]:
        ask(
            graph,
            "CREATE (:Projection {name: 'huibi', state: 'empty', schema: $schema})",
            schema=schema_digest(),
        )


def contents(graph):
    """Every node and every tie with all properties, comparable; the Projection apart."""
    nodes = ask(
        graph,
        "MATCH (n) WHERE NOT n:Projection RETURN labels(n) AS labels, properties(n) AS cells",
    )
    ties = ask(
        graph,
        "MATCH (a)-[r]->(b) RETURN type(r) AS type, labels(a) + a.id AS source,"
        " labels(b) + b.id AS target, properties(r) AS cells",
    )
    return _comparable(nodes), _comparable(ties)


def _comparable(rows):
    """One text a row; a server gives properties in the order in which it wrote them."""
    return sorted(repr(row | {"cells": sorted(row["cells"].items())}) for row in rows)


def ties_of(graph, type_, source=None):
    """The far ends and cells of one type of tie."""
    return {
        (row["a"], row["b"]): row["cells"]
        for row in ask(
            graph,
            "MATCH (a)-[r]->(b) WHERE type(r) = $type"
            " RETURN a.id AS a, b.id AS b, properties(r) AS cells",
            type=type_,
        )
        if source in (None, row["a"])
    }


def stands_exactly(graph, place, day, *, cells=False):
    """Whether a graph holds just what it should: each id and key once, and nothing else.

    With `cells`, every property is compared too.
    """
    with open_ledger(place.ledger) as book:
        frames = Desired(place, point_of(book, day)).frames
    nodes, ties = {}, {}
    for frame in frames:
        shape, table = frame.shape, frame.table
        if shape.label is not None:
            rows = spelled(table).to_pylist()
            nodes |= {(str(shape.label), row["id"]): _filled(row) for row in rows}
        else:
            rows = keyed(frame, table).to_pylist()
            ties |= {
                (str(shape.type), row["key"], row["_source"], row["_target"]): _filled(row)
                for row in rows
            }
    found_nodes = ask(
        graph, "MATCH (n) WHERE NOT n:Projection RETURN labels(n)[0] AS label, properties(n) AS p"
    )
    found_ties = ask(
        graph,
        "MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS a, b.id AS b, properties(r) AS p",
    )
    assert len(found_nodes) == len(nodes)
    assert len(found_ties) == len(ties)
    there = {(row["label"], row["p"]["id"]): row["p"] for row in found_nodes}
    tied = {(row["type"], row["p"]["key"], row["a"], row["b"]): row["p"] for row in found_ties}
    assert there.keys() == nodes.keys()
    assert tied.keys() == ties.keys()
    if cells:
        assert there == nodes
        assert tied == ties
    return True


def _filled(row):
    return {name: v for name, v in row.items() if v is not None and not name.startswith("_")}
