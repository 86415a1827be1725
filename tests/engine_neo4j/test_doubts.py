"""A projection that is behind, moving, cut short or absent makes nobody clear."""

from __future__ import annotations

import json

import neo4j
import pytest

from api.engines import judge_of, require_whole
from api.settings import Settings
from graph.cases import parse_case, resolve_case
from graph.errors import InputError, Neo4jStaleError
from graph.ledger import Correction, open_ledger
from graph.model import Fact, Status
from graph.projection.engine import reading
from graph.projection.engine.check import check_on_neo4j
from graph.projection.engine.currency import Doubt
from graph.projection.engine.doubts import WORDS, doubts_of
from graph.projection.engine.reading import Asked
from graph.recusal.engine import check
from graph.recusal.informant import visible
from graph.recusal.pack import load_pack
from graph.recusal.report import as_json
from graph.recusal.verdict import Verdict
from graph.snapshot import open_snapshot
from tests.engine_neo4j.projected import project
from tests.engine_neo4j.worlds import head_of, write_world

SKETCH = {
    "kin": ["甲 父亲 甲父", "甲父 哥哥 甲伯", "乙 父亲 乙父", "丙 父亲 丙父", "丁 父亲 甲父"],
    "people": ["戊"],
    "undeclared": ["戊"],
}
CASE = {
    "id": "案", "matter": "supervision_case", "received": "2026-03-02",
    "parties": [{"person": "甲", "role": "subject"}],
    "candidates": ["丁", "乙", "丙", "甲", "戊"],
}  # fmt: skip
WHOLE = {"丁": "must_recuse", "乙": "clear", "丙": "clear", "甲": "must_recuse", "戊": "unknown"}
DOUBTED = WHOLE | {"乙": "unknown", "丙": "unknown"}


@pytest.fixture
def ledger(tmp_path, neo4j_graph, tell):
    """A small ledger, projected."""
    path = write_world(tmp_path / "huibi.db", SKETCH)
    tell("MATCH (n) DETACH DELETE n")
    project(neo4j_graph, path)
    return path


@pytest.fixture
def judged(neo4j_graph, ledger):
    """Judge the case on Neo4j by the ledger as it stands: `judged(**changes)`."""

    def judge(most=reading.MOST_PATHS, seconds=60.0, **changes):
        snapshot = open_snapshot(ledger)
        case = resolve_case(parse_case(json.dumps(CASE | changes)), snapshot)
        packs = [load_pack(name) for name in case.packs]
        asked = Asked(case=case, packs=packs, snapshot=snapshot, most=most)
        return check_on_neo4j(neo4j_graph, head_of(ledger), asked, seconds=seconds)

    return judge


@pytest.fixture
def tell(neo4j_graph):
    """Ask or change anything in the module's graph."""
    address = neo4j_graph.address
    driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))
    with driver:
        yield driver.execute_query


def outcomes(verdict):
    return {found.person: found.verdict.label for found in verdict.candidates}


def grounds(verdict, person):
    return [
        r.ground for found in verdict.candidates if found.person == person for r in found.reasons
    ]


def add_person(path, name):
    with open_ledger(path, write=True) as book, book.load("more") as load:
        cells = {"id": name, "name": name}
        load.add([Fact(table="people", key=name, cells=cells, file="people.csv", row=2)])
        load.commit()


def test_a_current_projection_gives_whole_answers(judged) -> None:
    verdict = judged()
    assert outcomes(verdict) == WHOLE
    assert doubts_of(verdict) == []
    require_whole(verdict)


def test_behind_the_ledger_nobody_is_clear_until_it_is_brought_on(
    judged, ledger, neo4j_graph
) -> None:
    before = judged()
    add_person(ledger, "己")
    stale = judged()
    assert outcomes(stale) == DOUBTED
    assert grounds(stale, "乙") == [Doubt.STALE]
    assert grounds(stale, "丁")[0] == "kin", "a recusal that was found stands"
    assert stale.sequence == before.sequence
    with pytest.raises(Neo4jStaleError, match="nothing was recorded"):
        require_whole(stale)
    project(neo4j_graph, ledger)
    assert outcomes(judged()) == WHOLE


