"""Cases as files, and the verdict that each candidate was made to get."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One candidate's verdict and the reason for it, from how the family was made."""

    person: str
    verdict: str
    why: str
    duty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCase:
    """A case; `parties` are (person or unit, id, role)."""

    id: str
    title: str
    matter: str
    received: str
    parties: tuple[tuple[str, str, str], ...]
    expected: tuple[Expected, ...]
    unit: str = ""
    place: str = ""

    def yaml(self) -> str:
        """Return the text of the case file."""
        lines = [
            f"# {self.title}（合成案例 made up）",
            f'id: "{self.id}"',
            f"matter: {self.matter}",
            f"received: {self.received}",
        ]
        lines += [f'place: "{self.place}"'] if self.place else []
        lines += [f"unit: {self.unit}"] if self.unit else []
        lines.append("parties:")
        lines += [f"  - {{{kind}: {code}, role: {role}}}" for kind, code, role in self.parties]
        people = ", ".join(candidate.person for candidate in self.expected)
        return "\n".join([*lines, f"candidates: [{people}]", ""])

    def answer(self) -> dict[str, object]:
        """Return what is expected of the check, as JSON values."""
        return {
            "case": self.id,
            "file": f"{self.id}.yaml",
            "title": self.title,
            "candidates": [
                {
                    "person": candidate.person,
                    "verdict": candidate.verdict,
                    "why": candidate.why,
                    **({"duties": [candidate.duty]} if candidate.duty else {}),
                }
                for candidate in self.expected
            ],
        }


def write_case_files(folder: Path, cases: Iterable[MadeCase]) -> list[str]:
    """Write each case and `expected.json`; returns the ids of the cases."""
    listed = list(cases)
    folder.mkdir(parents=True, exist_ok=True)
    for case in listed:
        (folder / f"{case.id}.yaml").write_text(case.yaml(), encoding="utf-8")
    answers = json.dumps([case.answer() for case in listed], ensure_ascii=False, indent=1)
    (folder / "expected.json").write_text(answers + "\n", encoding="utf-8")
    return [case.id for case in listed]
