"""Organisations of compiled releases: one unit an id, never joined by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.ocds.values import child, children, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.base import Numbered
    from loaders.ocds.compiling import Process
    from loaders.ocds.values import Json

HEADER = ("id", "name", "kind", "address", "phone", "note")
_PUBLIC = frozenset(("buyer", "procuringEntity", "payer", "funder", "reviewBody"))
_MOST_NAMES = 5


class _Unit:
    """What is told about one organisation, the first telling first."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.names: dict[str, None] = {}
        self.is_public = False
        self.address = self.phone = ""


def unit_rows(processes: Iterable[Process]) -> list[Numbered]:
    """Return a row for each organisation that has an id, where it is first named.

    Its name is the first that `parties` give, else the first of all; the others stand in the note.
    """
    units: dict[str, _Unit] = {}
    for process in processes:
        for said, roles in _named(process.release):
            if identifier := text(said, "id"):
                unit = units.setdefault(identifier, _Unit(process.number))
                _learn(unit, said, roles)
    return [_row(identifier, unit) for identifier, unit in units.items()]


def _named(release: Json) -> Iterator[tuple[Json, frozenset[str]]]:
    for party in children(release, "parties"):
        roles = party.get("roles")
        yield party, frozenset(str(role) for role in roles) if isinstance(roles, list) else _NONE
    yield child(release, "buyer"), frozenset(("buyer",))
    tender = child(release, "tender")
    yield child(tender, "procuringEntity"), frozenset(("procuringEntity",))
    for bid in children(child(release, "bids"), "details"):
        for one in children(bid, "tenderers"):
            yield one, _NONE
    for kind in ("awards", "contracts"):
        for award in children(release, kind):
            for one in children(award, "suppliers"):
                yield one, _NONE


_NONE: frozenset[str] = frozenset()


def _learn(unit: _Unit, said: Json, roles: frozenset[str]) -> None:
    if name := text(said, "name") or text(child(said, "identifier"), "legalName"):
        unit.names.setdefault(name)
    unit.is_public = unit.is_public or bool(roles & _PUBLIC)
    place = child(said, "address")
    parts = (text(place, "locality"), text(place, "streetAddress"))
    unit.address = unit.address or " ".join(filter(None, parts))
    unit.phone = unit.phone or text(child(said, "contactPoint"), "telephone")


def _row(identifier: str, unit: _Unit) -> Numbered:
    names = list(unit.names) or [identifier]
    others = "; ".join(names[1:_MOST_NAMES])
    kind = "public_body" if unit.is_public else "company"
    note = f"also named: {others}" if others else ""
    return unit.number, [identifier, names[0], kind, unit.address, unit.phone, note]
