"""The connection: plain values out, nothing but Query objects in, clear errors."""

import pytest

from graph.neo4j.texts import named


def test_a_text_is_answered(neo4j_graph):
    assert neo4j_graph.read(named("ping")) == [{"answer": 1}]


def test_only_texts_of_our_own_are_run(neo4j_graph):
    with pytest.raises(TypeError, match="no Query"):
        neo4j_graph.read("RETURN 1")
