"""Nobody left: the fewest recusals in the way, and what would resolve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.recusal.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.desk.assignment.rules import Step
    from graph.desk.routing.route import Leg, Placed

_EASE = {Verdict.UNKNOWN: 0, Verdict.REVIEW: 1, Verdict.CLEAR: 2, Verdict.MUST_RECUSE: 3}
"""How soon it is resolved: by a declaration, by a decider, by undoing a decision, by nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One person whose recusal or doubt is in the way."""

    person: str
    unit: str
    step: Step
    verdict: Verdict
    parties: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The fewest persons of whom the case would have to be cleared, mildest doubts first."""

    missing: int
    """How many more free persons are needed."""
    people: tuple[Blocker, ...]
    zh: str
    en: str


def blocked_by(legs: Sequence[Leg], needed: int) -> Blocked:
    """Return the smallest set of recusals in the way of a case that no step can take.

    As many persons as are missing always have to be freed; of all such sets the one whose doubts
    are soonest resolved: unknown before review before must, then fewest parties, nearest first.
    """
    usable = [leg for leg in legs if not leg.is_closed]
    free = sum(len(leg.free) for leg in usable)
    missing = max(1, needed - free)
    waiting = [
        (leg, one) for leg in usable for one in leg.people if one.officer.person not in leg.free
    ]
    waiting.sort(key=lambda pair: (_EASE[pair[1].verdict], len(pair[1].parties), pair[0].step))
    chosen = tuple(_blocker(leg, one) for leg, one in waiting[:missing])
    lacking = missing - len(chosen)
    zh = f"尚缺 {missing} 名可以办理的人员"
    en = f"{missing} more free person(s) are needed"
    if lacking:
        zh += f"；资料中再无其他办案人员，须增补 {lacking} 人（handlers 表），或者报上一级机关"
        en += f"; nobody else is on record: add {lacking} to handlers, or report upward"
    elif all(one.verdict is Verdict.MUST_RECUSE for one in chosen):
        zh += "；均为法定回避，只能由更上一级机关指定或者提级"
        en += "; all are recusals by statute: only a still higher organ can designate or take over"
    return Blocked(missing=missing, people=chosen, zh=zh, en=en)


def _blocker(leg: Leg, one: Placed) -> Blocker:
    decider = one.decider or {}
    by_zh = decider.get("zh", "有权决定的负责人")
    by_en = decider.get("en", "the decider")
    zh, en = {
        Verdict.UNKNOWN: (
            f"补充本人亲属申报后重新核查，或者由{by_zh}决定",
            f"load a declaration of kin and check again, or let {by_en} decide",
        ),
        Verdict.REVIEW: (f"由{by_zh}决定是否回避", f"{by_en} decides"),
        Verdict.CLEAR: (
            "已被决定回避，须由原决定机关改变决定",
            "recused by a decision, to be changed",
        ),
        Verdict.MUST_RECUSE: (
            "法定回避；除非当事人范围有误，不能解除",
            "recused by statute; only a wrong party list would change it",
        ),
    }[one.verdict]
    return Blocker(
        person=one.officer.person,
        unit=one.officer.unit,
        step=leg.step,
        verdict=one.verdict,
        parties=one.parties,
        zh=zh,
        en=en,
    )
