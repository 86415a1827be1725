"""Where everything lies that the kernels read: tables of addresses and small numbers.

Numba passes each field of each array apart and counts references to it: sixty arrays handed through
twenty functions take half a minute to compile, and two thirds of the time of a search goes into
counting. Addresses of memory that the caller holds take neither.
"""

from __future__ import annotations

from graph.ontology.kinds import EdgeKind, NodeKind

OUT, INTO, UP, DOWN, ACROSS = 0, 1, 2, 3, 4
"""Directions of ties: rows from their source, rows from their target, steps of kinship."""
DIRECTIONS = 5
INDPTR, INDICES, KIND, ROW = 0, 1, 2, 3
"""Columns of ties of rows."""
FLAGS, START, END, CONFIDENCE = 2, 3, 4, 5
"""Columns of steps of kinship, behind INDPTR and INDICES; steps down have no CONFIDENCE."""
COLUMNS = 6

ROW_START = DIRECTIONS * COLUMNS
ROW_END = ROW_START + 1
ROW_CONFIDENCE = ROW_START + 2
WORD = ROW_START + 3
TITLE = ROW_START + 4
PUBLISHED = ROW_START + 5
ADDRESSES = ROW_START + 6
"""Slots below are addresses of arrays; those behind hold numbers."""

PERSONS, RECORDED = ADDRESSES, ADDRESSES + 1
"""How many nodes are persons, how many were named by somebody; implied people follow."""
FIRST = ADDRESSES + 2
"""Where the nodes of each NodeKind begin, and where the last end."""
TIMED = FIRST + len(NodeKind) + 1
"""For each EdgeKind, where the rows of its table begin in START, END and CONFIDENCE."""
PLAIN = TIMED + len(EdgeKind)
"""For each EdgeKind, the way of its rows where they are all alike."""
WORDED = PLAIN + len(EdgeKind)
"""For each EdgeKind, where its rows begin in WORD, the way of each; -1 where all are alike."""
SLOTS = WORDED + len(EdgeKind)

WAY, WAY_ENDS, SHARES, MASKS, STANDINGS, EDGES = range(6)
"""Slots of a table of ways: addresses, one for each array of `tables.Ways`, in order."""
STRENGTH, CEILING, GRACE, HALF_LIFE, FLOOR = range(5)
"""Columns of a way's numbers."""
WAY_COLUMNS = 5
SOURCE, TARGET, TIMES = range(3)
"""Columns of a way's integers: its share at either end, what its dates are."""
END_COLUMNS = 3
CIRCLE, HUB, CAP, TOGETHER, IS_PUBLISHED, HANDOVER = range(6)
"""Columns of a share; from HANDOVER on: ceiling, grace, half-life, floor."""
SHARE_COLUMNS = 9
STEP, COUPLE, KIN_HALF_LIFE, KIN_FLOOR = range(4)
"""Columns of a standing of kinship."""
STANDING_COLUMNS = 4
IS_FOLLOWED, EDGE_TIMES = range(2)
"""Columns of an EdgeKind."""
EDGE_COLUMNS = 2
NONE, INTERVAL, EVENT, SINCE, UNTIL = range(5)
"""What dates are, in the order of TIMINGS."""
TIMINGS = ("none", "interval", "event", "since", "until")