def test_people_newer_than_the_projection_are_unknown_not_an_error(judged, ledger) -> None:
    add_person(ledger, "己")
    found = judged(candidates=["己", "乙"], parties=[{"person": "己", "role": "subject"}])
    assert outcomes(found) == {"己": "must_recuse", "乙": "unknown"}
    assert Doubt.STALE in grounds(found, "乙")


@pytest.mark.parametrize(
    "change",
    [
        "SET p.mark = 'another history'",
        "SET p.applying_seq = p.applied_seq + 1, p.state = 'applying'",
        "SET p.applied_seq = p.applied_seq - 1",
        "DELETE p",
    ],
)
def test_another_history_or_one_on_its_way_is_not_believed(judged, tell, change) -> None:
    tell(f"MATCH (p:Projection) {change}")
    assert outcomes(judged()) == DOUBTED


def test_an_empty_database_makes_everybody_unknown_but_the_party(judged, tell) -> None:
    tell("MATCH (n) DETACH DELETE n")
    assert outcomes(judged()) == dict.fromkeys(WHOLE, "unknown") | {"甲": "must_recuse"}


def test_a_projection_that_moves_while_it_is_read_is_not_believed(
    judged, tell, monkeypatch
) -> None:
    count = reading.count_sizes

    def move(*arguments):
        tell("MATCH (p:Projection) SET p.applied_seq = p.applied_seq + 1")
        return count(*arguments)

    monkeypatch.setattr(reading, "count_sizes", move)
    assert outcomes(judged()) == DOUBTED


def test_more_paths_than_may_be_brought_back_leave_everybody_in_doubt(judged) -> None:
    found = judged(most=1)
    assert Doubt.CUT in doubts_of(found)
    assert Verdict.CLEAR not in {each.verdict for each in found.candidates}


def test_a_tie_through_what_was_withdrawn_is_not_missed_in_silence(
    tmp_path, tell, neo4j_graph
) -> None:
    posts = [{"person": name, "unit": "局", "from": "2010-01-01"} for name in ("甲", "乙")]
    tables = {"units": [{"id": "局", "name": "局", "kind": "public_body"}], "posts": posts}
    path = write_world(tmp_path / "huibi.db", SKETCH | {"tables": tables})
    with open_ledger(path, write=True) as ledger:
        ruling = {"status": Status.WITHDRAWN, "reason": "检查", "author": "检查"}
        ledger.correct(Correction(table="units", key="局", **ruling))
    tell("MATCH (n) DETACH DELETE n")
    project(neo4j_graph, path)
    snapshot = open_snapshot(path)
    case = resolve_case(parse_case(json.dumps(CASE)), snapshot)
    packs = [load_pack(name) for name in case.packs]
    embedded = check(case, packs, snapshot)
    assert outcomes(embedded) == WHOLE | {"乙": "review"}, "they were colleagues"
    asked = Asked(case=case, packs=packs, snapshot=snapshot)
    found = check_on_neo4j(neo4j_graph, head_of(path), asked)
    assert outcomes(found) == DOUBTED
    assert grounds(found, "乙") == [Doubt.WITHDRAWN]


def test_a_question_that_takes_too_long_is_told(judged, monkeypatch) -> None:
    read = reading.read_people

    def slow(work, *arguments):
        import time

        time.sleep(3)
        return read(work, *arguments)

    monkeypatch.setattr(reading, "read_people", slow)
    found = judged(seconds=0.5)
    assert outcomes(found) == dict.fromkeys(WHOLE, "unknown") | {"甲": "must_recuse"}
    assert grounds(found, "戊") == [Doubt.AWAY], "what was not read is no gap in the records"


def test_an_informant_is_as_protected_in_doubt_as_else(judged, ledger) -> None:
    add_person(ledger, "己")
    told = judged(parties=[*CASE["parties"], {"person": "乙", "role": "informant"}])
    shown = as_json(visible(told))
    assert "己" not in json.dumps(shown, ensure_ascii=False)
    for candidate in shown["candidates"]:
        (reason,) = candidate["reasons"]
        assert reason["withheld"]
        assert "words" not in reason


def test_every_doubt_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Doubt)


def test_an_engine_that_does_not_exist_is_refused(ledger) -> None:
    settings = Settings(ledger=ledger, user="检查")
    with (
        open_ledger(ledger) as book,
        pytest.raises(InputError, match="embedded or neo4j"),
        judge_of("oracle", book, settings),
    ):
        pass
