"""R028, equal prices of different tenderers; R036, the lowest bid disqualified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Words
from graph.patterns.contracts.process_flags.flag import (
    PROCESS,
    Flagged,
    Hit,
    ProcessFlag,
    count,
    flagged,
    untested,
)
from graph.patterns.contracts.process_flags.prices import compared_tenders, currency_of

if TYPE_CHECKING:
    from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
    from graph.patterns.contracts.process_flags.relation import Processes

_FEW_PRICES = Words(
    "不足两个有报价和投标人的投标，或不比价",
    "fewer than two bids with a price and a tenderer, or prices do not decide",
)
_NO_PRICES = Words(
    "没有成交、没有有效报价，或不比价",
    "no award in force, no valid price, or prices do not decide",
)
_NO_REFUSALS = Words(
    "资料中没有任何被否决的投标，无从比较",
    "no bid of the data is marked as disqualified, so nothing can be compared",
)


def equal_prices(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag processes where different tenderers handed in the same price in one currency.

    A joint bid is one bid: the same tenderers in another order are no others.
    """
    bids = processes.submitted().semi_join(compared_tenders(processes, params), "process")
    bids = bids.filter(bids.amount.notnull() & bids.currency.notnull())
    named = bids.join(processes.bidders, ["process", "bid"]).select(
        "process", "bid", "amount", "currency", "tenderer"
    )
    named = named.distinct()
    by_bid = named.group_by("process", "bid", "amount", "currency")
    sets = by_bid.aggregate(who=named.tenderer.group_concat("\x1f", order_by=named.tenderer))
    prices = sets.group_by("process", "amount", "currency").aggregate(sets=sets.who.nunique())
    equal = named.semi_join(prices.filter(prices.sets > 1), ["process", "amount", "currency"])
    found = equal.select("process", "tenderer").distinct().order_by("process", "tenderer")
    by_process: dict[str, list[str]] = {}
    for row in found.to_pyarrow().to_pylist():
        by_process.setdefault(row["process"], []).append(row["tenderer"])
    hits = tuple(
        Hit(group=PROCESS, subject=one, value=1.0, parties=tuple((who, 1.0) for who in names))
        for one, names in by_process.items()
    )
    counts = sets.group_by("process").aggregate(bids=sets.count())
    tested = count(counts.filter(counts.bids > 1))
    return Flagged(
        hits=hits,
        tested=tested,
        untested=untested((_FEW_PRICES, processes.size - tested)),
    )


def lowest_disqualified(processes: Processes, params: ProcessFlagsParams) -> Flagged:
    """Flag awarded processes whose lowest bid was disqualified while a valid one stood.

    Of several lowest bids the first handed in counts.
    """
    active = processes.awards.filter(processes.awards.status == "active")
    bids = processes.submitted().semi_join(compared_tenders(processes, params), "process")
    bids = bids.semi_join(active, "process")
    bids = bids.filter(bids.amount.notnull() & (bids.currency == currency_of(processes, params)))
    valid = bids.filter(bids.status == "valid").select("process").distinct()
    least = bids.group_by("process").aggregate(least=bids.amount.min())
    lowest = bids.join(least, "process").filter(lambda rows: rows.amount == rows.least)
    first = lowest.group_by("process").aggregate(first=lowest.place.min())
    chosen = lowest.join(first, "process").filter(lambda rows: rows.place == rows.first)
    refused = chosen.filter(chosen.status == "disqualified").semi_join(valid, "process")
    found = refused.select("process").distinct().order_by("process").process
    return flagged(
        tuple(Hit(group=PROCESS, subject=one, value=1.0) for one in found.to_pyarrow().to_pylist()),
        count(valid),
        processes.size,
        _NO_PRICES,
        barred=_NO_REFUSALS,
        is_barred=not processes.has_refusals,
    )


R028 = ProcessFlag(
    code="R028",
    title=Words("报价相同", "equal prices"),
    compute=equal_prices,
    measure="flag",
)
R036 = ProcessFlag(
    code="R036",
    title=Words("最低价被否决", "the lowest bid disqualified"),
    compute=lowest_disqualified,
    measure="flag",
)
