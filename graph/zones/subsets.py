"""Connected sets of townships: every one within bounds of size, each exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

Members = tuple[int, ...]
"""Townships by their position in the county, ascending."""


def connected_subsets(
    adjacent: Bools, least: int, most: int, limit: int, near: Bools | None = None
) -> list[int] | None:
    """Return every connected set of `least` to `most` townships as bit masks.

    None where more than `limit` sets, the smaller ones on the way included, would be looked at.
    With `near`, only sets any two of which are near. Each set grows from its first township by
    members after it, never by one that an earlier branch has taken (Wernicke 2006), so none comes
    twice. Cost: a microsecond a set. The order follows that of the townships.
    """
    beside = masks_of(adjacent)
    reach = masks_of(near | np.eye(len(near), dtype=bool)) if near is not None else None
    everyone = (1 << len(beside)) - 1
    found: list[int] = []
    left = limit

    def grow(members: int, size: int, front: int, banned: int, open_to: int) -> bool:
        nonlocal left
        left -= 1
        if left < 0:
            return False
        if size >= least:
            found.append(members)
        if size == most:
            return True
        front &= open_to
        while front:
            bit = front & -front
            front ^= bit
            banned |= bit
            at = bit.bit_length() - 1
            more = front | (beside[at] & ~banned)
            if not grow(members | bit, size + 1, more, banned, open_to & _of(reach, at, everyone)):
                return False
        return True

    for root in range(len(beside)):
        bit = 1 << root
        banned = (bit << 1) - 1
        if not grow(bit, 1, beside[root] & ~banned, banned, _of(reach, root, everyone)):
            return None
    return found


def _of(reach: list[int] | None, at: int, everyone: int) -> int:
    return everyone if reach is None else reach[at]


def masks_of(matrix: Bools) -> list[int]:
    """Return each row of a boolean matrix as a bit mask."""
    return [mask_of(np.flatnonzero(row).tolist()) for row in matrix]


def mask_of(members: Iterable[int]) -> int:
    """Return a set as a bit mask."""
    mask = 0
    for member in members:
        mask |= 1 << member
    return mask


def members_of(mask: int) -> Members:
    """Return a bit mask as a set in ascending order."""
    members = []
    while mask:
        bit = mask & -mask
        members.append(bit.bit_length() - 1)
        mask ^= bit
    return tuple(members)


def is_connected(mask: int, beside: list[int]) -> bool:
    """Whether a set, as a bit mask, is one piece; `beside` are the neighbours' masks."""
    reached = frontier = mask & -mask
    while frontier:
        bit = frontier & -frontier
        frontier ^= bit
        fresh = beside[bit.bit_length() - 1] & mask & ~reached
        reached |= fresh
        frontier |= fresh
    return reached == mask
