"""What a draw came to: who handles which case, who was passed over, and which cases are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.desk.assignment.blocking import blocking_of
from graph.desk.assignment.rules import GRID, Step
from graph.desk.assignment.solving.problem import FINE, Why
from graph.desk.assignment.words import DEARER, LOTTERY, REFUSAL_WORDS, SAME_UNIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.desk.assignment.batch import Batch
    from graph.desk.assignment.blocking import Blocking
    from graph.desk.assignment.building import Built
    from graph.desk.assignment.rules import Rules
    from graph.desk.assignment.solving.marginals import Marginals
    from graph.desk.assignment.solving.problem import Bools, Ints, Problem

    Json = dict[str, Any]

SHOWN = 3
"""Rejected options shown for each case."""
_THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of a case's team, and how likely he was to be on it."""

    person: str
    unit: str
    place: str
    zone: str
    step: Step
    cost: int
    """Hundredths of a thousandth."""
    chance: int
    """Twelfths."""
    sides: tuple[str, str] | None
    """The way that his handling uses up, None where reciprocity is no question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An option that was passed over."""

    person: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """One case with its team, the handler first."""

    case: str
    team: tuple[Member, ...]
    rejected: tuple[Rejected, ...]
    cap: int
    """Largest chance of anybody, twelfths."""
    lacking: tuple[str, ...]
    """Skills that the matter needs and nobody on the team has."""
    blocking: Blocking | None
    """What stands in the way of a second handler, where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """One case that nobody can take, and what stands in the way."""

    case: str
    blocking: Blocking


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All cases of a batch, by id."""

    assigned: tuple[Assigned, ...]
    unassigned: tuple[Unassigned, ...]


def plan_of(
    batch: Batch,
    rules: Rules,
    built: Built,
    marginals: Marginals,
    teams: Sequence[tuple[int, ...]],
) -> Plan:
    """Return the plan of drawn teams, each case with the three cheapest options passed over."""
    problem = built.problem
    chance = np.zeros((problem.n, problem.m), np.int64)
    chance.ravel()[marginals.flat] = marginals.chance
    blocked = blocking_of(batch, problem, marginals, teams)
    passed = _Passed(batch, problem, marginals, chance)
    assigned, unassigned = [], []
    for case, row in enumerate(batch.cases):
        if not teams[case]:
            unassigned.append(Unassigned(case=row.id, blocking=blocked[case]))
            continue
        team = tuple(_member(batch, built, case, one, chance) for one in _led(problem, case, teams))
        skills = {skill for one in teams[case] for skill in batch.handlers[one].skills}
        assigned.append(
            Assigned(
                case=row.id,
                team=team,
                rejected=passed.over(case, teams[case]),
                cap=int(chance[case].max()),
                lacking=tuple(s for s in rules.skills.get(row.matter, ()) if s not in skills),
                blocking=blocked.get(case),
            )
        )
    return Plan(assigned=tuple(assigned), unassigned=tuple(unassigned))


def _led(problem: Problem, case: int, teams: Sequence[tuple[int, ...]]) -> list[int]:
    """Return a team with the handler first: the nearer step, then the lower cost, then the id."""
    return sorted(
        teams[case], key=lambda one: (problem.step[case, one], problem.cost[case, one], one)
    )


def _member(batch: Batch, built: Built, case: int, one: int, chance: Ints) -> Member:
    row, problem = batch.handlers[one], built.problem
    way = int(problem.way[case, one])
    return Member(
        person=row.person,
        unit=row.unit,
        place=row.place,
        zone=row.zone,
        step=Step(int(problem.step[case, one])),
        cost=int(problem.cost[case, one]),
        chance=int(chance[case, one]),
        sides=built.ways[way] if way >= 0 else None,
    )


class _Passed:
    """Why handlers were passed over."""

    def __init__(self, batch: Batch, problem: Problem, marginals: Marginals, chance: Ints) -> None:
        self._batch, self._problem, self._chance = batch, problem, chance
        closed = ~np.append(marginals.allowed, True)
        self._closed: Bools = closed[problem.way] & (problem.way >= 0)
        weight = problem.weight[:, None]
        self._left = problem.room(marginals.level) * GRID - (chance * weight).sum(axis=0)

    def over(self, case: int, team: Sequence[int]) -> tuple[Rejected, ...]:
        """Return the cheapest options that are not on the team, with the reason of each."""
        order = np.argsort(self._problem.cost[case], kind="stable")
        others = [int(one) for one in order if int(one) not in team]
        return tuple(
            Rejected(person=self._batch.handlers[one].person, why=self._why(case, one, team))
            for one in others[:SHOWN]
        )

    def _why(self, case: int, one: int, team: Sequence[int]) -> str:
        problem = self._problem
        why = Why(int(problem.why[case, one]))
        if why is Why.NONE and self._closed[case, one]:
            why = Why.RECIPROCITY
        if why is Why.NONE:
            if self._chance[case, one]:
                return LOTTERY
            if any(problem.group[one] == problem.group[other] for other in team):
                return SAME_UNIT
            if self._left[one] >= problem.weight[case]:
                return DEARER
            why = Why.CAPACITY
        return (Why.UNASSIGNABLE if self._batch.cases[case].is_secret else why).name.lower()


def as_json(plan: Plan) -> Json:
    """Return a plan as the values of the JSON contract, cases by id."""
    return {
        "assignments": [_assigned(one) for one in plan.assigned],
        "unassigned": [{"case": one.case, **one.blocking.as_json()} for one in plan.unassigned],
    }


def _assigned(one: Assigned) -> Json:
    first, second = one.team[0], one.team[1] if len(one.team) > 1 else None
    shown: Json = {
        "case": one.case,
        "handler": first.person,
        "second": second.person if second else None,
        "zone": next((member.zone for member in one.team if member.zone), None),
        "step": first.step.label,
        "cost": sum(member.cost for member in one.team) / (FINE * _THOUSAND),
        "probability": first.chance / GRID,
        "rejected": [
            {
                "handler": rejected.person,
                "why": rejected.why,
                "zh": REFUSAL_WORDS[rejected.why][0],
                "en": REFUSAL_WORDS[rejected.why][1],
            }
            for rejected in one.rejected
        ],
        "unit": first.unit,
        "cap": one.cap / GRID,
        "sides": [list(member.sides) for member in one.team if member.sides],
    }
    if second is not None:
        shown |= {
            "second_unit": second.unit,
            "second_zone": second.zone or None,
            "second_step": second.step.label,
            "second_probability": second.chance / GRID,
        }
    if one.lacking:
        shown["missing_skills"] = list(one.lacking)
    if one.blocking is not None:
        shown["no_second"] = one.blocking.as_json()
    return shown
