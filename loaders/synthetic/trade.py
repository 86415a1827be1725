"""The county's firms and what units bought of them: first honestly, then what is added to that."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from graph.model import day_of
from loaders.synthetic.arrays import stream
from loaders.synthetic.firms import Registry, honest_firms, ownership_chain, role_rows
from loaders.synthetic.kinfolk import plain_kin, widest_kin
from loaders.synthetic.offices import Offices
from loaders.synthetic.purchases import honest_tender, wishes
from loaders.synthetic.tenders import Book
from loaders.synthetic.townsfolk import Townsfolk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np

    from loaders.synthetic.county import County
    from loaders.synthetic.firms import Firm
    from loaders.synthetic.kinfolk import Kinfolk
    from loaders.synthetic.organisations import Unit

Row = dict[str, str]
_PEOPLE_A_CONTRACT = 32
_FEWEST = 24
_CHAINED = 0.1
"""Share of firms that their first owner holds through a holding."""
_OLD_ENOUGH = 400
"""Days that a firm must have stood when it bids."""
_ENOUGH = 10
"""Firms of one kind without which all kinds bid."""
_COUNTY_SCALE, _TOWNSHIP_SCALE, _VILLAGE_SCALE = 1.4, 1.0, 0.35
MARRIED_BY = day_of("2019-01-01")
"""Plants rest on marriages that began before this day, and happen after it."""
_PLANTED_OWNERS = 3
"""Persons in this many thousands for whom owners are offered beside the honest firms'."""


class Trade:
    """Firms, their owners, and the book of contracts; rows for the tables gather here."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.names: list[str] = county.ids.to_pylist()
        self.kinfolk = widest_kin(county.population)
        self.offices = Offices(county.posts, self.kinfolk)
        made = county.organisations
        wanted = 2 * len(made.firms) + len(self.names) * _PLANTED_OWNERS // 1000 + 60
        self.folk = Townsfolk(county, self.kinfolk, self.offices, wanted)
        self.registry = Registry(county.ground, len(made.units))
        self.book = Book(self.offices, self.names)
        self.units: list[Row] = []
        self.roles: list[Row] = []
        self.posts: list[Row] = []
        self.accounts: list[Row] = []
        self.firms: list[Firm] = []
        self.runs: set[str] = set()
        """Buyers with a run of tenders of its own, planted or not."""
        self.honest = 0
        """Contracts of the book let honestly; confounders and plants follow."""
        self._named = 0
        self._near: dict[tuple[str, str], list[Firm]] = {}
        self._found_firms()

    @cached_property
    def kin(self) -> Kinfolk:
        """Walks over recorded ties that hold in law, for what is planted."""
        return plain_kin(self.county.population, self.county.known, MARRIED_BY)

    @cached_property
    def buyers(self) -> list[Unit]:
        """Bureaus, governments, and committees with members drawn from the population."""
        made = self.county.organisations
        committees = list(made.committees)
        del committees[self.county.casting.village]
        return [bureau for own in made.bureaus for bureau in own] + made.governments + committees

    @cached_property
    def officials(self) -> frozenset[int]:
        """Everybody who holds or held a post."""
        return frozenset(self.county.officials.tolist())

    def next_name(self) -> int:
        """Return a number for the name of one more firm."""
        self._named += 1
        return self._named

    def add(self, firm: Firm, roles: list[Row]) -> Firm:
        """Enter a firm that stands apart from those drawn at random; returns it."""
        self.units.append(firm.unit_row())
        self.accounts.append(firm.account_row())
        self.roles += roles
        return firm

    def bidders(self, buyer: Unit, kind: str, awarded: int) -> list[Firm]:
        """Return the firms of a kind that may honestly be awarded the buyer's contract that day.

        All kinds where a small county has too few of one.
        """
        return list(self._fit(self._untied(buyer, kind), buyer, awarded))

    def drawn(
        self, rng: np.random.Generator, buyer: Unit, kind: str, awarded: int, wanted: int
    ) -> list[Firm]:
        """Return up to `wanted` of the bidders, at random."""
        untied = self._untied(buyer, kind)
        order = (untied[at] for at in rng.permutation(len(untied)).tolist())
        return list(islice(self._fit(order, buyer, awarded), wanted))

    def veterans(
        self, rng: np.random.Generator, buyer: Unit, kind: str, since: int, wanted: int
    ) -> list[Firm]:
        """Return up to `wanted` firms, at random, that could have bid ever since a day."""
        untied = self._untied(buyer, kind)
        old = [firm for firm in untied if firm.founded < since - _OLD_ENOUGH]
        return [old[at] for at in rng.permutation(len(old))[:wanted].tolist()]

    def _fit(self, firms: Iterable[Firm], buyer: Unit, awarded: int) -> Iterator[Firm]:
        for firm in firms:
            is_old = firm.founded < awarded - _OLD_ENOUGH
            if is_old and self.book.is_apart(buyer, firm, awarded):
                yield firm

    def _untied(self, buyer: Unit, kind: str) -> list[Firm]:
        if (buyer.id, kind) not in self._near:
            near = self.offices.near(buyer)
            fit = [firm for firm in self.firms if near.isdisjoint(firm.people)]
            own = [firm for firm in fit if firm.kind == kind]
            self._near[buyer.id, kind] = own if len(own) >= _ENOUGH else fit
        return self._near[buyer.id, kind]

    def rivals(self, buyer: Unit, kind: str, awarded: int, people: Iterable[int]) -> list[Firm]:
        """Return the bidders none of whose people is one of these or legal kin to one of them."""
        listed = list(people)
        avoided = frozenset(listed).union(*(self.folk.kin(person) for person in listed))
        found = self.bidders(buyer, kind, awarded)
        return [firm for firm in found if avoided.isdisjoint(firm.people)]

    def stranger(self, buyer: Unit) -> int | None:
        """Return a person for a new firm without a tie to the buyer, None if nobody is left."""
        person = self.folk.take()
        while person is not None and person in self.offices.near(buyer):
            person = self.folk.take()
        return person

    def _found_firms(self) -> None:
        rng = stream(self.county.seed, "firms' owners")
        made = self.county.organisations
        self.firms = list(honest_firms(made.firms, self.registry, self.folk, rng))
        for firm in self.firms:
            share = round(float(rng.uniform(0.3, 0.9)), 2)
            self.units.append(firm.unit_row())
            self.accounts.append(firm.account_row())
            if firm.people and rng.random() < _CHAINED:
                holding, roles = ownership_chain(firm, self.names, self.registry, share)
                self.units.append(holding.row())
                self.roles += roles
            else:
                self.roles += role_rows(firm, self.names, share)


def make_trade(county: County) -> Trade:
    """Return the county's firms with the contracts let honestly."""
    trade = Trade(county)
    rng = stream(county.seed, "contracts")
    scale = [_scale(buyer, trade) for buyer in trade.buyers]
    count = max(_FEWEST, len(trade.names) // _PEOPLE_A_CONTRACT)
    for wish in wishes(rng, trade.buyers, scale, count):
        tender = honest_tender(rng, trade, wish)
        if tender is not None:
            trade.book.let(tender)
    trade.honest = len(trade.book.deals)
    return trade


def _scale(buyer: Unit, trade: Trade) -> float:
    if buyer.kind == "village_committee":
        return _VILLAGE_SCALE
    is_township = buyer in trade.county.organisations.governments
    return _TOWNSHIP_SCALE if is_township else _COUNTY_SCALE
