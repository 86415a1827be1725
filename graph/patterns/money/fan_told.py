"""How a fan of transfers is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.findings import Finding
from graph.model import Words
from graph.patterns.money.told import date_of, ownership, rows_of, transfers, worlds

if TYPE_CHECKING:
    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows

CODE = "D3"
_FEN = 100
_CHECK = (
    Words(
        "询问若干对方：为何转账、事先由谁告知金额",
        "ask some of the others: what for",
    ),
    Words("核对账户持有人的职务和经手事项", "posts and duties of the holder"),
    Words("调取银行回单，核实是否代收代付", "bank slips: on whose behalf was it"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Like transfers of one account with many others; `source` paid the others before, if one did.

    events: in order of time; `before`: the transfers by which the source paid the others.
    """

    node: int
    others: int
    events: tuple[int, ...]
    is_in: bool
    source: int | None = None
    before: tuple[int, ...] = ()

    def amount(self, flows: Flows) -> int:
        """Return the fen moved."""
        return int(flows.amount[list(self.events)].sum())

    def through(self, source: int, before: tuple[int, ...], flows: Flows) -> Fan:
        """Return the fan of those alone whom the source paid before."""
        paid = {int(flows.payee[event]) for event in before}
        events = tuple(event for event in self.events if int(flows.payer[event]) in paid)
        return replace(
            self, others=len(paid), events=events, source=source, before=tuple(sorted(before))
        )

    @property
    def kind(self) -> str:
        """fan_in, fan_out or scatter_gather."""
        if self.source is not None:
            return "scatter_gather"
        return "fan_in" if self.is_in else "fan_out"


def fan_finding(facts: Facts, flows: Flows, fan: Fan) -> Finding:
    """Return the finding of a fan."""
    name = facts.snapshot.ties.name(fan.node)
    events = [*fan.before, *fan.events]
    ids = [row["id"] for row in rows_of(facts, flows, events)]
    hub = flows.payee if fan.is_in else flows.payer
    owner = int(hub[fan.events[0]])
    evidence = (*transfers(facts, flows, events), *ownership(facts, fan.node, owner))
    return Finding(
        code=CODE,
        subject=name,
        objects=tuple(ids),
        about=(ids[0],),
        claim=_claim(facts, flows, fan, name),
        measure=float(fan.others),
        unit="others",
        evidence=evidence,
        check_first=_CHECK,
        excluded=(
            Words("不含单位代发工资和补贴", "wages and grants paid out by units are left out"),
            Words("不含写明工资、礼金的转账", "transfers marked as wages or gifts are left out"),
        ),
        worlds=worlds(evidence),
        amount_fen=fan.amount(flows),
        since=date_of(flows, events[0]),
        until=date_of(flows, events[-1]),
        detail={
            "kind": fan.kind,
            "owner": facts.snapshot.ties.name(owner),
            "source": "" if fan.source is None else facts.snapshot.ties.name(fan.source),
        },
    )


def _claim(facts: Facts, flows: Flows, fan: Fan, name: str) -> Words:
    yuan, others = f"{fan.amount(flows) / _FEN:,.2f}", fan.others
    if fan.source is not None:
        source = facts.snapshot.ties.name(fan.source)
        return Words(
            f"{source} 付给 {others} 人的相近款项，数日内又转入 {name}，合计 {yuan} 元，需核实",
            f"{others} people whom {source} had paid alike paid {name} within days: {yuan} yuan; "
            "to be checked",
        )
    if fan.is_in:
        return Words(
            f"{others} 个付款方数日内向 {name} 转入相近金额，合计 {yuan} 元，需核实",
            f"{others} payers sent {name} like amounts within days: {yuan} yuan; to be checked",
        )
    return Words(
        f"{name} 数日内向 {others} 个收款方转出相近金额，合计 {yuan} 元，需核实",
        f"{name} sent {others} payees like amounts within days: {yuan} yuan; to be checked",
    )
