"""Figures of one pattern on one county: recall, precision among the first, false leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.patterns.evaluation.key import Key

Json = dict[str, Any]
ALL = "all"
"""Stands for every pattern in one list."""
NATURAL = "natural"
"""Strength of what nobody planted and is true all the same: finding it is right, missing it no
miss."""
FIRST = (20, 100)
"""How many leads a county office visits in a month and in a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One pattern on one county; absent figures are None where nothing was planted or found."""

    code: str
    planted: int
    found: int
    false: int
    recall: float | None
    recall_by_strength: Mapping[str, tuple[int, int]]
    """Hit and planted, by strength; of B1 by the odds ratio that was aimed at."""
    fdr: float | None
    precision_at: Mapping[int, float | None]
    average_precision: float | None
    false_by_confounder: Mapping[str, int]


def counted(code: str, findings: Sequence[Json], key: Key) -> Counted:
    """Hold a pattern's findings, in the order in which they are shown, against the key.

    A finding that matches no plant is false; a plant that several findings match is found once,
    and none of them is false. Precision among the first K is None where fewer than K were found
    and nothing was planted; with fewer findings it is the share among those there are.
    """
    planted = [
        at
        for at, one in enumerate(key.given.planted)
        if one.strength != NATURAL and code in (one.code, ALL)
    ]
    matches = [key.hits(one) for one in findings]
    hit = {at for each in matches for at in each} & set(planted)
    right = np.array([bool(each) for each in matches], bool)
    confounded: dict[str, int] = {}
    for one, is_right in zip(findings, right, strict=True):
        for name in () if is_right else key.confounders_of(one) or ("none",):
            confounded[name] = confounded.get(name, 0) + 1
    return Counted(
        code=code,
        planted=len(planted),
        found=len(findings),
        false=int((~right).sum()),
        recall=len(hit) / len(planted) if planted else None,
        recall_by_strength=_by_strength(planted, hit, key),
        fdr=float((~right).mean()) if len(right) else None,
        precision_at={
            first: float(right[:first].mean()) if len(right) else None for first in FIRST
        },
        average_precision=_average_precision(right, matches, set(planted)),
        false_by_confounder=confounded,
    )


def _by_strength(planted: Sequence[int], hit: set[int], key: Key) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for at in planted:
        strength = key.given.planted[at].strength or "—"
        hits, all_ = found.get(strength, (0, 0))
        found[strength] = (hits + (at in hit), all_ + 1)
    return found


def _average_precision(
    right: Any, matches: Sequence[tuple[int, ...]], planted: set[int]
) -> float | None:
    """Return the area under the precision-recall curve; what was not found adds nothing to it."""
    if not planted:
        return None
    seen: set[int] = set()
    total = 0.0
    for rank, plants in enumerate(matches, start=1):
        new = set(plants) & planted - seen
        if new:
            total += len(new) * float(right[:rank].mean())
            seen |= new
    return total / len(planted)


@dataclass(frozen=True, slots=True)
class Spread:
    """A mean over seeds with its 95 % interval; the interval is None for a single seed."""

    mean: float
    low: float | None
    high: float | None

    @classmethod
    def of(cls, values: Sequence[float | None], *, most: float = 1.0) -> Spread | None:
        """Return the spread of the values that are there, by Student's t; None of none."""
        given = np.array([value for value in values if value is not None], float)
        if not len(given):
            return None
        mean = float(given.mean())
        if len(given) == 1:
            return cls(mean, None, None)
        half = float(t.ppf(0.975, len(given) - 1) * given.std(ddof=1) / np.sqrt(len(given)))
        return cls(mean, max(0.0, mean - half), min(most, mean + half))
