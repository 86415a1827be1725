"""D3: many pay one, or one pays many, like amounts within days; or both, by way of the many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from graph.findings import Result, Tested
from graph.model import Words
from graph.ontology.kinds import NodeKind
from graph.patterns.base import Params, Pattern
from graph.patterns.money.fan_told import CODE, Fan, fan_finding
from graph.patterns.money.flows import SECONDS_A_DAY, Rows, flows_of
from graph.patterns.money.gaps import hub_gaps, undated_gap
from graph.patterns.money.kernels.fan import fans
from graph.patterns.money.kernels.rows import grouped
from graph.patterns.money.runs import GIFT_WORDS, WAGE_WORDS, purposes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows

_FEN = 100


class FanParams(Params):
    """Parameters of D3."""

    least: int = Field(10, ge=3, description="最少对方数 (fewest others)")
    least_through: int = Field(
        5, ge=3, description="先散后聚的最少中间人 (fewest in between, from one to one)"
    )
    days: int = Field(7, ge=1, le=92, description="时间窗，天 (window in days)")
    similar: float = Field(
        0.2,
        ge=0,
        lt=1,
        description="金额与中心值之差 (share that amounts differ by)",
    )
    least_yuan: int = Field(5_000, ge=0, description="合计金额下限，元 (yuan in all, at least)")
    include_units: bool = Field(
        False, description="是否包括单位账户 (also accounts of units, which collect and pay wages)"
    )
    wage_words: tuple[str, ...] = Field(WAGE_WORDS, description="工资用词 (words of wages)")
    gift_words: tuple[str, ...] = Field(GIFT_WORDS, description="礼金用词 (words of gifts)")
    hub: int = Field(
        2000, ge=10, description="窗口内最多看的转账，取最新 (newest transfers looked at)"
    )


def find(facts: Facts, params: FanParams) -> Result:
    """Find accounts that many paid, or that paid many, like amounts within days.

    Order: by others, the most first. Cost: passes over the transfers. One finding an account and
    direction, its fullest window.
    """
    flows = flows_of(facts)
    skip = flows.payer == flows.payee
    skip |= purposes_of(facts, flows).naming((*params.wage_words, *params.gift_words))
    asked = _asked(facts, flows, include_units=params.include_units)
    found: list[Fan] = []
    tested, hubs = 0, np.zeros(0, np.int32)
    for is_in in (True, False):
        some, count, cut = _fans(flows, skip, asked, params, is_in=is_in)
        found += [fan for fan in some if _is_told(flows, fan, params)]
        tested, hubs = tested + count, np.union1d(hubs, cut)
    found.sort(key=lambda fan: (-fan.others, fan.node))
    return Result(
        findings=tuple(fan_finding(facts, flows, fan) for fan in found),
        tested=(Tested(code=CODE, count=tested - len(found), unit="accounts"),),
        not_tested=(*undated_gap(CODE, flows), *hub_gaps(CODE, facts, hubs)),
    )


def _asked(facts: Facts, flows: Flows, *, include_units: bool) -> NDArray[np.bool_]:
    """Return the accounts that are looked at: not those of units; bool[nodes]."""
    units = facts.snapshot.ties.nodes(NodeKind.UNIT)
    is_asked = np.ones(flows.nodes, bool)
    if not include_units:
        for node, owner in ((flows.source, flows.payer), (flows.target, flows.payee)):
            is_asked[node] &= (owner < units.start) | (owner >= units.stop)
    return is_asked


def _fans(
    flows: Flows, skip: NDArray[np.bool_], asked: Any, params: FanParams, *, is_in: bool
) -> tuple[list[Fan], int, NDArray[np.int32]]:
    """Return the fans of one direction, accounts tested, and those looked at in part."""
    near, other = (flows.target, flows.payer) if is_in else (flows.source, flows.payee)
    least = min(params.least, params.least_through) if is_in else params.least
    rows = Rows(*grouped(near, flows.nodes))
    limits = np.array([params.days * SECONDS_A_DAY, least, params.hub], np.int64)
    ratio = (1 + params.similar) / (1 - params.similar)
    found, events, tested, hubs = fans(
        tuple(rows), other, flows.time, flows.amount, skip, asked, limits, ratio
    )
    some = [
        Fan(node=node, others=others, events=tuple(events[first:last].tolist()), is_in=is_in)
        for node, others, first, last in found.tolist()
    ]
    if is_in:
        some = [_with_source(flows, fan, params, ratio) for fan in some]
    return some, int(tested), np.flatnonzero(hubs).astype(np.int32)


def _is_told(flows: Flows, fan: Fan, params: FanParams) -> bool:
    least = params.least if fan.source is None else params.least_through
    return fan.others >= least and fan.amount(flows) >= params.least_yuan * _FEN


def _with_source(flows: Flows, fan: Fan, params: FanParams, ratio: float) -> Fan:
    """Return the fan with whoever paid most of its senders alike in the days before, if enough."""
    indptr, received = flows.received
    paid: dict[int, dict[int, int]] = {}
    for event in fan.events:
        sender, amount, time = flows.payer[event], flows.amount[event], flows.time[event]
        own = received[indptr[sender] : indptr[sender + 1]]
        last = np.searchsorted(own, event)
        first = np.searchsorted(flows.time[own[:last]], time - params.days * SECONDS_A_DAY)
        for before in own[max(first, last - params.hub) : last].tolist():
            is_alike = max(amount, flows.amount[before]) <= ratio * min(
                amount, flows.amount[before]
            )
            if is_alike and flows.payer[before] != flows.payee[event]:
                paid.setdefault(int(flows.payer[before]), {})[int(sender)] = before
    source = max(paid, key=lambda one: (len(paid[one]), -one), default=None)
    if source is None or len(paid[source]) < params.least_through:
        return fan
    return fan.through(source, tuple(paid[source].values()), flows)


PATTERN = Pattern(
    code=CODE,
    title=Words("多对一与一对多", "Fan-in and fan-out"),
    claim=Words(
        "多人在数日内向同一账户转入相近金额，或同一账户向多人转出相近金额",
        "Within days many paid one account like amounts, or one account paid many",
    ),
    needs=("transfers",),
    params=FanParams,
    find=find,
)
