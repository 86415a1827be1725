"""Verdicts that rest on a search which may have missed something: nobody is clear by them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.projection.engine.currency import Doubt
from graph.recusal.verdict import Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.recusal.verdict import CandidateVerdict, CaseVerdict
    from graph.recusal.wording import Words

_WORDS: dict[Doubt, Words] = {
    Doubt.STALE: (
        "Neo4j中的数据落后于台账，可能漏查",
        "Neo4j is behind the ledger, so that something may have been missed",
    ),
    Doubt.AWAY: (
        "查询中Neo4j失去响应或者超时，未能查完",
        "Neo4j went away or ran out of time during the search, which is not complete",
    ),
    Doubt.CUT: (
        "路径数量超出一次查询的上限，未能查完",
        "there are more paths than one search may bring back, which is not complete",
    ),
    Doubt.WITHDRAWN: (
        "任职、经历或者住址所在的单位、村已被撤回，Neo4j中查不到由此产生的关系",
        "posts, memberships or homes name a unit or village that was withdrawn, which Neo4j does"
        " not hold",
    ),
}
WORDS = MappingProxyType(_WORDS)
"""What each doubt is called, in Chinese and in English."""


def doubts_of(verdict: CaseVerdict) -> list[Doubt]:
    """Return why a verdict may have missed something; empty where it rests on a whole search."""
    told = {reason.ground for found in verdict.candidates for reason in found.reasons}
    return [doubt for doubt in Doubt if doubt.value in told]


def doubted(
    verdict: CaseVerdict, doubts: Collection[Doubt], *, is_blind: bool = False
) -> CaseVerdict:
    """Return a verdict by which nobody is clear, each candidate told why.

    `is_blind`: nothing of the data was seen, so what seems to be missing of it is no reason.
    """
    if not doubts:
        return verdict
    told = tuple(_reason(verdict.sealed_rule, doubt) for doubt in Doubt if doubt in doubts)
    return replace(
        verdict,
        candidates=tuple(_doubted(found, told, is_blind) for found in verdict.candidates),
    )


def _doubted(found: CandidateVerdict, told: tuple[Reason, ...], is_blind: bool) -> CandidateVerdict:
    kept = found.reasons
    if is_blind:
        kept = tuple(reason for reason in kept if reason.ground != "coverage")
    highest = max((reason.verdict for reason in kept), default=Verdict.UNKNOWN)
    return replace(found, verdict=max(highest, Verdict.UNKNOWN), reasons=(*kept, *told))


def _reason(rule: str, doubt: Doubt) -> Reason:
    zh, en = WORDS[doubt]
    return Reason(rule=rule, verdict=Verdict.UNKNOWN, ground=doubt.value, zh=zh, en=en)
