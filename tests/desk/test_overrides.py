"""Overrides: two approvals by others, loud, until the case is closed or the facts change."""

import pytest

from api.desk import cases, recusals
from api.desk.views import file_of, line_of
from graph.desk.gate import blocks, override_in_force, stays
from graph.desk.overrides import digest_of, override_named
from graph.errors import InputError, NotFoundError
from graph.ledger import DeskEvent
from tests.desk.offices import as_user, case, knowing


@pytest.fixture
def seat(desk):
    """A case on which the subject's brother stands, and an override asked for him."""
    cases.register(desk, case(team="承:handler 兄:second"), name="case.yaml")
    recusals.ask_override(desk, "K-1", "兄", reason="仅此一人懂账", by="承")
    return desk


def approve(desk, by, document="文1号", of="E-000003"):
    return recusals.approve(desk, of, by=by, document=document)


def override(desk):
    return file_of(desk.file("K-1"), desk.today, verdict=None)["overrides"][0]


def test_two_approvals_let_somebody_stay(seat):
    approve(seat, "审")
    assert override(seat)["state"] == "waits for 1"
    with pytest.raises(InputError, match="兄: 应当回避"):
        cases.start(seat, "K-1")
    approve(seat, "证")
    shown = override(seat)
    assert (shown["state"], shown["against_statute"]) == ("in_force", True)
    assert [one["by"] for one in shown["approvals"]] == ["审", "证"]
    assert shown["approvals"][0]["entered_by"] == "clerk"
    assert cases.start(seat, "K-1").file.state.value == "in_progress"
    assert line_of(seat.file("K-1"), seat.today)["overrides"] == ["E-000003"]
    assert line_of(seat.file("K-1"), seat.today)["verdict"] == "must_recuse"


@pytest.mark.parametrize(
    ("by", "match"),
    [
        ("兄", "it is for himself"),
        ("承", "he handles the case"),
        (None, "he asked for it|he assigned the case"),
        ("clerk", "he asked for it|he assigned the case"),
        ("CLERK ", "he asked for it|he assigned the case"),
    ],
)
def test_whoever_handles_assigned_or_asked_approves_nothing(seat, by, match):
    with pytest.raises(InputError, match=match):
        approve(seat, by)
    assert seat.ledger.desk.head == 3


def test_the_second_approval_is_another_persons(seat):
    approve(seat, "审")
    for again in ("审", " 审"):
        with pytest.raises(InputError, match="approved it already"):
            approve(seat, again)
    with pytest.raises(InputError, match="approved it already"):
        recusals.approve(as_user(seat, "审"), "E-000003")


def test_a_name_and_an_id_are_one_person(desk):
    people = [{"name": "王审", "id": "P1"}]
    desk = knowing(desk, people=people)
    cases.register(desk, case(team="承:handler 兄:second"), name="x")
    recusals.ask_override(desk, "K-1", "兄", reason="x", by="承")
    approve(desk, "王审")
    with pytest.raises(InputError, match="approved it already"):
        approve(desk, "P1")


def test_an_approval_entered_for_another_names_its_document(seat):
    with pytest.raises(InputError, match="give the number of the document"):
        approve(seat, "审", document=" ")
    done = recusals.approve(as_user(seat, "审"), "E-000003")
    assert done.file.overrides[0].approvals[0].document is None


def test_the_assigner_is_who_put_the_handler_on_the_case(desk):
    cases.register(desk, case(team="承:handler"), name="x")
    cases.change_team(as_user(desk, "assigner"), "K-1", add=[("兄", "second")])
    recusals.ask_override(desk, "K-1", "兄", reason="x", by="承")
    with pytest.raises(InputError, match="he assigned the case"):
        recusals.approve(as_user(desk, "assigner"), "E-000005")


def test_who_approves_is_checked_too(seat):
    with pytest.raises(InputError, match=r"堂兄 cannot sign in K-1: .* review"):
        approve(seat, "堂兄")
    assert seat.ledger.desk.head == 3
    unknown = knowing(seat, people=["生"], undeclared=["生"])
    assert approve(unknown, "生").file.check.verdicts["生"] == "unknown"


@pytest.mark.parametrize(
    ("person", "match"),
    [("承", "is clear"), ("审", "not on the team"), ("兄", "waits for approval")],
)
def test_what_cannot_be_overridden(seat, person, match):
    with pytest.raises(InputError, match=match):
        recusals.ask_override(seat, "K-1", person, reason="x", by="协")


