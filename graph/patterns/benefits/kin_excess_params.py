"""Parameters of the kin test, apart from the test so that its stages can be typed by them."""

from __future__ import annotations

from pydantic import Field

from graph.patterns.base import Params


class KinExcessParams(Params):
    """Parameters of B1."""

    years: int = Field(3, ge=1, le=10, description="合并检验的年数 (years pooled, the last ones)")
    q: float = Field(0.10, gt=0, le=0.5, description="错误发现率上限 (false discovery rate held)")
    gamma_gate: float = Field(
        2.0, ge=1, le=10, description="未记录困难的放大倍数门槛 (hidden-need factor to survive)"
    )
    gamma_around: float = Field(
        1.5,
        ge=1,
        le=10,
        description="计入亲属和本组困难后的门槛 (factor to survive once kin's need is counted in)",
    )
    least_p: float = Field(
        0.01, gt=0, le=1, description="可达到的最小 p 值上限 (least p-value there must be)"
    )
    least_served: int = Field(
        3, ge=1, le=50, description="受益亲属户数下限 (kin households served, at least)"
    )
    most_missing: float = Field(
        0.10, gt=0, le=1, description="缺困难记录的户占比上限 (need records missing, below)"
    )
    least_parents: float = Field(
        0.60, ge=0, le=1, description="父母已登记的成年人占比下限 (parents on record, at least)"
    )
    placebos: int = Field(
        1000, ge=20, le=100_000, description="对照亲属组数 (placebo sets of relatives)"
    )
