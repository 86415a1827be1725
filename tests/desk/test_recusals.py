"""Disclosures, applications, answers, orders, refusals and rulings."""

import datetime as dt
from dataclasses import replace

import pytest

from api.desk import cases, recusals
from api.desk.views import acts_of, file_of, history_of, line_of
from graph.desk.deadlines import due_day, overdue
from graph.desk.gate import ruling_in_force
from graph.errors import CaseError, InputError, NotFoundError
from tests.desk.offices import INFORMED, as_user, case, knowing, on_day


@pytest.fixture
def seat(desk):
    cases.register(desk, case(), name="case.yaml")
    return desk


def view(desk, id="K-1", **more):
    return file_of(desk.file(id), desk.today, verdict=None, **more)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-02", "2026-03-05"),  # a Monday: three days later
        ("2026-03-11", "2026-03-16"),  # the third day is a Saturday
        ("2026-02-12", "2026-02-24"),  # the third day lies in the Spring Festival, to the 23rd
        ("2026-02-25", "2026-02-28"),  # a Saturday on which people work
        ("2027-01-27", "2027-02-01"),  # no calendar announced: weekends alone
    ],
)
def test_a_term_ends_on_a_working_day(start, due):
    assert due_day(dt.date.fromisoformat(start), 3).isoformat() == due


def test_a_disclosure_waits_for_its_answer_and_is_made_once(seat):
    asked = recusals.disclose(seat, "K-1", "承", reason="与当事人是同学", form="oral")
    assert asked.events[0].body["form"] == "oral"
    assert recusals.disclose(seat, "K-1", "承", reason="与当事人是同学 ").is_new is False
    with pytest.raises(InputError, match="waits for its answer until 2026-03-13"):
        recusals.disclose(seat, "K-1", "承", reason="另有缘由")
    with pytest.raises(InputError, match="E-000003 is not decided"):
        cases.start(seat, "K-1")
    done = recusals.answer(seat, "E-000003", granted=True, reason="属实", by="局长")
    assert done.file.barred == {"承": "E-000004"}
    assert [one.person for one in done.file.team] == ["协"]
    assert done.file.check.trigger == "team"


def test_denied_somebody_stays(seat):
    recusals.apply(seat, "K-1", "协", role="subject", reason="曾有争执")
    done = recusals.answer(seat, "E-000003", granted=False, reason="查无实据", by="局长")
    assert done.file.member("协") is not None
    assert [one.kind for one in done.events] == ["answered", "checked"]
    assert done.file.check.trigger == "signing"
    assert view(seat)["requests"][0] | {"at": 0} == {
        "id": "E-000003", "case": "K-1", "kind": "applied", "person": "协", "role": "subject",
        "at": 0, "due": "2026-03-13", "reason": "曾有争执", "state": "denied", "overdue": False,
        "by": "局长", "answer": "查无实据", "answered": "E-000004",
    }  # fmt: skip
    with pytest.raises(InputError, match="answered already"):
        recusals.answer(seat, "E-000003", granted=True, reason="x", by="局长")


def test_an_application_does_not_stop_a_case_and_keeps_it_from_being_closed(seat):
    recusals.apply(seat, "K-1", "协", role="other", reason="听说有来往")
    cases.start(seat, "K-1")
    with pytest.raises(InputError, match="application E-000003 is not answered"):
        cases.close(seat, "K-1")
    late = on_day(seat, "2026-03-14")
    assert overdue(late.file("K-1"), dt.date(2026, 3, 13)) == ()
    assert [one.id for one in overdue(late.file("K-1"), late.today)] == ["E-000003"]
    assert line_of(late.file("K-1"), late.today)["overdue"] == ["E-000003"]
    recusals.answer(late, "E-000003", granted=False, reason="并无来往", by="局长")
    assert line_of(late.file("K-1"), late.today)["overdue"] == []


def test_the_days_for_an_answer_are_a_setting(seat):
    recusals.apply(replace(seat, answer_days=10), "K-1", "协", role="other", reason="x")
    assert seat.file("K-1").requests[0].due == "2026-03-20"


