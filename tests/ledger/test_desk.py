"""Events of the desk: whole, in order, once, with the decisions they rest on, or not at all."""

from dataclasses import replace

import apsw
import pytest

from graph.errors import InputError, LedgerBusyError, LedgerError, NotFoundError
from graph.ledger import Decision, DeskEvent, PackText, open_ledger

DECISION = Decision(
    case_text="id: K",
    on="2026-03-02",
    sequence=0,
    packs=(PackText(name="supervision", text="回避"),),
    verdict="{}",
    author="张",
    request="r/check",
)


def event(kind="registered", about="K", request=None, **body):
    return DeskEvent(kind=kind, about=about, body=body, author="张", request=request)


def test_events_come_back_whole_and_in_order(ledger, path, person, load):
    load(ledger, "county", person("P1"))
    body = {"案": "一", "list": [1, 2], "sealed": {"b": 1, "a": None}}
    one = replace(event(request="r", **body), decision="r/check")
    stored = ledger.desk.record([one, event("checked")], [DECISION])
    assert [each.number for each in stored] == [1, 2]
    assert (stored[0].decision, stored[0].sequence) == ("D-000001", 1)
    assert stored[0].at.endswith("+00:00")
    assert stored[0].id == "E-000001"
    with open_ledger(path) as reader:
        assert reader.desk.list() == stored
        assert reader.desk.of("K") == stored
        assert reader.desk.of("other") == ()
        assert reader.desk.list(after=1) == stored[1:]
        assert reader.desk.list(kinds=["checked"]) == stored[1:]
        assert reader.desk.list(kinds=[]) == ()
        assert reader.desk.get("E-000002") == stored[1]
        assert (reader.desk.head, reader.desk.of_request("r")) == (2, stored[0])
        assert dict(reader.desk.list()[0].body) == body


@pytest.mark.parametrize("id", ["E-000002", "E-1", "1", "", "E-000001 ", "D-000001"])
def test_an_unknown_id_is_named(ledger, id):
    ledger.desk.record([event()])
    with pytest.raises(NotFoundError, match="nothing is recorded as"):
        ledger.desk.get(id)


def test_recording_moves_no_fact_and_waits_for_no_load(ledger, path, person):
    with ledger.load("county") as staged:
        staged.add([person("P1")])
        staged.flush()
        with open_ledger(path, write=True) as other:
            other.desk.record([event()])
        assert staged.commit() == 1
    assert (ledger.head, ledger.desk.head) == (1, 1)


def test_a_request_is_recorded_once_with_what_followed_from_it(ledger):
    said = [event("checked"), event("started", request="r")]
    first = ledger.desk.record(said, [DECISION])
    # A retry may have checked on other facts: what followed is what was stored.
    retried = [event("checked", verdicts={"P1": "clear"}), said[1]]
    assert ledger.desk.record(retried, [replace(DECISION, verdict="{1}")]) == first
    assert (ledger.desk.head, ledger.decisions.head) == (2, 1)


@pytest.mark.parametrize(
    "other",
    [
        event("started", request="r", more=1),
        event("closed", request="r"),
        event("started", about="L", request="r"),
        replace(event("started", request="r"), author="李"),
    ],
)
def test_a_request_with_other_content_is_refused(ledger, other):
    ledger.desk.record([event("started", request="r")])
    with pytest.raises(InputError, match="recorded before, as E-000001 with other content"):
        ledger.desk.record([other])
    with pytest.raises(InputError, match="recorded before, only in part"):
        ledger.desk.record([event("started", request="r"), event("closed", request="new")])
    assert ledger.desk.head == 1


def test_what_was_seen_must_still_be_the_last(ledger):
    ledger.desk.record([event()], expected={"K": 0})
    ledger.desk.record([event(about="L")])
    ledger.desk.record([event("started")], expected={"K": 1, "L": 2, "M": 0})
    for seen in ({"K": 1}, {"K": 3, "L": 0}):
        with pytest.raises(LedgerBusyError, match="changed meanwhile"):
            ledger.desk.record([event("closed")], [DECISION], expected=seen)
    assert (ledger.desk.head, ledger.decisions.head) == (3, 0)


def test_all_or_nothing(ledger):
    for bad in (
        [event(), event("gossip")],
        [event(), replace(event("checked"), decision="D-1x")],
        [event(), replace(event("checked"), decision="nowhere")],
    ):
        with pytest.raises(InputError):
            ledger.desk.record(bad, [DECISION])
        assert (ledger.desk.head, ledger.decisions.head) == (0, 0)


def test_reading_cannot_write(path, ledger):
    with open_ledger(path) as reader, pytest.raises(LedgerError, match="may not be written"):
        reader.desk.record([event()])


def test_events_are_kept(ledger, path):
    ledger.desk.record([event()])
    raw = apsw.Connection(str(path))
    for statement in ("DELETE FROM desk_event", "UPDATE desk_event SET body = '{}'"):
        with pytest.raises(apsw.ConstraintError, match="is never"):
            raw.execute(statement)
    raw.close()


def test_decisions_of_the_desk_are_told_apart(ledger):
    ledger.decisions.record(DECISION)
    ledger.decisions.record(replace(DECISION, request=None, options='{"trigger":"team"}'))
    ledger.decisions.record(replace(DECISION, request=None, options='{"candidates":[]}'))
    assert [each.id for each in ledger.decisions.outside_desk()] == ["D-000001", "D-000003"]
    assert [each.id for each in ledger.decisions.outside_desk(until=2)] == ["D-000001"]
    assert [each.id for each in ledger.decisions.outside_desk(after=1)] == ["D-000003"]
