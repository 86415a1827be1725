"""One definition of a circle, three executors, the same people."""

from __future__ import annotations

import neo4j
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.kinship.circles import CIRCLES, define_circle
from graph.kinship.walks import LAWFUL_ONLY
from graph.projection.cypher_circles import kin_query, kin_sets
from tests.kinship.families import Family, clans, family, oracle
from tests.kinship.test_ibis_circles import SUPPORT, pairs_by_ibis, pairs_by_walks

DEEP = define_circle("DEEP", ["UUUDD", "UDU", "DDSU"])
LONGEST = define_circle("LONGEST", ["UUUUUUDDDDDD", "SUUUUUDDDDDS"])

WRITE = """
UNWIND $people AS row
CALL (row) {
  WITH row WHERE row.real CREATE (:Person {id: row.id})
  UNION ALL
  WITH row WHERE NOT row.real CREATE (:Implied {id: row.id})
}
"""
TIE = """
UNWIND $ties AS row
MATCH (one:Person|Implied {id: row.one}), (other:Person|Implied {id: row.other})
CALL (one, other, row) {
  WITH one, other, row WHERE row.type = 'U' CREATE (one)-[tie:PARENT]->(other) SET tie += row.cells
  UNION ALL
  WITH one, other, row WHERE row.type = 'S' CREATE (one)-[tie:SPOUSE]->(other) SET tie += row.cells
  UNION ALL
  WITH one, other, row WHERE row.type = 'K' CREATE (one)-[tie:KIN]->(other) SET tie += row.cells
  UNION ALL
  WITH one, other, row WHERE row.type = 'G'
  CREATE (one)-[tie:GUARDIAN]->(other) SET tie += row.cells
}
"""


@pytest.fixture(scope="module")
def write(neo4j_graph):
    """Put a family into the module's graph, in place of what was there."""
    address = neo4j_graph.address
    driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))

    def name(kin: Family, node: int) -> str:
        return kin.ids[node] if node < len(kin.ids) else f"{node:05}"

    def put(kin: Family) -> None:
        people = [{"id": name(kin, node), "real": node < len(kin.ids)} for node in range(kin.nodes)]
        ties = [
            {
                "one": name(kin, s.one), "other": name(kin, s.other), "type": s.step,
                "cells": {"standing": int(s.standing), "start": int(s.start), "end": int(s.end)},
            }
            for s in kin.segments
        ]  # fmt: skip
        ties += [
            {
                "one": row["person"],
                "other": row["relative"],
                "type": "K",
                "cells": {"supported": True},
            }
            for row in kin.rows
            if row.get("supported") == "true"
        ]
        ties += [
            {"one": row["person"], "other": row["other"], "type": "G",
             "cells": {"start": -(2**31), "end": 2**31 - 1}}
            for row in kin.ties
        ]  # fmt: skip
        driver.execute_query("MATCH (n) DETACH DELETE n")
        driver.execute_query(WRITE, people=people)
        driver.execute_query(TIE, ties=ties)

    with driver:
        driver.execute_query(
            "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE"
        )
        yield put


def pairs_by_cypher(graph, kin: Family, circle, day: int) -> set[tuple[int, int]]:
    place = {person: node for node, person in enumerate(kin.ids)}
    return {(place[a], place[b]) for a, b in kin_sets(graph, kin.ids, circle, day)}


@pytest.mark.slow
@pytest.mark.parametrize("circle", [CIRCLES["K1-K4"], DEEP], ids=lambda c: c.code)
@given(kin=clans(), day=st.sampled_from([-5, 5, 15]))
@settings(deadline=None, max_examples=6)
def test_cypher_ibis_the_walks_and_the_oracle_agree(neo4j_graph, write, circle, kin, day) -> None:
    write(kin)
    expected = {(e, r) for e, r, _ in oracle(kin, day, circle.shapes, LAWFUL_ONLY)}
    assert pairs_by_cypher(neo4j_graph, kin, circle, day) == expected
    assert pairs_by_walks(kin, circle, day) == expected
    assert pairs_by_ibis(kin, circle, day) == expected


def test_support_and_guardians_widen_the_administrative_circle(neo4j_graph, write) -> None:
    kin = family(SUPPORT)
    kin.ties.append({"person": "guarded", "other": "ego", "kind": "guardian"})
    write(kin)
    circle = CIRCLES["NR-A"]
    assert pairs_by_cypher(neo4j_graph, kin, circle, 0) == pairs_by_walks(kin, circle, 0)
    ego, uncle = kin.node("ego"), kin.node("u")
    assert (ego, uncle) in pairs_by_cypher(neo4j_graph, kin, circle, 0)
    assert (ego, uncle) not in pairs_by_cypher(neo4j_graph, kin, CIRCLES["NR-C"], 0)


def test_only_lawful_ties_of_the_day_count(neo4j_graph, write) -> None:
    kin = family("a wife b from=2000-01-01 to=2010-01-01\n a father f standing=FOSTER\n a mother m")
    write(kin)
    circle = CIRCLES["K1-K4"]
    names = {
        day: {kin.ids[b] for a, b in pairs_by_cypher(neo4j_graph, kin, circle, day) if a == 0}
        for day in (11_000, 14_609, 14_610)
    }
    assert names == {11_000: {"b", "m"}, 14_609: {"b", "m"}, 14_610: {"m"}}


def test_a_circle_becomes_text_of_closed_parts_and_is_made_once() -> None:
    query = kin_query(CIRCLES["NR-C"])
    assert query is kin_query(CIRCLES["NR-C"])
    assert "$on" in query.text
    assert "$asked" in query.text
    assert kin_query(LONGEST).text.count("MATCH") > 12
