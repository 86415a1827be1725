"""Parameters of D1."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from graph.patterns.base import Params
from graph.patterns.money.runs import LOAN_WORDS, REFUND_WORDS, WAGE_WORDS


class CyclesParams(Params):
    """Parameters of D1."""

    seeds: Literal["public", "all"] = Field(
        "public", description="起点：公共付款或全部转账 (first transfers: public payments, or all)"
    )
    order: Literal["rising", "any"] = Field(
        "rising",
        description="时间须递增，或只须在首笔之后 (times rise, or only follow the first)",
    )
    steps: int = Field(6, ge=2, le=8, description="最多转账次数 (most transfers)")
    fewest: int = Field(2, ge=2, le=8, description="最少转账次数 (fewest transfers)")
    days: int = Field(30, ge=1, le=366, description="时间窗，天 (window in days)")
    tolerance: float = Field(
        0.2, ge=0, le=1000, description="相邻金额允许差 (share by which amounts may differ)"
    )
    hub: int = Field(
        500,
        ge=1,
        description="每方窗口内最多看的转账，取最新 (newest transfers looked at)",
    )
    budget: int = Field(
        20_000_000, ge=1, description="每个起点最多看的转账 (transfers looked at for one seed)"
    )
    most_repeats: int = Field(
        0,
        ge=0,
        description="同两方之间转账次数上限，0 为不限 (most transfers of a pair, 0 for any)",
    )
    most: int = Field(1000, ge=1, description="每个起点最多保留的链 (chains kept for one seed)")
    shuffles: int = Field(200, ge=1, le=10_000, description="月内时间打乱次数 (shuffles)")
    stop_after: int = Field(
        20, ge=1, description="达到此数即停止打乱 (shuffles as fast after which to stop)"
    )
    random_seed: int = Field(1, ge=0, description="随机种子 (seed of the shuffles)")
    most_p: float = Field(
        1.0, gt=0, le=1, description="打乱检验 p 值上限 (highest p that is told; 1 tells all)"
    )
    run_payees: int = Field(
        5, ge=2, description="批量发放的最少收款方 (payees that make a run of payouts)"
    )
    run_months: int = Field(
        3, ge=2, description="按月同额的最少月数 (months of one amount that make a wage)"
    )
    wage_words: tuple[str, ...] = Field(WAGE_WORDS, description="工资用词 (words of wages)")
    loan_words: tuple[str, ...] = Field(LOAN_WORDS, description="借贷用词 (words of loans)")
    refund_words: tuple[str, ...] = Field(REFUND_WORDS, description="退款用词 (words of refunds)")
