"""How a loop of money is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.findings import Finding
from graph.model import Words
from graph.patterns.money.flows import SECONDS_A_DAY
from graph.patterns.money.told import (
    Link,
    date_of,
    decision,
    link_to_decider,
    ownership,
    place_of,
    rows_of,
    transfers,
    worlds,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows

CODE = "D1"
_CHECK = (
    Words(
        "调取合同、发票和验收单，核对首笔付款的用途",
        "contract, invoice, acceptance",
    ),
    Words("调取链上各笔转账的银行回单和摘要", "bank slips and remarks of each transfer"),
    Words(
        "向链上各方了解往来原因：借款、货款、合伙、赠与",
        "ask each party for the reason: loan, goods, partnership, gift",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A chain that closes: its events in order, and how its end is tied to its beginning.

    `closing` are the nodes that would close it, `chains` how many chains of its seed close,
    `contract` the row of the contract its first payment names, or -1.
    """

    events: tuple[int, ...]
    link: Link
    closing: NDArray[np.int32]
    chains: int
    contract: int

    def span(self, flows: Flows) -> int:
        """Return the seconds from the first to the latest transfer."""
        times = flows.time[list(self.events)]
        return int(times.max() - times[0])


def linked(facts: Facts, flows: Flows, path: list[int], group: Iterable[int]) -> Link | None:
    """Return what ties the end of a chain to its beginning; None where kinship has no proof."""
    end = int(flows.payee[path[-1]])
    if end == flows.payer[path[0]]:
        return Link("", facts.snapshot.ties.name(end), "", ())
    return link_to_decider(facts, group, end, int(flows.day[path[0]]))


def cycle_finding(facts: Facts, flows: Flows, loop: Loop, p: float, mean: float) -> Finding:
    """Return the finding of a loop with its p and the mean of chains in a shuffle."""
    events, link = list(loop.events), loop.link
    first, last = events[0], events[-1]
    ids = [row["id"] for row in rows_of(facts, flows, events)]
    payer, end = int(flows.payer[first]), int(flows.payee[last])
    moved = transfers(facts, flows, events)
    proof = [*ownership(facts, int(flows.target[last]), end), *link.evidence]
    if link.decider:
        day = int(flows.day[first])
        proof = [*decision(facts, link.decider, payer, loop.contract, day), *proof]
    evidence = (*moved, *proof)
    days = loop.span(flows) / SECONDS_A_DAY
    share = float(flows.amount[last] / flows.amount[first])
    return Finding(
        code=CODE,
        subject=ids[0],
        objects=tuple(ids),
        claim=_claim(facts, flows, loop, ids[0], days),
        measure=float(loop.chains),
        unit="closing chains",
        expected=mean,
        p=p,
        evidence=evidence,
        check_first=_CHECK,
        excluded=_excluded(),
        worlds=worlds(evidence),
        amount_fen=int(flows.amount[last]),
        place=place_of(facts, payer, loop.contract),
        officials=(link.decider,) if link.decider else (),
        since=date_of(flows, first),
        until=date_of(flows, max(events)),
        detail={
            "closes_by": "kin" if link.decider else "payer",
            "term": link.term,
            "parties": [facts.snapshot.ties.name(int(flows.payer[event])) for event in events]
            + [facts.snapshot.ties.name(end)],
            "days": round(days, 3),
            "share": round(share, 4),
        },
    )


def _claim(facts: Facts, flows: Flows, loop: Loop, seed: str, days: float) -> Words:
    link, count = loop.link, len(loop.events)
    payer = facts.snapshot.ties.name(int(flows.payer[loop.events[0]]))
    yuan = flows.amount[loop.events[-1]] / 100
    if link.decider == link.relative:
        zh, en = f"决定人 {link.decider} 本人", f"{link.decider}, who decided on it"
    elif link.decider:
        zh = f"决定人 {link.decider} 的{link.term} {link.relative}"
        en = f"{link.relative}, legal kin of {link.decider}, who decided on it"
    else:
        zh, en = "付款方", "the payer"
    return Words(
        f"{payer} 的付款 {seed} 经 {count} 笔转账，{days:.1f} 天内有 {yuan:,.2f} 元到{zh}，需核实",
        f"payment {seed} of {payer} led by {count} transfers within {days:.1f} days "
        f"to {en}: {yuan:,.2f} yuan; to be checked",
    )


def _excluded() -> tuple[Words, ...]:
    return (
        Words("不含工资和批量发放", "wages and payouts to many are left out"),
        Words("不含写明借还款、退款的转账", "transfers marked as loans or refunds are left out"),
        Words("不含同一合同的退款", "money given back under the same contract is left out"),
    )
