"""The long pieces of work that the service does for users: running patterns, importing files."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import asdict
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.http.jobs import Work
from api.loading import Request, load_sources
from api.patterns.feedback import record_run
from api.patterns.finding import Asked, find
from api.rechecking import has_open_cases, recheck
from graph.errors import HuibiError
from graph.ledger import open_ledger
from graph.model import day_of
from graph.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from api.http.jobs import Job
    from api.http.workbench import Workbench
    from graph.projection.sync import Done, Progress

    Follow = Callable[[Progress], Done | None]

Json = dict[str, Any]
SENT = "huibi-import-"
"""How folders of files that were sent begin, beside the ledger."""
_MOST_ERRORS = 200
_LOG = getLogger(__name__)


def works_of(bench: Workbench, follow: Follow) -> Mapping[str, Work]:
    """Return the pieces of work by kind; `follow` lets the projection follow what they changed."""
    return {
        "patterns": Work(run=lambda asked, job: _run_patterns(bench, follow, asked, job)),
        "import": Work(run=lambda asked, job: _import(bench, follow, asked, job), tidy=_tidy),
    }


def sweep(ledger: Path, unfinished: Iterable[Json]) -> None:
    """Remove the files of imports that no unfinished work asks for."""
    asked = {str(Path(one["folder"]).parent) for one in unfinished if "folder" in one}
    for folder in ledger.absolute().parent.glob(f"{SENT}*"):
        if str(folder) not in asked:
            shutil.rmtree(folder, ignore_errors=True)


def _run_patterns(bench: Workbench, follow: Follow, asked: Json, job: Job) -> Json:
    """Run patterns on the newest facts and keep what they find.

    They have the snapshot opened for themselves, so that nobody's check waits for them.
    """
    on = day_of(asked.get("on") or dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat())
    settings = asked.get("settings", {})
    wanted = Asked(codes=tuple(asked.get("codes", ())), settings=settings)
    found = find(open_snapshot(bench.ledger), wanted, on, progress=job.tell)
    run = record_run(bench.ledger, found, settings, asked["author"])
    return {
        "run": run.id,
        "findings": len(found["findings"]),
        "not_tested": found["not_tested"][:_MOST_ERRORS],
        "neo4j": _followed(follow, job),
    }


def _import(bench: Workbench, follow: Follow, asked: Json, job: Job) -> Json:
    """Load files that were sent, whole or not at all; with `dry_run` only say what they would do.

    An import repeated after a restart changes nothing that it has changed already. Once it is
    committed it is no longer cancelled: open cases are looked at again whatever anybody presses.
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
    projected = None
    if outcome.is_loaded and not request.dry_run:
        job.say("cases")
        _look_again(bench, asked["author"])
        projected = _followed(follow, job)
    return {
        "loaded": outcome.is_loaded,
        "bad_rows": len(outcome.errors),
        "errors": [str(error) for error in outcome.errors[:_MOST_ERRORS]],
        "notes": outcome.notes[:_MOST_ERRORS],
        "changes": {name: asdict(change) for name, change in outcome.changes.items()},
        "contradictions": len(outcome.contradictions),
        "sequence": outcome.sequence,
        "neo4j": projected,
    }


def _tidy(asked: Json) -> None:
    shutil.rmtree(Path(asked["folder"]).parent, ignore_errors=True)


def _followed(follow: Follow, job: Job) -> str | None:
    """Let the projection follow what stands already; returns where it is, None where none is."""
    try:
        done = follow(lambda _stage, made, _of: job.say("neo4j", made))
    except HuibiError:
        _LOG.exception("Neo4j was not brought up to date; catch up with: huibi neo4j sync")
        return "behind"
    return "current" if done else None


def _look_again(bench: Workbench, author: str) -> None:
    """Check open cases on the new facts; where something is new, notices go out."""
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    with open_ledger(bench.ledger, write=True) as book, bench.engine:
        if has_open_cases(book):
            recheck(book, bench.ground().snapshot, author=author, today=today)
