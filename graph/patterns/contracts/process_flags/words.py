"""What each process flag says of a case, and what to look at first."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.model import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.patterns.contracts.process_flags.flag import Hit

_MINUTES = Words(
    "调取评标报告和评标委员会记录", "pull the evaluation report and the panel's minutes"
)
_REFUSALS = Words(
    "核对每份被否决投标的书面理由和澄清记录",
    "read the written reason of each disqualification, and the requests for clarification",
)
_FILES = Words(
    "比对各份投标文件：编制人、保证金来源、联系方式",
    "compare the bid files: author, source of the deposit, contacts",
)
_NOTICE = Words(
    "调取公告和变更公告，核对发布与截止时间",
    "pull the notice and its changes: when was it published, when did it close",
)
_PROCEDURE = Words(
    "核对采购方式的依据：是否应急、是否经批准",
    "check the ground of the procedure: urgency, approval",
)
_PRICE = Words(
    "核对最高限价、工程量清单和市场价格",
    "check the ceiling price, the bill of quantities and prices on the market",
)
_LOG = Words("核对开标记录中每份投标的递交时间", "check the opening record: when each bid came in")
_HISTORY = Words(
    "列出其参加的项目，看中标人是否总是那几家",
    "list the processes it bid in: are the winners always the same few",
)
_RANGE = Words(
    "核对经营范围、人员和设备，是否由他人实际供货",
    "check its business scope, staff and equipment: does somebody else deliver",
)

CHECKS: Mapping[str, tuple[Words, ...]] = MappingProxyType(
    {
        "R003": (_NOTICE, _PROCEDURE),
        "R018": (_NOTICE, _PROCEDURE, _MINUTES),
        "R024": (_FILES, _PRICE),
        "R025": (_HISTORY, _FILES),
        "R028": (_FILES, _PRICE),
        "R030": (_LOG, _MINUTES),
        "R035": (_REFUSALS, _MINUTES),
        "R036": (_REFUSALS, _MINUTES),
        "R038": (_REFUSALS, _HISTORY),
        "R048": (_RANGE, _HISTORY),
        "R058": (_PRICE, _FILES, _MINUTES),
    }
)
"""By the flag's code: records to pull, the most telling first."""

EXCLUDED = (
    Words("不含已终止的采购", "cancelled processes are left out"),
    Words("报价只在同一币种内比较", "prices are compared within one currency"),
)


def claim_of(code: str, hit: Hit, fence: float | None) -> Words:
    """Return what a flag says of a case, with its figures."""
    who, value = hit.subject, hit.value
    limit = f"{fence:.3g}" if fence is not None else "–"
    names = "、".join(name for name, _ in hit.parties)
    share = f"{value:.1%}"
    told = {
        "R003": (f"合同 {who} 的投标期不足规定的整日数",
                 f"the time to bid for contract {who} was shorter than the days allowed for"),
        "R018": (f"合同 {who} 的采购方式应有竞争，只有一家投标",
                 f"contract {who}: a competitive procedure with a single tenderer"),
        "R024": (f"合同 {who} 的次低有效报价只比中标价高 {share}（界限 {limit}）",
                 f"contract {who}: the second lowest price is {share} above the winner's"
                 f" (fence {limit})"),
        "R025": (f"{who} 投标多而中标率只有 {share}（界限 {limit}）",
                 f"{who} bid often and won {share} (fence {limit})"),
        "R028": (f"合同 {who} 的不同投标人报价相同：{names}",
                 f"contract {who}: different tenderers handed in the same price: {names}"),
        "R030": (f"合同 {who} 的中标投标在截止之后递交：{names}",
                 f"contract {who}: the winning bid is dated after the deadline: {names}"),
        "R035": (f"合同 {who} 除中标人外的 {value:.0f} 家投标均被否决",
                 f"contract {who}: the {value:.0f} other tenderers were all disqualified"),
        "R036": (f"合同 {who} 的最低报价被否决",
                 f"contract {who}: the lowest bid was disqualified"),
        "R038": (f"{who} 的投标有 {share} 被否决（界限 {limit}）",
                 f"{share} of the bids of or to {who} were disqualified (fence {limit})"),
        "R048": (f"{who} 供应 {value:.0f} 类很不相同的标的（界限 {limit}）",
                 f"{who} supplied {value:.0f} different classes of things (fence {limit})"),
        "R058": (f"合同 {who} 的次低有效报价比中标价高 {share}（界限 {limit}）",
                 f"contract {who}: the second lowest price is {share} above the winner's"
                 f" (fence {limit})"),
    }  # fmt: skip
    zh, en = told[code]
    return Words(zh, en)
