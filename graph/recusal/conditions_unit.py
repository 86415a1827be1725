"""Grounds that run through a unit: kin in the body to sit in, interests in a party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.recusal.conditions import support_hit, ties_hit
from graph.recusal.grounds import KinSets
from graph.recusal.question import Hit, Question, Target
from graph.recusal.relatives import is_certain
from graph.recusal.unit_ties import Held
from graph.recusal.verdict import Reason, Verdict
from graph.recusal.wording import Words, role_words, unit_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.recusal import grounds as spec
    from graph.recusal.evidence import Evidence
    from graph.recusal.unit_ties import UnitTie

_ENGAGED = "fiance"
_OWNERS = frozenset({"share", "control"})


def holder_hits(ask: Question, ground: spec.HolderGround) -> Iterator[Hit]:
    """Find kin among those who hold posts in the body to sit in."""
    for target in _holders(ask, ground):
        yield from ask.kin_hit(ground, target, name="holder")
        yield from support_hit(ask, ground, target)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interest:
    """A tie to a unit that is a party, standing or not long over, and who has it."""

    tie: UnitTie
    held: Held
    target: Target


def interest_hits(ask: Question, ground: spec.InterestGround) -> Iterator[Hit]:
    """Find shares, roles and posts of the candidate, or of his kin, in a unit that is a party."""
    most = Verdict.MUST_RECUSE if ground.verdict == "must" else Verdict.REVIEW
    for interest in ask.once("interests", ground, lambda: list(_interests(ask, ground))):
        is_own = interest.tie.person == ask.candidate
        if is_own and ground.of == "self":
            yield _own(ask, ground, interest)
        elif not is_own and ground.of == "kin":
            sets = ask.once("kin", ground, lambda: KinSets(item=ground.item, must=ground.kin))
            yield from ask.kin_hit(sets, interest.target, name="interest", most=most)


def _interests(ask: Question, ground: spec.InterestGround) -> Iterator[_Interest]:
    for party in ask.parties(ground.roles):
        if party.unit is None or party.role == "witness":
            continue
        for tie in ask.evidence.units.of(party.unit):
            held = tie.held(ask.evidence.case.on, ground.years) if tie.by in ground.by else Held.NO
            if held is not Held.NO:
                target = Target(
                    person=tie.person,
                    party=tie.unit_asked,
                    role=party.role,
                    tail=tie.hops,
                    held=held,
                    words=_words(ask, party.role, tie),
                )
                yield _Interest(tie=tie, held=held, target=target)


def _own(ask: Question, ground: spec.InterestGround, interest: _Interest) -> Hit:
    tie = interest.tie
    doubts = _doubts(tie, interest.held)
    is_must = ground.verdict == "must" and not doubts
    zh, en = interest.target.words
    if ground.years:
        zh, en = f"{zh}（前{ground.years}年内）", f"{en}, within {ground.years} years"
    reason = Reason(
        rule=ask.rule.id,
        verdict=Verdict.MUST_RECUSE if is_must else Verdict.REVIEW,
        ground="interest",
        party=tie.unit_asked,
        role=interest.target.role,
        through=ask.candidate,
        path=tie.hops,
        flags=doubts,
        zh=f"{ask.name}本人是{zh}",
        en=f"{ask.name} is {en}",
    )
    return Hit(reason=reason, item=ground.item)


def _words(ask: Question, role: str, tie: UnitTie) -> Words:
    unit = ask.evidence.units.name(tie.unit_asked)
    zh, en = unit_role(tie.word, unit, is_indirect=len(tie.hops) > 1)
    return f"{role_words(role)}{zh}", f"{en}, the {role}"


def _doubts(tie: UnitTie, held: Held) -> tuple[str, ...]:
    doubts = []
    if any(hop.disputed for hop in tie.hops):
        doubts.append("disputed")
    if not is_certain(hop.confidence for hop in tie.hops):
        doubts.append("low_confidence")
    if held is not Held.YES:
        doubts.append("uncertain_date")
    return tuple(doubts)


def engaged_hits(ask: Question, ground: spec.EngagedGround) -> Iterator[Hit]:
    """Find an engagement on record: for the decider even where a statute has no open clause."""
    for target in (*_holders(ask, ground), *ask.sides(ground)):
        found = ask.evidence.acquaintance(ask.candidate, target.person)
        ties = [tie for tie in found.ties if tie.kind.code == _ENGAGED] if found else []
        if ties:
            yield ties_hit(ask, ground, target, ties)


def _holders(ask: Question, ground: spec.HolderGround | spec.EngagedGround) -> Iterator[Target]:
    targets = ask.once("holders", ground, lambda: list(_holding(ask.evidence, ground)))
    return (target for target in targets if target.person != ask.candidate)


def _holding(
    evidence: Evidence, ground: spec.HolderGround | spec.EngagedGround
) -> Iterator[Target]:
    """Yield everyone with a post in the body to sit in, by the surest tie of each."""
    case, units = evidence.case, evidence.units
    unit = case.unit or ""
    surest: dict[str, UnitTie] = {}
    for tie in units.of(unit):
        is_wanted = (not ground.holders or tie.word in ground.holders) and (
            tie.word not in ground.except_holders
        )
        if not is_wanted or tie.by in _OWNERS or not tie.held(case.on):
            continue
        known = surest.get(tie.person)
        if known is None or known.held(case.on) < tie.held(case.on):
            surest[tie.person] = tie
    for person, tie in surest.items():
        yield Target(
            person=person,
            party=person,
            role="holder",
            tail=tie.hops,
            held=tie.held(case.on),
            words=unit_role(tie.word, units.name(unit)),
        )
