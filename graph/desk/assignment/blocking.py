"""What keeps cases without a handler or a second: the least that would have to give way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.desk.assignment.solving.attempt import may_use
from graph.desk.assignment.solving.problem import Why
from graph.desk.assignment.solving.program import Program
from graph.desk.assignment.words import ELEVATE, REFUSAL_WORDS, REMEDY_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.desk.assignment.batch import Batch
    from graph.desk.assignment.solving.marginals import Marginals
    from graph.desk.assignment.solving.problem import Codes, Ints, Problem
    from graph.desk.assignment.words import Words

    Json = dict[str, Any]

_PRICES: Mapping[Why, int] = {
    Why.NONE: 0,
    Why.CAPACITY: 0,
    Why.ON_TEAM: 4,
    Why.NOT_NAMED: 4,
    Why.UNKNOWN: 6,
    Why.UNDECIDED: 6,
    Why.ACQUAINTED: 6,
    Why.ABSENT: 8,
    Why.RECIPROCITY: 10,
    Why.NO_STEP: 12,
    Why.RECUSED: 40,
    Why.UNASSIGNABLE: 40,
}
"""How readily each refusal gives way; room is dropped first, a recusal last."""
_A_ROOM = 1.0
_NOBODY = 100.0
_SECONDS = 5.0
_COST_SHARE = 1e-7
"""Weight of the cost, which only decides between equal remedies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One person who could take the case if this gave way."""

    person: str
    why: Why
    amount: int = 0
    """Weight that his room lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """The smallest set in the way of one case, and what would resolve it."""

    blockers: tuple[Blocker, ...]
    lacking: int
    """Persons that nobody on record could be, whatever gave way."""
    is_secret: bool

    def as_json(self) -> Json:
        """Return what blocks and what resolves; one answer for every case that keeps a secret."""
        if self.is_secret:
            why = Why.UNASSIGNABLE.name.lower()
            return {
                "blocking": [{"handler": None, "why": why, **_both(REFUSAL_WORDS[why])}],
                "resolve": [_both(ELEVATE)],
            }
        resolve = [
            {"handler": one.person, **_both(_filled(REMEDY_WORDS[one.why], one.amount))}
            for one in self.blockers
            if one.why is not Why.RECUSED
        ]
        if self.lacking or any(one.why is Why.RECUSED for one in self.blockers):
            resolve.append(_both(ELEVATE))
        return {
            "blocking": [
                {
                    "handler": one.person,
                    "why": one.why.name.lower(),
                    **_both(REFUSAL_WORDS[one.why.name.lower()]),
                }
                for one in self.blockers
            ],
            "lacking": self.lacking,
            "resolve": resolve,
        }


def _both(words: Words) -> Json:
    return {"zh": words[0], "en": words[1]}


def _filled(words: Words, amount: int) -> Words:
    return words[0].format(amount=amount), words[1].format(amount=amount)


def blocking_of(
    batch: Batch,
    problem: Problem,
    marginals: Marginals,
    teams: Sequence[tuple[int, ...]],
) -> dict[int, Blocking]:
    """Return what stands in the way, by case, of whatever the drawn teams still lack.

    One small program over all such cases: room gives way before doubts, doubts before recusals;
    what is assigned stays as it is.
    """
    short = [case for case, team in enumerate(teams) if len(team) < problem.team]
    if not short:
        return {}
    why = problem.why[short].copy()
    open_way = may_use(problem, marginals.allowed)[short]
    why[(why == Why.NONE) & ~open_way] = Why.RECIPROCITY
    left = problem.capacity - problem.load
    for case, team in enumerate(teams):
        left[list(team)] -= problem.weight[case]
    chosen, missing = _relaxed(problem, short, why, left, teams)
    found = {}
    for place, case in enumerate(short):
        blockers = [
            _blocker(batch, problem, case, one, Why(int(why[place, one])), left)
            for one in np.flatnonzero(chosen[place]).tolist()
        ]
        found[case] = Blocking(
            blockers=tuple(blockers),
            lacking=int(missing[place]),
            is_secret=batch.cases[case].is_secret,
        )
    return found


def _blocker(batch: Batch, problem: Problem, case: int, one: int, why: Why, left: Ints) -> Blocker:
    if why is Why.NONE:
        why = Why.CAPACITY  # nothing else is in the way of somebody who can be had
    amount = max(1, int(problem.weight[case] - max(left[one], 0)))
    return Blocker(person=batch.handlers[one].person, why=why, amount=amount)


def _relaxed(
    problem: Problem,
    short: Sequence[int],
    why: Codes,
    left: Ints,
    teams: Sequence[tuple[int, ...]],
) -> tuple[Ints, Ints]:
    """Return int64[short, m], who would complete each case, and how many nobody could be."""
    shape = (len(short), problem.m)
    price = np.array([_PRICES[one] for one in Why], np.float64)[why]
    price += _COST_SHARE * problem.cost[short]
    program = Program()
    pairs = program.add_columns(price.ravel(), 1.0, is_integer=True).reshape(shape)
    more = program.add_columns(np.full(problem.m, _A_ROOM), 1e6)
    wanted = np.array([problem.team - len(teams[case]) for case in short], np.float64)
    nobody = program.add_columns(np.full(len(short), _NOBODY), wanted)
    rows = program.add_rows(len(short), wanted, wanted)
    program.enter(np.repeat(rows + np.arange(len(short)), problem.m), pairs.ravel())
    program.enter(rows + np.arange(len(short)), nobody)
    room = program.add_rows(problem.m, -np.inf, np.maximum(left, 0))
    weight = np.repeat(problem.weight[list(short)], problem.m)
    program.enter(np.tile(room + np.arange(problem.m), len(short)), pairs.ravel(), weight)
    program.enter(room + np.arange(problem.m), more, -1.0)
    groups = int(problem.group.max(initial=0)) + 1
    for place, case in enumerate(short):
        taken = np.zeros(groups)
        taken[problem.group[list(teams[case])]] = 1.0
        first = program.add_rows(groups, -np.inf, 1.0 - taken)
        program.enter(first + problem.group, pairs[place])
    solved = program.solve(seconds=_SECONDS)
    chosen = np.rint(solved.values[pairs]).astype(np.int64)
    return chosen, np.rint(solved.values[nobody]).astype(np.int64)
