"""Identity numbers, telephones and credit codes that check out and can belong to nobody.

Identity numbers and credit codes begin with 520601: the heading 市辖区 of the division list, under
which no one is registered. Telephones begin with 126, which no network has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.model import day_of
from loaders.synthetic.arrays import MALE, Ints, ints, rank_within, stream
from loaders.synthetic.columns import blanked, codes, fixed_width

if TYPE_CHECKING:
    import pyarrow as pa

    from loaders.synthetic.people import Persons

DIVISION = "520601"
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
_FIRST_CARDS = day_of("1985-01-01")
_WITHOUT = 0.08
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def identity_numbers(persons: Persons, seed: int) -> pa.Array:
    """Return identity numbers by GB 11643; blank for the long dead and some of the others."""
    same = np.unique(np.stack([persons.born, persons.sex]), axis=1, return_inverse=True)[1]
    order = rank_within(ints(same)) * 2 + np.where(persons.sex == MALE, 1, 2)
    numbers = fixed_width(_digits(persons.born, ints(order)))
    rng = stream(seed, "identity numbers")
    without = (persons.died < _FIRST_CARDS) | (rng.random(len(persons)) < _WITHOUT)
    return blanked(numbers, without | (order > 999))


def _digits(born: Ints, order: Ints) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Return the 18 characters of each number."""
    day = born.astype("M8[D]")
    year = day.astype("M8[Y]").astype(np.int64) + 1970
    month = day.astype("M8[M]").astype(np.int64) % 12 + 1
    in_month = (day - day.astype("M8[M]")).astype(np.int64) + 1
    body = (year * 10000 + month * 100 + in_month) * 1000 + order
    digits = np.empty((len(born), 18), np.uint8)
    digits[:, :6] = np.frombuffer(DIVISION.encode("ascii"), np.uint8) - ord("0")
    for place in range(16, 5, -1):
        body, digit = np.divmod(body, 10)
        digits[:, place] = digit
    check = (digits[:, :17].astype(np.int64) @ _WEIGHTS) % 11
    digits += ord("0")
    digits[:, 17] = _CHECKS[check]
    return digits


def identity_number(born: str, order: int) -> str:
    """Return one identity number: odd orders are men's."""
    return str(fixed_width(_digits(ints([day_of(born)]), ints([order])))[0].as_py())


def telephones(numbers: Ints) -> pa.Array:
    """Return a telephone number for each number, blank for negative ones."""
    return codes("126", numbers, 8)


def credit_code(number: int) -> str:
    """Return a unified social credit code of a company (GB 32100) with its check character."""
    body = f"91{DIVISION}MA{number:06d}Y"
    weights = (pow(3, place, 31) for place in range(17))
    total = sum(
        _CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(body, weights, strict=True)
    )
    return body + _CREDIT_ALPHABET[-total % 31]
