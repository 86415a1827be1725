"""All parts of one size, one after another, each in its own process, and their answers compared."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from bench.table.memory import available
from bench.table.questions import (
    ENGINES,
    INCREMENT_MOST,
    NOT_OFFERED,
    ON_NEO4J,
    QUESTIONS,
    Figure,
    NotRun,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PEERS_MOST = 1_000_000
"""Persons up to which others than the embedded engine are asked, and files are loaded."""
_EXACT = ("kin_one", "kin_all", "case_kin", "case_full", "fewest")
_CLOSE = 1e-6
"""Two strengths that differ by less are one: libraries add logarithms."""
_MEMORY_SHARE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run: where, how long a part may take, and which engines."""

    folder: Path
    minutes: float
    engines: Sequence[str]
    is_loaded: bool = False
    """Whether the ledgers in the folder are taken as they are."""


def run_size(plan: Plan, persons: int) -> dict[str, Any]:
    """Measure one size; SystemExit where two engines answer differently."""
    folder = plan.folder / str(persons)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "figures", ignore_errors=True)
    parts = parts_of(plan, persons)
    outcomes: dict[str, str] = {}
    try:
        for at, part in enumerate(parts, 1):
            if part in ON_NEO4J and outcomes["sync"]:
                continue
            _progress(f"[{at}/{len(parts)}] {persons:,} persons: {part}")
            outcomes[part] = _run(part, folder, persons, plan.minutes)
            if outcomes[part] and part in ("load", "hand over"):
                break
    finally:
        if "sync" in parts and (folder / "server").exists():
            _run("stop", folder, persons, plan.minutes)
    figures, not_run = _gathered(folder, parts)
    compared = compare(folder)
    return {
        "persons": persons,
        "load_average": os.getloadavg()[0],
        "figures": figures,
        "not_run": completed(figures, not_run, outcomes, plan, persons),
        "answers_compared": compared,
    }


def parts_of(plan: Plan, persons: int) -> list[str]:
    """Return stages and engines in order; where nothing comes in later, Neo4j is left for last."""
    if persons > PEERS_MOST:
        return ["arrays"]
    load = [] if plan.is_loaded else ["load"]
    on_neo4j = [name for name in plan.engines if name in ON_NEO4J]
    others = [name for name in plan.engines if name not in ON_NEO4J]
    sync = ["sync"] if on_neo4j else []
    if persons > INCREMENT_MOST:
        return [*load, "hand over", *others, *sync, *on_neo4j]
    return [*load, *sync, "hand over", *plan.engines]


def _run(part: str, folder: Path, persons: int, minutes: float) -> str:
    """Run one part; returns why it did not end well, blank where it did."""
    shutil.rmtree(folder / "figures" / part, ignore_errors=True)
    most = str(int(available() * _MEMORY_SHARE))
    command = (sys.executable, "-m", "bench.table.child", part, str(folder), str(persons), most)
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=sys.stderr, start_new_session=True)
    try:
        code = child.wait(timeout=minutes * 60)
    except subprocess.TimeoutExpired:
        _end(child)
        return f"time (limit {minutes:g} min)"
    except BaseException:
        _end(child)
        raise
    _progress(f"    {part}: {time.monotonic() - begin:.0f} s")
    if code == -signal.SIGKILL:
        return "memory"
    if code:
        raise SystemExit(f"{part} at {persons:,} persons ended with {code}: the run has failed")
    return ""


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _progress(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _gathered(folder: Path, parts: Sequence[str]) -> tuple[list[Figure], list[NotRun]]:
    figures: list[Figure] = []
    not_run: list[NotRun] = []
    for part in parts:
        for path in sorted((folder / "figures" / part).glob("*.json")):
            told = orjson.loads(path.read_bytes())
            figures += [Figure(**one) for one in told["figures"]]
            not_run += [NotRun(**one) for one in told["not_run"]]
    return [*figures, *_added(figures)], not_run


def _added(figures: Sequence[Figure]) -> list[Figure]:
    """Return the load of Huibi on Neo4j: into the ledger, then into Neo4j."""
    took = {(one.engine, one.question): one for one in figures}
    parts = [took.get(("huibi", "load")), took.get(("huibi-neo4j", "sync_first"))]
    if None in parts:
        return []
    seconds = sum(one.value for one in parts if one)
    note = "load and snapshot, then the first sync"
    return [Figure(question="load", engine="huibi-neo4j", value=seconds, note=note)]


def compare(folder: Path) -> dict[str, int]:
    """Hold every answer against the embedded engine's; returns how many engines agreed with it."""
    compared: dict[str, int] = {}
    for question in (*_EXACT, "strongest"):
        ours = folder / "figures" / "huibi" / f"huibi.{question}.npy"
        if not ours.exists():
            continue
        mine = np.load(ours)
        for engine in ENGINES:
            path = folder / "figures" / engine / f"{engine}.{question}.npy"
            if engine != "huibi" and path.exists():
                require_same(question, engine, mine, np.load(path))
                compared[question] = compared.get(question, 0) + 1
    return compared


def require_same(question: str, engine: str, mine: Any, theirs: Any) -> None:
    """Compare as many answers as the slower engine had time for."""
    is_part = question in ("kin_one", "fewest", "strongest")
    many = min(len(mine), len(theirs)) if is_part else len(mine)
    if question == "strongest":
        is_same = bool(np.all(np.abs(mine[:many] - theirs[:many]) < _CLOSE))
    else:
        is_same = np.array_equal(mine[:many], theirs[:many]) and (is_part or many == len(theirs))
    if not is_same:
        raise SystemExit(f"{question}: Huibi and {ENGINES[engine]} answer differently")


def completed(
    figures: Sequence[Figure],
    not_run: Sequence[NotRun],
    outcomes: dict[str, str],
    plan: Plan,
    persons: int,
) -> list[NotRun]:
    """Say of every place in the table that has no figure why that is so."""
    known = {(one.engine, one.question) for one in figures}
    known |= {(one.engine, one.question) for one in not_run}
    found = list(not_run)
    for engine in ENGINES:
        for question in QUESTIONS:
            if (engine, question.code) in known:
                continue
            why = NOT_OFFERED.get((engine, question.code)) or _why(
                engine, question.code, outcomes, plan, persons
            )
            found.append(NotRun(question=question.code, engine=engine, why=why))
    return found


def _why(engine: str, question: str, outcomes: dict[str, str], plan: Plan, persons: int) -> str:
    if persons > PEERS_MOST:
        return _NO_FILES if engine == "huibi" else f"peers to {PEERS_MOST:,}"
    if engine not in plan.engines:
        return "not asked for"
    stages = ["load", "sync", engine] if engine in ON_NEO4J else ["load", engine]
    return next((why for one in stages if (why := outcomes.get(one))), "not measured")


_NO_FILES = "time (ten times the load of 1,000,000, over 25 min)"
