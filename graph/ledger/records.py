"""What the ledger takes in and gives out beside rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import Status

CORRECTION_SOURCE = "correction"
"""Source of a row that only a correction states; no load may use the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What one source holds: its visible facts, its last load, the head after its last change."""

    name: str
    facts: int
    loaded_at: str
    """UTC, ISO 8601; a reload that changed nothing counts."""
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How a staged load differs from the visible rows of its source."""

    added: int
    changed: int
    unchanged: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A ruling on one row that stands over everything its sources say, before and after.

    `cells` replaces those cells, an empty text clearing one. `status` None leaves the status.
    Without `source` it holds for every source that states the key; if none does, it adds the row,
    and `cells` must then be the whole row.
    """

    table: str
    key: str
    cells: Mapping[str, str] = field(default_factory=dict)
    status: Status | None = None
    source: str | None = None
    reason: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionEntry:
    """A correction as recorded, with its place in the sequence and its time (UTC)."""

    sequence: int
    at: str
    correction: Correction


@dataclass(frozen=True, slots=True, kw_only=True)
class PackText:
    """A rule pack as it stood when it decided."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text's UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A verdict with all that is needed to derive it again; `id` and `at` come from the ledger.

    `options` is the JSON of what the check was asked beside the case file. Two records with the
    same `request` are one decision: a retry never doubles.
    """

    case_text: str
    on: str
    sequence: int
    packs: tuple[PackText, ...]
    verdict: str
    author: str
    options: str = "{}"
    request: str | None = None
    id: str = ""
    at: str = ""


EVENT_KINDS = (
    "registered",
    "checked",
    "parties_changed",
    "team_changed",
    "started",
    "closed",
    "sealed",
    "disclosed",
    "applied",
    "answered",
    "ordered",
    "refused",
    "override_requested",
    "override_approved",
    "override_expired",
    "prying",
    "assigned",
    "unassigned",
    "batch_committed",
    "batch_revealed",
    "routed",
    "decided",
    "recheck_notice",
    "paper_issued",
)
"""What may happen at the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEvent:
    """One thing that happened at the desk; `number` and `at` (UTC) come from the ledger.

    Two records with the same `request` are one event. What must not be shown without unsealing
    stands in `body["sealed"]`, and nowhere else.
    """

    kind: str
    about: str
    """Id of a case, of a batch of assignments or of a list."""
    body: Mapping[str, Any]
    author: str
    request: str | None = None
    number: int | None = None
    at: str | None = None
    sequence: int = 0
    """Head of the facts that the author saw; 0 stands for the head at the time of recording."""
    decision: str | None = None
    """Verdict it rests on, such as D-000001; before recording, also the request of a decision
    that is recorded with it."""

    @property
    def id(self) -> str:
        """What people call it, such as `E-000001`."""
        return f"E-{self.number or 0:06d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRun:
    """One run of patterns; `number` and `at` (UTC) come from the ledger.

    `sequence` is the head of the facts that were looked at, `settings` the parameters by pattern.
    """

    codes: tuple[str, ...]
    on: str
    sequence: int
    author: str
    settings: Mapping[str, Any]
    request: str | None = None
    number: int = 0
    at: str = ""

    @property
    def id(self) -> str:
        """What people call it, such as `R-000001`."""
        return f"R-{self.number:06d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What became of a finding once somebody had looked.

    `outcome` is confirmed, innocent or open; an innocent one says `because`: need, identity,
    law_allows or data_error.
    """

    finding: str
    outcome: str
    author: str
    because: str = ""
    note: str = ""
    request: str | None = None
    code: str = ""
    number: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One run of a finding's pattern, and whether the finding stood in it."""

    run: int
    at: str
    on: str
    sequence: int
    is_found: bool
