"""`huibi load` and `huibi template`: source tables in, a report of every bad row out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api.cli.screen import answer, answer_json, progress, remark
from api.cli.workplace import settings
from api.loading import Request, load_sources
from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from api.loading import Outcome

_MOST_SHOWN = 50


def load_command(
    paths: Sequence[Path],
    *,
    source: str,
    ledger: Path | None,
    skip_bad: bool,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Load, or with `dry_run` only report; exit 2 where bad rows kept everything out."""
    request = Request(
        paths=paths, source=source, skip_bad=skip_bad, replace=replace, dry_run=dry_run
    )
    with progress("rows read") as advance:
        outcome = load_sources(
            settings().ledger if ledger is None else ledger, request, advance, _announce(request)
        )
    if as_json:
        answer_json(_report(outcome, request))
    else:
        _print(outcome, request)
    if outcome.is_loaded:
        _project(ledger, as_json=as_json)
        _recheck(ledger)
    if not dry_run:
        _mark_workbooks(paths, outcome)
    if outcome.errors and not skip_bad:
        sys.exit(2)


def _project(ledger: Path | None, *, as_json: bool) -> None:
    """Bring a configured Neo4j up to date; whatever becomes of it, the load stands."""
    from api.cli.sync import sync_after_load

    told = sync_after_load(settings().ledger if ledger is None else ledger)
    if told:
        (remark if as_json else answer)(told)


def _recheck(ledger: Path | None) -> None:
    """Check open cases again; on stderr stands how many have news, never which."""
    from api.cli.recheck import recheck_after_change

    told = recheck_after_change(settings().ledger if ledger is None else ledger)
    if told:
        remark(told)


def _announce(request: Request) -> Any:
    def tell(outcome: Outcome) -> None:
        if request.replace:
            for name, changes in outcome.changes.items():
                remark(f"{name}: {changes.missing:,} rows are missing now and will be withdrawn")

    return tell


def _report(outcome: Outcome, request: Request) -> dict[str, Any]:
    return {
        "loaded": outcome.is_loaded,
        "dry_run": request.dry_run,
        "sequence": outcome.sequence,
        "sources": [{"source": name} | asdict(made) for name, made in outcome.changes.items()],
        "errors": [asdict(error) for error in outcome.errors],
        "contradictions": [asdict(found) for found in outcome.contradictions],
        "notes": outcome.notes,
    }


def _print(outcome: Outcome, request: Request) -> None:
    for note in outcome.notes:
        remark(f"note: {note}")
    for error in outcome.errors[:_MOST_SHOWN]:
        remark(f"bad row: {error}")
    if len(outcome.errors) > _MOST_SHOWN:
        remark(f"and {len(outcome.errors) - _MOST_SHOWN:,} more bad rows: --json lists them all")
    if outcome.errors and not request.skip_bad:
        remark(
            f"{len(outcome.errors):,} bad row(s); nothing was loaded: correct them, or load the"
            " good rows with --skip-bad"
        )
        return
    for found in outcome.contradictions[:_MOST_SHOWN]:
        answer(f"disputed: {found.message} ({', '.join(found.origins)})")
    if len(outcome.contradictions) > _MOST_SHOWN:
        answer(f"and {len(outcome.contradictions) - _MOST_SHOWN:,} more: huibi status --json")
    verb = "would be" if request.dry_run else "were"
    for name, made in outcome.changes.items():
        gone = f", {made.missing:,} missing ones withdrawn" if request.replace else ""
        answer(
            f"{name}: {made.added:,} rows {verb} added, {made.changed:,} changed,"
            f" {made.unchanged:,} are unchanged{gone}"
        )
    skipped = f", {len(outcome.errors):,} bad rows left out" if outcome.errors else ""
    answer(f"sequence {outcome.sequence}{skipped}" + (" (dry run)" if request.dry_run else ""))


def _mark_workbooks(paths: Sequence[Path], outcome: Outcome) -> None:
    """Give back each workbook that has bad rows, with those rows marked."""
    from loaders.xlsx_marks import mark_errors

    for path in paths:
        bad = [error for error in outcome.errors if error.file.partition("#")[0] == path.name]
        if path.suffix.lower() == ".xlsx" and bad:
            out = path.with_name(f"{path.stem}.errors.xlsx")
            try:
                mark_errors(path, bad, out)
            except InputError as error:
                remark(f"note: {error}")
            except OSError as error:
                remark(f"note: {out}: no copy with the bad rows marked ({error.strerror})")
            else:
                remark(f"{out}: a copy with the bad rows marked")


def template_command(out: Path) -> None:
    """Write the empty workbook to a new file."""
    from loaders.template import write_template

    if out.suffix.lower() != ".xlsx":
        raise InputError(f"{out}: the template is a workbook; give it a name that ends in .xlsx")
    if out.exists():
        raise InputError(f"{out} exists already and may be filled; choose another name")
    try:
        write_template(out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror})") from error
    answer(f"{out}: one sheet a table, every column as text; fill what you have and load it")
