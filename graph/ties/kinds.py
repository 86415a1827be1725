"""The kinds of acquaintance and their scales; experts' settings, not law.

Strength of sharing something with `s` people is `ceiling * min(1, circle / (s - 1))`: one can
really know only about `circle` of them (Dunbar 1992 for villages). It then decays with the years
since the tie ended: full for `grace_years`, then halving every `half_life_years`, never under the
fraction `floor`. Having shared a class or served together does not fade.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Family(StrEnum):
    """Families of ties: within one, ties depend on each other; across them they add evidence."""

    RESIDENCE = "residence"
    WORK = "work"
    BUSINESS = "business"
    SCHOOL = "school"
    MONEY = "money"
    CONTACT = "contact"
    RECORD = "record"
    DECLARED = "declared"


class Tier(IntEnum):
    """What a combined strength asks for; a score alone never blocks anyone."""

    HIDDEN = 0
    CONTEXT = 1
    """Shown beside a verdict, never raising it."""
    DISCLOSE = 2
    """Disclosed, and a named leader decides."""
    PROPOSE = 3
    """Recusal is proposed to the decider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieKind:
    """One way of being acquainted."""

    code: str
    family: Family
    zh: str
    en: str
    ceiling: float
    circle: int | None = None
    """How many people one can know in such a group; None where size does not matter."""
    grace_years: float = 0.0
    half_life_years: float | None = None
    floor: float = 0.0
    hub: int | None = None
    """Shared by more people than this it says nothing (a clerk's telephone on 300 forms)."""
    cap: float = 1.0
    """Most this tie can reach alone."""


_BELOW_DISCLOSE = 0.39

KINDS: tuple[TieKind, ...] = (
    TieKind(
        code="household",
        family=Family.CONTACT,
        zh="同户",
        en="same household",
        ceiling=0.95,
        hub=20,
    ),
    TieKind(
        code="same_group",
        family=Family.RESIDENCE,
        zh="同村民小组",
        en="same villagers' group",
        ceiling=0.8,
        circle=150,
    ),
    TieKind(
        code="same_village",
        family=Family.RESIDENCE,
        zh="同村",
        en="same village",
        ceiling=0.8,
        circle=150,
        cap=_BELOW_DISCLOSE,
    ),
    TieKind(
        code="colleague",
        family=Family.WORK,
        zh="同事",
        en="worked in one unit",
        ceiling=0.7,
        circle=60,
        grace_years=3,
        half_life_years=3,
        floor=0.1,
    ),
    TieKind(
        code="superior",
        family=Family.WORK,
        zh="上下级",
        en="head and subordinate of one unit",
        ceiling=0.9,
        circle=60,
        grace_years=3,
        half_life_years=3,
        floor=0.1,
    ),
    TieKind(
        code="handover",
        family=Family.WORK,
        zh="前后任",
        en="one followed the other in a post",
        ceiling=0.8,
        grace_years=3,
        half_life_years=3,
        floor=0.1,
    ),
    TieKind(
        code="business",
        family=Family.BUSINESS,
        zh="同一企业任职或持股",
        en="roles or shares in one company",
        ceiling=1.0,
        circle=60,
        grace_years=3,
        half_life_years=3,
        floor=0.1,
    ),
    TieKind(
        code="classmate",
        family=Family.SCHOOL,
        zh="同班同学",
        en="same class",
        ceiling=0.6,
        circle=60,
    ),
    TieKind(
        code="schoolmate",
        family=Family.SCHOOL,
        zh="同校",
        en="same school",
        ceiling=0.2,
        circle=60,
    ),
    TieKind(
        code="party_school",
        family=Family.SCHOOL,
        zh="党校同学",
        en="same party-school class",
        ceiling=0.4,
        circle=60,
    ),
    TieKind(
        code="comrade",
        family=Family.SCHOOL,
        zh="战友",
        en="served together",
        ceiling=0.6,
        circle=40,
    ),
    TieKind(
        code="association",
        family=Family.SCHOOL,
        zh="同一协会",
        en="same association",
        ceiling=0.4,
        circle=60,
        grace_years=3,
        half_life_years=3,
        floor=0.1,
    ),
    TieKind(
        code="creditor",
        family=Family.MONEY,
        zh="借贷",
        en="loan between them",
        ceiling=0.9,
        half_life_years=2,
    ),
    TieKind(
        code="guarantor",
        family=Family.MONEY,
        zh="担保",
        en="guarantee between them",
        ceiling=0.9,
        half_life_years=2,
    ),
    TieKind(
        code="transfers",
        family=Family.MONEY,
        zh="多次资金往来",
        en="repeated transfers between them",
        ceiling=0.7,
        half_life_years=2,
    ),
    TieKind(
        code="same_phone",
        family=Family.CONTACT,
        zh="同一电话",
        en="same telephone",
        ceiling=0.9,
        circle=4,
        hub=20,
    ),
    TieKind(
        code="same_address",
        family=Family.CONTACT,
        zh="同一地址",
        en="same address",
        ceiling=0.7,
        circle=4,
        hub=20,
    ),
    TieKind(
        code="same_account",
        family=Family.CONTACT,
        zh="同一账户",
        en="same bank account",
        ceiling=0.95,
        circle=4,
        hub=20,
    ),
    TieKind(
        code="enmity",
        family=Family.RECORD,
        zh="恩怨",
        en="enmity",
        ceiling=0.9,
        half_life_years=5,
    ),
    TieKind(
        code="past_case",
        family=Family.RECORD,
        zh="曾有案件往来",
        en="a past case between them",
        ceiling=0.9,
        half_life_years=5,
    ),
    TieKind(
        code="friend",
        family=Family.DECLARED,
        zh="朋友",
        en="friends",
        ceiling=0.8,
        half_life_years=5,
        floor=0.2,
    ),
    TieKind(
        code="teacher",
        family=Family.DECLARED,
        zh="师生",
        en="teacher and pupil",
        ceiling=0.6,
    ),
    TieKind(
        code="partner",
        family=Family.DECLARED,
        zh="合伙",
        en="business partners",
        ceiling=0.9,
        grace_years=3,
        half_life_years=3,
        floor=0.1,
    ),
    TieKind(
        code="fiance",
        family=Family.DECLARED,
        zh="恋人或未婚夫妻",
        en="engaged or a couple",
        ceiling=0.95,
        half_life_years=5,
        floor=0.4,
    ),
    TieKind(
        code="guardian",
        family=Family.DECLARED,
        zh="监护",
        en="guardian and ward",
        ceiling=0.95,
    ),
    TieKind(
        code="other",
        family=Family.DECLARED,
        zh="其他申报关系",
        en="another declared tie",
        ceiling=0.5,
        half_life_years=5,
    ),
)

KIND = MappingProxyType({kind.code: kind for kind in KINDS})
"""Kinds by code."""
