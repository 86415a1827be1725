"""The ledger in a real Neo4j: what stands there after a sync, and after the next."""

import threading

import pytest
from neo4j.exceptions import ConstraintError

from graph.errors import LedgerBusyError, Neo4jError
from graph.ledger import Correction, open_ledger
from graph.model import Status
from graph.ontology.tables import TABLE, key_of
from graph.projection.place import Place
from graph.projection.state import applied_state
from graph.projection.writing import Writer
from tests.projection.county import (
    COUNTY,
    NUMBER,
    PHONE,
    STREET,
    ask,
    contents,
    ties_of,
)


def withdraw(path, table, **cells):
    with open_ledger(path, write=True) as book:
        key = key_of(TABLE[table], cells)
        book.correct(
            Correction(table=table, key=key, status=Status.WITHDRAWN, reason="错", author="t")
        )


def test_people_and_ties_stand_with_their_cells(graph, load, sync):
    head = load(COUNTY)
    assert sync(graph).sequence == head
    state = applied_state(graph)
    assert (state.applied_seq, state.applying_seq, state.state) == (head, None, "ready")
    [person] = ask(graph, "MATCH (p:Person {id: 'P2'}) RETURN properties(p) AS p")
    assert person["p"] | {"fact": 0} == {
        "id": "P2", "name": "张伟", "sex": "M", "born": "1975-06-01", "born_first": 1977,
        "born_last": 1977, "characters": "张 伟", "pinyin": "zhang wei zhangwei zw",
        "confidence": 1.0, "declared": ["all"], "fact": 0, "origin": "county/people.csv:3",
        "source": "county",
    }  # fmt: skip
    assert ties_of(graph, "HOLDS_POST")["P2", "U1"].items() >= {
        "title": "主任", "from": "2015", "to": "2020-06", "start": 16436, "end": 18444,
        "origin": "county/posts.csv:2", "confidence": 1.0,
    }.items()  # fmt: skip
    benefit = ties_of(graph, "RECEIVED")["P1", "G1"]
    assert (benefit["amount"], benefit["filed"], benefit["date"]) == (30000, False, "2024-01")
    assert set(ties_of(graph, "SPOUSE")) == {("P2", "P3")}
    assert ties_of(graph, "PARENT")["P2", "P1"].items() >= {
        "standing": 0, "bond": 0, "flags": 0, "start": -(2**31), "end": 2**31 - 1,
    }.items()  # fmt: skip


def test_a_server_without_our_writers_holds_the_same(graph, load, sync, monkeypatch):
    """One that huibi did not start gets lists of values, which any Neo4j understands."""
    load(COUNTY)
    sync(graph)
    ours = contents(graph)
    monkeypatch.setattr(Writer, "has_writers", lambda _: False)
    sync(graph, rebuild=True)
    assert contents(graph) == ours


def test_our_writers_change_a_node_that_stands(graph, load, sync):
    load(COUNTY)
    sync(graph)
    load({"people": [{"id": "P2", "name": "张卫"}]})
    sync(graph)
    [person] = ask(graph, "MATCH (p:Person {id: 'P2'}) RETURN properties(p) AS p")
    assert person["p"]["name"] == "张卫"
    assert "born" not in person["p"]


def test_who_is_only_implied_is_no_person(graph, load, sync):
    load(COUNTY)
    sync(graph)
    assert ask(graph, "MATCH (p:Implied) RETURN count(p) AS n") == [{"n": 1}]
    [both] = ask(graph, "MATCH (p:Implied:Person) RETURN count(p) AS n")
    assert both["n"] == 0
    shared = ask(graph, "MATCH (:Person {id:'P4'})-[:PARENT]->(p)<-[:PARENT]-(s) RETURN s.id AS s")
    assert {row["s"] for row in shared} == {"P3", "P5"}


