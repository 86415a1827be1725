"""D4: how much of a public grant reaches kin of whoever decided on it, in few transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.money.closing import closing_on, ever_closing
from graph.patterns.money.flows import PUBLIC_KINDS, SECONDS_A_DAY, flows_of, units_of
from graph.patterns.money.gaps import hub_gaps, undated_gap
from graph.patterns.money.grant_told import CODE, Grant, grant_finding, reached_kin
from graph.patterns.money.kernels.trace import balances, traced
from graph.patterns.money.payments import Payments, contracts_named, decided
from graph.patterns.money.runs import (
    LOAN_WORDS,
    REFUND_WORDS,
    WAGE_WORDS,
    benefit_payouts,
    payout_runs,
    purposes_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.findings import Finding
    from graph.patterns.facts import Facts
    from graph.patterns.money.closing import Closing
    from graph.patterns.money.flows import Flows

_FEN = 100
_MOST_MOVED = 20_000
_NO_ROOM = np.empty((0, 2))


class GrantTraceParams(Params):
    """Parameters of D4."""

    transfers: int = Field(
        3,
        ge=1,
        le=4,
        description="最多转账次数，含拨付 (most transfers, the grant first)",
    )
    days: int = Field(90, ge=1, le=366, description="时间窗，天 (window in days)")
    least_share: float = Field(0.2, gt=0, le=1, description="到达份额下限 (least share reached)")
    least_yuan: int = Field(10_000, ge=0, description="到达金额下限，元 (least yuan reached)")
    combine: Literal["both", "either"] = Field(
        "both", description="份额与金额须同时满足或任一 (both limits, or either)"
    )
    follow: float = Field(
        0.01, gt=0, le=1, description="低于此份额不再追踪 (share below which it is not followed)"
    )
    run_payees: int = Field(
        5, ge=2, description="批量发放的最少收款方 (payees that make a run of payouts)"
    )
    run_months: int = Field(
        3, ge=2, description="按月同额的最少月数 (months of one amount that make a wage)"
    )
    wage_words: tuple[str, ...] = Field(WAGE_WORDS, description="工资用词 (words of wages)")
    loan_words: tuple[str, ...] = Field(LOAN_WORDS, description="借贷用词 (words of loans)")
    refund_words: tuple[str, ...] = Field(REFUND_WORDS, description="退款用词 (words of refunds)")
    hub: int = Field(
        500, ge=1, description="每方窗口内最多看的转账，取最新 (newest transfers looked at)"
    )


class _Ground(NamedTuple):
    """What every trace is made on: see the kernel."""

    contract: NDArray[np.int32]
    before: NDArray[np.int64]
    stops: NDArray[np.bool_]
    skip: NDArray[np.bool_]
    limits: NDArray[np.int64]
    follow: float


def find(facts: Facts, params: GrantTraceParams) -> Result:
    """Find grants of which a good part reaches their deciders or their legal kin.

    Order: by money reached, the most first. Cost: a pass over the transfers, then some
    microseconds a grant.
    """
    flows = flows_of(facts)
    grants, ground = _prepared(facts, flows, params)
    last_day = max(facts.on, int(flows.day[-1]) if len(flows) else facts.on)
    ever = ever_closing(facts, grants.groups, last_day)
    rough, _, hubs = _trace(flows, grants.events, grants.group, ever, ground, _NO_ROOM)
    maybe = np.flatnonzero(_is_told(flows, grants.events, rough, params))
    findings = _told(facts, flows, grants, maybe, ground, params)
    known = grants.group >= 0
    unknown = int((~known).sum())
    why = Words("付款单位当日无决策岗位记录", "no post that decides is on record there that day")
    return Result(
        findings=tuple(findings),
        tested=(Tested(code=CODE, count=int(known.sum()) - len(findings), unit="grants"),),
        not_tested=(
            *undated_gap(CODE, flows),
            *((NotTested(code=CODE, why=why, count=unknown),) if unknown else ()),
            *hub_gaps(CODE, facts, np.flatnonzero(hubs).astype(np.int32)),
        ),
    )


def _prepared(facts: Facts, flows: Flows, params: GrantTraceParams) -> tuple[Payments, _Ground]:
    """Return the grants with their deciders: public payments to others than public bodies."""
    public = units_of(facts.snapshot, PUBLIC_KINDS)
    purposes = purposes_of(facts, flows)
    is_public = public[flows.payer] & ~public[flows.payee]
    runs = payout_runs(flows, purposes, params.run_payees, params.run_months)
    words = (*params.wage_words, *params.loan_words, *params.refund_words)
    skip = runs | purposes.naming(words)
    is_grant = is_public & ~skip & ~benefit_payouts(facts, flows, is_public)
    contract = contracts_named(facts, purposes, is_grant)
    events = np.flatnonzero(is_grant).astype(np.int32)
    return decided(facts, flows, events, contract, public), _Ground(
        contract=contract,
        before=balances(flows.payer, flows.payee, flows.amount, flows.nodes),
        stops=public,
        skip=skip,
        limits=np.array([params.transfers, params.days * SECONDS_A_DAY, params.hub], np.int64),
        follow=params.follow,
    )


def _trace(
    flows: Flows,
    grants: NDArray[np.int32],
    groups: NDArray[np.int32],
    closing: Closing,
    ground: _Ground,
    out: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
    arrays = (flows.payer, flows.payee, flows.time, flows.amount)
    reached, ends, hubs = traced(
        arrays, tuple(flows.paid), ground.before, grants, groups, tuple(closing), ground.stops,
        ground.skip, ground.limits, ground.follow, out,
    )  # fmt: skip
    return reached, ends, hubs


def _is_told(
    flows: Flows,
    grants: NDArray[np.int32],
    share: NDArray[np.float64],
    params: GrantTraceParams,
) -> NDArray[np.bool_]:
    """Return which grants reach the limits, both or either."""
    much = share * flows.amount[grants] >= params.least_yuan * _FEN * (1 - 1e-9)
    large = share >= params.least_share * (1 - 1e-9)
    is_told = much & large if params.combine == "both" else much | large
    return np.asarray(is_told & (share > 0), bool)


def _told(
    facts: Facts,
    flows: Flows,
    grants: Payments,
    maybe: NDArray[np.int64],
    ground: _Ground,
    params: GrantTraceParams,
) -> list[Finding]:
    """Return the findings among these grants, kin taken on the day of each."""
    events = grants.events[maybe]
    groups = [grants.groups[group] for group in grants.group[maybe].tolist()]
    days = flows.day[events].tolist()
    closing = closing_on(facts, list(zip(groups, days, strict=True)))
    findings = []
    for place, grant in enumerate(events.tolist()):
        one = np.array([grant], np.int32)
        out = np.empty((_MOST_MOVED, 2))
        share, ends, _ = _trace(flows, one, np.array([place], np.int32), closing, ground, out)
        moved = [(int(event), part) for event, part in out[: ends[0]].tolist()]
        sinks = set(closing.nodes[closing.indptr[place] : closing.indptr[place + 1]].tolist())
        kin = reached_kin(facts, flows, grant, moved, sinks, groups[place])
        proven = np.array([min(float(share[0]), sum(one.share for one in kin))])
        if _is_told(flows, one, proven, params)[0]:
            case = Grant(grant, int(ground.contract[grant]))
            findings.append(grant_finding(facts, flows, case, moved, kin, params.combine))
    return sorted(findings, key=lambda one: (-(one.amount_fen or 0), one.about))


PATTERN = Pattern(
    code=CODE,
    title=Words("拨款去向", "Where a grant went"),
    claim=Words(
        "公共拨款在三次转账内有相当部分到达决定人或其亲属",
        "A good part of a public grant reaches its decider or his kin within three transfers",
    ),
    needs=("transfers", "posts"),
    params=GrantTraceParams,
    find=find,
)
