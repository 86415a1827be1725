"""Where a case goes when its own organ cannot take it."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import JsonOption, LedgerOption, OnOption


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(route)


def route(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A case file, or the id of a registered case.")
    ],
    on: OnOption = None,
    record: Annotated[bool, typer.Option(help="Keep the route with the registered case.")] = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who may take a case: own organ, zone, another zone, a higher organ, step by step."""
    from api.cli.route import route_command

    route_command(case, on=on, record=record, ledger=ledger, as_json=as_json)
