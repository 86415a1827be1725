"""Firms made for plants: owned by a relative openly, in part, or through a holding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.synthetic.firms import Firm, role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.synthetic.organisations import Unit
    from loaders.synthetic.trade import Trade

_WORDS = {
    "works": "建筑工程有限公司",
    "goods": "商贸有限公司",
    "services": "物业服务有限公司",
}
_SYLLABLES = "腾跃远航博睿景程瑞启昊天凯旋明德锦绣"


def new_firm(
    trade: Trade, kind: str, founded: int, place: str, people: Iterable[int | None], staff: int
) -> Firm:
    """Return a firm of these people (None is nobody); it is not entered yet."""
    number = trade.next_name()
    count = len(_SYLLABLES)
    first, second = _SYLLABLES[number % count], _SYLLABLES[number // count % count]
    name = f"铜仁{first}{second}{number}号{_WORDS[kind]}"
    unit = trade.registry.new_unit(name, "company", place, founded)
    known = tuple(person for person in people if person is not None)
    return trade.registry.enter(unit, kind, known, staff)


def open_owner(trade: Trade, firm: Firm, share: float = 1.0) -> Firm:
    """Enter the firm with its first person as legal representative and shareholder."""
    rows = []
    if firm.people:
        first, since = trade.names[firm.people[0]], firm.unit.founded
        rows = [
            role(first, firm.id, "legal_representative", since),
            role(first, firm.id, "shareholder", since, share),
        ]
    return trade.add(firm, rows)


def silent_owner(trade: Trade, firm: Firm, owner: int, share: float, front: int | None) -> Firm:
    """Enter the firm of which `owner` holds a share while `front` signs for it and has the rest."""
    since = firm.unit.founded
    rows = [role(trade.names[owner], firm.id, "shareholder", since, share)]
    if front is not None:
        rows.append(role(trade.names[front], firm.id, "legal_representative", since))
        rows.append(role(trade.names[front], firm.id, "shareholder", since, 1 - share))
    return trade.add(firm, rows)


def hidden_owner(
    trade: Trade, firm: Firm, owner: int, shares: tuple[float, float], front: int | None
) -> tuple[Firm, Unit]:
    """Enter the firm of a holding of which `owner` has a share; returns firm and holding.

    `shares` are the owner's in the holding and the holding's in the firm.
    """
    since = firm.unit.founded
    holding = trade.registry.new_unit(
        firm.unit.name.replace("有限公司", "控股有限公司"), "company", firm.unit.place, firm.founded
    )
    trade.units.append(holding.row())
    rows = [
        role(trade.names[owner], holding.id, "shareholder", since, shares[0]),
        role(holding.id, firm.id, "shareholder", since, shares[1]),
    ]
    if front is not None:
        rows.append(role(trade.names[front], firm.id, "legal_representative", since))
        rows.append(role(trade.names[front], holding.id, "legal_representative", since))
    return trade.add(firm, rows), holding
