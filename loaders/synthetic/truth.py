"""The answer key of a made county: what was planted, and what is innocent but looks like it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders.synthetic.arrays import stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np

MIXED = "mixed"
STRENGTHS = ("weak", "medium", "strong")
VERY_STRONG = "very_strong"
"""Only B1 is planted as strongly as this."""
NATURAL = "natural"
"""Strength and reason of what nobody planted and what is nevertheless true of the made county."""
CONFOUNDERS = (
    "needy_branch", "single_surname_village", "group_project", "disaster_year", "batch_approver",
    "adoption_and_remarriage", "ex_spouse", "better_informed", "need_recorded_better",
    "universal_to_kin", "returned_migrants_coop", "village_merger", "guardian_account",
    "care_home_account", "missing_parents", "id_noise", "homonyms",
    "sole_supplier", "ex_officio_coop", "seasonal_works", "capacity_rotation",
    "treasury_account", "payroll_loop", "wages_run", "group_wide_projects",
    "framework_orders", "agent_phone", "state_holding", "small_share", "tie_elsewhere",
    "old_lease", "poor_soil", "supplier_refund",
)  # fmt: skip
"""Honest confounders by name; each can be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a county is made beside its size and seed: whether anything is planted and how strongly.

    `without` names the confounders to leave out.
    """

    twin: bool = False
    strength: str = MIXED
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a strength or a confounder that does not exist."""
        if self.strength not in (MIXED, *STRENGTHS):
            raise InputError(
                f"no strength is called '{self.strength}': "
                f"take one of {', '.join((MIXED, *STRENGTHS))}"
            )
        unknown = sorted(self.without - set(CONFOUNDERS))
        if unknown:
            raise InputError(
                f"no confounder is called '{unknown[0]}': take one of {', '.join(CONFOUNDERS)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One thing that a pattern should find.

    Realised odds ratios are for B1 alone: of all kin in law, and of those who are on record.
    """

    code: str
    subject: str
    objects: tuple[str, ...]
    strength: str
    why: str
    odds_ratio: float | None = None
    odds_ratio_on_record: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confounder:
    """Something innocent that patterns of these codes might take for what they look for."""

    name: str
    codes: tuple[str, ...]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    why: str


@dataclass(slots=True, kw_only=True)
class Truth:
    """Collects what is planted and what confounds, while the tables are made."""

    seed: int
    persons: int
    options: Options = field(default_factory=Options)
    planted: list[Planted] = field(default_factory=list)
    confounders: list[Confounder] = field(default_factory=list)

    @property
    def plants(self) -> bool:
        """Whether anything is planted: not in a twin."""
        return not self.options.twin

    def has(self, confounder: str) -> bool:
        """Whether this confounder is to be made; KeyError if there is none of this name."""
        if confounder not in CONFOUNDERS:
            raise KeyError(confounder)
        return confounder not in self.options.without

    def strengths(self, *, also: tuple[str, ...] = ()) -> Iterator[str]:
        """Yield the strength of each next plant without end: the wanted one, or all in turn.

        `also` adds further strengths to the turn.
        """
        wanted = self.options.strength
        turn = (*STRENGTHS, *also) if wanted == MIXED else (wanted,)
        while True:
            yield from turn

    def stream(self, stage: str) -> np.random.Generator:
        """Return the random stream of one plant or confounder."""
        return stream(self.seed, f"truth {stage}")

    def plant(
        self,
        code: str,
        subject: str,
        objects: Iterable[str],
        strength: str,
        why: str,
        *,
        odds_ratio: float | None = None,
        odds_ratio_on_record: float | None = None,
    ) -> None:
        """Note something planted. Nothing is: the rows are made by who calls.

        Raises:
            ValueError: the county is a twin, in which nothing may be planted.
        """
        if not self.plants and strength != NATURAL:
            raise ValueError(f"{code} {subject}: planted in a twin")
        self.planted.append(
            Planted(
                code=code,
                subject=subject,
                objects=tuple(objects),
                strength=strength,
                why=why,
                odds_ratio=odds_ratio,
                odds_ratio_on_record=odds_ratio_on_record,
            )
        )

    def natural(self, code: str, subject: str, objects: Iterable[str]) -> None:
        """Note what is true of the county though nobody planted it; allowed in a twin."""
        self.plant(code, subject, objects, NATURAL, NATURAL)

    def confound(
        self,
        name: str,
        codes: Iterable[str],
        subjects: Iterable[str],
        objects: Iterable[str],
        why: str,
    ) -> None:
        """Note a confounder that was made; KeyError if there is none of this name."""
        if name not in CONFOUNDERS:
            raise KeyError(name)
        self.confounders.append(
            Confounder(
                name=name,
                codes=tuple(codes),
                subjects=tuple(subjects),
                objects=tuple(objects),
                why=why,
            )
        )

    def write(self, folder: Path) -> None:
        """Write `patterns.json` into the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        told = {
            "seed": self.seed,
            "persons": self.persons,
            "twin": self.options.twin,
            "strength": self.options.strength,
            "without": sorted(self.options.without),
            "planted": [_told(asdict(one)) for one in self.planted],
            "confounders": [asdict(one) for one in self.confounders],
        }
        text = json.dumps(told, ensure_ascii=False, indent=1)
        (folder / "patterns.json").write_text(text + "\n", encoding="utf-8")


def _told(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
