"""From a batch to arrays, and to a plan: costs, sides, the past; whatever is drawn is lawful."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.assignment import batch_of, plain
from graph.desk.assignment.building import lacking, problem_of, sides_of
from graph.desk.assignment.commitment import seed_from
from graph.desk.assignment.record import lottery_of
from graph.desk.assignment.rules import default_rules
from graph.desk.assignment.solving.problem import FINE, Why

RULES = default_rules()


def small(**more):
    """Two cases in two townships of one zone, three handlers, nothing in the way."""
    batch = batch_of(2, 3, is_crossed=False, seed=1)
    rows = [
        replace(one, place=f"T{n}", zone="Z", steps="111", bars="...", ties={}, seat=0)
        for n, one in enumerate(batch.cases)
    ]
    people = [
        replace(one, place=f"T{n}", zone="Z", group=n, capacity=5, load=0, seat=0, skills=())
        for n, one in enumerate(batch.handlers)
    ]
    seats = ((0,),)
    return replace(batch, cases=tuple(rows), handlers=tuple(people), hectometres=seats, **more)


def cost(batch, case=0, handler=0):
    return int(problem_of(batch, RULES).problem.cost[case, handler]) // FINE


def with_case(batch, **cells):
    return replace(batch, cases=(replace(batch.cases[0], **cells), batch.cases[1]))


def with_handler(batch, **cells):
    return replace(batch, handlers=(replace(batch.handlers[0], **cells), *batch.handlers[1:]))


def test_each_criterion_costs_what_the_rules_say():
    base = with_case(small(), matter="benefit_review")
    step, most = RULES.step_cost, RULES.cost
    assert cost(base) == step.zone + most.expertise
    assert cost(with_case(base, steps="011")) == step.own + most.expertise
    assert cost(with_case(base, steps="311")) == step.elevated + most.expertise
    assert cost(with_handler(base, skills=("惠民资金",))) == step.zone
    assert cost(with_case(base, ties={"0": 500})) == step.zone + most.expertise + most.tie // 2
    assert cost(with_case(base, recent={"0": 1000})) == step.zone + most.expertise + most.recency
    half = replace(base, hectometres=((5 * RULES.far_km,),))
    assert cost(half) == step.zone + most.expertise + most.distance // 2
    beyond = replace(base, hectometres=((99 * RULES.far_km,),))
    assert cost(beyond) == step.zone + most.expertise + most.distance


def test_skills_are_counted_in_thousandths():
    people = with_handler(small(), skills=("谈话",)).handlers
    assert lacking("supervision_case", people, RULES).tolist() == [500, 1000, 1000]
    assert lacking("civil_service_duty", people, RULES).tolist() == [0, 0, 0]


def test_sides_are_places_within_a_zone_and_zones_between_two():
    assert sides_of("T1", "Z1", "T2", "Z1") == ("place:T1", "place:T2")
    assert sides_of("T1", "Z1", "T4", "Z2") == ("zone:Z1", "zone:Z2")
    assert sides_of("T1", "", "T4", "Z2") == ("place:T1", "place:T4")


def why(batch):
    return problem_of(batch, RULES).problem.why


def test_the_past_closes_the_way_back_and_no_other():
    past = (("place:T0", "place:T1"),)
    found = why(replace(small(), past=past))
    assert found[0].tolist() == [Why.NONE, Why.RECIPROCITY, Why.NONE]
    assert found[1].tolist() == [Why.NONE, Why.NONE, Why.NONE]


def test_own_and_higher_organs_are_outside_reciprocity():
    batch = replace(with_case(small(), steps="130"), past=(("place:T0", "place:T1"),))
    assert why(batch)[0].tolist() == [Why.NONE] * 3
    built = problem_of(batch, RULES)
    assert (built.problem.way[0] == [-1, -1, -1]).all()
    assert all(one[0] != one[1] for one in built.ways)


def test_room_steps_and_bars():
    batch = with_handler(small(), load=5)
    assert why(batch)[:, 0].tolist() == [Why.CAPACITY] * 2
    assert why(with_case(small(), steps="-11"))[0, 0] == Why.NO_STEP
    assert why(with_case(small(), bars="RDU"))[0].tolist() == [
        Why.RECUSED, Why.UNDECIDED, Why.UNKNOWN,
    ]  # fmt: skip
    later = RULES.changed({"first_step": "cross_zone"})
    assert (problem_of(small(), later).problem.why == Why.NO_STEP).all()


def test_weights_count_against_capacity():
    rules = RULES.changed({"weights": {"supervision_case": 6}})
    batch = with_case(small(), matter="supervision_case")
    found = problem_of(batch, rules).problem
    assert found.weight.tolist() == [6, 1]
    assert (found.why[0] == Why.CAPACITY).all()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.integers(0, 12))
def test_whatever_is_drawn_from_a_batch_is_lawful(seed, is_crossed, gone_by):
    """No bar is passed over, no two sides cross hands, the past included, rooms hold."""
    rng = np.random.default_rng(seed)
    batch = batch_of(10, 24, is_crossed=is_crossed, seed=seed)
    zones = rng.choice(60, (gone_by, 2))
    past = tuple(sorted({(f"zone:Z{a}", f"zone:Z{b}") for a, b in zones.tolist() if a != b}))
    rules = RULES.changed(
        {"across_counties": is_crossed, "first_step": "cross_zone" if is_crossed else "own"}
    )
    lottery = lottery_of(replace(batch, past=past), rules)
    plan = lottery.drawn(seed_from(seed.to_bytes(16, "big")))
    place = {one.person: n for n, one in enumerate(batch.handlers)}
    load = dict.fromkeys(place, 0)
    used = set()
    for one in plan.assigned:
        row = next(case for case in batch.cases if case.id == one.case)
        assert len({batch.handlers[place[m.person]].group for m in one.team}) == len(one.team)
        for member in one.team:
            assert row.bars[place[member.person]] == "."
            assert row.steps[place[member.person]] == str(int(member.step))
            load[member.person] += rules.weight_of(row.matter)
            used |= {member.sides} if member.sides else set()
            assert member.chance <= one.cap
    assert not {(b, a) for a, b in used} & (used | set(past))
    for one in batch.handlers:
        assert load[one.person] <= one.capacity
    assert len(plan.assigned) + len(plan.unassigned) == len(batch.cases)


def test_the_peer_of_the_bench_crosses_hands_and_the_lottery_does_not():
    batch = batch_of(60, 60, is_crossed=True, seed=3)
    rules = RULES.changed({"across_counties": True, "first_step": "cross_zone"})
    _, ways, answered = plain(batch, rules)
    assert 0 < answered <= ways
    plan = lottery_of(batch, rules).drawn(seed_from(b"sixteen bytes or more"))
    used = {m.sides for one in plan.assigned for m in one.team if m.sides}
    assert not {(b, a) for a, b in used} & used
