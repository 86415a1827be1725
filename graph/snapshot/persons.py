"""Persons as columns: ids and names read where they lie, sexes and dates as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.snapshot.arrays import FEMALE, MALE, UNKNOWN_SEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.snapshot.arrays import UInt8

_OFFSET_LIMIT = 2**31 - 1


class Texts(Sequence[str]):
    """Texts of a mapped Arrow column, made into `str` one at a time; null reads as empty."""

    __slots__ = ("arrow",)

    def __init__(self, arrow: pa.Array) -> None:
        self.arrow = arrow

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.arrow)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Texts: ...

    def __getitem__(self, at: int | slice) -> str | Texts:
        """Return one text, or a part without copying."""
        if isinstance(at, slice):
            return Texts(self.arrow[at])
        return self.arrow[int(at)].as_py() or ""

    def __iter__(self) -> Iterator[str]:
        """Yield every text."""
        for first in range(0, len(self.arrow), 65_536):
            for text in self.arrow.slice(first, 65_536).to_pylist():
                yield text or ""


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """Return a text column as one contiguous array, with 64-bit offsets only where needed."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if column.nbytes > _OFFSET_LIMIT:
        column = column.cast(pa.large_string())
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.array([], column.type)


def sexes(column: pa.ChunkedArray) -> UInt8:
    """Return uint8 codes of `M`, `F` and blank."""
    male = pc.fill_null(pc.equal(column, "M"), fill_value=False).to_numpy()
    female = pc.fill_null(pc.equal(column, "F"), fill_value=False).to_numpy()
    return np.where(male, MALE, np.where(female, FEMALE, UNKNOWN_SEX)).astype(np.uint8)
