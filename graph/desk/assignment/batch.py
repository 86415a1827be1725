"""What a lottery is decided on, as plain values: written down once, read back for every replay."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import orjson

from graph.desk.assignment.solving.problem import Why

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTERS = MappingProxyType(
    {
        Why.NONE: ".",
        Why.RECUSED: "R",
        Why.UNDECIDED: "D",
        Why.UNKNOWN: "U",
        Why.ACQUAINTED: "T",
        Why.ON_TEAM: "O",
        Why.ABSENT: "A",
        Why.NOT_NAMED: "N",
        Why.UNASSIGNABLE: "X",
    }
)
"""How a batch writes why somebody cannot be had; the other reasons follow from its numbers."""
NO_STEP = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case of a batch; in texts and mappings handlers stand by their place in the batch."""

    id: str
    matter: str
    organ: str
    """The unit in charge, blank if none is named."""
    place: str
    """The township, or higher division, where it arose."""
    zone: str
    county: str
    seat: int
    """Row of `hectometres`."""
    is_sensitive: bool
    is_secret: bool
    """Whether it keeps a secret, so that every refusal reads alike."""
    steps: str
    """A digit for each handler's step, `NO_STEP` where none reaches him."""
    bars: str
    """A letter for each handler, by `LETTERS`."""
    ties: Mapping[str, int]
    """Thousandths of residual acquaintance, by handler; an informant's ties never count."""
    recent: Mapping[str, int]
    """Thousandths by how lately a handler had a case of the place; handlers left out had none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerRow:
    """One handler of a batch."""

    person: str
    unit: str
    group: int
    """Equal for units that share a person: they are not 'another unit' to each other."""
    place: str
    zone: str
    seat: int
    """Column of `hectometres`."""
    capacity: int
    load: int
    """Weight of the open cases that he has."""
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a lottery depends on beside its rules; cases and handlers by id, ascending."""

    on: str
    """Day of the lottery, ISO."""
    sequence: int
    """Head of the facts."""
    desk: int
    """Number of the desk's last event."""
    cases: tuple[CaseRow, ...]
    handlers: tuple[HandlerRow, ...]
    hectometres: tuple[tuple[int, ...], ...]
    """Distance of every case's seat to every handler's, in units of 100 m."""
    past: tuple[tuple[str, str], ...]
    """Sides (handler's, case's) of past months' handling; see `problem_of`."""

    @property
    def text(self) -> str:
        """The batch as canonical JSON."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS).decode()

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def batch_of(told: Mapping[str, Any]) -> Batch:
    """Return a batch from its recorded values."""
    return Batch(
        on=told["on"],
        sequence=told["sequence"],
        desk=told["desk"],
        cases=tuple(CaseRow(**row) for row in told["cases"]),
        handlers=tuple(
            HandlerRow(**{**row, "skills": tuple(row["skills"])}) for row in told["handlers"]
        ),
        hectometres=tuple(tuple(row) for row in told["hectometres"]),
        past=tuple((one, other) for one, other in told["past"]),
    )
