"""Contracts and bids from compiled releases: a contract is a lot, or a process without lots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.ocds.parts import outcome_of, parts_of
from loaders.ocds.values import (
    bid_status,
    child,
    children,
    day,
    moment,
    money,
    number,
    text,
)
from loaders.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.base import Numbered, Raw
    from loaders.ocds.compiling import Process
    from loaders.ocds.parts import Part
    from loaders.ocds.values import Json

CONTRACTS = (
    *("id", "title", "buyer", "supplier", "category", "kind", "procedure"),
    *("budget_amount", "amount", "published", "deadline", "awarded", "signed", "process"),
    *("agency", "procedure_details", "tenderers", "outcome", "partners", "items", "currency"),
    "note",
)
BIDS = ("contract", "bidder", "price", "date", "status", "won", "number", "currency")
_PROCEDURES = {"selective": "invited", "limited": "negotiated"}
_NO_ID = Problem("the supplier has no id", "give it the id that it has in the list of parties")


def contract_rows(process: Process) -> Iterator[Numbered]:
    """Yield one contract a part, and one more for each further award in force of a part.

    An award of several lots has its amount at the first of them, so that sums are right.
    """
    seen: dict[str, str] = {}
    later: list[tuple[Part, Json]] = []
    for part in parts_of(process):
        first, *others = part.active or [{}]
        later += [(part, award) for award in others]
        holder = seen.setdefault(text(first, "id") or part.id, part.id)
        yield process.number, _contract(process, part, first, (part.id, holder))
    for part, award in later:
        name = f"{process.ocid}/{text(award, 'id')}"
        if text(award, "id") not in seen:
            seen[text(award, "id")] = name
            yield process.number, _contract(process, part, award, (name, name))


def bid_rows(process: Process) -> Iterator[Numbered]:
    """Yield one row a bidder of each bid handed in, for the contract of the bid's part.

    Of several bids of one bidder for one part the valid ones come before others, then the lowest.
    """
    for part in parts_of(process):
        rows: dict[str, list[Raw]] = {}
        for bid in sorted(part.bids, key=_preferred):
            if bid_status(bid) != "invited":
                for tenderer in children(bid, "tenderers") or ({},):
                    bidder = text(tenderer, "id")
                    if bidder not in rows or not bidder:
                        rows[bidder] = _bid(part, bid, bidder)
        for row in rows.values():
            yield process.number, row


def left_out(process: Process) -> int:
    """Return the number of bids that were handed in and yet have no row of their own."""
    handed_in = [
        (part.id, text(tenderer, "id"))
        for part in parts_of(process)
        for bid in part.bids
        for tenderer in children(bid, "tenderers")
        if bid_status(bid) != "invited"
    ]
    return len(handed_in) - len(set(handed_in))


def _contract(process: Process, part: Part, award: Json, names: tuple[str, str]) -> list[Raw]:
    """Return the row of one contract; `names` are its id and that which holds the amount."""
    release = process.release
    tender = child(release, "tender")
    name, holder = names
    signed = _signed(release, award)
    suppliers = [text(one, "id") for one in children(award, "suppliers")]
    classes = _classes(part, award)
    value = child(signed, "value") or child(award, "value")
    budget = _budget(part, tender)
    period = child(tender, "tenderPeriod")
    method = text(tender, "procurementMethod")
    title = text(part.lot, "title") or text(tender, "title") or text(award, "title")
    return [
        name,
        title,
        text(child(release, "buyer"), "id") or text(child(tender, "procuringEntity"), "id"),
        (suppliers[0] or _NO_ID) if suppliers else "",
        classes[0] if classes else "",
        text(tender, "mainProcurementCategory"),
        _PROCEDURES.get(method, method),
        money(budget),
        money(value) if name == holder else "",
        moment(text(period, "startDate") or text(tender, "datePublished")),
        moment(text(period, "endDate")),
        day(text(award, "date")),
        day(text(signed, "dateSigned")),
        process.ocid,
        text(child(tender, "procuringEntity"), "id"),
        text(tender, "procurementMethodDetails"),
        _tenderers(tender),
        outcome_of(part, tender),
        ";".join(one for one in suppliers[1:] if one),
        ";".join(classes),
        text(value, "currency") or text(budget, "currency"),
        "" if name == holder else f"one award of several lots: its amount stands at {holder}",
    ]


def _bid(part: Part, bid: Json, bidder: str) -> list[Raw]:
    value = child(bid, "value")
    is_final = bool(part.active)
    won = ("true" if bidder in part.winners else "false") if is_final else ""
    return [
        part.id,
        bidder,
        money(value),
        moment(text(bid, "date")),
        bid_status(bid),
        won,
        text(bid, "id"),
        text(value, "currency"),
    ]


def _preferred(bid: Json) -> tuple[bool, float]:
    amount = number(child(bid, "value"), "amount")
    return bid_status(bid) != "valid", float("inf") if amount is None else amount


def _signed(release: Json, award: Json) -> Json:
    """Return the contract that was signed on an award."""
    name = text(award, "id")
    contracts = (one for one in children(release, "contracts") if text(one, "awardID") == name)
    return next(contracts, {}) if name else {}


def _budget(part: Part, tender: Json) -> Json:
    """Return what a part was to cost; nought is how publishers write that they do not tell."""
    for value in (child(part.lot, "value"), child(tender, "value") if part.is_whole else {}):
        if number(value, "amount"):
            return value
    return {}


def _classes(part: Part, award: Json) -> list[str]:
    """Return the classes of what was awarded, else of what was asked for, each once."""
    awarded = list(children(award, "items")) if part.is_whole or not part.items else []
    items = awarded or part.items
    found = (text(child(item, "classification"), "id") for item in items)
    return list(dict.fromkeys(one for one in found if one))


def _tenderers(tender: Json) -> str | Problem:
    told = number(tender, "numberOfTenderers")
    return "" if told is None else f"{told:g}"
