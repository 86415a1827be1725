"""Assigning at the desk: promised, drawn, checked again, recorded in one piece, replayed."""

import datetime as dt
import itertools
from dataclasses import replace
from unittest import mock

import pytest

from api.assigning import (
    Request,
    commit,
    draw,
    lottery_for,
    posted_json,
    replay_batch,
    trial,
    waiting_cases,
    withdraw,
)
from api.desk import cases, prying, recusals
from graph.cases import resolve_case
from graph.desk.assignment import posting
from graph.desk.assignment.commitment import new_seed, seed_from
from graph.desk.assignment.rules import default_rules
from graph.desk.docket import case_file, docket
from graph.desk.states import State
from graph.errors import CaseError, InputError, LedgerBusyError, NotFoundError
from graph.ledger import DeskEvent
from graph.recusal.engine import check
from graph.recusal.pack import load_pack
from tests.desk.assignment.county import (
    SEED,
    TODAY,
    TOWNSHIPS,
    ZONE,
    case,
    desk_with,
    handlers,
    sketch,
    world,
)
from tests.recusal.conftest import build


@pytest.fixture(scope="module")
def county():
    return world()


@pytest.fixture
def desk(tmp_path, county):
    made = desk_with(tmp_path / "huibi.db", county)
    yield made
    made.ledger.close()


def registered(desk, *texts):
    return [cases.register(desk, text, name="x").file.id for text in texts]


def asked(*names, **more):
    return Request(cases=names, on=TODAY, **more)


def assigned(desk, request=None, seed=SEED, **more):
    batch, _ = commit(desk, request or Request(is_open=True, on=TODAY), seed, progress=None)
    return draw(desk, batch, **more)


def tried(desk, *names, seed=SEED, **more):
    request = asked(*names, **more)
    waiting = waiting_cases(desk.ledger, request)
    return trial(lottery_for(desk.ledger, desk.snapshot, request, waiting), seed)


def place_of(person):
    return person[:2]


# lawful order


def test_a_single_case_goes_to_its_own_organ_and_to_the_zone(desk):
    (id,) = registered(desk, case("K-1"))
    (one,) = tried(desk, id)["assignments"]
    assert one["handler"] in handlers("T1")
    assert one["step"] == "own"
    assert ZONE[place_of(one["second"])] == "Z1"
    assert one["second_step"] == "zone"
    assert one["unit"] != one["second_unit"]
    assert 0 < one["probability"] <= 0.5
    assert len(one["rejected"]) == 3


def test_an_organ_in_which_nobody_is_free_gives_the_case_to_the_zone(desk, county):
    kin = [f"{one} 父亲 民父" for one in (*handlers("T1"), "民0")]
    desk = replace(desk, snapshot=world(kin=kin))
    (id,) = registered(desk, case("K-1"))
    (one,) = tried(desk, id)["assignments"]
    assert one["step"] == "zone"
    assert {r["why"] for r in one["rejected"]} == {"recused"}


def test_a_conflicted_head_closes_own_organ_and_zone(desk):
    post = {"person": "首", "unit": "UT1", "title": "书记", "role": "head"}
    desk = replace(desk, snapshot=world(kin=["首 父亲 民0"], people=["首"], posts=[post]))
    (id,) = registered(desk, case("K-1"))
    (one,) = tried(desk, id)["assignments"]
    assert one["step"] == "cross_zone"
    assert one["zone"] == "Z2"


def test_the_first_step_can_be_set(desk):
    (id,) = registered(desk, case("K-1"))
    rules = default_rules().changed({"first_step": "elevated", "second": False})
    (one,) = tried(desk, id, rules=rules)["assignments"]
    assert one["handler"] in handlers("县")
    assert one["step"] == "elevated"
    assert one["second"] is None
    assert "no_second" not in one


# what is never broken


def many(count):
    places = itertools.cycle(TOWNSHIPS)
    return [case(f"K-{n:02d}", next(places), f"民{n}:subject") for n in range(count)]


def sides(one):
    return {tuple(pair) for pair in one["sides"]}


def test_a_batch_keeps_units_rooms_and_never_crosses_hands(desk):
    registered(desk, *many(15))
    posted = posted_json(assigned(desk))
    assert len(posted["assignments"]) == 15
    used = set().union(*map(sides, posted["assignments"]))
    assert used
    assert not {(b, a) for a, b in used} & used
    load = {}
    for one in posted["assignments"]:
        assert one["unit"] != one["second_unit"]
        for person in (one["handler"], one["second"]):
            load[person] = load.get(person, 0) + 1
    assert max(load.values()) <= posted["level"] <= 4


