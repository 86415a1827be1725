"""Groups of commands, each a table of options; the work is imported only when a command runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.commands import (
    assigning,
    cases,
    connections,
    graph_database,
    papers,
    patterns,
    rechecking,
    recusals,
    routing,
    screening,
    service,
    zoning,
)

if TYPE_CHECKING:
    import typer

GROUPS = (
    connections,
    graph_database,
    cases,
    recusals,
    routing,
    assigning,
    zoning,
    papers,
    rechecking,
    screening,
    patterns,
    service,
)
"""In the order in which `huibi --help` lists them, after the first commands."""


def attach_all(app: typer.Typer) -> None:
    """Give `huibi` the commands of every group."""
    for group in GROUPS:
        group.attach(app)
