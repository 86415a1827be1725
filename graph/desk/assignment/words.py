"""What refusals and remedies are called, in Chinese and in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.desk.assignment.solving.problem import Why

if TYPE_CHECKING:
    from graph.desk.assignment.rules import Rules

Words = tuple[str, str]

LOTTERY, DEARER, SAME_UNIT = "lottery", "dearer", "same_unit"
"""Why somebody who could be had is not the one."""

REFUSAL_WORDS = MappingProxyType(
    {
        Why.RECUSED.name.lower(): ("应当回避", "must recuse"),
        Why.UNDECIDED.name.lower(): ("是否回避未经决定", "nobody decided yet on his recusal"),
        Why.UNKNOWN.name.lower(): ("亲属资料不足", "too little is known of his kin"),
        Why.ACQUAINTED.name.lower(): ("熟人关系未经决定", "an acquaintance nobody decided on"),
        Why.ON_TEAM.name.lower(): ("已在专案组", "on the team already"),
        Why.ABSENT.name.lower(): ("不在岗", "away"),
        Why.NOT_NAMED.name.lower(): ("不在案件所列人选内", "not among those the case names"),
        Why.NO_STEP.name.lower(): ("不在可用步骤内", "no step of the order reaches him"),
        Why.RECIPROCITY.name.lower(): (
            "互办：对方正在或曾办理其所在地的案件",
            "the two sides would handle each other's cases",
        ),
        Why.CAPACITY.name.lower(): ("办案量已满", "at capacity"),
        Why.UNASSIGNABLE.name.lower(): ("不可分配", "cannot be assigned"),
        LOTTERY: ("抽签未中", "not drawn"),
        DEARER: ("可以办理，但成本较高", "could be had, at a higher cost"),
        SAME_UNIT: ("与承办人同一单位", "of the unit of the other handler"),
    }
)
"""Words for each `why` of a rejected option."""

REMEDY_WORDS = MappingProxyType(
    {
        Why.CAPACITY: ("增加其办案容量 {amount}", "raise his capacity by {amount}"),
        Why.UNKNOWN: ("补充其亲属申报", "load a declaration of his kin"),
        Why.UNDECIDED: ("由决定人作出决定", "let the decider decide"),
        Why.ACQUAINTED: ("由决定人作出决定", "let the decider decide"),
        Why.ABSENT: ("待其到岗", "wait until he is back"),
        Why.NOT_NAMED: ("列入案件人选", "name him in the case"),
        Why.ON_TEAM: ("改任承办人", "make him a handler"),
        Why.RECIPROCITY: ("待互办期满", "wait until the past handling is old enough"),
        Why.NO_STEP: ("由上级机关指定", "have a higher organ designate him"),
        Why.RECUSED: ("法定回避，不能解除", "recused by statute or decision: cannot be lifted"),
    }
)
"""What would open each refusal."""
ELEVATE: Words = (
    "提请上级机关指定管辖或者提级办理",
    "ask the higher organ to designate another organ or to take the case over",
)


def rule_words(rules: Rules) -> list[Words]:
    """Return the rules of the lottery as sentences, with the numbers in force."""
    cost, step = rules.cost, rules.step_cost
    first = rules.first.label
    return [
        (
            "应当回避、未经决定、资料不足的人员不参加抽签。",
            "Whoever must recuse, waits for a decision, or is not known well enough is left out.",
        ),
        (
            f"顺序：本机关、片区、跨片区、提级（从 {first} 起）；每步加价"
            f" {step.own}、{step.zone}、{step.cross_zone}、{step.elevated}。",
            f"Order: own organ, zone, another zone, higher organ (from {first}); the steps cost"
            f" {step.own}, {step.zone}, {step.cross_zone}, {step.elevated}.",
        ),
        (
            f"成本：距离至多 {cost.distance}，专长 {cost.expertise}，熟人 {cost.tie}，"
            f"近期办过 {cost.recency}。",
            f"Cost: distance up to {cost.distance}, skills {cost.expertise}, acquaintance "
            f"{cost.tie}, a recent case of the place {cost.recency}.",
        ),
        (
            "每案两人，不同单位。" if rules.second else "每案一人。",
            "Two to a case, of different units." if rules.second else "One to a case.",
        ),
        (
            f"甲地办过乙地案件的，{rules.no_return_months} 个月内乙地不办甲地案件。",
            f"Whose people had a case of a place sends it none of his own for "
            f"{rules.no_return_months} months.",
        ),
        (
            "先求分得出，再求机会均等，再求最重负担最轻，最后求成本最低。",
            "First as many cases as possible, then the caps, then the heaviest load, then cost.",
        ),
        (
            f"任何人办理某案的机会不超过 {rules.max_probability:g}"
            f"（敏感案件 {rules.sensitive_probability:g}），人手不足的除外。",
            f"Nobody is on a case with a chance above {rules.max_probability:g} (sensitive ones "
            f"{rules.sensitive_probability:g}), unless too few are left.",
        ),
        (
            "种子先承诺后公布；由记录可重新得出同一结果。",
            "The seed is promised before and shown after; the record yields the same result again.",
        ),
    ]