@pytest.mark.parametrize(
    ("step", "match"),
    [
        (lambda d: recusals.disclose(d, "K-1", "审", reason="x"), "not on the team"),
        (lambda d: recusals.disclose(d, "K-1", "承", reason=" "), "needs a reason"),
        (lambda d: recusals.disclose(d, "K-1", "承", reason="长" * 2001), "2,000 are kept"),
        (lambda d: recusals.disclose(d, "K-1", "承", reason="x", form="sung"), "written or oral"),
        (lambda d: recusals.apply(d, "K-1", "审", role="other", reason="x"), "no part in"),
        (lambda d: recusals.apply(d, "K-1", "承", role="uncle", reason="x"), "as 'uncle'"),
        (lambda d: recusals.apply(d, "K-1", "承", role="informant", reason="x"), "no informant"),
        (lambda d: recusals.answer(d, "E-000001", granted=True, reason="x"), "is no disclosure"),
        (lambda d: recusals.answer(d, "E-000099", granted=True, reason="x"), "nothing is recorded"),
        (lambda d: recusals.order(d, "K-1", "审", reason="x", by="局长"), "no part in"),
        (lambda d: recusals.order(d, "K-1", "承", reason="", by="局长"), "needs a reason"),
        (lambda d: recusals.order(d, "K-1", "承", reason="x", by="协"), "decides 局长"),
        (lambda d: recusals.order(d, "K-1", "承", reason="x"), "decides 局长"),
        (lambda d: recusals.refuse(d, "K-1", "承", reason="x"), "nothing told 承 to recuse"),
        (lambda d: recusals.refuse(d, "K-1", "审", reason="x"), "never was on the team"),
        (lambda d: recusals.decide(d, "K-1", "承", outcome="may_handle", reason="x"), "is clear"),
        (lambda d: recusals.decide(d, "K-1", "承", outcome="maybe", reason="x"), "not 'maybe'"),
        (lambda d: recusals.decide(d, "K-1", "审", outcome="recuse", reason="x"), "not checked"),
        (lambda d: recusals.disclose(d, "K-1", "无名", reason="x"), "no person '无名'"),
    ],
)
def test_what_cannot_be_decided_records_nothing(seat, step, match):
    with pytest.raises((InputError, CaseError, NotFoundError), match=match):
        step(seat)
    assert seat.ledger.desk.head == 2


def test_an_order_takes_somebody_off_at_once_and_keeps_him_off(seat):
    done = recusals.order(seat, "K-1", "承", reason="与当事人有往来", by="局长")
    assert [one.kind for one in done.events] == ["ordered", "checked"]
    assert done.file.handler is None
    with pytest.raises(InputError, match="must recuse in K-1 by E-000003"):
        cases.change_team(seat, "K-1", add=[("承", "handler")])
    with pytest.raises(InputError, match="already, by E-000003"):
        recusals.order(seat, "K-1", "承", reason="x", by="局长")
    kept = recusals.refuse(seat, "K-1", "承", reason="拒不退出")
    assert [one.kind for one in kept.file.orders] == ["ordered", "refused"]


def test_a_tie_that_the_law_leaves_open_is_ruled_on_by_the_head(seat):
    cases.change_team(seat, "K-1", add=[("堂兄", "reviewer")])
    with pytest.raises(InputError, match="decides 局长"):
        recusals.decide(seat, "K-1", "堂兄", outcome="may_handle", reason="x", by="承")
    recusals.decide(seat, "K-1", "堂兄", outcome="may_handle", reason="往来疏远", by="局长")
    assert view(seat)["team"][2]["stays_by"] == "E-000005"
    assert cases.start(seat, "K-1").file.state.value == "in_progress"


def test_a_ruling_ends_when_the_facts_behind_it_change(seat):
    tie = {"person": "外甲", "other": "甲", "kind": "creditor"}
    seat = knowing(seat, ties=[tie])
    cases.change_team(seat, "K-1", add=[("外甲", "reviewer")])
    recusals.decide(seat, "K-1", "外甲", outcome="may_handle", reason="已还清", by="局长")
    assert ruling_in_force(seat.file("K-1"), "外甲") is not None
    again = knowing(seat, ties=[tie, {"person": "外甲", "other": "甲", "kind": "enmity"}])
    with pytest.raises(InputError, match="外甲: 需由本机关负责人（县纪委）决定"):
        cases.start(again, "K-1")
    graver = knowing(seat, "外甲 父亲 甲父", ties=[tie])
    with pytest.raises(InputError, match="外甲: 应当回避"):
        cases.start(graver, "K-1")
    assert cases.start(seat, "K-1").file.state.value == "in_progress"


def test_what_only_fades_with_time_ends_no_ruling(seat):
    tie = {"person": "协", "other": "甲", "kind": "friend", "from": "2010", "to": "2025-12-01"}
    seat = knowing(seat, ties=[tie])
    cases.change_parties(seat, "K-1", add=[("witness", "证")])
    assert seat.file("K-1").check.verdicts["协"] == "review"
    recusals.decide(seat, "K-1", "协", outcome="may_handle", reason="已无来往", by="局长")
    assert cases.start(on_day(seat, "2026-06-10"), "K-1").file.state.value == "in_progress"


