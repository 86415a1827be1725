"""Tenders that patterns should find by their bids: covers, rings, one winner, a crowded line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from loaders.synthetic.firms import KINDS
from loaders.synthetic.planted_contracts import AWARDED, WINDOW
from loaders.synthetic.planted_kin import FIRST, LAST, one_of, plants_of
from loaders.synthetic.purchases import TITLES, offers_of, settled
from loaders.synthetic.tenders import THRESHOLDS, Offer, Tender

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from loaders.synthetic.firms import Firm
    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.tenders import Deal
    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth

COVERS = {"strong": (0.010, 0.0005), "medium": (0.010, 0.001), "weak": (0.012, 0.003)}
"""How far the covers stand above the winner, and their spread, over the control price."""
_COVER_BIDS = (5, 7)
_KEPT_TURNS = {"strong": 1.0, "medium": 0.85, "weak": 0.65}
_SHARE_WON = {"strong": 1.0, "medium": 0.85, "weak": 0.7}
_ROUNDS, _LONG_RUN = 12, 16
_ROUND = 40
"""Days from one tender of a ring to the next."""
_CROWD = {"strong": 3.0, "medium": 1.5, "weak": 0.75}
"""Contracts added just under a threshold over those expected there."""
_EXPECTED_UNDER = 0.016
"""Share of a kind's contracts that honest sizes put into that window."""
_FEWEST_CROWD = 4
_WINDOW_OF_CROWD = (0.93, 0.999)


def let(
    rng: np.random.Generator,
    trade: Trade,
    buyer: Unit,
    kind: str,
    offers: tuple[Offer, ...],
    published: int,
    *,
    budget: int,
    procedure: str = "open",
) -> Deal:
    """Let an ordinary title of the kind on these offers."""
    title, category = TITLES[kind][int(rng.integers(4))]
    tender = Tender(
        buyer=buyer, kind=kind, title=buyer.name + title, category=category, procedure=procedure,
        budget=budget, offers=offers, published=published, window=WINDOW,
        settled=settled(rng, published),
    )  # fmt: skip
    return trade.book.let(tender)


def plant_covers(trade: Trade, truth: Truth) -> None:
    """Plant C4: losers that bid close together a little above the winner."""
    rng, strengths = truth.stream("C4"), truth.strengths()
    for number in range(2 * plants_of(truth)):
        strength, kind = next(strengths), KINDS[number % len(KINDS)]
        buyer, published = one_of(rng, trade.buyers), int(rng.integers(FIRST, LAST - AWARDED))
        wanted = int(rng.integers(*_COVER_BIDS))
        firms = trade.drawn(rng, buyer, kind, published + AWARDED, wanted)
        if len(firms) < 3:
            continue
        budget = int(THRESHOLDS[kind] * rng.uniform(0.1, 0.8))
        deal = let(
            rng, trade, buyer, kind, _covered(rng, firms, budget, COVERS[strength]), published,
            budget=budget,
        )  # fmt: skip
        ids = [firm.id for firm in firms]
        truth.plant("C4", deal.id, ids, strength, "陪标：落标报价相互接近，略高于中标价")


def _covered(
    rng: np.random.Generator, firms: list[Firm], budget: int, cover: tuple[float, float]
) -> tuple[Offer, ...]:
    """Return the first firm's bid and the covers', no two alike."""
    gap, spread = cover
    low = float(rng.uniform(0.93, 0.975))
    over = rng.permutation(len(firms) - 1) + rng.uniform(-0.4, 0.4, len(firms) - 1)
    over = (over - over.mean()) / max(float(over.std()), 1e-9) * spread
    prices = [low, *(low + gap + over).tolist()]
    return tuple(
        Offer(firm=firm, price=round(budget * price))
        for firm, price in zip(firms, prices, strict=True)
    )


def _ring(
    trade: Trade, rng: np.random.Generator, size: int, buyers: list[Unit]
) -> tuple[Unit, str, list[Firm]] | None:
    """Return one of the buyers, without a run of tenders yet, and firms of one kind for it."""
    for at in rng.permutation(len(buyers)).tolist():
        kind = KINDS[int(rng.integers(len(KINDS)))]
        firms = trade.veterans(rng, buyers[at], kind, FIRST, size)
        if len(firms) == size and buyers[at].id not in trade.runs:
            trade.runs.add(buyers[at].id)
            return buyers[at], kind, firms
    return None


