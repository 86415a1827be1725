"""The county's firms and contracts: honest ones, then confounders, then what is planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.synthetic import (
    confounding_contracts,
    confounding_firms,
    planted_assets,
    planted_bids,
    planted_contracts,
)
from loaders.synthetic.arrays import TODAY, YEAR, Ints
from loaders.synthetic.assets import add_estate, make_estate
from loaders.synthetic.officials import post_rows
from loaders.synthetic.planted_bodies import plant_kin_in_bodies
from loaders.synthetic.planted_related import plant_related_bidders
from loaders.synthetic.trade import Trade, make_trade

if TYPE_CHECKING:
    from loaders.synthetic.county import County
    from loaders.synthetic.population import Population
    from loaders.synthetic.sheets import Sheets
    from loaders.synthetic.truth import Truth

_CONFOUNDERS = (*confounding_contracts.CONFOUNDERS, *confounding_firms.CONFOUNDERS)
_PLANTS = (*planted_contracts.PLANTS, plant_related_bidders, *planted_bids.PLANTS)


def make_business(county: County, truth: Truth) -> Trade:
    """Return the county's firms and contracts; confounders and plants are noted in `truth`."""
    trade = make_trade(county)
    for name, make in _CONFOUNDERS:
        if truth.has(name):
            make(trade, truth)
    if truth.plants:
        for plant in _PLANTS:
            plant(trade, truth)
    return trade


def add_business(sheets: Sheets, trade: Trade, truth: Truth) -> None:
    """Add posts, firms and who stands behind them, contracts, and the villages' leases.

    Posts are among them because kin is planted in bodies only where nothing else is.
    """
    estate = make_estate(trade)
    for name, make in planted_assets.CONFOUNDERS:
        if truth.has(name):
            make(estate, truth)
    posts = trade.county.posts
    if truth.plants:
        planted_assets.plant_leases(estate, truth)
        posts = plant_kin_in_bodies(trade, truth)
    add_estate(sheets, estate)
    sheets.add_rows("posts", post_rows(posts, trade.names))
    sheets.add_rows("posts", trade.posts)
    sheets.add_rows("units", trade.units)
    sheets.add_rows("roles", trade.roles)
    sheets.add_rows("accounts", trade.accounts)
    sheets.add_rows("contracts", trade.book.contracts)
    sheets.add_rows("bids", trade.book.bids)


def grown_up(population: Population) -> Ints:
    """Return the living between twenty-five and seventy."""
    age = (TODAY - population.persons.born[population.alive]) / YEAR
    return population.alive[(age > 25) & (age < 70)]
