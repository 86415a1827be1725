"""E1: kin sit together in one village committee, supervision body, board or its accounts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field
from scipy.stats import false_discovery_control

from graph.findings import Evidence, Finding, NotTested, Result, Tested
from graph.kinship.bodies import Bodies
from graph.kinship.body_kin import kin_in_bodies
from graph.model import Words
from graph.patterns.base import Params, Pattern
from graph.patterns.bodies.kin_pairs import KinPair, detail_of, evidence_of, worlds_of
from graph.patterns.bodies.seats import pairs_on
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from graph.kinship.bodies import Sitting
    from graph.kinship.body_kin import BodyKin
    from graph.patterns.bodies.seats import SeatPair
    from graph.patterns.facts import Facts

_CODE = "E1"
_CHECK = (
    Words(
        "核对选举或者任命材料：当选时是否审查并说明了亲属关系",
        "election or appointment papers: was the kinship examined and declared",
    ),
    Words(
        "核对亲属关系登记和现任职务是否仍然有效",
        "is the kinship recorded rightly, and are both posts still held",
    ),
    Words(
        "核对两人共同经手的支出、合同和会议记录",
        "payments, contracts and minutes that both of them handled",
    ),
)
_EXCLUDED = (
    Words(
        "同姓村的预期亲属对数已列出，仅供对照",
        "what chance makes in this village is shown beside the count",
    ),
    Words(
        "不含已卸任、已去世的人员和选举委员会",
        "former and deceased members and election committees are left out",
    ),
)


class KinInBodyParams(Params):
    """Parameters of E1."""

    q: float = Field(
        0.1,
        gt=0,
        le=0.5,
        description="亲属对数异常多的错误发现率 (BH level of bodies with more kin than chance)",
    )
    accounts_rule: bool = Field(
        True, description="是否包括负责人与会计有亲属关系 (also head and finance officer, any kin)"
    )


def find(facts: Facts, params: KinInBodyParams) -> Result:
    """Find bodies in which seats are held against a rule on kin, or with more kin than chance.

    Cost: every grown-up's kin in the villages that have bodies, and bodies drawn by lot. Order: by
    body.
    """
    sitting, unsure = _sitting(facts)
    counted = _counted(facts, sitting)
    q = _q(counted)
    rules = [one for one in pairs_on(facts.on) if one.cites or params.accounts_rule]
    findings, tested = [], []
    for body in counted:
        pairs = [_pair(facts, sitting[body.body], both, rules) for both in body.pairs]
        kin = [pair for pair in pairs if pair is not None]
        passes = q.get(body.body, 1.0) <= params.q and len(kin) > (body.expected or 0.0)
        if kin and (passes or any(pair.rules for pair in kin)):
            findings.append(_finding(facts, body, kin, q.get(body.body)))
        else:
            tested.append(_tested(body, q.get(body.body)))
    return Result(
        findings=tuple(findings), tested=tuple(tested), not_tested=_untested(counted, unsure)
    )


def _sitting(facts: Facts) -> tuple[dict[str, list[Sitting]], int]:
    """Return who surely sits in each body, and how many posts leave that open."""
    bodies = Bodies(facts.snapshot, facts.on)
    every = bodies.sitting(bodies.all())
    alive = _alive(facts, {one.person for group in every.values() for one in group})
    held = {
        body: [one for one in group if one.seat and one.person in alive]
        for body, group in every.items()
    }
    sure = {body: [one for one in group if one.is_sure] for body, group in held.items()}
    unsure = sum(len(group) for group in held.values()) - sum(len(group) for group in sure.values())
    return {body: group for body, group in sorted(sure.items()) if len(group) > 1}, unsure


def _alive(facts: Facts, named: set[str]) -> set[str]:
    nodes, persons = facts.nodes_of(named), facts.snapshot.persons
    living = nodes[persons.died_last[nodes] > facts.on]
    return {persons.id(node) for node in living.tolist()}


def _counted(facts: Facts, sitting: dict[str, list[Sitting]]) -> list[BodyKin]:
    bodies = Bodies(facts.snapshot, facts.on)
    members = {body: [one.person for one in group] for body, group in sitting.items()}
    places = {body: bodies.place(body) for body in sitting}
    return kin_in_bodies(facts.snapshot, members, places, facts.on)


def _q(counted: list[BodyKin]) -> dict[str, float]:
    """Return Benjamini-Hochberg q-values; a body without kin has a chance of one."""
    family = [one for one in counted if one.expected is not None and (one.p or not one.pairs)]
    if not family:
        return {}
    chances = np.array([1.0 if one.p is None else one.p for one in family])
    adjusted = false_discovery_control(chances)
    return {one.body: float(q) for one, q in zip(family, adjusted, strict=True)}


def _pair(
    facts: Facts, group: list[Sitting], both: tuple[str, str], rules: list[SeatPair]
) -> KinPair | None:
    proof = kin_proof(facts, *both, facts.on)
    if proof is None:
        return None
    seats = [[one for one in group if one.person == person] for person in both]
    broken: dict[str, SeatPair] = {}
    held: tuple[Sitting, ...] = (seats[0][0], seats[1][0])
    for rule in rules:
        for one in seats[0]:
            for other in seats[1]:
                if rule.joins(one, other) and kin_proof(facts, *both, facts.on, circle=rule.kin):
                    broken.setdefault(rule.id, rule)
                    held = (one, other)
    return KinPair(proof=proof, sittings=held, rules=tuple(broken.values()))


def _finding(facts: Facts, body: BodyKin, pairs: list[KinPair], q: float | None) -> Finding:
    bodies = Bodies(facts.snapshot, facts.on)
    name, unit = bodies.name(body.body), _unit(facts, body.body)
    judged = [pair for pair in pairs if pair.rules] or pairs
    reasons = {rule.id: rule for pair in pairs for rule in pair.rules}
    told = "；".join(rule.zh for rule in reasons.values()) or "亲属对数多于随机预期"
    told_en = "; ".join(rule.en for rule in reasons.values()) or "more kin than chance makes"
    chance = "未知" if body.expected is None else f"{body.expected:.2f}"
    chance_en = "unknown" if body.expected is None else f"{body.expected:.2f}"
    return Finding(
        code=_CODE,
        subject=body.body,
        objects=tuple(sorted({person for pair in judged for person in pair.people})),
        claim=Words(
            f"{name}现任 {len(body.members)} 人中有 {len(pairs)} 对亲属，"
            f"同村成年人随机组成时预期 {chance} 对：{told}",
            f"{len(pairs)} pairs of kin among the {len(body.members)} members of {name}; "
            f"{chance_en} are expected of a body drawn by lot in the village: {told_en}",
        ),
        measure=float(len(pairs)),
        unit="pairs",
        expected=body.expected,
        p=body.p,
        q=q,
        evidence=(*evidence_of(judged), unit),
        check_first=_CHECK,
        excluded=_EXCLUDED,
        worlds=worlds_of(pairs),
        place=bodies.place(body.body),
        officials=tuple(sorted({person for pair in pairs for person in pair.people})),
        since=max((one.since for pair in judged for one in pair.sittings), default=""),
        detail=detail_of(body, pairs, facts.on),
    )


def _unit(facts: Facts, body: str) -> Evidence:
    units = facts.table("units")
    (row,) = units.filter(units.id == body).to_pyarrow().to_pylist()
    return Evidence(source=body, edge="located_in", target=row["place"] or "", origin=row["origin"])


def _tested(body: BodyKin, q: float | None) -> Tested:
    return Tested(
        code=_CODE,
        subject=body.body,
        unit="pairs",
        measure=float(len(body.pairs)),
        expected=body.expected,
        p=body.p,
        q=q,
    )


def _untested(counted: list[BodyKin], unsure: int) -> tuple[NotTested, ...]:
    reasons: dict[Words, int] = defaultdict(int)
    without = sum(body.expected is None for body in counted)
    if without:
        reasons[_NO_VILLAGE] = without
    if unsure:
        reasons[_UNSURE] = unsure
    return tuple(NotTested(code=_CODE, why=why, count=n) for why, n in reasons.items())


_NO_VILLAGE = Words(
    "机构所在村的村民没有载入，亲属对数没有预期值可比（席位规则照查）",
    "the village's people are not loaded: kin cannot be held against chance (rules still are)",
)
_UNSURE = Words(
    "角色或者任期不明确的任职没有计入",
    "posts whose role or days leave open whether a seat is held are not counted",
)

PATTERN = Pattern(
    code=_CODE,
    title=Words("同一机构内的亲属", "Kin in one body"),
    claim=Words(
        "同一村级机构内的亲属担任了依规应当回避的席位，或者亲属对数明显多于随机预期",
        "Kin hold seats of one body that rules keep apart, or there are more kin than chance makes",
    ),
    needs=("units", "posts", "people"),
    params=KinInBodyParams,
    find=find,
)
