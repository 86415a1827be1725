"""Plan and explain zones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from api.cli.options import JsonOption, LedgerOption, OnOption

zones = typer.Typer(
    help="Group townships into zones that handle one another's cases (片区).",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ZonesOption = Annotated[
    Optional[int],
    typer.Option(
        "--zones", min=1, metavar="K", help="How many zones in all (default: all that can rotate)."
    ),
]
CountiesOption = Annotated[
    Optional[list[str]],
    typer.Option(
        "--counties", metavar="COUNTY", help="Only this county, by code or name; may be repeated."
    ),
]
WeightsOption = Annotated[
    str,
    typer.Option(
        "--weights",
        metavar="NAME=NUMBER,…",
        help="travel=.35,size=.25,acquaintance=.25,skills=.15,stability=.10 unless changed.",
    ),
]
NeighboursOption = Annotated[
    Optional[Path],
    typer.Option(
        "--neighbours",
        metavar="FILE.csv",
        help="Who borders on whom: place,neighbour[,minutes]; instead of coordinates.",
    ),
]
PreviousOption = Annotated[
    Optional[Path],
    typer.Option(
        "--previous", metavar="zones.csv", help="Last year's zones: moving a township costs."
    ),
]
KeepOption = Annotated[
    bool, typer.Option("--keep", help="Take the zones that are loaded for last year's.")
]
MinutesOption = Annotated[
    float, typer.Option("--minutes", min=1, help="Longest way between two townships of a zone.")
]
HandlersOption = Annotated[
    int, typer.Option("--handlers", min=0, help="Fewest handlers of a zone.")
]
SkillOption = Annotated[
    Optional[list[str]],
    typer.Option("--skill", help="A skill that every zone must have; may be repeated."),
]
SecondsOption = Annotated[
    float,
    typer.Option(
        "--time", min=0, metavar="SECONDS", help="How long to search; Ctrl-C ends it too."
    ),
]


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(zones, name="zones")


@zones.command()
def plan(
    number: ZonesOption = None,
    counties: CountiesOption = None,
    weights: WeightsOption = "",
    neighbours: NeighboursOption = None,
    previous: PreviousOption = None,
    keep: KeepOption = False,
    minutes: MinutesOption = 60.0,
    handlers: HandlersOption = 2,
    skill: SkillOption = None,
    seconds: SecondsOption = 60.0,
    front: Annotated[bool, typer.Option(help="Also weigh nearness against independence.")] = True,
    out: Annotated[
        Optional[Path],
        typer.Option(metavar="DIR|FILE.xlsx", help="Write the plan: zones.csv, JSON, workbook."),
    ] = None,
    map_file: Annotated[
        Optional[Path], typer.Option("--map", metavar="FILE.png", help="Draw a map: png, svg, pdf.")
    ] = None,
    outlines: Annotated[
        Optional[Path],
        typer.Option(metavar="FILE.geojson", help="Outlines of the counties for the map."),
    ] = None,
    on: OnOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan zones: near, even, independent, skilled; proven best, or the gap is told."""
    from api.cli.zones import Asked, Output, plan_command

    plan_command(
        Asked(
            zones=number,
            counties=counties or [],
            weights=weights,
            neighbours=neighbours,
            previous=previous,
            keep=keep,
            minutes=minutes,
            handlers=handlers,
            skills=skill or [],
            on=on,
        ),
        Output(out=out, map_file=map_file, outlines=outlines, as_json=as_json),
        seconds=seconds,
        front=front,
        ledger=ledger,
    )


@zones.command()
def explain(
    zone: Annotated[str, typer.Argument(metavar="ZONE", help="The zone's id, as the plan has it.")],
    loaded: Annotated[
        bool, typer.Option("--loaded", help="Explain the zones that are loaded, not a plan.")
    ] = False,
    number: ZonesOption = None,
    counties: CountiesOption = None,
    weights: WeightsOption = "",
    neighbours: NeighboursOption = None,
    previous: PreviousOption = None,
    keep: KeepOption = False,
    minutes: MinutesOption = 60.0,
    handlers: HandlersOption = 2,
    skill: SkillOption = None,
    seconds: SecondsOption = 60.0,
    on: OnOption = None,
    ledger: LedgerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why a zone has these townships; give the options that its plan was made with."""
    from api.cli.zones import Asked, explain_command

    explain_command(
        zone,
        Asked(
            zones=number,
            counties=counties or [],
            weights=weights,
            neighbours=neighbours,
            previous=previous,
            keep=keep,
            minutes=minutes,
            handlers=handlers,
            skills=skill or [],
            on=on,
        ),
        is_loaded=loaded,
        seconds=seconds,
        ledger=ledger,
        as_json=as_json,
    )
