"""C6: two bidders of one tender belong together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.contracts.control import LEAST_SHARE
from graph.patterns.contracts.control_proof import Proofs
from graph.patterns.contracts.related_bidders_kin import KIN, kin_pairs
from graph.patterns.contracts.related_bidders_links import (
    bids_of,
    hubs,
    shared_owners,
    shared_values,
)
from graph.patterns.contracts.related_bidders_words import CODE, finding_of, ground_of

if TYPE_CHECKING:
    from graph.findings import Finding
    from graph.patterns.facts import Facts


class RelatedBiddersParams(Params):
    """Parameters of C6."""

    least_share: float = Field(
        LEAST_SHARE, gt=0, le=1, description="股权穿透后的最低持股 (least effective share)"
    )
    hub: int = Field(
        20,
        ge=2,
        description="超过多少单位共用的电话、地址、账户不计（代理机构） "
        "(telephones, addresses and accounts of more units are hubs)",
    )
    kin: bool = Field(True, description="是否查亲属关系 (also legal kin behind the bidders)")


def find(facts: Facts, params: RelatedBiddersParams) -> Result:
    """Find pairs of bidders of one tender that belong together, every ground in one finding.

    Cost: a few joins of bids, one kin search a person behind a bidder. Order: by contract, then
    bidders.
    """
    bids = facts.kept(bids_of(facts))
    shared = shared_values(facts, bids, params.hub)
    owned = shared_owners(facts, bids, params.least_share)
    rows: list[dict[str, Any]] = shared.union(owned).to_pyarrow().to_pylist()
    if params.kin:
        kin = kin_pairs(facts, bids, params.least_share).to_pylist()
        rows += [row | {"ground": KIN, "value": row["person"]} for row in kin]
    crowded = int(hubs(facts, bids, params.hub).count().to_pyarrow().as_py())
    return Result(
        findings=_findings(facts, bids, rows),
        tested=(
            Tested(code=CODE, count=_count(bids.select("contract").distinct()), unit="tenders"),
        ),
        not_tested=_not_tested(facts, bids, crowded, params.hub),
    )


def _findings(facts: Facts, bids: Any, rows: list[dict[str, Any]]) -> tuple[Finding, ...]:
    proofs = Proofs(facts, (row[side] for row in rows for side in ("proof_one", "proof_other")))
    by_pair: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_pair[row["contract"], row["one"], row["other"]].append(row)
    tenders = _tenders(facts, bids, {contract for contract, *_ in by_pair})
    found = []
    for (contract, one, other), grounds in sorted(by_pair.items()):
        told = [ground for row in grounds if (ground := ground_of(facts, row, proofs))]
        if told:
            found.append(finding_of(contract, (one, other), told, tenders[contract]))
    return tuple(found)


def _tenders(facts: Facts, bids: Any, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """Return day, place, price and winner of the tenders named."""
    if not wanted:
        return {}
    contracts = facts.table("contracts")
    rows = bids.group_by("contract").aggregate(day=bids.day.min())
    rows = rows.join(contracts, rows.contract == contracts.id)
    rows = rows.select("contract", "day", "place", "supplier", "amount", "decided_by")
    return {
        row["contract"]: row
        for row in rows.filter(rows.contract.isin(sorted(wanted))).to_pyarrow().to_pylist()
    }


def _not_tested(facts: Facts, bids: Any, crowded: int, hub: int) -> tuple[NotTested, ...]:
    roles = facts.table("roles")
    firms = bids.select("firm").distinct()
    behind = roles.select(company="company").distinct()
    dark = _count(firms.anti_join(behind, firms.firm == behind.company))
    undated = _count(bids.filter(bids.day.isnull()).select("contract").distinct())
    counted = (
        (dark, "投标人没有登记任何负责人或股东", "bidders with no person on record behind them"),
        (undated, "投标没有日期，未查负责人和亲属", "tenders without a date: persons not compared"),
        (crowded, f"{hub} 家以上单位共用的电话、地址或账户（代理机构）未计",
         f"telephones, addresses or accounts of more than {hub} units were left out as agents'"),
    )  # fmt: skip
    return tuple(
        NotTested(code=CODE, why=Words(zh, en), count=count) for count, zh, en in counted if count
    )


def _count(rows: Any) -> int:
    return int(rows.count().to_pyarrow().as_py())


PATTERN = Pattern(
    code=CODE,
    title=Words("关联投标人", "Related bidders"),
    claim=Words(
        "同一项目的两家投标人属于同一方或由亲属掌握",
        "Two bidders of one tender belong together, or to legal kin",
    ),
    needs=("contracts", "bids"),
    params=RelatedBiddersParams,
    find=find,
)
