"""One rule asked about one candidate: whom to compare him with, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import iso_of
from graph.recusal.relatives import Judged, RelativeSets, is_certain, rank
from graph.recusal.unit_ties import Held
from graph.recusal.verdict import Reason, Relation, Verdict
from graph.recusal.wording import Words, kin_words, role_words, unit_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.cases import PartyRef
    from graph.kinship.kin import Hop, Reading
    from graph.recusal.evidence import Evidence, Made
    from graph.recusal.grounds import AnyGround, Sets
    from graph.recusal.pack import Pack
    from graph.recusal.pack_model import RuleSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A reason found, and the item of the article that it falls under."""

    reason: Reason
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A person to compare the candidate with, and why he matters to the case."""

    person: str
    party: str
    role: str
    words: Words
    tail: tuple[Hop, ...] = ()
    """From the person to the unit he stands for."""
    held: Held = Held.YES

    @property
    def through(self) -> str | None:
        """The person, where he stands for a unit."""
        return self.person if self.tail else None

    @property
    def doubts(self) -> tuple[str, ...]:
        """What keeps the tie to the unit from carrying a recusal."""
        doubts = () if self.held is Held.YES else ("uncertain_date",)
        return (*doubts, "disputed") if any(hop.disputed for hop in self.tail) else doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One rule asked about one candidate."""

    pack: Pack
    rule: RuleSpec
    candidate: str
    evidence: Evidence

    @property
    def name(self) -> str:
        """The candidate's name."""
        return self.evidence.name(self.candidate)

    def once(self, what: str, ground: AnyGround, make: Callable[[], Made]) -> Made:
        """Return what a ground of the rule asks of every candidate alike."""
        return self.evidence.once((what, id(self.rule), id(ground)), make)

    def has_begun(self, ground: AnyGround) -> bool:
        """Whether a ground counts on the day of the case."""
        return ground.since is None or ground.since <= iso_of(self.evidence.case.on)

    def parties(self, roles: Iterable[str] | None) -> list[PartyRef]:
        """Return the parties of whom the rule and a ground's own roles speak."""
        allowed = set(self.rule.roles) if roles is None else set(self.rule.roles) & set(roles)
        return [party for party in self.evidence.case.sides if party.role in allowed]

    def sides(self, ground: AnyGround) -> Iterator[Target]:
        """Return the others behind the parties whose kin count in full: all but witnesses."""
        counted = self.rule.roles if ground.roles is None else ground.roles
        return self.targets(ground, [role for role in counted if role != "witness"])

    def targets(self, ground: AnyGround, roles: Iterable[str]) -> Iterator[Target]:
        """Return the others behind the parties: themselves, or who stands for their unit."""
        targets = self.once("targets", ground, lambda: self._targets(roles))
        return (target for target in targets if target.person != self.candidate)

    def _targets(self, roles: Iterable[str]) -> list[Target]:
        return [target for party in self.parties(roles) for target in behind(party, self.evidence)]

    def sets(self, ground: Sets) -> RelativeSets:
        """Return the circles of a ground under the pack's options."""
        return self.once("sets", ground, lambda: sets_of(self.pack, self.rule, ground))

    def kin(self, other: str, sets: RelativeSets) -> list[Judged]:
        """Return what each way of being kin leads to, gravest first."""
        readings = self.evidence.readings(self.candidate, other, sets.shapes)
        if not readings:
            return []
        is_limited = sets.options.former_affinity_years is not None
        found = (
            sets.judge(
                reading,
                is_supported=self._is_supported(other, reading),
                years_since_end=self.evidence.years_since_end(reading) if is_limited else None,
            )
            for reading in readings
        )
        return sorted((judged for judged in found if judged), key=rank)

    def kin_hit(
        self, ground: Sets, target: Target, *, name: str, most: Verdict = Verdict.MUST_RECUSE
    ) -> Iterator[Hit]:
        """Return at most one reason: the gravest kin reading, the others beside it."""
        found = self.kin(target.person, self.sets(ground))
        if not found:
            return
        best = found[0]
        path = (*best.reading.hops, *target.tail)
        doubts = set(target.doubts)
        if not is_certain(hop.confidence for hop in path):
            doubts.add("low_confidence")
        verdict = min(best.verdict, most, Verdict.REVIEW if doubts else most)
        zh, en = kin_words(
            self.name, self.evidence.name(target.person), best.reading.terms, target.words
        )
        reason = Reason(
            rule=self.rule.id,
            verdict=verdict,
            ground=name,
            party=target.party,
            role=target.role,
            through=target.through,
            relation=relation_of(best),
            matched=best.matched,
            path=path,
            also=tuple(relation_of(judged) for judged in found[1:]),
            flags=tuple(sorted({*best.flags, *doubts})),
            zh=zh,
            en=en,
        )
        yield Hit(
            reason=reason, item=ground.item if best.is_listed else ground.open_item or ground.item
        )

    def _is_supported(self, other: str, reading: Reading) -> bool:
        return (
            "supported" in reading.flags or self.evidence.support(self.candidate, other) is not None
        )


def sets_of(pack: Pack, rule: RuleSpec, ground: Sets) -> RelativeSets:
    """Return the circles of one ground of a rule."""
    named = (ground.must, ground.review, ground.distant)
    return pack.sets(*named, has_step_kin=rule.step_kin == "review")


def behind(party: PartyRef, evidence: Evidence) -> tuple[Target, ...]:
    """Return who is behind a party: the person, or those who stand for the unit."""
    return evidence.once(("behind", party), lambda: tuple(_behind(party, evidence)))


def _behind(party: PartyRef, evidence: Evidence) -> Iterator[Target]:
    role = role_words(party.role)
    if party.person is not None:
        words = (role, f"the {party.role}")
        yield Target(person=party.person, party=party.person, role=party.role, words=words)
        return
    unit = party.unit or ""
    name = evidence.units.name(unit)
    for person, tie in evidence.officers(unit).items():
        zh, en = unit_role(tie.word, name)
        yield Target(
            person=person,
            party=unit,
            role=party.role,
            tail=tie.hops,
            held=tie.held(evidence.case.on),
            words=(f"{role}{zh}", f"{en}, the {party.role}"),
        )


def relation_of(judged: Judged) -> Relation:
    """Return the relation of a judged reading, as reports show it."""
    reading = judged.reading
    return Relation(shape=reading.shape, terms=reading.terms, kin_class=reading.kin_class.label)
