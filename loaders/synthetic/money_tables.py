"""All payments of the county put into its tables: ordinary ones, confounders, and plants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from loaders.synthetic import confounding_money, planted_money
from loaders.synthetic.arrays import stream
from loaders.synthetic.money import Payments
from loaders.synthetic.money_flows import appropriate, between_people, pay_benefits, pay_for

if TYPE_CHECKING:
    import pyarrow as pa

    from loaders.synthetic.sheets import Sheets
    from loaders.synthetic.trade import Trade
    from loaders.synthetic.truth import Truth


def add_money(sheets: Sheets, trade: Trade, truth: Truth, benefits: pa.Table) -> None:
    """Add accounts and transfers; confounders and plants are noted in `truth`.

    `benefits` is the table of them: a share is paid out.
    """
    payments = Payments(trade)
    sheltered = _sheltered(trade)
    paid = pay_benefits(payments, benefits, sheltered)
    sheets.add("transfers", between_people(payments, sheltered, paid))
    sheets.add("transfers", paid)
    rng = stream(trade.county.seed, "ordinary payments")
    appropriate(payments, rng)
    for deal in trade.book.deals[: trade.honest]:
        pay_for(payments, rng, deal)
    for name, make in confounding_money.CONFOUNDERS:
        if truth.has(name):
            make(payments, truth)
    rng = stream(trade.county.seed, "payments for other contracts")
    for deal in trade.book.deals[trade.honest :]:
        pay_for(payments, rng, deal)
    if truth.plants:
        for plant in planted_money.PLANTS:
            plant(payments, truth)
    sheets.add_rows("accounts", payments.accounts)
    sheets.add_rows("transfers", payments.transfers)


def _sheltered(trade: Trade) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return whose household takes no part in ordinary payments: kin of who decides in a treasury.

    Else what a treasury pays to anybody would reach them by chance.
    """
    near: set[int] = set()
    for bureaus in trade.county.organisations.bureaus:
        near |= trade.offices.near(bureaus[1])
    return np.isin(trade.county.households.head, list(near))
