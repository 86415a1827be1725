"""Many cases and many candidates at once: every verdict, and how near each pair still is.

Only those candidates are judged in full of whom something may speak: kin of any standing,
acquaintance strong enough, an engagement, support, a tie to a unit, being a party. All others get
what is known of their kin and of the parties', as the engine gives it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import NotFoundError
from graph.recusal.bulk_judging import Batch
from graph.recusal.bulk_roster import Roster
from graph.recusal.engine import check
from graph.recusal.informant import visible
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.cases import ResolvedCase
    from graph.recusal.bulk_judging import Judged
    from graph.recusal.evidence import Data
    from graph.recusal.pack import Pack
    from graph.recusal.verdict import CandidateVerdict
    from graph.snapshot.arrays import Float32, UInt8
    from graph.ties.lives import PastCase

    PacksOf = Callable[[ResolvedCase], Sequence[Pack]]
    Progress = Callable[[int], None]

_AT_ONCE = 500
"""Cases whose people are held in memory together."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VerdictMatrix:
    """The verdicts of some candidates in some cases: rows in the order of the cases.

    verdict: uint8[cases, candidates], values of Verdict. strength: float32[cases, candidates], the
    greatest combined strength of acquaintance with a party or with who stands for one, 0 where
    there is none; witnesses and informants are left out, so that it tells nothing of them.
    """

    cases: tuple[ResolvedCase, ...]
    candidates: tuple[str, ...]
    verdict: UInt8
    strength: Float32
    _explained: Callable[[ResolvedCase, Sequence[str]], tuple[CandidateVerdict, ...]] = field(
        repr=False
    )

    def of(self, case: str, candidate: str) -> Verdict:
        """Return one verdict.

        Raises:
            NotFoundError: the matrix has no such case or candidate.
        """
        return Verdict(int(self.verdict[self._row(case), self._column(candidate)]))

    def explain(self, case: str, *candidates: str) -> tuple[CandidateVerdict, ...]:
        """Return verdicts with their reasons; withheld where the case has an informant.

        Raises:
            NotFoundError: the matrix has no such case or candidate.
        """
        for candidate in candidates:
            self._column(candidate)
        return self._explained(self.cases[self._row(case)], candidates)

    def _row(self, case: str) -> int:
        return _place([one.id for one in self.cases], case, "case")

    def _column(self, candidate: str) -> int:
        return _place(self.candidates, candidate, "candidate")


def _place(known: Sequence[str], wanted: str, noun: str) -> int:
    if wanted not in known:
        raise NotFoundError(f"{noun} '{wanted}' was not checked: name one of those given")
    return known.index(wanted)


def check_many(
    cases: Sequence[ResolvedCase],
    packs_of: PacksOf,
    candidates: Sequence[str],
    data: Data,
    *,
    past_cases: Sequence[PastCase] = (),
    progress: Progress | None = None,
) -> VerdictMatrix:
    """Judge every candidate in every case, whatever candidates the cases name.

    Each verdict is the one that `engine.check` gives with the past cases other than the case
    itself. `progress` is told how many cases are done. Memory: the matrix, and the rows about the
    candidates and the parties of some hundred cases.

    Raises:
        NotFoundError: no pack was given for a case, or a candidate is not loaded.
    """
    people = tuple(dict.fromkeys(candidates))
    verdict = np.zeros((len(cases), len(people)), np.uint8)
    strength = np.zeros((len(cases), len(people)), np.float32)
    asked = (replace(case, candidates=people) for case in cases)
    for row, judged in enumerate(_judged(asked, packs_of, data, past_cases, progress)):
        verdict[row], strength[row] = judged.verdict, judged.strength

    def explained(case: ResolvedCase, some: Sequence[str]) -> tuple[CandidateVerdict, ...]:
        others = [past for past in past_cases if past.case != case.id]
        asked = replace(case, candidates=tuple(some))
        return visible(check(asked, packs_of(case), data, past_cases=others)).candidates

    return VerdictMatrix(
        cases=tuple(cases),
        candidates=people,
        verdict=verdict,
        strength=strength,
        _explained=explained,
    )


def check_own(
    cases: Sequence[ResolvedCase],
    packs_of: PacksOf,
    data: Data,
    *,
    past_cases: Sequence[PastCase] = (),
    progress: Progress | None = None,
) -> list[dict[str, Verdict]]:
    """Judge in each case the candidates that it names; otherwise as `check_many`."""
    found = _judged(cases, packs_of, data, past_cases, progress)
    return [
        dict(zip(case.candidates, map(Verdict, judged.verdict.tolist()), strict=True))
        for case, judged in zip(cases, found, strict=True)
    ]


def _judged(
    cases: Iterable[ResolvedCase],
    packs_of: PacksOf,
    data: Data,
    past_cases: Sequence[PastCase],
    progress: Progress | None,
) -> Iterator[Judged]:
    listed = list(cases)
    for first in range(0, len(listed), _AT_ONCE):
        some = listed[first : first + _AT_ONCE]
        people = dict.fromkeys(person for case in some for person in case.candidates)
        yield from Batch(some, packs_of, Roster(tuple(people), data), data, past_cases).judged()
        if progress is not None:
            progress(first + len(some))
