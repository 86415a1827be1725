"""Nodes of many people at once, by one compiled search over their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.kinship.text_search import find_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32, Persons


def nodes_of(persons: Persons, ids: Sequence[str]) -> Int32:
    """Return the node of each person id, in their order.

    Raises:
        NotFoundError: nobody has one of the ids.
    """
    arrow = getattr(persons.ids, "arrow", None)
    if arrow is None or not len(ids):
        return np.array([persons.index(person) for person in ids], np.int32)
    found = find_texts(*_bytes(arrow), *_bytes(pa.array(ids, pa.string())))
    for missing in np.flatnonzero(found < 0)[:1]:
        persons.index(ids[int(missing)])
    return np.asarray(found, np.int32)


def _bytes(texts: pa.Array) -> tuple[NDArray[Any], NDArray[np.uint8]]:
    """Return where each text begins, and the bytes of all."""
    _, offsets, content = texts.buffers()
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    starts = np.frombuffer(offsets, width)[texts.offset : texts.offset + len(texts) + 1]
    return starts, np.frombuffer(content or b"", np.uint8)
