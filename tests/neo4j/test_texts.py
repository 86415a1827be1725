"""Texts of Cypher: named files and closed parts, never anything else."""

import pytest

from graph.neo4j import texts
from graph.neo4j.texts import Part, Query, joined, named


class Word(Part):
    MATCH = "MATCH"
    PERSON = "(n:Person)"
    AND = ","


@pytest.fixture
def text_of(monkeypatch):
    """Let `named` find a text that is in no file."""

    def put(text):
        monkeypatch.setattr(texts, "_file", lambda _name: text)

    return put


def test_a_named_text_is_its_file():
    assert named("ping").text == "RETURN 1 AS answer\n"
    assert repr(named("ping")) == "<Query ping>"


@pytest.mark.parametrize("name", ["../java/pom", "Ping", "", "ping.cypher", "ping\n", "a b"])
def test_a_name_is_no_path(name):
    with pytest.raises(ValueError, match="cannot be the name"):
        named(name)


def test_places_are_filled_by_parts(text_of):
    text_of("MATCH @who@ RETURN n, @who@")
    assert named("x", who=Word.PERSON).text == "MATCH (n:Person) RETURN n, (n:Person)"


@pytest.mark.parametrize("value", ["(n:Person)", "`) DETACH DELETE n //", 1, None])
def test_places_take_nothing_but_parts(text_of, value):
    text_of("MATCH @who@")
    with pytest.raises(TypeError, match="no Part"):
        named("x", who=value)


@pytest.mark.parametrize("places", [{}, {"other": Word.AND}, {"who": Word.AND, "x": Word.AND}])
def test_every_place_is_filled_and_no_other(text_of, places):
    text_of("MATCH @who@")
    with pytest.raises(ValueError, match="places"):
        named("x", **places)


def test_parts_are_joined():
    assert joined("x", [Word.MATCH, Word.PERSON]).text == "MATCH (n:Person)"
    assert joined("x", [Word.PERSON, Word.PERSON], Word.AND).text == "(n:Person),(n:Person)"


@pytest.mark.parametrize("value", ["MATCH", "n`) DETACH DELETE (n", 7])
def test_only_parts_are_joined(value):
    with pytest.raises(TypeError, match="no Part"):
        joined("x", [Word.MATCH, value])
    with pytest.raises(TypeError, match="no Part"):
        joined("x", [Word.MATCH], value)


def test_no_other_module_makes_a_query():
    with pytest.raises(TypeError, match=r"made by graph\.neo4j\.texts"):
        Query("x", "MATCH (n) DETACH DELETE n", maker=object())


def test_a_query_cannot_be_changed_into_another():
    query = named("ping")
    with pytest.raises(AttributeError):
        query.text = "MATCH (n) DETACH DELETE n"
