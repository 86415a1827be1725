"""C3b told: the window, the curve and the histogram that a picture needs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import Effect, Evidence, Finding
from graph.findings.worlds import sureness
from graph.model import Words
from graph.patterns.contracts.splitting_lines import YUAN

if TYPE_CHECKING:
    from graph.patterns.contracts.bunching import Group

CODE = "C3b"
_KINDS = {"works": "工程", "goods": "货物", "services": "服务"}
_SHOWN = 10
_CHECK = (
    Words("抽查窗口内合同的预算和控制价是怎样定的", "how budgets and price caps were set"),
    Words("查同一项目是否另有合同或补充协议", "is there another contract or a supplement to it"),
    Words("核对结算价是否超过限额", "did the settled sum pass the line"),
)  # fmt: skip


def finding_of(rows: pa.Table, group: Group, q: float) -> Finding:
    """Return the finding of one group; objects and evidence are the contracts in the window."""
    excess, line = group.excess, group.line // YUAN
    held = rows.take(pa.array(_window(rows, group))).to_pylist()
    who_zh = group.buyer or "各小额采购人合计"
    who_en = group.buyer or "all small buyers together"
    days = sorted(row["day"].isoformat() for row in held if row["day"])
    return Finding(
        code=CODE,
        subject=group.buyer or "all",
        objects=tuple(row["id"] for row in held),
        claim=Words(
            f"{who_zh}的{_KINDS[group.kind]}合同紧贴限额 {line:,} 元以下有 {excess.observed} 份，"
            f"平滑分布预期 {excess.expected:.1f} 份",
            f"{who_en}: {excess.observed} contracts of {group.kind} just below {line:,} yuan, "
            f"where a smooth curve expects {excess.expected:.1f}",
        ),
        measure=float(excess.observed),
        unit="contracts in the window",
        expected=round(excess.expected, 4),
        effect=Effect(
            name="excess_share",
            value=round(excess.excess, 4),
            low=round(excess.low, 4),
            high=round(excess.high, 4),
        ),
        p=excess.p,
        q=q,
        evidence=tuple(_evidence(row) for row in held),
        check_first=_CHECK,
        excluded=(Words("已计入整数金额的偏好", "a liking for round sums is part of the curve"),),
        worlds=_worlds(held, excess.expected),
        amount_fen=sum(row["price"] for row in held),
        since=days[0] if days else "",
        until=days[-1] if days else "",
        about=(group.code,),
        detail=_detail(rows, group),
    )


def _window(rows: pa.Table, group: Group) -> Any:
    bins = group.bins
    share = rows["price"].to_numpy()[group.rows] / group.line
    place = np.searchsorted(bins.edges, share, side="right") - 1
    inside = (place >= 0) & (place < len(bins.counts))
    return group.rows[inside & bins.is_below[np.clip(place, 0, len(bins.counts) - 1)]]


def _worlds(held: list[dict[str, Any]], expected: float) -> float:
    """Return the chance that more than expected stay when uncertain contracts are drawn."""
    sure = np.array(
        [sureness(row["confidence"], row["disputed"]) for row in held if row["confidence"]]
    )
    if (sure >= 1.0).all():
        return 1.0
    counts = (np.random.default_rng(0).random((200, len(sure))) < sure).sum(axis=1)
    return float(np.mean(counts > expected))


def _detail(rows: pa.Table, group: Group) -> dict[str, Any]:
    bins = group.bins
    detail: dict[str, Any] = {
        "threshold": group.code,
        "line_yuan": group.line // YUAN,
        "contracts": len(group.rows),
        "edges_yuan": [round(float(edge) * group.line / YUAN) for edge in bins.edges],
        "counts": bins.counts.tolist(),
        "curve": [round(float(value), 3) for value in group.excess.curve],
        "window": [int(at) for at in np.flatnonzero(bins.is_below)],
    }
    if not group.buyer:
        detail["buyers"] = _shrunk(rows, group)
    return detail


def _shrunk(rows: pa.Table, group: Group) -> list[dict[str, Any]]:
    """Return the small buyers by their excess, drawn towards all: (y + a) / (e + a), gamma-Poisson.

    e: what the pooled curve gives a buyer of this size; a: from the spread of y over e (moments).
    """
    buyers = rows["buyer"].to_pylist()
    size = Counter(buyers[at] for at in group.rows.tolist())
    inside = Counter(buyers[at] for at in _window(rows, group).tolist())
    names = sorted(size)
    mean = group.excess.expected / len(group.rows)
    expected = np.array([size[name] * mean for name in names])
    observed = np.array([inside[name] for name in names])
    ratio = observed.sum() / expected.sum()
    spread = float((((observed - ratio * expected) ** 2) - ratio * expected).sum())
    variance = max(spread / float((expected**2).sum()), 1e-3)
    shape = ratio**2 / variance
    value = (observed + shape) / (expected + shape / ratio)
    order = np.lexsort((names, -value))[:_SHOWN]
    return [
        {"buyer": names[at], "observed": int(observed[at]),
         "expected": round(float(expected[at]), 3), "shrunk_ratio": round(float(value[at]), 3)}
        for at in order
    ]  # fmt: skip


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(
        source=row["buyer"],
        edge="bought",
        target=row["id"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=bool(row["disputed"]),
        date=row["day"].isoformat() if row["day"] else "",
        amount_fen=row["price"],
    )
