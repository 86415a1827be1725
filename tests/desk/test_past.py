"""Earlier cases, of recorded decisions and of the docket: each once, sealed ones without a name."""

import orjson
import pytest

from api.checking import Checked, past_cases, replay_decision
from api.desk import cases, recusals
from graph.cases import parse_case, resolve_case
from graph.desk.past import SEALED_NAME, EarlierReader, earlier_cases
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from tests.desk.offices import CASE, INFORMED, case, knowing


def pairs(desk, before=None):
    return sorted(
        (one.case, one.handler, one.party) for one in past_cases(desk.ledger, before).cases
    )


def test_a_registered_case_ties_everybody_who_ever_was_on_it_and_once(desk):
    cases.register(desk, case(), name="x")
    cases.change_team(desk, "K-1", add=[("审", "reviewer")])
    cases.change_team(desk, "K-1", remove=["审"])
    cases.start(desk, "K-1")
    assert pairs(desk) == [("K-1", who, "甲") for who in ("协", "审", "承")]


def test_a_case_checked_before_it_was_registered_counts_once(desk):
    packs = (load_pack("supervision"),)
    verdict = check(resolve_case(parse_case(CASE), desk.snapshot), packs, desk.snapshot)
    checked = Checked(verdict=verdict, case_text=CASE, packs=packs, candidates=())
    desk.ledger.decisions.record(checked.decision("clerk"))
    assert len(pairs(desk)) == 2
    cases.register(desk, case(), name="x")
    assert len(pairs(desk)) == 2


def test_a_later_case_sees_the_earlier_one_and_not_itself(desk):
    cases.register(desk, case(), name="x")
    done = cases.register(desk, case(id="K-2", team="承:handler 审:second"), name="x")
    verdict = {one.person: one for one in done.verdict.candidates}
    assert "K-1" in str(verdict["承"])
    assert "K-2" not in str(verdict)
    assert "K-1" not in str(verdict["审"])
    third = cases.register(desk, case(id="K-3", team="外甲:handler"), name="x")
    assert "past_case" not in str(third.verdict.candidates[0])


def test_an_informant_is_nobodys_past(desk):
    cases.register(desk, INFORMED, name="x")
    assert {party for _, _, party in pairs(desk)} == {"甲"}


def test_a_sealed_case_ties_without_its_name(desk):
    cases.register(desk, case(), name="x")
    cases.close(desk, "K-1", reason="移送")
    cases.seal(desk, "K-1")
    assert pairs(desk) == [(SEALED_NAME, "协", "甲"), (SEALED_NAME, "承", "甲")]
    done = cases.register(desk, case(id="K-2"), name="x")
    assert "K-1" not in str(done.verdict.candidates)
    assert SEALED_NAME in str(done.verdict.candidates)


def test_every_check_of_a_busy_docket_replays_the_same(desk):
    cases.register(desk, case(), name="x")
    cases.change_team(desk, "K-1", add=[("堂兄", "reviewer")])
    cases.register(desk, case(id="K-2", team="承:handler 堂兄:second"), name="x")
    recusals.decide(desk, "K-2", "堂兄", outcome="may_handle", reason="x", by="局长")
    recusals.decide(desk, "K-2", "承", outcome="may_handle", reason="x", by="局长")
    cases.start(desk, "K-2")
    cases.close(desk, "K-2")
    cases.seal(desk, "K-2")
    cases.register(desk, INFORMED.replace("K-1", "K-3"), name="x")
    cases.change_team(desk, "K-1", remove=["堂兄"])
    decisions = desk.ledger.decisions.list()
    assert len(decisions) == 9
    for decision in decisions:
        earlier = past_cases(desk.ledger, decision.id)
        assert replay_decision(decision, desk.snapshot, earlier) == ()


def test_a_decision_says_how_far_it_had_read_and_who_called_for_it(desk):
    cases.register(desk, case(), name="x")
    cases.start(desk, "K-1")
    options = [orjson.loads(one.options) for one in desk.ledger.decisions.list()]
    assert [one["seen"] for one in options] == [
        {"decisions": 0, "desk": 0},
        {"decisions": 1, "desk": 2},
    ]
    assert [one["trigger"] for one in options] == ["registration", "start"]
    assert desk.ledger.decisions.outside_desk() == ()


@pytest.mark.parametrize("kind", ["friend", "creditor"])
def test_more_known_never_loosens_what_the_desk_finds(desk, kind):
    cases.register(desk, case(team="承:handler 堂兄:second 兄:reviewer"), name="x")
    before = desk.file("K-1").check.verdicts
    order = ["clear", "unknown", "review", "must_recuse"]
    for person in before:
        seat = knowing(desk, ties=[{"person": person, "other": "甲", "kind": kind}])
        cases.change_team(seat, "K-1", add=[("审", "member")])
        after = seat.file("K-1").check.verdicts
        assert all(order.index(after[one]) >= order.index(before[one]) for one in before)
        cases.change_team(seat, "K-1", remove=["审"])


def test_reading_on_finds_what_reading_anew_finds(desk):
    reader = EarlierReader()
    steps = [
        lambda: cases.register(desk, case(), name="x"),
        lambda: cases.change_team(desk, "K-1", add=[("审", "reviewer")]),
        lambda: cases.register(desk, case(id="K-2", parties="证:subject"), name="x"),
        lambda: cases.close(desk, "K-1", reason="移送"),
        lambda: cases.seal(desk, "K-1"),
    ]
    for step in steps:
        step()
        assert set(reader.read(desk.ledger).cases) == set(earlier_cases(desk.ledger).cases)
    assert reader.read(desk.ledger) == reader.read(desk.ledger)
