"""Values that travel between the stages: facts, dates, the standing of a tie, verdict-free."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

EVER = -(2**31)
"""Day before every day: the start of a tie with no recorded beginning."""
ALWAYS = 2**31 - 1
"""Day after every day: the end of a tie that still stands."""

_PARTIAL = re.compile(r"(-?\d{4,5})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


@dataclass(frozen=True, slots=True)
class Days:
    """The inclusive range of days that a possibly partial date may mean; days since 1970-01-01."""

    first: int
    last: int

    @property
    def is_exact(self) -> bool:
        """Whether the date is known to the day."""
        return self.first == self.last


def day_of(text: str) -> int:
    """Return the day number of a full ISO date; years before 1 are astronomical (-0200)."""
    return int(np.datetime64(text, "D").astype(np.int64))


def iso_of(day: int) -> str:
    """Return the ISO date of a day number."""
    text = str(np.datetime64(day, "D"))
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign + digits.rjust(10, "0")


def days_of(text: str) -> Days:
    """Return the days meant by `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, a time of day ignored.

    Raises:
        ValueError: the text is none of these, or no such day exists.
    """
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    year, month, day = match.groups()
    if day:
        exact = day_of(f"{year}-{month}-{day}")
        return Days(exact, exact)
    first = np.datetime64(f"{year}-{month}", "M") if month else np.datetime64(year, "Y")
    return Days(day_of(str(first.astype("M8[D]"))), day_of(str((first + 1).astype("M8[D]"))) - 1)


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence for people, in Chinese and English."""

    zh: str
    en: str


class Status(StrEnum):
    """Whether a fact is held, held but contested, or taken back."""

    ASSERTED = "asserted"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One checked row of a canonical table, with the place it was read from.

    `cells` holds only the filled columns, as canonical text: dates ISO and possibly partial,
    money integer fen, booleans `true`/`false`. `row` counts from 1, the header being row 1.
    """

    table: str
    key: str
    cells: Mapping[str, str]
    file: str
    row: int


class Standing(IntEnum):
    """What the law makes of an elementary tie during one interval of days.

    LAWFUL ties compose into legal kin. Every other standing supports at most REVIEW.
    """

    LAWFUL = 0
    WIDOWED = 1
    """Marriage ended by a death: the law is silent on what remains of affinity (民法典 1129)."""
    FORMER_SPOUSE = 2
    """Marriage ended by divorce or judgment (民法典 1080)."""
    BLOOD_AFTER_ADOPTION = 3
    """Birth tie of a child adopted away (民法典 1111(2))."""
    DISSOLVED_ADOPTION = 4
    """Adoptive tie that was dissolved (民法典 1116, 1117)."""
    UNREGISTERED_ADOPTION = 5
    """De facto adoption or 过继 without registration (民法典 1105)."""
    STEP_NOT_RAISED = 6
    """Step-parent who did not bring the child up (民法典 1072)."""
    FOSTER = 7
    """Foster care (寄养)."""
    VOID_MARRIAGE = 8
    """Void or annulled marriage (民法典 1054): the couple never were spouses."""
    COHABITING = 9
    """Living together without registration (民法典 1049)."""
    CO_PARENT = 10
    """Parents of one child with no marriage on record."""


class Bond(IntEnum):
    """The kind of an elementary tie: how parent and child, or the couple, came to be."""

    BIRTH = 0
    ADOPTIVE = 1
    STEP = 2
    FOSTER = 3
    MARRIAGE = 4
    COHABITATION = 5
    CO_PARENTHOOD = 6
