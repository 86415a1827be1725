"""R024 and R058: how far the second lowest valid bid lies above the winner's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.model import Words
from graph.patterns.contracts.process_flags.flag import (
    PROCESS,
    Flagged,
    Hit,
    ProcessFlag,
    lower_fence,
    untested,
    upper_fence,
)

if TYPE_CHECKING:
    from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
    from graph.patterns.contracts.process_flags.relation import Processes

_NOT_COMPARED = Words(
    "没有可比的价格：不是单一中标人、没有两个有效报价、最低价未中标，或不比价",
    "no prices to compare: not one sole winner, not two valid prices, the lowest did not win,"
    " or prices do not decide",
)
_NO_FENCE_BELOW = Words(
    "差距的下界不大于零，没有项目会低于它",
    "the lower fence is not above zero, so no difference can lie below it",
)
_NO_FENCE_ABOVE = Words(
    "四分之三的项目没有差距，上界不大于零",
    "three quarters of the processes show no difference: the upper fence is not above zero",
)


def compared_tenders(processes: Processes, params: ProcessFlagsParams) -> Any:
    """Return the tenders whose prices decide, by the details of their method."""
    tenders = processes.tenders
    if params.price_details:
        return tenders.filter(tenders.details.isin(list(params.price_details)))
    if params.no_price_details:
        named = tenders.details.isin(list(params.no_price_details))
        return tenders.filter(tenders.details.isnull() | ~named)
    return tenders


def currency_of(processes: Processes, params: ProcessFlagsParams) -> str:
    """Return the currency compared: the one asked for, else the commonest of the bids."""
    if params.currency:
        return params.currency
    return str(processes.once("currency", lambda: _commonest(processes)))


def _commonest(processes: Processes) -> str:
    bids = processes.submitted()
    bids = bids.filter(bids.amount.notnull() & bids.currency.notnull())
    counts = bids.group_by("currency").aggregate(bids=bids.count())
    rows = counts.to_pyarrow().to_pylist()
    return min(((-row["bids"], str(row["currency"])) for row in rows), default=(0, ""))[1]


def differences(processes: Processes, params: ProcessFlagsParams) -> Any:
    """Return (process, supplier, lowest, ratio): (second lowest − winner) / winner."""
    prices = _lone_prices(processes, params).join(processes.sole_winners(), "process")
    is_winner = prices.tenderer == prices.supplier
    found = prices.group_by("process", "supplier").aggregate(
        winner=prices.amount.min(where=is_winner), lowest=prices.amount.min(where=~is_winner)
    )
    found = found.filter((found.winner > 0) & (found.lowest >= found.winner))
    return found.mutate(ratio=(found.lowest - found.winner) / found.winner)


def _lone_prices(processes: Processes, params: ProcessFlagsParams) -> Any:
    lone = processes.lone_bids().semi_join(compared_tenders(processes, params), "process")
    money = lone.amount.notnull() & (lone.currency == currency_of(processes, params))
    return lone.filter(money).select("process", "place", "tenderer", "amount")


def close_price(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag differences at or below Q1 − 1.5 IQR of all; the value is the difference."""
    rows, ratios = _ratios(processes, params)
    fence, first = (
        lower_fence(ratios) if params.r024_threshold is None else (params.r024_threshold, 1.0)
    )
    cases = (_NOT_COMPARED, processes.size - len(ratios))
    if not (first > 0 and fence > 0):
        return Flagged(fence=fence, untested=untested(cases, (_NO_FENCE_BELOW, len(ratios))))
    near = rows.filter(rows.ratio <= fence)
    return Flagged(
        hits=tuple(_close_hits(processes, params, near)),
        tested=len(ratios),
        fence=fence,
        untested=untested(cases),
    )


def _close_hits(processes: Processes, params: ProcessFlagsParams, near: Any) -> list[Hit]:
    """Return the hits, each naming the winner and whoever first bade the second lowest price."""
    others = _lone_prices(processes, params).join(near, "process")
    others = others.filter((others.tenderer != others.supplier) & (others.amount == others.lowest))
    firsts: dict[str, Hit] = {}
    for row in others.order_by("process", "place").to_pyarrow().to_pylist():
        parties = ((row["supplier"], 0.0), (row["tenderer"], 0.0))
        hit = Hit(group=PROCESS, subject=row["process"], value=row["ratio"], parties=parties)
        firsts.setdefault(row["process"], hit)
    return list(firsts.values())


def far_price(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag differences at or above Q3 + 1.5 IQR of all; the value is the difference."""
    rows, ratios = _ratios(processes, params)
    fence = upper_fence(ratios) if params.r058_threshold is None else params.r058_threshold
    cases = (_NOT_COMPARED, processes.size - len(ratios))
    if not fence > 0:
        return Flagged(fence=fence, untested=untested(cases, (_NO_FENCE_ABOVE, len(ratios))))
    far = rows.filter(rows.ratio >= fence).order_by("process").to_pyarrow().to_pylist()
    hits = tuple(
        Hit(
            group=PROCESS,
            subject=row["process"],
            value=row["ratio"],
            parties=((row["supplier"], 0.0),),
        )
        for row in far
    )
    return Flagged(hits=hits, tested=len(ratios), fence=fence, untested=untested(cases))


def _ratios(processes: Processes, params: ProcessFlagsParams) -> tuple[Any, Any]:
    rows = processes.once("differences", lambda: processes.keep(differences(processes, params)))
    return rows, rows.ratio.to_pyarrow().to_numpy(zero_copy_only=False).astype(np.float64)


R024 = ProcessFlag(
    code="R024",
    title=Words("次低价紧贴中标价", "the second lowest price is close to the winner's"),
    compute=close_price,
    measure="share of the winner's price",
)
R058 = ProcessFlag(
    code="R058",
    title=Words("中标价远低于次低价", "the winner's price is far below the second lowest"),
    compute=far_price,
    measure="share of the winner's price",
)