def test_officials_have_their_legal_kin(graph, load, sync):
    load(COUNTY)
    sync(graph)
    kin = ties_of(graph, "LEGAL_KIN")
    assert {pair: row["term"] for pair, row in kin.items() if pair[0] == "P2"} == {
        ("P2", "P1"): "父亲", ("P2", "P3"): "妻子", ("P2", "P6"): "儿子",
        ("P2", "P4"): "大姨子", ("P2", "P5"): "大舅子",
    }  # fmt: skip
    assert {pair[1] for pair in kin if pair[0] == "P4"} == {"P2", "P3", "P5"}
    wife = kin["P2", "P3"]
    assert (wife["class"], wife["up"], wife["down"], wife["marriages"]) == ("spouse", 0, 0, 1)
    assert wife["circles"] == ["K1", "K1-K4", "NR-P", "NR-C", "NR-A", "NR-J", "FAM"]
    assert wife["sequence"] == ties_of(graph, "KIN")["P2", "P3"]["fact"]


def test_kin_go_with_the_tie_they_rest_on(graph, load, sync, ledger_path):
    load(COUNTY)
    sync(graph)
    assert ("P2", "P5") in ties_of(graph, "LEGAL_KIN")
    withdraw(
        ledger_path, "kin", person="P2", relation="wife", relative="P3", **{"from": "2001-05-01"}
    )
    done = sync(graph)
    assert done.gone["LEGAL_KIN"] == 4
    assert set(ties_of(graph, "LEGAL_KIN", "P2")) == {("P2", "P1"), ("P2", "P6")}
    assert set(ties_of(graph, "SPOUSE")) == set()


def test_kin_of_a_day_come_and_go_with_the_day(graph, load, sync):
    divorced = {"person": "P2", "relation": "wife", "relative": "P3", "to": "2026-06-01"}
    load(COUNTY | {"kin": [divorced]})
    sync(graph)
    assert set(ties_of(graph, "LEGAL_KIN", "P2")) == {("P2", "P3")}
    assert sync(graph, day="2026-06-02").gone == {"LEGAL_KIN": 1}
    assert sync(graph).set == {"LEGAL_KIN": 1}


def test_a_second_sync_changes_nothing(graph, load, sync):
    load(COUNTY)
    sync(graph)
    before = contents(graph)
    again = sync(graph)
    assert not again.is_changed
    assert contents(graph) == before


def test_what_is_withdrawn_goes_and_what_changes_changes(graph, load, sync):
    load(COUNTY)
    sync(graph)
    changed = [row | {"name": "张卫"} if row["id"] == "P2" else row for row in COUNTY["people"]]
    load(COUNTY | {"people": changed[:-1], "ties": [], "kin": COUNTY["kin"][:-1]}, replace=True)
    done = sync(graph)
    assert done.set["Person"] == 1
    assert done.gone.items() >= {"Person": 1, "FRIEND": 1, "CREDITOR": 1}.items()
    [person] = ask(graph, "MATCH (p:Person {id: 'P2'}) RETURN p.name AS name, p.pinyin AS pinyin")
    assert person == {"name": "张卫", "pinyin": "zhang wei zhangwei zw"}
    after = contents(graph)
    sync(graph, rebuild=True)
    assert contents(graph) == after


SEARCHES = {
    "阳建": {"P1"},
    "建国": {"P1"},
    "国": {"P1"},
    '"欧阳建国"': {"P1"},
    "ouyang": {"P1"},
    "jianguo": {"P1"},
    "oyjg": {"P1"},
    "shan AND mei": {"P3"},
    "纪委": {"U1"},
    "xiulu": {"HT1"},
    "第一": {"Z1"},
}


def test_names_are_found_by_characters_and_by_pinyin(graph, load, sync):
    load(COUNTY)
    sync(graph)
    text = "CALL db.index.fulltext.queryNodes('names', $asked) YIELD node RETURN node.id AS id"
    found = {asked: {row["id"] for row in ask(graph, text, asked=asked)} for asked in SEARCHES}
    assert found == SEARCHES


def test_ids_and_keys_are_unique(graph, load, sync):
    load(COUNTY)
    sync(graph)
    for text in (
        "CREATE (:Person {id: 'P1'})",
        "MATCH (a:Person {id: 'P1'})-[r:LIVES_IN]->(b) CREATE (a)-[:LIVES_IN {key: r.key}]->(b)",
    ):
        with pytest.raises(ConstraintError):
            ask(graph, text)
    constraints = ask(graph, "SHOW CONSTRAINTS YIELD type RETURN type, count(*) AS n")
    assert {row["type"]: row["n"] for row in constraints} == {
        "UNIQUENESS": 16, "RELATIONSHIP_UNIQUENESS": 53,
    }  # fmt: skip


