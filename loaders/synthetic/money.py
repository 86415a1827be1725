"""The county's payments: rows gathered one by one, and columns made at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.model import iso_of
from loaders.synthetic.arrays import ints
from loaders.synthetic.columns import codes, constant

if TYPE_CHECKING:
    from loaders.synthetic.arrays import Ints
    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.trade import Trade

Row = dict[str, str]
DAY = 86_400
_OPENING, _CLOSING = 8 * 3_600, 21 * 3_600
QUIET = 50 * 3_600
"""Seconds within which money that comes and goes would seem to pass through."""
_CALM_SHARE, _CALM_DAYS = 0.12, 21
_OPENED = "2016-01-04"


@dataclass(slots=True)
class Payments:
    """Accounts and transfers; times are seconds since 1970-01-01, amounts whole yuan."""

    trade: Trade
    accounts: list[Row] = field(default_factory=list)
    transfers: list[Row] = field(default_factory=list)
    _own: dict[str, str] = field(default_factory=dict)
    _came: defaultdict[str, list[tuple[int, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _went: defaultdict[str, list[tuple[int, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _numbered: int = 0

    def account(self, owner: str, bank: str = "合成农村银行") -> str:
        """Return the account of a person or unit, opened with these payments."""
        if owner not in self._own:
            code = f"C{len(self._own) + 1:08d}"
            self._own[owner] = code
            self.accounts.append(Row(id=code, owner=owner, bank=bank, opened=_OPENED))
        return self._own[owner]

    def has_account(self, owner: str) -> bool:
        """Tell whether the owner has an account of those opened here."""
        return owner in self._own

    def pay(self, payer: str, payee: str, yuan: float, time: int, purpose: str) -> str:
        """Enter one transfer between accounts; returns its id."""
        self._numbered += 1
        code = f"T{self._numbered:09d}"
        row = Row(id=code, amount=str(max(1, round(yuan))), date=moment(time), purpose=purpose)
        row |= {"from": payer, "to": payee}
        self.transfers.append(row)
        return code

    def pay_calmly(self, payer: str, payee: str, yuan: float, time: int, purpose: str) -> None:
        """Enter a transfer on the first day from `time` on which it passes nothing through.

        Neither may the payer have got much sooner, nor the payee pay much on so soon; nothing is
        entered if there is no such day within three weeks.
        """
        for later in range(_CALM_DAYS):
            moved = time + later * DAY
            came = self._near(self._came[payer], moved - QUIET, moved)
            went = self._near(self._went[payee], moved, moved + QUIET)
            fits = all(yuan < _CALM_SHARE * other for other in came)
            if fits and all(other < _CALM_SHARE * yuan for other in went):
                self._came[payee].append((moved, yuan))
                self._went[payer].append((moved, yuan))
                self.pay(payer, payee, yuan, moved, purpose)
                return

    def _near(self, moves: list[tuple[int, float]], first: int, last: int) -> list[float]:
        return [yuan for time, yuan in moves if first <= time <= last]

    def number(self, count: int) -> Ints:
        """Return numbers for so many transfers made at once."""
        first, self._numbered = self._numbered + 1, self._numbered + count
        return ints(np.arange(first, first + count))

    def unit_account(self, unit: Unit) -> str:
        """Return the account from which a unit pays."""
        return self.account(unit.id)


def moment(time: int) -> str:
    """Return a time as text, to the second."""
    day, second = divmod(time, DAY)
    hour, rest = divmod(second, 3_600)
    return f"{iso_of(day)}T{hour:02d}:{rest // 60:02d}:{rest % 60:02d}"


def moments(times: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    """Return times as texts, to the second."""
    stamps = pa.array(times, pa.int64()).cast(pa.timestamp("s"))
    return pa.compute.strftime(stamps, format="%Y-%m-%dT%H:%M:%S")


def office_hours(rng: np.random.Generator, day: int) -> int:
    """Return a time of the day at which people pay, never midnight."""
    return day * DAY + int(rng.integers(_OPENING, _CLOSING))


def bulk(
    payments: Payments,
    payer: pa.Array,
    payee: pa.Array,
    yuan: Ints,
    times: np.ndarray[tuple[int], np.dtype[np.int64]],
    purpose: str,
) -> pa.Table:
    """Return many transfers as a table."""
    count = len(yuan)
    return pa.table(
        {
            "id": codes("T", payments.number(count), 9),
            "from": payer,
            "to": payee,
            "amount": pa.array(yuan).cast(pa.string()),
            "date": moments(times),
            "purpose": constant(purpose, count),
        }
    )
