"""What each village of the county is there to show: a plant, a confounder, or nothing at all."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from loaders.synthetic.arrays import stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FAVOURED, ONSET, PLAIN = "favoured", "onset", "plain"
_SHARES = (
    (FAVOURED, 0.10),
    ("needy_branch", 0.25),
    (ONSET, 0.06),
    ("group_project", 0.08),
    ("better_informed", 0.10),
    ("need_recorded_better", 0.10),
    ("disaster_year", 0.05),
    ("village_merger", 0.04),
)
"""Shares of the villages; the rest are plain."""
_ENOUGH = MappingProxyType({FAVOURED: (24, 5), ONSET: (10, 2)})
"""From how many villages on there are at least so many of a role: heads may have too few kin."""
_PLAIN_REPLACED = 3
"""One plain village in three elects a new head in mid-term."""
_SINGLE_SURNAME_FIRST, _SINGLE_SURNAME_STEP = 5, 12


def village_roles(villages: int, reserved: int, seed: int) -> Mapping[str, tuple[int, ...]]:
    """Return the villages of each role; each village has one, the reserved one none."""
    order = stream(seed, "village roles").permutation(villages).tolist()
    left = [village for village in order if village != reserved]
    roles: dict[str, tuple[int, ...]] = {}
    for name, share in _SHARES:
        count = max(1, round(share * villages))
        from_villages, least = _ENOUGH.get(name, (0, 1))
        if villages >= from_villages:
            count = max(count, least)
        roles[name], left = tuple(left[:count]), left[count:]
    return roles | {PLAIN: tuple(left)}


def replaced_heads(roles: Mapping[str, Iterable[int]]) -> frozenset[int]:
    """Return the villages whose head is replaced in mid-term: all of ONSET, some plain ones."""
    return frozenset((*roles[ONSET], *tuple(roles[PLAIN])[::_PLAIN_REPLACED]))


def single_surname_villages(villages: int) -> tuple[int, ...]:
    """Return the villages founded by one lineage; none in a county of few villages."""
    return tuple(range(_SINGLE_SURNAME_FIRST, villages, _SINGLE_SURNAME_STEP))
