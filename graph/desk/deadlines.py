"""When an answer is due: days counted as the Civil Code counts them, by the official calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import chinese_calendar

if TYPE_CHECKING:
    from graph.desk.case_file import CaseFile, RecusalRequest

ANSWER_DAYS = 3
"""Working default for answering an application: what 民事诉讼法 50 gives a court; supervision
law names no number of days. A site may set another."""
_SATURDAY = 5


def due_day(start: dt.date, days: int) -> dt.date:
    """Return the last day of a term of days.

    The first day does not count (民法典 201); a last day that is a holiday gives way to the next
    working day (民法典 203), working weekends and bridge days as announced. For years whose
    calendar is not announced yet, weekends alone are holidays.
    """
    last = start + dt.timedelta(days=days)
    while not _is_workday(last):
        last += dt.timedelta(days=1)
    return last


def _is_workday(day: dt.date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def overdue(file: CaseFile, today: dt.date) -> tuple[RecusalRequest, ...]:
    """Return the disclosures and applications of an open case whose answer is late."""
    waiting = [one for one in file.requests if one.is_open] if file.is_open else []
    return tuple(one for one in waiting if dt.date.fromisoformat(one.due) < today)
