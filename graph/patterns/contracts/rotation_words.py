"""C5 told: the awards in order of time, who won each, and what dealt winners would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.findings import Evidence, Finding
from graph.findings.worlds import sureness
from graph.model import Words
from graph.patterns.contracts.rotation_turns import serial_correlation, turns

if TYPE_CHECKING:
    from graph.patterns.contracts.rotation import Tried

CODE = "C5"
_ROTATION = "rotation"
_LONG_GAP = 180
"""Days after which a firm's last works seldom keep it from the next (an expert setting)."""
_CHECK = {
    _ROTATION: (
        Words("比对各家投标文件和报价规律", "compare the bids' texts and prices"),
        Words("核对各家当时在建项目：是否产能所限", "works in hand then: was it capacity"),
        Words("核对各家的人员、联系方式和资金往来", "people, contacts and payments among them"),
    ),
    "concentration": (
        Words("核对招标条件是否只适合个别供应商", "do the terms suit one supplier alone"),
        Words("比对中标价与落选报价、市场价", "winning prices beside the others' and the market's"),
        Words("查其他投标人为何未中标、是否实质投标", "why the others lost, did they mean to win"),
    ),
}  # fmt: skip


def finding_of(rows: pa.Table, test: Tried, q: float) -> Finding:
    """Return the finding of one test; rows: those of `rotation_rings.contests`."""
    held = rows.take(pa.array(test.awards.rows)).to_pylist()
    is_ring = test.kind == _ROTATION
    days = [row["day"] for row in held]
    gap = float(np.median(np.diff([day.toordinal() for day in days])))
    names = "、".join(test.firms)
    excluded = (
        (
            Words(
                "相邻中标间隔多在半年以上，产能不足难以解释", "awards mostly lie half a year apart"
            ),
        )
        if is_ring and gap > _LONG_GAP
        else ()
    )
    wins = np.bincount(test.awards.winners, minlength=len(test.awards.firms))
    return Finding(
        code=CODE,
        subject=test.awards.unit,
        objects=test.firms,
        claim=_claim(test, names, len(held)),
        measure=round(test.chance.observed, 4),
        unit="winners in turn" if is_ring else "Herfindahl index",
        expected=round(test.chance.expected, 4),
        p=test.chance.p,
        q=q,
        evidence=tuple(_evidence(row) for row in held),
        check_first=_CHECK[test.kind],
        excluded=excluded,
        worlds=_worlds(test, held),
        amount_fen=sum(row["price"] or 0 for row in held),
        officials=tuple(sorted({row["decided_by"] for row in held if row["decided_by"]})),
        since=days[0].isoformat(),
        until=days[-1].isoformat(),
        about=(test.kind, *(test.firms if is_ring else ())),
        detail={
            "kind": test.kind,
            "awards": [
                {"contract": row["id"], "day": row["day"].isoformat(), "winner": row["firm"]}
                for row in held
            ],
            "wins": {
                firm: int(wins[code]) for code, firm in enumerate(test.awards.firms) if wins[code]
            },
            "serial_correlation": round(serial_correlation(test.awards.winners), 4),
            "median_gap_days": gap,
        },
    )


def _claim(test: Tried, names: str, awards: int) -> Words:
    unit = test.awards.unit
    if test.kind == _ROTATION:
        return Words(
            f"{unit} 的 {awards} 次中标在 {names} 之间轮流，比随机分配更有规律",
            f"{awards} awards of {unit} passed round {', '.join(test.firms)} "
            "more evenly than winners dealt among the bidders would",
        )
    return Words(
        f"{unit} 有竞争的 {awards} 次中标集中于 {names}，集中度 {test.chance.observed:.2f}，"
        f"随机分配预期 {test.chance.expected:.2f}",
        f"{awards} awards of {unit} with rivals went mostly to {', '.join(test.firms)}: "
        f"index {test.chance.observed:.2f} where dealt winners give {test.chance.expected:.2f}",
    )


def _worlds(test: Tried, held: list[dict[str, Any]]) -> float:
    """Return the share of worlds in which the measure still lies over what is expected.

    Awards are drawn by their confidence, 200 times with one seed; per award where they are fewer.
    """
    sure = np.array([sureness(row["confidence"], row["disputed"]) for row in held])
    if (sure >= 1.0).all():
        return 1.0
    rng, kept = np.random.default_rng(0), 0
    size = len(test.firms)
    for _ in range(200):
        winners = test.awards.winners[rng.random(len(sure)) < sure]
        if len(winners) < max(size, 2):
            continue
        if test.kind == _ROTATION:
            runs = len(winners) - size + 1
            usual = test.chance.expected / (len(sure) - size + 1)
            kept += turns(winners[None, :], size)[0] / runs > usual
        else:
            share = np.bincount(winners) / len(winners)
            kept += float((share**2).sum()) > test.chance.expected
    return kept / 200


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(
        source=row["firm"],
        edge="supplied",
        target=row["id"],
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=bool(row["disputed"]),
        date=row["day"].isoformat(),
        amount_fen=row["price"],
    )
