"""One case of a batch against every handler: the step by which he comes, and what bars him."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.desk.assignment.batch import LETTERS, NO_STEP, CaseRow
from graph.desk.assignment.rules import Step
from graph.desk.assignment.solving.problem import Why
from graph.desk.assignment.steps import step_of
from graph.recusal.verdict import Verdict
from graph.ties.kinds import Tier
from graph.ties.strength import tier_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.cases import ResolvedCase
    from graph.desk.assignment.history import Past
    from graph.desk.assignment.rules import Rules
    from graph.desk.assignment.seats import Gazetteer, Seat
    from graph.desk.assignment.steps import Matter
    from graph.recusal.bulk import VerdictMatrix

_THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Somebody who handles cases."""

    person: str
    units: tuple[str, ...]
    """Ascending; the first is shown as his."""
    seat: Seat
    capacity: int
    skills: tuple[str, ...]
    is_listed: bool = True
    """Whether he handles cases in general; else only those that name him."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A case that waits for its handlers, and what people decided in it."""

    resolved: ResolvedCase
    named: Collection[str] = ()
    """Persons that the case names as candidates; they may handle it beside all handlers."""
    is_only_named: bool = False
    """Whether nobody but them may."""
    is_secret: bool = False
    is_sensitive: bool = False
    barred: Collection[str] = ()
    """Persons who must recuse by a decision."""
    doubtful: Collection[str] = ()
    """Persons who disclosed a tie or pried, and nobody decided on it."""
    allowed: Mapping[str, Verdict] = field(default_factory=dict)
    """Persons of whom it was decided that they may handle it, up to this verdict."""
    heads: tuple[str, ...] = ()
    """Heads of the organ in charge: if one must recuse, own organ and zone are closed."""


@dataclass(frozen=True, kw_only=True)
class CaseRows:
    """Makes the rows of cases that share their handlers."""

    handlers: Sequence[Handler]
    gazetteer: Gazetteer
    rules: Rules
    past: Past
    absent: Collection[str]
    matrix: VerdictMatrix
    _steps: dict[tuple[object, ...], Step | None] = field(default_factory=dict)

    def row(self, place: int, case: Pending, matter: Matter, seat: int) -> CaseRow:
        """Return a case's row; `place` is its row of the matrix, `seat` that of distances."""
        verdicts = self._verdicts(place)
        is_head_out = any(
            head in case.barred or verdicts[head][0] is Verdict.MUST_RECUSE for head in case.heads
        )
        steps, bars = [], []
        ties: dict[str, int] = {}
        recent: dict[str, int] = {}
        for at, handler in enumerate(self.handlers):
            step = self._step(matter, handler)
            if is_head_out and step in (Step.OWN, Step.ZONE):
                step = None
            verdict, strength = verdicts[handler.person]
            why = _why(case, handler, verdict, strength, self.absent)
            if case.is_secret and (why is not Why.NONE or step is None):
                why = Why.UNASSIGNABLE
            steps.append(NO_STEP if step is None else str(int(step)))
            bars.append(LETTERS[why])
            if why is Why.NONE:
                _keep(ties, at, int(_THOUSAND * strength))
                _keep(recent, at, self.past.recent(handler.person, matter.arose.place))
        return CaseRow(
            id=case.resolved.id,
            matter=case.resolved.matter,
            organ=matter.organ or "",
            place=matter.arose.place,
            zone=matter.arose.zone,
            county=matter.arose.county,
            seat=seat,
            is_sensitive=case.is_sensitive or case.resolved.matter in self.rules.sensitive_matters,
            is_secret=case.is_secret,
            steps="".join(steps),
            bars="".join(bars),
            ties=ties,
            recent=recent,
        )

    def _verdicts(self, place: int) -> dict[str, tuple[Verdict, float]]:
        matrix = self.matrix
        pairs = zip(matrix.verdict[place].tolist(), matrix.strength[place].tolist(), strict=True)
        return {
            person: (Verdict(verdict), strength)
            for person, (verdict, strength) in zip(matrix.candidates, pairs, strict=True)
        }

    def _step(self, matter: Matter, handler: Handler) -> Step | None:
        is_own = matter.organ is not None and matter.organ in handler.units
        key = (is_own, matter.organ is None, matter.seat, matter.arose, handler.seat)
        if key not in self._steps:
            self._steps[key] = step_of(
                matter,
                handler.seat,
                handler.units,
                self.gazetteer,
                across_counties=self.rules.across_counties,
            )
        return self._steps[key]


def _keep(shares: dict[str, int], place: int, share: int) -> None:
    if share:
        shares[str(place)] = share


def _why(
    case: Pending, handler: Handler, verdict: Verdict, strength: float, absent: Collection[str]
) -> Why:
    """Return what bars a person, the first of the reasons in the order of their gravity."""
    person = handler.person
    is_decided = person in case.allowed and verdict <= case.allowed[person]
    if person in case.barred or (verdict is Verdict.MUST_RECUSE and not is_decided):
        return Why.RECUSED
    if not is_decided:
        if verdict is Verdict.REVIEW or person in case.doubtful:
            return Why.UNDECIDED
        if verdict is Verdict.UNKNOWN:
            return Why.UNKNOWN
        if tier_of(strength) >= Tier.DISCLOSE:
            return Why.ACQUAINTED
    if person in case.resolved.team:
        return Why.ON_TEAM
    if (case.is_only_named or not handler.is_listed) and person not in case.named:
        return Why.NOT_NAMED
    return Why.ABSENT if person in absent else Why.NONE
