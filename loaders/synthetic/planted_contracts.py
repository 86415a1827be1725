"""Contracts that patterns should find: awards to kin, split purchases, odd firms, overruns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.synthetic.arrays import TODAY
from loaders.synthetic.firms import KINDS, Firm
from loaders.synthetic.planted_firms import hidden_owner, new_firm, open_owner, silent_owner
from loaders.synthetic.planted_kin import FIRST, LAST, Kin, KinCases, one_of, plants_of
from loaders.synthetic.purchases import TITLES, offers_of, settled
from loaders.synthetic.tenders import APART, THRESHOLDS, Offer, Tender

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.tenders import Deal
    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth

WINDOW = 24
AWARDED = WINDOW + 4
"""Days from the notice to the bids, and to the award."""
_AWARDS = {"strong": 3, "medium": 2, "weak": 1}
_SETS = {"strong": (4, 20, 0.80, 0.97), "medium": (3, 50, 0.60, 0.90), "weak": (3, 80, 0.36, 0.5)}
"""Contracts of a split purchase, days that they span, and their size over the threshold."""
_AGE_AT_AWARD = {"strong": (12, 30), "medium": (40, 70), "weak": (100, 150)}
_OVERRUN = {"strong": (1.6, 2.2), "medium": (1.3, 1.5), "weak": (1.12, 1.2)}
_PARTS = ("一标段", "二标段", "三标段", "四标段")


def win(rng: np.random.Generator, firm: Firm, rivals: list[Firm], budget: int) -> tuple[Offer, ...]:
    """Return honest prices of the rivals and the lowest for the firm."""
    offers = offers_of(rng, [firm, *rivals], budget)
    low = min(offer.price for offer in offers)
    return (Offer(firm=firm, price=low - int(rng.integers(1, 900))), *offers[1:])


def purchase(
    rng: np.random.Generator,
    trade: Trade,
    buyer: Unit,
    firm: Firm,
    published: int,
    *,
    budget: int | None = None,
    decider: int | None = None,
    overrun: float | None = None,
) -> Deal | None:
    """Let an ordinary contract to the firm against up to four rivals; None if there are none.

    The rivals have no tie to the buyer and none to the firm.
    """
    found = trade.rivals(buyer, firm.kind, published + AWARDED, firm.people)
    rivals = [found[at] for at in rng.permutation(len(found))[:4].tolist() if found[at] != firm]
    if not rivals:
        return None
    size = budget or int(THRESHOLDS[firm.kind] * rng.uniform(0.05, 0.3))
    title, category = TITLES[firm.kind][int(rng.integers(4))]
    return trade.book.let(
        Tender(
            buyer=buyer, kind=firm.kind, title=buyer.name + title, category=category,
            procedure="negotiated", budget=size, offers=win(rng, firm, rivals, size),
            published=published, window=WINDOW,
            settled=settled(rng, published) if overrun is None else overrun,
        ),
        decider,
    )  # fmt: skip


def plant_related_awards(trade: Trade, truth: Truth) -> None:
    """Plant C1: contracts of a decider's unit won by the firm of a relative of his or hers."""
    rng, strengths = truth.stream("C1"), truth.strengths()
    cases = KinCases(trade, rng, trade.buyers)
    for _ in range(plants_of(truth)):
        strength = next(strengths)
        kin = cases.next(strength)
        if kin is None:
            continue
        firm, why = _firm_of(rng, trade, kin, strength)
        day = int(rng.integers(kin.hold.first, kin.hold.last - APART + 1))
        for _ in range(_AWARDS[strength]):
            if day + AWARDED <= kin.hold.last:
                deal = purchase(rng, trade, kin.hold.unit, firm, day, decider=kin.hold.person)
                if deal is not None:
                    decider = trade.names[kin.hold.person]
                    truth.plant("C1", decider, (deal.id, firm.id), strength, why)
            day += APART + int(rng.integers(10, 90))


