"""Tenders whose bids can be screened, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from graph.findings import NotTested
from graph.model import Words
from graph.patterns.contracts.bid_screens_values import FEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from graph.patterns.facts import Facts

_CEILING = 0.999
"""Bids from here up to the control price are held down by it and tell nothing of each other."""
_WHY = (
    ("none", Words("没有有效报价", "no valid price")),
    ("few", Words("有效报价不足三个", "fewer than three valid prices")),
    ("mixed", Words("报价币种不同", "prices in different currencies")),
    ("equal", Words("报价全部相同，见 C2 的 R028", "all prices equal: see R028 of C2")),
    ("outbid", Words("中标价不是最低价", "the winner's price is not the lowest")),
    ("held", Words("落标报价顶在最高限价上", "losing bids stand at the control price")),
    ("cancelled", Words("采购已终止", "the purchase was cancelled")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenders:
    """Tenders with at least three valid prices of one currency, ascending by contract.

    Of tender i the prices are `prices[first[i]:first[i + 1]]`, ascending, in fen, float64.
    """

    ids: NDArray[Any]
    category: NDArray[Any]
    year: NDArray[Any]
    has_control: NDArray[np.bool_]
    first: NDArray[np.int64]
    prices: NDArray[np.float64]
    not_tested: tuple[NotTested, ...]

    @property
    def bids(self) -> NDArray[np.int64]:
        """The number of bids of each tender."""
        return np.diff(self.first)

    def of_size(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the places of the tenders with so many bids, and their prices, [tenders, m]."""
        places = np.flatnonzero(self.bids == count)
        return places, self.prices[self.first[places][:, None] + np.arange(count)]


def tenders_of(facts: Facts) -> Tenders:
    """Return the tenders to screen. Cost: two groupings and a join over all bids."""
    prices = facts.kept(_prices(facts.table("bids")))
    rows = facts.kept(_judged(facts, prices))
    reasons = rows.group_by("why").aggregate(count=rows.count()).to_pyarrow().to_pylist()
    good = rows.filter(rows.why == "")
    table = good.order_by("contract").to_pyarrow()
    bids = prices.semi_join(good, "contract").order_by("contract", "price").to_pyarrow()
    counts = table["bids"].to_numpy().astype(np.int64)
    return Tenders(
        ids=np.asarray(table["contract"].to_pylist(), object),
        category=np.asarray(table["category"].to_pylist(), object),
        year=table["year"].to_numpy().astype(np.int64),
        has_control=table["has_control"].to_numpy().astype(bool),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        prices=bids["price"].to_numpy().astype(np.float64),
        not_tested=_reasons({row["why"]: row["count"] for row in reasons}),
    )


def _prices(bids: Any) -> Any:
    """Return the lowest valid price of each bid, a joint bid being one: (contract, bid, …)."""
    valid = bids.filter((bids.status.isnull() | (bids.status == "valid")) & (bids.price > 0))
    lone = valid.mutate(
        bid=valid.number.coalesce(valid.bidder), currency=valid.currency.coalesce("CNY")
    )
    best = lone.group_by("contract", "bidder").aggregate(
        bid=lone.bid.min(),
        price=lone.price.min(),
        won=lone.won.fill_null(False).max(),
        currency=lone.currency.min(),
    )
    return best.group_by("contract", "bid").aggregate(
        price=best.price.min(), won=best.won.max(), currency=best.currency.min()
    )


def _judged(facts: Facts, prices: Any) -> Any:
    contracts = facts.table("contracts")
    budget = contracts.select(contract="id", budget="budget_amount")
    priced = prices.join(budget, "contract")
    near = (priced.price >= _CEILING * priced.budget) & (priced.price <= priced.budget)
    held = near.fill_null(False)
    sums = priced.group_by("contract").aggregate(
        bids=priced.count(),
        least=priced.price.min(),
        most=priced.price.max(),
        paid=priced.price.min(where=priced.won),
        currencies=priced.currency.nunique(),
        held=held.cast("int64").sum(),
    )
    rows = contracts.left_join(sums, contracts.id == sums.contract)
    day = ibis.coalesce(rows.awarded_first, rows.deadline_first, rows.published_first)
    return rows.select(
        "contract",
        "bids",
        category=ibis.coalesce(rows.category, rows.kind, ""),
        year=day.year().fill_null(0).cast("int64"),
        has_control=rows.budget_amount.notnull(),
        why=ibis.cases(
            ((rows.outcome == "cancelled").fill_null(False), "cancelled"),
            (rows.bids.isnull(), "none"),
            (rows.bids < FEWEST, "few"),
            (rows.currencies > 1, "mixed"),
            (rows.least == rows.most, "equal"),
            ((rows.paid > rows.least).fill_null(False), "outbid"),
            (rows.held > 1, "held"),
            else_="",
        ),
    )


def _reasons(counts: Mapping[str, int]) -> tuple[NotTested, ...]:
    return tuple(
        NotTested(code="C4", why=why, count=counts[name]) for name, why in _WHY if name in counts
    )
