"""What a pattern is: one claim, declared typed parameters, the tables it needs, one function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.findings import Result
    from graph.model import Words
    from graph.patterns.facts import Facts


class Params(BaseModel):
    """Parameters of a pattern: fields with bounds and a description, nothing else accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One pattern of the registry.

    `find` gets the facts and an object of `params`. `needs` names the tables without whose rows
    there is nothing to test; the run says so in its place. `order` sorts findings for reading:
    the higher the more they exceed what is expected.
    """

    code: str
    title: Words
    claim: Words
    needs: tuple[str, ...]
    params: type[Params]
    find: Callable[[Facts, Any], Result]
