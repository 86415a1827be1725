"""Which article stood on a day, what it was called before, and what it is called now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.cases import ResolvedCase
    from graph.recusal.pack import Pack
    from graph.recusal.pack_model import CiteSpec, RuleSpec

GROUNDS = "grounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """An article as it stood on the day of the case."""

    law: str
    article: str
    in_force: str
    """First day in force, as precisely as it is known."""
    about: str = GROUNDS
    paragraph: str | None = None
    item: str | None = None
    former: tuple[str, ...] = ()
    """Its earlier numbers, oldest first."""
    now: str | None = None
    """Its present number, where that is another one."""
    mark: str = "V1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules that a case calls for, by whether an article of theirs stood on its day."""

    in_force: tuple[tuple[Pack, RuleSpec], ...]
    not_in_force: tuple[RuleSpec, ...]


def rules_of(case: ResolvedCase, packs: Sequence[Pack]) -> Rules:
    """Return the rules of some packs that speak of a case's matter and of its parties."""
    rules = [(pack, rule) for pack in packs for rule in pack.spec.rules if _applies(rule, case)]
    return Rules(
        in_force=tuple(pair for pair in rules if is_in_force(pair[1], case.on)),
        not_in_force=tuple(rule for _, rule in rules if not is_in_force(rule, case.on)),
    )


def _applies(rule: RuleSpec, case: ResolvedCase) -> bool:
    if case.matter in rule.except_matters or (rule.matters and case.matter not in rule.matters):
        return False
    is_about_unit = any(ground.when == "holder" for ground in rule.grounds)
    return is_about_unit or any(party.role in rule.roles for party in case.parties)


def is_in_force(rule: RuleSpec, day: int) -> bool:
    """Whether a rule rests on an article that stood on this day."""
    return any(cite.about == GROUNDS and cite.is_in_force(day) for cite in rule.cites)


def cites_on(rule: RuleSpec, day: int, item: str | None = None) -> tuple[Cite, ...]:
    """Return a rule's articles in force on a day, the grounds first; `item` is of the grounds."""
    return cites_in_force(rule.cites, day, item)


def cites_in_force(
    specs: Sequence[CiteSpec], day: int, item: str | None = None
) -> tuple[Cite, ...]:
    """Return those of some articles that were in force on a day, the grounds first."""
    found = [_cite(spec, _series(spec, specs), item) for spec in specs if spec.is_in_force(day)]
    return tuple(sorted(found, key=lambda cite: cite.about != GROUNDS))


def _series(spec: CiteSpec, specs: Sequence[CiteSpec]) -> list[CiteSpec]:
    same = [other for other in specs if (other.about, other.law) == (spec.about, spec.law)]
    return sorted(same, key=lambda other: other.first_day)


def _cite(spec: CiteSpec, series: list[CiteSpec], item: str | None) -> Cite:
    at = series.index(spec)
    newest = series[-1]
    former = dict.fromkeys(other.article for other in series[:at])
    former.pop(spec.article, None)
    return Cite(
        law=spec.law,
        article=spec.article,
        in_force=spec.since,
        about=spec.about,
        paragraph=spec.paragraph,
        item=item if spec.about == GROUNDS and item else spec.item,
        former=tuple(former),
        now=newest.article if newest.article != spec.article else None,
        mark=spec.source.kind,
    )