def test_nobody_handles_a_case_of_his_own(desk):
    cases.register(desk, case(team="承:handler 甲:second"), name="x")
    with pytest.raises(InputError, match="a case of his own"):
        recusals.ask_override(desk, "K-1", "甲", reason="x", by="承")


def test_an_override_does_not_stand_against_a_decision_of_people(seat):
    approve(seat, "审")
    approve(seat, "证")
    recusals.order(seat, "K-1", "兄", reason="责令回避", by="局长")
    assert seat.file("K-1").member("兄") is None
    with pytest.raises(InputError, match="must recuse in K-1"):
        cases.change_team(seat, "K-1", add=[("兄", "second")])


def test_it_expires_when_the_case_is_closed(seat):
    approve(seat, "审")
    approve(seat, "证")
    cases.start(seat, "K-1")
    done = cases.close(seat, "K-1")
    assert [one.kind for one in done.events] == ["checked", "closed", "override_expired"]
    assert override(seat)["state"] == "expired"
    assert line_of(seat.file("K-1"), seat.today)["overrides"] == ["E-000003"]
    assert override_in_force(seat.file("K-1"), "兄") is None
    with pytest.raises(InputError, match="is expired"):
        approve(seat, "外甲")


def test_a_request_that_nobody_approved_expires_too(seat):
    cases.change_team(seat, "K-1", remove=["兄"])
    cases.close(seat, "K-1", reason="移送")
    assert override(seat)["state"] == "expired"


def test_new_facts_overtake_it(seat):
    approve(seat, "审")
    approve(seat, "证")
    later = knowing(seat, roles=[
        {"person": "兄", "company": "C1", "role": "director"},
    ])  # fmt: skip
    cases.change_parties(later, "K-1", add=[("interested", "C1")])
    assert override(seat)["state"] == "overtaken"
    with pytest.raises(InputError, match="兄: 应当回避"):
        cases.start(later, "K-1")


def test_an_approval_is_bound_to_what_was_approved(seat):
    done = approve(seat, "审")
    file = seat.file("K-1")
    asked = override_named(file, "E-000003")
    assert done.main.body["digest"] == digest_of(file, asked)
    with pytest.raises(NotFoundError, match="no override 'E-000001'"):
        override_named(file, "E-000001")


def test_a_repeated_approval_counts_once(seat):
    for _ in range(3):
        recusals.approve(seat, "E-000003", by="审", document="文1号", request="r")
    assert len(seat.file("K-1").overrides[0].approvals) == 1


def recorded(desk, kind, author="other", **body):
    """An event that some other step of the program recorded."""
    return desk.ledger.desk.record([DeskEvent(kind=kind, about="K-1", body=body, author=author)])


def test_who_asked_approves_nothing_whoever_typed_it(desk):
    cases.register(desk, case(team="承:handler 兄:reviewer"), name="x")
    recusals.ask_override(as_user(desk, "typist"), "K-1", "兄", reason="x", by="外乙")
    for who in ("外乙", "typist"):
        with pytest.raises(InputError, match="he asked for it"):
            recusals.approve(as_user(desk, who), "E-000003")


def test_who_assigned_the_case_approves_nothing_after_his_handlers_left(desk):
    cases.register(desk, case(team="兄:reviewer"), name="x")
    recorded(desk, "assigned", "assigner", handler="承", second="协", step="own")
    cases.change_team(desk, "K-1", remove=["承", "协"])
    recusals.ask_override(as_user(desk, "typist"), "K-1", "兄", reason="x", by="外乙")
    with pytest.raises(InputError, match="he assigned the case"):
        recusals.approve(as_user(desk, "assigner"), "E-000006")


def test_nothing_covers_somebody_whose_recusal_was_decided(seat):
    approve(seat, "审")
    approve(seat, "证")
    assert stays(seat.file("K-1"), "兄") is not None
    recusals.order(seat, "K-1", "兄", reason="责令回避", by="局长")
    recorded(seat, "assigned", handler="承", second="兄", step="own")
    verdicts = {"承": "clear", "兄": "must_recuse"}
    recorded(seat, "checked", trigger="assignment", on="2026-03-10", verdicts=verdicts)
    file = seat.file("K-1")
    assert file.member("兄") is not None
    assert stays(file, "兄") is None
    assert [one.code for one in blocks(file, "started")] == ["barred"]


def test_no_ruling_covers_a_person_who_must_recuse(seat):
    recorded(seat, "decided", person="兄", outcome="may_handle", by="局长", reason="x")
    assert stays(seat.file("K-1"), "兄") is None
    assert [one.code for one in blocks(seat.file("K-1"), "started")] == ["must_recuse"]
