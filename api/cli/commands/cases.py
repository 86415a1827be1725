"""The docket: register a case, see it, change who is on it, start, close and seal it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from api.cli.options import JsonOption, LedgerOption

case = typer.Typer(
    name="case",
    help="Registered cases: the docket (案件).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Id of a registered case.")]
RequestOption = Annotated[
    Optional[str],
    typer.Option("--request", metavar="ID", help="Repeating a command with this id does it once."),
]
UnsealOption = Annotated[
    bool, typer.Option("--unseal", help="Show what is sealed; the look is logged first.")
]


@case.command()
def register(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Case files, YAML.")],
    pack: Annotated[
        Optional[list[str]],
        typer.Option(metavar="PACK", help="Judge by this pack instead; may be repeated."),
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register cases; everybody on them is checked at once."""
    from api.cli.case import register_command

    register_command(files, packs=pack or [], ledger=ledger, as_json=as_json)


@case.command("list")
def list_cases(
    state: Annotated[
        Optional[list[str]],
        typer.Option(metavar="STATE", help="received, checked, assigned …; may be repeated."),
    ] = None,
    overdue: Annotated[bool, typer.Option(help="Only with an application past its day.")] = False,
    xlsx: Annotated[
        Optional[Path], typer.Option(metavar="OUT.xlsx", help="Write the list as a workbook.")
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the cases; of a sealed one no more than its id."""
    from api.cli.case import list_command

    list_command(states=state or [], is_overdue=overdue, xlsx=xlsx, ledger=ledger, as_json=as_json)


@case.command()
def show(
    id: CaseArgument,
    unseal: UnsealOption = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a case: parties, team, verdicts, who decides, what stands in the way."""
    from api.cli.case import show_command

    show_command(id, unseal=unseal, ledger=ledger, as_json=as_json)


@case.command()
def team(
    id: CaseArgument,
    add: Annotated[
        Optional[list[str]],
        typer.Option(metavar="PERSON:ROLE", help="Put on the team, as P7:reviewer; repeatable."),
    ] = None,
    remove: Annotated[
        Optional[list[str]], typer.Option(metavar="PERSON", help="Take off; may be repeated.")
    ] = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change who is on a case; everybody on it is checked again."""
    from api.cli.case import team_command

    team_command(
        id, add=add or [], remove=remove or [], request=request, ledger=ledger, as_json=as_json
    )


@case.command()
def parties(
    id: CaseArgument,
    add: Annotated[
        Optional[list[str]],
        typer.Option(metavar="ROLE:ID", help="Add a party, as witness:P12; may be repeated."),
    ] = None,
    remove: Annotated[
        Optional[list[str]], typer.Option(metavar="ID", help="Remove a party; may be repeated.")
    ] = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change the parties of a case; everybody on it is checked again."""
    from api.cli.case import parties_command

    parties_command(
        id, add=add or [], remove=remove or [], request=request, ledger=ledger, as_json=as_json
    )


@case.command()
def start(
    id: CaseArgument,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Begin handling a case; refused while somebody on it must recuse or is undecided."""
    from api.cli.case import start_command

    start_command(id, request=request, ledger=ledger, as_json=as_json)


@case.command()
def close(
    id: CaseArgument,
    reason: Annotated[str, typer.Option(help="Needed for a case that was not in progress.")] = "",
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close a case; everybody on it is checked once more, and overrides expire."""
    from api.cli.case import close_command

    close_command(id, reason=reason, request=request, ledger=ledger, as_json=as_json)


@case.command()
def seal(
    id: CaseArgument,
    reason: Annotated[str, typer.Option(help="Why; kept under seal.")] = "",
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Seal a closed case: its contents are shown only with --unseal, which is logged."""
    from api.cli.case import seal_command

    seal_command(id, reason=reason, request=request, ledger=ledger, as_json=as_json)


@case.command()
def history(
    id: CaseArgument,
    unseal: UnsealOption = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print every event of a case, and the state derived from them again."""
    from api.cli.case import history_command

    history_command(id, unseal=unseal, ledger=ledger, as_json=as_json)


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(case)
