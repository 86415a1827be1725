"""Whole random numbers from a key, the same on every machine: HMAC-SHA-256 in counter mode."""

from __future__ import annotations

import hashlib
import hmac
from typing import Protocol

_WORD = 8
"""Bytes a number: bounds are far below 2**64."""


class Draw(Protocol):
    """Gives a uniform whole number below a bound."""

    def below(self, bound: int) -> int:
        """Return a number in [0, bound), each equally likely."""


class Draws:
    """Numbers from HMAC(key, 0), HMAC(key, 1) … read as big-endian words of eight bytes.

    A word at or above the largest multiple of the bound is passed over, so that no number below
    the bound is likelier than another.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._counter = 0
        self._left = b""

    def below(self, bound: int) -> int:
        """Return a number in [0, bound), each equally likely."""
        most = 2 ** (8 * _WORD) // bound * bound
        while True:
            word = self._word()
            if word < most:
                return word % bound

    def _word(self) -> int:
        if not self._left:
            message = self._counter.to_bytes(8, "big")
            self._left = hmac.new(self._key, message, hashlib.sha256).digest()
            self._counter += 1
        word, self._left = self._left[:_WORD], self._left[_WORD:]
        return int.from_bytes(word, "big")


def shuffled(count: int, draw: Draw) -> list[int]:
    """Return 0 … count-1 in random order (Fisher and Yates)."""
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = draw.below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order
