"""Array types of the generator, and its random streams: one a stage, so that stages do not mix."""

from __future__ import annotations

import zlib
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from graph.model import day_of

Ints: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]

NOBODY = -1
"""Index that stands for no person, couple or place."""
TODAY = day_of("2026-09-30")
"""The county is made as it stood on this day."""
YEAR = 365.2425
MALE, FEMALE = 1, 2


def stream(seed: int, stage: str) -> np.random.Generator:
    """Return the stage's own random stream: a stage added later leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(stage.encode())])


def ints(values: npt.ArrayLike) -> Ints:
    """Return the values as int32, cut towards zero."""
    return np.asarray(values).astype(np.int32)


def rank_within(groups: Ints) -> Ints:
    """Return each row's place (from 0) among the rows of its group, in row order."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    new = np.r_[True, ordered[1:] != ordered[:-1]] if len(ordered) else np.zeros(0, np.bool_)
    positions = np.arange(len(ordered))
    starts = np.maximum.accumulate(np.where(new, positions, 0))
    ranks = np.empty(len(groups), np.int32)
    ranks[order] = positions - starts
    return ranks


def lookup(values: Ints, indices: Ints) -> Ints:
    """Return `values[indices]`, NOBODY where the index is NOBODY."""
    found = values[np.maximum(indices, 0)]
    return np.where(indices >= 0, found, np.int32(NOBODY)).astype(np.int32)
