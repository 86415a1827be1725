"""Which classes of near kin are on record: one compiled look at each person's own ties."""

from __future__ import annotations

import numpy as np
from numba import njit

from graph.kinship.rows import stands

PARENTS, SIBLINGS, SPOUSE, CHILDREN, GRANDPARENTS, NAMED_PARENT = 1, 2, 4, 8, 16, 32
"""Bits of a person's near kin; the last is a parent with a name, on any day."""
_EVERY = (1 << 16) - 1


@njit(cache=True, nogil=True)
def _has(rows, node, besides, real, day):
    """Whether a node has a tie on the day to somebody real other than `besides`."""
    for position in range(rows.indptr[node], rows.indptr[node + 1]):
        other = rows.indices[position]
        is_other = other < real and other != besides and other != node
        if is_other and stands(rows.flags, rows.start, rows.end, position, day, _EVERY):
            return True
    return False


@njit(cache=True, nogil=True)
def near_kin(parents, children, spouses, persons, real, day):
    """Return uint8 bits of each person: the kin of any standing that a walk would reach."""
    found = np.zeros(len(persons), np.uint8)
    for at in range(len(persons)):
        ego = persons[at]
        bits = 0
        if _has(spouses, ego, ego, real, day):
            bits |= SPOUSE
        if _has(children, ego, ego, real, day):
            bits |= CHILDREN
        for position in range(parents.indptr[ego], parents.indptr[ego + 1]):
            parent = parents.indices[position]
            if parent < real:
                bits |= NAMED_PARENT
            if parent == ego or not stands(
                parents.flags, parents.start, parents.end, position, day, _EVERY
            ):
                continue
            if parent < real:
                bits |= PARENTS
            if _has(children, parent, ego, real, day):
                bits |= SIBLINGS
            if _has(parents, parent, ego, real, day):
                bits |= GRANDPARENTS
        found[at] = bits
    return found
