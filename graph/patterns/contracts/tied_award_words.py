"""C1 told: one finding an award and a decider, with every person behind the firm."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graph.findings import Evidence, Finding
from graph.findings.worlds import all_hold
from graph.model import Words, day_of
from graph.patterns.contracts.control_proof import Proofs
from graph.patterns.proof import kin_proof

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.patterns.facts import Facts

CODE = "C1"
_BASIS = {
    "head": Words("法定代表人或负责人", "legal representative or head"),
    "control": Words("实际控制人", "controller"),
    "share": Words("主要持股人", "major owner"),
    "member": Words("任职人员", "holder of a role"),
}
_RANK = {basis: at for at, basis in enumerate(_BASIS)}
_CHECK = (
    Words(
        "调取评审和会议记录：决定人是否回避、由谁签字",
        "pull the minutes: did the decider step aside, who signed",
    ),
    Words(
        "核对登记机关档案：该人在签约当日的任职或持股",
        "the registry's file: the person's role or share on the day of the award",
    ),
    Words(
        "核对户籍和申报：亲属关系及是否已报告",
        "household register and declarations: the kinship, and whether it was reported",
    ),
)
_SOLE = Words("核实当地是否确无其他供应商", "check whether the area indeed has no other supplier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one decider gave to tied firms among his awards; `p`, `q` None where chance is fixed."""

    awards: int
    tied: int
    expected: float
    p: float | None
    q: float | None


def findings_of(
    facts: Facts, hits: list[dict[str, Any]], judged: Mapping[str, Record]
) -> tuple[Finding, ...]:
    """Return one finding an award and a decider; hits ordered by contract, decider, holder."""
    proofs = Proofs(facts, (row["proof"] for row in hits))
    posts = _posts(facts, {row["office"] for row in hits if row["office"]})
    made = []
    for _, rows in groupby(hits, key=lambda row: (row["contract"], row["decider"])):
        ways = [way for row in rows if (way := _way(facts, row, proofs))]
        if ways:
            ways.sort(key=lambda way: (way.rank, way.row["holder"]))
            made.append(_finding(ways, posts, judged.get(ways[0].row["decider"])))
    return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One person behind the firm, with the rows that tie him to the decider and to the firm."""

    row: dict[str, Any]
    term: str
    rank: tuple[int, int]
    evidence: tuple[Evidence, ...]
    worlds: float


def _way(facts: Facts, row: dict[str, Any], proofs: Proofs) -> _Way | None:
    control = proofs.of(row["proof"])
    if row["is_self"]:
        return _Way(
            row=row, term="本人", rank=(-1, _RANK[row["basis"]]), evidence=control.evidence,
            worlds=control.worlds,
        )  # fmt: skip
    kin = kin_proof(facts, row["decider"], row["holder"], day_of(row["day"].isoformat()))
    if kin is None:
        return None
    return _Way(
        row=row,
        term=kin.term,
        rank=(int(kin.kin_class), _RANK[row["basis"]]),
        evidence=(*kin.evidence, *control.evidence),
        worlds=control.worlds * all_hold(kin.evidence),
    )


def _finding(ways: list[_Way], posts: Mapping[int, Evidence], pattern: Record | None) -> Finding:
    best, row = ways[0], ways[0].row
    decider, contract, firm = row["decider"], row["contract"], row["firm"]
    office = posts.get(row["office"])
    decided = Evidence(
        source=decider,
        edge="decided_contract" if office is None else "holds_decision_role",
        target=contract,
        origin=row["origin"],
        confidence=row["confidence"],
        is_disputed=bool(row["disputed"]),
        date=row["award_date"] or "",
        amount_fen=row["price"],
    )
    rows = [decided, *([office] if office else []), *(e for way in ways for e in way.evidence)]
    missing = 1.0
    for way in ways:
        missing *= 1.0 - way.worlds
    base = all_hold([decided, *([office] if office else [])])
    return Finding(
        code=CODE,
        subject=decider,
        objects=(contract, firm),
        claim=_claim(best),
        measure=float(pattern.tied if pattern else 1),
        unit="tied awards of the decider",
        expected=pattern.expected if pattern else None,
        p=pattern.p if pattern else None,
        q=pattern.q if pattern else None,
        evidence=tuple(dict.fromkeys(rows)),
        check_first=(*_CHECK, _SOLE) if row["is_sole"] else _CHECK,
        excluded=_excluded(),
        worlds=base * (1.0 - missing),
        amount_fen=row["price"],
        place=row["place"] or "",
        officials=(decider,),
        since=row["day"].isoformat(),
        until=row["day"].isoformat(),
        about=(contract,),
        detail={
            "contract": contract,
            "supplier": firm,
            "behind": [
                {"person": way.row["holder"], "relation": way.term, "basis": way.row["basis"],
                 "share": round(way.row["share"], 4)}
                for way in ways
            ],
            "sole_supplier": bool(row["is_sole"]),
            "awards": pattern.awards if pattern else None,
            "decided_by": "named" if office is None else "office",
        },
    )  # fmt: skip


def _claim(way: _Way) -> Words:
    row = way.row
    basis = _BASIS[row["basis"]]
    sole_zh = "；当地该类供应商仅此一家" if row["is_sole"] else ""
    sole_en = "; it is the only supplier of its kind in the area" if row["is_sole"] else ""
    who_zh = "本人" if row["is_self"] else f"的{way.term} {row['holder']}"
    who_en = "himself" if row["is_self"] else f"'s kin {row['holder']}"
    return Words(
        f"合同 {row['contract']} 由 {row['decider']} 参与决定，供应商 {row['firm']} 的{basis.zh}"
        f"为 {row['decider']} {who_zh}{sole_zh}",
        f"award {row['contract']}, on which {row['decider']} had a say, went to {row['firm']}: "
        f"its {basis.en} is {row['decider']}{' ' if row['is_self'] else ''}{who_en}{sole_en}",
    )


def _excluded() -> tuple[Words, ...]:
    return (
        Words("关系和任职均在签约当日成立", "kinship and role both stood on the day of the award"),
        Words("不含因职务代表集体或单位任职", "roles held by office for a collective are left out"),
    )


def _posts(facts: Facts, wanted: set[int]) -> dict[int, Evidence]:
    rows = facts.snapshot.table("posts")
    named = pa.array(sorted(wanted), pa.int64())
    kept = rows.filter(pc.is_in(pc.cast(rows["fact"], pa.int64()), value_set=named))
    return {
        int(row["fact"]): Evidence(
            source=row["person"],
            edge="holds_post",
            target=row["unit"],
            origin=row["origin"],
            confidence=row["confidence"],
            is_disputed=bool(row["disputed"]),
            date=row.get("from") or "",
        )
        for row in kept.to_pylist()
    }
