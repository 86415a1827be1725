"""D1: money of a public payment comes back, to its payer or to the kin of whoever decided on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Pattern
from graph.patterns.money.chains import against_shuffles, rarity
from graph.patterns.money.closing import joined
from graph.patterns.money.cycle_params import CyclesParams
from graph.patterns.money.cycle_search import loops_of, prepared
from graph.patterns.money.cycle_told import CODE, cycle_finding
from graph.patterns.money.flows import flows_of
from graph.patterns.money.gaps import hub_gaps, undated_gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.findings import Finding
    from graph.patterns.facts import Facts
    from graph.patterns.money.chains import Chains, Rules
    from graph.patterns.money.cycle_told import Loop
    from graph.patterns.money.flows import Flows
    from graph.patterns.money.payments import Payments


def find(facts: Facts, params: CyclesParams) -> Result:
    """Find public payments whose money comes back in rising time, each amount near the last.

    Order: by p, then how seldom the pairs pay so, then the fastest. Cost: passes over the
    transfers, then small searches.
    """
    flows = flows_of(facts)
    payments, rules = prepared(facts, flows, params)
    loops, rough = loops_of(facts, flows, payments, rules)
    judged = _judged(facts, flows, loops, rules, params)
    told = [one for one in judged if one.p is not None and one.p <= params.most_p]
    weak = [_weak(one) for one in judged if one.p is not None and one.p > params.most_p]
    others = len(payments.events) - len(judged)
    return Result(
        findings=tuple(told),
        tested=(Tested(code=CODE, count=others, unit="payments"), *weak),
        not_tested=tuple(_gaps(facts, flows, payments, rough)),
    )


def _judged(
    facts: Facts, flows: Flows, loops: list[Loop], rules: Rules, params: CyclesParams
) -> list[Finding]:
    """Return the findings of all loops with their p against shuffles, the least likely first."""
    spans = np.array([loop.span(flows) for loop in loops], np.int64)
    shuffled = against_shuffles(
        flows,
        np.array([loop.events[0] for loop in loops], np.int32),
        np.arange(len(loops), dtype=np.int32),
        joined([loop.closing for loop in loops]),
        rules,
        spans,
        (params.shuffles, params.stop_after, params.random_seed),
    )
    rare = np.array([rarity(flows, np.array([one.events], np.int32))[0] for one in loops])
    order = np.lexsort((spans, rare, shuffled.p)).tolist()
    p, mean = shuffled.p.tolist(), shuffled.mean.tolist()
    return [cycle_finding(facts, flows, loops[at], p[at], mean[at]) for at in order]


def _weak(finding: Finding) -> Tested:
    return Tested(
        code=CODE,
        subject=finding.subject,
        unit=finding.unit,
        measure=finding.measure,
        expected=finding.expected,
        p=finding.p,
    )


def _gaps(facts: Facts, flows: Flows, payments: Payments, rough: Chains) -> Iterator[NotTested]:
    """Yield what could not be tested: transfers, payments and parties, each with its reason."""
    yield from undated_gap(CODE, flows)
    unknown = int((payments.group < 0).sum())
    if unknown:
        why = Words(
            "付款单位当日无决策岗位记录，只检验是否回到付款方",
            "no post that decides is on record there that day: tested for return to the payer only",
        )
        yield NotTested(code=CODE, why=why, count=unknown)
    short = np.flatnonzero(rough.is_cut_short())
    if len(short):
        why = Words(
            "超出每个起点的搜索上限，未查完", "searched only in part: beyond the budget of a seed"
        )
        yield NotTested(code=CODE, why=why, count=len(short))
    yield from hub_gaps(CODE, facts, rough.hub)


PATTERN = Pattern(
    code=CODE,
    title=Words("资金回流", "Money that comes back"),
    claim=Words(
        "公共付款在短期内经转账回到付款方或决定人的亲属名下",
        "A public payment comes back by transfers, to its payer or to kin of whoever decided on it",
    ),
    needs=("transfers",),
    params=CyclesParams,
    find=find,
)
