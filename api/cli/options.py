"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

LedgerOption = Annotated[
    Optional[Path],
    typer.Option("--ledger", metavar="PATH", help="The ledger file (default: huibi.db)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON only on stdout.")]
OnOption = Annotated[
    Optional[str],
    typer.Option("--on", metavar="DATE", help="The day asked about, YYYY-MM-DD."),
]
HtmlOption = Annotated[
    Optional[Path],
    typer.Option("--html", metavar="FILE", help="Also draw the evidence as a self-contained page."),
]
