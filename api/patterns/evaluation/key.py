"""The answer key of a county: what was planted, and what is innocent but looks like it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Json = dict[str, Any]


class PlantedIn(BaseModel):
    """One plant as the key writes it."""

    model_config = ConfigDict(frozen=True)

    code: str
    subject: str = ""
    objects: tuple[str, ...] = ()
    strength: str = ""
    odds_ratio: float | None = None


class ConfounderIn(BaseModel):
    """One honest confounder as the key writes it."""

    model_config = ConfigDict(frozen=True)

    name: str
    codes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()


class KeyIn(BaseModel):
    """`truth/patterns.json`."""

    model_config = ConfigDict(frozen=True)

    twin: bool = False
    planted: tuple[PlantedIn, ...]
    confounders: tuple[ConfounderIn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key, indexed for matching findings against it."""

    given: KeyIn

    @cached_property
    def _by_subject(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for at, one in enumerate(self.given.planted):
            found.setdefault((one.code, one.subject), []).append(at)
        return found

    def hits(self, finding: Mapping[str, Any]) -> tuple[int, ...]:
        """Return the plants that a finding matches: code, subject, and an object where it has any.

        A plant without a subject is matched by its objects alone.
        """
        code, objects = finding["code"], set(finding["objects"])
        listed = self._by_subject.get((code, finding["subject"]), [])
        unnamed = self._by_subject.get((code, ""), [])
        return tuple(
            at
            for at in (*listed, *unnamed)
            if not self.given.planted[at].objects or objects & set(self.given.planted[at].objects)
        )

    def confounders_of(self, finding: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the confounders that a finding is about, by name."""
        named = {finding["subject"], *finding["objects"], *finding["officials"]}
        return tuple(
            sorted(
                {
                    one.name
                    for one in self.given.confounders
                    if (not one.codes or finding["code"] in one.codes)
                    and (named & set(one.subjects) or named & set(one.objects))
                }
            )
        )


def read_key(path: Path) -> Key:
    """Read an answer key.

    Raises:
        InputError: there is none, or it is not written as `huibi synth` writes it.
    """
    try:
        return Key(given=KeyIn.model_validate_json(path.read_bytes()))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); a county needs its answer key, as "
            "huibi synth writes it beside the tables"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}, {where}: {first['msg']}; see what huibi synth writes") from error
