"""Segments: one tie during one interval of days, and how overlapping ones become disjoint."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.model import ALWAYS, EVER, Days, Standing
from graph.snapshot.arrays import DATED, DISPUTED, INFERRED, UNCERTAIN
from graph.snapshot.spans import SINCE_EVER, STILL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Float32, Int32, UInt8


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """Ties as arrays, a place for each interval: child and parent, or the couple, low node first.

    flags, start, end, bond, confidence as in arrays.Adjacency and EdgeFacts. proof_first and
    proof_count cut each segment's rows out of `proof`; segments of one tie may share them.
    """

    one: Int32
    other: Int32
    flags: UInt8
    start: Int32
    end: Int32
    bond: UInt8
    confidence: Float32
    proof_first: NDArray[np.int64]
    proof_count: Int32
    proof: Int32

    def __len__(self) -> int:
        return len(self.one)

    @staticmethod
    def join(parts: Sequence[Segments]) -> Segments:
        """Return all parts as one."""
        offsets = np.cumsum([0] + [len(part.proof) for part in parts[:-1]])
        columns = {
            each.name: np.concatenate([getattr(part, each.name) for part in parts])
            for each in fields(Segments)
        }
        firsts = [part.proof_first + offset for part, offset in zip(parts, offsets, strict=True)]
        columns["proof_first"] = np.concatenate(firsts)
        return Segments(**columns)


class Piece(NamedTuple):
    """One standing during [start, end)."""

    start: int
    end: int
    standing: Standing
    is_uncertain: bool = False
    is_disputed: bool = False
    kind: int = 0
    """Which of the kinds of tie between the two people (words.Kind) it belongs to."""


class Tie(NamedTuple):
    """A tie made one by one: its two people, the intervals of its life, its rows."""

    one: int
    other: int
    bond: int
    pieces: tuple[Piece, ...]
    confidence: float
    is_disputed: bool
    proof: tuple[int, ...]
    is_inferred: bool = False


class Period(NamedTuple):
    """When a tie began and ended, each a possibly partial date."""

    since: Days
    until: Days


ALL_TIME = Period(SINCE_EVER, STILL)


def lifetime(period: Period, standing: Standing, after: Standing | None = None) -> Iterator[Piece]:
    """Yield the pieces of a tie that stood from `since` to `until`, both days possibly partial.

    Days are half-open: on the day of `until` the tie is over. A day that the partial dates leave
    open keeps the standing, marked uncertain.
    """
    (since, until) = period
    surely_from = min(since.last, until.last)
    surely_to = max(until.first, surely_from)
    yield Piece(since.first, surely_from, standing, is_uncertain=True)
    yield Piece(surely_from, surely_to, standing)
    yield Piece(surely_to, until.last, standing, is_uncertain=True)
    if after is not None:
        yield Piece(max(until.last, since.first), ALWAYS, after)


def disjoint(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Cut pieces at each other's ends; on each day the first of them in the given order counts."""
    filled = [piece for piece in pieces if piece.start < piece.end]
    days = sorted({day for piece in filled for day in (piece.start, piece.end)})
    cut: list[Piece] = []
    for start, end in pairwise(days):
        holder = next((p for p in filled if p.start <= start and end <= p.end), None)
        if holder is None:
            continue
        if cut and cut[-1].end == start and cut[-1][2:] == holder[2:]:
            cut[-1] = cut[-1]._replace(end=end)
        else:
            cut.append(holder._replace(start=start, end=end))
    return tuple(cut)


def strongest_first(pieces: Iterable[Piece]) -> list[Piece]:
    """Order pieces so that a lawful day beats an uncertain one, and that any other standing."""
    return sorted(pieces, key=lambda p: (p.standing != Standing.LAWFUL, p.is_uncertain, p.standing))


def merge_periods(periods: Iterable[Period], *, leaves_trace: bool = True) -> list[Period]:
    """Return the distinct times at which one tie stood, as several rows tell them.

    Rows whose times overlap tell of the same time. The more precise of two dates that agree
    counts; two that do not leave the days between open, and so do a blank beginning and a filled
    one. A blank end yields to a filled one where something remains of the tie (`leaves_trace`),
    else it leaves the days after it open.
    """
    told = set(periods)
    dated = sorted(
        (period for period in told if period != ALL_TIME),
        key=lambda p: ((p.since == SINCE_EVER) + (p.until == STILL), p.since.first, p.until.first),
    )
    merged: list[Period] = []
    for period in dated:
        for place, held in enumerate(merged):
            if _is_same_time(held, period):
                merged[place] = _one_time(held, period, leaves_trace)
                break
        else:
            merged.append(period)
    if ALL_TIME in told:
        merged = [_one_time(held, ALL_TIME, leaves_trace) for held in merged]
    return merged or [ALL_TIME]


def _one_time(one: Period, other: Period, leaves_trace: bool) -> Period:
    since, until = _agree(one.since, other.since), _agree(one.until, other.until)
    if leaves_trace and STILL in (one.until, other.until):
        until = one.until if other.until == STILL else other.until
    return Period(since, until)


def _is_same_time(one: Period, other: Period) -> bool:
    if SINCE_EVER not in (one.since, other.since) and _meet(one.since, other.since):
        return True
    return one.since.last < other.until.first and other.since.last < one.until.first


def _meet(one: Days, other: Days) -> bool:
    return one.first <= other.last and other.first <= one.last


def _agree(one: Days, other: Days) -> Days:
    if _meet(one, other):
        return Days(max(one.first, other.first), min(one.last, other.last))
    return Days(min(one.first, other.first), max(one.last, other.last))


def flags_of(piece: Piece, tie: Tie) -> int:
    """Return the flags byte of one piece of a tie."""
    is_dated = piece.start > EVER or piece.end < ALWAYS
    return (
        int(piece.standing)
        | DATED * is_dated
        | UNCERTAIN * piece.is_uncertain
        | DISPUTED * (piece.is_disputed or tie.is_disputed)
        | INFERRED * tie.is_inferred
    )


def segments_of(ties: Iterable[Tie]) -> Segments:
    """Return ties made one by one as arrays, a segment for each piece."""
    rows: list[tuple[int, int, int, int, int, int, float, int, int]] = []
    proof: list[int] = []
    for tie in ties:
        first, count = len(proof), len(tie.proof)
        proof.extend(tie.proof)
        rows.extend(
            (tie.one, tie.other, flags_of(piece, tie), piece.start, piece.end, tie.bond,
             tie.confidence, first, count)
            for piece in tie.pieces
        )  # fmt: skip
    types = (np.int32, np.int32, np.uint8, np.int32, np.int32, np.uint8, np.float32, np.int64)
    columns = list(zip(*rows, strict=True)) if rows else [()] * 9
    names = [each.name for each in fields(Segments)]
    arrays = {
        name: np.array(column, dtype)
        for name, column, dtype in zip(names[:9], columns, (*types, np.int32), strict=True)
    }
    return Segments(**arrays, proof=np.array(proof, np.int32))
