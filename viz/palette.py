"""Colour and shape by kind, safe for colour-blind eyes: shape tells the kind without colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from graph.ontology.kin_words import KIN_WORDS


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind is drawn; colours are Okabe and Ito's (2008)."""

    zh: str
    en: str
    colour: str
    shape: str


class NodeLook(Enum):
    """What a node stands for."""

    EGO = Look("所查人员", "person asked about", "#0072B2", "star")
    CANDIDATE = Look("拟办案人员", "candidate", "#0072B2", "star")
    PARTY = Look("案件当事人", "party of the case", "#000000", "triangle")
    PERSON = Look("人员", "person", "#56B4E9", "dot")
    UNIT = Look("单位", "unit", "#999999", "square")
    COMPANY = Look("企业", "company", "#D55E00", "square")
    SHARED = Look("共同的事物", "something shared", "#009E73", "hexagon")
    DEED = Look("合同、账户、资产", "contract, account or asset", "#E69F00", "hexagon")


class EdgeLook(Enum):
    """What a line stands for: its dashes, its width and its colour."""

    KIN = Look("血亲、拟制血亲", "kinship", "#3C4043", "solid")
    MARRIAGE = Look("婚姻", "marriage", "#CC79A7", "thick")
    ROLE = Look("任职、持股", "office or shares", "#D55E00", "solid")
    ACQUAINTANCE = Look("熟人关系", "acquaintance", "#009E73", "dashed")
    DEED = Look("合同、资金", "contract or money", "#E69F00", "solid")
    DOUBTFUL = Look("有争议、已终止或未登记", "disputed, ended or unregistered", "#80868B", "gap")


EDGE_WORDS = dict(KIN_WORDS)
"""Chinese labels of the canonical relation words; an asserted Chinese term stands for itself."""

ROLE_WORDS = {
    "legal_representative": "法定代表人",
    "head": "负责人",
    "director": "董事",
    "supervisor": "监事",
    "manager": "经理",
    "shareholder": "股东",
    "controller": "实际控制人",
    "employee": "职工",
    "member": "成员",
    "deputy": "副职",
    "post": "工作人员",
}
"""Chinese labels of what someone is to a company or unit; such a line leads down to it."""

EDGE_LABELS = EDGE_WORDS | ROLE_WORDS
"""Chinese labels of every edge word."""

GENERATION = {
    "father": -1,
    "mother": -1,
    "parent": -1,
    "son": 1,
    "daughter": 1,
    "child": 1,
}
"""Rows down the page for one step along a tie; other words stay in their row."""

MARRIAGE_WORDS = frozenset({"husband", "wife", "spouse"})
