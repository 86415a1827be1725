"""The long pieces of work that the service does for users: running patterns, importing files."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.loading import Request, load_sources
from api.patterns.feedback import record_run
from api.patterns.finding import Asked, find
from api.rechecking import has_open_cases, recheck
from graph.ledger import open_ledger
from graph.model import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.http.jobs import Job
    from api.http.workbench import Workbench

Json = dict[str, Any]
_MOST_ERRORS = 200


def works_of(bench: Workbench) -> Mapping[str, Callable[[Json, Job], Json]]:
    """Return the pieces of work by kind."""
    return {
        "patterns": lambda asked, job: _run_patterns(bench, asked, job),
        "import": lambda asked, job: _import(bench, asked, job),
    }


def _run_patterns(bench: Workbench, asked: Json, job: Job) -> Json:
    """Run patterns on the newest facts and keep what they find."""
    on = day_of(asked.get("on") or dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat())
    settings = asked.get("settings", {})
    wanted = Asked(codes=tuple(asked.get("codes", ())), settings=settings)
    with bench.engine:
        found = find(bench.ground().snapshot, wanted, on, progress=job.tell)
    run = record_run(bench.ledger, found, settings, asked["author"])
    return {
        "run": run.id,
        "findings": len(found["findings"]),
        "not_tested": found["not_tested"][:_MOST_ERRORS],
    }


def _import(bench: Workbench, asked: Json, job: Job) -> Json:
    """Load files that were sent, whole or not at all; with `dry_run` only say what they would do.

    The files are removed once they are read. An import repeated after a restart changes nothing
    that it has changed already.
    """
    folder = Path(asked["folder"])
    request = Request(
        paths=(folder,),
        source=asked["source"],
        replace=asked.get("replace", False),
        dry_run=asked.get("dry_run", False),
        skip_bad=asked.get("skip_bad", False),
    )
    outcome = load_sources(
        bench.ledger, request, lambda done: job.tell("rows", done), lambda _outcome: None
    )
    shutil.rmtree(folder.parent, ignore_errors=True)
    if outcome.is_loaded and not request.dry_run:
        job.tell("cases")
        _look_again(bench, asked["author"])
    return {
        "loaded": outcome.is_loaded,
        "bad_rows": len(outcome.errors),
        "errors": [str(error) for error in outcome.errors[:_MOST_ERRORS]],
        "notes": outcome.notes[:_MOST_ERRORS],
        "changes": {name: asdict(change) for name, change in outcome.changes.items()},
        "contradictions": len(outcome.contradictions),
        "sequence": outcome.sequence,
    }


def _look_again(bench: Workbench, author: str) -> None:
    """Check open cases on the new facts; where something is new, notices go out."""
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    with open_ledger(bench.ledger, write=True) as book, bench.engine:
        if has_open_cases(book):
            recheck(book, bench.ground().snapshot, author=author, today=today)
