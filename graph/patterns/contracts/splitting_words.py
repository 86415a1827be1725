"""C3a told: one finding a set of contracts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from graph.findings import Evidence, Finding
from graph.findings.worlds import all_hold
from graph.model import Words
from graph.patterns.contracts.control_proof import Proofs
from graph.patterns.contracts.splitting_lines import YUAN

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

CODE = "C3a"
_KINDS = {"works": "工程", "goods": "货物", "services": "服务"}
_CHECK = (
    Words("调取预算和采购计划：是否本为一个项目", "budget and purchasing plan: was it one project"),
    Words(
        "调取各份合同和验收单，核对内容、地点", "contracts and acceptance sheets: what and where"
    ),
    Words("核对是否经批准调整预算或采购方式", "was a change of budget or procedure approved"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A set of contracts by row, their line in fen, and what chance makes of it.

    mean: of the largest sum in the days when dates are dealt anew, in fen.
    """

    rows: Any
    line: int
    p: float
    q: float
    mean: float
    proofs: tuple[tuple[str, str], ...]
    """Rows that tie different suppliers of the set."""

    def with_q(self, q: float) -> Split:
        """Return the split with its q-value."""
        return replace(self, q=q)


def findings_of(
    facts: Facts, rows: pa.Table, splits: list[Split], days: int
) -> tuple[Finding, ...]:
    """Return one finding a split, by buyer and first contract."""
    proofs = Proofs(facts, (proof for split in splits for pair in split.proofs for proof in pair))
    found = [
        _finding(rows.take(pa.array(split.rows)).to_pylist(), split, proofs, days)
        for split in splits
    ]
    return tuple(sorted(found, key=lambda one: (one.subject, one.since, one.objects)))


def _finding(parts: list[dict[str, Any]], split: Split, proofs: Proofs, days: int) -> Finding:
    total = sum(part["price"] for part in parts)
    told = [proofs.of(proof) for pair in split.proofs for proof in pair]
    evidence = tuple(_evidence(part) for part in parts)
    worlds = all_hold(evidence)
    for one in told:
        worlds *= one.worlds
    ids = tuple(part["id"] for part in parts)
    buyer, kind = parts[0]["buyer"], parts[0]["kind"]
    firms = sorted({part["firm"] for part in parts})
    line_yuan, sum_yuan = split.line // YUAN, total / YUAN
    return Finding(
        code=CODE,
        subject=buyer,
        objects=ids,
        claim=Words(
            f"{buyer} 在 {days} 天内向{'同一' if len(firms) == 1 else '关联'}供应商分 {len(ids)} 份"
            f"采购同类{_KINDS[kind]}，合计 {sum_yuan:,.0f} 元，各份均低于限额 {line_yuan:,} 元",
            f"{buyer} bought like {kind} in {len(ids)} parts within {days} days from "
            f"{'one supplier' if len(firms) == 1 else 'suppliers that belong together'}: "
            f"{sum_yuan:,.0f} yuan in all, each part below the line of {line_yuan:,}",
        ),
        measure=round(total / split.line, 4),
        unit="times the line",
        expected=round(split.mean / split.line, 4),
        p=split.p,
        q=split.q,
        evidence=tuple(dict.fromkeys((*evidence, *(row for one in told for row in one.evidence)))),
        check_first=_CHECK,
        excluded=(
            Words("不含公开招标、框架、抢修和零星小额", "open tenders, frameworks and emergencies "
                  "are left out"),
        ),
        worlds=worlds,
        amount_fen=total,
        place=parts[0]["place"] or "",
        officials=tuple(sorted({part["decided_by"] for part in parts if part["decided_by"]})),
        since=parts[0]["day"].isoformat(),
        until=parts[-1]["day"].isoformat(),
        about=ids,
        detail={
            "line_yuan": line_yuan,
            "level": parts[0]["level"],
            "kind": kind,
            "suppliers": firms,
            "parts": [
                {"contract": part["id"], "day": part["day"].isoformat(),
                 "yuan": part["price"] / YUAN}
                for part in parts
            ],
        },
    )  # fmt: skip


def _evidence(part: dict[str, Any]) -> Evidence:
    return Evidence(
        source=part["buyer"],
        edge="bought",
        target=part["id"],
        origin=part["origin"],
        confidence=part["confidence"],
        is_disputed=bool(part["disputed"]),
        date=part["day"].isoformat(),
        amount_fen=part["price"],
    )
