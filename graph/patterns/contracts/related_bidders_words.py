"""C6 told: every ground on which two bidders of one tender belong together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.findings import Finding
from graph.findings.worlds import all_hold
from graph.model import Words, day_of
from graph.patterns.contracts.related_bidders_kin import KIN
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.findings import Evidence
    from graph.patterns.contracts.control_proof import Proofs
    from graph.patterns.facts import Facts

CODE = "C6"
_GROUNDS = {
    "person": Words("同一人为负责人、控制人或主要持股人", "one person stands behind both"),
    KIN: Words("负责人、控制人或主要持股人是亲属", "legal kin stand behind them"),
    "holding": Words("存在控股关系", "one firm controls the other, or one controls both"),
    "management": Words("存在管理关系", "one is subordinate to the other, or both to one"),
    "account": Words("保证金出自同一账户", "the deposits came from one account"),
    "account_owner": Words("保证金账户属于同一方", "the deposits came from one owner's accounts"),
    "author": Words("投标文件由同一人编制", "one author wrote both bids"),
    "phone": Words("登记同一电话", "they have one telephone"),
    "address": Words("登记同一地址", "they have one address"),
}
"""Grounds in the order in which they are told."""
_ORDER = {ground: at for at, ground in enumerate(_GROUNDS)}
_ARTICLE = {
    **dict.fromkeys(("person", "holding", "management"), "招标投标法实施条例 34"),
    **dict.fromkeys(("account", "account_owner", "author"), "招标投标法实施条例 40"),
}
_SECRET = frozenset({"phone", "account"})
_SHOWN = 4
_CHECK = (
    Words("调取两家的投标文件和登记档案，比对编制人、联系人", "bids and registry files: who wrote"),
    Words("调取保证金转账凭证，核对付款账户", "the deposits' payment slips: which account paid"),
    Words("调取开标、评标记录：是否已发现并处理", "opening and evaluation records: was it noticed"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One thing that two bidders share, with its rows."""

    ground: str
    shown: str
    people: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    worlds: float


def ground_of(facts: Facts, row: dict[str, Any], proofs: Proofs) -> Ground | None:
    """Return one ground with its evidence; None where two people turn out not to be kin."""
    one, other = proofs.of(row["proof_one"]), proofs.of(row["proof_other"])
    evidence, worlds = (*one.evidence, *other.evidence), one.worlds * other.worlds
    ground, value = row["ground"], row["value"]
    if ground != KIN:
        shown = "…" + value[-_SHOWN:] if ground in _SECRET else value
        people = (value,) if ground == "person" else ()
        return Ground(ground=ground, shown=shown, people=people, evidence=evidence, worlds=worlds)
    kin = kin_proof(facts, row["person"], row["relative"], day_of(row["day"].isoformat()))
    if kin is None:
        return None
    return Ground(
        ground=ground,
        shown=kin.term,
        people=(row["person"], row["relative"]),
        evidence=(*evidence, *kin.evidence),
        worlds=worlds * all_hold(kin.evidence),
    )


def finding_of(
    contract: str, pair: tuple[str, str], grounds: Sequence[Ground], tender: dict[str, Any]
) -> Finding:
    """Return the finding of one pair of bidders; `measure` counts kinds of grounds."""
    is_one_account = any(one.ground == "account" for one in grounds)
    told = sorted(
        (one for one in grounds if not (is_one_account and one.ground == "account_owner")),
        key=lambda one: (_ORDER[one.ground], one.shown, one.people),
    )
    kinds = list(dict.fromkeys(one.ground for one in told))
    missing = 1.0
    for one in told:
        missing *= 1.0 - one.worlds
    day = tender["day"].isoformat() if tender["day"] else ""
    zh = "、".join(_GROUNDS[kind].zh for kind in kinds)
    en = ", ".join(_GROUNDS[kind].en for kind in kinds)
    return Finding(
        code=CODE,
        subject=contract,
        objects=pair,
        claim=Words(
            f"项目 {contract} 的投标人 {pair[0]} 和 {pair[1]}：{zh}",
            f"bidders {pair[0]} and {pair[1]} of tender {contract}: {en}",
        ),
        measure=float(len(kinds)),
        unit="grounds",
        expected=0.0,
        evidence=tuple(dict.fromkeys(row for one in told for row in one.evidence)),
        check_first=_CHECK,
        worlds=1.0 - missing,
        amount_fen=tender["amount"],
        place=tender["place"] or "",
        officials=(tender["decided_by"],) if tender["decided_by"] else (),
        since=day,
        until=day,
        about=pair,
        detail={
            "grounds": [
                {"ground": one.ground, "shown": one.shown, "people": list(one.people),
                 "article": _ARTICLE.get(one.ground, "")}
                for one in told
            ],
            "winner": tender["supplier"] if tender["supplier"] in pair else "",
        },
    )  # fmt: skip
