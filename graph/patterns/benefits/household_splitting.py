"""B5: a household divides shortly before the new one gets what the old one was too well off for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pydantic import Field

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.benefits.need import need_of
from graph.patterns.benefits.need_households import households_of
from graph.patterns.benefits.split_windows import Timing, Window, placed, timing
from graph.patterns.benefits.splits import Split, granted_splits, new_households, ordinary

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "B5"
_EPOCH = date(1970, 1, 1)
_FEN = 100
_VILLAGE, _COUNTY = "village", "county"
_CHECK = (
    Words("核对分户申请、理由和派出所登记日期", "application for the split, reason, day of entry"),
    Words("入户看是否仍同灶吃饭、同住一处", "visit: do they still live and eat together"),
    Words(
        "核对原户的收入、房产是否超过标准、申请前是否曾被拒",
        "was the old household above the line, or refused before",
    ),
)
_EXCLUDED = (
    Words("不含结婚、离婚、出生引起的分户", "splits by marriage, divorce or birth are left out"),
    Words("不含同日集中整户", "days on which a register was put in order are left out"),
    Words(
        "原户的困难程度低于本村中位", "the old household was less needy than most of the village"
    ),
)


class HouseholdSplittingParams(Params):
    """Parameters of B5."""

    days: int = Field(180, ge=30, le=360, description="分户距发放的天数 (days before the benefit)")
    ratio: float = Field(3.0, ge=1, description="与往年同期之比 (against earlier years)")
    p: float = Field(0.01, gt=0, lt=1, description="显著性 (level of the test)")
    need_rank: float = Field(
        0.5,
        gt=0,
        le=1,
        description="原户困难程度在本村的位次上限 (rank of the old household's need)",
    )
    cleanup: int = Field(
        10, ge=2, description="同村同日视为集中整户的户数 (splits of a village on one day)"
    )
    reasons: tuple[str, ...] = Field(
        ("婚", "出嫁", "出生", "收养", "整户", "清理", "普查", "更正", "并村"),
        description="不计的变动原因 (reasons that are left out)",
    )
    pooled: bool = Field(
        True, description="户数不足的村是否合并检验 (test villages with few splits together)"
    )


def find(facts: Facts, params: HouseholdSplittingParams) -> Result:
    """Find new households granted something within days of dividing, where this is no chance.

    Cost: joins of moves, benefits and needs. Order: by village, then household.
    """
    every = new_households(facts)
    kept = facts.kept(ordinary(facts, every, params.reasons, params.cleanup, params.days))
    splits = granted_splits(facts, kept, params.days)
    splits, needy, unknown = _above_the_line(facts, splits, params.need_rank)
    start = facts.table("moves").date_first.min().to_pyarrow().as_py()
    villages: dict[str, list[Window]] = defaultdict(list)
    for split in splits:
        window = placed(split, start, params.days)
        if window is not None:
            villages[split.village].append(window)
    findings, tested, few = [], [], []
    for village, windows in sorted(villages.items()):
        made = timing(windows)
        if _passes(made, params):
            findings += _findings(windows, made, _VILLAGE)
        elif made.least_p >= params.p:
            few += windows
        else:
            tested.append(_tested(village, made))
    pool = timing(few) if few and params.pooled else None
    if pool is not None and _passes(pool, params):
        findings += _findings(few, pool, _COUNTY)
    elif pool is not None:
        tested.append(_tested("", pool))
    counts = {
        _NEEDY: needy,
        _NO_NEED: unknown,
        _NO_WINDOW: len(splits) - sum(map(len, villages.values())),
        _FEW: len(few) if pool is None or pool.least_p >= params.p else 0,
    }
    return Result(
        findings=tuple(findings),
        tested=tuple(tested),
        not_tested=tuple(
            NotTested(code=_CODE, why=why, count=count) for why, count in counts.items() if count
        ),
    )


def _above_the_line(facts: Facts, splits: list[Split], rank: float) -> tuple[list[Split], int, int]:
    """Return the splits from households less needy than the rank, and how many others there are."""
    if not splits:
        return [], 0, 0
    first = min(split.day for split in splits)
    homes = households_of(facts, (first - _EPOCH).days)
    years = sorted({split.granted.year for split in splits})
    need = need_of(facts, homes, years)
    places = homes.places_of(pa.array([split.parent for split in splits], pa.string()))
    at = np.searchsorted(years, [split.granted.year for split in splits])
    ranks = np.where(places >= 0, need.rank[at, np.maximum(places, 0)], np.nan)
    kept = [split for split, one in zip(splits, ranks, strict=True) if one < rank]
    unknown = int(np.isnan(ranks).sum())
    return kept, len(splits) - len(kept) - unknown, unknown


def _passes(made: Timing, params: HouseholdSplittingParams) -> bool:
    return made.ratio >= params.ratio and made.p < params.p


def _findings(windows: list[Window], made: Timing, level: str) -> list[Finding]:
    return [_finding(one.split, made, level) for one in windows if one.is_case]


def _finding(split: Split, made: Timing, level: str) -> Finding:
    amount = sum(row["amount"] or 0 for row in split.benefits)
    names = "、".join(sorted({row["name"] for row in split.benefits}))
    days = (split.granted - split.day).days
    return Finding(
        code=_CODE,
        subject=split.house,
        objects=(split.parent, *(row["benefit"] for row in split.benefits)),
        claim=Words(
            f"{split.house} 从 {split.parent} 分出 {days} 天后领取 {names} 共 "
            f"{amount / _FEN:.2f} 元；"
            f"同类分户 {made.cases} 起发生在发放前，按往年同期预期 {made.expected:.1f} 起",
            f"{split.house} divided from {split.parent} {days} days before it drew "
            f"{amount / _FEN:.2f} yuan; {made.cases} such splits came just before a benefit, "
            f"{made.expected:.1f} expected by the same months of earlier years",
        ),
        measure=float(made.cases),
        unit="splits",
        expected=made.expected,
        p=made.p,
        evidence=_evidence(split),
        check_first=_CHECK,
        excluded=_EXCLUDED,
        worlds=split.confidence * max(row["benefit_confidence"] for row in split.benefits),
        amount_fen=amount,
        place=split.village,
        officials=tuple(sorted({row["decided_by"] for row in split.benefits} - {None})),
        since=split.day.isoformat(),
        until=(split.day + timedelta(days=days)).isoformat(),
        detail={"days": days, "level": level, "reason": split.reason} | asdict(made),
    )


def _evidence(split: Split) -> tuple[Evidence, ...]:
    moved = Evidence(
        source=split.parent,
        edge="joined_household",
        target=split.house,
        origin=split.origin,
        confidence=split.confidence,
        date=split.day.isoformat(),
    )
    return (moved, *(_benefit(split.house, row) for row in split.benefits))


def _benefit(house: str, row: dict[str, Any]) -> Evidence:
    return Evidence(
        source=house,
        edge="received",
        target=row["benefit"],
        origin=row["benefit_origin"],
        confidence=row["benefit_confidence"],
        date=row["given"].isoformat(),
        amount_fen=row["amount"],
    )


def _tested(village: str, made: Timing) -> Tested:
    return Tested(
        code=_CODE,
        subject=village,
        unit="splits",
        measure=float(made.cases),
        expected=made.expected,
        p=made.p,
    )


_NEEDY = Words("原户本身较为困难", "the old household was itself needy")
_NO_NEED = Words("原户没有困难程度记录", "no need of the old household is on record")
_NO_WINDOW = Words(
    "户籍变动记录的年份不足，或者分户不在发放前的月份",
    "too few years of moves, or the split fell outside the months compared",
)
_FEW = Words("分户太少，无法检验", "too few splits to be tested")

PATTERN = Pattern(
    code=_CODE,
    title=Words("为补助分户", "Household splitting"),
    claim=Words(
        "原户条件较好，分户后不久新户即领取补助，且明显多于往年同期",
        "Households divide from better-off ones shortly before a benefit, more than in other years",
    ),
    needs=("benefits", "programmes", "moves", "needs"),
    params=HouseholdSplittingParams,
    find=find,
)
