"""One case of a batch: whom it asks about, and everybody through whom it may reach a candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.recusal.bulk_kin import WalkedKinship
from graph.recusal.evidence import Evidence
from graph.recusal.grounds import InterestGround, KinSets, Sets
from graph.recusal.question import Question, behind, sets_of
from graph.recusal.registers import registers_of
from graph.recusal.statutes import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.cases import ResolvedCase
    from graph.kinship.circles import Shapes
    from graph.recusal.evidence import Data
    from graph.recusal.grounds import Ground
    from graph.recusal.pack import Pack
    from graph.recusal.statutes import Rules

_IN_BODY = frozenset({"holder", "engaged"})
_INFORMANT, _WITNESS = "informant", "witness"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Somebody whose acquaintance with a candidate is measured."""

    is_asked: bool
    """Whether a rule in force asks about it."""
    is_shown: bool
    """False of whoever is nothing but an informant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A case with all that any rule of its packs may compare a candidate with, and more."""

    evidence: Evidence
    kinship: WalkedKinship
    packs: tuple[Pack, ...]
    rules: Rules
    places: frozenset[int]
    """The candidates, by their places in the roster."""
    sides: dict[str, Side]
    """The parties, or who stands for them, but for witnesses."""
    concerned: frozenset[str]
    """Parties, who stands for them, and whoever may have an interest in a unit that is one."""
    holders: frozenset[str]
    """Everybody with any tie to the body to sit in, where a rule asks for it."""
    shapes: Shapes
    """Every shape of kinship that may lead to anything, seen from the candidate."""
    grounds: frozenset[str]
    """The kinds of grounds that the rules in force name."""

    @property
    def case(self) -> ResolvedCase:
        """The case."""
        return self.evidence.case


def inquiry_of(
    case: ResolvedCase, packs: Sequence[Pack], places: frozenset[int], data: Data
) -> Inquiry:
    """Return what a case asks under some packs, of the candidates at some places."""
    kinship = WalkedKinship(data, registers_of(data).node)
    evidence = Evidence(case, data, kinship, None)
    units = evidence.units
    rules = rules_of(case, packs)
    grounds = [ground for _, rule in rules.in_force for ground in rule.grounds]
    whens = frozenset(ground.when for ground in grounds)
    concerned = {target.person for party in case.parties for target in behind(party, evidence)}
    concerned.update(_interested(evidence, grounds))
    holders: set[str] = set()
    if case.unit is not None and whens & _IN_BODY:
        holders = {tie.person for tie in units.of(case.unit) if tie.held(case.on)}
    return Inquiry(
        evidence=evidence,
        kinship=kinship,
        packs=tuple(packs),
        rules=rules,
        places=places,
        sides=_sides(evidence, rules),
        concerned=frozenset(concerned),
        holders=frozenset(holders - concerned),
        shapes=frozenset[str]().union(*_shapes(rules)),
        grounds=whens,
    )


def _interested(evidence: Evidence, grounds: Iterable[Ground]) -> Iterator[str]:
    """Yield whoever has a tie to a unit that is a party, of a kind and time that may count."""
    interests = [ground for ground in grounds if isinstance(ground, InterestGround)]
    ways = {way for ground in interests for way in ground.by}
    years = max((ground.years for ground in interests), default=0)
    for party in evidence.case.parties:
        for tie in evidence.units.of(party.unit) if party.unit is not None else ():
            if tie.by in ways and tie.held(evidence.case.on, years):
                yield tie.person


def _sides(evidence: Evidence, rules: Rules) -> dict[str, Side]:
    asked, roles = set(_asked(evidence, rules)), dict[str, set[str]]()
    for party in evidence.case.sides:
        for target in behind(party, evidence) if party.role != _WITNESS else ():
            roles.setdefault(target.person, set()).add(party.role)
    return {
        person: Side(is_asked=person in asked, is_shown=held != {_INFORMANT})
        for person, held in roles.items()
    }


def _asked(evidence: Evidence, rules: Rules) -> Iterator[str]:
    """Yield whoever a rule in force asks every candidate's acquaintance with."""
    for pack, rule in rules.in_force:
        ask = Question(pack=pack, rule=rule, candidate="", evidence=evidence)
        for ground in rule.grounds:
            if ground.when == "ties" and ask.has_begun(ground):
                yield from (target.person for target in ask.sides(ground))


def _shapes(rules: Rules) -> Iterator[Shapes]:
    for pack, rule in rules.in_force:
        for ground in rule.grounds:
            if isinstance(ground, Sets):
                yield sets_of(pack, rule, ground).shapes
            elif isinstance(ground, InterestGround) and ground.of == "kin":
                yield sets_of(pack, rule, KinSets(must=ground.kin)).shapes
