"""Compiled passage: what is left of a path where one tie ends at a node and another begins."""

from __future__ import annotations

import math

from graph.ontology.kinds import NodeKind
from graph.paths import layout
from graph.paths.kernels import inner
from graph.paths.kernels.halves import CODE, END, LEFT, SHARE, START, WAY, cell, number
from graph.paths.kernels.memory import entry_of, whole_entry_of
from graph.paths.kernels.rows import faded, kind_of, title_of
from graph.paths.kernels.sharing import known
from graph.paths.layout import (
    CAP,
    CEILING,
    EVENT,
    HANDOVER,
    NONE,
    STRENGTH,
    TARGET,
    TIMES,
    TOGETHER,
)

_HALF_YEAR = 183
_WAY, _WIDTH = layout.WAY, layout.WAY_COLUMNS
_ENDS, _END_WIDTH = layout.WAY_ENDS, layout.END_COLUMNS
_SHARES, _SHARE_WIDTH = layout.SHARES, layout.SHARE_COLUMNS
_BODIES = sum(
    1 << int(kind) for kind in (NodeKind.UNIT, NodeKind.ASSET, NodeKind.HOUSEHOLD, NodeKind.COHORT)
)
"""Kinds of nodes that tie only those who were there at one time, a bit for each."""
_DEEDS = sum(1 << int(kind) for kind in (NodeKind.CONTRACT, NodeKind.ASSET))
"""Kinds of nodes that fade once, not once for each tie: buyer and supplier of one contract."""


@inner
def _handed_over(g, w, share, one, item, other, beside, product, day):
    """Return what is left between two who followed each other in one post within half a year."""
    title = title_of(g, cell(one, item, CODE))
    ceiling = entry_of(w, _SHARES, _SHARE_WIDTH, share, HANDOVER)
    if ceiling == 0.0 or title < 0 or title != title_of(g, cell(other, beside, CODE)):
        return 0.0
    starts, ends = cell(one, item, START), cell(one, item, END)
    begins, stops = cell(other, beside, START), cell(other, beside, END)
    second, gap = (begins, begins - ends) if starts <= begins else (starts, starts - stops)
    if gap < 0 or gap > _HALF_YEAR:
        return 0.0
    kept = min(ceiling, product) * faded(
        entry_of(w, _SHARES, _SHARE_WIDTH, share, HANDOVER + 1),
        entry_of(w, _SHARES, _SHARE_WIDTH, share, HANDOVER + 2),
        entry_of(w, _SHARES, _SHARE_WIDTH, share, HANDOVER + 3),
        day - (second + 1),
    )
    left = number(one, item, LEFT) * number(other, beside, LEFT)
    return min(1.0, kept / (product * math.sqrt(left)))


@inner
def _ceiling(w, way, share):
    is_target = whole_entry_of(w, _ENDS, _END_WIDTH, way, TARGET) == share
    return entry_of(w, _WAY, _WIDTH, way, CEILING) if is_target else 1.0


@inner
def _shared(g, w, sizes, node, one, item, other, beside, day):
    """Return what is left between two who share a thing in the same way.

    With the strengths of both ties and what is left of each at the far ends this comes to
    `ties.strength.shared_strength` times the decay since the first of them left.
    """
    share, way = cell(one, item, SHARE), cell(one, item, WAY)
    part = known(g, w, sizes, node, share, day)
    if part == 0.0:
        return 0.0
    another = cell(other, beside, WAY)
    product = entry_of(w, _WAY, _WIDTH, way, STRENGTH)
    product *= entry_of(w, _WAY, _WIDTH, another, STRENGTH)
    together = entry_of(w, _SHARES, _SHARE_WIDTH, share, TOGETHER)
    if together > 0.0:
        start = max(cell(one, item, START), cell(other, beside, START))
        overlap = min(cell(one, item, END), cell(other, beside, END)) - start
        if overlap <= 0:
            return _handed_over(g, w, share, one, item, other, beside, product, day)
        if overlap < together:
            return 0.0
    ceiling = min(max(_ceiling(w, way, share), _ceiling(w, another, share)), product)
    kept = min(ceiling * part, entry_of(w, _SHARES, _SHARE_WIDTH, share, CAP)) / product
    left, right = number(one, item, LEFT), number(other, beside, LEFT)
    return kept if left == right else kept * math.sqrt(min(left, right) / max(left, right))


@inner
def _never_met(g, w, node, one, item, other, beside):
    """Whether two dated ties to one body, not both of a single day, never stood at one time."""
    way, another = cell(one, item, WAY), cell(other, beside, WAY)
    if way < 0 or another < 0:
        return False
    start = max(cell(one, item, START), cell(other, beside, START))
    if min(cell(one, item, END), cell(other, beside, END)) > start:
        return False
    times = whole_entry_of(w, _ENDS, _END_WIDTH, way, TIMES)
    others = whole_entry_of(w, _ENDS, _END_WIDTH, another, TIMES)
    if times == NONE or others == NONE or (times == EVENT and others == EVENT):
        return False
    return (_BODIES >> kind_of(g, node)) & 1 == 1


@inner
def passage(g, w, sizes, node, one, item, other, beside, day):
    """Return what passing a node between two ties keeps, 0 to 1; the same from either side.

    The ties are the last ones of two half-paths, by block and place, that end at the node.
    """
    share, another = cell(one, item, SHARE), cell(other, beside, SHARE)
    if share > 0 and share == another:
        return _shared(g, w, sizes, node, one, item, other, beside, day)
    if _never_met(g, w, node, one, item, other, beside):
        return 0.0
    left, right = number(one, item, LEFT), number(other, beside, LEFT)
    kept = 1.0
    if left < 1.0 or right < 1.0:
        is_deed = (_DEEDS >> kind_of(g, node)) & 1 == 1
        kept = math.sqrt(min(left, right) / max(left, right) if is_deed else left * right)
    if share > 0:
        kept *= known(g, w, sizes, node, share, day)
    if another > 0 and kept > 0.0:
        kept *= known(g, w, sizes, node, another, day)
    return kept
