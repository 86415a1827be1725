"""Somebody's own Neo4j, of the shape of the public crime example, read through a mapping file."""

from __future__ import annotations

from pathlib import Path

import neo4j
import pytest

from api.loading import Request, load_sources
from graph.errors import InputError, Neo4jError
from graph.ledger import open_ledger
from graph.ontology.tables import TABLE
from loaders import LOADERS, read_source
from loaders.neo4j_mapping import read_source_mapping
from loaders.neo4j_source import Neo4jLoader

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/neo4j-source/pole.yaml"

THEIRS = """
CREATE (ann:Person {nhs_no: '001-22', name: 'Ann', surname: 'Ames', age: 44}),
  (bob:Person {nhs_no: '002-33', name: 'Bob', surname: 'Ames'}),
  (cy:Person:Wanted {nhs_no: '003-44', name: 'Cy', surname: 'Clay'}),
  (eve:Officer {badge_no: 26, rank: 'Sergeant', surname: 'Eden'}),
  (station:Station {code: 'ST-1', name: 'Central'}),
  (phone:Phone {phoneNo: '4-555'}), (old:Phone {phoneNo: '1-222'}),
  (home:Location {address: '7 Hill Street', postcode: 'M1'}),
  (crime:Crime {id: 'c9f', date: '5/08/2017', type: 'Burglary'}),
  (ann)-[:HAS_PHONE]->(phone), (ann)-[:HAS_PHONE]->(old), (bob)-[:HAS_PHONE]->(phone),
  (ann)-[:CURRENT_ADDRESS]->(home), (cy)-[:CURRENT_ADDRESS]->(home),
  (ann)-[:FAMILY_REL {rel_type: 'SIBLING'}]->(bob), (bob)-[:FAMILY_REL {rel_type: 'PARENT'}]->(cy),
  (ann)-[:FAMILY_REL {rel_type: 'NEIGHBOUR'}]->(cy),
  (bob)-[:KNOWS]->(cy), (ann)-[:KNOWS_LW]->(cy), (bob)-[:PARTY_TO]->(crime),
  (crime)-[:INVESTIGATED_BY]->(eve), (crime)-[:OCCURRED_AT]->(home),
  (eve)-[:WORKS_AT {since: '01/02/2010'}]->(station)
"""


@pytest.fixture(scope="module")
def theirs(neo4j_graph):
    """A graph that somebody else made; the function asks it anything."""
    address = neo4j_graph.address
    driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))
    with driver:
        driver.execute_query(THEIRS)
        yield driver.execute_query, address


def mapping_in(folder, address, text=None):
    path = folder / "pole.yaml"
    text = text or EXAMPLE.read_text("utf-8")
    path.write_text(text.replace("bolt://127.0.0.1:7687", address.uri), "utf-8")
    (folder / "password.txt").write_text(address.password + "\n", "utf-8")
    return path


def rows_of(reading):
    rows = {}
    for fact in reading.facts():
        rows.setdefault(fact.table, []).append(dict(fact.cells))
    return {table: sorted(found, key=repr) for table, found in rows.items()}


def test_labels_and_properties_become_our_tables(theirs, tmp_path) -> None:
    reading = read_source(mapping_in(tmp_path, theirs[1]))
    rows = rows_of(reading)
    assert reading.errors == []
    people = {row["id"]: row for row in rows["people"]}
    assert set(people) == {"001-22", "002-33", "003-44", "officer-26"}
    assert people["001-22"]["phone"] == "1-222", "of two numbers always the same one"
    assert people["001-22"]["address"] == people["003-44"]["address"] == "7 Hill Street"
    assert "phone" not in people["003-44"]
    assert [(r["person"], r["relation"], r["relative"]) for r in rows["kin"]] == [
        ("001-22", "sibling", "002-33"),
        ("002-33", "parent", "003-44"),
    ]
    assert [(r["person"], r["other"], r["kind"]) for r in rows["ties"]] == [
        ("002-33", "003-44", "friend")
    ]
    assert rows["posts"] == [
        {"person": "officer-26", "unit": "ST-1", "title": "Sergeant", "from": "2010-02-01"}
    ]
    assert rows["records"] == [
        {"person": "002-33", "kind": "other", "date": "2017-08-05", "authority": "Burglary",
         "document": "c9f"}
    ]  # fmt: skip


def test_every_fact_says_where_it_stands_in_the_source(theirs, tmp_path) -> None:
    ask, address = theirs
    ledger = tmp_path / "huibi.db"
    done = load_sources(
        ledger,
        Request(paths=[mapping_in(tmp_path, address)], source="police"),
        print,
        lambda _: None,
    )
    assert done.is_loaded
    with open_ledger(ledger) as book:
        origins = dict(
            zip(*(book.read("people")[c].to_pylist() for c in ("id", "origin")), strict=True)
        )
    found, _, _ = ask("MATCH (n:Person {nhs_no: '002-33'}) RETURN elementId(n) AS id")
    assert origins["002-33"] == f"police/pole.yaml#Person:{found[0]['id'].rpartition(':')[2]}"


