"""AMLSim's planted loops close, but not in time order: what D1 finds of them either way."""

import csv
import gzip

import numpy as np
import pytest

from graph.patterns.money.chains import closing_chains, rarity
from graph.patterns.money.closing import joined
from graph.patterns.money.flows import SECONDS_A_DAY, in_order
from tests.patterns.made_transfers import rules_for

pytestmark = [pytest.mark.real_input, pytest.mark.slow]


def rows_of(shared, name):
    with gzip.open(shared / "data" / "amlsim" / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def amlsim(shared):
    """The flows of the set, every account its own owner, and the transfers of its planted loops."""
    rows = rows_of(shared, "transactions")
    source, target = (
        np.array([int(row[name]) for row in rows], np.int32) for name in ("orig_acct", "bene_acct")
    )
    nodes = int(max(source.max(), target.max())) + 1
    flows = in_order(
        nodes=nodes,
        ends=(source, target),
        owner=np.arange(nodes, dtype=np.int32),
        time=np.array([row["tran_timestamp"][:-1] for row in rows], "M8[s]").astype(np.int64),
        amount=np.array([round(float(row["base_amt"]) * 100) for row in rows], np.int64),
    )
    event = {rows[row]["tran_id"]: place for place, row in enumerate(flows.row.tolist())}
    loops = {}
    for row in rows_of(shared, "alert_transactions"):
        if row["alert_type"] == "cycle":
            loops.setdefault(row["alert_id"], set()).add(event[row["tran_id"]])
    return flows, {frozenset(loop) for loop in loops.values()}


def found_in(flows, *, is_rising, steps, days, repeats, tolerance=1000):
    """Return the loops found among pairs that seldom pay each other, the rarest and longest first.

    Amounts are drawn at random in this set, so the band is wide open.
    """
    usual = flows.repeats > repeats
    rules = rules_for(
        flows, is_rising=is_rising, steps=steps, days=days, skip=usual, tolerance=tolerance
    )
    seeds = np.flatnonzero(~usual).astype(np.int32)
    nobody = np.full(len(seeds), -1, np.int32)
    chains = closing_chains(flows, seeds, nobody, joined([]), rules)
    assert not chains.is_cut_short().any()
    length = (chains.events >= 0).sum(axis=1)
    order = np.lexsort((-length, rarity(flows, chains.events)))
    return [frozenset(row[row >= 0].tolist()) for row in chains.events[order]]


def fits(flows, loop, *, steps, days, repeats):
    events = sorted(loop)
    is_short = len(events) <= steps and np.ptp(flows.time[events]) <= days * SECONDS_A_DAY
    is_rare = (flows.repeats[events] <= repeats).all()
    return bool(is_short and is_rare and closes(flows, loop))


def closes(flows, loop):
    """Whether each of the loop's parties pays as often as it is paid; of thirty, three do not."""
    events = list(loop)
    return sorted(flows.payer[events].tolist()) == sorted(flows.payee[events].tolist())


@pytest.mark.parametrize(
    ("bounds", "fitting", "chains"),
    [
        pytest.param({"steps": 8, "days": 40, "repeats": 1}, 13, 13, id="paid-once"),
        pytest.param({"steps": 6, "days": 30, "repeats": 5}, 13, 176_917, id="paid-five-times"),
    ],
)
def test_every_loop_within_bounds_closes_without_the_time_rule(amlsim, bounds, fitting, chains):
    flows, planted = amlsim
    found = found_in(flows, is_rising=False, **bounds)
    wanted = {loop for loop in planted if fits(flows, loop, **bounds)}
    assert (len(planted), len(wanted), len(found)) == (30, fitting, chains)
    assert wanted <= set(found)
    ranks = [rank for rank, loop in enumerate(found, 1) if loop in planted]
    assert ranks[fitting - 1] <= 30, "all of them among the first thirty"


def test_no_planted_loop_is_in_time_order(amlsim):
    flows, planted = amlsim
    found = found_in(flows, is_rising=True, steps=8, days=40, repeats=5)
    assert len(found) == 13_909
    assert not planted & set(found)
    closing = [loop for loop in planted if closes(flows, loop)]
    assert len(closing) == 27
    assert not any(is_rising_round(flows, loop, first) for loop in closing for first in loop)


def is_rising_round(flows, loop, first):
    """Whether the loop, walked from this transfer, always goes on later than before."""
    after = {int(flows.payer[event]): event for event in loop}
    event, time = first, int(flows.time[first])
    for _ in range(len(loop) - 1):
        event = after[int(flows.payee[event])]
        if flows.time[event] <= time:
            return False
        time = int(flows.time[event])
    return True


def test_band_and_time_rule_leave_chance_loops_and_none_that_was_planted(amlsim):
    flows, planted = amlsim
    found = found_in(flows, is_rising=True, steps=6, days=30, repeats=10**9, tolerance=0.2)
    assert len(found) == 6181
    assert not planted & set(found)
