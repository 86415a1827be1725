"""Two thousand hostile strings as names, ids and parameters: nothing changes, nothing fails."""

from __future__ import annotations

import random
from itertools import cycle

import neo4j
import pytest

from graph.cases.resolve import PartyRef, ResolvedCase
from graph.kinship.circles import CIRCLES
from graph.model import day_of
from graph.projection.cypher_circles import kin_sets
from graph.projection.engine.kin import find_kin
from graph.projection.engine.reading import Asked, read_case
from graph.recusal.pack import load_pack
from tests.catalogue.answers import ANSWERS
from tests.catalogue.test_catalogue import TEXTS
from tests.engine_neo4j.pairs import SHAPES
from tests.engine_neo4j.worlds import write_world
from tests.neo4j.test_closed import BASES

pytestmark = pytest.mark.slow

ON = day_of("2026-03-02")
MANY, PEOPLE = 2_000, 400
MORE = [
    "x`]-() DETACH DELETE (n)-[:`x", "') RETURN 1 UNION MATCH (n) DETACH DELETE n //",
    "/* */ CALL dbms.shutdown()", "}) SET n:Admin //", "{id: 'P1'}", "${jndi:ldap://127.0.0.1/x}",
    "%s%n%x", "{{7*7}}", "ʼ OR 1=1", "｛ｉｄ：１｝", "\"; CALL db.clearQueryCaches() //",
    "P1'+'P2", "\\u0027 OR true //", "null", "$asked", "row.others", "张伟`", "NaN", "-1", "",
]  # fmt: skip
COUNT = "MATCH (n) WITH count(n) AS nodes OPTIONAL MATCH ()-[r]->() RETURN nodes, count(r) AS ties"
TEXT_PARAMETERS = {
    "text", "official", "person", "one", "other", "unit", "party", "company", "village",
}  # fmt: skip


def hostile_strings() -> list[str]:
    """Return 2,000 different strings: each bait alone, and pieces of them joined."""
    baits, chance, found = [*BASES, *MORE], random.Random(11), {}
    found.update(dict.fromkeys(baits))
    while len(found) < MANY:
        joined = chance.choice(("", " ", "\n", "'", "`", "｀", "\\u0060", "/*", "//", '"'))
        found[joined.join(chance.sample(baits, chance.randint(1, 3)))[: chance.randint(3, 300)]] = (
            None
        )
    return list(found)


STRINGS = hostile_strings()
STORED = [text.strip() for text in STRINGS if text.strip() and text.isprintable()][:PEOPLE]


@pytest.fixture(scope="module")
def world(both, tmp_path_factory):
    """People, units and villages whose ids and names are all hostile, in families of four."""
    people = sorted(set(STORED))
    kin = []
    for first in range(0, len(people) - 3, 4):
        one, two, three, four = people[first : first + 4]
        kin += [
            {"person": one, "relation": "father", "relative": two},
            {"person": three, "relation": "father", "relative": two},
            {"person": one, "relation": "wife", "relative": four},
        ]
    tables = {
        "units": [{"id": f"u{text}", "name": text, "kind": "company"} for text in people[:50]],
        "posts": [
            {"person": person, "unit": f"u{people[place % 50]}", "title": person, "role": person}
            for place, person in enumerate(people)
        ],
        "kin": kin,
    }
    rows = [{"name": person, "household": person, "address": person} for person in people]
    path = write_world(
        tmp_path_factory.mktemp("hostile") / "huibi.db", {"people": rows, "tables": tables}
    )
    return both(path), people


@pytest.fixture(scope="module")
def ask(world):
    """A driver that runs the texts of the catalogue."""
    address = world[0].graph.address
    driver = neo4j.GraphDatabase.driver(
        address.uri, auth=(address.user, address.password), notifications_min_severity="OFF"
    )
    with driver:
        yield driver.execute_query


@pytest.fixture
def nothing_changes(ask):
    """Count nodes and ties before and after."""
    before = ask(COUNT).records[0].values()
    yield before
    assert ask(COUNT).records[0].values() == before


def test_there_are_two_thousand_and_each_is_stored_as_it_is(world, ask) -> None:
    assert len(set(STRINGS)) == MANY
    people = world[1]
    found = {
        row["id"]: row["name"]
        for row in ask("MATCH (n:Person) RETURN n.id AS id, n.name AS name").records
    }
    assert found == {person: person for person in people}
    assert len(people) >= PEOPLE // 2


def test_every_query_of_the_catalogue_takes_every_kind_of_string(ask, nothing_changes) -> None:
    names = [name for name, (parameters, _) in ANSWERS.items() if TEXT_PARAMETERS & set(parameters)]
    assert len(names) >= 9
    for name, text in zip(cycle(names), STRINGS, strict=False):
        parameters = {
            key: text if key in TEXT_PARAMETERS else value
            for key, value in ANSWERS[name][0].items()
        }
        if name == "kin-companies-won-contracts":
            parameters["official"] = text
        ask(TEXTS[name], parameters)


def test_as_egos_others_and_units_of_a_check_they_are_values(world, nothing_changes) -> None:
    graph = world[0].graph
    egos = [*STRINGS, *world[1]]
    kin = kin_sets(graph, egos, CIRCLES["K1-K4"], ON)
    assert {ego for ego, _ in kin} <= set(world[1])
    assert len(kin) > PEOPLE // 4
    pairs = dict.fromkeys(STRINGS, STRINGS[:50])
    found = graph.reading(lambda work: find_kin(work, pairs, SHAPES, ON))
    assert {one for pair in found.named for one in pair} <= set(world[1])
    case = ResolvedCase(
        id=STRINGS[1], matter="supervision_case", on=ON, place=None, unit=STRINGS[2],
        parties=(
            *(PartyRef(role="subject", person=text) for text in STRINGS[:20]),
            *(PartyRef(role="interested", unit=text) for text in STRINGS[20:60]),
        ),
        candidates=tuple(STRINGS), team=(), packs=("supervision",),
    )  # fmt: skip
    asked = Asked(case=case, packs=[load_pack("supervision")], snapshot=world[0].snapshot)
    read = graph.reading(lambda work: read_case(work, asked))
    assert set(read.people) <= set(world[1])


def test_people_of_such_names_get_the_verdicts_that_they_get_elsewhere(
    world, nothing_changes
) -> None:
    both, people = world
    case = ResolvedCase(
        id="案", matter="supervision_case", on=ON, place=None, unit=f"u{people[0]}",
        parties=(
            PartyRef(role="subject", person=people[0]),
            PartyRef(role="interested", unit=f"u{people[1]}"),
        ),
        candidates=tuple(people), team=(), packs=("supervision",),
    )  # fmt: skip
    embedded, found = both.answers(case)
    assert found == embedded
    assert "must_recuse" in {each["verdict"] for each in found["candidates"]}
