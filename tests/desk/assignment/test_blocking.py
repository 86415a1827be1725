"""Cases that nobody can take: the least that would have to give way, and what resolves it."""

import pytest

from api.assigning import Request, lottery_for, trial, waiting_cases
from api.desk import cases
from tests.desk.assignment.county import SEED, TODAY, case, desk_with, handlers, world

EVERYONE = [one for place in ("县", "T1", "T2", "T3", "T4", "T5") for one in handlers(place, 1)]


@pytest.fixture
def tried(tmp_path):
    def plan(data, *texts, **more):
        desk = desk_with(tmp_path / "huibi.db", data)
        for text in texts:
            cases.register(desk, text, name="x")
        request = Request(is_open=True, on=TODAY, **more)
        waiting = waiting_cases(desk.ledger, request)
        shown = trial(lottery_for(desk.ledger, data, request, waiting), SEED)
        desk.ledger.close()
        return shown

    return plan


def test_full_capacity_gives_way_first(tried):
    data = world(each=1, capacity="1")
    texts = [case(f"K-{n}", "T1", f"民{n}:subject") for n in range(4)]
    shown = tried(data, *texts)
    assert len(shown["assignments"]) == 4  # six people: four first hands, two second
    short = [one for one in shown["assignments"] if one["second"] is None]
    assert len(short) == 2
    for one in short:
        (blocker,) = one["no_second"]["blocking"]
        assert blocker["why"] == "capacity"
        assert "1" in one["no_second"]["resolve"][0]["zh"]


def test_a_missing_declaration_is_asked_for_before_a_recusal_is_named(tried):
    kin = [f"{one} 父亲 民0" for one in EVERYONE if one != "T4办1"]
    data = world(each=1, kin=kin, undeclared=["T4办1", "民父"])
    (left,) = tried(data, case("K-1"))["unassigned"]
    whys = sorted(one["why"] for one in left["blocking"])
    assert whys == ["recused", "unknown"]
    assert {"handler": "T4办1", "zh": "补充其亲属申报", "en": "load a declaration of his kin"} in (
        left["resolve"]
    )
    assert left["resolve"][-1]["zh"].startswith("提请上级机关")


def test_nobody_else_on_record_is_told(tried):
    data = world(each=1)
    data.tables["handlers"] = data.tables["handlers"].slice(0, 1)
    (one,) = tried(data, case("K-1"))["assignments"]
    assert one["handler"] == "县办1"
    assert one["no_second"] == {
        "blocking": [],
        "lacking": 1,
        "resolve": [{"zh": one["no_second"]["resolve"][0]["zh"], "en": one["no_second"][
            "resolve"][0]["en"]}],
    }  # fmt: skip


def test_who_is_away_could_be_waited_for(tried):
    data = world(each=1)
    away = [one for one in EVERYONE if one != "T1办1"]
    (one,) = tried(data, case("K-1"), absent=away)["assignments"]
    assert one["handler"] == "T1办1"
    assert [b["why"] for b in one["no_second"]["blocking"]] == ["absent"]
