"""Ordinary payments: appropriations, contracts, wages, materials, dividends, and between people.

A payee has two quiet days before it pays on more than a little of what came in, so that nothing
passes through an account by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.model import day_of, iso_of
from loaders.synthetic.arrays import TODAY, Bools, ints, stream
from loaders.synthetic.columns import codes, joined
from loaders.synthetic.money import DAY, QUIET, Payments, bulk, office_hours

if TYPE_CHECKING:
    from loaders.synthetic.firms import Firm
    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.tenders import Deal

Numbers: TypeAlias = npt.NDArray[np.int64]

FIRST, LAST = day_of("2025-01-01"), TODAY - 30
"""Days between which money is on record."""
_TRANSFERS_A_PERSON = 2.4
_PART_OF_BENEFITS = 0.3
_MEDIAN, _SPREAD = 260.0, 1.0
_MOST_PASSED_ON = 0.4
"""What may leave soon after something came in, over that."""
_NEAR, _NEIGHBOURS = 0.7, 60
"""Share of payments that go to one of so many households nearest by village."""
_WORKERS = 6
_INSTALMENTS = ((20, 0.3), (120, 0.6), (260, 0.1))
"""Days after signing, and share of the price."""


def treasury_of(payments: Payments, unit: Unit) -> Unit:
    """Return the finance bureau that pays for a unit: that of its county, else the first."""
    bureaus = payments.trade.county.organisations.bureaus
    own = [each[1] for each in bureaus if unit.place.startswith(each[1].place[:6])]
    return own[0] if own else bureaus[0][1]


def pay_for(payments: Payments, rng: np.random.Generator, deal: Deal) -> None:
    """Pay a contract's instalments that fall into the record, and what its supplier pays on."""
    payer = payments.unit_account(deal.buyer)
    for after, share in _INSTALMENTS:
        day = deal.signed + after
        if FIRST <= day <= LAST:
            amount, time = deal.amount * share, office_hours(rng, day)
            payments.pay_calmly(payer, deal.supplier.account, amount, time, f"合同款 {deal.id}")
            _spend(payments, rng, deal.supplier, amount, day)


def _spend(
    payments: Payments, rng: np.random.Generator, firm: Firm, amount: float, day: int
) -> None:
    """Pay materials, wages and a dividend out of what a firm was paid, days and weeks later."""
    trade = payments.trade
    day += int(rng.integers(4, 12))
    seller = trade.firms[int(rng.integers(len(trade.firms)))]
    if seller.account != firm.account:
        share = float(rng.uniform(0.1, 0.3))
        time = office_hours(rng, day)
        payments.pay_calmly(firm.account, seller.account, amount * share, time, "材料款")
    workers = trade.folk.workers
    count = min(len(workers), int(rng.integers(2, _WORKERS)))
    for worker in rng.choice(len(workers), count, replace=False).tolist() if count else []:
        payee = payments.account(trade.names[workers[worker]])
        wage = min(float(rng.uniform(2_500, 6_500)), amount * 0.05)
        payments.pay_calmly(firm.account, payee, wage, office_hours(rng, day + 5), "工资")
    owner = firm.people[0] if firm.people else None
    if owner is not None and owner not in trade.offices.all_near:
        payee, yuan = payments.account(trade.names[owner]), amount * float(rng.uniform(0.05, 0.1))
        payments.pay_calmly(firm.account, payee, yuan, office_hours(rng, day + 30), "分红")


def appropriate(payments: Payments, rng: np.random.Generator) -> None:
    """Give every buyer a round sum each quarter from its treasury."""
    for buyer in payments.trade.buyers:
        treasury = payments.unit_account(treasury_of(payments, buyer))
        for quarter in range(6):
            day = FIRST + 91 * quarter + int(rng.integers(2, 12))
            yuan = int(rng.integers(5, 60)) * 50_000
            if payments.unit_account(buyer) != treasury:
                time = office_hours(rng, day)
                payments.pay(treasury, payments.unit_account(buyer), yuan, time, "预算拨款")