def test_must_recuse_is_no_matter_of_discretion(seat):
    cases.change_team(seat, "K-1", add=[("兄", "reviewer")])
    with pytest.raises(InputError, match="no matter of discretion"):
        recusals.decide(seat, "K-1", "兄", outcome="may_handle", reason="x", by="局长")
    done = recusals.decide(seat, "K-1", "兄", outcome="recuse", reason="兄弟", by="局长")
    assert done.file.member("兄") is None


def test_a_ruling_that_somebody_recuse_stands_until_the_decider_rules_again(seat):
    cases.change_team(seat, "K-1", add=[("堂兄", "reviewer")])
    recusals.decide(seat, "K-1", "堂兄", outcome="recuse", reason="来往密切", by="局长")
    with pytest.raises(InputError, match="Only a new decision"):
        cases.change_team(seat, "K-1", add=[("堂兄", "reviewer")])


def test_a_conflicted_head_passes_the_decision_to_the_next_higher_one(desk):
    text = case(parties="局长:subject")
    cases.register(desk, text, name="x")
    cases.change_team(desk, "K-1", add=[("外甲", "reviewer")])
    file = desk.file("K-1")
    assert file.check.deciders["承"] == {
        "code": "own_head", "person": "上级", "unit": "U2",
        "zh": "上一级机关负责人（市纪委）", "en": "the head of the next higher organ (市纪委)",
        "passed": [{"person": "局长", "unit": "U1", "verdict": "must_recuse"}],
    }  # fmt: skip
    with pytest.raises(InputError, match="decides 上级"):
        recusals.order(desk, "K-1", "承", reason="x", by="局长")
    recusals.order(desk, "K-1", "承", reason="x", by="上级")


def test_who_decides_is_asked_again_when_he_signs(seat):
    recusals.apply(seat, "K-1", "协", role="subject", reason="x")
    later = knowing(seat, "局长 父亲 甲父")
    with pytest.raises(InputError, match=r"局长 cannot sign in K-1: .* must_recuse"):
        recusals.answer(later, "E-000003", granted=False, reason="查无实据", by="局长")
    assert seat.ledger.desk.head == 3


def test_where_the_data_name_nobody_the_holder_of_the_office_signs(desk):
    cases.register(desk, case(unit=None), name="x")
    for by, match in (("承", "cannot decide about 承"), ("协", "cannot decide about 承")):
        with pytest.raises(InputError, match=match):
            recusals.order(desk, "K-1", "承", reason="x", by=by)
    with pytest.raises(InputError, match="兄 cannot sign in K-1"):
        recusals.order(desk, "K-1", "承", reason="x", by="兄")
    done = recusals.order(as_user(desk, "李书记"), "K-1", "承", reason="x")
    assert done.file.orders[0].by == "李书记"


def test_in_a_case_with_an_informant_no_application_tells_whose_it_is(desk):
    cases.register(desk, INFORMED, name="x")
    for role in ("subject", "informant", "other"):
        recusals.apply(desk, "K-1", "承", role=role, reason=f"{role}说：我是线")
    shown = acts_of(desk.file("K-1"), desk.today)["requests"]
    assert {(one["role"], one["reason"]) for one in shown} == {(None, None)}
    assert all(not {"role", "reason"} & set(event.body) for event in desk.ledger.desk.list(after=2))
    full = acts_of(desk.file("K-1"), desk.today, unseal=True)["requests"]
    assert [one["role"] for one in full] == ["subject", "informant", "other"]


def test_what_was_said_before_there_was_an_informant_is_withheld_from_then_on(seat):
    recusals.apply(seat, "K-1", "协", role="complainant", reason="控告人线说的")
    assert view(seat)["requests"][0]["reason"] == "控告人线说的"
    cases.change_parties(seat, "K-1", add=[("informant", "线")])
    shown = str(view(seat)) + str(history_of(seat.file("K-1"), seat.today))
    assert "线" not in shown
    assert "complainant" not in shown
    assert "控告人线说的" in str(history_of(seat.file("K-1"), seat.today, unseal=True))


def test_a_request_about_somebody_who_left_is_late_no_more_when_the_case_is_closed(seat):
    recusals.disclose(seat, "K-1", "协", reason="同学")
    cases.change_team(seat, "K-1", remove=["协"])
    late = on_day(seat, "2026-04-01")
    assert view(late)["requests"][0]["overdue"] is True
    cases.close(late, "K-1", reason="移送")
    assert view(late)["requests"][0]["overdue"] is False
