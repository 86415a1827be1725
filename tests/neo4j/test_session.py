"""The connection: plain values out, nothing but Query objects in, clear errors."""

import socket
import time
from dataclasses import replace

import pytest

from graph.errors import Neo4jDownError, Neo4jError
from graph.neo4j.session import connect
from graph.neo4j.texts import Part, joined, named


class Text(Part):
    """Texts for these tests."""

    ADD = "MERGE (n:Person {id: $id}) RETURN n"
    COUNT = "MATCH (n) RETURN count(n) AS n"
    WRONG = "MATCH (n) RETURN missing"
    SLOW = "UNWIND range(1, 1000000000) AS x WITH x WHERE x = sin(x) RETURN count(*) AS n"
    MANY = "UNWIND range(1, 25000) AS x RETURN x, toString(x) AS text"
    BATCHED = (
        "UNWIND range(1, 10) AS x CALL (x) { MERGE (:Person {id: 'B' + x}) }"
        " IN TRANSACTIONS OF 3 ROWS"
    )
    PATH = "CREATE (a:Person {id: 'A'})-[r:PARENT {key: 'k'}]->(b:Person {id: 'B'}) RETURN a, r"


def query(text):
    return joined(text.name.lower(), [text])


def test_a_text_is_answered_in_plain_values(neo4j_empty):
    assert neo4j_empty.read(named("ping")) == [{"answer": 1}]
    assert neo4j_empty.write(query(Text.ADD), {"id": "P1"}) == [{"n": {"id": "P1"}}]
    (row,) = neo4j_empty.write(query(Text.PATH))
    assert row["a"] == {"id": "A"}
    assert neo4j_empty.version.startswith("5.26.")


@pytest.mark.parametrize("way", ["read", "write", "run_alone", "stream"])
def test_only_texts_of_our_own_are_run(neo4j_graph, way):
    with pytest.raises(TypeError, match="no Query"):
        list(getattr(neo4j_graph, way)("RETURN 1"))


def test_several_texts_are_one_transaction(neo4j_empty):
    def half(work):
        work.run(query(Text.ADD), {"id": "P1"})
        work.run(query(Text.WRONG))

    with pytest.raises(Neo4jError, match="refuses this query"):
        neo4j_empty.writing(half)
    assert neo4j_empty.read(query(Text.COUNT)) == [{"n": 0}]
    assert neo4j_empty.writing(lambda work: work.run(query(Text.ADD), {"id": "P"})) != []
    assert neo4j_empty.reading(lambda work: work.run(query(Text.COUNT))) == [{"n": 1}]


def test_a_reading_transaction_writes_nothing(neo4j_empty):
    with pytest.raises(Neo4jError, match="refuses"):
        neo4j_empty.read(query(Text.ADD), {"id": "P1"})
    assert neo4j_empty.read(query(Text.COUNT)) == [{"n": 0}]


def test_texts_that_commit_by_themselves(neo4j_empty):
    assert neo4j_empty.run_alone(query(Text.BATCHED)) == []
    assert neo4j_empty.read(query(Text.COUNT)) == [{"n": 10}]


def test_large_answers_come_as_a_stream(neo4j_graph):
    rows = list(neo4j_graph.stream(query(Text.MANY)))
    assert len(rows) == 25_000
    assert rows[-1] == (25_000, "25000")


def test_a_question_that_takes_too_long_is_ended(neo4j_graph):
    started = time.monotonic()
    with pytest.raises(Neo4jDownError, match="took longer than it may"):
        neo4j_graph.read(query(Text.SLOW), seconds=0.3)
    assert time.monotonic() - started < 20
    assert neo4j_graph.read(named("ping")) == [{"answer": 1}]


def test_a_wrong_password_is_told_with_its_file_and_not_repeated(neo4j_graph):
    wrong = replace(neo4j_graph.address, password="not-this-one")
    with pytest.raises(Neo4jError, match="does not take user 'neo4j'") as caught:
        connect(wrong)
    assert wrong.password_from in str(caught.value)
    assert "not-this-one" not in str(caught.value)
    assert not isinstance(caught.value, Neo4jDownError)


def test_no_server_is_told_with_what_to_do(neo4j_graph):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Neo4jDownError, match="huibi neo4j start"):
        connect(replace(neo4j_graph.address, uri=f"bolt://127.0.0.1:{port}"), patience=1)


def test_something_else_that_listens_is_not_waited_for_longer_than_said(neo4j_graph):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        uri = f"bolt://127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(Neo4jDownError):
            connect(replace(neo4j_graph.address, uri=uri), patience=1)
        assert time.monotonic() - started < 10


def test_errors_repeat_no_value(neo4j_empty):
    with pytest.raises(Neo4jError) as caught:
        neo4j_empty.read(query(Text.WRONG), {"id": "522123198001011234"})
    assert "522123198001011234" not in str(caught.value)
