"""Honest payments that look like loops, accounts passed through, or fans, each for its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.synthetic.money import DAY, Payments, office_hours
from loaders.synthetic.money_flows import FIRST, LAST
from loaders.synthetic.planted_money import Carriers, paying_units

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.synthetic.truth import Truth

_PEOPLE_A_CASE = 10_000
_HANDS = 16
_MONTHS = 6


def _cases(truth: Truth) -> int:
    return max(1, truth.persons // _PEOPLE_A_CASE)


def treasury_account(payments: Payments, truth: Truth) -> None:
    """A treasury's payment account holds nothing overnight: what comes in goes out."""
    rng = truth.stream("treasury_account")
    organisations = payments.trade.county.organisations
    units = paying_units(payments)
    for bureaus, bank in zip(organisations.bureaus, organisations.banks, strict=True):
        code = f"Z{bureaus[1].id}"
        payments.accounts.append(
            {"id": code, "owner": bureaus[1].id, "bank": "国库零余额账户", "opened": "2016-01-04"}
        )
        ids = []
        for turn in range(12):
            yuan = int(rng.integers(40, 400)) * 5_000
            time = office_hours(rng, FIRST + 30 * turn + int(rng.integers(0, 20)))
            source = payments.unit_account(bank)
            ids.append(payments.pay(source, code, yuan, time, "国库额度"))
            payee = payments.unit_account(units[int(rng.integers(len(units)))])
            ids.append(payments.pay(code, payee, yuan, time + 3_600, "直接支付"))
        truth.confound("treasury_account", ("D2",), [code], ids, "国库零余额账户，当日收支相抵")


def payroll_loop(payments: Payments, truth: Truth) -> None:
    """An employee repays a loan of the employer out of the wages just paid."""
    rng = truth.stream("payroll_loop")
    units, carriers = paying_units(payments), Carriers(payments, rng)
    for _ in range(_cases(truth)):
        unit = units[int(rng.integers(len(units)))]
        employer = payments.unit_account(unit)
        (account,) = carriers.accounts(1, unit)
        first, wage = int(rng.integers(FIRST, LAST - 31 * _MONTHS)), int(rng.integers(38, 65)) * 100
        ids = []
        for month in range(_MONTHS):
            time = office_hours(rng, first + 30 * month)
            ids.append(payments.pay(employer, account, wage, time, "工资"))
            ids.append(payments.pay(account, employer, wage * 0.9, time + 3 * DAY, "归还借款"))
        why = "发放工资后职工归还单位借款"
        truth.confound("payroll_loop", ("D1", "D2"), [ids[0]], ids, why)


def wages_run(payments: Payments, truth: Truth) -> None:
    """Somebody hands out the day wages of a village's work to many on one day."""
    rng = truth.stream("wages_run")
    units, carriers = paying_units(payments), Carriers(payments, rng)
    for _ in range(_cases(truth)):
        unit = units[int(rng.integers(len(units)))]
        clerk, *hands = carriers.accounts(1 + _HANDS, unit)
        time = office_hours(rng, int(rng.integers(FIRST, LAST - 10)))
        wage = int(rng.integers(12, 30)) * 100
        source = payments.unit_account(unit)
        ids = [payments.pay(source, clerk, wage * _HANDS, time - 4 * DAY, "务工工资代发")]
        for turn, hand in enumerate(hands):
            ids.append(payments.pay(clerk, hand, wage, time + 60 * turn, "务工工资"))
        truth.confound("wages_run", ("D2", "D3"), [clerk], ids, "代发同一工程的务工工资")


def supplier_refund(payments: Payments, truth: Truth) -> None:
    """A supplier is paid twice by mistake and sends the second payment back."""
    rng = truth.stream("supplier_refund")
    units, trade = paying_units(payments), payments.trade
    for _ in range(_cases(truth)):
        unit = units[int(rng.integers(len(units)))]
        near = trade.offices.near(unit)
        firms = [firm for firm in trade.firms if near.isdisjoint(firm.people)]
        if not firms:
            continue
        firm = firms[int(rng.integers(len(firms)))]
        payer, yuan = payments.unit_account(unit), int(rng.integers(20, 200)) * 1_000
        time = office_hours(rng, int(rng.integers(FIRST, LAST - 30)))
        ids = [
            payments.pay(payer, firm.account, yuan, time, "货款"),
            payments.pay(payer, firm.account, yuan, time + 2 * DAY, "货款"),
            payments.pay(firm.account, payer, yuan, time + 6 * DAY, "重复付款退款"),
        ]
        truth.confound("supplier_refund", ("D1", "D2"), ids[:2], ids, "重复付款，供应商退回")


CONFOUNDERS: tuple[tuple[str, Callable[[Payments, Truth], None]], ...] = (
    ("treasury_account", treasury_account),
    ("payroll_loop", payroll_loop),
    ("wages_run", wages_run),
    ("supplier_refund", supplier_refund),
)
"""Names and what makes them, in the order made."""
