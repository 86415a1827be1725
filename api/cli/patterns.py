"""`huibi patterns`: leads on the screen, as JSON, as a workbook, as a report with plots."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.cli.screen import answer, answer_grid, answer_json, remark
from api.cli.workplace import day_named, ledger_path, settings, snapshot_of
from api.patterns.feedback import hit_rates, record_run, standing
from api.patterns.finding import Asked, find
from api.patterns.scope import scope_of
from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

Json = dict[str, Any]

_SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    codes: tuple[str, ...]
    place: str
    official: str
    since: str
    until: str
    settings: tuple[str, ...]
    on: str | None
    out: Path | None
    html: Path | None
    record: bool
    rows: int
    as_json: bool


def patterns_command(options: Options, ledger: Path | None) -> None:
    """Run the patterns and print what they found, tested and could not test.

    Raises:
        InputError: an option cannot be used, or a narrowed run is to be recorded.
    """
    given = settings_of(options.settings)
    snapshot = snapshot_of(ledger)
    scope = scope_of(
        snapshot,
        place=options.place,
        official=options.official,
        since=options.since,
        until=options.until,
    )
    if options.record and not scope.is_all:
        raise InputError(
            "--record keeps whole runs only, since a finding outside the scope would look as if "
            "it had gone; leave out --place, --official, --since and --until"
        )
    path = ledger_path(ledger)
    asked = Asked(codes=options.codes, settings=given, scope=scope)
    with told_progress() as tell:
        found = find(snapshot, asked, day_named(options.on), feedback=standing(path), progress=tell)
    if options.record:
        author = settings().user
        run = record_run(path, found, given, author)
        remark(f"recorded as {run.id}: {len(found['findings']):,} findings")
        _project(path)
    found["hit_rates"] = hit_rates(path)
    _write(options, found)
    if options.as_json:
        answer_json(found)
    else:
        print_findings(found, options.rows)


def _project(ledger: Path) -> None:
    """Bring a configured Neo4j up to date; whatever becomes of it, the run stands."""
    from api.cli.sync import sync_after_load

    if told := sync_after_load(ledger, "the run is recorded"):
        remark(told)


def settings_of(given: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return parameters by pattern from texts such as `B1.gamma_gate=2.5`.

    Raises:
        InputError: a text is not of this form.
    """
    from graph.patterns.run import patterns_named

    found: dict[str, dict[str, Any]] = {}
    for text in given:
        name, sign, value = text.partition("=")
        code, dot, parameter = name.partition(".")
        if not (sign and dot and code and parameter):
            raise InputError(f"--set {text}: write CODE.NAME=VALUE, such as B2.include_filed=true")
        (pattern,) = patterns_named([code])
        found.setdefault(pattern.code, {})[parameter] = value
    return found


def _write(options: Options, found: Json) -> None:
    if options.out is not None:
        from viz.findings.workbook import write_findings

        write_findings(options.out, found)
        remark(f"written: {options.out}")
    if options.html is not None:
        from viz.findings.report import write_report

        write_report(options.html, found)
        remark(f"written: {options.html}")


def print_findings(found: Json, rows: int) -> None:
    """Print the findings pattern by pattern, then what could not be tested and why."""
    rates = {rate["code"]: rate for rate in found.get("hit_rates", ())}
    answer(
        f"线索 {len(found['findings']):,} 条 · 截至 {found['on']} · 数据序号 {found['sequence']}"
        "　（线索是核实的理由，不是结论 a lead is a reason to look, not a verdict）"
    )
    for pattern in found["patterns"]:
        own = [one for one in found["findings"] if one["code"] == pattern["code"]]
        if own:
            _print_pattern(pattern, own, rates.get(pattern["code"]), rows)
        if pattern["without_place"]:
            answer(f"  {pattern['code']}：另有 {pattern['without_place']:,} 条没有地点，未列入")
    _print_quiet(found)
    if found["not_tested"]:
        answer()
        answer("未能检验 NOT TESTED")
        answer_grid(["模式", "对象", "原因"], [_untested(one) for one in found["not_tested"]][:40])
        if len(found["not_tested"]) > 40:
            answer(f"  … 另有 {len(found['not_tested']) - 40:,} 条：--json 列出全部")


def _print_pattern(pattern: Json, own: list[Json], rate: Json | None, rows: int) -> None:
    answer()
    settled = f" · 已核实 {rate['settled']}，属实 {rate['confirmed']}" if rate else ""
    answer(f"{pattern['code']} {pattern['title']} {pattern['title_en']} · {len(own):,} 条{settled}")
    answer(f"  {pattern['claim']}")
    grid = [[one["id"], one["told"], _against(one), _standing(one)] for one in own[:rows]]
    answer_grid(["编号", "发现", "实际 / 预期", "核实"], grid)
    if len(own) > rows:
        answer(f"  … 另有 {len(own) - rows:,} 条：--rows、--out 或 --json 列出全部")
    answer("  先核实：" + "；".join(own[0]["check_first"]))


def _against(one: Json) -> str:
    expected = "" if one["expected"] is None else f" / {one['expected']:.3g}"
    parts = [f"{one['measure']:.3g}{expected}"]
    if one["q"] is not None:
        parts.append(f"q {one['q']:.3g}")
    if one["gamma_star"] is not None:
        parts.append(f"Γ* {one['gamma_star']:.2g}")
    if one["worlds"] < 1:
        parts.append(f"把握 {one['worlds']:.0%}")
    return " · ".join(parts)


def _standing(one: Json) -> str:
    words = {"confirmed": "属实", "innocent": "已排除", "open": "核实中"}
    return words[one["feedback"]["outcome"]] if one["feedback"] else ""


def _print_quiet(found: Json) -> None:
    """Name the patterns that were tested and found nothing: that is an answer too."""
    heard = {one["code"] for one in found["findings"]}
    tested: dict[str, int] = {}
    for one in found["tested"]:
        tested[one["code"]] = tested.get(one["code"], 0) + one["count"]
    quiet = [p for p in found["patterns"] if p["code"] not in heard and p["code"] in tested]
    if quiet:
        answer()
        answer("已检验，没有发现 TESTED, NOTHING FOUND（在已载入的资料内）")
        grid = [[p["code"], p["title"], f"{tested[p['code']]:,}"] for p in quiet]
        answer_grid(["模式", "名称", "检验数"], grid)


def _untested(one: Json) -> list[str]:
    many = f" ×{one['count']:,}" if one["count"] >= _SEVERAL else ""
    return [one["code"], one.get("subject") or "", one["why"] + many]


@contextmanager
def told_progress() -> Iterator[Callable[[str], None]]:
    """Name on stderr the pattern that runs now; silent where stderr is no terminal."""
    import sys

    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _code: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("patterns") as status:
        yield lambda code: status.update(f"patterns: {code}")
