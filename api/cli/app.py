"""The command table of `huibi`; each command's work is imported only when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from api.cli.commands import attach_all
from api.cli.options import HtmlOption, JsonOption, LedgerOption, OnOption

app = typer.Typer(
    name="huibi",
    help="Huibi (回避): who may handle a case, who is related to whom, and on what evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def load(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Folders of CSV, XLSX books or GEDCOM files."),
    ],
    source: Annotated[
        str, typer.Option(help="Name of the source (default: the path's name).")
    ] = "",
    ledger: LedgerOption = None,
    skip_bad: Annotated[
        bool, typer.Option(help="Load the good rows, report the bad ones.")
    ] = False,
    replace: Annotated[
        bool, typer.Option(help="Withdraw rows of this source that are missing now.")
    ] = False,
    dry_run: Annotated[bool, typer.Option(help="Print the report and change nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read tables into the ledger; one command is one transaction."""
    from api.cli.loading import load_command

    load_command(
        paths,
        source=source,
        ledger=ledger,
        skip_bad=skip_bad,
        replace=replace,
        dry_run=dry_run,
        as_json=as_json,
    )


@app.command()
def template(
    out: Annotated[
        Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write, OUT.xlsx.")
    ],
) -> None:
    """Write an empty workbook with every table and its columns as text."""
    from api.cli.loading import template_command

    template_command(out)


@app.command()
def status(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Say what is loaded, from where, how complete it is and what contradicts itself."""
    from api.cli.looking import status_command

    status_command(ledger=ledger, as_json=as_json)


@app.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, part of one, or an id.")],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the people of this name, homonyms apart."""
    from api.cli.looking import find_command

    find_command(name, ledger=ledger, as_json=as_json)


@app.command()
def kin(
    persons: Annotated[
        Optional[list[str]],
        typer.Argument(metavar="PERSON…", help="Ids, or names that only one person has."),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Everyone who is loaded.")] = False,
    from_file: Annotated[
        Optional[Path],
        typer.Option("--from", metavar="FILE", help="Read the ids from a file, one a line."),
    ] = None,
    circle: Annotated[str, typer.Option(help="One legal circle: K1-K4, NR-P, NR-C, FAM …")] = "",
    depth: Annotated[
        int, typer.Option(min=0, help="Also list other kin within this many steps.")
    ] = 0,
    on: OnOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    html: HtmlOption = None,
) -> None:
    """List relatives with relation, Chinese term, class and the path that proves it."""
    from api.cli.kin import kin_command

    kin_command(
        persons or [],
        everyone=everyone,
        from_file=from_file,
        circle=circle,
        depth=depth,
        on=on,
        ledger=ledger,
        as_json=as_json,
        html=html,
    )


@app.command()
def check(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="The case file, YAML.")],
    candidate: Annotated[
        Optional[list[str]],
        typer.Option(metavar="PERSON", help="Check this person; may be repeated."),
    ] = None,
    pack: Annotated[
        Optional[list[str]],
        typer.Option(
            metavar="PACK", help="Use this rule pack instead of the matter's; may be repeated."
        ),
    ] = None,
    on: OnOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    html: HtmlOption = None,
    record: Annotated[bool, typer.Option(help="Write the verdict to the ledger.")] = False,
    unseal: Annotated[
        bool, typer.Option(help="Show what protects an informant; the look is logged first.")
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="What looks kin and ties up: embedded, or neo4j (same verdicts)."
        ),
    ] = "embedded",
) -> None:
    """Say for each candidate whether he may handle the case, and on what ground."""
    from api.cli.check import check_command

    check_command(
        case,
        candidates=candidate or [],
        packs=pack or [],
        on=on,
        ledger=ledger,
        as_json=as_json,
        html=html,
        record=record,
        unseal=unseal,
        engine=engine,
    )


@app.command()
def replay(
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="A recorded decision, such as D-000001.")
    ],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Derive a recorded verdict again as of its sequence; exit 1 if it differs."""
    from api.cli.check import replay_command

    replay_command(decision, ledger=ledger, as_json=as_json)


@app.command()
def correct(
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="The table of the row, such as people or kin.")
    ],
    key: Annotated[
        list[str],
        typer.Argument(
            metavar="COLUMN=VALUE…", help="The row's key as column=value, such as id=P1."
        ),
    ],
    set_to: Annotated[
        Optional[list[str]],
        typer.Option(
            "--set",
            metavar="COLUMN=VALUE",
            help="column=value to hold from now on; may be repeated.",
        ),
    ] = None,
    withdraw: Annotated[bool, typer.Option(help="Take the row back.")] = False,
    dispute: Annotated[bool, typer.Option(help="Mark the row as contested.")] = False,
    reason: Annotated[str, typer.Option(help="Why; kept with the correction.")] = "",
    ledger: LedgerOption = None,
) -> None:
    """Correct one row; the correction survives every later reload."""
    from api.cli.keeping import correct_command

    correct_command(
        table,
        key,
        set_to=set_to or [],
        withdraw=withdraw,
        dispute=dispute,
        reason=reason,
        ledger=ledger,
    )


@app.command()
def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write the copy.")],
    ledger: LedgerOption = None,
) -> None:
    """Copy the ledger safely, even while it is being written."""
    from api.cli.keeping import backup_command

    backup_command(out, ledger=ledger)


@app.command()
def restore(
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="A copy made by `huibi backup`.")],
    ledger: LedgerOption = None,
    force: Annotated[bool, typer.Option(help="Put it in place of a ledger that exists.")] = False,
) -> None:
    """Put a copy back in place, after verifying it."""
    from api.cli.keeping import restore_command

    restore_command(copy, ledger=ledger, force=force)


@app.command()
def synth(
    persons: Annotated[int, typer.Option(min=2000, help="How many people to make.")] = 30_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same county.")] = 1,
    out: Annotated[Path, typer.Option(help="The folder to write.")] = Path("out/county"),
    twin: Annotated[bool, typer.Option("--twin", help="Plant nothing.")] = False,
    strength: Annotated[
        str, typer.Option(metavar="WORD", help="mixed, weak, medium or strong plants.")
    ] = "mixed",
    without: Annotated[
        Optional[list[str]],
        typer.Option(metavar="NAME", help="Leave this honest confounder out (repeat)."),
    ] = None,
) -> None:
    """Make an example county on Tongren's real places, with planted patterns and an answer key."""
    from api.cli.demo import synth_command

    synth_command(
        out, persons=persons, seed=seed, twin=twin, strength=strength, without=without or []
    )


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="The folder to work in.")] = Path("out/demo"),
    persons: Annotated[int, typer.Option(min=2000, help="How many people to make.")] = 30_000,
) -> None:
    """Build the example county, check its cases and draw the evidence."""
    from api.cli.demo import demo_command

    demo_command(out, persons=persons)


attach_all(app)
