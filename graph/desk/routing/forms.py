"""The lawful form of each step and the articles it rests on, by matter."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import Field, TypeAdapter
from ruamel.yaml import YAML

from graph.recusal.grounds import Word, Written
from graph.recusal.pack_model import CiteSpec  # noqa: TC001 - pydantic reads it at run time
from graph.recusal.statutes import cites_in_force

if TYPE_CHECKING:
    from graph.desk.assignment.rules import Step
    from graph.recusal.statutes import Cite


class Form(Written):
    """How a step is taken, and by which articles."""

    zh: Word
    en: Word
    cites: list[CiteSpec] = Field(default_factory=list)

    def cites_on(self, day: int) -> tuple[Cite, ...]:
        """Return the articles in force on a day."""
        return cites_in_force(self.cites, day)


class _Forms(Written):
    matters: list[Word]
    own: Form
    zone: Form
    cross_zone: Form
    elevated: Form


def form_of(matter: str, step: Step) -> Form:
    """Return the form of a step for a matter; matters not listed share the last entry."""
    forms = next((one for one in _forms() if matter in one.matters), _forms()[-1])
    found: Form = getattr(forms, step.label)
    return found


@cache
def _forms() -> tuple[_Forms, ...]:
    text = files(__package__).joinpath("forms.yaml").read_text("utf-8")
    return tuple(TypeAdapter(list[_Forms]).validate_python(YAML(typ="safe").load(text)))
