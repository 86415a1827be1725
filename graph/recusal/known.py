"""What was looked at, and what is not known: the difference between clear and unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.recusal.verdict import Checked, Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.kinship.coverage import Coverage
    from graph.recusal.evidence import Evidence
    from graph.recusal.pack import Pack
    from graph.recusal.statutes import Rules
    from graph.recusal.wording import Words

Classes = dict[str, str]
"""Class by class, whether kin are recorded, declared or unknown."""

_CLASSES = ("parents", "siblings", "spouse", "children", "grandparents")
_ZH = {
    "parents": "父母",
    "siblings": "兄弟姐妹",
    "spouse": "配偶",
    "children": "子女",
    "grandparents": "祖父母、外祖父母",
}


def classes_of(known: Coverage) -> Classes:
    """Return, class by class, whether kin are recorded, declared or unknown."""
    return {name: str(getattr(known, name)) for name in _CLASSES}


def is_enough(known: Coverage, required: Sequence[str]) -> bool:
    """Whether what is known of somebody's kin lets a pack call a candidate clear."""
    return (known.has_recorded_parent or known.declared) and not _lacking(known, required)


def _lacking(known: Coverage, required: Sequence[str]) -> list[str]:
    return [kind for kind in required if getattr(known, kind) == "unknown"]


def checked(person: str, evidence: Evidence, rules: Rules) -> Checked:
    """Return what the verdict on a candidate looked at."""
    parties, units = evidence.once(("checked",), lambda: _checked(evidence))
    return Checked(
        rules=tuple(rule.id for _, rule in rules.in_force),
        kin=classes_of(evidence.coverage(person)),
        parties=parties,
        units=units,
        not_in_force=tuple(rule.id for rule in rules.not_in_force),
    )


def _checked(evidence: Evidence) -> tuple[dict[str, Classes], dict[str, dict[str, Classes]]]:
    parties = {party.person for party in evidence.case.parties if party.person is not None}
    units = dict.fromkeys(p.unit for p in evidence.case.parties if p.unit is not None)
    return {party: classes_of(evidence.coverage(party)) for party in sorted(parties)}, {
        unit: {
            officer: classes_of(evidence.coverage(officer))
            for officer in sorted(evidence.officers(unit))
        }
        for unit in units
    }


def unknowns(person: str, pack: Pack, evidence: Evidence) -> Iterator[Reason]:
    """Find what keeps a pack from calling a candidate clear."""
    missing = _missing(person, evidence, pack.spec.requires.candidate)
    if missing is not None:
        yield _reason(pack, None, None, missing)
    for party, reason in unknowns_of_case(pack, evidence):
        if party != person:
            yield reason


def unknowns_of_case(pack: Pack, evidence: Evidence) -> Sequence[tuple[str | None, Reason]]:
    """Return what keeps a pack from calling anybody clear, with the party it is known of.

    A party as candidate is told of his own kin only as every candidate is.
    """
    return evidence.once(("unknown", id(pack)), lambda: tuple(_of_case(pack, evidence)))


def _of_case(pack: Pack, evidence: Evidence) -> Iterator[tuple[str | None, Reason]]:
    for party in evidence.case.parties:
        if party.person is not None:
            missing = _missing(party.person, evidence, pack.spec.requires.party)
            if missing is not None:
                yield party.person, _reason(pack, party.id, party.role, missing)
    if _asks_for_kin(pack):
        for reason in _headless(pack, evidence):
            yield None, reason


def _missing(person: str, evidence: Evidence, required: Sequence[str]) -> Words | None:
    known = evidence.coverage(person)
    if is_enough(known, required):
        return None
    name = evidence.name(person)
    if not known.has_recorded_parent and not known.declared:
        return (
            f"{name}既无父母记录，也无亲属申报",
            f"{name}: neither a recorded parent nor a declaration",
        )
    lacking = _lacking(known, required)
    zh = "、".join(_ZH[kind] for kind in lacking)
    return f"{name}的{zh}情况不明", f"{name}: {', '.join(lacking)} unknown"


def _headless(pack: Pack, evidence: Evidence) -> Iterator[Reason]:
    for party in evidence.case.sides:
        if party.unit is not None and not evidence.officers(party.unit):
            name = evidence.units.name(party.unit)
            words = (
                f"{name}没有法定代表人或者负责人的记录",
                f"{name}: neither a legal representative nor a head is recorded",
            )
            yield _reason(pack, party.id, party.role, words)


def _asks_for_kin(pack: Pack) -> bool:
    return any(
        ground.when in {"kin", "holder"} for rule in pack.spec.rules for ground in rule.grounds
    )


def _reason(pack: Pack, party: str | None, role: str | None, words: Words) -> Reason:
    return Reason(
        rule=pack.spec.informant_rule,
        verdict=Verdict.UNKNOWN,
        ground="coverage",
        party=party,
        role=role,
        zh=words[0],
        en=words[1],
    )
