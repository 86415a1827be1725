"""Dates as clerks write them, to `YYYY[-MM[-DD[THH:MM[:SS]]]]`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from loaders.problems import Problem, shown
from loaders.texts import half_width, read_text

_CANONICAL = re.compile(r"(-?\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_CHINESE = re.compile(r"(\d{4})\s*年(?:\s*(\d\d?)\s*月(?:\s*(\d\d?)\s*[日号])?)?")
_SLASHED = re.compile(r"(\d{4})/(\d\d?)(?:/(\d\d?))?")
_DOTTED = re.compile(r"(\d{4})\.(\d\d)(?:\.(\d\d?))?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SERIAL = re.compile(r"([1-9]\d{4})(\.\d+)?")
_TIME = re.compile(r"(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?")
_SHAPES = (_CANONICAL, _CHINESE, _SLASHED, _DOTTED, _COMPACT)
_EPOCH_1900 = datetime.fromisoformat("1899-12-30")
_EPOCH_1904 = datetime.fromisoformat("1904-01-01")
_TODO = "write YYYY, YYYY-MM, YYYY-MM-DD, YYYY年M月D日 or YYYYMMDD"
_SECONDS_A_DAY = 86_400


def read_date(text: str) -> str | Problem:
    """Return the date without its time of day."""
    read = read_moment(text)
    return read if isinstance(read, Problem) else read.partition("T")[0]


def read_moment(text: str) -> str | Problem:
    """Return the date, with its time of day where one is written after a full date."""
    clean = read_text(text)
    if isinstance(clean, Problem) or not clean:
        return clean
    clean = half_width(clean).strip()
    day, _, clock = clean.replace("T", " ").partition(" ")
    if clock and (time := _TIME.fullmatch(clock.strip())):
        return _with_time(clean, day, time)
    for shape in _SHAPES:
        if match := shape.fullmatch(clean):
            return _checked(clean, *match.groups())
    if match := _SERIAL.fullmatch(clean):
        return date_of_serial(float(clean))
    return Problem(f"{shown(clean)} is not a date", _TODO)


def date_of_serial(serial: float, *, since_1904: bool = False) -> str:
    """Return the moment that a spreadsheet counts as this many days from its epoch."""
    epoch = _EPOCH_1904 if since_1904 else _EPOCH_1900
    moment = epoch + timedelta(seconds=round(serial * _SECONDS_A_DAY))
    return canonical_moment(moment)


def canonical_moment(moment: datetime) -> str:
    """Return the moment as text; midnight means that no time of day was given."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat()


def _with_time(clean: str, day: str, time: re.Match[str]) -> str | Problem:
    whole = read_moment(day)
    if isinstance(whole, Problem):
        return whole
    hour, minute, second = time.groups()
    if (
        len(whole) < len("YYYY-MM-DD")
        or int(hour) > 23
        or int(minute) > 59
        or int(second or 0) > 59
    ):
        return Problem(f"{shown(clean)} has no such time of day", "write YYYY-MM-DD HH:MM:SS")
    if not int(hour) and not int(minute) and not int(second or 0):
        return whole
    return f"{whole}T{hour:0>2}:{minute}" + (f":{second}" if second else "")


def _checked(clean: str, year: str, month: str | None, day: str | None) -> str | Problem:
    if year == "0000" or (month and not 1 <= int(month) <= 12):
        return Problem(f"{shown(clean)} is no date that exists", _TODO)
    if day is None:
        return f"{year}-{month:0>2}" if month else year
    assert month is not None
    # Astronomical years before 1 repeat the Gregorian cycle of 400 years.
    cycle = int(year) if int(year) > 0 else int(year) % 400 + 400
    try:
        date(cycle, int(month), int(day))
    except ValueError:
        return Problem(f"{shown(clean)} is no day of the calendar", _TODO)
    return f"{year}-{month:0>2}-{day:0>2}"
