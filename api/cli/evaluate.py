"""`huibi evaluate`: how often patterns are right on counties whose truth is known."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.cli.patterns import told_progress
from api.cli.screen import answer, answer_grid, answer_json, remark
from api.patterns.evaluation.counties import Making, look_at, look_at_made
from api.patterns.evaluation.table import figures, markdown, shown, worse_than
from graph.errors import InputError
from loaders import synthetic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api.patterns.evaluation.counties import Looked

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    codes: tuple[str, ...]
    counties: tuple[Path, ...]
    persons: int
    seeds: int
    strength: str
    without: tuple[str, ...]
    against: Path | None
    write: Path | None
    as_json: bool


def evaluate_command(options: Options) -> bool:
    """Print the figures; returns whether they stand against those of an earlier run.

    Raises:
        InputError: a county has no key, or the earlier run cannot be read.
    """
    before = _earlier(options.against) if options.against else None
    with told_progress() as tell:
        looks = list(_looks(options, tell))
    found = figures(looks) | {"persons": options.persons, "seeds": options.seeds}
    if options.write is not None:
        _keep(options, found)
    if options.as_json:
        answer_json(found)
    else:
        _print(found)
    told = worse_than(found, before) if before else []
    for line in told:
        remark(f"worse: {line}")
    return not told


def _looks(options: Options, tell: Any) -> Iterator[Looked]:
    for county in options.counties:
        yield look_at(county, options.codes, tell)
    if options.counties:
        return
    without = frozenset(options.without)
    for seed in range(1, options.seeds + 1):
        for twin in (False, True):
            given = synthetic.Options(twin=twin, strength=options.strength, without=without)
            making = Making(persons=options.persons, seed=seed, options=given)
            yield look_at_made(making, options.codes, tell)


def _print(found: Json) -> None:
    answer(
        f"{found['counties']} counties with plants, {found['twins']} twins with none; in brackets "
        "the 95 % interval over seeds"
    )
    answer_grid(
        ["模式", "planted", "leads", "recall", "P@20", "P@100", "PR-AUC", "FDR", "twin"],
        [
            [row["code"], str(row["planted"]), str(row["found"]), shown(row["recall"]),
             shown(row["precision_at_20"]), shown(row["precision_at_100"]), shown(row["pr_auc"]),
             shown(row["fdr"]), shown(row["twin_false"])]
            for row in (*found["patterns"], found["overall"])
        ],
    )  # fmt: skip
    answer()
    answer_grid(
        ["模式", "strength", "found", "recall"],
        [
            [row["code"], strength, f"{one['hits']} of {one['planted']}",
             f"{one['recall']:.2f} ({one['low']:.2f}–{one['high']:.2f})"]
            for row in found["patterns"]
            for strength, one in row["recall_by_strength"].items()
        ],
    )  # fmt: skip
    confounded = [
        [row["code"], name, str(count)]
        for row in found["patterns"]
        for name, count in row["false_by_confounder"].items()
    ]
    if confounded:
        answer()
        answer_grid(["模式", "confounder", "false leads"], confounded)


def _keep(options: Options, found: Json) -> None:
    """Write the page and, beside it, the same figures as JSON."""
    path = options.write
    if path is None or path.suffix != ".md":
        raise InputError(f"--write {path}: name a Markdown file; its figures lie beside it as JSON")
    how = f"huibi evaluate --persons {options.persons} --seeds {options.seeds} --write {path}"
    path.write_text(markdown(found, how), encoding="utf-8")
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    remark(f"written: {path}, {path.with_suffix('.json')}")


def _earlier(path: Path) -> Json:
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"--against {path}: not the JSON that --write leaves ({error})") from error
    if not {"patterns", "overall"} <= found.keys():
        raise InputError(f"--against {path}: not the JSON that --write leaves")
    return found
