"""Disclosures, applications, orders, rulings and overrides, and the register of prying."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from api.cli.commands.cases import CaseArgument, RequestOption
from api.cli.options import JsonOption, LedgerOption

recusal = typer.Typer(
    name="recusal",
    help="Decisions of people on recusal (回避决定).",
    no_args_is_help=True,
    rich_markup_mode=None,
)
prying = typer.Typer(
    name="prying",
    help="The register of who asked about a case (打听过问登记).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

PersonArgument = Annotated[
    str, typer.Argument(metavar="PERSON", help="An id, or a name that only one person has.")
]
ReasonOption = Annotated[str, typer.Option(help="Why; kept, and read by others.")]
ByOption = Annotated[
    Optional[str],
    typer.Option(metavar="PERSON", help="Who decides or asks (default: the user)."),
]


@recusal.command()
def disclose(
    case: CaseArgument,
    person: PersonArgument,
    reason: ReasonOption = "",
    oral: Annotated[bool, typer.Option(help="Said, not written; noted down here.")] = False,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Somebody on a case asks to recuse himself (自行申请回避)."""
    from api.cli.recusal import act_command
    from api.desk.recusals import disclose

    act_command(
        lambda desk: disclose(
            desk, case, person, reason=reason, form="oral" if oral else "written", request=request
        ),
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command()
def apply(
    case: CaseArgument,
    person: PersonArgument,
    by: Annotated[
        str,
        typer.Option("--as", metavar="ROLE", help="subject, informant, complainant … or other."),
    ],
    reason: ReasonOption = "",
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """A party or another asks that somebody recuse (申请回避); kept by role, never by name."""
    from api.cli.recusal import act_command
    from api.desk.recusals import apply

    act_command(
        lambda desk: apply(desk, case, person, role=by, reason=reason, request=request),
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command()
def answer(
    of: Annotated[str, typer.Argument(metavar="E-…", help="The disclosure or application.")],
    grant: Annotated[bool, typer.Option("--grant", help="He recuses, at once.")] = False,
    deny: Annotated[bool, typer.Option("--deny", help="He stays.")] = False,
    reason: ReasonOption = "",
    by: ByOption = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a disclosure or an application, with reasons."""
    from api.cli.recusal import answer_command

    answer_command(
        of,
        grant=grant,
        deny=deny,
        reason=reason,
        by=by,
        request=request,
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command()
def order(
    case: CaseArgument,
    person: PersonArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Order somebody to recuse who did not ask to (责令回避)."""
    from api.cli.recusal import act_command
    from api.desk.recusals import order

    act_command(
        lambda desk: order(desk, case, person, reason=reason, by=by, request=request),
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command()
def refuse(
    case: CaseArgument,
    person: PersonArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record that somebody refused or failed to recuse (拒不回避)."""
    from api.cli.recusal import act_command
    from api.desk.recusals import refuse

    act_command(
        lambda desk: refuse(desk, case, person, reason=reason, by=by, request=request),
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command()
def decide(
    case: CaseArgument,
    person: PersonArgument,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="may_handle or recuse.")],
    reason: ReasonOption = "",
    by: ByOption = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rule, as the decider whom the law names, on somebody whose verdict is REVIEW or UNKNOWN."""
    from api.cli.recusal import act_command
    from api.desk.recusals import decide

    act_command(
        lambda desk: decide(
            desk, case, person, outcome=outcome, reason=reason, by=by, request=request
        ),
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command()
def override(
    case: CaseArgument,
    person: PersonArgument,
    reason: ReasonOption = "",
    by: ByOption = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask that somebody stay in spite of his verdict; two others must approve."""
    from api.cli.recusal import act_command
    from api.desk.recusals import ask_override

    act_command(
        lambda desk: ask_override(desk, case, person, reason=reason, by=by, request=request),
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command()
def approve(
    of: Annotated[str, typer.Argument(metavar="E-…", help="The override.")],
    by: ByOption = None,
    document: Annotated[
        str, typer.Option(help="Number of the signed approval, where another enters it.")
    ] = "",
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Approve an override: two do, who neither handle nor assigned the case."""
    from api.cli.recusal import act_command
    from api.desk.recusals import approve

    act_command(
        lambda desk: approve(desk, of, by=by, document=document, request=request),
        ledger=ledger,
        as_json=as_json,
    )


@recusal.command("list")
def list_recusals(
    case: Annotated[Optional[str], typer.Argument(metavar="CASE", help="Only this case.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is done.")] = False,
    overdue: Annotated[bool, typer.Option(help="Only what is past its day.")] = False,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what waits for an answer or an approval, and the overrides in force."""
    from api.cli.recusal import list_command

    list_command(
        case=case, everything=everything, is_overdue=overdue, ledger=ledger, as_json=as_json
    )


@prying.command("add")
def add_prying(
    case: CaseArgument,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Who asked, by id or name.")],
    how: Annotated[str, typer.Option(help="What was asked or wanted, and how.")] = "",
    means: Annotated[str, typer.Option(help="asked, interceded, contact or other.")] = "asked",
    when: Annotated[
        Optional[str], typer.Option(metavar="DATE", help="The day, YYYY-MM-DD (default: today).")
    ] = None,
    reported_by: Annotated[
        Optional[str], typer.Option(metavar="PERSON", help="Who reported it (default: the user).")
    ] = None,
    request: RequestOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register that somebody asked about a case or interceded in it."""
    from api.cli.recusal import prying_add_command

    prying_add_command(
        case,
        person,
        how=how,
        means=means,
        when=when,
        reported_by=reported_by,
        request=request,
        ledger=ledger,
        as_json=as_json,
    )


@prying.command("list")
def list_prying(
    case: Annotated[Optional[str], typer.Argument(metavar="CASE", help="Only this case.")] = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the register."""
    from api.cli.recusal import prying_list_command

    prying_list_command(case=case, ledger=ledger, as_json=as_json)


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(recusal)
    app.add_typer(prying)