def run_of(
    rng: np.random.Generator,
    trade: Trade,
    buyer: Unit,
    kind: str,
    winners: list[tuple[Firm, list[Firm]]],
) -> list[str]:
    """Let small tenders one after the other, each to its winner against the others."""
    first = int(rng.integers(FIRST + 400, LAST - _ROUND * len(winners) - AWARDED))
    ids = []
    for turn, (winner, others) in enumerate(winners):
        budget = int(THRESHOLDS[kind] * rng.uniform(0.05, 0.15))
        offers = offers_of(rng, [winner, *others], budget)
        low = min(offer.price for offer in offers) - int(rng.integers(1, 500))
        offers = (Offer(firm=winner, price=low), *offers[1:])
        day = first + _ROUND * turn + int(rng.integers(-6, 7))
        ids.append(let(rng, trade, buyer, kind, offers, day, budget=budget).id)
    return ids


def plant_rotation(trade: Trade, truth: Truth) -> None:
    """Plant C5: bidders who always bid together and win in turn."""
    rng, strengths = truth.stream("C5 rotation"), truth.strengths()
    buyers = [buyer for buyer in trade.buyers if buyer.kind == "public_body"]
    for _ in range(max(3, plants_of(truth) // 4)):
        strength, found = next(strengths), _ring(trade, rng, 4, buyers)
        if found is None:
            return
        buyer, kind, firms = found
        winners = []
        for turn in range(_ROUNDS):
            keeps = rng.random() < _KEPT_TURNS[strength]
            winner = firms[turn % len(firms)] if keeps else one_of(rng, firms)
            winners.append((winner, [firm for firm in firms if firm is not winner]))
        run_of(rng, trade, buyer, kind, winners)
        ids = [firm.id for firm in firms]
        truth.plant("C5", buyer.id, ids, strength, "固定投标人轮流中标")


def plant_concentration(trade: Trade, truth: Truth) -> None:
    """Plant C5: one bidder wins nearly everything against the same able competitors.

    At buyers that buy little else, so that its share of all that they buy is large.
    """
    rng, strengths = truth.stream("C5 concentration"), truth.strengths()
    bought = Counter(deal.buyer.id for deal in trade.book.deals)
    buyers = sorted(trade.buyers, key=lambda buyer: bought[buyer.id])[: max(9, len(bought) // 4)]
    for _ in range(max(3, plants_of(truth) // 4)):
        strength, found = next(strengths), _ring(trade, rng, 4, buyers)
        if found is None:
            return
        buyer, kind, firms = found
        winners = []
        for _ in range(_LONG_RUN):
            winner = firms[0] if rng.random() < _SHARE_WON[strength] else one_of(rng, firms[1:])
            winners.append((winner, [firm for firm in firms if firm is not winner]))
        run_of(rng, trade, buyer, kind, winners)
        truth.plant("C5", buyer.id, [firms[0].id], strength, "多家投标，几乎总是同一家中标")


def plant_bunching(trade: Trade, truth: Truth) -> None:
    """Plant C3b: many buyers' contracts crowd just under a compulsory threshold."""
    rng, strengths = truth.stream("C3b"), truth.strengths()
    for kind in reversed(KINDS):
        strength = next(strengths)
        of_kind = sum(deal.kind == kind for deal in trade.book.deals)
        expected = max(_FEWEST_CROWD, _EXPECTED_UNDER * of_kind)
        ids = []
        for _ in range(round(_CROWD[strength] * expected)):
            buyer, published = one_of(rng, trade.buyers), int(rng.integers(FIRST, LAST - AWARDED))
            amount = int(THRESHOLDS[kind] * rng.uniform(*_WINDOW_OF_CROWD))
            firms = trade.drawn(rng, buyer, kind, published + AWARDED, 1)
            if firms:
                offers = (Offer(firm=firms[0], price=amount),)
                deal = let(
                    rng, trade, buyer, kind, offers, published, budget=amount, procedure="direct"
                )
                ids.append(deal.id)
        truth.plant("C3b", "", ids, strength, "合同金额集中在必须招标限额之下")


PLANTS: tuple[Callable[[Trade, Truth], None], ...] = (
    plant_covers, plant_rotation, plant_concentration, plant_bunching,
)  # fmt: skip
"""Everything planted here, in the order planted."""