def test_no_number_address_or_note_is_there(graph, load, sync):
    people = [COUNTY["people"][0] | {"id_number": NUMBER}, *COUNTY["people"][1:]]
    load(COUNTY | {"people": people})
    sync(graph)
    everything = repr(contents(graph)) + repr(ask(graph, "MATCH (p:Projection) RETURN p"))
    for secret in (NUMBER, PHONE, STREET, "检举", "0856"):
        assert secret not in everything
    [shared] = ask(
        graph,
        "MATCH (:Person {id:'P1'})-[:PERSON_PHONE]->(t:Phone)<-[:PERSON_PHONE]-(o)"
        " RETURN o.id AS other, t.id AS phone",
    )
    assert shared["other"] == "P2"
    assert len(shared["phone"]) == 24


def test_two_at_once_exclude_each_other(graph, load, sync, ledger_path):
    load(COUNTY)
    with Place(ledger_path).held(), pytest.raises(LedgerBusyError, match="another process"):
        sync(graph)
    sync(graph)
    ask(graph, "MATCH (p:Projection) SET p.holder = 'elsewhere-1', p.lease = timestamp() + 60000")
    with pytest.raises(LedgerBusyError, match="somebody else"):
        sync(graph)
    ask(graph, "MATCH (p:Projection) SET p.lease = timestamp() - 1")
    assert not sync(graph).is_changed


def test_of_many_at_once_one_does_the_work(graph, load, sync):
    load(COUNTY)
    told = []

    def run():
        try:
            told.append(sync(graph).is_changed)
        except LedgerBusyError:
            told.append(None)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count(True) == 1
    assert not sync(graph).is_changed


def test_who_took_over_is_not_disturbed(graph, load, sync):
    load(COUNTY)

    def take_over(stage, made, _all):
        if stage == "write" and made:
            ask(graph, "MATCH (p:Projection) SET p.holder = 'elsewhere-1'")

    with pytest.raises(LedgerBusyError, match="other goes on"):
        sync(graph, progress=take_over)
    assert applied_state(graph).applying_seq is not None
    ask(graph, "MATCH (p:Projection) REMOVE p.holder")
    assert sync(graph).is_resumed


def test_another_ledger_is_refused_unless_asked(graph, load, sync, tmp_path):
    load(COUNTY)
    sync(graph)
    other = tmp_path / "other.db"
    with open_ledger(other, create=True) as book, book.load("x") as staged:
        staged.commit()
    before = contents(graph)
    from tests.projection.county import facts_of

    with open_ledger(other, write=True) as book, book.load("x") as staged:
        staged.add(facts_of({"people": COUNTY["people"][:1]}))
        staged.commit()
    with pytest.raises(Neo4jError, match="another ledger"):
        sync(graph, path=other)
    assert contents(graph) == before
    assert sync(graph, path=other, rebuild=True).is_rebuilt
    assert ask(graph, "MATCH (p:Person) RETURN count(p) AS n") == [{"n": 1}]


def test_a_database_of_strangers_is_refused(graph, load, sync):
    load(COUNTY)
    ask(graph, "MATCH (n) DETACH DELETE n")
    ask(graph, "CREATE (:Person {id: 'theirs'})")
    for rebuild in (False, True):
        with pytest.raises(Neo4jError, match="did not write"):
            sync(graph, rebuild=rebuild)
    assert ask(graph, "MATCH (n) RETURN count(n) AS n") == [{"n": 1}]


def test_a_rebuild_leaves_what_others_added(graph, load, sync):
    load(COUNTY)
    sync(graph)
    ask(graph, "CREATE (:Note {text: '我的备注'})")
    sync(graph, rebuild=True)
    assert ask(graph, "MATCH (n:Note) RETURN count(n) AS n") == [{"n": 1}]
