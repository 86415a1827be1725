"""Events of the desk: appended with the verdicts they rest on, in one transaction."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import InputError, LedgerBusyError, NotFoundError
from graph.ledger import sql
from graph.ledger.connection import number, storage_errors, transaction
from graph.ledger.decisions import id_of, number_of
from graph.ledger.load import utc_now
from graph.ledger.records import EVENT_KINDS, DeskEvent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import apsw

    from graph.ledger.decisions import Decisions
    from graph.ledger.records import Decision


_ID = re.compile(r"E-(\d{6,12})")


class DeskEvents:
    """The desk's events of one ledger, numbered on their own; recording waits for no load."""

    def __init__(self, connection: apsw.Connection, path: Path, decisions: Decisions) -> None:
        self._connection = connection
        self._path = path
        self._decisions = decisions

    @property
    def head(self) -> int:
        """Number of the last event, 0 when there is none."""
        with storage_errors(self._path):
            return number(self._connection, sql.EVENT_HEAD)

    def record(
        self,
        events: Sequence[DeskEvent],
        decisions: Sequence[Decision] = (),
        expected: Mapping[str, int] | None = None,
    ) -> tuple[DeskEvent, ...]:
        """Store events and the decisions they rest on, all or nothing, and return them as stored.

        Events that carry a request already stored are not stored again: what that call stored is
        returned. Events without a request are taken for consequences of those beside them.

        Args:
            events: in the order in which they happened.
            decisions: verdicts recorded with them; an event names its own by that one's request.
            expected: last number seen about a case, 0 for none; checked inside the transaction.

        Raises:
            InputError: a request was stored with other content, or a kind or a decision is unknown.
            LedgerBusyError: something was recorded about a case since it was looked at.
        """
        for event in events:
            if event.kind not in EVENT_KINDS:
                raise InputError(f"there is no event '{event.kind}'; known: {sorted(EVENT_KINDS)}")
        with storage_errors(self._path), transaction(self._connection):
            known = self._known(events)
            if known:
                return known
            self._require_unmoved(expected or {})
            ids = {one.request or "": self._decisions.add(one) for one in decisions}
            at, head = utc_now(), number(self._connection, sql.HEAD)
            return tuple(self._add(event, at, head, ids) for event in events)

    def of(self, about: str) -> tuple[DeskEvent, ...]:
        """Return everything that happened about a case, oldest first."""
        return self._select(sql.EVENTS_ABOUT, about)

    def get(self, id: str) -> DeskEvent:
        """Return the event of this id, such as `E-000001`.

        Raises:
            NotFoundError: there is none.
        """
        match = _ID.fullmatch(id)
        found = self._select(sql.EVENTS_BETWEEN, *[int(match[1])] * 2) if match else ()
        if not found:
            raise NotFoundError(f"nothing is recorded as '{id}'; ids look like E-000001")
        return found[0]

    def of_request(self, request: str) -> DeskEvent | None:
        """Return the event that a request led to."""
        with storage_errors(self._path):
            found = self._connection.execute(sql.EVENT_OF_REQUEST, (request,)).get
        return None if found is None else self._select(sql.EVENTS_BETWEEN, found, found)[0]

    def list(self, after: int = 0, kinds: Sequence[str] | None = None) -> tuple[DeskEvent, ...]:
        """Return every event after a number, oldest first; of some kinds where they are named."""
        chosen = None if kinds is None else orjson.dumps(list(kinds)).decode()
        return self._select(sql.LIST_EVENTS, after, chosen)

    def _select(self, statement: str, *bindings: int | str | None) -> tuple[DeskEvent, ...]:
        with storage_errors(self._path):
            return tuple(_read(row) for row in self._connection.execute(statement, bindings))

    def _known(self, events: Sequence[DeskEvent]) -> tuple[DeskEvent, ...]:
        """Return what an earlier call with these requests stored, blank if none did."""
        stored = {
            place: self.of_request(event.request)
            for place, event in enumerate(events)
            if event.request is not None
        }
        if not any(stored.values()):
            return ()
        for place, found in stored.items():
            if found is None or not _is_same(found, events[place]):
                told = f"as {found.id} with other content" if found else "only in part"
                raise InputError(
                    f"request '{events[place].request}' was recorded before, {told}; a new act "
                    "needs a new request id"
                )
        place, found = next(iter(stored.items()))
        # One call's events are numbered without a gap, since one transaction wrote them.
        first = (found.number or 0) - place if found else 0
        return self._select(sql.EVENTS_BETWEEN, first, first + len(events) - 1)

    def _require_unmoved(self, expected: Mapping[str, int]) -> None:
        for about, seen in expected.items():
            last = number(self._connection, sql.LAST_EVENT_ABOUT, about)
            if last != seen:
                raise LedgerBusyError(
                    f"{self._path}: {about} changed meanwhile (event {last}, {seen} was seen). "
                    "Nothing was recorded; look at it again, then repeat the step"
                )

    def _add(self, event: DeskEvent, at: str, head: int, ids: Mapping[str, str]) -> DeskEvent:
        decision = event.decision and ids.get(event.decision, event.decision)
        if decision is not None and number_of(decision) is None:
            raise InputError(f"event '{event.kind}': there is no decision '{decision}' to rest on")
        stored = replace(event, at=at, sequence=event.sequence or head, decision=decision)
        values = (
            stored.request,
            at,
            stored.about,
            stored.kind,
            _text(stored.body),
            stored.author,
            stored.sequence,
            decision and number_of(decision),
        )
        added = self._connection.execute(sql.ADD_EVENT, values).get
        return replace(stored, number=int(added), body=orjson.loads(_text(stored.body)))


def _text(body: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(body), option=orjson.OPT_SORT_KEYS).decode()


def _read(row: tuple[Any, ...]) -> DeskEvent:
    number, request, at, about, kind, body, author, sequence, decision = row
    return DeskEvent(
        number=number,
        request=request,
        at=at,
        about=about,
        kind=kind,
        body=orjson.loads(body),
        author=author,
        sequence=sequence,
        decision=None if decision is None else id_of(decision),
    )


def _is_same(stored: DeskEvent, event: DeskEvent) -> bool:
    return (stored.kind, stored.about, stored.author, _text(stored.body)) == (
        event.kind,
        event.about,
        event.author,
        _text(event.body),
    )
