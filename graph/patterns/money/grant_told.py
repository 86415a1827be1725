"""How the trace of a grant is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graph.findings import Evidence, Finding
from graph.model import Words
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
    from collections.abc import Collection, Iterable, Sequence

    from graph.patterns.facts import Facts
    from graph.patterns.money.flows import Flows

    Moved = Sequence[tuple[int, float]]

CODE = "D4"
_FEN = 100
_CHECK = (
    Words("调取拨款依据、申报材料和验收资料", "what the grant was for: application and acceptance"),
    Words("调取各笔转账的回单、合同和用工记录", "slips, contracts, work records"),
    Words("核实决定人是否申报亲属关系并回避", "did the decider declare the kinship and step aside"),
)
_EXCLUDED = (
    Words("不含工资和批量发放", "wages and payouts to many are left out"),
    Words("不含直接发给个人的普惠性补贴", "universal benefits paid to people are left out"),
    Words("留在单位账户的款项不计", "money that stays with a unit is not counted"),
)


class Grant(NamedTuple):
    """A grant: its event, and the row of the contract it names or -1."""

    event: int
    contract: int


class Reached(NamedTuple):
    """Someone whom a share of a grant reached, tied to a decider."""

    link: Link
    share: float
    events: tuple[int, ...]


def reached_kin(
    facts: Facts,
    flows: Flows,
    grant: int,
    moved: Moved,
    sinks: Collection[int],
    group: Iterable[int],
) -> list[Reached]:
    """Return whom a grant reached and how much, kinship proven on its day, the most first."""
    arrived: dict[int, list[tuple[int, float]]] = {}
    payee = int(flows.payee[grant])
    if payee in sinks:
        arrived[payee] = [(grant, 1.0)]
    for event, share in moved:
        node = int(flows.payee[event])
        if node in sinks:
            arrived.setdefault(node, []).append((event, share))
    found = []
    for node, parts in arrived.items():
        link = link_to_decider(facts, group, node, int(flows.day[grant]))
        if link is not None:
            events = tuple(event for event, _ in parts)
            found.append(Reached(link, sum(share for _, share in parts), events))
    return sorted(found, key=lambda one: (-one.share, one.link.relative))


def _path(flows: Flows, grant: int, moved: Moved, ends: set[int]) -> list[int]:
    """Return the transfers that lead from the grant to these, in order of time."""
    kept = set(ends)
    wanted = {int(flows.payer[event]) for event in ends if event != grant}
    for event, _ in reversed(moved):
        if int(flows.payee[event]) in wanted and event not in kept:
            kept.add(event)
            wanted.add(int(flows.payer[event]))
    return sorted(kept | {grant})


def grant_finding(
    facts: Facts,
    flows: Flows,
    grant: Grant,
    moved: Moved,
    kin: Sequence[Reached],
    combine: str,
) -> Finding:
    """Return the finding of a grant; its subject is the decider whose side got the most."""
    by_decider: dict[str, float] = {}
    for one in kin:
        by_decider[one.link.decider] = by_decider.get(one.link.decider, 0.0) + one.share
    decider = max(by_decider, key=lambda name: (by_decider[name], name))
    share = sum(one.share for one in kin)
    whole = int(flows.amount[grant.event])
    path = _path(flows, grant.event, moved, {event for one in kin for event in one.events})
    ident = rows_of(facts, flows, [grant.event])[0]["id"]
    evidence = _evidence(facts, flows, grant, path, kin)
    return Finding(
        code=CODE,
        subject=decider,
        objects=(ident, *(one.link.relative for one in kin)),
        about=(ident,),
        claim=_claim(ident, decider, share, whole, kin),
        measure=share,
        unit="share of the grant",
        evidence=evidence,
        check_first=_CHECK,
        excluded=_EXCLUDED,
        worlds=worlds(evidence),
        amount_fen=round(share * whole),
        place=place_of(facts, int(flows.payer[grant.event]), grant.contract),
        officials=tuple(sorted(by_decider)),
        since=date_of(flows, grant.event),
        until=date_of(flows, path[-1]),
        detail={
            "combine": combine,
            "grant": whole / _FEN,
            "kin": [
                {"person": one.link.relative, "term": one.link.term, "share": round(one.share, 4)}
                for one in kin
            ],
        },
    )


def _evidence(
    facts: Facts, flows: Flows, grant: Grant, path: Sequence[int], kin: Sequence[Reached]
) -> tuple[Evidence, ...]:
    payer, day = int(flows.payer[grant.event]), int(flows.day[grant.event])
    evidence = [*transfers(facts, flows, path)]
    for decider in sorted({one.link.decider for one in kin}):
        evidence += decision(facts, decider, payer, grant.contract, day)
    for one in kin:
        last = one.events[-1]
        owned = ownership(facts, int(flows.target[last]), int(flows.payee[last]))
        evidence += [*owned, *one.link.evidence]
    return tuple(evidence)


def _claim(ident: str, decider: str, share: float, whole: int, kin: Sequence[Reached]) -> Words:
    yuan = f"{share * whole / _FEN:,.2f}"
    zh = "、".join(f"{one.link.relative}（{one.link.term}）" for one in kin)
    en = ", ".join(one.link.relative for one in kin)
    return Words(
        f"拨款 {ident} 按比例追踪，约 {share:.0%}（{yuan} 元）到{decider} 一方的{zh}，需核实",
        f"traced in proportion, some {share:.0%} of grant {ident} ({yuan} yuan) reached {en}, "
        f"on the side of {decider}, who decided on it; to be checked",
    )
