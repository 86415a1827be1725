"""Ids and names of persons, read where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from graph.snapshot.arrays import Int32

_OFFSET_LIMIT = 2**31 - 1


class Texts(Sequence[str]):
    """Texts of a mapped Arrow column, made into `str` one at a time; null reads as empty.

    `slots` fetches their `id_slots`, where a snapshot has made them.
    """

    __slots__ = ("_content", "_count", "_fetch", "_offsets", "_slots", "arrow")

    def __init__(self, arrow: pa.Array, slots: Callable[[], Int32 | None] | None = None) -> None:
        self.arrow = arrow
        self._fetch = slots
        self._slots: Int32 | None = None
        self._count = len(arrow)
        _, offsets, content = arrow.buffers()
        # Arrow's own scalars take three times as long, and a binary search makes twenty of them.
        numbers = memoryview(offsets or b"").cast("B")
        is_wide = pa.types.is_large_string(arrow.type)
        self._offsets = (numbers.cast("q") if is_wide else numbers.cast("i"))[arrow.offset :]
        self._content = memoryview(content or b"")

    @property
    def slots(self) -> Int32 | None:
        """Where each text is by its hash, read when first asked for; None where nobody made it."""
        if self._slots is None and self._fetch is not None:
            self._slots = self._fetch()
        return self._slots

    def __len__(self) -> int:
        """Count the texts."""
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Texts: ...

    def __getitem__(self, at: int | slice) -> str | Texts:
        """Return one text, or a part without copying."""
        if isinstance(at, slice):
            return Texts(self.arrow[at])
        if at < 0:
            at += self._count
        if not 0 <= at < self._count:
            raise IndexError(at)
        return str(self._content[self._offsets[at] : self._offsets[at + 1]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        """Yield every text."""
        for first in range(0, len(self.arrow), 65_536):
            for text in self.arrow.slice(first, 65_536).to_pylist():
                yield text or ""


def bytes_of(texts: pa.Array) -> tuple[NDArray[Any], NDArray[np.uint8]]:
    """Return where each text begins, and where the last one ends, in the bytes of all."""
    _, offsets, content = texts.buffers()
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    starts = np.frombuffer(offsets or b"", width)[texts.offset : texts.offset + len(texts) + 1]
    starts = starts if len(starts) else np.zeros(1, width)
    return starts, np.frombuffer(content or b"", np.uint8)


def one_array(column: pa.ChunkedArray) -> pa.Array:
    """Return a text column as one contiguous array, with 64-bit offsets only where needed."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if column.nbytes > _OFFSET_LIMIT:
        column = column.cast(pa.large_string())
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.array([], column.type)
