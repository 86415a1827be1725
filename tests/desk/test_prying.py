"""The register of prying: on the case, listed, and a ground for a decision about whoever pried."""

import datetime as dt

import pytest

from api.desk import cases, prying, recusals
from graph.errors import InputError
from tests.desk.offices import INFORMED, TODAY, case


@pytest.fixture
def seat(desk):
    cases.register(desk, case(), name="case.yaml")
    return desk


def test_a_handler_who_pried_needs_a_decision(seat):
    done = prying.add_prying(seat, "K-1", "协", how="询问谈话内容", reported_by="承")
    assert [one.kind for one in done.events] == ["prying", "checked"]
    assert done.file.check.verdicts["协"] == "review"
    assert done.file.check.raised == {"协": 1}
    with pytest.raises(InputError, match="协: 需由本机关负责人"):
        cases.start(seat, "K-1")
    recusals.decide(seat, "K-1", "协", outcome="may_handle", reason="工作需要", by="局长")
    assert cases.start(seat, "K-1").file.state.value == "in_progress"
    prying.add_prying(seat, "K-1", "协", how="再次询问", reported_by="承")
    with pytest.raises(InputError, match="协: 需由本机关负责人"):
        cases.close(seat, "K-1")


def test_the_verdict_on_record_is_the_engines_own(seat):
    done = prying.add_prying(seat, "K-1", "协", how="询问", reported_by="承")
    decision = seat.ledger.decisions.get(done.file.decisions[-1])
    assert '"person":"协","verdict":"clear"' in decision.verdict


def test_somebody_in_no_data_is_entered_by_name_and_raises_nothing(seat):
    done = prying.add_prying(seat, "K-1", "某领导", how="打招呼", means="interceded")
    entry = done.file.pryings[0]
    assert (entry.person, entry.means, entry.reported_by) == ("某领导", "interceded", "clerk")
    assert set(done.file.check.verdicts.values()) == {"clear"}


def test_it_never_lowers_a_verdict(desk):
    cases.register(desk, case(team="承:handler 兄:second"), name="x")
    done = prying.add_prying(desk, "K-1", "兄", how="询问")
    assert done.file.check.verdicts["兄"] == "must_recuse"


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"how": " "}, "needs a reason"),
        ({"when": TODAY + dt.timedelta(days=1)}, "lies after today"),
        ({"means": "whistled"}, "not 'whistled'"),
        ({"id": "K-9"}, "no case 'K-9'"),
    ],
)
def test_a_bad_entry_is_refused(seat, more, match):
    told = {"id": "K-1", "how": "询问"} | more
    with pytest.raises(InputError, match=match):
        prying.add_prying(seat, told.pop("id"), "协", **told)
    assert seat.ledger.desk.head == 2


def test_the_same_entry_twice_is_one(seat):
    prying.add_prying(seat, "K-1", "协", how="询问")
    assert not prying.add_prying(seat, "K-1", "协", how="询问 ").is_new
    assert len(seat.file("K-1").pryings) == 1


def test_a_closed_and_a_sealed_case_take_entries(seat):
    cases.close(seat, "K-1", reason="移送")
    prying.add_prying(seat, "K-1", "协", how="询问结果")
    cases.seal(seat, "K-1")
    done = prying.add_prying(seat, "K-1", "协", how="再问结果")
    assert [one.kind for one in done.events] == ["prying"]
    assert len(done.file.pryings) == 2


def test_who_reported_is_sealed_where_there_is_an_informant(desk):
    cases.register(desk, INFORMED, name="x")
    prying.add_prying(desk, "K-1", "某人", how="问谁举报", reported_by="线")
    event = desk.ledger.desk.list(kinds=["prying"])[0]
    assert "线" not in str({**event.body, "sealed": None})
    assert desk.file("K-1").pryings[0].reported_by == "线"
