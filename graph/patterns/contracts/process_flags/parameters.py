"""Parameters of C2: those of Cardinal, with its defaults, the flag's code before each."""

from __future__ import annotations

from pydantic import Field

from graph.patterns.base import Params

_THRESHOLD = "界限，不填则按四分位距计算 (fence; by the interquartile range if blank)"


class ProcessFlagsParams(Params):
    """Parameters of C2."""

    flags: tuple[str, ...] = Field((), description="只算这些标志，不填则全部 (only these flags)")
    currency: str = Field(
        "", description="比较哪种币种，不填则最常见者 (currency compared; blank: the commonest)"
    )
    excluded_details: tuple[str, ...] = Field(
        (), description="不看的采购方式说明 (method details left out)"
    )
    price_details: tuple[str, ...] = Field(
        (), description="只在这些采购方式说明中比价 (method details with price comparison)"
    )
    no_price_details: tuple[str, ...] = Field(
        (), description="不比价的采购方式说明 (method details without price comparison)"
    )
    r003_days: int = Field(15, ge=1, description="投标期少于这些整日 (fewer whole days than)")
    r003_methods: tuple[str, ...] = Field(
        (), description="只看这些方式 (only these methods: open, selective, limited, direct)"
    )
    r003_details_days: dict[str, int] = Field(
        {}, description="各采购方式说明的日数 (days by method details)"
    )
    r018_methods: tuple[str, ...] = Field(
        ("open", "selective"), description="应有竞争的方式 (methods that should have competition)"
    )
    r024_threshold: float | None = Field(None, ge=0, description=_THRESHOLD)
    r025_percentile: int = Field(
        75, ge=0, le=100, description="投标次数的百分位 (percentile of the number of bids)"
    )
    r025_threshold: float | None = Field(None, ge=0, le=1, description=_THRESHOLD)
    r035_others: int = Field(
        1, ge=1, description="至少多少家被否决 (at least so many others disqualified)"
    )
    r038_threshold: float | None = Field(None, ge=0, le=1, description=_THRESHOLD)
    r038_tenderer_bids: int = Field(
        2, ge=1, description="投标人至少递交的标书 (bids that a tenderer must have handed in)"
    )
    r038_buyer_bids: int = Field(
        2, ge=1, description="采购人至少收到的标书 (bids that a buyer must have received)"
    )
    r048_digits: int = Field(2, ge=1, le=12, description="品目代码取前几位 (digits of the class)")
    r048_threshold: float | None = Field(None, ge=0, description=_THRESHOLD)
    r048_processes: int = Field(
        20, ge=1, description="供应商至少参与的项目 (processes that a supplier must have won)"
    )
    r058_threshold: float | None = Field(None, ge=0, description=_THRESHOLD)
