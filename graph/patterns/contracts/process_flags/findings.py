"""C2: process flags over a snapshot's contracts and bids, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.findings import Finding, NotTested, Result, Tested
from graph.model import Words
from graph.patterns.base import Pattern
from graph.patterns.contracts.process_flags import FLAGS
from graph.patterns.contracts.process_flags.evidence import (
    all_stand,
    bid_evidence,
    cases_of,
    contract_evidence,
    share_of_worlds,
    shown,
)
from graph.patterns.contracts.process_flags.flag import BUYER, ENTITY, PROCESS
from graph.patterns.contracts.process_flags.parameters import ProcessFlagsParams
from graph.patterns.contracts.process_flags.snapshot import processes_in
from graph.patterns.contracts.process_flags.units import contracts_behind
from graph.patterns.contracts.process_flags.words import CHECKS, EXCLUDED, claim_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from graph.patterns.contracts.process_flags.evidence import Cases, Row
    from graph.patterns.contracts.process_flags.flag import Flagged, Hit, ProcessFlag
    from graph.patterns.contracts.process_flags.relation import Processes
    from graph.patterns.facts import Facts

_CODE = "C2"
_WHOLE_TENDER = "R003"
Named = dict[tuple[str, str], tuple[str, ...]]


def find(facts: Facts, params: ProcessFlagsParams) -> Result:
    """Return one finding a flagged contract or unit and flag, in the order of the flags.

    Cost: a few joins a flag; seconds for 100 000 contracts with 300 000 bids.
    """
    processes = processes_in(facts).without(params.excluded_details)
    chosen = [flag for flag in FLAGS if not params.flags or flag.code in params.flags]
    done = [(flag, flag.compute(processes, params)) for flag in chosen]
    behind = _behind(processes, done)
    named = {hit.subject for _, result in done for hit in result.hits if hit.group == PROCESS}
    cases = cases_of(facts, named.union(*behind.values()) if behind else named)
    findings: list[Finding] = []
    for flag, result in done:
        findings += _process_findings(flag, result, cases)
        findings += _unit_findings(flag, result, cases, behind)
    return Result(
        findings=tuple(findings),
        tested=tuple(_tested(flag, result) for flag, result in done if result.tested),
        not_tested=tuple(
            NotTested(code=_CODE, subject=flag.code, why=case.why, count=case.count)
            for flag, result in done
            for case in result.untested
        ),
    )


def _tested(flag: ProcessFlag, result: Flagged) -> Tested:
    return Tested(
        code=_CODE,
        subject=flag.code,
        count=result.tested,
        unit=result.unit,
        expected=result.fence,
    )


def _behind(processes: Processes, done: Sequence[tuple[ProcessFlag, Flagged]]) -> Named:
    """Return the contracts that each flagged unit is flagged for, by flag and unit."""
    found: Named = {}
    for flag, result in done:
        units = {hit.subject for hit in result.hits if hit.group != PROCESS}
        for unit, ids in contracts_behind(processes, flag.code, units).items():
            found[flag.code, unit] = ids
    return found


def _process_findings(flag: ProcessFlag, result: Flagged, cases: Cases) -> list[Finding]:
    """Return findings about contracts; lots of one tender share the flag of its time to bid."""
    hits = [hit for hit in result.hits if hit.group == PROCESS]
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        tender = cases.contracts[hit.subject]["process"]
        is_shared = flag.code == _WHOLE_TENDER and tender
        groups.setdefault(tender if is_shared else hit.subject, []).append(hit)
    return [_process_finding(flag, result, same, cases) for same in groups.values()]


def _process_finding(
    flag: ProcessFlag, result: Flagged, hits: Sequence[Hit], cases: Cases
) -> Finding:
    first = hits[0]
    row = cases.contracts[first.subject]
    parties = tuple(name for name, _ in first.parties)
    bids = _telling(flag.code, cases.bids.get(first.subject, ()), parties)
    evidence = [contract_evidence(row), *map(bid_evidence, bids)]
    return Finding(
        code=_CODE,
        subject=first.subject,
        objects=parties if flag.code == "R028" else tuple(hit.subject for hit in hits),
        about=(flag.code,),
        claim=claim_of(flag.code, first, result.fence),
        measure=first.value,
        unit=flag.measure,
        expected=result.fence if result.fence is not None else 0.0,
        evidence=shown(evidence),
        check_first=CHECKS[flag.code],
        excluded=EXCLUDED,
        worlds=all_stand([row, *bids]),
        amount_fen=row["amount"],
        place=row["place"] or "",
        officials=(row["decided_by"],) if row["decided_by"] else (),
        since=row["published"] or "",
        until=row["awarded"] or row["deadline"] or "",
        detail={"flag": flag.code, "parties": list(parties), "buyer": row["buyer"]},
    )


def _telling(code: str, bids: Sequence[Row], parties: Sequence[str]) -> list[Row]:
    """Return the bids that a flag of a contract rests on: those of its parties, or all."""
    if code in ("R035", "R036", "R018"):
        return list(bids)
    return [bid for bid in bids if bid["bidder"] in parties]


def _unit_findings(
    flag: ProcessFlag, result: Flagged, cases: Cases, behind: Mapping[tuple[str, str], Any]
) -> list[Finding]:
    """Return findings about units; buyer and procuring entity that are one are told once."""
    found: dict[str, Finding] = {}
    for hit in result.hits:
        ids = behind.get((flag.code, hit.subject), ())
        if hit.group == PROCESS or hit.subject in found or not ids:
            continue
        found[hit.subject] = _unit_finding(flag, result, hit, ids, cases)
    return list(found.values())


def _unit_finding(
    flag: ProcessFlag, result: Flagged, hit: Hit, ids: Sequence[str], cases: Cases
) -> Finding:
    is_buyer = hit.group in (BUYER, ENTITY)
    contracts = [cases.contracts[one] for one in ids]
    bids = [
        bid
        for one in ids
        for bid in cases.bids.get(one, ())
        if is_buyer or bid["bidder"] == hit.subject
    ]
    is_by_award = flag.code == "R048"
    rows = contracts if is_by_award else sorted(bids, key=_is_untelling)
    proof = contract_evidence if is_by_award else bid_evidence
    days = sorted(day for row in contracts if (day := row["awarded"] or row["published"]))
    fence = result.fence if result.fence is not None else 0.0
    return Finding(
        code=_CODE,
        subject=hit.subject,
        objects=tuple(ids),
        about=(flag.code,),
        claim=claim_of(flag.code, hit, result.fence),
        measure=hit.value,
        unit=flag.measure,
        expected=result.fence,
        evidence=shown([proof(row) for row in rows]),
        check_first=CHECKS[flag.code],
        excluded=EXCLUDED,
        worlds=share_of_worlds(rows, lambda world: _stands(flag.code, rows, world, hit, fence)),
        since=days[0] if days else "",
        until=days[-1] if days else "",
        detail={"flag": flag.code, "group": hit.group, "fence": result.fence},
    )


def _is_untelling(bid: Row) -> bool:
    """Whether a bid was neither disqualified nor won: such bids are shown last."""
    return bool(bid["status"] != "disqualified" and not bid["won"])


def _stands(
    code: str, rows: Sequence[Row], world: np.ndarray[Any, Any], hit: Hit, fence: float
) -> bool:
    """Whether a unit's figure still passes the fence with only these rows true.

    A class counts as lost with the last contract of its category.
    """
    true = [row for row, is_true in zip(rows, world, strict=True) if is_true]
    if code == "R048":
        lost = {row["category"] for row in rows} - {row["category"] for row in true}
        return bool(hit.value - len(lost) >= fence)
    if not true:
        return False
    if code == "R025":
        return bool(sum(bool(row["won"]) for row in true) <= fence * len(true))
    return bool(sum(row["status"] == "disqualified" for row in true) >= fence * len(true))


PATTERN = Pattern(
    code=_CODE,
    title=Words("采购过程标志", "Process flags"),
    claim=Words(
        "采购过程中出现值得核对的标志：投标期、竞争、报价、否决",
        "A purchase shows a flag worth checking: time to bid, competition, prices, refusals",
    ),
    needs=("contracts",),
    params=ProcessFlagsParams,
    find=find,
)