def test_a_second_load_changes_nothing_and_a_changed_node_supersedes(theirs, tmp_path) -> None:
    ask, address = theirs
    request = Request(paths=[mapping_in(tmp_path, address)])
    ledger = tmp_path / "huibi.db"
    load_sources(ledger, request, print, lambda _: None)
    again = load_sources(ledger, request, print, lambda _: None).changes["pole.yaml"]
    assert (again.added, again.changed, again.missing) == (0, 0, 0)
    ask("MATCH (n:Person {nhs_no: '003-44'}) SET n.surname = 'Cole'")
    after = load_sources(ledger, request, print, lambda _: None).changes["pole.yaml"]
    assert (after.added, after.changed) == (0, 1)
    ask("MATCH (n:Person {nhs_no: '003-44'}) SET n.surname = 'Clay'")


BAD = """
neo4j: bolt://127.0.0.1:7687
password_file: password.txt
tables:
  - table: people
    nodes: Person
    columns: {id: nhs_no, name: {property: surname}, sex: {property: many}}
  - table: kin
    relationships: FAMILY_REL
    columns:
      person: {of: start, property: nhs_no}
      relation: {property: rel_type, words: {SIBLING: sibling, PARENT: parent}}
      relative: {of: end, property: nhs_no}
"""


def test_a_word_that_is_not_translated_is_a_bad_row_of_its_element(theirs, tmp_path) -> None:
    ask, address = theirs
    ask("MATCH (n:Person {nhs_no: '001-22'}) SET n.many = ['M', 'F']")
    reading = read_source(mapping_in(tmp_path, address, BAD))
    list(reading.facts())
    ask("MATCH (n:Person {nhs_no: '001-22'}) REMOVE n.many")
    told = {(error.file, error.column): error.why for error in reading.errors}
    assert "list" in told["pole.yaml#Person", "sex"]
    assert "NEIGHBOUR" in told["pole.yaml#FAMILY_REL", "relation"]


HOSTILE = (
    "Person` DETACH DELETE n //", "Person\\u0060) DETACH DELETE (n", "Person'}) DETACH DELETE n",
    "Ｐerson｀", "Person\n//", "*", "$label", "Person|Officer",
)  # fmt: skip


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_labels_and_properties_read_nothing_and_change_nothing(
    theirs, tmp_path, word
) -> None:
    ask, address = theirs
    count = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)"
    before = ask(count).records[0].values()
    text = BAD.replace("nodes: Person", "nodes: " + quoted(word)).replace(
        "relationships: FAMILY_REL", "relationships: " + quoted(word)
    )
    assert rows_of(read_source(mapping_in(tmp_path, address, text))) == {}
    text = BAD.replace("property: surname", "property: " + quoted(word))
    reading = read_source(mapping_in(tmp_path, address, text))
    assert "people" not in rows_of(reading), "nobody has a property of this name, so no name"
    assert ask(count).records[0].values() == before


def quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace("\n", "\\n") + '"'


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("table: people", "table: persons"), "no table 'persons'"),
        (("id: nhs_no", "ident: nhs_no"), "no column 'ident'"),
        (("nodes: Person", "nodes: Person\n    relationships: X"), "either 'nodes'"),
        (("{property: surname}", "{property: surname, value: x}"), "one of property"),
        (("{property: surname}", "{value: x, of: start}"), "name the property too"),
        (("{of: start, property: nhs_no}", "{near: X, property: nhs_no}"), "'near' for nodes"),
        (("password_file", "password"), "password"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(tmp_path, change, told) -> None:
    path = tmp_path / "pole.yaml"
    path.write_text(BAD.replace(*change), "utf-8")
    with pytest.raises(InputError, match=told):
        read_source_mapping(path)


def test_only_yaml_that_begins_with_an_address_is_a_mapping(tmp_path) -> None:
    loader = Neo4jLoader()
    for text, is_ours in (
        ("# mine\n\nneo4j: x\n", True),
        ("id: 1\nneo4j: x\n", False),
        ("", False),
    ):
        path = tmp_path / "a.yaml"
        path.write_text(text, "utf-8")
        assert loader.accepts(path) is is_ours
    assert not loader.accepts(tmp_path / "a.csv")
    assert any(isinstance(each, Neo4jLoader) for each in LOADERS)


def test_a_server_that_does_not_answer_or_know_the_password_is_told(theirs, tmp_path) -> None:
    path = mapping_in(tmp_path, theirs[1])
    (tmp_path / "password.txt").write_text("wrong", "utf-8")
    with pytest.raises(Neo4jError, match="password"):
        read_source(path)


def test_the_example_names_our_columns_and_is_in_the_documentation() -> None:
    mapping = read_source_mapping(EXAMPLE)
    assert {wanted.table for wanted in mapping.tables} <= set(TABLE)
    page = (ROOT / "docs/neo4j-source.md").read_text("utf-8")
    assert EXAMPLE.relative_to(ROOT).as_posix() in page
