"""Nodes of many people at once, by one compiled search over their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from graph.kinship.text_search import find_texts
from graph.snapshot.persons import bytes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.snapshot.arrays import Int32, Persons

_NO_SLOTS = np.zeros(0, np.int32)
_NO_SLOTS.flags.writeable = False  # as mapped ones are: compiled once


def nodes_of(persons: Persons, ids: Sequence[str]) -> Int32:
    """Return the node of each person id, in their order.

    Raises:
        NotFoundError: nobody has one of the ids.
    """
    arrow = getattr(persons.ids, "arrow", None)
    if arrow is None or not len(ids):
        return np.array([persons.index(person) for person in ids], np.int32)
    slots = getattr(persons.ids, "slots", None)
    table = _NO_SLOTS if slots is None else slots
    found = find_texts(*bytes_of(arrow), table, *bytes_of(pa.array(ids, pa.string())))
    for missing in np.flatnonzero(found < 0)[:1]:
        persons.index(ids[int(missing)])
    return np.asarray(found, np.int32)
