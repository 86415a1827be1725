"""GEDCOM dates to partial ISO dates, with a note of what these cannot say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ged4py.calendar import CalendarDate, GregorianDate, JulianDate
from ged4py.date import DateValue, DateValueTypes

from graph.model import iso_of
from loaders.dates import read_date
from loaders.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_JULIAN_DAY_OF_1970 = 2_440_587.5
_BEFORE_CHRIST = re.compile(r"(?<=\d)\s*(?:BCE?|B\.C)$", re.IGNORECASE)
_CALENDARS: Mapping[str, str] = {
    "GREGORIAN": "@#DGREGORIAN@",
    "JULIAN": "@#DJULIAN@",
    "HEBREW": "@#DHEBREW@",
    "FRENCH_R": "@#DFRENCH R@",
}
_ROUGH = frozenset((DateValueTypes.ABOUT, DateValueTypes.CALCULATED, DateValueTypes.ESTIMATED))


class Dated(NamedTuple):
    """A date that the tables can hold, or none, and what is lost in it."""

    text: str
    note: str


NO_DATE = Dated("", "")


def dated(value: DateValue | None) -> Dated:
    """Return a parsed GEDCOM date as the tables write it.

    ABT, CAL and EST keep the year. Ranges, periods and phrases leave no date: only a note.
    """
    if value is None:
        return NO_DATE
    if value.kind is DateValueTypes.PHRASE:
        value = DateValue.parse(_modern(value.phrase or ""))
    written = str(value).strip()
    date = getattr(value, "date", None)
    if value.kind in _ROUGH and date is not None:
        text = _text(date)
        year = text[: text.index("-", 1)] if "-" in text[1:] else text
        return Dated(year, f"date: {written}")
    if value.kind is DateValueTypes.INTERPRETED and date is not None:
        return Dated(_text(date), f"date: {written}")
    text = _text(date) if value.kind is DateValueTypes.SIMPLE and date is not None else ""
    if not written.strip("()") or (text and isinstance(date, GregorianDate)):
        return Dated(text, "")
    return Dated(text, f"date: {written}")


def _modern(phrase: str) -> str:
    """Spell a date of GEDCOM 7, or one that says BC without points, as GEDCOM 5.5 does."""
    text = _BEFORE_CHRIST.sub(" B.C.", phrase.strip())
    word, _, rest = text.partition(" ")
    return f"{_CALENDARS[word]} {rest}" if word in _CALENDARS else text


def _text(date: CalendarDate) -> str:
    """Return the date in the Gregorian calendar; nothing if it cannot be told or does not exist."""
    if not isinstance(date, GregorianDate):
        if date.day is not None:
            return iso_of(round(float(date.key()[0]) - _JULIAN_DAY_OF_1970))
        if not isinstance(date, JulianDate):
            return ""
    year = getattr(date, "dual_year", None) or date.year
    if year is None:
        return ""
    year = 1 - year if date.bc else year
    text = f"{'-' if year < 0 else ''}{abs(year):04d}"
    if date.month_num is not None:
        text += f"-{date.month_num:02d}"
        if date.day is not None:
            text += f"-{date.day:02d}"
    read = read_date(text)
    return "" if isinstance(read, Problem) else read
