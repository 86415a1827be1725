from dataclasses import replace

import apsw
import pytest

from graph.errors import InputError, NotFoundError
from graph.ledger import Decision, PackText, open_ledger

DECISION = Decision(
    case_text="id: 2026-017",
    on="2026-03-02",
    sequence=4,
    packs=(PackText(name="supervision", text="回避"), PackText(name="village", text="x")),
    verdict='{"case":"2026-017"}',
    author="张",
    options='{"candidates":["P1"]}',
)


def test_a_decision_comes_back_whole(ledger, path):
    assert ledger.decisions.record(DECISION) == "D-000001"
    assert ledger.decisions.record(replace(DECISION, on="2026-03-03")) == "D-000002"
    with open_ledger(path) as reader:
        found = reader.decisions.get("D-000001")
        assert replace(found, id="", at="") == DECISION
        assert found.at.endswith("+00:00")
        assert [each.on for each in reader.decisions.list()] == ["2026-03-02", "2026-03-03"]
        assert reader.decisions.list()[0] == found


def test_recording_leaves_the_fact_sequence(ledger, person, load):
    load(ledger, "county", person("P1"))
    ledger.decisions.record(DECISION)
    assert (ledger.head, ledger.table_heads()) == (1, {"people": 1})


def test_a_decision_is_recorded_in_the_middle_of_a_load(ledger, path, person):
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        staged.flush()
        with open_ledger(path, write=True) as other:
            assert other.decisions.record(DECISION) == "D-000001"
        staged.add([person("P2")])
        assert staged.commit() == 2
    assert len(ledger.decisions.list()) == 1


@pytest.mark.parametrize("id", ["D-000002", "D-1", "1", "", "D-000001 "])
def test_an_unknown_id_is_named(ledger, id):
    ledger.decisions.record(DECISION)
    with pytest.raises(NotFoundError, match="there is no decision"):
        ledger.decisions.get(id)


def test_a_retry_never_doubles(ledger):
    once = replace(DECISION, request="r1")
    assert {ledger.decisions.record(once) for _ in range(3)} == {"D-000001"}
    assert len(ledger.decisions.list()) == 1
    with pytest.raises(InputError, match="already recorded as D-000001"):
        ledger.decisions.record(replace(once, verdict="{}"))


def test_decisions_and_pack_texts_are_kept(ledger, path):
    ledger.decisions.record(DECISION)
    raw = apsw.Connection(str(path))
    for statement in (
        "DELETE FROM decision",
        "UPDATE decision SET verdict = ''",
        "DELETE FROM pack_text",
        "UPDATE pack_text SET text = ''",
    ):
        with pytest.raises(apsw.ConstraintError, match="is never"):
            raw.execute(statement)
    raw.close()
