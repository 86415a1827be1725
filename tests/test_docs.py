"""Documents cannot lie: pages follow the registries, every command is described."""

from pathlib import Path

import pytest

from api.cli.app import app
from viz.reference import PAGES

ROOT = Path(__file__).parents[1]
COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands]


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_reference_pages_are_current(name, page):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), (
        "stale: run .venv/bin/python -m viz.reference"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert f"huibi {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", app.registered_commands)
def test_every_command_and_option_has_help(command):
    assert command.callback.__doc__