def between_people(payments: Payments, sheltered: Bools, paid: pa.Table) -> pa.Table:
    """Return what households pay each other, mostly inside their village.

    Households that are `sheltered` take no part. Nobody passes on soon much of what came in, be
    it from another household or one of the `paid` benefits.
    """
    county = payments.trade.county
    rng = stream(county.seed, "payments between people")
    village = county.population.persons.village[county.households.head]
    open_ = np.flatnonzero(~sheltered)
    order = open_[np.argsort(village[open_], kind="stable")]
    count = int(_TRANSFERS_A_PERSON * len(county.population.persons))
    at = rng.integers(0, len(order), count)
    near = np.clip(at + rng.integers(-_NEIGHBOURS, _NEIGHBOURS + 1, count), 0, len(order) - 1)
    other = np.where(rng.random(count) < _NEAR, near, rng.integers(0, len(order), count))
    flow = _Flow(
        payer=order[at],
        payee=order[other],
        time=rng.integers(FIRST, LAST, count) * DAY + rng.integers(8 * 3_600, 21 * 3_600, count),
        yuan=np.clip(rng.lognormal(np.log(_MEDIAN), _SPREAD, count), 5, 20_000).astype(np.int64),
    )
    kept = (flow.payer != flow.payee) & _unhurried(flow, _inflow(flow, paid))
    payer, payee = (codes("A", ints(side + 1), 8) for side in (flow.payer, flow.payee))
    whole = bulk(payments, payer, payee, ints(flow.yuan), flow.time, "转账")
    return whole.filter(pa.array(kept))


class _Flow(NamedTuple):
    """Payments between households: indices, seconds since 1970-01-01, yuan."""

    payer: Numbers
    payee: Numbers
    time: Numbers
    yuan: Numbers


def _inflow(flow: _Flow, paid: pa.Table) -> _Flow:
    """Return everything that comes into households' accounts."""
    account = pc.utf8_slice_codeunits(paid["to"].combine_chunks(), 1).cast(pa.int64())
    stamps = pc.strptime(paid["date"].combine_chunks(), "%Y-%m-%dT%H:%M:%S", "s").cast(pa.int64())
    amount = paid["amount"].combine_chunks().cast(pa.float64()).cast(pa.int64(), safe=False)
    return _Flow(
        payer=flow.payer,
        payee=np.concatenate([flow.payee, account.to_numpy() - 1]),
        time=np.concatenate([flow.time, stamps.to_numpy()]),
        yuan=np.concatenate([flow.yuan, amount.to_numpy()]),
    )


def _unhurried(flow: _Flow, came: _Flow) -> Bools:
    """Tell which payments do not pass on much of what came into the same account just before."""
    start = int(came.time.min()) - QUIET
    span = int(came.time.max()) - start + QUIET
    arrived = came.payee * span + came.time - start
    order = np.argsort(arrived, kind="stable")
    arrived, sums = arrived[order], np.r_[0, np.cumsum(came.yuan[order])]
    left = flow.payer * span + flow.time - start
    last = np.searchsorted(arrived, left, side="right")
    first = np.searchsorted(arrived, left - QUIET)
    had = sums[last] - sums[first]
    kept: Bools = (had == 0) | (flow.yuan < _MOST_PASSED_ON * had / np.maximum(last - first, 1))
    return kept


def pay_benefits(payments: Payments, benefits: pa.Table, sheltered: Bools) -> pa.Table:
    """Return the payments behind a share of the benefits: those of some households, all of theirs.

    Only benefits of the recorded time that went to an account. Which households are paid depends
    on each of them alone, so that a benefit more or less changes no other payment.
    """
    rows = benefits.combine_chunks()
    house, date = _house(rows), rows["date"].combine_chunks()
    drawn = (house * 2_654_435_761 % 1_000 < 1_000 * _PART_OF_BENEFITS) & (house >= 0)
    drawn &= ~sheltered[np.clip(house, 0, len(sheltered) - 1)] & (house < len(sheltered))
    in_time = pc.and_(pc.greater_equal(date, iso_of(FIRST)), pc.less(date, iso_of(LAST)))
    known = pc.and_(pc.equal(pc.utf8_length(date), 10), pc.is_valid(rows["account"]))
    chosen = pc.and_(pc.and_(in_time, known), pa.array(drawn)).fill_null(False)
    rows, house = rows.filter(chosen), house[chosen.to_numpy(zero_copy_only=False)]
    treasury = payments.unit_account(payments.trade.county.organisations.bureaus[0][1])
    second = codes("", ints(house % 60), 2)
    return pa.table(
        {
            "id": joined("TB-", rows["id"].combine_chunks()),
            "from": pa.repeat(treasury, len(rows)),
            "to": rows["account"].combine_chunks(),
            "amount": rows["amount"].combine_chunks(),
            "date": joined(rows["date"].combine_chunks(), "T09:30:", second),
            "purpose": joined("补助 ", rows["programme"].combine_chunks()),
        }
    )


def _house(benefits: pa.Table) -> Numbers:
    """Return each benefit's household by number from 0, -1 where it names none."""
    digits = pc.utf8_slice_codeunits(benefits["household"].combine_chunks(), 1)
    is_number = pc.match_substring_regex(digits, "^[0-9]+$").fill_null(False)
    number = pc.if_else(is_number, digits, "0").cast(pa.int64())
    found: Numbers = number.to_numpy(zero_copy_only=False) - 1
    return found
