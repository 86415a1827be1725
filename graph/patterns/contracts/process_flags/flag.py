"""What a process flag is, what it gives back, and the fences that it measures against."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.model import Words
    from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
    from graph.patterns.contracts.process_flags.relation import Processes

PROCESS, BUYER, ENTITY, TENDERER = "OCID", "Buyer", "ProcuringEntity", "Tenderer"
_FENCE = Fraction(3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One process, buyer, procuring entity or tenderer that a flag names."""

    group: str
    subject: str
    value: float
    parties: tuple[tuple[str, float], ...] = ()
    """Tenderers that a flagged process names with it, each with a value of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untested:
    """How many cases a flag could not judge, and why."""

    why: Words
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """What one flag found; `tested` counts the cases it judged, in `unit`."""

    hits: tuple[Hit, ...] = ()
    tested: int = 0
    unit: str = "processes"
    fence: float | None = None
    untested: tuple[Untested, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFlag:
    """One flag: its code, what it says of a process or of a unit, how it is computed."""

    code: str
    title: Words
    compute: Callable[[Processes, ProcessFlagsParams], Flagged]
    measure: str
    """What its value is, as a unit of measure."""


def quantile(values: Any, share: float) -> float:
    """Return the median-unbiased quantile (Hyndman & Fan 1996, type 8); NaN without values."""
    ordered = np.sort(np.asarray(values, np.float64))
    size = len(ordered)
    if not size:
        return float("nan")
    place = (size + 1 / 3) * share + 1 / 3
    below = int(place)
    if below <= 0:
        return float(ordered[0])
    if below >= size:
        return float(ordered[-1])
    low, high = float(ordered[below - 1]), float(ordered[below])
    return low + (place - below) * (high - low)


def lower_fence(values: Any) -> tuple[float, float]:
    """Return Q1 − 1.5 IQR (Tukey 1977), rounded once, and Q1."""
    first, third = quantile(values, 0.25), quantile(values, 0.75)
    if np.isnan(first):
        return first, first
    return float(Fraction(first) - _FENCE * Fraction(third - first)), first


def upper_fence(values: Any) -> float:
    """Return Q3 + 1.5 IQR (Tukey 1977), rounded once."""
    first, third = quantile(values, 0.25), quantile(values, 0.75)
    if np.isnan(first):
        return first
    return float(Fraction(third) + _FENCE * Fraction(third - first))


def count(rows: Any) -> int:
    """Return the number of rows of an expression."""
    return int(rows.count().to_pyarrow().as_py())


def untested(*cases: tuple[Words, int]) -> tuple[Untested, ...]:
    """Return the cases that there are."""
    return tuple(Untested(why=why, count=number) for why, number in cases if number)


def flagged(
    hits: tuple[Hit, ...], tested: int, size: int, why: Words, *, barred: Words, is_barred: bool
) -> Flagged:
    """Return hits among the processes tested of `size`, the others untested for one reason.

    Where the data as a whole bar the test, all that could have been tested is untested too.
    """
    return Flagged(
        hits=hits,
        tested=0 if is_barred else tested,
        untested=untested((why, size - tested), (barred, tested if is_barred else 0)),
    )