def test_past_handling_closes_the_way_back(desk):
    """T2's people had a case of T1; for two years T1's get none of T2, not even as second."""
    registered(desk, case("K-1", "T1"))
    body = {"handler": "T2办1", "second": None, "zone": "Z1", "step": "zone"}
    event = DeskEvent(kind="assigned", about="K-1", body=body, author="clerk")
    desk.ledger.desk.record([event])
    registered(desk, case("K-2", "T2", "民2:subject"))
    shown = tried(desk, "K-2")
    today = dt.datetime.now(tz=dt.UTC).date()
    near = replace(asked("K-2"), on=today)
    far = replace(asked("K-2"), on=today + dt.timedelta(days=800))
    for request, is_open in ((near, False), (far, True)):
        waiting = waiting_cases(desk.ledger, request)
        lottery = lottery_for(desk.ledger, desk.snapshot, request, waiting)
        chances = {lottery.batch.handlers[one].person for _, one, _ in lottery.chances()["chances"]}
        assert bool(chances & set(handlers("T1"))) is is_open
    assert shown["assignments"]


def test_sensitive_cases_spread_wider(desk):
    (id,) = registered(desk, case("K-1"))
    plain = tried(desk, id)["assignments"][0]
    secret = tried(desk, id, sensitive=[id])["assignments"][0]
    assert plain["cap"] == 0.5
    assert secret["cap"] <= 1 / 3  # own organ has three, and one of each unit


def test_nobody_in_doubt_is_assigned(desk):
    """REVIEW and UNKNOWN are no CLEAR."""
    data = world(kin=["T1办1 祖父 民0"], undeclared=["T1办2"])
    desk = replace(desk, snapshot=data)
    (id,) = registered(desk, case("K-1"))
    request = asked(id)
    lottery = lottery_for(desk.ledger, data, request, waiting_cases(desk.ledger, request))
    row = lottery.batch.cases[0]
    bars = dict(zip([one.person for one in lottery.batch.handlers], row.bars, strict=True))
    assert (bars["T1办1"], bars["T1办2"], bars["T1办3"]) == ("D", "U", ".")


def test_who_pried_or_is_asked_to_recuse_waits_for_a_decision(desk):
    registered(desk, case("K-1"))
    prying.add_prying(desk, "K-1", "T1办1", how="打听", reported_by="民5")
    lottery = lottery_for(
        desk.ledger, desk.snapshot, asked("K-1"), waiting_cases(desk.ledger, asked("K-1"))
    )
    people = [one.person for one in lottery.batch.handlers]
    assert lottery.batch.cases[0].bars[people.index("T1办1")] == "D"


# recording


def test_recorded_assignments_are_checked_and_can_be_replayed(desk, county):
    registered(desk, *many(8))
    posted = assigned(desk)
    shown = posted_json(posted)
    assert shown["batch"] == "A-000001"
    assert shown["void"] is None
    for one in shown["assignments"]:
        file = case_file(desk.ledger, one["case"])
        assert file.state is State.ASSIGNED
        assert (file.handler, file.second) == (one["handler"], one["second"])
        assert file.assignment.batch == "A-000001"
        assert file.check.trigger == "assignment"
        assert file.check.verdicts[one["handler"]] == "clear"
        assert file.decisions
    assert replay_batch(desk.ledger, "A-000001") == ()


def test_the_promise_comes_first_and_binds(desk):
    registered(desk, *many(4))
    batch, _ = commit(desk, Request(is_open=True, on=TODAY), SEED, progress=None)
    (event,) = desk.ledger.desk.of(batch)
    assert event.kind == "batch_committed"
    assert event.body["seed_commitment"] == SEED.commitment
    assert SEED.seed not in str(event.body)
    assert SEED.nonce not in str(event.body)
    assert all(file.state is not State.ASSIGNED for file in docket(desk.ledger).values())
    with pytest.raises(InputError, match="not drawn yet"):
        replay_batch(desk.ledger, batch)
    first = draw(desk, batch)
    again = draw(desk, batch)
    assert first == again
    assert [event.kind for event in desk.ledger.desk.of(batch)] == [
        "batch_committed",
        "batch_revealed",
    ]


