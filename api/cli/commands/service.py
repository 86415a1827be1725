"""The service over HTTP: serve it, keep its accounts, verify its log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from api.cli.options import JsonOption, LedgerOption

account = typer.Typer(
    name="account",
    help="Who may log in to the service, and as what (账户).",
    no_args_is_help=True,
    rich_markup_mode=None,
)
audit = typer.Typer(
    name="audit",
    help="The log of who looked at what (审计).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command()(serve)
    app.add_typer(account)
    app.add_typer(audit)


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8765,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    certificate: Annotated[
        Optional[Path], typer.Option(metavar="FILE", help="TLS certificate, for other machines.")
    ] = None,
    key: Annotated[
        Optional[Path], typer.Option(metavar="FILE", help="The certificate's private key.")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="Open with a ready user of each role, and say so.")
    ] = False,
    ledger: LedgerOption = None,
) -> None:
    """Serve the explorer and its interface to this machine, until it is stopped."""
    from api.cli.serving import serve_command

    serve_command(host=host, port=port, certificate=certificate, key=key, demo=demo, ledger=ledger)


@account.command()
def add(
    login: Annotated[str, typer.Argument(help="What he logs in with.")],
    role: Annotated[list[str], typer.Option(help="clerk, handler, investigator, analyst, approver,"
                                            " custodian, auditor or administrator.")],
    name: Annotated[str, typer.Option(help="His name.")] = "",
    person: Annotated[str, typer.Option(help="His id in the data, for his own kin.")] = "",
    unit: Annotated[str, typer.Option(help="Id of his unit.")] = "",
    place: Annotated[
        Optional[list[str]], typer.Option(help="A place of competence; none means all.")
    ] = None,
    subject: Annotated[
        str, typer.Option(help="Issuer and subject at the identity provider, as ISSUER|SUBJECT.")
    ] = "",
    ledger: LedgerOption = None,
) -> None:  # fmt: skip
    """Add an account or change it; the password is asked for, or read from stdin."""
    from api.cli.serving import add_account_command

    add_account_command(
        login,
        roles=role,
        name=name,
        person=person,
        unit=unit,
        places=place or [],
        subject=subject,
        ledger=ledger,
    )


@account.command(name="list")
def list_accounts(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """List the accounts, their roles and places."""
    from api.cli.serving import list_accounts_command

    list_accounts_command(ledger=ledger, as_json=as_json)


@account.command()
def close(
    login: Annotated[str, typer.Argument(help="Whose account.")], ledger: LedgerOption = None
) -> None:
    """Close an account; its sessions end at once."""
    from api.cli.serving import close_account_command

    close_account_command(login, ledger=ledger)


@audit.command()
def verify(
    sequence: Annotated[int, typer.Option(min=0, help="Number of a head noted earlier.")] = 0,
    digest: Annotated[str, typer.Option(help="Digest of that head.")] = "",
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check that the log was neither cut, changed, reordered nor put back; exit 1 where it was."""
    from api.cli.serving import verify_command

    if not verify_command(sequence=sequence, digest=digest, ledger=ledger, as_json=as_json):
        raise typer.Exit(1)
