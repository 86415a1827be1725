"""Compiled reading of ties: which row of several counts, how strong it is, how it faded."""

from __future__ import annotations

from graph.model import ALWAYS, EVER
from graph.ontology.kinds import EdgeKind
from graph.paths import layout
from graph.paths.kernels import inner
from graph.paths.kernels.memory import (
    byte_at,
    column_of,
    entry_of,
    first_of,
    float_at,
    int_at,
    long_at,
    neighbour,
    whole_entry_of,
)
from graph.paths.layout import (
    ACROSS,
    CONFIDENCE,
    DOWN,
    END,
    FLAGS,
    INTERVAL,
    INTO,
    KIND,
    NONE,
    OUT,
    ROW,
    SINCE,
    START,
    UNTIL,
    UP,
)
from graph.snapshot.arrays import DATED, STANDING_MASK

_YEAR = 365.25
_POST = int(EdgeKind.HOLDS_POST)
_PERSONS, _RECORDED, _FIRST = layout.PERSONS, layout.RECORDED, layout.FIRST
_TIMED, _PLAIN, _WORDED = layout.TIMED, layout.PLAIN, layout.WORDED
_ROW_START, _ROW_END, _SURE = layout.ROW_START, layout.ROW_END, layout.ROW_CONFIDENCE
_WORD, _TITLE = layout.WORD, layout.TITLE
_WAY, _WIDTH = layout.WAY, layout.WAY_COLUMNS
_STRENGTH, _GRACE, _HALF_LIFE, _FLOOR = (
    layout.STRENGTH, layout.GRACE, layout.HALF_LIFE, layout.FLOOR,
)  # fmt: skip
_EDGES, _EDGE_WIDTH = layout.EDGES, layout.EDGE_COLUMNS
_IS_FOLLOWED, _EDGE_TIMES = layout.IS_FOLLOWED, layout.EDGE_TIMES
_STANDINGS, _STANDING_WIDTH = layout.STANDINGS, layout.STANDING_COLUMNS
_STEP, _COUPLE = layout.STEP, layout.COUPLE
_KIN_HALF_LIFE, _KIN_FLOOR = layout.KIN_HALF_LIFE, layout.KIN_FLOOR


@inner
def kind_of(g, node):
    """Return the NodeKind of a recorded node."""
    kind = 0
    while node >= long_at(g, _FIRST + kind + 1):
        kind += 1
    return kind


@inner
def is_person(g, node):
    """Whether a node is a person, named or implied."""
    return node < long_at(g, _PERSONS) or node >= long_at(g, _RECORDED)


@inner
def is_named(g, node):
    """Whether a node is somebody or something recorded, not an implied person."""
    return node < long_at(g, _RECORDED)


@inner
def owner_of(g, person):
    """Return a person's number in the kin arrays."""
    persons = long_at(g, _PERSONS)
    return person if person < persons else person - long_at(g, _RECORDED) + persons


@inner
def person_of(g, owner):
    """Return the node of a number in the kin arrays."""
    persons = long_at(g, _PERSONS)
    return owner if owner < persons else owner + long_at(g, _RECORDED) - persons


@inner
def degree(g, node):
    """Return how many rows tie a recorded node; 0 for implied people."""
    if not is_named(g, node):
        return 0
    rows = first_of(g, OUT, node + 1) - first_of(g, OUT, node)
    return rows + first_of(g, INTO, node + 1) - first_of(g, INTO, node)


@inner
def kin_degree(g, person):
    """Return how many steps of kinship lead on from a person."""
    owner, steps = owner_of(g, person), 0
    for where in range(UP, ACROSS + 1):
        steps += first_of(g, where, owner + 1) - first_of(g, where, owner)
    return steps


@inner
def faded(grace, half, floor, days):
    """Return what is left of a tie some days after it ended, as `ties.strength.decay` does."""
    if days <= 0 or half == 0.0:
        return 1.0
    years = days / _YEAR - grace
    return max(0.5 ** (years / half), floor) if years > 0.0 else 1.0


@inner
def is_followed(w, kind):
    """Whether ties of an EdgeKind are walked at all."""
    return whole_entry_of(w, _EDGES, _EDGE_WIDTH, kind, _IS_FOLLOWED) != 0


@inner
def _counts_alone(w, kind):
    return whole_entry_of(w, _EDGES, _EDGE_WIDTH, kind, _EDGE_TIMES) == INTERVAL