def _firm_of(rng: np.random.Generator, trade: Trade, kin: Kin, strength: str) -> tuple[Firm, str]:
    """Return a firm of the relative: signed for, held in part, or held through a holding."""
    kind = KINDS[int(rng.integers(len(KINDS)))]
    founded = kin.hold.first - int(rng.integers(600, 2000))
    place, staff = kin.hold.unit.place, int(rng.integers(4, 40))
    if strength == "strong":
        firm = new_firm(trade, kind, founded, place, [kin.relative], staff)
        return open_owner(trade, firm), f"中标企业法定代表人是决定人的{kin.word}"
    front = trade.stranger(kin.hold.unit)
    firm = new_firm(trade, kind, founded, place, [kin.relative, front], staff)
    if strength == "medium":
        share = round(float(rng.uniform(0.3, 0.6)), 2)
        firm = silent_owner(trade, firm, kin.relative, share, front)
        return firm, f"决定人的{kin.word}持有中标企业{share:.0%}股份"
    firm, holding = hidden_owner(trade, firm, kin.relative, (0.8, 0.6), front)
    return firm, f"决定人的{kin.word}通过{holding.id}间接持有中标企业48%股份"


def plant_splitting(trade: Trade, truth: Truth) -> None:
    """Plant C3a: one purchase let to one firm in parts, each under the compulsory threshold."""
    rng, strengths = truth.stream("C3a"), truth.strengths()
    buyers = [buyer for buyer in trade.buyers if buyer.kind == "public_body"]
    for number in range(plants_of(truth)):
        strength = next(strengths)
        count, span, low, high = _SETS[strength]
        buyer, kind = one_of(rng, buyers), KINDS[number % len(KINDS)]
        first = int(rng.integers(FIRST, LAST - span - AWARDED))
        found = trade.bidders(buyer, kind, first + AWARDED)
        fit = [f for f in found if trade.book.is_apart(buyer, f, first + span + AWARDED)]
        if not fit:
            continue
        firm = one_of(rng, fit)
        title, category = TITLES[kind][int(rng.integers(4))]
        days = sorted({first, first + span, *rng.integers(first, first + span, 2).tolist()})
        ids = []
        for part in range(count):
            size = int(THRESHOLDS[kind] * rng.uniform(low, high))
            tender = Tender(
                buyer=buyer, kind=kind, title=buyer.name + title + _PARTS[part],
                category=category, procedure="direct", budget=size + size // 50,
                offers=(Offer(firm=firm, price=size),), published=days[part % len(days)],
                window=WINDOW,
            )  # fmt: skip
            ids.append(trade.book.let(tender).id)
        why = f"{span}天内{count}份同类合同给同一企业，各低于限额，合计超过"
        truth.plant("C3a", buyer.id, ids, strength, why)


def plant_new_firms(trade: Trade, truth: Truth) -> None:
    """Plant C8: a contract for a firm founded a few weeks before."""
    rng, strengths = truth.stream("C8"), truth.strengths()
    for number in range(plants_of(truth)):
        strength, buyer = next(strengths), one_of(rng, trade.buyers)
        published = int(rng.integers(FIRST, LAST))
        age = int(rng.integers(*_AGE_AT_AWARD[strength]))
        person = trade.stranger(buyer)
        kind, founded = KINDS[number % len(KINDS)], published + AWARDED - age
        firm = new_firm(trade, kind, founded, buyer.place, [person], 0)
        deal = purchase(rng, trade, buyer, open_owner(trade, firm), published)
        if deal is not None:
            why = f"中标时成立{age}天，没有职工"
            truth.plant("C8", firm.id, [deal.id], strength, why)


def plant_overruns(trade: Trade, truth: Truth) -> None:
    """Plant C9: settlements far over the award."""
    rng, strengths = truth.stream("C9"), truth.strengths()
    for _ in range(plants_of(truth)):
        strength, buyer = next(strengths), one_of(rng, trade.buyers)
        published = int(rng.integers(FIRST, TODAY - 500))
        found = trade.bidders(buyer, "works", published + AWARDED)
        if found:
            share = round(float(rng.uniform(*_OVERRUN[strength])), 3)
            deal = purchase(rng, trade, buyer, one_of(rng, found), published, overrun=share)
            if deal is not None:
                why = f"结算为中标价的{share:.0%}"
                truth.plant("C9", deal.id, [deal.supplier.id], strength, why)


PLANTS: tuple[Callable[[Trade, Truth], None], ...] = (
    plant_related_awards, plant_splitting, plant_new_firms, plant_overruns,
)  # fmt: skip
"""Everything planted here, in the order planted."""
