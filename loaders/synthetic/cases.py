"""The example county's cases: every outcome and why, each with a family made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.synthetic.case_files import MadeCase, write_case_files
from loaders.synthetic.case_kin import KIN_CASES
from loaders.synthetic.case_other import OTHER_CASES, RESERVED_VILLAGE
from loaders.synthetic.cast import Cast, Row

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.synthetic.ground import Ground
    from loaders.synthetic.organisations import Organisations

CASES = (*KIN_CASES, *OTHER_CASES)


class Casting:
    """All cases with their people; adds to the organisations the firms that they need.

    `village` is the index of the village whose committee is cast.
    """

    def __init__(self, ground: Ground, organisations: Organisations) -> None:
        cast = Cast(ground, organisations)
        self.cases: tuple[MadeCase, ...] = tuple(make(cast) for make in CASES)
        self.people = cast.people
        self.village = range(len(ground.villages))[RESERVED_VILLAGE]
        self._rows = cast.rows

    def tables(self) -> dict[str, list[Row]]:
        """Return the rows of these people by table."""
        return dict(self._rows)


def write_cases(folder: Path, casting: Casting) -> list[str]:
    """Write the case files and what is expected of them; returns the ids of the cases."""
    return write_case_files(folder, casting.cases)
