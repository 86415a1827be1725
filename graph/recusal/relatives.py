"""What a kin reading leads to under a relative set: block, decision, or nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from graph.kinship.kin import inverse
from graph.model import Standing
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.kinship.circles import Circle, Shapes
    from graph.kinship.kin import Reading
    from graph.recusal.pack_model import Options

STEP_SHAPES = frozenset({"US", "SD", "USD"})
"""Step-parent, step-child and step-sibling where no bringing up is recorded."""
CERTAIN = 0.95
"""Least product of confidences on which a recusal may rest."""
_LISTED_DEPTH = 2
_BY_LIST = frozenset({"beyond_listed_depth", "reverse_listed"})
"""Flags that depend on whose list is read: set here from the circles of the ground."""
_LINES = {"U": "U+", "D": "D+"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A reading with its verdict, whose list names it, and what weakens or explains it."""

    reading: Reading
    verdict: Verdict
    matched: str
    flags: tuple[str, ...]
    is_listed: bool
    """Whether the law lists the relation, whatever the doubts about the facts."""


@dataclass(frozen=True)
class RelativeSets:
    """The circles of a ground and the choices of its pack."""

    must: tuple[Circle, ...]
    review: tuple[Circle, ...]
    distant: tuple[Circle, ...]
    options: Options
    has_step_kin: bool

    @cached_property
    def shapes(self) -> Shapes:
        """Every shape that can lead to anything, from either side."""
        circles = (*self.must, *self.review, *(self.distant if self.options.distant_kin else ()))
        found = frozenset[str]().union(*(circle.both().shapes for circle in circles))
        return found | STEP_SHAPES if self.has_step_kin and found else found

    def judge(
        self, reading: Reading, *, is_supported: bool, years_since_end: float | None
    ) -> Judged | None:
        """Return what a reading leads to, None where the sets pass it over."""
        shape = reading.shape
        flags = set(reading.flags) - _BY_LIST
        verdict, circles = self._by_shape(shape)
        if verdict is Verdict.CLEAR:
            return None
        matched = _matched(circles, shape)
        if verdict is Verdict.MUST_RECUSE:
            if _is_beyond_listed_depth(circles, shape):
                flags.add("beyond_listed_depth")
            if matched == "party":
                flags.add("reverse_listed")
                if not self.options.symmetric:
                    verdict = Verdict.REVIEW
        unlawful, doubts = self._unlawful(reading, is_supported), set(_doubts(reading))
        if reading.standing is Standing.WIDOWED and is_supported:
            flags.add("supported")
        if reading.standing is Standing.FORMER_SPOUSE and self._is_long_past(years_since_end):
            return None
        if reading.standing is not Standing.LAWFUL:
            flags.add(reading.standing.name.lower())
        listed = verdict is Verdict.MUST_RECUSE and not unlawful
        if not listed or doubts:
            verdict = Verdict.REVIEW
        return Judged(
            reading=reading,
            verdict=verdict,
            matched=matched,
            flags=tuple(sorted(flags | doubts)),
            is_listed=listed,
        )

    def _by_shape(self, shape: str) -> tuple[Verdict, tuple[Circle, ...]]:
        if _names(self.must, shape):
            return Verdict.MUST_RECUSE, self.must
        if _names(self.review, shape):
            return Verdict.REVIEW, self.review
        if self.options.distant_kin and _names(self.distant, shape):
            return Verdict.REVIEW, self.distant
        if self.has_step_kin and shape in STEP_SHAPES:
            return Verdict.REVIEW, ()
        return Verdict.CLEAR, ()

    def _unlawful(self, reading: Reading, is_supported: bool) -> bool:
        standing = reading.standing
        return not (
            standing is Standing.LAWFUL
            or (standing is Standing.BLOOD_AFTER_ADOPTION and self.options.strict_blood)
            or (standing is Standing.WIDOWED and is_supported and self.options.widowed_support)
        )

    def _is_long_past(self, years: float | None) -> bool:
        limit = self.options.former_affinity_years
        return limit is not None and years is not None and years > limit


def _doubts(reading: Reading) -> Iterable[str]:
    if reading.disputed or any(hop.disputed for hop in reading.hops):
        yield "disputed"
    if reading.uncertain:
        yield "uncertain_date"
    if not is_certain(hop.confidence for hop in reading.hops):
        yield "low_confidence"


def is_certain(confidences: Iterable[float]) -> bool:
    """Whether a path is sure enough for a recusal; single precision is forgiven."""
    return math.prod(confidences) >= CERTAIN - 1e-6


def rank(judged: Judged) -> tuple[object, ...]:
    """Order judged readings: gravest, closest, shortest, surest, then by the path's ids."""
    reading = judged.reading
    return (
        -judged.verdict,
        not judged.is_listed,
        reading.kin_class,
        len(reading.shape),
        -reading.confidence,
        tuple(hop.target for hop in reading.hops),
    )


def _names(circles: Iterable[Circle], shape: str) -> bool:
    return any(circle.lists(shape) or circle.lists(inverse(shape)) for circle in circles)


def _matched(circles: tuple[Circle, ...], shape: str) -> str:
    mine = not circles or _is_listed(circles, shape)
    theirs = not circles or _is_listed(circles, inverse(shape))
    return "both" if mine and theirs else "candidate" if mine else "party"


def _is_listed(circles: tuple[Circle, ...], shape: str) -> bool:
    line = _LINES.get(shape[0]) if len(set(shape)) == 1 else None
    return any(shape in circle.listed or line in circle.listed for circle in circles)


def _is_beyond_listed_depth(circles: tuple[Circle, ...], shape: str) -> bool:
    is_line = len(set(shape)) == 1 and shape[0] in _LINES
    named = any(shape in circle.listed for circle in circles)
    return is_line and len(shape) > _LISTED_DEPTH and not named
