"""The route of a case: step by step, who is free, who waits for a decision, and why it goes on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.desk.assignment.rules import Step
from graph.desk.heads import chain_of, decider_code, decider_of
from graph.desk.routing.blocked import Blocked, blocked_by
from graph.desk.routing.forms import form_of
from graph.desk.routing.pool import pool_of
from graph.model import iso_of
from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from graph.cases import ResolvedCase
    from graph.desk.heads import Level
    from graph.desk.routing.pool import Officer, Pool
    from graph.recusal.evidence import Data
    from graph.recusal.pack import Pack
    from graph.recusal.statutes import Cite
    from graph.recusal.verdict import CandidateVerdict, CaseVerdict

NEEDED = 2
"""Persons that a case needs at the least: measures are taken by two or more (监察法)."""


class Standing(StrEnum):
    """How a person stands to a case."""

    FREE = "free"
    TO_DECIDE = "to_decide"
    """A named decider says whether he may."""
    UNKNOWN = "unknown"
    """A declaration of kin, or the decider, would settle it."""
    RECUSED = "recused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One person of a step, with what the check found."""

    officer: Officer
    standing: Standing
    verdict: Verdict
    decider: Mapping[str, Any] | None = None
    parties: tuple[str, ...] = ()
    """Parties whom the recusal is about; blank where reasons are withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One step: its form, its people, and what it comes to."""

    step: Step
    zh: str
    en: str
    cites: tuple[Cite, ...]
    people: tuple[Placed, ...]
    is_closed: bool
    """Whether the step is not open: the head of the organ in charge must recuse himself."""
    is_enough: bool
    """Whether with this step there are enough free persons."""

    @property
    def free(self) -> tuple[str, ...]:
        """Those who may handle the case as things stand, nearest first."""
        return tuple(one.officer.person for one in self.people if one.standing is Standing.FREE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicted:
    """A township all of whose handlers must recuse, or whose organ's head must."""

    place: str
    unit: str
    head: str | None
    """The head who must recuse, where it is he."""
    recused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a case goes, and what was looked at on the way."""

    case: str
    matter: str
    on: str
    sequence: int
    step: Step | None
    """The first step with enough free persons, None where there is none."""
    legs: tuple[Leg, ...]
    conflicted: tuple[Conflicted, ...]
    blocked: Blocked | None
    is_withheld: bool


def persons_asked(pool: Pool, chain: Sequence[Level]) -> list[str]:
    """Return whom the check of a route covers: everybody who could be had, and the heads above."""
    heads = [head for level in chain for head in level.heads]
    return list(dict.fromkeys((*(one.person for one in pool.officers), *heads)))


def route_of(
    case: ResolvedCase,
    pool: Pool,
    verdict: CaseVerdict,
    packs: Sequence[Pack],
    data: Data,
    *,
    barred: Mapping[str, str],
    allowed: Mapping[str, Verdict],
    doubted: Collection[str] = (),
) -> Route:
    """Return the route of a case whose pool has been checked.

    Args:
        case: the case.
        pool: who could be had.
        verdict: verdicts on everybody of `persons_asked`.
        packs: those that the check was made under.
        data: the snapshot.
        barred: persons who must recuse by a decision, whatever the check says.
        allowed: persons of whom the decider said that they may handle it, and the verdict then.
        doubted: persons who wait for a decision whatever the check says: they asked about the
            case, or their recusal was asked for.
    """
    chain = chain_of(data, case.unit, case.on)
    found = {one.person: one for one in verdict.candidates}
    labels = {person: one.verdict.label for person, one in found.items()}
    is_secret = verdict.has_informant

    def placed(officer: Officer) -> Placed:
        one = found[officer.person]
        is_doubted = officer.person in doubted
        standing = _standing(one, barred, allowed, is_doubted=is_doubted)
        decider = None
        if standing in (Standing.TO_DECIDE, Standing.UNKNOWN):
            code = decider_code(one, packs, chain, is_secret=is_secret)
            decider = decider_of(officer.person, code, chain, labels)
        return Placed(
            officer=officer,
            standing=standing,
            verdict=max(one.verdict, Verdict.REVIEW if is_doubted else one.verdict),
            decider=decider,
            parties=() if is_secret else _parties(one),
        )

    people = {step: tuple(placed(one) for one in pool.of(step)) for step in Step}
    head = _conflicted_head(chain, found, barred)
    legs = _legs(case, people, is_head_out=head is not None)
    step = next((leg.step for leg in legs if leg.is_enough), None)
    return Route(
        case=case.id,
        matter=case.matter,
        on=iso_of(case.on),
        sequence=verdict.sequence,
        step=step,
        legs=legs,
        conflicted=_conflicted(people, pool, head),
        blocked=blocked_by(legs, NEEDED) if step is None else None,
        is_withheld=is_secret,
    )


def _standing(
    one: CandidateVerdict,
    barred: Mapping[str, str],
    allowed: Mapping[str, Verdict],
    *,
    is_doubted: bool,
) -> Standing:
    if one.person in barred or one.verdict is Verdict.MUST_RECUSE:
        return Standing.RECUSED
    if is_doubted:
        return Standing.TO_DECIDE
    if one.verdict is Verdict.CLEAR or one.verdict <= allowed.get(one.person, Verdict.CLEAR):
        return Standing.FREE
    return Standing.TO_DECIDE if one.verdict is Verdict.REVIEW else Standing.UNKNOWN


def _parties(one: CandidateVerdict) -> tuple[str, ...]:
    graves = (r for r in one.reasons if r.verdict is one.verdict and r.party is not None)
    return tuple(dict.fromkeys(reason.party or "" for reason in graves))


def _legs(
    case: ResolvedCase, people: Mapping[Step, tuple[Placed, ...]], *, is_head_out: bool
) -> tuple[Leg, ...]:
    legs, together = [], 0
    for step in Step:
        form = form_of(case.matter, step)
        is_closed = is_head_out and step in (Step.OWN, Step.ZONE)
        free = sum(one.standing is Standing.FREE for one in people[step])
        together += 0 if is_closed else free
        legs.append(
            Leg(
                step=step,
                zh=form.zh,
                en=form.en,
                cites=form.cites_on(case.on),
                people=people[step],
                is_closed=is_closed,
                is_enough=not is_closed and free > 0 and together >= NEEDED,
            )
        )
    return tuple(legs)


def _conflicted_head(
    chain: Sequence[Level], found: Mapping[str, CandidateVerdict], barred: Mapping[str, str]
) -> str | None:
    heads = chain[0].heads if chain else ()
    return next(
        (
            head
            for head in heads
            if head in barred or (head in found and found[head].verdict is Verdict.MUST_RECUSE)
        ),
        None,
    )


def _conflicted(
    people: Mapping[Step, tuple[Placed, ...]], pool: Pool, head: str | None
) -> tuple[Conflicted, ...]:
    by_unit: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for placed in (one for group in people.values() for one in group):
        by_unit[placed.officer.seat.place, placed.officer.unit].append(placed)
    found = []
    for (place, unit), group in sorted(by_unit.items()):
        recused = sum(one.standing is Standing.RECUSED for one in group)
        own_head = head if unit == pool.matter.organ else None
        if recused == len(group) or own_head is not None:
            found.append(Conflicted(place=place, unit=unit, head=own_head, recused=recused))
    return tuple(found)


__all__ = ["NEEDED", "Route", "Standing", "persons_asked", "pool_of", "route_of"]
