"""Payments that patterns should find: loops, pass-through, fans, grants that reach kin."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.model import ALWAYS
from loaders.synthetic.arrays import TODAY, YEAR
from loaders.synthetic.money import DAY, Payments, office_hours
from loaders.synthetic.money_flows import FIRST, LAST
from loaders.synthetic.planted_kin import Kin, KinCases, plants_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.truth import Truth

_LOOPS = {"strong": (3, 2.6, 3.4, 0.98, 1.0), "medium": (5, 2.6, 3.6, 0.92, 0.99),
          "weak": (6, 3.4, 4.6, 0.83, 0.97)}  # fmt: skip
"""Transfers of a loop, days between them, and each amount over the one before."""
_PASSES = {
    "strong": (3, 6, 0.99, 1.0),
    "medium": (2, 24, 0.965, 0.99),
    "weak": (1, 44, 0.955, 0.97),
}
"""Times that money passes through, hours that it stays, and the share that goes on."""
_FANS = {"strong": (22, 1.5, 0.01), "medium": (15, 3.5, 0.04), "weak": (11, 6.0, 0.08)}
"""Others of a fan, days that it takes, and the spread of the amounts."""
_GRANTS = {"strong": (1, 0.7), "medium": (2, 0.45), "weak": (2, 0.25)}
"""Transfers after the grant until kin is reached, and the share of it that arrives."""
_OLDEST = 65
_WORDS = ("货款", "往来款", "周转", "材料款")


class Carriers:
    """Grown people with no office, no firm and no wages, each given out once with a new account."""

    def __init__(self, payments: Payments, rng: np.random.Generator) -> None:
        trade = payments.trade
        persons = trade.county.population.persons
        age = (TODAY - persons.born) / YEAR
        grown = (persons.died == ALWAYS) & (age > 25) & (age < _OLDEST)
        firms = {person for firm in trade.firms for person in firm.people}
        grown[[*trade.officials, *trade.folk.workers, *firms]] = False
        self._people = iter(rng.permutation(np.flatnonzero(grown)).tolist())
        self._payments = payments

    def accounts(self, count: int, unit: Unit) -> list[str]:
        """Return so many accounts of people without a tie to the unit's deciders."""
        trade, found = self._payments.trade, list[str]()
        near = trade.offices.near(unit)
        while len(found) < count:
            person = next(self._people)
            if person not in near and not self._payments.has_account(trade.names[person]):
                found.append(self._payments.account(trade.names[person]))
        return found


def paying_units(payments: Payments) -> list[Unit]:
    """Return the public buyers but the treasuries."""
    treasuries = {own[1].id for own in payments.trade.county.organisations.bureaus}
    public = (buyer for buyer in payments.trade.buyers if buyer.kind == "public_body")
    return [buyer for buyer in public if buyer.id not in treasuries]


def _kin_cases(payments: Payments, rng: np.random.Generator) -> KinCases:
    return KinCases(payments.trade, rng, paying_units(payments))


def _next(payments: Payments, cases: KinCases, strength: str) -> Kin | None:
    """Return a decider and a relative to whom no other payment is made."""
    kin = cases.next(strength)
    while kin is not None and payments.has_account(payments.trade.names[kin.relative]):
        kin = cases.next(strength)
    return kin


def _start(rng: np.random.Generator, kin: Kin) -> int:
    """Return a day on which the decider has a say and money is on record, with time to follow."""
    return int(rng.integers(max(FIRST, kin.hold.first), min(LAST, kin.hold.last) - 60))


def plant_loops(payments: Payments, truth: Truth) -> None:
    """Plant D1: a public payment that returns to its payer, or to the decider's relative."""
    rng, strengths = truth.stream("D1"), truth.strengths()
    cases, carriers = _kin_cases(payments, rng), Carriers(payments, rng)
    for number in range(plants_of(truth)):
        strength = next(strengths)
        kin = _next(payments, cases, strength)
        if kin is None:
            continue
        count, least, most, low, high = _LOOPS[strength]
        unit = kin.hold.unit
        payer = payments.unit_account(unit)
        relative = payments.trade.names[kin.relative]
        to_kin = number // 3 % 2 == 1
        end = payments.account(relative) if to_kin else payer
        hops = [payer, *carriers.accounts(count - 1, unit), end]
        yuan = float(rng.uniform(40_000, 300_000))
        time, ids = office_hours(rng, _start(rng, kin)), []
        for turn, (one, other) in enumerate(pairwise(hops)):
            purpose = "项目款" if turn == 0 else _WORDS[int(rng.integers(len(_WORDS)))]
            ids.append(payments.pay(one, other, yuan, time, purpose))
            yuan *= float(rng.uniform(low, high))
            time += int(rng.uniform(least, most) * DAY)
        whom = f"决定人的{kin.word}" if to_kin else "付款单位"
        truth.plant("D1", ids[0], ids, strength, f"公共付款经{count - 1}次转手回到{whom}")
        if to_kin and count == 3:
            decider = payments.trade.names[kin.hold.person]
            truth.plant("D4", decider, (ids[0], relative), strength, "同一笔付款到达其亲属")


