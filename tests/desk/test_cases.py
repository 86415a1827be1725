"""Cases registered, changed, started, closed and sealed."""

import pytest

from api.desk import cases, recusals
from api.desk.views import file_of
from graph.desk.docket import case_file, docket
from graph.desk.states import State
from graph.desk.team import team_event
from graph.errors import CaseError, InputError, LedgerBusyError, NotFoundError
from graph.ledger import DeskEvent
from tests.desk.offices import INFORMED, as_user, case, knowing, on_day, sit


def register(desk, text=None, **more):
    return cases.register(desk, text or case(**more), name="case.yaml")


def verdicts(outcome):
    return dict(outcome.file.check.verdicts)


def test_registering_checks_everybody_on_the_case_and_the_heads_above(desk):
    done = register(desk, team="承:handler 兄:second 堂兄:reviewer")
    assert verdicts(done) == {
        "承": "clear", "兄": "must_recuse", "堂兄": "review",
        "局长": "clear", "上级": "clear", "更高": "clear",
    }  # fmt: skip
    assert done.file.state is State.CHECKED
    assert [one.kind for one in done.events] == ["registered", "checked"]
    assert done.file.decisions == ("D-000001",)
    assert desk.ledger.decisions.get("D-000001").on == "2026-03-02"


def test_the_whole_team_is_checked_against_all_parties_and_their_heads(desk):
    seat = knowing(
        desk,
        "看 父亲 看父",
        "证弟 父亲 证父",
        "证 父亲 证父",
        "总 父亲 总父",
        "总妹 父亲 总父",
        roles=[{"person": "总", "company": "C1", "role": "legal_representative"}],
    )
    text = case(team="承:leader 总妹:approver 证弟:reviewer 线弟:borrowed 看:guard").replace(
        "role: subject}]",
        "role: subject}, {person: 线, role: informant}, {person: 证, role: witness},"
        " {unit: C1, role: interested}]",
    )
    found = verdicts(register(seat, text))
    assert {one: found[one] for one in ("承", "总妹", "证弟", "线弟", "看")} == {
        "承": "clear", "总妹": "must_recuse", "证弟": "review",
        "线弟": "must_recuse", "看": "clear",
    }  # fmt: skip


def test_the_candidates_that_the_file_names_are_checked_at_registration_alone(desk):
    done = register(desk, team="承:handler", candidates="[兄, 堂兄]")
    assert (verdicts(done)["兄"], verdicts(done)["堂兄"]) == ("must_recuse", "review")
    assert "兄" not in verdicts(cases.change_team(desk, "K-1", add=[("协", "second")]))


def test_a_case_without_anybody_waits(desk):
    done = register(desk, team="", unit=None)
    assert (done.file.state, done.file.check, done.file.decisions) == (State.RECEIVED, None, ())
    with pytest.raises(InputError, match="is received"):
        cases.start(desk, "K-1")
    assert cases.change_team(desk, "K-1", add=[("承", None)]).file.state is State.CHECKED


def test_the_same_case_again_changes_nothing(desk):
    register(desk)
    again = register(as_user(desk, "other"), team="承:handler  协:second")
    assert (again.is_new, again.events) == (False, ())
    assert desk.ledger.desk.head == 2
    with pytest.raises(CaseError, match="registered with other content"):
        register(desk, parties="兄:subject")
    assert desk.ledger.desk.head == 2


def test_a_case_of_today_registered_again_tomorrow_is_the_same(desk):
    text = case(received="2026-03-10")
    register(desk, text)
    assert not register(on_day(desk, "2026-03-12"), text).is_new


def test_informants_are_not_compared(desk):
    register(desk, INFORMED)
    guesses = [INFORMED, INFORMED.replace("线", "证"), INFORMED.replace("线,", "外甲,")]
    answers = {cases.register(desk, text, name="x").is_new for text in guesses}
    assert answers == {False}
    assert desk.ledger.desk.head == 2


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"received": "2026-03-11"}, "lies after today"),
        ({"team": "无名:handler"}, "no person '无名' is loaded"),
        ({"parties": "无名:subject"}, "no person '无名' is loaded"),
        ({"unit": "U9"}, "'U9' is not loaded"),
        ({"id": "D-000001"}, "a number of the desk's own"),
        ({"team": "承:chief"}, "no role 'chief'"),
        ({"team": "承:handler 承:leader"}, "stands there twice"),
        ({"matter": "gossip"}, "unknown matter"),
    ],
)
def test_what_cannot_be_registered_is_refused_whole(desk, more, match):
    with pytest.raises(InputError, match=match):
        register(desk, **more)
    assert (desk.ledger.desk.head, desk.ledger.decisions.head) == (0, 0)


