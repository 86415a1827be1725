"""Firms: what they deal in, who stands behind them, where they sit, and their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import day_of, iso_of
from loaders.synthetic.numbers import credit_code
from loaders.synthetic.organisations import MADE, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from loaders.synthetic.ground import Ground
    from loaders.synthetic.townsfolk import Townsfolk

Row = dict[str, str]
KINDS = ("works", "goods", "services")
_TRADES = {
    "works": ("建筑工程", "劳务", "园林绿化", "水利工程", "建材"),
    "goods": ("商贸", "办公用品", "农业开发", "养殖"),
}
_FIRST_PHONE, _FIRST_CREDIT_CODE = 90_000_000, 500_000
"""Numbers beyond those of people and of the firms drawn with the county."""
_MOST_STAFF = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """One firm; `people` are indices of persons, the legal representative first, perhaps none."""

    unit: Unit
    kind: str
    people: tuple[int, ...]
    phone: str
    address: str
    staff: int
    founded: int
    """Days since 1970-01-01; long ago if not on record."""
    account: str
    author: str
    """Who writes its bids."""

    @property
    def id(self) -> str:
        """The id of its unit."""
        return self.unit.id

    def unit_row(self) -> Row:
        """Return the firm as a row of the table `units`."""
        row = self.unit.row()
        return row | {"address": self.address, "phone": self.phone, "staff": str(self.staff)}

    def account_row(self) -> Row:
        """Return the firm's account, opened when it was founded."""
        return Row(id=self.account, owner=self.id, bank="合成农村银行", opened=self.unit.founded)


def kind_of(name: str) -> str:
    """Return what a firm of this name deals in."""
    found = (kind for kind, trades in _TRADES.items() if any(trade in name for trade in trades))
    return next(found, "services")


class Registry:
    """Enters firms: ids, numbers and addresses that no two share."""

    def __init__(self, ground: Ground, seen: int) -> None:
        self._ground = ground
        self._units = seen
        self._entered = 0

    def new_unit(self, name: str, kind: str, place: str, founded: int) -> Unit:
        """Return a new unit under the next free id, founded on that day."""
        self._units += 1
        code = credit_code(_FIRST_CREDIT_CODE + self._units)
        return Unit(
            id=f"U{self._units:05d}", name=name, kind=kind, place=place,
            credit_code=code if kind == "company" else "", founded=iso_of(founded),
        )  # fmt: skip

    def enter(self, unit: Unit, kind: str, people: tuple[int, ...], staff: int) -> Firm:
        """Return the firm that the unit is, with a telephone, address and account of its own."""
        self._entered += 1
        number = self._entered
        township = next((t for t in self._ground.townships if t.code == unit.place), None)
        where = township.name if township else "县城"
        return Firm(
            unit=unit,
            kind=kind,
            people=people,
            phone=f"126{_FIRST_PHONE + number}",
            address=f"铜仁市{where}创业路{number}号",
            staff=staff,
            founded=day_of(unit.founded or "2000-01-01"),
            account=f"B{number:08d}",
            author=f"合成编制员{number:05d}",
        )


def honest_firms(
    units: list[Unit], registry: Registry, folk: Townsfolk, rng: np.random.Generator
) -> Iterator[Firm]:
    """Yield the county's firms with a legal representative and one more owner where there is."""
    for unit in units:
        people = tuple(p for p in (folk.take(), folk.take()) if p is not None)
        staff = int(rng.integers(4, _MOST_STAFF))
        yield registry.enter(unit, kind_of(unit.name), people, staff)


def role(person: str, company: str, word: str, since: str, share: float | None = None) -> Row:
    """Return one row of the table `roles`; `person` may be a unit."""
    row = Row(person=person, company=company, role=word, note=MADE, **{"from": since})
    return row if share is None else row | {"share": f"{share:.2f}"}


def role_rows(firm: Firm, names: list[str], share: float) -> Iterator[Row]:
    """Yield a plain firm's legal representative and shareholders, whose shares add up to one."""
    since, company = firm.unit.founded, firm.id
    if not firm.people:
        return
    first, *others = (names[person] for person in firm.people)
    share = share if others else 1.0
    yield role(first, company, "legal_representative", since)
    yield role(first, company, "shareholder", since, share)
    for other in others:
        yield role(other, company, "shareholder", since, (1 - share) / len(others))
        yield role(other, company, "manager", since)


def ownership_chain(
    firm: Firm, names: list[str], registry: Registry, share: float
) -> tuple[Unit, list[Row]]:
    """Return a holding of the first owner that owns `share` of the firm, and the firm's roles."""
    since = firm.unit.founded
    name = firm.unit.name.replace("有限公司", "控股有限公司")
    holding = registry.new_unit(name, "company", firm.unit.place, day_of(since))
    first, *others = (names[person] for person in firm.people)
    rows = [
        role(first, holding.id, "shareholder", holding.founded, 1.0),
        role(first, holding.id, "legal_representative", holding.founded),
        role(holding.id, firm.id, "shareholder", since, share),
        role(first, firm.id, "legal_representative", since),
    ]
    rows += [role(o, firm.id, "shareholder", since, (1 - share) / len(others)) for o in others]
    return holding, rows
