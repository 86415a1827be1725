"""Safe looks into JSON that strangers wrote: what is not of the expected kind is not there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from loaders.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
_FEN = Decimal("0.01")
_BID_STATUS = {"qualified": "valid", "not-qualified": "disqualified"}
"""Words of publishers for the codes of the standard."""


def child(parent: Json, *names: str) -> Json:
    """Return the object at the end of these names; an empty one where there is none."""
    found: Any = parent
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def children(parent: Json, name: str) -> Iterator[Json]:
    """Yield the objects of a list; a single object counts as a list of one."""
    found = parent.get(name)
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, dict):
            yield one


def text(parent: Json, name: str) -> str:
    """Return a text or a number as text; nothing for anything else."""
    found = parent.get(name)
    if isinstance(found, str):
        return found.strip()
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return ""


def number(parent: Json, name: str) -> float | None:
    """Return a number."""
    found = parent.get(name)
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    return float(found) if is_number else None  # type: ignore[arg-type]


def money(value: Json) -> str | Problem:
    """Return the amount of an OCDS value with two decimals, half to even."""
    amount = value.get("amount")
    if amount is None:
        return ""
    try:
        exact = Decimal(str(amount)) if not isinstance(amount, bool) else Decimal("nan")
        return f"{exact.quantize(_FEN):f}" if exact.is_finite() else _no_amount(amount)
    except InvalidOperation:
        return _no_amount(amount)


def is_rounded(value: Json) -> bool:
    """Whether `money` loses decimals of the amount."""
    amount = value.get("amount")
    return isinstance(amount, float) and Decimal(str(amount)) != round(Decimal(str(amount)), 2)


def moment(written: str) -> str:
    """Return a date-time as the wall clock of its own offset; other text as it is."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return written
    return found.replace(tzinfo=None, microsecond=0).isoformat()


def day(written: str) -> str:
    """Return the day of a date-time; other text as it is."""
    return moment(written).partition("T")[0]


def bid_status(bid: Json) -> str:
    """Return the status of a bid as a code of the standard."""
    said = text(bid, "status")
    return _BID_STATUS.get(said, said)


def lots_of(part: Json) -> tuple[str, ...]:
    """Return the lots that an award, bid or item names, by any of the spellings in use."""
    named = part.get("relatedLots")
    found = [text(part, "relatedLot")]
    found += [
        text(one, "id") or text(one, "lotId") if isinstance(one, dict) else str(one)
        for one in (named if isinstance(named, list) else ())
    ]
    return tuple(dict.fromkeys(lot for lot in found if lot))


def _no_amount(amount: object) -> Problem:
    return Problem(f"{shown(str(amount))} is not an amount", "write the amount as a number")
