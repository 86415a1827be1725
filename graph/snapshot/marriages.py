"""What the law makes of each couple, and when (民法典 1049, 1054, 1080).

A registered marriage ends on the day of its registration of divorce or judgment, or with the
first death; what follows is FORMER_SPOUSE or WIDOWED. A void marriage is void from its first day
and stays so. Living together ends without trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.model import ALWAYS, EVER, Bond, Days, Standing
from graph.snapshot.arrays import DATED, DISPUTED, UNCERTAIN
from graph.snapshot.segments import (
    Period,
    Piece,
    Segments,
    Tie,
    disjoint,
    lifetime,
    merge_periods,
    segments_of,
    strongest_first,
)
from graph.snapshot.spans import STILL
from graph.snapshot.standing import inferred_tie, periods_by_kind
from graph.snapshot.words import BOND_OF, STANDING_OF, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32
    from graph.snapshot.chain_ties import Added
    from graph.snapshot.elementary import CoupleRows, KinRows
    from graph.snapshot.spans import Spans


def couple_segments(
    rows: KinRows, stated: CoupleRows, added: Sequence[Added], deaths: Spans
) -> Segments:
    """Return every couple by interval: marriages told one way at once, the others one by one."""
    pair = stated.a.astype(np.int64) << 32 | stated.b
    order = np.lexsort((rows.rank[stated.row], pair))
    pair, row, kind = pair[order], stated.row[order], stated.kind[order]
    heads = np.flatnonzero(np.diff(pair, prepend=-1))
    counts = np.diff(heads, append=len(pair)).astype(np.int32)
    head_of = np.repeat(heads, counts)
    is_other = kind != Kind.MARRIAGE
    for dates in (rows.since.first, rows.since.last, rows.until.first, rows.until.last):
        is_other |= dates[row] != dates[row[head_of]]
    is_special = np.logical_or.reduceat(is_other, heads) if len(heads) else np.zeros(0, bool)
    plain = heads[~is_special]
    simple = _plain(rows, stated.a[order], stated.b[order], row, plain, counts[~is_special], deaths)
    special = (
        (int(pair[head] >> 32), int(pair[head] & 0xFFFFFFFF), row[head : head + count].tolist())
        for head, count in zip(heads[is_special], counts[is_special], strict=True)
    )
    ties = list(_special_ties(rows, special, deaths))
    ties.extend(_added_tie(rows, tie, deaths) for tie in added)
    return Segments.join([simple, segments_of(ties)])


def _plain(
    rows: KinRows,
    a: Int32,
    b: Int32,
    row: NDArray[np.int64],
    heads: NDArray[np.int64],
    counts: Int32,
    deaths: Spans,
) -> Segments:
    """Return the segments of registered marriages whose rows all tell the same dates."""
    best = row[heads]
    since, until = rows.since.take(best), rows.until.take(best)
    one, other = deaths.take(a[heads]), deaths.take(b[heads])
    first, last, is_widowed = ending(
        until, np.minimum(one.first, other.first), np.minimum(one.last, other.last)
    )
    surely_from = np.minimum(since.last, last)
    surely_to = np.maximum(first, surely_from)
    always, none = np.full(len(heads), ALWAYS, np.int32), np.zeros(len(heads), np.int32)
    after = np.where(is_widowed, np.int32(Standing.WIDOWED), np.int32(Standing.FORMER_SPOUSE))
    # Four pieces a marriage as in segments.lifetime, empty ones dropped.
    start = np.stack([since.first, surely_from, surely_to, np.maximum(last, since.first)])
    end = np.stack([surely_from, surely_to, last, always])
    flags = np.stack([none + UNCERTAIN, none, none + UNCERTAIN, after])
    piece, place = np.nonzero(start < end)
    start, end, flags = start[piece, place], end[piece, place], flags[piece, place]
    flags = (
        flags | DATED * ((start > EVER) | (end < ALWAYS)) | DISPUTED * rows.disputed[best[place]]
    )
    return Segments(
        one=a[heads][place],
        other=b[heads][place],
        flags=flags.astype(np.uint8),
        start=start,
        end=end,
        bond=np.full(len(place), Bond.MARRIAGE, np.uint8),
        confidence=rows.confidence[best[place]],
        proof_first=heads[place].astype(np.int64),
        proof_count=counts[place],
        proof=row.astype(np.int32),
    )


def ending(until: Any, death_first: Any, death_last: Any) -> tuple[Any, Any, Any]:
    """Return the first and the last day on which a marriage may have ended, and whether by death.

    Takes spans of arrays or of single days. An end that may be the day of the first death is
    taken for it.
    """
    is_widowed = (death_first < ALWAYS) & (death_first <= until.last)
    first, last = np.minimum(until.first, death_first), np.minimum(until.last, death_last)
    return first, last, is_widowed


def _special_ties(
    rows: KinRows, pairs: Iterator[tuple[int, int, Sequence[int]]], deaths: Spans
) -> Iterator[Tie]:
    """Yield the ties of couples that were told in several ways, or were no registered marriage."""
    for one, other, numbers in pairs:
        death = first_death(deaths, one, other)
        by_kind: dict[Kind, list[int]] = {}
        for row in numbers:
            by_kind.setdefault(Kind(rows.couple_kind[row]), []).append(row)
        pieces: list[Piece] = []
        for kind, own in by_kind.items():
            told = [Period(rows.since[row], rows.until[row]) for row in own]
            for period in merge_periods(told, leaves_trace=kind == Kind.MARRIAGE):
                pieces.extend(p._replace(kind=kind) for p in couple_life(kind, period, death))
        standing = disjoint(strongest_first(pieces))
        for kind, own in by_kind.items():
            yield Tie(
                one=one,
                other=other,
                bond=BOND_OF[kind],
                pieces=tuple(piece for piece in standing if piece.kind == kind),
                confidence=float(rows.confidence[own[0]]),
                is_disputed=bool(rows.disputed[own[0]]),
                proof=tuple(own),
            )


def couple_life(kind: Kind, period: Period, death: Days) -> Iterator[Piece]:
    """Yield the pieces of one couple's time together, `death` being the first of the two."""
    if kind == Kind.COHABITING:
        return lifetime(period, STANDING_OF[kind])
    if kind == Kind.VOID:
        return lifetime(Period(period.since, STILL), STANDING_OF[kind])
    first, last, is_widowed = ending(period.until, death.first, death.last)
    after = None
    if last < ALWAYS:
        after = Standing.WIDOWED if is_widowed else Standing.FORMER_SPOUSE
    return lifetime(Period(period.since, Days(int(first), int(last))), Standing.LAWFUL, after)


def first_death(deaths: Spans, one: int, other: int) -> Days:
    """Return when the first of two people died; implied people have no death."""
    known = [deaths[person] for person in (one, other) if person < len(deaths.first)]
    return Days(
        min((day.first for day in known), default=ALWAYS),
        min((day.last for day in known), default=ALWAYS),
    )


def _added_tie(rows: KinRows, tie: Added, deaths: Spans) -> Tie:
    """Return a couple that asserted rows add."""
    death = first_death(deaths, *(tie.like or (tie.one, tie.other)))
    pieces: list[Piece] = []
    for kind, told in periods_by_kind(tie).items():
        for period in merge_periods(told, leaves_trace=kind == Kind.MARRIAGE):
            pieces.extend(couple_life(kind, period, death))
    for life in tie.all_lives() if tie.lives else ():
        if life.is_uncertain:
            told_life = couple_life(Kind(life.kind), life.period, death)
            standing = STANDING_OF[Kind(life.kind)]
            pieces.extend(
                piece._replace(is_uncertain=True)
                for piece in told_life
                if piece.standing == standing
            )
    return inferred_tie(rows, tie, pieces)
