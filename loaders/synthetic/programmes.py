"""The twelve programmes: who may get them, how many do, how much it is."""

from __future__ import annotations

from dataclasses import dataclass

YEARS = (2021, 2022, 2023, 2024, 2025)
"""Years of benefits and of recorded needs."""
DISCRETIONARY, UNIVERSAL, INSURANCE = "discretionary", "universal", "insurance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One programme; `share` is that of the households which get it in a year."""

    id: str
    name: str
    kind: str
    share: float
    yuan: int
    names_a_person: bool = False
    in_batches: bool = False
    """Whether a township that decides in batches decides on it for all its villages."""
    files_kin: bool = False
    """Whether recipients who are kin of those who decide are filed (最低生活保障审核确认办法)."""


_ROWS = (
    ("F01", "最低生活保障", DISCRETIONARY, 0.06, 5400),
    ("F02", "临时救助", DISCRETIONARY, 0.05, 1500),
    ("F03", "农村危房改造补助", DISCRETIONARY, 0.03, 14000),
    ("F04", "公益性岗位补贴", DISCRETIONARY, 0.05, 6000),
    ("F05", "耕地地力保护补贴", UNIVERSAL, 0.60, 380),
    ("F06", "城乡居民医疗保险补助", INSURANCE, 0.25, 400),
    ("F07", "困难残疾人生活补贴", DISCRETIONARY, 0.05, 960),
    ("F08", "教育资助", DISCRETIONARY, 0.07, 1250),
    ("F09", "产业发展奖补", DISCRETIONARY, 0.09, 3000),
    ("F10", "退耕还林补助", UNIVERSAL, 0.15, 500),
    ("F11", "公益林生态效益补偿", UNIVERSAL, 0.12, 240),
    ("F12", "易地搬迁后续扶持", DISCRETIONARY, 0.03, 8000),
)
_NAMES_A_PERSON = ("F04", "F07")
_FILES_KIN = ("F01", "F02")
_IN_BATCHES = ("F02", "F07", "F09")
PROGRAMMES = tuple(
    Programme(
        id=code,
        name=name,
        kind=kind,
        share=share,
        yuan=yuan,
        names_a_person=code in _NAMES_A_PERSON,
        in_batches=code in _IN_BATCHES,
        files_kin=code in _FILES_KIN,
    )
    for code, name, kind, share, yuan in _ROWS
)
NUMBER = {programme.id: number for number, programme in enumerate(PROGRAMMES)}
"""Place of each programme in PROGRAMMES by its id."""
CHOSEN = tuple(i for i, programme in enumerate(PROGRAMMES) if programme.kind == DISCRETIONARY)
"""Places of the programmes that somebody decides on."""
MINIMUM_LIVING, RELOCATION = NUMBER["F01"], NUMBER["F12"]
AFTER_DISASTERS = (NUMBER["F02"], NUMBER["F03"])
FILED_KIN = tuple(i for i in CHOSEN if PROGRAMMES[i].files_kin)
"""Places of the programmes whose rule is that kin are filed."""
