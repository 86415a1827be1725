"""Last year's zones: which of them a new zone carries on, and which townships move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

NEW = -1
"""Label of a zone that carries on none of last year's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """Last year's zones of one county: their ids, names, and townships as bit masks."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    masks: tuple[int, ...]

    @property
    def placed(self) -> int:
        """Return the townships that had a zone, as bits."""
        placed = 0
        for mask in self.masks:
            placed |= mask
        return placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Every zone once for each of last year's that it may carry on, and once as a new one.

    of: int64, the zone; label: int64, last year's or `NEW`; moved: int64, townships that had
    another zone.
    """

    of: Ints
    label: Ints
    moved: Ints


def labelled(masks: Sequence[int], previous: Previous | None) -> Labelled:
    """Return the zones with their labels; a label may be worn by one chosen zone only."""
    if previous is None:
        count = len(masks)
        return Labelled(
            of=np.arange(count), label=np.full(count, NEW), moved=np.zeros(count, np.int64)
        )
    placed, rows = previous.placed, []
    for at, mask in enumerate(masks):
        had = (mask & placed).bit_count()
        rows.append((at, NEW, had))
        if had:
            kept = [(mask & old).bit_count() for old in previous.masks]
            rows += [(at, label, had - some) for label, some in enumerate(kept) if some]
    of, label, moved = np.array(rows, np.int64).reshape(-1, 3).T
    return Labelled(of=of, label=label, moved=moved)


def carried_on(masks: Sequence[int], previous: Previous | None) -> tuple[int, ...]:
    """Return the label of each zone so that as few townships move as possible."""
    if previous is None or not previous.masks:
        return (NEW,) * len(masks)
    kept = np.array([[(mask & old).bit_count() for old in previous.masks] for mask in masks])
    labels = [NEW] * len(masks)
    for zone, label in zip(*linear_sum_assignment(kept, maximize=True), strict=True):
        if kept[zone, label]:
            labels[int(zone)] = int(label)
    return tuple(labels)


def moved_by(masks: Sequence[int], labels: Sequence[int], previous: Previous | None) -> int:
    """Return the townships, as bits, that leave last year's zone."""
    if previous is None:
        return 0
    stay = 0
    for mask, label in zip(masks, labels, strict=True):
        stay |= mask & previous.masks[label] if label != NEW else 0
    return previous.placed & ~stay
