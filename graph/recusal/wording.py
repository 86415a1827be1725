"""Reasons as sentences, in Chinese and in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Words = tuple[str, str]
_SHOWN_TERMS = 4

ROLE_ZH = MappingProxyType(
    {
        "subject": "当事人",
        "informant": "检举人",
        "complainant": "控告人",
        "interested": "利害关系人",
        "supplier": "供应商",
        "tenderer": "投标人",
        "beneficiary": "补助对象",
        "witness": "证人",
        "holder": "该机构任职人员",
    }
)
"""Roles of parties in Chinese."""

_UNIT_ZH = MappingProxyType(
    {
        "head": "负责人",
        "legal_representative": "法定代表人",
        "director": "董事（理事）",
        "supervisor": "监事（监督委员）",
        "manager": "高级管理人员",
        "controller": "实际控制人",
        "shareholder": "股东",
        "post": "工作人员",
        "member": "成员",
        "deputy": "副职",
        "employee": "职工",
    }
)
DECIDER = MappingProxyType(
    {
        "own_head": ("本机关负责人", "the head of the own organ"),
        "higher_head": ("上一级机关负责人", "the head of the next higher organ"),
        "own_organ": ("本机关", "the own organ"),
        "appointing_organ": ("任免机关", "the appointing organ"),
        "purchaser": ("采购人或者采购代理机构", "the purchaser or its agency"),
        "tenderee": ("招标人", "the tenderee"),
        "township": ("乡镇人民政府", "the township government"),
        "election_committee": ("村民选举委员会", "the election committee"),
        "self": ("法官本人", "the judge"),
    }
)
"""Deciders that the packs name, in both languages."""

FLAG_ZH = MappingProxyType(
    {
        "half": "同父异母或者同母异父（“同胞”的范围有争议）",
        "beyond_listed_depth": "超出规定列举的代数",
        "reverse_listed": "仅对方一侧的规定列明",
        "blood_after_adoption": "已被他人收养，与生父母及其近亲属的法律关系消除",
        "former_spouse": "婚姻已解除",
        "widowed": "配偶已去世",
        "supported": "有扶养、赡养记录",
        "dissolved_adoption": "收养关系已解除",
        "unregistered_adoption": "收养未登记",
        "step_not_raised": "继父母子女未形成抚养教育关系",
        "step_raised": "形成抚养教育关系的继父母子女",
        "foster": "寄养",
        "void_marriage": "婚姻无效或者被撤销",
        "cohabiting": "同居，未登记结婚",
        "co_parent": "共同生育子女，无婚姻登记",
        "disputed": "来源有争议",
        "uncertain_date": "日期不完整，不能确定当日是否存续",
        "low_confidence": "置信度不足",
        "unverified_rule": "条文尚未核对",
    }
)
"""Flags in Chinese."""


def role_words(role: str) -> str:
    """Return a party's role in Chinese."""
    return ROLE_ZH.get(role, role)


def kin_words(one: str, other: str, terms: Sequence[str], of_other: Words) -> Words:
    """Say what `other` is to `one`, and in which capacity it matters; the first few terms."""
    shown = terms[:_SHOWN_TERMS] or ("亲属",)
    return (
        f"{of_other[0]}{other}是{one}的{'或'.join(shown)}",
        f"{other}, {of_other[1]}, is {one}'s {' or '.join(shown)}",
    )


def unit_role(word: str, unit: str, *, is_indirect: bool = False) -> Words:
    """Say in which role somebody belongs to a unit, directly or through companies."""
    zh, en = _UNIT_ZH.get(word, word), word.replace("_", " ")
    if is_indirect:
        return f"{unit}的间接{zh}", f"indirect {en} of {unit}"
    return f"{unit}的{zh}", f"{en} of {unit}"


def flagged(words: Words, flags: Iterable[str]) -> Words:
    """Add what weakens or explains a reason."""
    listed = list(flags)
    if not listed:
        return words
    zh = "；".join(FLAG_ZH.get(flag, flag) for flag in listed)
    return (
        f"{words[0]}（{zh}）",
        f"{words[1]} ({', '.join(flag.replace('_', ' ') for flag in listed)})",
    )
