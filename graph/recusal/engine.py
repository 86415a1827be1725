"""From a case to a verdict for each candidate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import NotFoundError
from graph.model import iso_of
from graph.recusal import conditions, conditions_unit
from graph.recusal.evidence import Evidence, persons_asked
from graph.recusal.known import checked, unknowns
from graph.recusal.question import Question
from graph.recusal.statutes import GROUNDS, cites_on, rules_of
from graph.recusal.verdict import CandidateVerdict, CaseVerdict, Duty, Reason, Verdict
from graph.recusal.wording import flagged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.cases import ResolvedCase
    from graph.recusal.evidence import Data, Kinship, Ties
    from graph.recusal.pack import Pack
    from graph.recusal.pack_model import RuleSpec
    from graph.recusal.question import Hit
    from graph.recusal.statutes import Rules
    from graph.ties.lives import PastCase

    Condition = Callable[..., Iterator[Hit]]

CONDITIONS: tuple[tuple[str, Condition], ...] = (
    ("party", conditions.party_hits),
    ("witness", conditions.witness_hits),
    ("kin", conditions.kin_hits),
    ("holder", conditions_unit.holder_hits),
    ("engaged", conditions_unit.engaged_hits),
    ("interest", conditions_unit.interest_hits),
    ("ties", conditions.ties_hits),
)
"""How each `when` of a ground is answered; a duty is no ground of a verdict."""
_CONDITION = dict(CONDITIONS)


def check(
    case: ResolvedCase,
    packs: Sequence[Pack],
    data: Data,
    *,
    kinship: Kinship | None = None,
    ties: Ties | None = None,
    past_cases: Iterable[PastCase] = (),
) -> CaseVerdict:
    """Judge every candidate of a case under some packs.

    `kinship` and `ties` default to the snapshot's own; `past_cases` are those recorded before.
    Reasons come gravest first, then by rule and party; a rule speaks only where one of its
    articles stood on the day of the case.

    Raises:
        NotFoundError: no pack was given.
    """
    if not packs:
        raise NotFoundError(f"case {case.id}: no rule pack to check it under; name one")
    evidence = _evidence(case, data, kinship, ties, past_cases)
    rules = rules_of(case, packs)
    sealed = next(rule for rule in packs[0].spec.rules if rule.id == packs[0].spec.informant_rule)
    return CaseVerdict(
        case=case.id,
        on=iso_of(case.on),
        sequence=data.sequence,
        packs=tuple(pack.name for pack in packs),
        candidates=tuple(_candidate(person, packs, rules, evidence) for person in case.candidates),
        has_informant=case.has_informant,
        sealed_rule=sealed.id,
        sealed_cites=tuple(cite for cite in cites_on(sealed, case.on) if cite.about == GROUNDS),
    )


def _evidence(
    case: ResolvedCase,
    data: Data,
    kinship: Kinship | None,
    ties: Ties | None,
    past_cases: Iterable[PastCase],
) -> Evidence:
    if kinship is None:
        from graph.recusal.snapshot_kinship import SnapshotKinship  # numba: only when needed

        kinship = SnapshotKinship(data)
    evidence = Evidence(case, data, kinship, ties)
    if ties is None:
        from graph.ties.find import TieFinder

        evidence.ties = TieFinder(data, persons_asked(case, evidence.units), past_cases)
    return evidence


def _candidate(
    person: str, packs: Sequence[Pack], rules: Rules, evidence: Evidence
) -> CandidateVerdict:
    case = evidence.case
    hits: list[Reason] = []
    duties: list[Duty] = []
    is_head = case.unit is not None and person in evidence.officers(case.unit)
    for pack, rule in rules.in_force:
        ask = Question(pack=pack, rule=rule, candidate=person, evidence=evidence)
        hits += _best(_finished(hit, ask, is_head) for hit in _hits(ask))
        duties += _duties(ask)
    hits += [reason for pack in packs for reason in unknowns(person, pack, evidence)]
    reasons = tuple(sorted((r for r in hits if r.verdict), key=_order))
    return CandidateVerdict(
        person=person,
        verdict=max((reason.verdict for reason in reasons), default=Verdict.CLEAR),
        reasons=reasons,
        context=tuple(sorted((r for r in hits if not r.verdict), key=_order)),
        duties=tuple(duties),
        checked=checked(person, evidence, rules),
        on_team=person in case.team,
    )


def raised(person: str, rules: Rules, evidence: Evidence, verdict: Verdict) -> Verdict:
    """Return a verdict raised by what is neither acquaintance nor want of records.

    No reason is kept: once a ground blocks, none is asked any more.
    """
    for pack, rule in rules.in_force:
        most = _most(rule)
        ask = Question(pack=pack, rule=rule, candidate=person, evidence=evidence)
        hits = _hits(ask, but=frozenset({"ties"}))
        while verdict < most and (hit := next(hits, None)) is not None:
            verdict = max(verdict, min(hit.reason.verdict, most))
    return verdict


def _hits(ask: Question, but: frozenset[str] = frozenset()) -> Iterator[Hit]:
    for ground in ask.rule.grounds:
        if ground.when in _CONDITION and ground.when not in but and ask.has_begun(ground):
            yield from _CONDITION[ground.when](ask, ground)


def _duties(ask: Question) -> Iterator[Duty]:
    for ground in ask.rule.grounds:
        if ground.when == "duty":
            for duty in conditions.duties(ask, ground):
                yield replace(duty, cites=cites_on(ask.rule, ask.evidence.case.on))


def _finished(hit: Hit, ask: Question, is_head: bool) -> Reason:
    reason, rule, evidence = hit.reason, ask.rule, ask.evidence
    cited = ("cites", id(rule), hit.item)
    flags = reason.flags if rule.verified else tuple(sorted({*reason.flags, "unverified_rule"}))
    verdict = min(reason.verdict, _most(rule))
    zh, en = flagged((reason.zh, reason.en), flags)
    return replace(
        reason,
        verdict=verdict,
        flags=flags,
        cites=evidence.once(cited, lambda: cites_on(rule, evidence.case.on, hit.item)),
        decider=rule.decider.head if is_head else rule.decider.member,
        consequence=(rule.consequence.zh, rule.consequence.en)
        if verdict is Verdict.MUST_RECUSE
        else None,
        zh=zh,
        en=en,
    )


def _most(rule: RuleSpec) -> Verdict:
    """Return the gravest verdict of a rule: what nobody has checked only asks for a decision."""
    return Verdict.MUST_RECUSE if rule.verified else Verdict.REVIEW


def _best(reasons: Iterable[Reason]) -> list[Reason]:
    """Keep the gravest reason of each party and ground; the first found wins a tie."""
    best: dict[tuple[str | None, str], Reason] = {}
    for reason in reasons:
        key = (reason.party, reason.ground)
        if key not in best or reason.verdict > best[key].verdict:
            best[key] = reason
    return list(best.values())


_GROUND_ORDER = ("party", "witness", "kin", "holder", "interest", "support", "ties", "coverage")


def _order(reason: Reason) -> tuple[object, ...]:
    return (
        -reason.verdict,
        reason.rule,
        _GROUND_ORDER.index(reason.ground),
        reason.party or "",
        reason.through or "",
    )
