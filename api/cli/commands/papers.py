"""Printed papers of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from api.cli.options import JsonOption, LedgerOption

papers = typer.Typer(
    name="papers",
    help="One case, one authorization, one report, one analysis (文书).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(papers)


@papers.command("print")
def print_papers(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Id of a registered case.")],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to write them.")],
    kind: Annotated[
        Optional[list[str]],
        typer.Option(
            metavar="KIND",
            help="authorization, decision, report or analysis; may be repeated (default: all that "
            "the case bears out).",
        ),
    ] = None,
    form: Annotated[
        Optional[list[str]],
        typer.Option("--format", metavar="FORMAT", help="html, pdf or docx; may be repeated."),
    ] = None,
    language: Annotated[str, typer.Option("--lang", metavar="zh|en")] = "zh",
    templates: Annotated[
        Optional[Path],
        typer.Option(metavar="FOLDER", help="The office's own templates and words."),
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the papers of a case; nothing of an informant is in them."""
    from api.cli.papers import print_command

    print_command(
        case,
        out=out,
        kinds=kind or [],
        forms=form or [],
        language=language,
        templates=templates,
        ledger=ledger,
        as_json=as_json,
    )


@papers.command("templates")
def templates_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put the copies.")],
) -> None:
    """Copy the templates and words, to be edited and named with --templates."""
    from api.cli.papers import templates_command as run

    run(folder)