def test_the_seed_is_kept_private_until_it_is_shown(desk):
    registered(desk, case("K-1"))
    batch, _ = commit(desk, Request(is_open=True, on=TODAY), SEED, progress=None)
    folder = desk.ledger.path.with_name("huibi.db.seeds")
    (kept,) = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)
    kept.write_bytes(kept.read_bytes().replace(SEED.seed[:4].encode(), b"0000"))
    with pytest.raises(InputError, match="not the one that was promised"):
        draw(desk, batch)
    kept.unlink()
    with pytest.raises(InputError, match="can no longer be"):
        draw(desk, batch)


def test_a_public_seed_must_have_been_announced(desk):
    registered(desk, *many(3))
    request = Request(is_open=True, on=TODAY)
    batch, _ = commit(desk, request, SEED, public_source="彩票", progress=None)
    with pytest.raises(InputError, match="announced as '彩票'"):
        draw(desk, batch)
    posted = draw(desk, batch, public="03 11 27")
    assert posted.revealed["public_seed"] == "03 11 27"
    assert replay_batch(desk.ledger, batch) == ()
    registered(desk, case("K-9"))
    with pytest.raises(InputError, match="promised for A-000001 already"):
        commit(desk, request, SEED, progress=None)
    batch, _ = commit(desk, request, new_seed(), progress=None)
    with pytest.raises(InputError, match="no public seed was announced"):
        draw(desk, batch, public="1")


def test_a_tie_that_comes_to_light_after_the_promise_makes_the_draw_void(desk):
    registered(desk, *many(5))
    batch, lottery = commit(desk, Request(is_open=True, on=TODAY), SEED, progress=None)
    drawn = {one.case: one.team[0].person for one in lottery.drawn(SEED).assigned}
    later = replace(desk, snapshot=world(kin=[f"{drawn['K-02']} 父亲 民2"]))
    posted = draw(later, batch)
    assert posted.void["case"] == "K-02"
    assert posted.events == {}
    assert all(file.assignment is None for file in docket(desk.ledger).values())
    assert replay_batch(desk.ledger, batch) == ()
    again = assigned(later, seed=new_seed())
    assert again.batch == "A-000002"
    chosen = {one["case"]: one["handler"] for one in posted_json(again)["assignments"]}
    assert chosen["K-02"] != drawn["K-02"]


def test_two_clerks_never_assign_a_case_twice(desk):
    registered(desk, *many(4))
    request = Request(is_open=True, on=TODAY)
    first, _ = commit(desk, request, SEED, progress=None)
    second, _ = commit(desk, request, new_seed(), progress=None)
    assert draw(desk, second).void is None
    assert draw(desk, first).void["case"] == "K-00"
    for file in docket(desk.ledger).values():
        assert [event.kind for event in file.history].count("assigned") == 1


def test_a_case_that_changes_while_it_is_recorded_stops_the_record(desk):
    registered(desk, *many(3))
    batch, _ = commit(desk, Request(is_open=True, on=TODAY), SEED, progress=None)
    honest = posting._steps

    def meanwhile(*arguments):
        found = honest(*arguments)
        cases.change_team(desk, "K-01", add=[("民9", "guard")])
        return found

    head = desk.ledger.desk.head
    with (
        mock.patch.object(posting, "_steps", side_effect=meanwhile),
        pytest.raises(LedgerBusyError, match="K-01 changed meanwhile"),
    ):
        posting.reveal(desk.ledger, desk.snapshot, batch, public="", author="clerk")
    kinds = {event.kind for event in desk.ledger.desk.list(after=head)}
    assert kinds == {"team_changed", "checked"}
    assert draw(desk, batch).void is None


def lottery_now(desk, *ids):
    waiting = waiting_cases(desk.ledger, asked(*ids))
    return lottery_for(desk.ledger, desk.snapshot, asked(*ids), waiting)


def test_work_in_hand_counts_against_capacity(desk):
    registered(desk, case("K-1"), case("K-2", "T2", "民2:subject"))
    (one,) = posted_json(assigned(desk, asked("K-1")))["assignments"]
    loads = {row.person: row.load for row in lottery_now(desk, "K-2").batch.handlers}
    assert {person for person, load in loads.items() if load} == {one["handler"], one["second"]}
    withdraw(desk, "K-1", reason="调离", request=None)
    assert not any(row.load for row in lottery_now(desk, "K-2").batch.handlers)