def test_names_become_ids(desk):
    seat = knowing(desk, people=[{"name": "王一", "id": "P1"}])
    assert register(seat, team="王一:handler").file.handler == "P1"


def test_changes_of_team_and_parties_are_checked_at_once(desk):
    register(desk)
    joined = cases.change_team(desk, "K-1", add=[("兄", "reviewer")])
    assert verdicts(joined)["兄"] == "must_recuse"
    assert [one.kind for one in joined.events] == ["team_changed", "checked"]
    left = cases.change_team(desk, "K-1", remove=["兄"])
    assert "兄" not in verdicts(left)
    witness = cases.change_parties(desk, "K-1", add=[("witness", "协")])
    assert verdicts(witness)["协"] == "must_recuse"
    assert witness.file.check.trigger == "parties"
    gone = cases.change_parties(desk, "K-1", remove=["协"])
    assert verdicts(gone)["协"] == "clear"
    assert len(gone.file.decisions) == 5


@pytest.mark.parametrize(
    ("step", "match"),
    [
        (lambda d: cases.change_team(d, "K-1", remove=["兄"]), "not on the team"),
        (lambda d: cases.change_team(d, "K-1", add=[("兄", "chief")]), "no role 'chief'"),
        (lambda d: cases.change_team(d, "K-1", add=[("无名", None)]), "no person '无名'"),
        (lambda d: cases.change_parties(d, "K-1", remove=["兄"]), "no party '兄'"),
        (lambda d: cases.change_parties(d, "K-1", remove=["甲"]), "without any party"),
        (lambda d: cases.change_parties(d, "K-1", add=[("uncle", "兄")]), "unknown role"),
        (lambda d: cases.change_team(d, "K-9", remove=["兄"]), "no case 'K-9'"),
        (lambda d: cases.seal(d, "K-1"), "only while a case is: closed"),
        (lambda d: cases.close(d, "K-1"), "needs a reason"),
    ],
)
def test_a_step_that_cannot_be_taken_records_nothing(desk, step, match):
    register(desk)
    with pytest.raises(InputError, match=match):
        step(desk)
    assert desk.ledger.desk.head == 2


def test_a_change_that_changes_nothing_is_no_event(desk):
    register(desk)
    assert cases.change_team(desk, "K-1", add=[("承", "handler")]).events == ()
    assert cases.change_parties(desk, "K-1", add=[("subject", "甲")]).events == ()
    assert desk.ledger.desk.head == 2


def test_an_informant_stays_and_the_refusal_does_not_tell(desk):
    register(desk, INFORMED)
    messages = set()
    for nobody in ("线", "证"):
        with pytest.raises(InputError) as caught:
            cases.change_parties(desk, "K-1", remove=[nobody])
        messages.add(str(caught.value).replace(nobody, "X"))
    assert len(messages) == 1
    both = cases.change_parties(desk, "K-1", add=[("witness", "线")])
    both = cases.change_parties(desk, "K-1", remove=["线"])
    assert [(one.person, one.role) for one in both.file.case.parties] == [
        ("甲", "subject"), ("线", "informant"),
    ]  # fmt: skip


def test_a_company_and_a_person_of_one_id_need_a_prefix(desk):
    seat = knowing(desk, people=["C1"])
    register(seat)
    with pytest.raises(CaseError, match="a person and a unit of this id"):
        cases.change_parties(seat, "K-1", add=[("interested", "C1")])
    done = cases.change_parties(seat, "K-1", add=[("interested", "unit:C1")])
    assert done.file.case.parties[-1].unit == "C1"


@pytest.mark.parametrize(
    ("member", "undeclared", "code"),
    [("兄", (), "must_recuse"), ("堂兄", (), "review"), ("外甲", ("外甲",), "unknown")],
)
def test_nobody_above_clear_starts_a_case(desk, member, undeclared, code):
    seat = knowing(desk, undeclared=undeclared)
    register(seat, team=f"承:handler {member}:reviewer")
    with pytest.raises(InputError, match=member):
        cases.start(seat, "K-1")
    assert [one["code"] for one in blocks_of(seat)] == [code]
    assert desk.ledger.desk.head == 2
    cases.change_team(seat, "K-1", remove=[member])
    assert cases.start(seat, "K-1").file.state is State.IN_PROGRESS


