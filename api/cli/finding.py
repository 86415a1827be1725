"""`huibi finding`: a recorded finding's history, the feedback on it, hit rates by pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.screen import answer, answer_grid, answer_json
from api.cli.workplace import ledger_path, settings
from api.patterns import feedback as service
from graph.ledger import Feedback

if TYPE_CHECKING:
    from pathlib import Path

_OUTCOMES = {"confirmed": "属实 confirmed", "innocent": "已排除 innocent", "open": "核实中 open"}
_REASONS = {
    "need": "确有困难 need",
    "identity": "不是同一人 identity",
    "law_allows": "法律允许 law allows",
    "data_error": "资料有误 data error",
}


def show_command(finding: str, *, ledger: Path | None, as_json: bool) -> None:
    """Print a finding, the runs of its pattern in which it stood, and what was said of it."""
    found = service.history(ledger_path(ledger), finding)
    if as_json:
        answer_json(found)
        return
    one = found["finding"]
    answer(f"{one['id']}　{one['claim']}")
    answer(f"  {one['claim_en']}")
    answer("先核实：" + "；".join(one["check_first"]))
    answer_grid(
        ["依据", "", "", "来源"],
        [[edge["from"], edge["edge"], edge["to"], edge["source"]] for edge in one["evidence"]],
    )
    answer()
    answer_grid(
        ["运行", "时间", "截至", "是否仍在"],
        [
            [f"R-{run['run']:06d}", run["at"], run["on"], "是" if run["found"] else "已不在"]
            for run in found["runs"]
        ],
    )
    for said in found["feedback"]:
        because = f"（{_REASONS[said['because']]}）" if said["because"] else ""
        answer(f"{said['at']} {said['by']}：{_OUTCOMES[said['outcome']]}{because} {said['note']}")


def answer_command(
    finding: str,
    outcome: str,
    *,
    because: str,
    note: str,
    by: str | None,
    request: str | None,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Record feedback and print it as it was stored."""
    said = service.answer(
        ledger_path(ledger),
        Feedback(
            finding=finding,
            outcome=outcome,
            because=because,
            note=note,
            author=by or settings().user,
            request=request,
        ),
    )
    if as_json:
        answer_json(said)
    else:
        answer(f"{said['finding']}：{_OUTCOMES[said['outcome']]}，{said['by']}，{said['at']}")


def rates_command(*, ledger: Path | None, as_json: bool) -> None:
    """Print how often each pattern was right when somebody looked."""
    rates = service.hit_rates(ledger_path(ledger))
    if as_json:
        answer_json({"patterns": rates})
        return
    if not rates:
        answer("尚无反馈：huibi finding answer 编号 confirmed|innocent|open")
        return
    answer_grid(
        ["模式", "属实", "已核实", "核实中", "属实率 (95 %)"],
        [
            [
                rate["code"],
                str(rate["confirmed"]),
                str(rate["settled"]),
                str(rate["open"]),
                f"{rate['rate']:.0%} ({rate['low']:.0%}–{rate['high']:.0%})"
                if rate["settled"]
                else "—",
            ]
            for rate in rates
        ],
    )
