"""What patterns found, run by run, and what people made of it: only ever added to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson

from graph.errors import InputError, NotFoundError
from graph.ledger import sql
from graph.ledger.connection import storage_errors, transaction
from graph.ledger.load import utc_now
from graph.ledger.records import Feedback, FindingRun, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import apsw

OUTCOMES = ("confirmed", "innocent", "open")
"""What may become of a finding."""
REASONS = ("need", "identity", "law_allows", "data_error")
"""Why a finding turned out innocent."""

Json = dict[str, Any]


class Findings:
    """The runs of patterns, their findings and the feedback of one ledger."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def record(self, run: FindingRun, findings: Iterable[Mapping[str, Any]]) -> FindingRun:
        """Store a run and its findings, given as they are shown; one transaction.

        A run whose request is already stored is not stored again: the stored one is returned.
        """
        with storage_errors(self._path), transaction(self._connection):
            known = self._connection.execute(sql.RUN_OF_REQUEST, (run.request,)).get
            if known is not None:
                return next(stored for stored in self.runs() if stored.number == known)
            at = utc_now()
            codes, settings = orjson.dumps(run.codes).decode(), _text(run.settings)
            values = (run.request, at, run.on, run.sequence, codes, settings, run.author)
            number = int(self._connection.execute(sql.ADD_RUN, values).get)
            rows = (
                (number, each["id"], each["code"], each["subject"], _text(each))
                for each in findings
            )
            self._connection.executemany(sql.ADD_FINDING, rows)
            return replace(run, number=number, at=at)

    def runs(self) -> tuple[FindingRun, ...]:
        """Return every run, oldest first."""
        with storage_errors(self._path):
            return tuple(_run(row) for row in self._connection.execute(sql.RUNS))

    def of_run(self, number: int) -> tuple[Json, ...]:
        """Return the findings of a run as they were shown, by code, then id."""
        with storage_errors(self._path):
            rows = self._connection.execute(sql.FINDINGS_OF_RUN, (number,))
            return tuple(orjson.loads(body) for (body,) in rows)

    def last(self, id: str) -> Json:
        """Return a finding as it was recorded last.

        Raises:
            NotFoundError: no recorded run found it.
        """
        return orjson.loads(self._last(id)[1])  # type: ignore[no-any-return]

    def history(self, id: str) -> tuple[Sighting, ...]:
        """Return every recorded run of the finding's pattern, oldest first.

        Raises:
            NotFoundError: no recorded run found it.
        """
        code = self._last(id)[0]
        with storage_errors(self._path):
            return tuple(
                Sighting(run=run, at=at, on=on, sequence=sequence, is_found=bool(found))
                for run, at, on, sequence, found in self._connection.execute(
                    sql.HISTORY_OF_FINDING, (id, code)
                )
            )

    def answer(self, feedback: Feedback) -> Feedback:
        """Record what became of a finding; the same request again is the same feedback.

        Raises:
            InputError: an outcome or reason is unknown, an innocent one gives no reason, or the
                request was used for something else.
            NotFoundError: no recorded run found it.
        """
        _require_sound(feedback)
        code = self._last(feedback.finding)[0]
        with storage_errors(self._path), transaction(self._connection):
            row = self._connection.execute(sql.FEEDBACK_OF_REQUEST, (feedback.request,)).fetchone()
            if row is not None:
                return _unchanged(_feedback(row), feedback)
            at = utc_now()
            told = (feedback.outcome, feedback.because, feedback.note, feedback.author)
            values = (feedback.request, at, feedback.finding, code, *told)
            number = int(self._connection.execute(sql.ADD_FEEDBACK, values).get)
            return replace(feedback, number=number, at=at, code=code)

    def feedback_of(self, id: str) -> tuple[Feedback, ...]:
        """Return what people said of a finding, oldest first; the last one stands."""
        with storage_errors(self._path):
            rows = self._connection.execute(sql.FEEDBACK_OF_FINDING, (id,))
            return tuple(_feedback(row) for row in rows)

    def standing_feedback(self) -> dict[str, Feedback]:
        """Return the last word on each finding that anybody has looked at."""
        with storage_errors(self._path):
            rows = self._connection.execute(sql.LAST_FEEDBACK)
            return {found.finding: found for found in map(_feedback, rows)}

    def hit_rates(self) -> dict[str, Counter[str]]:
        """Count the standing outcomes by pattern."""
        counts: dict[str, Counter[str]] = {}
        for found in self.standing_feedback().values():
            counts.setdefault(found.code, Counter())[found.outcome] += 1
        return counts

    def _last(self, id: str) -> tuple[str, str]:
        with storage_errors(self._path):
            row = self._connection.execute(sql.LAST_FINDING, (id,)).fetchone()
        if row is None:
            raise NotFoundError(
                f"no recorded finding has the id '{id}'; list them with huibi patterns, and keep "
                "them with huibi patterns --record, since only what is recorded has a history"
            )
        return row[0], row[1]


def _require_sound(feedback: Feedback) -> None:
    if feedback.outcome not in OUTCOMES:
        raise InputError(f"'{feedback.outcome}' is no outcome: one of {', '.join(OUTCOMES)}")
    if feedback.because and feedback.because not in REASONS:
        raise InputError(f"'{feedback.because}' is no reason: one of {', '.join(REASONS)}")
    if (feedback.outcome == "innocent") != bool(feedback.because):
        raise InputError(
            "an innocent finding, and only that, says why (--because "
            f"{'|'.join(REASONS)}): the reasons are what patterns learn their exclusions from"
        )
    if not feedback.author.strip():
        raise InputError("feedback without an author: say who looked (--by NAME)")


def _unchanged(stored: Feedback, given: Feedback) -> Feedback:
    same = (stored.finding, stored.outcome, stored.because, stored.note, stored.author) == (
        given.finding,
        given.outcome,
        given.because,
        given.note,
        given.author,
    )
    if not same:
        raise InputError(f"request '{given.request}' was recorded before with other content")
    return stored


def _run(row: tuple[Any, ...]) -> FindingRun:
    number, request, at, on, sequence, codes, settings, author = row
    return FindingRun(
        number=number,
        request=request,
        at=at,
        on=on,
        sequence=sequence,
        codes=tuple(orjson.loads(codes)),
        settings=orjson.loads(settings),
        author=author,
    )


def _feedback(row: tuple[Any, ...]) -> Feedback:
    number, request, at, finding, code, outcome, because, note, author = row
    return Feedback(
        number=number,
        request=request,
        at=at,
        finding=finding,
        code=code,
        outcome=outcome,
        because=because,
        note=note,
        author=author,
    )


def _text(values: Mapping[str, Any]) -> str:
    options = orjson.OPT_SORT_KEYS | orjson.OPT_SERIALIZE_NUMPY
    return orjson.dumps(dict(values), option=options).decode()
