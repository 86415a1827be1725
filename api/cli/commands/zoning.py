"""Plan and explain zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def attach(app: typer.Typer) -> None:
    """Add the commands of this group."""
