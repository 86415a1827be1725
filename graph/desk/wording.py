"""Names of what happens at the desk, in Chinese."""

from __future__ import annotations

from types import MappingProxyType

EVENT_ZH = MappingProxyType(
    {
        "registered": "登记",
        "checked": "核查",
        "parties_changed": "当事人变更",
        "team_changed": "人员变更",
        "started": "开始办理",
        "closed": "结案",
        "sealed": "封存",
        "disclosed": "自行申请回避",
        "applied": "申请回避",
        "answered": "答复",
        "ordered": "责令回避",
        "refused": "拒不回避",
        "override_requested": "例外申请",
        "override_approved": "例外批准",
        "override_expired": "例外失效",
        "prying": "打听过问登记",
        "assigned": "分办",
        "unassigned": "撤回分办",
        "routed": "分流",
        "decided": "决定",
        "recheck_notice": "复核提示",
        "paper_issued": "文书",
    }
)
"""Kinds of events about a case."""

STEP_ZH = MappingProxyType(
    {"own": "本机关", "zone": "片区协作", "cross_zone": "指定管辖", "elevated": "提级"}
)
"""Steps of routing."""

OUTCOME_ZH = MappingProxyType({"may_handle": "可以办理", "recuse": "应当回避"})
"""Rulings."""
