"""What the law makes of each parent tie, and when (民法典 1071, 1072, 1105, 1111, 1116, 1117)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.model import ALWAYS, EVER, Days, Standing
from graph.snapshot.arrays import DISPUTED
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
from graph.snapshot.spans import SINCE_EVER, STILL, Spans, add_years
from graph.snapshot.words import BOND_OF, STANDING_OF, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.snapshot.chain_ties import Added
    from graph.snapshot.elementary import KinRows, ParentRows
    from graph.snapshot.recorded import Recorded

ADULT_YEARS = 18
AFTER = {Kind.ADOPTIVE: Standing.DISSOLVED_ADOPTION, Kind.STEP_RAISED: Standing.STEP_NOT_RAISED}
"""What remains of a tie when it has ended; of the others nothing does."""

_ALWAYS_LAWFUL = Piece(EVER, ALWAYS, Standing.LAWFUL)


class Answer(IntEnum):
    """Yes, no, or left open by a partial or missing date."""

    NO = 0
    OPEN = 1
    YES = 2


class Adoption(NamedTuple):
    """One time at which a registered adoption of a child stood."""

    adopter: int
    period: Period
    is_disputed: bool


def parent_segments(
    rows: KinRows,
    stated: ParentRows,
    added: Sequence[Added],
    recorded: Recorded,
    births: Spans,
) -> Segments:
    """Return every parent tie by interval: plain birth ties at once, the others one by one."""
    pair = stated.child.astype(np.int64) << 32 | stated.parent
    order = np.lexsort((rows.rank[stated.row], pair))
    pair, child, kind = pair[order], stated.child[order], stated.kind[order]
    row = stated.row[order]
    heads = np.flatnonzero(np.diff(pair, prepend=-1))
    counts = np.diff(heads, append=len(pair))
    is_adopted = np.zeros(recorded.n, bool)
    is_adopted[child[kind == Kind.ADOPTIVE]] = True
    is_special = np.logical_or.reduceat(kind != Kind.BIRTH, heads) if len(heads) else np.zeros(0)
    is_special = is_special.astype(bool) | is_adopted[child[heads]]
    plain = heads[~is_special]
    best = row[plain]
    simple = Segments(
        one=child[plain],
        other=stated.parent[order][plain],
        flags=(DISPUTED * rows.disputed[best]).astype(np.uint8),
        start=np.full(len(plain), EVER, np.int32),
        end=np.full(len(plain), ALWAYS, np.int32),
        bond=np.zeros(len(plain), np.uint8),
        confidence=rows.confidence[best],
        proof_first=plain.astype(np.int64),
        proof_count=counts[~is_special].astype(np.int32),
        proof=row.astype(np.int32),
    )
    special = (
        (int(child[head]), int(pair[head] & 0xFFFFFFFF), row[head : head + count].tolist())
        for head, count in zip(heads[is_special], counts[is_special], strict=True)
    )
    ties = list(_special_ties(rows, special, recorded, births))
    ties.extend(added_tie(rows, tie) for tie in added)
    return Segments.join([simple, segments_of(ties)])


def _special_ties(
    rows: KinRows,
    pairs: Iterator[tuple[int, int, Sequence[int]]],
    recorded: Recorded,
    births: Spans,
) -> Iterator[Tie]:
    """Yield the ties of pairs that are not births alone, or whose child was adopted."""
    adoptions: dict[int, list[Adoption]] = {}
    for child, parent, numbers in pairs:
        if child not in adoptions:
            adoptions[child] = adoptions_of(rows, recorded, child)
        by_kind: dict[Kind, list[int]] = {}
        for row in numbers:
            by_kind.setdefault(Kind(rows.parent_kind[row]), []).append(row)
        pieces: list[Piece] = []
        for kind, own in by_kind.items():
            if kind == Kind.BIRTH:
                life = birth_life(rows, recorded, parent, adoptions[child], births[child])
            else:
                life = kind_life(kind, [Period(rows.since[row], rows.until[row]) for row in own])
            pieces.extend(piece._replace(kind=kind) for piece in life)
        standing = disjoint(strongest_first(pieces))
        for kind, own in by_kind.items():
            yield Tie(
                one=child,
                other=parent,
                bond=BOND_OF[kind],
                pieces=tuple(piece for piece in standing if piece.kind == kind),
                confidence=float(rows.confidence[own[0]]),
                is_disputed=bool(rows.disputed[own[0]]),
                proof=tuple(own),
            )


def kind_life(kind: Kind, periods: Sequence[Period]) -> tuple[Piece, ...]:
    """Return the pieces of a parent tie that is no birth: adoptive, step or foster."""
    pieces = [
        piece
        for period in merge_periods(periods, leaves_trace=kind in AFTER)
        for piece in lifetime(period, STANDING_OF[kind], AFTER.get(kind))
    ]
    return disjoint(strongest_first(pieces))


def adoptions_of(rows: KinRows, recorded: Recorded, child: int) -> list[Adoption]:
    """Return the times at which registered adoptions of a child stood."""
    rows_of: dict[int, list[int]] = {}
    for stated in recorded.parents_of(child):
        if stated.kind == Kind.ADOPTIVE:
            rows_of.setdefault(stated.node, []).append(stated.row)
    return [
        Adoption(adopter, period, bool(rows.disputed[own[0]]))
        for adopter, own in rows_of.items()
        for period in merge_periods(Period(rows.since[row], rows.until[row]) for row in own)
    ]


def birth_life(
    rows: KinRows, recorded: Recorded, parent: int, adoptions: Sequence[Adoption], born: Days
) -> tuple[Piece, ...]:
    """Return the pieces of a birth tie: lawful, but not while others have adopted the child.

    A stepparent's adoption leaves the birth parent who is the adopter's spouse in place (民法典
    1103). At dissolution the tie of a minor revives, that of an adult does not (1117); of a
    child of unknown age it stays as it is, uncertain.
    """
    away: list[Piece] = []
    for adoption in adoptions:
        if adoption.adopter == parent:
            continue
        through_marriage = is_married_at(rows, recorded, parent, adoption.adopter, adoption.period)
        if through_marriage == Answer.NO:
            away.extend(_away(adoption, is_minor_at(adoption.period.until, born)))
        elif through_marriage == Answer.OPEN:
            away.append(Piece(adoption.period.since.first, ALWAYS, Standing.LAWFUL, True))
    away.sort(key=lambda piece: (piece.standing == Standing.LAWFUL, piece.is_uncertain))
    return disjoint([*away, _ALWAYS_LAWFUL])


def _away(adoption: Adoption, is_minor: Answer) -> Iterator[Piece]:
    """Yield what an adoption by others leaves of a birth tie, and of its revival."""
    blood, is_disputed = Standing.BLOOD_AFTER_ADOPTION, adoption.is_disputed
    since, until = adoption.period
    for piece in lifetime(adoption.period, blood):
        standing = Standing.LAWFUL if piece.is_uncertain else blood
        yield piece._replace(standing=standing, is_disputed=is_disputed)
    if until == STILL or is_minor == Answer.YES:
        return
    is_open = is_minor == Answer.OPEN
    yield Piece(max(until.first, since.last), ALWAYS, blood, is_open, is_disputed)


def is_minor_at(day: Days, born: Days) -> Answer:
    """Whether someone was under 18 on a day, both days possibly partial."""
    of_age = add_years(np.array([born.first, born.last], np.int32), ADULT_YEARS)
    if day.last < of_age[0]:
        return Answer.YES
    return Answer.NO if day.first >= of_age[1] else Answer.OPEN


def is_married_at(
    rows: KinRows, recorded: Recorded, parent: int, adopter: int, adoption: Period
) -> Answer:
    """Whether a birth parent was the adopter's registered spouse on the day of the adoption.

    With no day on record any marriage between the two counts.
    """
    answers = [Answer.NO]
    day = adoption.since
    for stated in recorded.spouses_of(parent):
        if stated.node != adopter or stated.kind != Kind.MARRIAGE:
            continue
        since, until = rows.since[stated.row], rows.until[stated.row]
        if day == SINCE_EVER or (since.last <= day.first and day.last < until.first):
            answers.append(Answer.YES)
        elif since.first <= day.last and day.first < until.last:
            answers.append(Answer.OPEN)
    return max(answers)


def added_tie(rows: KinRows, tie: Added) -> Tie:
    """Return a parent tie that asserted rows add; as sure as all the rows of its proof together."""
    pieces: list[Piece] = []
    for kind, periods in periods_by_kind(tie).items():
        is_birth = kind == Kind.BIRTH
        pieces.extend([_ALWAYS_LAWFUL] if is_birth else kind_life(kind, periods))
    return inferred_tie(rows, tie, pieces)


def periods_by_kind(tie: Added) -> dict[Kind, list[Period]]:
    """Return the undoubted times of a tie that asserted rows add, by kind."""
    periods: dict[Kind, list[Period]] = {}
    for life in tie.all_lives():
        if not life.is_uncertain:
            periods.setdefault(Kind(life.kind), []).append(life.period)
    return periods


def inferred_tie(rows: KinRows, tie: Added, pieces: list[Piece]) -> Tie:
    """Return what asserted rows add as a tie with these pieces."""
    needs = list(tie.needs)
    return Tie(
        one=tie.one,
        other=tie.other,
        bond=BOND_OF[Kind(tie.kind)],
        pieces=disjoint(strongest_first(pieces)),
        confidence=float(np.prod(rows.confidence[needs])) ** (1 / tie.spread),
        is_disputed=bool(rows.disputed[needs].any()),
        proof=tie.proof,
        is_inferred=True,
    )