def test_handling_taken_back_before_it_began_leaves_no_trace_and_after_does(desk):
    registered(desk, case("K-1"), case("K-2", "T2", "民2:subject"))
    today = Request(cases=["K-1"])
    first = posted_json(assigned(desk, today))["assignments"][0]
    near = Request(cases=["K-2"])

    def past():
        waiting = waiting_cases(desk.ledger, near)
        return lottery_for(desk.ledger, desk.snapshot, near, waiting).batch.past

    assert [list(pair) for pair in past()] == first["sides"]
    withdraw(desk, "K-1", reason="调离", request=None)
    assert past() == ()
    again = posted_json(assigned(desk, today, seed=new_seed()))["assignments"][0]
    cases.start(desk, "K-1")
    withdraw(desk, "K-1", reason="调离", request=None)
    assert [list(pair) for pair in past()] == again["sides"]


def test_units_that_share_somebody_are_one_unit_to_the_second(desk):
    """T1办1 belongs to T1's organ and to the county's: the two are no 'another unit'."""
    both = {"person": "T1办1", "unit": "U0", "capacity": "4", "skills": "谈话"}
    data = world(handlers=[both])
    batch = lottery_now(replace(desk, snapshot=data), *registered(desk, case("K-1"))).batch
    groups = {row.person: row.group for row in batch.handlers}
    assert groups["T1办1"] == groups["T1办2"] == groups["县办1"]
    assert groups["T2办1"] not in (groups["T1办1"], groups["T3办1"])


def test_a_case_with_handlers_is_not_assigned_again_unless_it_is_taken_back(desk):
    registered(desk, case("K-1"))
    assigned(desk, seed=new_seed())
    with pytest.raises(InputError, match="withdraw"):
        waiting_cases(desk.ledger, asked("K-1"))
    with pytest.raises(InputError, match="reason"):
        withdraw(desk, "K-1", reason=" ", request=None)
    withdraw(desk, "K-1", reason="承办人调离", request="w")
    assert withdraw(desk, "K-1", reason="承办人调离", request="w").is_new is False
    assert case_file(desk.ledger, "K-1").state is State.CHECKED
    assert len(posted_json(assigned(desk, seed=new_seed()))["assignments"]) == 1


def test_a_ruling_lets_somebody_in_doubt_be_drawn_and_a_recusal_keeps_him_out(desk):
    post = {"person": "首", "unit": "UT1", "title": "书记", "role": "head"}
    data = world(
        kin=["T1办1 祖父 民0", "T1办2 祖父 民0", "T1办3 祖父 民0"], people=["首"], posts=[post]
    )
    desk = replace(desk, snapshot=data)
    (id,) = registered(desk, case("K-1") + "\nteam: [{person: T1办1, role: member}]")
    recusals.decide(desk, id, "T1办1", outcome="may_handle", by="首", reason="久无来往")
    cases.change_team(desk, id, remove=["T1办1"])
    lottery = lottery_for(desk.ledger, data, asked(id), waiting_cases(desk.ledger, asked(id)))
    people = [one.person for one in lottery.batch.handlers]
    bars = dict(zip(people, lottery.batch.cases[0].bars, strict=True))
    assert (bars["T1办1"], bars["T1办2"]) == (".", "D")


@pytest.mark.parametrize("moment", ["seed kept", "promised", "recorded"])
def test_whatever_breaks_off_can_be_taken_up_again(desk, moment):
    """As if killed: before the promise is recorded, before the draw, before the seed is dropped."""
    registered(desk, *many(3))
    request = Request(is_open=True, on=TODAY)

    class Killed(BaseException):
        pass

    target = {"seed kept": "batches", "promised": "docket", "recorded": "_posted"}[moment]
    with mock.patch.object(posting, target, side_effect=Killed), pytest.raises(Killed):
        assigned(desk, request)
    for batch in posting.batches(desk.ledger):
        assert draw(desk, batch).void is None
    if moment == "seed kept":
        assert posting.batches(desk.ledger) == {}
        assigned(desk)
    files = docket(desk.ledger).values()
    assert [[e.kind for e in file.history].count("assigned") for file in files] == [1, 1, 1]
    assert list(desk.ledger.path.with_name("huibi.db.seeds").iterdir()) == []


