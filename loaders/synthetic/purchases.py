"""What units buy honestly: sizes, procedures, unrelated bidders, prices below the control price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of
from loaders.synthetic.arrays import TODAY
from loaders.synthetic.firms import KINDS
from loaders.synthetic.tenders import THRESHOLDS, Offer, Tender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.synthetic.firms import Firm
    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.trade import Trade

TITLES = {
    "works": (("道路硬化工程", "B02"), ("饮水管网改造工程", "B03"), ("河道治理工程", "B02"),
              ("校舍维修工程", "B03")),
    "goods": (("办公家具采购", "A06"), ("路灯采购", "A02"), ("信息设备采购", "A02"),
              ("苗木采购", "A06")),
    "services": (("环境卫生服务", "C13"), ("规划编制服务", "C10"), ("物业管理服务", "C13"),
                 ("工程监理服务", "C10")),
}  # fmt: skip
"""Titles and categories of each kind."""
_MEDIAN = {"works": 900_000, "goods": 450_000, "services": 220_000}
_SPREAD = 1.0
_SHARE = (0.4, 0.3, 0.3)
_FIRST, _LAST = day_of("2021-02-01"), day_of("2026-06-30")
_COMPETITIVE = ("open", "open", "invited", "negotiated")
_DIRECT = 0.12
_MOST_DIRECT = 200_000
LEVEL, LEVEL_SPREAD, PRICE_SPREAD = 0.92, 0.02, 0.03
"""Bids over the control price: a tender's mean, its spread, and the bidders' spread about it."""
_SETTLED_AFTER = 400
_FEWEST_BIDS = 3
"""With fewer bids than these a tender fails, and one firm is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a buyer wants to buy on a day."""

    buyer: Unit
    kind: str
    budget: int
    published: int


def wishes(
    rng: np.random.Generator, buyers: list[Unit], scale: list[float], count: int
) -> list[Wish]:
    """Return so many purchases of the buyers, by day; `scale` multiplies each one's sizes."""
    weight = np.array(scale) / sum(scale)
    buyer = rng.choice(len(buyers), count, p=weight)
    kind = rng.choice(len(KINDS), count, p=_SHARE)
    median = np.array([_MEDIAN[k] for k in KINDS])[kind] * np.array(scale)[buyer]
    budget = median * np.exp(rng.normal(0, _SPREAD, count))
    day = np.sort(rng.integers(_FIRST, _LAST, count))
    rows = zip(buyer.tolist(), kind.tolist(), budget.tolist(), day.tolist(), strict=True)
    return [
        Wish(buyer=buyers[b], kind=KINDS[k], budget=int(size) // 100 * 100 + 8_000, published=day)
        for b, k, size, day in rows
    ]


def offers_of(rng: np.random.Generator, firms: Iterable[Firm], budget: int) -> tuple[Offer, ...]:
    """Return independent bids of the firms, no two alike, none above the control price."""
    level = rng.normal(LEVEL, LEVEL_SPREAD)
    seen: set[int] = set()
    offers = []
    for firm in firms:
        price = round(budget * min(float(rng.normal(level, PRICE_SPREAD)), 0.9995))
        while price in seen:
            price -= 1
        seen.add(price)
        offers.append(Offer(firm=firm, price=price))
    return tuple(offers)


def settled(rng: np.random.Generator, published: int) -> float | None:
    """Return settled over agreed amount of a contract old enough: a few hundredths off one."""
    share = float(np.clip(rng.normal(1.0, 0.02), 0.93, 1.06))
    return round(share, 4) if TODAY - published > _SETTLED_AFTER else None


def honest_tender(rng: np.random.Generator, trade: Trade, wish: Wish) -> Tender | None:
    """Return the wish as a tender among firms without a tie to the buyer or to each other.

    None if no firm may bid.
    """
    title, category = TITLES[wish.kind][int(rng.integers(4))]
    window = int(rng.integers(20, 36))
    is_direct = wish.budget < _MOST_DIRECT and rng.random() < _DIRECT
    wanted = 1 if is_direct else int(rng.integers(3, 7))
    chosen = trade.drawn(rng, wish.buyer, wish.kind, wish.published + window + 4, wanted)
    if not chosen:
        return None
    if len(chosen) < _FEWEST_BIDS:
        chosen = chosen[:1]
    procedure = _COMPETITIVE[int(rng.integers(len(_COMPETITIVE)))]
    if wish.budget >= THRESHOLDS[wish.kind]:
        procedure = "open"
    return Tender(
        buyer=wish.buyer,
        kind=wish.kind,
        title=wish.buyer.name + title,
        category=category,
        procedure="direct" if len(chosen) == 1 else procedure,
        budget=wish.budget,
        offers=offers_of(rng, chosen, wish.budget),
        published=wish.published,
        window=window,
        settled=settled(rng, wish.published),
    )
