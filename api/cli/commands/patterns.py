"""Patterns of favoritism and what becomes of what they find."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from api.cli.options import JsonOption, LedgerOption, OnOption

finding = typer.Typer(
    name="finding",
    help="What was found before: history and feedback (线索反馈).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(patterns)
    app.command()(evaluate)
    app.add_typer(finding)


CodesArgument = Annotated[
    Optional[list[str]], typer.Argument(metavar="[CODE]…", help="Patterns, all by default.")
]
SettingOption = Annotated[
    Optional[list[str]],
    typer.Option("--set", metavar="CODE.NAME=VALUE", help="A parameter of a pattern."),
]
WorkbookOption = Annotated[
    Optional[Path],
    typer.Option("--out", metavar="FILE.xlsx", help="Also write a workbook, a sheet a pattern."),
]
ReportOption = Annotated[
    Optional[Path], typer.Option("--html", metavar="FILE", help="Also write a report with plots.")
]


def patterns(
    codes: CodesArgument = None,
    place: Annotated[
        str, typer.Option(metavar="ID", help="Only findings in this place or under it.")
    ] = "",
    official: Annotated[
        str, typer.Option(metavar="PERSON", help="Only findings that touch this official.")
    ] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Only events from this date on.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Only events up to this date.")] = "",
    setting: SettingOption = None,
    on: OnOption = None,
    out: WorkbookOption = None,
    html: ReportOption = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep what was found, so that it has a history.")
    ] = False,
    rows: Annotated[int, typer.Option(min=1, help="Findings of a pattern shown on screen.")] = 10,
    list_all: Annotated[
        bool, typer.Option("--list", help="List the patterns, their needs and parameters.")
    ] = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for leads on favoritism, each with evidence, an expected value and what to check."""
    if list_all:
        from api.cli.pattern_list import list_command

        list_command(codes or [], as_json=as_json)
        return
    from api.cli.patterns import Options, patterns_command

    patterns_command(
        Options(
            codes=tuple(codes or ()),
            place=place,
            official=official,
            since=since,
            until=until,
            settings=tuple(setting or ()),
            on=on,
            out=out,
            html=html,
            record=record,
            rows=rows,
            as_json=as_json,
        ),
        ledger,
    )


def evaluate(
    codes: CodesArgument = None,
    county: Annotated[
        Optional[list[Path]],
        typer.Option(
            metavar="FOLDER", help="A county with its own answer key, instead of made ones."
        ),
    ] = None,
    persons: Annotated[int, typer.Option(help="People of each made county.")] = 30_000,
    seeds: Annotated[int, typer.Option(min=1, help="How many counties, each with its twin.")] = 3,
    strength: Annotated[str, typer.Option(help="weak, medium, strong or mixed.")] = "mixed",
    without: Annotated[
        Optional[list[str]], typer.Option(metavar="NAME", help="A confounder to leave out.")
    ] = None,
    against: Annotated[
        Optional[Path],
        typer.Option(metavar="FILE.json", help="Figures of an earlier run: exit 1 if now worse."),
    ] = None,
    write: Annotated[
        Optional[Path],
        typer.Option(metavar="FILE.md", help="Write the figures as a page, and as JSON beside it."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the patterns on made counties: recall, precision, false leads, by strength."""
    from api.cli.evaluate import Options, evaluate_command

    stands = evaluate_command(
        Options(
            codes=tuple(codes or ()),
            counties=tuple(county or ()),
            persons=persons,
            seeds=seeds,
            strength=strength,
            without=tuple(without or ()),
            against=against,
            write=write,
            as_json=as_json,
        )
    )
    if not stands:
        raise typer.Exit(1)


@finding.command()
def show(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Its id, such as B1-0a1b….")],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a recorded finding, the runs it stood in and what was said of it."""
    from api.cli.finding import show_command

    show_command(finding, ledger=ledger, as_json=as_json)


@finding.command()
def answer(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Its id, such as B1-0a1b….")],
    outcome: Annotated[str, typer.Argument(help="confirmed, innocent or open.")],
    because: Annotated[
        str, typer.Option(help="Why innocent: need, identity, law_allows or data_error.")
    ] = "",
    note: Annotated[str, typer.Option(help="What was seen.")] = "",
    by: Annotated[Optional[str], typer.Option(help="Who looked (default: the login).")] = None,
    request: Annotated[
        Optional[str], typer.Option(help="Id of this request: sent twice, recorded once.")
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record what became of a finding once somebody had looked."""
    from api.cli.finding import answer_command

    answer_command(
        finding,
        outcome,
        because=because,
        note=note,
        by=by,
        request=request,
        ledger=ledger,
        as_json=as_json,
    )


@finding.command()
def rates(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Show how many findings of each pattern were confirmed of those that were settled."""
    from api.cli.finding import rates_command

    rates_command(ledger=ledger, as_json=as_json)
