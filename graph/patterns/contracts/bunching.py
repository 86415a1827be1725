"""C3b: more contracts stand just below the line of open tender than a smooth curve expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from graph.findings import NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Pattern
from graph.patterns.contracts.bunching_curve import HIGH, LOW, Bins, Excess, binned, excess_below
from graph.patterns.contracts.bunching_words import CODE, finding_of
from graph.patterns.contracts.control_awards import awards
from graph.patterns.contracts.splitting_lines import KINDS, YUAN, LineParams, with_lines
from graph.patterns.statistics.multiplicity import q_values

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.patterns.facts import Facts


class BunchingParams(LineParams):
    """Parameters of C3b."""

    below: float = Field(
        0.1, ge=0.02, le=0.2, description="限额以下的窗口，限额的比例 (window below the line)"
    )
    above: float = Field(
        0.05, ge=0, le=0.2, description="拟合时不用的限额以上部分 (left out of the fit above it)"
    )
    degree: int = Field(5, ge=2, le=7, description="多项式次数，合并样本 (degree when pooled)")
    buyer_degree: int = Field(3, ge=1, le=7, description="多项式次数，单一采购人 (degree a buyer)")
    least_contracts: int = Field(
        100, ge=50, description="单独检验的最少合同数 (contracts for a test of its own)"
    )
    least_pooled: int = Field(
        50, ge=30, description="合并检验的最少合同数 (contracts for a test of small buyers pooled)"
    )
    least_excess: float = Field(
        0.5, ge=0, description="报告所需的最小超出比例 (least excess that is told)"
    )
    q_most: float = Field(0.1, gt=0, le=1, description="错误发现率上限 (false discovery rate)")
    draws: int = Field(500, ge=199, le=5_000, description="自助抽样次数 (bootstrap draws)")
    seed: int = Field(20_260, ge=0, description="随机种子 (seed of the draws)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The contracts around one line: of one buyer, or pooled over small buyers (buyer "")."""

    buyer: str
    kind: str
    line: int
    rows: Any
    bins: Bins
    excess: Excess

    @property
    def code(self) -> str:
        """Return the threshold's code, such as `works:4000000`."""
        return f"{self.kind}:{self.line // YUAN}"


def find(facts: Facts, params: BunchingParams) -> Result:
    """Find buyers, or all small buyers together, with an excess just below a line.

    Cost: one curve and its bootstrap a buyer and line. Order: by threshold, then buyer.
    """
    lined = with_lines(facts, awards(facts), params)
    share = lined.price / lined.line
    near = lined.filter((share >= LOW) & (share < HIGH)).order_by("id")
    rows = near.select(
        "id", "buyer", "kind", "line", "price", "origin", "confidence", "disputed", "day"
    ).to_pyarrow()
    groups, few = _groups(rows, params)
    q = q_values(np.array([group.excess.p for group in groups]))
    judged = list(zip(groups, q.tolist(), strict=True))
    told = [(g, one) for g, one in judged if _is_told(g, one, params)]
    return Result(
        findings=tuple(finding_of(rows, group, one) for group, one in told),
        tested=tuple(
            Tested(
                code=CODE, subject=group.buyer or "all", count=len(group.rows), unit=group.code,
                measure=float(group.excess.observed), expected=round(group.excess.expected, 3),
                p=group.excess.p, q=one,
            )
            for group, one in judged
            if not _is_told(group, one, params)
        ),
        not_tested=_not_tested(few, params),
    )  # fmt: skip


def _is_told(group: Group, q: float, params: BunchingParams) -> bool:
    return q <= params.q_most and group.excess.excess >= params.least_excess


def _groups(rows: pa.Table, params: BunchingParams) -> tuple[list[Group], dict[str, int]]:
    """Return the groups large enough to test, and the number of contracts in those too small."""
    kinds, buyers = rows["kind"].to_numpy(), rows["buyer"].to_numpy()
    lines = rows["line"].to_numpy()
    groups, few = [], {}
    for kind in KINDS:
        for line in np.unique(lines[kinds == kind]).tolist():
            here = np.flatnonzero((kinds == kind) & (lines == line))
            names, place = np.unique(buyers[here], return_inverse=True)
            sizes = np.bincount(place)
            pooled = here[sizes[place] < params.least_contracts]
            groups += [
                (str(names[at]), kind, here[place == at])
                for at in np.flatnonzero(sizes >= params.least_contracts)
            ]
            if len(pooled) >= params.least_pooled:
                groups.append(("", kind, pooled))
            elif len(pooled):
                few[f"{kind}:{line // YUAN}"] = len(pooled)
    prices = rows["price"].to_numpy()
    return [
        _group(buyer, kind, at, prices, int(lines[at[0]]), params) for buyer, kind, at in groups
    ], few


def _group(buyer: str, kind: str, at: Any, prices: Any, line: int, params: BunchingParams) -> Group:
    bins = binned(prices[at], line, params.below, params.above)
    degree = params.buyer_degree if buyer else params.degree
    seed = [params.seed, line // YUAN, *buyer.encode()]
    excess = excess_below(bins, degree, params.draws, np.random.default_rng(seed))
    return Group(buyer=buyer, kind=kind, line=line, rows=at, bins=bins, excess=excess)


def _not_tested(few: dict[str, int], params: BunchingParams) -> tuple[NotTested, ...]:
    return tuple(
        NotTested(
            code=CODE,
            subject=code,
            count=count,
            why=Words(
                f"限额附近的合同不足 {params.least_pooled} 份，无法检验",
                f"fewer than {params.least_pooled} contracts around the line: not enough data",
            ),
        )
        for code, count in few.items()
    )


PATTERN = Pattern(
    code=CODE,
    title=Words("限额下堆积", "Bunching below the line"),
    claim=Words(
        "紧贴招标限额以下的合同比平滑分布所预期的多",
        "More contracts stand just below the line of open tender than a smooth curve expects",
    ),
    needs=("contracts",),
    params=BunchingParams,
    find=find,
)
