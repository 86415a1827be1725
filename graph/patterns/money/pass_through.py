"""D2: money leaves an account as fast as it came, and next to nothing stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from graph.findings import Finding, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.money.flows import Rows, flows_of, units_of
from graph.patterns.money.gaps import hub_gaps, undated_gap
from graph.patterns.money.kernels.pass_through import passed_through
from graph.patterns.money.kernels.rows import grouped
from graph.patterns.money.runs import LOAN_WORDS, REFUND_WORDS, payout_runs, purposes_of
from graph.patterns.money.told import date_of, ownership, rows_of, transfers, worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows

_CODE = "D2"
_FEN, _HOUR = 100, 3600
ZERO_BALANCE_KINDS = ("public_body", "bank")
"""Kinds of owners whose accounts are emptied by rule: treasury payment accounts, banks."""
_CHECK = (
    Words("调取账户开户资料，核实实际使用人", "account opening papers: who really uses it"),
    Words("调取进出款的合同、摘要和回单，核实用途", "contracts and slips of what came and went"),
    Words("核实收款方与付款方是否相识", "do payers and payees know each other"),
)


class PassThroughParams(Params):
    """Parameters of D2."""

    hours: int = Field(48, ge=1, le=24 * 31, description="时间窗，小时 (window in hours)")
    least_ratio: float = Field(0.9, gt=0, le=1, description="出/进下限 (least of out to in)")
    most_ratio: float = Field(1.1, ge=1, le=10, description="出/进上限 (most of out to in)")
    most_kept: float = Field(
        0.05, gt=0, le=1, description="留存余额占比上限，不含 (share kept, less than)"
    )
    least_yuan: int = Field(
        10_000, ge=0, description="一次进款下限，元 (yuan that must come in at a time)"
    )
    least_times: int = Field(1, ge=1, description="最少次数 (times it must happen)")
    run_payees: int = Field(
        5, ge=2, description="批量发放的最少收款方 (payees that make a run of payouts)"
    )
    run_months: int = Field(
        3, ge=2, description="按月同额的最少月数 (months of one amount that make a wage)"
    )
    hub: int = Field(500, ge=2, description="每次最多看的转账 (transfers looked at from one on)")


def find(facts: Facts, params: PassThroughParams) -> Result:
    """Find accounts that pass on, within hours, nine to eleven tenths of what they got.

    Order: by money passed, the most first. Cost: passes over the transfers. One finding an account.
    """
    flows = flows_of(facts)
    episodes, events, is_in, tested, hubs = _episodes(facts, flows, params)
    by_node: dict[int, list[tuple[NDArray[np.int32], NDArray[np.bool_]]]] = {}
    for node, first, last in episodes.tolist():
        one = events[first:last], is_in[first:last]
        if _goes_elsewhere(flows, *one):
            by_node.setdefault(node, []).append(one)
    findings = [
        _finding(facts, flows, node, own)
        for node, own in by_node.items()
        if len(own) >= params.least_times
    ]
    findings.sort(key=lambda one: (-(one.amount_fen or 0), one.subject))
    return Result(
        findings=tuple(findings),
        tested=(Tested(code=_CODE, count=tested - len(findings), unit="accounts"),),
        not_tested=(
            *undated_gap(_CODE, flows),
            *hub_gaps(_CODE, facts, np.flatnonzero(hubs).astype(np.int32)),
        ),
    )


def _episodes(facts: Facts, flows: Flows, params: PassThroughParams) -> Any:
    """Return what the kernel finds; own transfers and what pays many at once do not count."""
    skip = flows.payer == flows.payee
    purposes = purposes_of(facts, flows)
    skip |= payout_runs(flows, purposes, params.run_payees, params.run_months)
    skip |= purposes.naming((*LOAN_WORDS, *REFUND_WORDS))
    into = Rows(*grouped(flows.target, flows.nodes))
    out = Rows(*grouped(flows.source, flows.nodes))
    return passed_through(
        flows.time,
        flows.amount,
        tuple(into),
        tuple(out),
        skip,
        _asked(facts, flows),
        np.array([params.hours * _HOUR, params.least_yuan * _FEN, params.hub], np.int64),
        np.array([params.least_ratio, params.most_ratio, params.most_kept]),
    )


def _asked(facts: Facts, flows: Flows) -> NDArray[np.bool_]:
    """Return the accounts whose owner's kind does not empty them by rule; bool[nodes]."""
    emptied = units_of(facts.snapshot, ZERO_BALANCE_KINDS)
    is_asked = ~emptied
    is_asked[flows.source] = ~emptied[flows.payer]
    is_asked[flows.target] = ~emptied[flows.payee]
    return is_asked


def _goes_elsewhere(flows: Flows, events: NDArray[np.int32], is_in: NDArray[np.bool_]) -> bool:
    """Whether somebody else got the money than those it came from: else it was sent back."""
    return bool(np.setdiff1d(flows.payee[events[~is_in]], flows.payer[events[is_in]]).size)


def _finding(
    facts: Facts, flows: Flows, node: int, own: list[tuple[NDArray[np.int32], NDArray[np.bool_]]]
) -> Finding:
    events = np.concatenate([events for events, _ in own])
    is_in = np.concatenate([came for _, came in own])
    came, gone = (int(flows.amount[events[side]].sum()) for side in (is_in, ~is_in))
    name = facts.snapshot.ties.name(node)
    first = int(events[0])
    owner = int(flows.payee[first])
    evidence = (*transfers(facts, flows, events.tolist()), *ownership(facts, node, owner))
    ids = [row["id"] for row in rows_of(facts, flows, events.tolist())]
    return Finding(
        code=_CODE,
        subject=name,
        objects=tuple(ids),
        about=(ids[0],),
        claim=Words(
            f"{name} {len(own)} 次在短时间内进款 {came / _FEN:,.2f} 元、"
            f"出款 {gone / _FEN:,.2f} 元，几乎没有留存，需核实用途",
            f"{name} took in {came / _FEN:,.2f} yuan and passed on {gone / _FEN:,.2f} soon after, "
            f"{len(own)} time(s); next to nothing stayed; what for is to be checked",
        ),
        measure=gone / came,
        unit="out / in",
        evidence=evidence,
        check_first=_CHECK,
        excluded=(
            Words("不含财政零余额账户和银行账户", "treasury and bank accounts are left out"),
            Words("不含工资、批量发放和本人账户间转账", "payouts to many, own transfers"),
            Words("不含原路退回和借还款", "money sent back, loans and refunds are left out"),
        ),
        worlds=worlds(evidence),
        amount_fen=came,
        since=date_of(flows, first),
        until=date_of(flows, int(events[-1])),
        detail={
            "owner": facts.snapshot.ties.name(owner),
            "times": len(own),
            "in": came / _FEN,
            "out": gone / _FEN,
        },
    )


PATTERN = Pattern(
    code=_CODE,
    title=Words("快进快出", "Fast in, fast out"),
    claim=Words(
        "账户在两天内把进款几乎全部转走", "An account passes on within two days all that it got"
    ),
    needs=("transfers",),
    params=PassThroughParams,
    find=find,
)
