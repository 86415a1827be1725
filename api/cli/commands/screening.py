"""Batch screening of candidates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from api.cli.options import JsonOption, LedgerOption, OnOption


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(screen)


def screen(
    candidates: Annotated[
        Path, typer.Argument(metavar="LIST", help="The candidates: a CSV file or a workbook.")
    ],
    on: OnOption = None,
    renewed: Annotated[
        bool, typer.Option(help="Everyone who sits now leaves: compare candidates alone.")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option(help="Screen the good rows, report the bad ones.")
    ] = False,
    xlsx: Annotated[
        Optional[Path],
        typer.Option("--xlsx", metavar="FILE", help="Also write the reasons to a workbook."),
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say for each candidate of a list: passes, needs a document, or fails, by rule."""
    from api.cli.candidates import screen_command

    screen_command(
        candidates,
        on=on,
        renewed=renewed,
        skip_bad=skip_bad,
        xlsx=xlsx,
        ledger=ledger,
        as_json=as_json,
    )
