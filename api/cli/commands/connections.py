"""How two people or groups are connected."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from api.cli.options import HtmlOption, JsonOption, LedgerOption, OnOption


def path(
    one: Annotated[
        Optional[str],
        typer.Argument(
            metavar="A",
            help="An id or a name that only one thing bears; case:CASE for its parties,"
            " unit-staff:UNIT for its people.",
        ),
    ] = None,
    other: Annotated[Optional[str], typer.Argument(metavar="B", help="The same.")] = None,
    from_case: Annotated[
        Optional[str],
        typer.Option(metavar="CASE", help="From any party of this case: its file or its id."),
    ] = None,
    to_unit: Annotated[
        Optional[str], typer.Option(metavar="UNIT", help="To anyone of this unit.")
    ] = None,
    count: Annotated[int, typer.Option("--count", "-k", help="How many paths, at most 50.")] = 5,
    max_hops: Annotated[int, typer.Option(help="Ties on a path, at most 6.")] = 4,
    only: Annotated[
        Optional[list[str]],
        typer.Option(metavar="FAMILY", help="Only ties of this family; may be repeated."),
    ] = None,
    hub: Annotated[
        int, typer.Option(help="Pass through nothing that more ties lead to than this.")
    ] = 2000,
    sample: Annotated[
        bool, typer.Option(help="Say how ordinary such paths are among random pairs.")
    ] = True,
    on: OnOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
    html: HtmlOption = None,
) -> None:
    """Show the strongest distinct paths between two people, things or groups."""
    from api.cli.path import path_command

    path_command(
        one,
        other,
        from_case=from_case,
        to_unit=to_unit,
        count=count,
        max_hops=max_hops,
        only=only or [],
        hub=hub,
        sample=sample,
        on=on,
        ledger=ledger,
        as_json=as_json,
        html=html,
    )


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(path)