def blocks_of(desk):
    return file_of(case_file(desk.ledger, "K-1"), desk.today, verdict=None)["blocks"]


def test_a_team_of_approvers_alone_handles_nothing(desk):
    register(desk, team="承:approver")
    with pytest.raises(InputError, match="nobody on the team handles it"):
        cases.start(desk, "K-1")


def test_closing_looks_again_and_a_tie_found_meanwhile_blocks(desk):
    register(desk)
    cases.start(desk, "K-1")
    later = knowing(desk, "承 父亲 甲父")
    with pytest.raises(InputError, match="承: 应当回避"):
        cases.close(later, "K-1")
    assert case_file(desk.ledger, "K-1").state is State.IN_PROGRESS
    done = cases.close(desk, "K-1")
    assert [one.kind for one in done.events] == ["checked", "closed"]
    assert done.file.check.trigger == "closing"


def test_a_closed_case_takes_nothing_more_and_a_sealed_one_neither(desk):
    register(desk)
    assert cases.close(desk, "K-1", reason="移送").file.state is State.CLOSED
    with pytest.raises(InputError, match="is closed"):
        cases.change_team(desk, "K-1", add=[("审", None)])
    assert cases.seal(desk, "K-1").file.state is State.SEALED
    for step in (cases.start, cases.close):
        with pytest.raises(InputError, match="is sealed"):
            step(desk, "K-1")
    assert not cases.seal(desk, "K-1").is_new


def test_a_request_is_done_once(desk):
    register(desk)
    once = cases.change_team(desk, "K-1", add=[("审", "reviewer")], request="r1")
    again = cases.change_team(desk, "K-1", add=[("审", "reviewer")], request="r1")
    assert (once.is_new, again.is_new, again.main.id) == (True, False, once.main.id)
    with pytest.raises(InputError, match="with other content"):
        cases.change_parties(desk, "K-1", add=[("witness", "审")], request="r1")
    assert desk.ledger.desk.head == 4


def test_what_changed_meanwhile_is_looked_at_again(desk):
    register(desk)
    file = desk.file("K-1")
    cases.change_team(desk, "K-1", add=[("审", "reviewer")])
    stale = team_event(file, add=[("兄", "reviewer")], remove=[], author="clerk")
    with pytest.raises(LedgerBusyError, match="changed meanwhile"):
        desk.take(file, stale)
    assert desk.ledger.decisions.head == 2


def test_one_of_two_who_register_at_once_finds_it_done(desk, monkeypatch):
    other = sit(desk.ledger.path, desk.snapshot, author="other")
    taken = type(desk).take

    def take(self, file, event, **more):
        if self.author == "clerk":
            monkeypatch.setattr(type(desk), "take", taken)
            register(other)
        return taken(self, file, event, **more)

    monkeypatch.setattr(type(desk), "take", take)
    assert not register(desk).is_new
    assert desk.ledger.desk.head == 2
    other.ledger.close()


def test_an_assignment_puts_two_on_the_case_and_its_loss_takes_the_case_back(desk):
    register(desk, team="审:reviewer")
    body = {"handler": "承", "second": "协", "zone": "Z1", "step": "zone", "cost": 1.0,
            "probability": 0.5, "rejected": [], "batch": "A-000001"}  # fmt: skip
    event = DeskEvent(kind="assigned", about="K-1", body=body, author="assigner")
    done = desk.take(desk.file("K-1"), event)
    assert (done.file.state, done.file.handler, done.file.second) == (State.ASSIGNED, "承", "协")
    assert done.file.check.trigger == "assignment"
    assert set(verdicts(done)) >= {"承", "协", "审"}
    cases.start(desk, "K-1")
    for person in ("承", "协"):
        done = recusals.order(desk, "K-1", person, reason="经查有关", by="局长")
    assert (done.file.state, done.file.handler) == (State.CHECKED, None)
    assert [one.person for one in done.file.team] == ["审"]


def test_an_unknown_case_is_named(desk):
    with pytest.raises(NotFoundError, match="no case 'K-1' is registered"):
        desk.file("K-1")
    assert docket(desk.ledger) == {}
