"""The table of ways as arrays, as the kernels take them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.errors import InputError
from graph.model import Standing
from graph.ontology.kinds import EdgeKind
from graph.paths.layout import EDGE_TIMES, IS_FOLLOWED, TIMINGS
from graph.paths.ways import FAMILIES, KINSHIP, Book, Share, book
from graph.ties.kinds import KIND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.paths.ways import Way
    from graph.ties.kinds import TieKind

_FOREVER = 0.0
"""Half-life of what does not fade."""


class Ways(NamedTuple):
    """What ties are worth; columns as in `layout`, whose table of ways has the fields' addresses.

    way: float64 by way. ends: int64 by way. share: float64 by share, the first being none. mask:
    uint64[shares, 2], a bit for each EdgeKind whose ties count in the share at their source, at
    their target. kin: float64 by Standing. edge: int64 by EdgeKind.
    """

    way: NDArray[np.float64]
    ends: NDArray[np.int64]
    share: NDArray[np.float64]
    mask: NDArray[np.uint64]
    kin: NDArray[np.float64]
    edge: NDArray[np.int64]


@cache
def way_slots(families: frozenset[str] | None = None) -> NDArray[np.int64]:
    """Return the addresses of the arrays of `ways_of`, which are kept as long as the process."""
    return np.array([array.ctypes.data for array in ways_of(families)], np.int64)


@cache
def _numbers() -> dict[tuple[EdgeKind, str], int]:
    return {(way.edge, way.word): place for place, way in enumerate(book().ways)}


def way_number(edge: EdgeKind, word: str = "") -> int:
    """Return the number of the way of an edge's rows with this word, else of its plain rows."""
    return _numbers().get((edge, word), _numbers().get((edge, ""), -1))


@cache
def ways_of(families: frozenset[str] | None = None) -> Ways:
    """Return the arrays for a search kept to some families of ties; None stands for all.

    Raises:
        InputError: there is no such family.
    """
    if families is not None and (unknown := sorted(families - set(FAMILIES))):
        raise InputError(
            f"no family of ties is called {', '.join(unknown)}, so nothing would be searched: use "
            f"{', '.join(FAMILIES)}"
        )
    table = book()
    wanted = [families is None or way.family in families for way in table.ways]
    edge = np.zeros((len(EdgeKind), 2), np.int64)
    for way, is_wanted in zip(table.ways, wanted, strict=True):
        edge[way.edge, IS_FOLLOWED] |= is_wanted and way.strength > 0.0
        edge[way.edge, EDGE_TIMES] = TIMINGS.index(way.timing)
    numbers = np.array([_numbers_of(way, table) for way in table.ways])
    numbers[:, 0] *= wanted
    is_kin = families is None or KINSHIP in families
    return Ways(
        way=numbers,
        ends=np.array(
            [
                (
                    table.share(way.source_share),
                    table.share(way.target_share),
                    TIMINGS.index(way.timing),
                )
                for way in table.ways
            ]
        ),
        share=np.array([_share(None), *map(_share, table.shares)]),
        mask=_masks(table),
        kin=_kin(table) * is_kin,
        edge=edge,
    )


def _numbers_of(way: Way, table: Book) -> tuple[float, ...]:
    """Return strength, the most it keeps with another of its target's share, and its fading."""
    share = table.share(way.target_share)
    own = table.shares[share - 1].ceiling if share else 1.0
    ceiling = KIND[way.shared_as].ceiling if way.shared_as else own
    return way.strength, ceiling, *_fading(way.fading)


def _fading(kind: TieKind | None) -> tuple[float, float, float]:
    """Return grace, half-life and floor."""
    if kind is None or kind.half_life_years is None:
        return 0.0, _FOREVER, 1.0
    return kind.grace_years, kind.half_life_years, kind.floor


def _share(share: Share | None) -> tuple[float, ...]:
    if share is None:
        return 0.0, 0.0, 1.0, 0.0, 0.0, *_handover(None)
    limits = (share.circle or 0.0, share.hub or 0.0, share.cap)
    return *limits, share.together, share.published, *_handover(share.handover)


def _handover(code: str | None) -> tuple[float, ...]:
    """Return ceiling, grace, half-life and floor of following each other."""
    if code is None:
        return 0.0, 0.0, _FOREVER, 1.0
    return KIND[code].ceiling, *_fading(KIND[code])


def _masks(table: Book) -> NDArray[np.uint64]:
    masks = np.zeros((len(table.shares) + 1, 2), np.uint64)
    for way in table.ways:
        for end, code in enumerate((way.source_share, way.target_share)):
            masks[table.share(code), end] |= np.uint64(1 << int(way.edge))
    masks[0] = 0
    return masks


def _kin(table: Book) -> NDArray[np.float64]:
    steps = np.zeros((len(Standing), 4))
    for step in table.kin:
        fading = (step.half_life_years or _FOREVER, step.floor)
        steps[step.standing] = (step.line or 0.0, step.couple or 0.0, *fading)
    return steps
