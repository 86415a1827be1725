"""The fold: from events to a case, lawful moves only, the same from the same events."""

import pytest

from api.desk import cases, recusals
from api.desk.views import history_of
from graph.desk.docket import case_file, docket, fold, folded_all
from graph.desk.folding import CHANGES
from graph.desk.folding_people import PEOPLES_CHANGES
from graph.desk.states import OPEN, STATE_ZH, TRANSITIONS, State, next_state, require_lawful
from graph.desk.wording import EVENT_ZH
from graph.errors import InputError
from graph.ledger import DeskEvent
from graph.ledger.records import EVENT_KINDS
from tests.desk.offices import case

_NOT_ABOUT_A_CASE = {"batch_committed", "batch_revealed"}


def test_every_event_about_a_case_has_a_place_in_each_table():
    kinds = set(EVENT_KINDS) - _NOT_ABOUT_A_CASE
    assert set(TRANSITIONS) | {"registered"} == kinds
    assert set(CHANGES) | set(PEOPLES_CHANGES) | {"registered"} == kinds
    assert set(EVENT_ZH) == kinds
    assert not set(CHANGES) & set(PEOPLES_CHANGES)
    assert set(STATE_ZH) == set(State)


def test_nothing_but_prying_and_expiry_moves_a_sealed_case():
    from_sealed = {kind for kind in TRANSITIONS if next_state(kind, State.SEALED)}
    assert from_sealed == {"prying", "override_expired"}
    assert {kind for kind in TRANSITIONS if next_state(kind, State.CLOSED)} == {
        "prying", "override_expired", "sealed", "paper_issued",
    }  # fmt: skip
    assert all(set(moves.values()) <= set(State) for moves in TRANSITIONS.values())
    reached = {to for moves in TRANSITIONS.values() for to in moves.values()}
    assert reached == set(State)


@pytest.mark.parametrize("state", [*State])
def test_an_unlawful_event_is_refused_with_the_states_that_allow_it(state):
    if state not in OPEN:
        with pytest.raises(InputError, match=f"case K is {state.value}.*received"):
            require_lawful("team_changed", state, "K")
    else:
        require_lawful("team_changed", state, "K")


def registered(id="K", **more):
    told = {"id": id, "matter": "inspection", "parties": [{"person": "甲", "role": "subject"}]}
    return DeskEvent(kind="registered", about=id, body={"case": told}, author="a", number=1, **more)


def test_an_event_out_of_place_changes_nothing_and_is_kept_as_such():
    bad = [
        DeskEvent(kind="sealed", about="K", body={}, author="a", number=2),
        DeskEvent(kind="answered", about="K", body={"of": "E-000009", "granted": True},
                  author="a", number=3),
        DeskEvent(kind="override_approved", about="K", body={"of": "E-000009"}, author="a",
                  number=4),
        registered(),
    ]  # fmt: skip
    alone, all_of_them = fold([registered()]), fold([registered(), *bad])
    assert all_of_them.anomalies == ("E-000002", "E-000003", "E-000004", "E-000001")
    assert all_of_them.state is alone.state
    assert (all_of_them.case, all_of_them.team) == (alone.case, alone.team)


def test_events_before_a_registration_and_about_batches_are_no_case():
    batch = DeskEvent(kind="batch_committed", about="A-000001", body={}, author="a", number=1)
    early = DeskEvent(kind="checked", about="K", body={}, author="a", number=2)
    assert folded_all([batch, early]) == {}
    assert fold([early]) is None


def test_the_fold_of_a_ledger_is_the_same_however_it_is_read(desk):
    cases.register(desk, case(), name="x")
    cases.register(desk, case(id="K-2", parties="证:subject"), name="x")
    recusals.order(desk, "K-1", "承", reason="x", by="局长")
    cases.change_team(desk, "K-2", add=[("审", "reviewer")])
    cases.close(desk, "K-2", reason="移送")
    whole = docket(desk.ledger)
    assert list(whole) == ["K-1", "K-2"]
    assert whole == {id: case_file(desk.ledger, id) for id in whole}
    assert whole["K-1"] == fold(desk.ledger.desk.of("K-1"))
    earlier = docket(desk.ledger, until=4)
    assert [one.state for one in earlier.values()] == [State.CHECKED, State.CHECKED]
    assert earlier["K-2"].last == 4


def test_the_history_derives_the_state_again(desk):
    cases.register(desk, case(), name="x")
    cases.start(desk, "K-1")
    shown = history_of(desk.file("K-1"), desk.today)
    assert [(one["kind"], one["state"]) for one in shown["events"]] == [
        ("registered", "received"),
        ("checked", "checked"),
        ("checked", "checked"),
        ("started", "in_progress"),
    ]
    assert shown["derived"]["state"] == shown["state"] == "in_progress"