# asking


def test_what_cannot_be_assigned_is_refused_in_words(desk, tmp_path):
    with pytest.raises(InputError, match="no case is named"):
        waiting_cases(desk.ledger, asked())
    with pytest.raises(NotFoundError):
        waiting_cases(desk.ledger, asked("K-404"))
    with pytest.raises(InputError, match="no case file"):
        waiting_cases(desk.ledger, asked(str(tmp_path)))
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(case("K-1"), encoding="utf-8")
    with pytest.raises(CaseError, match="both case 'K-1'"):
        waiting_cases(desk.ledger, asked(str(tmp_path)))
    with pytest.raises(InputError, match="nothing was recorded"):
        commit(desk, Request(is_open=True, on=TODAY), SEED, progress=None)


def test_case_files_are_registered_when_they_are_recorded(desk, tmp_path):
    for n, text in enumerate(many(3)):
        (tmp_path / f"{n}.yaml").write_text(text, encoding="utf-8")
    shown = posted_json(assigned(desk, asked(str(tmp_path))))
    assert [one["case"] for one in shown["assignments"]] == ["K-00", "K-01", "K-02"]
    assert len(docket(desk.ledger)) == 3


def test_the_order_of_what_is_named_does_not_matter(desk):
    ids = registered(desk, *many(6))
    assert tried(desk, *ids) == tried(desk, *reversed(ids)) == tried(desk, *ids, *ids)


def test_the_same_county_in_another_order_gives_the_same(tmp_path):
    first = world()
    turned = sketch()
    turned["people"] = turned["people"][::-1]
    turned["tables"] = {name: rows[::-1] for name, rows in turned["tables"].items()}
    found = []
    for n, data in enumerate((first, build(turned))):
        desk = desk_with(tmp_path / f"{n}.db", data)
        registered(desk, *many(6))
        shown = tried(desk, *(f"K-{n:02d}" for n in range(6)))
        found.append({**shown, "sequence": 0, "input_digest": "", "chances_digest": ""})
        desk.ledger.close()
    assert found[0]["assignments"] == found[1]["assignments"]


def test_candidates_of_a_case_may_handle_it_beside_the_handlers(desk):
    registered(desk, case("K-1", candidates="[民9]"), case("K-2", "T2", "民1:subject"))
    only = tried(desk, "K-1", is_only_named=True)["assignments"][0]
    assert only["handler"] == "民9"
    assert only["no_second"]["blocking"][0]["why"] == "not_named"
    lottery = lottery_for(
        desk.ledger,
        desk.snapshot,
        asked("K-1", "K-2"),
        waiting_cases(desk.ledger, asked("K-1", "K-2")),
    )
    at = [one.person for one in lottery.batch.handlers].index("民9")
    assert [case.bars[at] for case in lottery.batch.cases] == [".", "N"]


def test_the_engine_agrees_with_every_lawful_pair(desk):
    """What the lottery may draw is CLEAR by the full engine, pair by pair."""
    data = world(kin=["T1办1 父亲 民0", "T2办1 岳父 民0", "T3办2 祖父 民0"], undeclared=["县办1"])
    desk = replace(desk, snapshot=data)
    (id,) = registered(desk, case("K-1"))
    waiting = waiting_cases(desk.ledger, asked(id))
    lottery = lottery_for(desk.ledger, data, asked(id), waiting)
    people = [one.person for one in lottery.batch.handlers]
    resolved = resolve_case(waiting[0].case, data, candidates=people, on=TODAY)
    verdict = check(resolved, [load_pack("supervision")], data)
    for one, bar in zip(verdict.candidates, lottery.batch.cases[0].bars, strict=True):
        assert (bar == ".") == (one.verdict == 0), one.person


def test_a_batch_is_never_recorded_under_a_number_in_use(desk):
    registered(desk, *many(2))
    request = Request(is_open=True, on=TODAY)
    waiting = waiting_cases(desk.ledger, request)
    lottery = lottery_for(desk.ledger, desk.snapshot, request, waiting)
    posting.promise(desk.ledger, lottery, SEED, author="a")
    with (
        mock.patch.object(posting, "batches", return_value={}),
        pytest.raises(LedgerBusyError, match="A-000001"),
    ):
        posting.promise(desk.ledger, lottery, seed_from(b"another sixteen bytes"), author="b")
