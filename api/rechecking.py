"""The re-check of all open cases: after a load, a correction or a new version of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.desk.docket import docket
from graph.desk.past import earlier_cases
from graph.desk.recheck import renewals
from graph.errors import LedgerBusyError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from graph.ledger import Ledger
    from graph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """What a re-check did: how many cases it looked at, and the notices it left."""

    open_cases: int
    notices: tuple[str, ...]
    """Ids of the events; what they say is for those whom they are addressed to."""
    busy: tuple[str, ...]
    """Cases that somebody changed at the same moment; their own step has checked them."""


def has_open_cases(ledger: Ledger) -> bool:
    """Return whether there is anything to check again."""
    return ledger.desk.head > 0 and any(file.is_open for file in docket(ledger).values())


def recheck(
    ledger: Ledger,
    snapshot: Snapshot,
    *,
    author: str,
    today: dt.date,
    progress: Callable[[int], None] | None = None,
) -> Rechecked:
    """Check every open case again and record where something is new; a second run finds nothing.

    Each case is recorded on its own, verdict and notice together, so that an interrupt loses
    nothing and a repetition doubles nothing.
    """
    files = [file for file in docket(ledger).values() if file.is_open]
    notices, busy = [], []
    request = f"recheck/{ledger.desk.head}/{snapshot.digest[:16]}"
    for renewal in renewals(
        files,
        snapshot,
        earlier_cases(ledger),
        on=today,
        author=author,
        request=request,
        progress=progress,
    ):
        try:
            stored = ledger.desk.record(
                renewal.events(), [renewal.found.decision], {renewal.file.id: renewal.file.last}
            )
        except LedgerBusyError:
            busy.append(renewal.file.id)
        else:
            notices.append(stored[-1].id)
    return Rechecked(open_cases=len(files), notices=tuple(notices), busy=tuple(busy))


def notices_for(ledger: Ledger, person: str) -> list[dict[str, object]]:
    """Return the notices addressed to a person, newest first; other people's stay unseen."""
    return [
        {
            "id": event.id,
            "at": event.at,
            "case": event.about,
            "sequence": event.sequence,
            "people": event.body["people"],
        }
        for event in reversed(ledger.desk.list(kinds=["recheck_notice"]))
        if event.body["to"].get("person") == person
    ]
