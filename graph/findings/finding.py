"""A finding: who and what it is about, what was counted against what chance makes, and the proof.

A finding is a lead. It names what to check first and which innocent explanations the data already
exclude; nobody gets a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import blake3
import numpy as np

if TYPE_CHECKING:
    from graph.model import Words

_SEPARATOR = "\x1f"
_DIGITS = 12
_FEN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One tie or event that a finding rests on, with the row that states it."""

    source: str
    """Id of the person, unit, account or thing it leads from."""
    edge: str
    """What it is, as in graph.ontology.kinds, a kinship term, or a table's own word."""
    target: str
    origin: str
    """File and line, `county/benefits.csv:14`."""
    confidence: float = 1.0
    is_disputed: bool = False
    date: str = ""
    amount_fen: int | None = None
    words: Words | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it under the names of the format; blanks are left out."""
        found: dict[str, Any] = {
            "from": self.source,
            "edge": self.edge,
            "to": self.target,
            "source": self.origin,
            "confidence": plain(self.confidence),
        }
        if self.is_disputed:
            found["disputed"] = True
        if self.date:
            found["date"] = self.date
        if self.amount_fen is not None:
            found["amount"] = plain(self.amount_fen) / _FEN
        if self.words:
            found["words"] = {"zh": self.words.zh, "en": self.words.en}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A size of effect with its 95 % interval, such as an odds ratio."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A reason to look: what is claimed, about whom, on which evidence.

    `measure` is in `unit`; `expected` is what chance or peers would make of it. `gamma` is the
    factor by which an unrecorded hardship would have to multiply the odds to explain it
    (Rosenbaum's Γ*). `worlds` is the share of possible worlds, drawn by the facts' confidences,
    in which the finding stands.
    """

    code: str
    subject: str
    objects: tuple[str, ...]
    claim: Words
    measure: float
    unit: str
    evidence: tuple[Evidence, ...]
    check_first: tuple[Words, ...]
    excluded: tuple[Words, ...] = ()
    """Innocent explanations that the data already exclude."""
    expected: float | None = None
    effect: Effect | None = None
    p: float | None = None
    q: float | None = None
    gamma: float | None = None
    worlds: float = 1.0
    amount_fen: int | None = None
    place: str = ""
    officials: tuple[str, ...] = ()
    """Office holders it touches, the subject among them where he is one."""
    since: str = ""
    until: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    """What a picture or a table needs beyond this: plain JSON values."""
    about: tuple[str, ...] = ()
    """What identifies it beside code and subject, where a subject may have several findings."""

    def __post_init__(self) -> None:
        """Refuse a finding without evidence or without anything to check."""
        if not self.evidence:
            raise ValueError(f"{self.code} {self.subject}: a finding without evidence")
        if not self.check_first:
            raise ValueError(f"{self.code} {self.subject}: a finding with nothing to check first")

    @property
    def id(self) -> str:
        """The same for the same thing found again after a reload: code, subject and `about`."""
        parts = (self.code, self.subject, *sorted(self.about))
        text = _SEPARATOR.join(parts).encode()
        return f"{self.code}-{blake3.blake3(text).hexdigest()[:_DIGITS]}"


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values; absent figures are null, English words end in `_en`."""
    effect = finding.effect
    return {
        "id": finding.id,
        "code": finding.code,
        "subject": finding.subject,
        "objects": list(finding.objects),
        "claim": finding.claim.zh,
        "claim_en": finding.claim.en,
        "measure": plain(finding.measure),
        "unit": finding.unit,
        "expected": plain(finding.expected),
        "effect": None
        if effect is None
        else plain(
            {"name": effect.name, "value": effect.value, "low": effect.low, "high": effect.high}
        ),
        "p": plain(finding.p),
        "q": plain(finding.q),
        "gamma_star": plain(finding.gamma),
        "worlds": plain(finding.worlds),
        "amount": None if finding.amount_fen is None else plain(finding.amount_fen) / _FEN,
        "place": finding.place,
        "officials": list(finding.officials),
        "since": finding.since,
        "until": finding.until,
        "evidence": [one.as_json() for one in finding.evidence],
        "check_first": [words.zh for words in finding.check_first],
        "check_first_en": [words.en for words in finding.check_first],
        "excluded": [words.zh for words in finding.excluded],
        "excluded_en": [words.en for words in finding.excluded],
        "detail": plain(finding.detail),
    }


def plain(value: Any) -> Any:
    """Return a value with every number of numpy as Python's own, so that it can be written."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    return value.item() if isinstance(value, np.generic) else value
