"""What one pattern gives back: what it found, what it tested, what it could not test and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.findings.finding import plain

if TYPE_CHECKING:
    from graph.findings.finding import Finding
    from graph.model import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One test that was made and did not pass the gate, or a number of plain checks made.

    A test of one subject carries its figures; checks of many rows carry their `count`.
    """

    code: str
    subject: str = ""
    count: int = 1
    unit: str = ""
    measure: float | None = None
    expected: float | None = None
    p: float | None = None
    q: float | None = None
    gamma: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; blanks are left out."""
        values = {
            "code": self.code,
            "subject": self.subject or None,
            "count": self.count,
            "unit": self.unit or None,
            "measure": self.measure,
            "expected": self.expected,
            "p": self.p,
            "q": self.q,
            "gamma_star": self.gamma,
        }
        return {name: plain(value) for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTested:
    """What a pattern could not test: the whole of it, or of some subjects, and why."""

    code: str
    why: Words
    subject: str = ""
    count: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; `count` subjects share the reason where none is named."""
        values = {
            "code": self.code,
            "subject": self.subject or None,
            "count": self.count,
            "why": self.why.zh,
            "why_en": self.why.en,
        }
        return {name: plain(value) for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one pattern gives back on one snapshot."""

    findings: tuple[Finding, ...] = ()
    tested: tuple[Tested, ...] = ()
    not_tested: tuple[NotTested, ...] = ()
