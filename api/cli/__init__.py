"""The command line: one module a command, each importing what it needs when it runs."""

from __future__ import annotations

import os
import sys

from api.cli.app import app
from graph.errors import HuibiError


def main() -> None:
    """Run `huibi`: exit 0 for an answer, 1 for a difference, 2 for bad input, 130 interrupted."""
    try:
        app()
    except HuibiError as error:
        sys.stderr.write(f"huibi: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("huibi: interrupted; nothing of this command was stored\n")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
