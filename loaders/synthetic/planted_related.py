"""Tenders in which two bidders belong together: one owner, kin, or the same papers and contacts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS
from loaders.synthetic.arrays import TODAY, YEAR, ints
from loaders.synthetic.firms import KINDS, Firm, role
from loaders.synthetic.planted_bids import let
from loaders.synthetic.planted_contracts import AWARDED
from loaders.synthetic.planted_firms import new_firm, open_owner
from loaders.synthetic.planted_kin import FIRST, LAST, one_of, plants_of
from loaders.synthetic.purchases import offers_of
from loaders.synthetic.tenders import THRESHOLDS, Offer

if TYPE_CHECKING:
    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth

WAYS = {
    "strong": ("controller",),
    "medium": ("kin", "account"),
    "weak": ("phone", "address", "author"),
}
"""How the two belong together, by strength."""
_WHY = {
    "controller": "两家投标人由同一人控股",
    "kin": "两家投标人的法定代表人是近亲属",
    "account": "两家投标人的保证金出自同一账户",
    "phone": "两家投标人登记同一电话",
    "address": "两家投标人登记同一地址",
    "author": "两家投标文件由同一人编制",
}
_SAMPLE = 3_000


def plant_related_bidders(trade: Trade, truth: Truth) -> None:
    """Plant C6: two bidders of one tender who are one, or kin, beside others who are neither."""
    rng, strengths = truth.stream("C6"), truth.strengths()
    couples = _KinPairs(trade, rng)
    used = dict.fromkeys(WAYS, 0)
    for number in range(plants_of(truth)):
        strength, kind = next(strengths), KINDS[number % len(KINDS)]
        way = WAYS[strength][used[strength] % len(WAYS[strength])]
        used[strength] += 1
        buyer, published = one_of(rng, trade.buyers), int(rng.integers(FIRST, LAST - AWARDED))
        pair = _pair(rng, trade, buyer, kind, published, way, couples)
        if pair is None:
            continue
        people = [person for firm in pair for person in firm.people]
        found = trade.rivals(buyer, kind, published + AWARDED, people)
        others = [found[at] for at in rng.permutation(len(found)).tolist()]
        others = [firm for firm in others if firm not in pair][:2]
        budget = int(THRESHOLDS[kind] * rng.uniform(0.1, 0.8))
        offers = _offers(rng, pair, others, budget, way)
        deal = let(rng, trade, buyer, kind, offers, published, budget=budget)
        truth.plant("C6", deal.id, [firm.id for firm in pair], strength, _WHY[way])


def _offers(
    rng: np.random.Generator, pair: tuple[Firm, Firm], others: list[Firm], budget: int, way: str
) -> tuple[Offer, ...]:
    """Return honest prices; for shared papers the second firm's bid carries the first's mark."""
    first, second, *rest = offers_of(rng, [*pair, *others], budget)
    if way == "account":
        second = replace(second, account=pair[0].account)
    if way == "author":
        second = replace(second, author=pair[0].author)
    return (first, second, *rest)


def _pair(
    rng: np.random.Generator,
    trade: Trade,
    buyer: Unit,
    kind: str,
    published: int,
    way: str,
    couples: _KinPairs,
) -> tuple[Firm, Firm] | None:
    """Return the two bidders: firms of the county for shared papers, else firms made to order."""
    if way in ("account", "author"):
        drawn = trade.drawn(rng, buyer, kind, published + AWARDED, 2)
        return (drawn[0], drawn[1]) if len(drawn) == 2 else None
    people: tuple[int | None, ...]
    if way == "kin":
        found = couples.next(buyer)
        if found is None:
            return None
        people = found
    elif way == "controller":
        people = (trade.stranger(buyer),) * 2
        if people[0] is None:
            return None
    else:
        people = (trade.stranger(buyer), trade.stranger(buyer))
    first, second = (
        new_firm(
            trade, kind, published - int(rng.integers(600, 2500)), buyer.place,
            [person], int(rng.integers(4, 40)),
        )
        for person in people
    )  # fmt: skip
    if way == "phone":
        second = replace(second, phone=first.phone)
    if way == "address":
        second = replace(second, address=first.address)
    if way == "controller":
        return open_owner(trade, first), _held_behind(trade, second)
    return open_owner(trade, first), open_owner(trade, second)


def _held_behind(trade: Trade, firm: Firm) -> Firm:
    """Enter the firm with its person as owner of most, nobody being known to sign for it."""
    owner, since = trade.names[firm.people[0]], firm.unit.founded
    rows = [role(owner, firm.id, "shareholder", since, 0.7)]
    return trade.add(firm, [*rows, role(owner, firm.id, "controller", since)])


class _KinPairs:
    """Pairs of siblings, spouses, parents and children without office, no person twice."""

    def __init__(self, trade: Trade, rng: np.random.Generator) -> None:
        persons = trade.county.population.persons
        age = (TODAY - persons.born) / YEAR
        grown = (persons.died == ALWAYS) & (age > 30) & (age < 70)
        grown[list(trade.officials)] = False
        adults = np.flatnonzero(grown)
        egos = ints(rng.permutation(adults)[:_SAMPLE])
        walked = [trade.kin.walked(egos, shape) for shape in ("UD", "S", "D")]
        pairs = np.concatenate([np.stack(part, axis=1) for part in walked])
        pairs = pairs[grown[pairs[:, 1]]]
        self._pairs = pairs[rng.permutation(len(pairs))].tolist()
        self._trade, self._used = trade, set[int]()

    def next(self, buyer: Unit) -> tuple[int, int] | None:
        """Return the next pair without a tie to the buyer."""
        near = self._trade.offices.near(buyer) | self._used
        for one, other in self._pairs:
            if one not in near and other not in near:
                self._used |= {one, other}
                return one, other
        return None
