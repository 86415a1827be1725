"""Open cases checked again, and the notices that this leaves."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import JsonOption, LedgerOption


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(recheck)
    app.command()(notices)


def recheck(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Check every open case again; loads and corrections do it by themselves."""
    from api.cli.recheck import recheck_command

    recheck_command(ledger=ledger, as_json=as_json)


def notices(
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help="To whom they are addressed.")],
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what re-checks found, as told to one superior."""
    from api.cli.recheck import notices_command

    notices_command(to, ledger=ledger, as_json=as_json)
