"""A local Neo4j and the projection into it."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from api.cli.options import JsonOption, LedgerOption

neo4j = typer.Typer(
    name="neo4j",
    help="The graph in Neo4j: a local server without Docker, and the projection into it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@neo4j.command()
def start(
    port: Annotated[
        Optional[int],
        typer.Option(min=1024, max=65535, help="The port (default: the last one, or a free one)."),
    ] = None,
    heap: Annotated[
        Optional[int],
        typer.Option(min=256, help="MiB for queries (default: a sixth of the memory)."),
    ] = None,
    page_cache: Annotated[
        Optional[int],
        typer.Option(min=16, help="MiB for the store's pages (default: a sixth of the memory)."),
    ] = None,
    browser: Annotated[
        bool, typer.Option(help="Also serve the page of Neo4j Browser on this machine.")
    ] = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Start the ledger's Neo4j on this machine, fetched at the first time; it keeps running."""
    from api.cli.neo4j import start_command

    start_command(
        port=port,
        heap=heap,
        page_cache=page_cache,
        browser=browser,
        ledger=ledger,
        as_json=as_json,
    )


@neo4j.command()
def stop(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Stop the ledger's Neo4j; its data stay."""
    from api.cli.neo4j import stop_command

    stop_command(ledger=ledger, as_json=as_json)


@neo4j.command()
def status(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Say whether Neo4j runs, where, since when it holds what, and whether it answers."""
    from api.cli.neo4j import status_command

    status_command(ledger=ledger, as_json=as_json)


@neo4j.command()
def sync(
    rebuild: Annotated[
        bool, typer.Option(help="Take the projection away and make it anew.")
    ] = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring Neo4j to where the ledger stands; an interrupted run is finished first."""
    from api.cli.sync import sync_command

    sync_command(rebuild=rebuild, ledger=ledger, as_json=as_json)


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(neo4j)
