"""Whole columns of text from arrays of numbers, without a loop over the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loaders.synthetic.arrays import Bools, Ints


def codes(prefix: str, numbers: Ints, width: int) -> pa.Array:
    """Return `prefix` and the number filled with zeros to `width` digits; blank if negative."""
    digits = np.empty((len(numbers), len(prefix) + width), np.uint8)
    digits[:, : len(prefix)] = np.frombuffer(prefix.encode("ascii"), np.uint8)
    rest = np.maximum(numbers, 0).astype(np.int64)
    for place in range(len(prefix) + width - 1, len(prefix) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        digits[:, place] = digit + ord("0")
    return blanked(fixed_width(digits), numbers < 0)


def fixed_width(characters: npt.NDArray[np.uint8]) -> pa.Array:
    """Return the rows of a matrix of ASCII characters as strings."""
    count, width = characters.shape
    offsets = np.arange(0, (count + 1) * width, width, dtype=np.int32)[: count + 1]
    data = np.ascontiguousarray(characters)
    return pa.Array.from_buffers(
        pa.string(), count, [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    )


def chosen(words: Sequence[str | None], indices: Ints) -> pa.Array:
    """Return `words[i]` for each index, blank for a negative one."""
    picked = pa.array(list(words), pa.string()).take(pa.array(np.maximum(indices, 0)))
    return blanked(picked, indices < 0)


def dates(days: Ints, known: Bools | None = None) -> pa.Array:
    """Return days since 1970-01-01 as ISO dates, blank where not known."""
    text = pa.array(days.astype(np.int32)).cast(pa.date32()).cast(pa.string())
    return text if known is None else blanked(text, ~known)


def partly(texts: pa.Array, years_only: Bools, months_only: Bools) -> pa.Array:
    """Return ISO dates cut to the year or to the month where that is all that is known."""
    cut = pc.if_else(pa.array(years_only), pc.utf8_slice_codeunits(texts, 0, 4), texts)
    return pc.if_else(pa.array(months_only & ~years_only), pc.utf8_slice_codeunits(cut, 0, 7), cut)


def joined(*parts: pa.Array | str) -> pa.Array:
    """Return the parts of each row put together; blank if one of them is."""
    return pc.binary_join_element_wise(*parts, "")


def blanked(texts: pa.Array, blank: Bools) -> pa.Array:
    """Return the texts, blank where told."""
    return pc.if_else(pa.array(blank), pa.scalar(None, pa.string()), texts)


def constant(text: str, count: int) -> pa.Array:
    """Return one text, `count` times."""
    return pa.repeat(pa.scalar(text, pa.string()), count)
