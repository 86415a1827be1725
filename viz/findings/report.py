"""Findings as one page: what was found pattern by pattern, with plots, evidence and limits.

The page stands alone: no script, no other file, no address outside itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from graph.errors import InputError
from viz.findings.naming import named
from viz.findings.plots import plots_of
from viz.whole import whole

Json = dict[str, Any]

if TYPE_CHECKING:
    from pathlib import Path

_SHOWN = 50
_OUTCOMES = {
    "confirmed": "属实 confirmed",
    "innocent": "已排除 innocent",
    "open": "核实中 open",
}


def write_report(path: Path, found: Json) -> None:
    """Write what `huibi patterns` found as a page, whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    page = report_of(found)
    try:
        with whole(path) as part:
            part.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def report_of(found: Json) -> str:
    """Return the page; the first fifty findings of each pattern with their evidence."""
    environment = Environment(
        loader=PackageLoader("viz.findings"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number, "named": lambda one: named(one, found["names"])}
    return environment.get_template("report.html").render(
        found=found, parts=_parts(found), quiet=_quiet(found), outcomes=_OUTCOMES
    )


def _parts(found: Json) -> list[Json]:
    """Return the patterns that found something, each with its findings and its plots."""
    rates = {rate["code"]: rate for rate in found.get("hit_rates", ())}
    parts = []
    for pattern in found["patterns"]:
        own = [one for one in found["findings"] if one["code"] == pattern["code"]]
        if not own:
            continue
        tested = [one for one in found["tested"] if one["code"] == pattern["code"]]
        parts.append(
            pattern
            | {
                "findings": own[:_SHOWN],
                "more": max(0, len(own) - _SHOWN),
                "count": len(own),
                "rate": rates.get(pattern["code"]),
                "plots": plots_of(pattern["code"], own, tested, found["names"]),
            }
        )
    return parts


def _quiet(found: Json) -> list[Json]:
    """Return the patterns that were tested and found nothing, with the number of tests."""
    heard = {one["code"] for one in found["findings"]}
    tested: dict[str, int] = {}
    for one in found["tested"]:
        tested[one["code"]] = tested.get(one["code"], 0) + one["count"]
    return [
        pattern | {"tested": tested[pattern["code"]]}
        for pattern in found["patterns"]
        if pattern["code"] not in heard and pattern["code"] in tested
    ]


def number(value: float | None) -> str:
    """Return a figure short enough to read: three digits, whole numbers whole."""
    if value is None:
        return "—"
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.3g}"
