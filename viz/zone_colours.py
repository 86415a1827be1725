"""Colours of zones: neighbours differ, the colour-blind tell them apart, the number says it too."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

INKS = ("#0072B2", "#D55E00", "#009E73", "#B8860B", "#A64D9E", "#5B3A29")
"""Okabe and Ito's (2008) blue, vermilion and green, their yellow and purple darker; brown last."""
MARKERS = ("o", "s", "^", "D", "v", "P")
"""One shape for each colour."""
_USUAL = 5
"""Colours that are taken in turn; the last only where all others touch."""


def tint(ink: str, share: float) -> tuple[float, float, float]:
    """Return a colour mixed with white, `share` of it left."""
    red, green, blue = (int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 1 - share * (1 - red), 1 - share * (1 - green), 1 - share * (1 - blue)


def colours_of(
    count: int, touching: Sequence[tuple[int, int]], near: Sequence[tuple[int, int]] = ()
) -> NDArray[np.int64]:
    """Return a colour's number for each zone so that touching zones differ; int64[count].

    The most entangled first (Welsh and Powell 1967), each taking, among those its neighbours
    leave, the colour fewest zones near by have, then that used least so far.
    """
    beside, around = _neighbours(count, touching), _neighbours(count, near)
    colour = np.full(count, -1, np.int64)
    used = np.zeros(len(INKS), np.int64)
    for zone in sorted(range(count), key=lambda z: (-len(beside[z]), z)):
        taken = {int(colour[other]) for other in beside[zone]}
        free = [c for c in range(_USUAL) if c not in taken] or [len(INKS) - 1]
        shades = Counter(int(colour[other]) for other in around[zone])
        colour[zone] = min((shades[c], int(used[c]), c) for c in free)[2]
        used[colour[zone]] += 1
    return colour


def _neighbours(count: int, pairs: Sequence[tuple[int, int]]) -> list[set[int]]:
    beside: list[set[int]] = [set() for _ in range(count)]
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    return beside
