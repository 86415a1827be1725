"""Assign cases, draw what was promised, and replay an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from api.cli.options import JsonOption, LedgerOption, OnOption

_CASES = "CASES…"
"""Name of the command that needs none; nobody has a folder called so."""


class CasesFirst(TyperGroup):
    """Takes what is no command of its own for the cases to assign."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the first command before arguments that begin with a case or an option."""
        if args and args[0] not in (*self.commands, "--help"):
            args = [_CASES, *args]
        return super().parse_args(ctx, args)


assign = typer.Typer(
    name="assign",
    cls=CasesFirst,
    help="Assign cases to handlers by an audited lottery (分办): huibi assign CASES…",
    no_args_is_help=True,
    rich_markup_mode=None,
)

BatchArgument = Annotated[str, typer.Argument(metavar="BATCH", help="A lottery, as A-000001.")]
XlsxOption = Annotated[
    Optional[Path], typer.Option(metavar="OUT.xlsx", help="Also write a workbook.")
]
PublicSeedOption = Annotated[
    str, typer.Option(metavar="TEXT", help="Public randomness to mix in, as a lottery's numbers.")
]


MaxProbabilityOption = Annotated[
    Optional[float],
    typer.Option(metavar="P", help="Largest chance of anybody to be on a case (default .5)."),
]
FirstStepOption = Annotated[
    Optional[str],
    typer.Option(metavar="STEP", help="Begin at own (default), zone, cross_zone or elevated."),
]
AbsentOption = Annotated[
    Optional[list[str]], typer.Option(metavar="PERSON", help="Away now; may be repeated.")
]
SensitiveOption = Annotated[
    Optional[list[str]],
    typer.Option(metavar="CASE", help="Draw this case as a sensitive one; may be repeated."),
]
RulesOption = Annotated[
    Optional[Path], typer.Option(metavar="FILE", help="The office's own rules, YAML.")
]
SeedFileOption = Annotated[
    Optional[Path],
    typer.Option(metavar="FILE", help="Take the secret seed from a file's bytes."),
]


@assign.command(_CASES)
def cases(
    names: Annotated[
        Optional[list[str]],
        typer.Argument(metavar="CASES…", help="Case files, folders, or ids of registered cases."),
    ] = None,
    open_cases: Annotated[
        bool, typer.Option("--open", help="Every registered case without handlers.")
    ] = False,
    on: OnOption = None,
    max_probability: MaxProbabilityOption = None,
    first_step: FirstStepOption = None,
    absent: AbsentOption = None,
    named: Annotated[
        bool, typer.Option("--named", help="Only candidates named in a case, where it names any.")
    ] = False,
    sensitive: SensitiveOption = None,
    rules: RulesOption = None,
    seed_from: SeedFileOption = None,
    public_seed: PublicSeedOption = "",
    public_source: Annotated[
        str, typer.Option(metavar="TEXT", help="With --commit: where the public seed will be from.")
    ] = "",
    hash: Annotated[str, typer.Option(help="Hash of the commitment: sha256 or sm3.")] = "sha256",
    record: Annotated[bool, typer.Option(help="Promise, draw and record the assignment.")] = False,
    commit: Annotated[
        bool, typer.Option("--commit", help="Only promise the draw; draw it with 'reveal'.")
    ] = False,
    xlsx: XlsxOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who handles which case: files, folders, ids, or --open."""
    from api.cli.assign import assign_command

    assign_command(
        names or [],
        is_open=open_cases,
        on=on,
        options={
            "rules": rules,
            "max_probability": max_probability,
            "first_step": first_step,
            "absent": absent or [],
            "sensitive": sensitive or [],
            "named": named,
        },
        seed_file=seed_from,
        hash=hash,
        public_seed=public_seed,
        public_source=public_source,
        ledger=ledger,
        as_json=as_json,
        xlsx=xlsx,
        record=record,
        promise_only=commit,
    )


@assign.command()
def reveal(
    batch: BatchArgument,
    public_seed: PublicSeedOption = "",
    xlsx: XlsxOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a promised lottery, check everybody chosen again, and record it."""
    from api.cli.assign import reveal_command

    reveal_command(batch, public_seed=public_seed, ledger=ledger, as_json=as_json, xlsx=xlsx)


@assign.command()
def replay(batch: BatchArgument, ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """Derive a recorded assignment again from its record; exit 1 if it differs."""
    from api.cli.assign import replay_command

    replay_command(batch, ledger=ledger, as_json=as_json)


@assign.command("list")
def list_batches(ledger: LedgerOption = None, as_json: JsonOption = False) -> None:
    """List the lotteries: promised, drawn or void."""
    from api.cli.assign import list_command

    list_command(ledger=ledger, as_json=as_json)


@assign.command()
def withdraw(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Id of an assigned case.")],
    reason: Annotated[str, typer.Option(help="Why; kept with it.")] = "",
    request: Annotated[
        Optional[str],
        typer.Option(metavar="ID", help="Repeating a command with this id does it once."),
    ] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an assignment back; the case waits for its handlers again."""
    from api.cli.assign import withdraw_command

    withdraw_command(case, reason=reason, request=request, ledger=ledger, as_json=as_json)


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(assign)
