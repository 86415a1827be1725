"""Registers as they are: identity numbers mistyped or missing, telephones and names of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from loaders.synthetic.arrays import Ints, ints

if TYPE_CHECKING:
    from loaders.synthetic.dealings import Dealings

_MISTYPED, _MISSING = 0.002, 0.01


def with_noise(people: pa.Table, dealings: Dealings) -> pa.Table:
    """Return the people with the telephones and names laid on them and with faulty numbers."""
    for column, taken in (("phone", dealings.phones), ("name", dealings.names)):
        people = _taking(people, column, taken)
    scene = dealings.scene
    if not scene.has("id_noise"):
        return people
    rng = scene.truth.stream("id_noise")
    numbers = people["id_number"].to_pylist()
    held = np.flatnonzero([number is not None for number in numbers])
    drawn = rng.permutation(held)
    mistyped = drawn[: max(3, round(_MISTYPED * len(held)))]
    missing = drawn[len(mistyped) : len(mistyped) + round(_MISSING * len(held))]
    for person in mistyped.tolist():
        numbers[person] = _mistyped(numbers[person])
    for person in missing.tolist():
        numbers[person] = None
    scene.truth.confound(
        "id_noise",
        ("C1", "C6", "B3"),
        [scene.names[person] for person in sorted(mistyped.tolist())],
        [],
        "the check digit of the identity number fails; further numbers are missing",
    )
    return _replaced(people, "id_number", pa.array(numbers, pa.string()))


def _mistyped(number: str) -> str:
    """Return the number with another check digit."""
    return number[:-1] + ("1" if number[-1] == "0" else "0")


def _taking(people: pa.Table, column: str, taken: dict[int, int]) -> pa.Table:
    """Return the people where each key has the cell of the value's person."""
    rows: Ints = ints(np.arange(people.num_rows))
    rows[list(taken)] = list(taken.values())
    return _replaced(people, column, people[column].take(pa.array(rows)))


def _replaced(people: pa.Table, column: str, cells: pa.Array) -> pa.Table:
    return people.set_column(people.column_names.index(column), column, cells)
