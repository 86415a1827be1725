"""Grounds between people: being a party or a witness, kinship, support, acquaintance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinship.kin import Hop
from graph.recusal.question import Hit, Question, Target
from graph.recusal.relatives import is_certain
from graph.recusal.verdict import Acquaintance, Duty, Reason, Verdict
from graph.recusal.wording import role_words
from graph.ties.kinds import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.recusal import grounds as spec
    from graph.ties.tie import Tie


def party_hits(ask: Question, ground: spec.PartyGround) -> Iterator[Hit]:
    """Find the candidate among the parties; having been a witness is another ground."""
    for party in ask.parties(ground.roles):
        if party.person == ask.candidate and party.role != "witness":
            reason = Reason(
                rule=ask.rule.id,
                verdict=Verdict.MUST_RECUSE,
                ground="party",
                party=party.id,
                role=party.role,
                zh=f"{ask.name}本人是{role_words(party.role)}",
                en=f"{ask.name} is the {party.role} in person",
            )
            yield Hit(reason=reason, item=ground.item)


def witness_hits(ask: Question, ground: spec.WitnessGround) -> Iterator[Hit]:
    """Find the candidate, or his kin, among the witnesses."""
    for party in ask.parties(["witness"]):
        if party.person == ask.candidate:
            reason = Reason(
                rule=ask.rule.id,
                verdict=Verdict.MUST_RECUSE,
                ground="witness",
                party=party.id,
                role=party.role,
                zh=f"{ask.name}是本案证人",
                en=f"{ask.name} is a witness in the case",
            )
            yield Hit(reason=reason, item=ground.item)
    for target in ask.targets(ground, ["witness"]):
        yield from ask.kin_hit(ground, target, name="witness")


def kin_hits(ask: Question, ground: spec.KinGround) -> Iterator[Hit]:
    """Find kin, and people between whom support is recorded, among the parties."""
    for target in ask.sides(ground):
        found = list(ask.kin_hit(ground, target, name="kin"))
        yield from found
        if all(hit.reason.verdict < Verdict.MUST_RECUSE for hit in found):
            yield from support_hit(ask, ground, target)


def ties_hits(ask: Question, ground: spec.TiesGround) -> Iterator[Hit]:
    """Find acquaintance beyond kinship; weak ties come back as CLEAR, for context."""
    for target in ask.sides(ground):
        found = ask.evidence.acquaintance(ask.candidate, target.person)
        if found is None or found.tier < Tier.CONTEXT:
            continue
        yield ties_hit(ask, ground, target, found.ties, ties_verdict(found.tier))


def ties_verdict(tier: Tier) -> Verdict:
    """Return what acquaintance alone leads to."""
    return Verdict.REVIEW if tier >= Tier.DISCLOSE else Verdict.CLEAR


def ties_hit(
    ask: Question,
    ground: spec.TiesGround | spec.EngagedGround,
    target: Target,
    ties: Sequence[Tie],
    verdict: Verdict = Verdict.REVIEW,
) -> Hit:
    """Return acquaintance with one person as a reason, in words and numbers."""
    other = ask.evidence.name(target.person)
    reason = Reason(
        rule=ask.rule.id,
        verdict=verdict,
        ground="ties",
        party=target.party,
        role=target.role,
        through=target.through,
        path=target.tail,
        ties=tuple(
            Acquaintance(
                kind=tie.kind.code,
                zh=tie.zh,
                en=tie.en,
                strength=round(tie.strength, 3),
                sources=tie.origins,
            )
            for tie in ties
        ),
        zh=f"{ask.name}与{target.words[0]}{other}：" + "；".join(tie.zh for tie in ties),
        en=f"{ask.name} and {other}, {target.words[1]}: " + "; ".join(tie.en for tie in ties),
    )
    return Hit(reason=reason, item=ground.item)


def duties(ask: Question, ground: spec.DutyGround) -> Iterator[Duty]:
    """Find kinship that calls for an act rather than for recusal."""
    for target in ask.sides(ground):
        for hit in ask.kin_hit(ground, target, name="duty"):
            if hit.reason.verdict is Verdict.MUST_RECUSE:
                yield Duty(
                    rule=ask.rule.id,
                    do=ground.do,
                    party=target.party,
                    verified=ask.rule.verified,
                    relation=hit.reason.relation,
                )


def support_hit(
    ask: Question, ground: spec.KinGround | spec.HolderGround, target: Target
) -> Iterator[Hit]:
    """Find support or guardianship on record between the candidate and another person."""
    row = ask.evidence.support(ask.candidate, target.person)
    if row is None:
        return
    hop = Hop(
        source=row["person"],
        edge=row["edge"],
        target=row["other"],
        origin=row["origin"],
        confidence=float(row["confidence"]),
        disputed=row["status"] == "disputed",
        fact=int(row["fact"]),
    )
    is_sure = not hop.disputed and is_certain([hop.confidence]) and not target.doubts
    is_named = any(circle.supported for circle in ask.pack.circles_named(ground.must))
    is_must = is_sure and (is_named or ground.supported == "must")
    is_guardian = hop.edge == "guardian"
    zh, en = ("监护", "guardianship") if is_guardian else ("扶养或者赡养", "support")
    other = ask.evidence.name(target.person)
    reason = Reason(
        rule=ask.rule.id,
        verdict=Verdict.MUST_RECUSE if is_must else Verdict.REVIEW,
        ground="support",
        party=target.party,
        role=target.role,
        through=target.through,
        path=(hop, *target.tail),
        flags=("guardian",) if is_guardian else ("supported",),
        zh=f"{ask.name}与{target.words[0]}{other}之间有{zh}关系",
        en=f"{en} is recorded between {ask.name} and {other}, {target.words[1]}",
    )
    yield Hit(reason=reason, item=ground.item if is_must else ground.open_item or ground.item)
