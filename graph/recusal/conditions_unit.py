"""Grounds that run through a unit: kin in the body to sit in, interests in a party."""

from __future__ import annotations

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
    from graph.recusal.unit_ties import UnitTie

_ENGAGED = "fiance"
_OWNERS = frozenset({"share", "control"})


def holder_hits(ask: Question, ground: spec.HolderGround) -> Iterator[Hit]:
    """Find kin among those who hold posts in the body to sit in."""
    for target in _holders(ask, ground):
        yield from ask.kin_hit(ground, target, name="holder")
        yield from support_hit(ask, ground, target)


def interest_hits(ask: Question, ground: spec.InterestGround) -> Iterator[Hit]:
    """Find shares, roles and posts of the candidate, or of his kin, in a unit that is a party."""
    for party in ask.parties(ground.roles):
        if party.unit is None or party.role == "witness":
            continue
        for tie in ask.evidence.units.of(party.unit):
            is_own = tie.person == ask.candidate
            if tie.by not in ground.by or is_own != (ground.of == "self"):
                continue
            held = tie.held(ask.evidence.case.on, ground.years)
            if held is Held.NO:
                continue
            if is_own:
                yield _own(ask, ground, party.role, tie, held)
            else:
                yield from _of_kin(ask, ground, party.role, tie, held)


def _own(ask: Question, ground: spec.InterestGround, role: str, tie: UnitTie, held: Held) -> Hit:
    doubts = _doubts(tie, held)
    is_must = ground.verdict == "must" and not doubts
    zh, en = _words(ask, role, tie)
    if ground.years:
        zh, en = f"{zh}（前{ground.years}年内）", f"{en}, within {ground.years} years"
    reason = Reason(
        rule=ask.rule.id,
        verdict=Verdict.MUST_RECUSE if is_must else Verdict.REVIEW,
        ground="interest",
        party=tie.unit_asked,
        role=role,
        through=ask.candidate,
        path=tie.hops,
        flags=doubts,
        zh=f"{ask.name}本人是{zh}",
        en=f"{ask.name} is {en}",
    )
    return Hit(reason=reason, item=ground.item)


def _of_kin(
    ask: Question, ground: spec.InterestGround, role: str, tie: UnitTie, held: Held
) -> Iterator[Hit]:
    target = Target(
        person=tie.person,
        party=tie.unit_asked,
        role=role,
        tail=tie.hops,
        held=held,
        words=_words(ask, role, tie),
    )
    most = Verdict.MUST_RECUSE if ground.verdict == "must" else Verdict.REVIEW
    sets = KinSets(item=ground.item, must=ground.kin)
    yield from ask.kin_hit(sets, target, name="interest", most=most)


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
    for target in (*_holders(ask, ground), *ask.sides(ground.roles)):
        found = ask.evidence.acquaintance(ask.candidate, target.person)
        ties = [tie for tie in found.ties if tie.kind.code == _ENGAGED] if found else []
        if ties:
            yield ties_hit(ask, ground, target, ties)


def _holders(ask: Question, ground: spec.HolderGround | spec.EngagedGround) -> Iterator[Target]:
    case, units = ask.evidence.case, ask.evidence.units
    unit = case.unit or ""
    surest: dict[str, UnitTie] = {}
    for tie in units.of(unit):
        is_wanted = (not ground.holders or tie.word in ground.holders) and (
            tie.word not in ground.except_holders
        )
        if (
            not is_wanted
            or tie.by in _OWNERS
            or tie.person == ask.candidate
            or not tie.held(case.on)
        ):
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