def plant_passing(payments: Payments, truth: Truth) -> None:
    """Plant D2: accounts that pass on nearly all that comes in within hours."""
    rng, strengths = truth.stream("D2"), truth.strengths()
    carriers, units = Carriers(payments, rng), paying_units(payments)
    for _ in range(plants_of(truth)):
        strength = next(strengths)
        times, hours, low, high = _PASSES[strength]
        unit = units[int(rng.integers(len(units)))]
        through, *others = carriers.accounts(1 + 2 * times, unit)
        day, ids = int(rng.integers(FIRST, LAST - 60)), list[str]()
        for turn in range(times):
            yuan = float(rng.uniform(15_000, 90_000))
            time = office_hours(rng, day + 12 * turn)
            ids.append(payments.pay(others[2 * turn], through, yuan, time, "往来款"))
            time += int(rng.uniform(0.1, 1.0) * hours * 3_600)
            yuan *= float(rng.uniform(low, high))
            ids.append(payments.pay(through, others[2 * turn + 1], yuan, time, "往来款"))
        truth.plant("D2", through, ids, strength, f"进款{hours}小时内几乎全部转出")


def plant_fans(payments: Payments, truth: Truth) -> None:
    """Plant D3: many accounts pay one, or one pays many, nearly the same within days."""
    rng, strengths = truth.stream("D3"), truth.strengths()
    carriers, units = Carriers(payments, rng), paying_units(payments)
    for number in range(plants_of(truth)):
        strength = next(strengths)
        count, days, spread = _FANS[strength]
        centre, *others = carriers.accounts(1 + count, units[int(rng.integers(len(units)))])
        yuan, first = float(rng.uniform(800, 3_000)), int(rng.integers(FIRST, LAST - 10))
        goes_in = number // 3 % 2 == 0
        ids: list[str] = []
        for after in np.sort(rng.uniform(0, days, count)).tolist():
            other = others[len(ids)]
            amount = yuan * (1 + float(rng.uniform(-spread, spread)))
            ends = (other, centre) if goes_in else (centre, other)
            time = first * DAY + 8 * 3_600 + int(after * DAY)
            ids.append(payments.pay(*ends, amount, time, "转账"))
        way = "汇入" if goes_in else "汇出"
        truth.plant("D3", centre, ids, strength, f"{days}天内{count}个账户以相近金额{way}")


def plant_grants(payments: Payments, truth: Truth) -> None:
    """Plant D4: part of a grant goes on to the relative of somebody who decided on it."""
    rng, strengths = truth.stream("D4"), truth.strengths()
    cases, carriers = _kin_cases(payments, rng), Carriers(payments, rng)
    for _ in range(plants_of(truth)):
        strength = next(strengths)
        kin = _next(payments, cases, strength)
        if kin is None:
            continue
        count, share = _GRANTS[strength]
        unit, relative = kin.hold.unit, payments.trade.names[kin.relative]
        between = carriers.accounts(count, unit)
        hops = [payments.unit_account(unit), *between, payments.account(relative)]
        yuan, time = float(rng.uniform(60_000, 200_000)), office_hours(rng, _start(rng, kin))
        kept = [1.0, *np.geomspace(1.0, share, count + 1)[1:].tolist()]
        ids: list[str] = []
        for part, (one, other) in zip(kept, pairwise(hops), strict=True):
            purpose = "产业奖补资金" if not ids else "往来款"
            ids.append(payments.pay(one, other, yuan * part, time, purpose))
            time += int(rng.uniform(3, 9) * DAY)
        decider = payments.trade.names[kin.hold.person]
        why = f"补助资金的{share:.0%}在{count + 1}次转账内到达决定人的{kin.word}"
        truth.plant("D4", decider, (ids[0], relative), strength, why)


PLANTS: tuple[Callable[[Payments, Truth], None], ...] = (
    plant_loops, plant_passing, plant_fans, plant_grants,
)  # fmt: skip
"""Everything planted here, in the order planted."""
