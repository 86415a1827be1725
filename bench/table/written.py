"""The table as Markdown and JSON, and its picture."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import orjson

from bench.table.memory import total
from bench.table.picture import draw
from bench.table.questions import ENGINES, QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Size = dict[str, Any]
COMMAND = "python -m bench --sizes 10000 100000 1000000 10000000 --to docs"


def write(folder: Path, sizes: Sequence[Size], *, keeps_others: bool) -> None:
    """Write bench.json, bench.md and images/bench-growth.png into a folder."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    path = folder / "bench.json"
    made = [orjson.loads(orjson.dumps(one, default=_plain)) for one in sizes]
    made = [one | {"date": time.strftime("%Y-%m-%d")} for one in made]
    if keeps_others and path.exists():
        made = added(made, orjson.loads(path.read_bytes())["sizes"])
    made.sort(key=lambda one: int(one["persons"]))
    told = {"machine": machine(), "command": COMMAND, "sizes": made}
    path.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
    (folder / "bench.md").write_text(text_of(told), encoding="utf-8")
    draw(folder / "images" / "bench-growth.png", made)


def added(made: Sequence[Size], earlier: Sequence[Size]) -> list[Size]:
    """Return sizes with the earlier figures that were not measured anew."""
    before = {one["persons"]: one for one in earlier}
    mine = {one["persons"] for one in made}
    kept = [one for one in earlier if one["persons"] not in mine]
    return [_added(one, before.get(one["persons"])) for one in made] + kept


def _added(size: Size, before: Size | None) -> Size:
    if before is None:
        return size
    new = {_key(one) for one in size["figures"]}
    kept = [one for one in before["figures"] if _key(one) not in new]
    known = new | {_key(one) for one in kept}
    asked = {one["engine"] for one in size["figures"]}
    why = {_key(one): one for one in before["not_run"] if one["engine"] not in asked}
    dates = sorted({before["date"], size["date"]}) if kept else [size["date"]]
    return size | {
        "figures": [*size["figures"], *kept],
        "not_run": [why.get(_key(one), one) for one in size["not_run"] if _key(one) not in known],
        "answers_compared": _agreeing(size, before),
        "date": " and ".join(dates),
    }


def _agreeing(size: Size, before: Size) -> dict[str, int]:
    """Return how many engines agreed on each question, in this run and, if others, the earlier."""
    asked, earlier = (
        {one["engine"] for one in each["figures"]} - {"huibi"} for each in (size, before)
    )
    join = sum if asked.isdisjoint(earlier) else max
    mine, theirs = size["answers_compared"], before["answers_compared"]
    return {name: join((mine.get(name, 0), theirs.get(name, 0))) for name in (theirs | mine)}


def _key(one: Mapping[str, Any]) -> tuple[str, str]:
    return str(one["engine"]), str(one["question"])


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value)} cannot be written")


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(total() / 1024),
        "architecture": platform.machine(),
        "python": platform.python_version(),
    }


def text_of(told: dict[str, Any]) -> str:
    """Return the table: one block a question, a line a size, a column an engine."""
    on = told["machine"]
    lines = [
        "# The bench table",
        "",
        f"Made by `{told['command']}`, or size by size with `--add`; do not edit. "
        f"{on['cores']} cores, {on['memory_gb']} GB, Python {on['python']}, {on['architecture']}; "
        + "; ".join(f"{one['persons']:,} on {one['date']}" for one in told["sizes"])
        + ".",
        "",
        *_ABOUT,
        "",
        "![Growth with size](images/bench-growth.png)",
        "",
    ]
    for question in QUESTIONS:
        lines += _block(question.code, question.title, question.unit, told["sizes"])
    lines += ["## Equal answers", ""]
    lines += [_agreed(one) for one in told["sizes"]]
    return "\n".join(lines) + "\n"


_ABOUT = (
    "Each engine runs in a process of its own, on the same county, and is asked the same; times",
    "are medians (in brackets the 99th percentile where ten or more were asked) after one question",
    "to warm up, with how many times Huibi embedded's. Every answer is held against Huibi's, and a",
    "run in which one differs fails. Kinship is of legal kin (K1-K4) on one day; graph libraries",
    "and DuckDB get ties already reduced to the lawful ones of that day. In a case Huibi and Neo4j",
    "start from ids, the others from node numbers. Peers are asked at up to 1,000,000 persons. At",
    "10,000,000 the arrays are made, not loaded: kinship, households, villages and firms.",
    "What the rows mean, and what was wanted: [benchmarks.md](benchmarks.md).",
)


def _block(code: str, title: str, unit: str, sizes: Sequence[Size]) -> list[str]:
    lines = [f"## {title}", "", f"| persons | {' | '.join(ENGINES.values())} |"]
    lines.append("|---:|" + "---|" * len(ENGINES))
    for size in sizes:
        figures = {one["engine"]: one for one in size["figures"] if one["question"] == code}
        left = {one["engine"]: one["why"] for one in size["not_run"] if one["question"] == code}
        ours = figures.get("huibi", {}).get("value")
        cells = [
            _cell(figures[engine], unit, ours if engine != "huibi" else None)
            if engine in figures
            else _left(left[engine])
            for engine in ENGINES
        ]
        lines.append(f"| {size['persons']:,} | {' | '.join(cells)} |")
    notes = {
        f"{ENGINES[one['engine']]}, {size['persons']:,}: {one['note']}"
        for size in sizes
        for one in size["figures"]
        if one["question"] == code and one["note"]
    }
    return [*lines, "", *(f"- {note}" for note in sorted(notes)), *([""] if notes else [])]


def _left(why: str) -> str:
    return why if why.startswith("not ") else f"not run: {why}"


def _cell(figure: dict[str, Any], unit: str, ours: float | None) -> str:
    text = shown(figure["value"], unit)
    if figure["most"] is not None:
        text += f" ({shown(figure['most'], unit)})"
    if ours:
        text += f", {_times(figure['value'] / ours)} ×"
    return text


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def shown(value: float, unit: str) -> str:
    """Return a value with its unit, three figures of it."""
    if unit != "s":
        return f"{value:,.0f} {unit}"
    for factor, name in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1 or name == "µs":
            number = value * factor
            return f"{number:,.0f} {name}" if number >= 100 else f"{number:.3g} {name}"
    raise AssertionError


def _agreed(size: Size) -> str:
    compared = ", ".join(f"{code} {many}" for code, many in size["answers_compared"].items())
    told = f"engines that gave Huibi's answer: {compared}" if compared else "nobody to compare with"
    return f"- {size['persons']:,} persons: {told}; load average {size['load_average']:.1f}."
