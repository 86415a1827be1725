"""A step at the desk: its event, the case as it then is, the check that it calls for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from graph.desk.checks import check_of
from graph.desk.docket import folded
from graph.desk.gate import blocks
from graph.errors import InputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from graph.desk.case_file import CaseFile
    from graph.desk.past import Earlier
    from graph.ledger import Decision, DeskEvent, Ledger
    from graph.recusal.evidence import Data
    from graph.recusal.verdict import CaseVerdict

TRIGGERS = {
    "registered": "registration",
    "parties_changed": "parties",
    "assigned": "assignment",
    "prying": "prying",
    "started": "start",
    "closed": "closing",
}
"""Events with which everybody on the case is checked again, beside whatever changes the team."""

_GATED = ("started", "closed")
"""Events that the check comes before: it may forbid them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step records about one case; nothing is recorded yet."""

    events: tuple[DeskEvent, ...]
    decisions: tuple[Decision, ...]
    about: str
    seen: int
    """Number of the last event about the case when it was looked at."""
    file: CaseFile
    """The case after the step; numbers of its new events are provisional."""
    verdict: CaseVerdict | None
    """What the check found, in full: it may be shown only as far as the case allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was recorded, now or by an earlier call with the same request."""

    events: tuple[DeskEvent, ...]
    is_new: bool = True


def plan(
    file: CaseFile | None,
    event: DeskEvent,
    data: Data,
    earlier: Earlier,
    *,
    on: dt.date,
    then: Sequence[DeskEvent] = (),
    also: Sequence[str] = (),
) -> Step:
    """Return what an event leads to: the check beside it, and the events that follow from it.

    Args:
        file: the case as it stands; None for a registration.
        event: the event.
        data: the snapshot to check on.
        earlier: other cases, for acquaintance.
        on: the day whose ties and statutes count.
        then: events that follow from this one.
        also: persons to check beside those on the case.

    Raises:
        InputError: a check stands in the way of starting or closing the case.
    """
    request = event.request or uuid4().hex
    event = replace(event, request=request)
    seen = file.last if file else 0
    is_gated = event.kind in _GATED
    after = file if is_gated else _after(file, [event])
    trigger = _trigger(file, after, event.kind) or ("signing" if also else None)
    found = (
        check_of(
            after,
            data,
            earlier,
            trigger=trigger,
            on=on,
            author=event.author,
            request=f"{request}/check",
            also=also,
        )
        if trigger and after
        else None
    )
    check = [found.event] if found else []
    events = [*check, event, *then] if is_gated else [event, *check, *then]
    if is_gated and file is not None:
        require_free(_after(file, check) or file, event.kind)
    result = _after(file, events)
    assert result is not None, "a step without a registered case"
    return Step(
        events=tuple(events),
        decisions=(found.decision,) if found else (),
        about=event.about,
        seen=seen,
        file=result,
        verdict=found.verdict if found else None,
    )


def _trigger(file: CaseFile | None, after: CaseFile | None, kind: str) -> str | None:
    if after is None or not after.is_open:
        return None
    is_changed = file is not None and file.team != after.team
    return TRIGGERS.get(kind) or ("team" if is_changed else None)


def take(ledger: Ledger, steps: Sequence[Step]) -> tuple[DeskEvent, ...]:
    """Record steps about different cases in one transaction, with the verdicts they rest on.

    Raises:
        LedgerBusyError: one of the cases changed since it was looked at; nothing was recorded.
    """
    return ledger.desk.record(
        [event for step in steps for event in step.events],
        [decision for step in steps for decision in step.decisions],
        {step.about: step.seen for step in steps},
    )


def require_free(file: CaseFile, kind: str) -> None:
    """Refuse to start or to close a case while anything stands in the way.

    Raises:
        InputError: names everything that does, and what removes it.
    """
    found = blocks(file, kind)
    if found:
        lines = [f"  {one.person or file.id}: {one.zh} ({one.en})" for one in found]
        step = "started" if kind == "started" else "closed"
        raise InputError("\n".join((f"case {file.id} cannot be {step} yet:", *lines)))


def _after(file: CaseFile | None, events: Sequence[DeskEvent]) -> CaseFile | None:
    """Fold events that have no number yet."""
    for event in events:
        number = (file.last if file else 0) + 1
        file = folded(file, replace(event, number=number))
    return file
