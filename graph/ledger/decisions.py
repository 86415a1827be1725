"""Recorded verdicts, with a sequence of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import InputError, NotFoundError
from graph.ledger import sql
from graph.ledger.connection import number, storage_errors, transaction
from graph.ledger.load import utc_now
from graph.ledger.records import Decision, PackText

if TYPE_CHECKING:
    from pathlib import Path

    import apsw

_ID = re.compile(r"D-(\d{6,})")


class Decisions:
    """The decisions of one ledger; recording one waits for no load and moves no fact sequence."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def record(self, decision: Decision) -> str:
        """Store a decision durably and return its id, such as `D-000001`.

        Raises:
            InputError: the same request was recorded with another content.
        """
        with storage_errors(self._path), transaction(self._connection):
            return self.add(decision)

    def add(self, decision: Decision) -> str:
        """Store a decision within a transaction that the caller holds; otherwise as `record`."""
        known = self._of_request(decision)
        if known is None:
            return self._add(decision)
        if not _is_same(known, decision):
            raise InputError(
                f"request '{decision.request}' was already recorded as {known.id} with other "
                "content; a new check needs a new request id"
            )
        return known.id

    @property
    def head(self) -> int:
        """Number of the last decision, 0 when there is none."""
        with storage_errors(self._path):
            return number(self._connection, sql.DECISION_HEAD)

    def get(self, id: str) -> Decision:
        """Return the decision of this id.

        Raises:
            NotFoundError: there is none.
        """
        asked = number_of(id)
        with storage_errors(self._path):
            row = asked and self._connection.execute(sql.GET_DECISION, (asked,)).fetchone()
            if not row:
                raise NotFoundError(
                    f"there is no decision '{id}' in {self._path}; ids look like D-000001"
                )
            return self._read(row, {})

    def list(self) -> tuple[Decision, ...]:
        """Return every decision, oldest first."""
        texts: dict[str, str] = {}
        with storage_errors(self._path):
            rows = self._connection.execute(sql.LIST_DECISIONS).fetchall()
            return tuple(self._read(row, texts) for row in rows)

    def outside_desk(self, after: int = 0, until: int | None = None) -> tuple[Decision, ...]:
        """Return the decisions that no step of the desk called for, by number, oldest first."""
        texts: dict[str, str] = {}
        last = self.head if until is None else until
        with storage_errors(self._path):
            rows = self._connection.execute(sql.DECISIONS_OUTSIDE_DESK, (after, last)).fetchall()
            return tuple(self._read(row, texts) for row in rows)

    def _of_request(self, decision: Decision) -> Decision | None:
        if decision.request is None:
            return None
        found = self._connection.execute(sql.DECISION_OF_REQUEST, (decision.request,)).get
        return None if found is None else self.get(id_of(int(found)))

    def _add(self, decision: Decision) -> str:
        run = self._connection.execute
        for pack in decision.packs:
            run(sql.ADD_PACK_TEXT, (pack.digest, pack.text))
        packs = orjson.dumps([{"name": p.name, "digest": p.digest} for p in decision.packs])
        values = (
            decision.request,
            utc_now(),
            decision.case_text,
            decision.on,
            decision.sequence,
            packs.decode(),
            decision.options,
            decision.verdict,
            decision.author,
        )
        return id_of(int(run(sql.ADD_DECISION, values).get))

    def _read(self, row: tuple[Any, ...], texts: dict[str, str]) -> Decision:
        count, request, at, case_text, on, sequence, packs, options, verdict, author = row
        return Decision(
            id=id_of(count),
            request=request,
            at=at,
            case_text=case_text,
            on=on,
            sequence=sequence,
            packs=tuple(
                PackText(name=pack["name"], text=self._text(pack["digest"], texts))
                for pack in orjson.loads(packs)
            ),
            options=options,
            verdict=verdict,
            author=author,
        )

    def _text(self, digest: str, texts: dict[str, str]) -> str:
        if digest not in texts:
            texts[digest] = str(self._connection.execute(sql.PACK_TEXT, (digest,)).get)
        return texts[digest]


def id_of(number: int) -> str:
    """Return what people call a decision, such as `D-000001`."""
    return f"D-{number:06d}"


def number_of(id: str) -> int | None:
    """Return the number of a decision's id, None for any other text."""
    match = _ID.fullmatch(id)
    return int(match[1]) if match else None


def _is_same(known: Decision, decision: Decision) -> bool:
    return (known.case_text, known.on, known.verdict, known.options) == (
        decision.case_text,
        decision.on,
        decision.verdict,
        decision.options,
    )
