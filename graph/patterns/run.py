"""Run patterns over one snapshot, one after another, each refusing openly what it cannot test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.errors import InputError, NotFoundError
from graph.findings import NotTested, Result
from graph.model import Words
from graph.patterns import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.patterns.base import Params, Pattern
    from graph.patterns.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One pattern, the parameters it ran with, and what it gave back."""

    pattern: Pattern
    params: Params
    result: Result


def patterns_named(codes: Iterable[str]) -> tuple[Pattern, ...]:
    """Return the patterns of these codes in the order of the registry; all where none is named.

    Raises:
        NotFoundError: there is no such pattern.
    """
    wanted = {code.upper(): code for code in codes}
    known = {pattern.code.upper(): pattern for pattern in PATTERNS}
    for upper, code in wanted.items():
        if upper not in known:
            raise NotFoundError(
                f"no pattern '{code}': one of {', '.join(p.code for p in PATTERNS)}"
            )
    return tuple(p for p in PATTERNS if not wanted or p.code.upper() in wanted)


def run_patterns(
    facts: Facts,
    patterns: Iterable[Pattern],
    settings: Mapping[str, Mapping[str, Any]] | None = None,
) -> Iterator[Ran]:
    """Yield what each pattern found; `settings` are values of parameters by code.

    Raises:
        InputError: a parameter is unknown or out of its bounds.
    """
    given = settings or {}
    chosen = [(pattern, params_of(pattern, given.get(pattern.code, {}))) for pattern in patterns]
    for pattern, params in chosen:
        facts.tell(pattern.code)
        missing = [name for name in pattern.needs if not facts.count(name)]
        if missing:
            yield Ran(pattern=pattern, params=params, result=_without(pattern, missing))
            continue
        yield Ran(pattern=pattern, params=params, result=pattern.find(facts, params))


def params_of(pattern: Pattern, values: Mapping[str, Any]) -> Params:
    """Return the pattern's parameters with these values in place of the defaults.

    Raises:
        InputError: a parameter is unknown or out of its bounds.
    """
    try:
        return pattern.params.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        known = ", ".join(pattern.params.model_fields) or "none"
        raise InputError(
            f"pattern {pattern.code}, parameter '{name}': {first['msg']}; "
            f"its parameters are: {known}"
        ) from error


def _without(pattern: Pattern, missing: list[str]) -> Result:
    files = "、".join(f"{name}.csv" for name in missing)
    why = Words(
        zh=f"没有载入 {files}", en=f"no {', '.join(f'{name}.csv' for name in missing)} is loaded"
    )
    return Result(not_tested=(NotTested(code=pattern.code, why=why),))
