"""C4: losing bids stand close together above the winner's, as covers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.contracts.bid_screens_finding import Screened, findings_of
from graph.patterns.contracts.bid_screens_null import centres, combined, cv_tail, level_of, rd_tail
from graph.patterns.contracts.bid_screens_tenders import tenders_of
from graph.patterns.contracts.bid_screens_values import (
    coefficient_of_variation,
    relative_distance,
)
from graph.patterns.statistics.multiplicity import q_values

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.patterns.contracts.bid_screens_tenders import Tenders
    from graph.patterns.facts import Facts

_CODE = "C4"
_FEW = Words(
    "可比的招标太少，无法判断什么是寻常", "too few tenders to tell what is usual among them"
)


class BidScreensParams(Params):
    """Parameters of C4."""

    q: float = Field(
        0.10, gt=0, le=0.5, description="假警报的比例上限 (share of false flags allowed)"
    )
    least_peers: int = Field(
        20, ge=5, description="同类同年可比招标至少多少，不足则并组 (fewest peers before pooling)"
    )
    tail: float = Field(
        0.05, gt=0, lt=0.5, description="单项指标的尾部比例 (tail of the plain rule of CV and RD)"
    )
    plain_rule: bool = Field(
        False, description="只按 CV 低且 RD 高的简单规则 (flag by the plain rule of both tails)"
    )


def find(facts: Facts, params: BidScreensParams) -> Result:
    """Return one finding a tender that passes, the least p first.

    Cost: one pass over the bids and O(m) a tender; subgroups only for what is flagged.
    """
    tenders = tenders_of(facts)
    count = len(tenders.ids)
    if count < params.least_peers:
        few = (NotTested(code=_CODE, why=_FEW, count=count),) if count else ()
        return Result(not_tested=(*tenders.not_tested, *few))
    screened = screen(tenders, params)
    passing = screened.plain if params.plain_rule else screened.q <= params.q
    chosen = np.flatnonzero(passing)
    return Result(
        findings=findings_of(facts, tenders, screened, chosen[np.argsort(screened.p[chosen])]),
        tested=tuple(
            Tested(
                code=_CODE,
                subject=str(tenders.ids[place]),
                unit="standard deviations",
                measure=float(screened.rd[place]),
                p=float(screened.p[place]),
                q=float(screened.q[place]),
            )
            for place in np.flatnonzero(~passing)
        ),
        not_tested=tenders.not_tested,
    )


def screen(tenders: Tenders, params: BidScreensParams) -> Screened:
    """Return the figures of every tender: CV, RD, their places among peers, p and q."""
    cv, rd = np.empty(len(tenders.ids)), np.empty(len(tenders.ids))
    for size in np.unique(tenders.bids):
        places, prices = tenders.of_size(int(size))
        cv[places] = coefficient_of_variation(prices)
        rd[places] = relative_distance(prices)
    bids = tenders.bids
    level = level_of(cv, bids)
    centre, pooled = centres(level, _groupings(tenders), params.least_peers)
    low, high, p = combined(cv_tail(cv, bids, centre), rd_tail(rd, bids))
    cv_place, rd_place = _places(level - centre), _places(-np.log(rd_tail(rd, bids)))
    return Screened(
        cv=cv,
        rd=rd,
        centre=centre,
        pooled=pooled,
        cv_p=low,
        rd_p=high,
        p=p,
        q=q_values(p),
        plain=(cv_place <= params.tail) & (rd_place > 1 - params.tail),
    )


def _groupings(tenders: Tenders) -> tuple[NDArray[Any], ...]:
    """Return who is whose peer: category, year and whether a control price is known, then less."""
    control = tenders.has_control.astype(np.int64)
    _, category = np.unique(tenders.category.astype(str), return_inverse=True)
    kinds = category.astype(np.int64) * 2 + control
    return kinds * 10_000 + tenders.year, kinds, control


def _places(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of tenders at or below each."""
    ordered = np.sort(values)
    return np.searchsorted(ordered, values, "right") / len(values)


PATTERN = Pattern(
    code=_CODE,
    title=Words("报价筛查", "Bid screens"),
    claim=Words(
        "落标报价彼此接近而高于中标价，与同类招标不同",
        "Losing bids stand close together above the winner's, unlike those of like tenders",
    ),
    needs=("contracts", "bids"),
    params=BidScreensParams,
    find=find,
)