@inner
def run_end(g, w, where, first, stop):
    """Return where the rows end that count together with the first: all but dated intervals."""
    kinds = column_of(g, where, KIND)
    kind, node, last = byte_at(kinds, first), neighbour(g, where, first), first + 1
    if not _counts_alone(w, kind):
        while last < stop and neighbour(g, where, last) == node and byte_at(kinds, last) == kind:
            last += 1
    return last


@inner
def run_start(g, w, where, position, begin):
    """Return where the rows begin that count together with one."""
    kinds = column_of(g, where, KIND)
    kind, node = byte_at(kinds, position), neighbour(g, where, position)
    if not _counts_alone(w, kind):
        while (
            position > begin
            and neighbour(g, where, position - 1) == node
            and byte_at(kinds, position - 1) == kind
        ):
            position -= 1
    return position


@inner
def bundle(g, w, where, first, last, day):
    """Return the best of the rows of one kind between two nodes, as they count together.

    Position (-1 if none is to be seen on the day), way, strength, what is left of it, first day
    and day after the last of all of them.
    """
    kind = byte_at(column_of(g, where, KIND), first)
    timing = whole_entry_of(w, _EDGES, _EDGE_WIDTH, kind, _EDGE_TIMES)
    timed, worded = long_at(g, _TIMED + kind), long_at(g, _WORDED + kind)
    best, best_way, best_strength, best_left = -1, 0, 0.0, 0.0
    start, end = ALWAYS, EVER
    for position in range(first, last):
        row = int_at(column_of(g, where, ROW), position)
        way = long_at(g, _PLAIN + kind)
        if worded >= 0:
            way = byte_at(long_at(g, _WORD), worded + row)
        strength, since, until = entry_of(w, _WAY, _WIDTH, way, _STRENGTH), EVER, ALWAYS
        if timing != NONE:
            since = int_at(long_at(g, _ROW_START), timed + row)
            if since > day:
                continue
            if timing == UNTIL:
                since = EVER
            if timing != SINCE:
                until = int_at(long_at(g, _ROW_END), timed + row)
        if strength <= 0.0:
            continue
        strength *= float_at(long_at(g, _SURE), timed + row)
        left = 1.0
        if until < day:
            left = faded(
                entry_of(w, _WAY, _WIDTH, way, _GRACE),
                entry_of(w, _WAY, _WIDTH, way, _HALF_LIFE),
                entry_of(w, _WAY, _WIDTH, way, _FLOOR),
                day - until,
            )
        start, end = min(start, since), max(end, until)
        if strength * left > best_strength * best_left:
            best, best_way, best_strength, best_left = position, way, strength, left
    return best, best_way, best_strength, best_left, start, end


@inner
def kin_strength(g, w, where, position, owner, day):
    """Return the strength of a step of kinship on a day; 0 where it is not in force.

    where: UP, DOWN or ACROSS; owner: whose row it stands in, as numbered in the kin arrays.
    """
    flags = byte_at(column_of(g, where, FLAGS), position)
    start = int_at(column_of(g, where, START), position)
    end = int_at(column_of(g, where, END), position)
    standing = flags & STANDING_MASK
    column = _COUPLE if where == ACROSS else _STEP
    strength = entry_of(w, _STANDINGS, _STANDING_WIDTH, standing, column)
    if flags & DATED:
        if day < start or day >= end:
            return 0.0
        half = entry_of(w, _STANDINGS, _STANDING_WIDTH, standing, _KIN_HALF_LIFE)
        floor = entry_of(w, _STANDINGS, _STANDING_WIDTH, standing, _KIN_FLOOR)
        strength *= faded(0.0, half, floor, day - start)
    if where != DOWN:
        return strength * float_at(column_of(g, where, CONFIDENCE), position)
    child = neighbour(g, DOWN, position)
    for place in range(first_of(g, UP, child), first_of(g, UP, child + 1)):
        if (
            neighbour(g, UP, place) == owner
            and byte_at(column_of(g, UP, FLAGS), place) == flags
            and int_at(column_of(g, UP, START), place) == start
            and int_at(column_of(g, UP, END), place) == end
        ):
            return strength * float_at(column_of(g, UP, CONFIDENCE), place)
    return strength


@inner
def title_of(g, code):
    """Return the title of the post that a tie's code stands for; -1 where it is no post's."""
    where, position = code & 7, code >> 3
    if where > INTO or byte_at(column_of(g, where, KIND), position) != _POST:
        return -1
    return int_at(long_at(g, _TITLE), int_at(column_of(g, where, ROW), position))
