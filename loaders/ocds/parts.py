"""A process in the parts that its bidders compete for: lots, or the whole of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.ocds.values import child, children, lots_of, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.ocds.compiling import Process
    from loaders.ocds.values import Json

_FINAL = frozenset(("cancelled", "unsuccessful", "withdrawn"))


@dataclass(slots=True, kw_only=True)
class Part:
    """One lot, or a process without lots: it becomes one contract."""

    id: str
    is_whole: bool = False
    lot: Json = field(default_factory=dict)
    awards: list[Json] = field(default_factory=list)
    bids: list[Json] = field(default_factory=list)
    items: list[Json] = field(default_factory=list)

    @property
    def active(self) -> list[Json]:
        """The awards in force."""
        return [award for award in self.awards if text(award, "status") == "active"]

    @property
    def winners(self) -> list[str]:
        """Ids of the suppliers of the awards in force, each once."""
        ids = (text(one, "id") for award in self.active for one in children(award, "suppliers"))
        return list(dict.fromkeys(one for one in ids if one))


def is_plan(release: Json) -> bool:
    """Whether a process was only planned: it has no tender, bid, award or contract."""
    return not any(release.get(name) for name in ("tender", "bids", "awards", "contracts"))


def parts_of(process: Process) -> list[Part]:
    """Return the parts of a process in the order in which its lots are named."""
    release = process.release
    tender = child(release, "tender")
    awards = list(children(release, "awards")) or list(_bare_awards(release))
    bids = list(children(child(release, "bids"), "details"))
    lots = _lots(tender, awards, bids)
    items = list(children(tender, "items"))
    if len(lots) <= 1:
        lot = next(iter(lots.values()), {})
        whole = Part(id=process.ocid, is_whole=True, lot=lot)
        whole.awards, whole.bids, whole.items = awards, bids, items
        return [whole]
    parts = {name: Part(id=f"{process.ocid}/{name}", lot=lot) for name, lot in lots.items()}
    rest = Part(id=process.ocid)
    for kind, given in (("awards", awards), ("bids", bids), ("items", items)):
        for one in given:
            for part in [parts[name] for name in lots_of(one)] or [rest]:
                getattr(part, kind).append(one)
    return [*parts.values(), *([rest] if rest.awards or rest.bids else [])]


def outcome_of(part: Part, tender: Json) -> str:
    """Return what became of a part, blank where nothing tells."""
    states = {text(award, "status") for award in part.awards}
    if text(tender, "status") in ("cancelled", "withdrawn"):
        return "cancelled"
    if "active" in states:
        return "awarded"
    if "pending" in states:
        return "pending"
    for said in (*sorted(states, reverse=True), text(part.lot, "status"), text(tender, "status")):
        if said in _FINAL:
            return "cancelled" if said == "withdrawn" else said
    return ""


def _lots(tender: Json, awards: list[Json], bids: list[Json]) -> dict[str, Json]:
    """Return the lots by id: those of the tender, then those that awards, bids and items name."""
    lots = {name: lot for lot in children(tender, "lots") if (name := text(lot, "id"))}
    for one in (*awards, *bids, *(children(tender, "items") if lots else ())):
        for name in lots_of(one):
            lots.setdefault(name, {})
    return lots


def _bare_awards(release: Json) -> Iterator[Json]:
    """Yield an award for each contract of a publisher that tells of no awards."""
    for contract in children(release, "contracts"):
        if contract.get("suppliers"):
            yield {"id": text(contract, "awardID"), "status": "active"} | contract
