"""Small worlds drawn at random: families, units, acquaintance, gaps; and cases in them."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from graph.cases import MATTERS, ROLES, PartyRef, ResolvedCase, packs_for
from graph.model import day_of
from graph.recusal.pack import Pack, load_pack, parse_pack
from graph.ties.lives import PastCase

NAMES = tuple(f"P{number}" for number in range(9))
UNITS = ("U1", "U2", "U3")
DAYS = ("2017-05-01", "2024-01-15", "2026-03-02")
VARIANTS = (
    ("supervision", ""),
    ("supervision", "options: {distant_kin: true, strict_blood: true, symmetric: false}"),
    ("civil_service", ""),
    ("civil_service", "requires: {candidate: [siblings, spouse], party: [children]}"),
    ("discipline", "options: {former_affinity_years: 3, widowed_support: false}"),
    ("penalty", "requires: {candidate: [grandparents]}"),
    ("procurement", ""),
    ("tendering", ""),
    ("village", "options: {distant_kin: true}"),
    ("collective", ""),
    ("benefits", ""),
    ("us_455", ""),
)
"""Packs, with the options and requirements of some site."""
_GROUNDS = (
    "{when: interest, of: kin, kin: [K1-K4], by: [share, control, post, head]}",
    "{when: holder, must: [NR-P], supported: must}",
    "{when: engaged, roles: [subject, witness]}",
    "{when: witness, must: [K1-K4]}",
    '{when: ties, roles: [subject, informant], since: "2020-01-01"}',
    "{when: kin, must: [FAM], roles: [complainant, supplier]}",
    "{when: duty, do: disclose, must: [K1-K4]}",
    "{when: interest, of: self, by: [share, post], years: 3, verdict: review}",
)
_RULE = """
  - id: R{number}
    zh: 单独一项
    en: one ground alone
    verified: {verified}
    step_kin: none
    decider: {{member: own_head, head: own_head}}
    consequence: {{zh: 回避, en: recuse}}
    cites: [{{law: 某法, article: "1", since: "2016", source: {{kind: V1}}}}]
    grounds: [{ground}]"""


def _alone(at: int) -> tuple[str, str]:
    rule = _RULE.format(number=at, ground=_GROUNDS[at], verified=str(at % 3 != 0).lower())
    text = f'name: alone{at}\nzh: 单\nen: one\nversion: "1"\ninformant_rule: R{at}\nrules:{rule}'
    return "", text + ("\nrequires: {party: [children]}" if at % 2 else "")


ALONE = tuple(_alone(at) for at in range(len(_GROUNDS)))
"""Packs of one ground each, so that nothing else speaks where it ought to."""


_WHO = st.sampled_from(NAMES)
_UNIT = st.sampled_from(UNITS)
_WHEN = st.sampled_from([None, None, "2010", "2016-05", "2023-06-30", "2026-03-02"])
_KIN = (
    *("父亲", "母亲", "儿子", "女儿") * 3,
    *("妻子", "丈夫", "哥哥", "妹妹") * 2,
    *("养父", "继母", "舅舅", "堂兄", "岳父", "同父异母弟"),
)
_MARKS = ("", "", "", "status=disputed", "confidence=0.8", "supported=true", "to=2019-05")


@st.composite
def _kin_line(draw: st.DrawFn) -> str:
    one, other = draw(st.lists(_WHO, min_size=2, max_size=2, unique=True))
    return f"{one} {draw(st.sampled_from(_KIN))} {other} {draw(st.sampled_from(_MARKS))}"


def _rows(most: int, **columns: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=most)


def _dated(**columns: Any) -> dict[str, Any]:
    return columns | {"from": _WHEN, "to": _WHEN}


_SURE = st.sampled_from([1, 1, 1, 0.8])
_TABLES = st.fixed_dictionaries(
    {
        "posts": _rows(
            5,
            **_dated(
                person=_WHO,
                unit=_UNIT,
                title=st.sampled_from(["员", "长"]),
                role=st.sampled_from([None, "head", "supervisor", "finance", "employee"]),
                confidence=_SURE,
            ),
        ),
        "roles": _rows(
            5,
            **_dated(
                person=st.sampled_from([*NAMES, *UNITS]),
                company=_UNIT,
                role=st.sampled_from(
                    ["legal_representative", "director", "shareholder", "controller", "manager"]
                ),
                share=st.sampled_from(["0.2", "0.6"]),
                confidence=_SURE,
            ),
        ),
        "memberships": _rows(
            4, person=_WHO, kind=st.sampled_from(["class", "army"]), group_name=st.just("一班")
        ),
        "ties": _rows(
            5,
            **_dated(
                person=_WHO,
                other=_WHO,
                kind=st.sampled_from(["friend", "fiance", "guardian", "enmity", "other"]),
                confidence=st.sampled_from([1, 0.3]),
            ),
        ),
    }
)
_HOME = st.fixed_dictionaries(
    {
        "village": st.sampled_from([None, "V1"]),
        "group": st.sampled_from([None, "1"]),
        "phone": st.sampled_from([None, None, "139"]),
    }
)


@st.composite
def sketches(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the sketch of a world: contradictions are as likely as anything."""
    tables = draw(_TABLES)
    tables["units"] = [{"id": unit, "name": unit, "kind": "company"} for unit in UNITS]
    tables["ties"] = [row for row in tables["ties"] if row["person"] != row["other"]]
    return {
        "kin": draw(st.lists(_kin_line(), max_size=14)),
        "people": [{"name": name} | draw(_HOME) for name in NAMES],
        "undeclared": draw(st.lists(_WHO, max_size=2)),
        "tables": tables,
    }


_PARTY = st.one_of(
    st.builds(PartyRef, role=st.sampled_from(ROLES), person=_WHO),
    st.builds(PartyRef, role=st.sampled_from(ROLES), unit=_UNIT),
)


@st.composite
def cases(draw: st.DrawFn) -> list[ResolvedCase]:
    """Draw some cases of any matter, on several days, each with candidates of its own."""
    return [
        ResolvedCase(
            id=f"C{number}",
            matter=(matter := draw(st.sampled_from(list(MATTERS)))),
            on=day_of(draw(st.sampled_from(DAYS))),
            place=None,
            unit=draw(st.sampled_from([None, *UNITS])),
            parties=tuple(draw(st.lists(_PARTY, min_size=1, max_size=4))),
            candidates=tuple(draw(st.lists(_WHO, min_size=1, max_size=4, unique=True))),
            team=(),
            packs=packs_for(matter),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


def packs(most: int = 3) -> st.SearchStrategy[list[Pack]]:
    """Draw packs, whether the matter calls for them or not."""
    chosen = st.sampled_from([*VARIANTS, *ALONE])
    return st.lists(chosen.map(variant), min_size=1, max_size=most)


@cache
def variant(written: tuple[str, str]) -> Pack:
    """Return a pack with a site's lines added, or one that is all written."""
    name, more = written
    if not name:
        return parse_pack(more)
    text = load_pack(name).text
    return parse_pack(f"{text.replace('options: {distant_kin: false}', '')}\n{more}\n")


PAST = st.lists(
    st.builds(
        PastCase,
        case=st.sampled_from(["C0", "C1", "C9"]),
        handler=_WHO,
        party=_WHO,
        on=st.sampled_from(DAYS),
        decision=st.just("D-000001"),
    ),
    max_size=3,
)
