"""Documents cannot lie: pages follow the registries, every command is described."""

from pathlib import Path

import pytest

from api.cli.app import app
from viz.reference import PAGES

ROOT = Path(__file__).parents[1]


def _name_of(group):
    own = group.typer_instance.info.name
    return group.name if isinstance(group.name, str) else own


COMMANDS = [
    *(command.name or command.callback.__name__ for command in app.registered_commands),
    *(_name_of(group) for group in app.registered_groups),
]
ALL_COMMANDS = [
    *app.registered_commands,
    *(one for group in app.registered_groups for one in group.typer_instance.registered_commands),
]


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_reference_pages_are_current(name, page):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), (
        "stale: run .venv/bin/python -m viz.reference"
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert f"huibi {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_and_option_has_help(command):
    assert command.callback.__doc__


def test_the_readmes_example_prints_what_it_shows(tmp_path, capsys, monkeypatch):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("<!-- check -->\n```\n", 1)[1].split("```", 1)[0]
    monkeypatch.chdir(ROOT)
    ledger = ["--ledger", str(tmp_path / "readme.db")]
    app(["load", "examples/family", *ledger], standalone_mode=False)
    capsys.readouterr()
    app(["check", "examples/family/case.yaml", *ledger], standalone_mode=False)
    assert capsys.readouterr().out == shown, "README.md: put in what is printed now"
