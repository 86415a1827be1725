"""A case with an informant: who cannot be had is told, why is not, and nothing depends on whom."""

import orjson
import pytest

from api.assigning import Request, commit, draw, lottery_for, posted_json, trial, waiting_cases
from api.desk import cases
from graph.desk.docket import case_file
from tests.desk.assignment.county import SEED, TODAY, case, desk_with, handlers, sketch, world
from tests.recusal.conftest import build

SUBJECT = "民0:subject"


def drawn(tmp_path, data, informant, name="x"):
    desk = desk_with(tmp_path / f"{name}.db", data)
    cases.register(desk, case("K-1", parties=f"{SUBJECT} {informant}:informant"), name="x")
    request = Request(cases=["K-1"], on=TODAY)
    waiting = waiting_cases(desk.ledger, request)
    lottery = lottery_for(desk.ledger, data, request, waiting)
    desk.ledger.close()
    return lottery


def test_two_informants_without_ties_cannot_be_told_apart(tmp_path):
    data = world()
    one, other = (drawn(tmp_path, data, who, who) for who in ("民5", "民6"))
    assert one.batch.text == other.batch.text
    assert trial(one, SEED) == trial(other, SEED)


def test_an_informant_who_is_an_acquaintance_moves_no_cost(tmp_path):
    """Ties too weak to raise a verdict would show in costs and chances."""
    school = [{"person": who, "group_name": "中学", "kind": "school"} for who in ("T1办1", "民6")]
    data = build(sketch(memberships=[{**row, "from": "2001", "to": "2004"} for row in school]))
    one, other = (drawn(tmp_path, data, who, who) for who in ("民5", "民6"))
    assert one.batch.text == other.batch.text
    desk = desk_with(tmp_path / "open.db", data)
    cases.register(desk, case("K-1", parties="民6:subject"), name="x")
    request = Request(cases=["K-1"], on=TODAY)
    known = lottery_for(desk.ledger, data, request, waiting_cases(desk.ledger, request))
    desk.ledger.close()
    at = [one.person for one in known.batch.handlers].index("T1办1")
    assert known.batch.cases[0].ties[str(at)] > 0  # the same tie to a subject does count


@pytest.fixture
def told(tmp_path):
    """Everything recorded about a case in which each kind of refusal occurs."""
    data = build(
        sketch(
            kin=["T1办1 父亲 民5", "T1办2 父亲 民0"],
            undeclared=["T2办1"],
            ties=[{"person": "T3办1", "other": "民5", "kind": "enmity"}],
        )
    )
    desk = desk_with(tmp_path / "huibi.db", data)
    cases.register(desk, case("K-1", parties=f"{SUBJECT} 民5:informant"), name="x")
    request = Request(is_open=True, on=TODAY, absent=["T2办2"])
    batch, lottery = commit(desk, request, SEED, progress=None)
    shown = posted_json(draw(desk, batch))
    events = [one for one in desk.ledger.desk.list() if one.about in (batch, "K-1")]
    yield lottery, shown, events, case_file(desk.ledger, "K-1")
    desk.ledger.close()


def test_every_refusal_reads_alike(told):
    lottery, shown, _, _ = told
    people = [one.person for one in lottery.batch.handlers]
    bars = dict(zip(people, lottery.batch.cases[0].bars, strict=True))
    for person in ("T1办1", "T1办2", "T2办1", "T2办2", "T3办1"):
        assert bars[person] == "X", person
    (one,) = shown["assignments"]
    words = {(r["why"], r["zh"]) for r in one["rejected"]}
    assert words <= {
        ("unassignable", "不可分配"),
        ("lottery", "抽签未中"),
        ("same_unit", "与承办人同一单位"),
        ("dearer", "可以办理，但成本较高"),
    }
    assert ("unassignable", "不可分配") in words


def test_the_informant_is_nowhere(told):
    _, shown, events, file = told
    assert "民5" not in orjson.dumps(shown).decode()
    for event in events:
        if event.kind in ("batch_committed", "batch_revealed", "assigned"):
            assert "民5" not in orjson.dumps(dict(event.body)).decode(), event.kind
    assert file.is_secret
    assert {file.handler, file.second}.isdisjoint({"T1办1", "T1办2", "T2办1", "T3办1"})


def test_what_stands_in_the_way_is_one_answer(tmp_path):
    everyone = [one for place in ("县", "T1", "T2", "T3", "T4", "T5") for one in handlers(place)]
    found = []
    for n, data in enumerate(
        (
            world(kin=[f"{one} 父亲 民5" for one in everyone]),
            world(kin=[f"{one} 父亲 民0" for one in everyone]),
            world(undeclared=everyone),
        )
    ):
        lottery = drawn(tmp_path, data, "民5", str(n))
        (left,) = trial(lottery, SEED)["unassigned"]
        found.append(left)
    assert found[0] == found[1] == found[2]
    assert [one["why"] for one in found[0]["blocking"]] == ["unassignable"]
    assert found[0]["resolve"][0]["zh"].startswith("提请上级机关")
