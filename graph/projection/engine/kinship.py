"""What a check asks about kin, answered from what Neo4j's patterns found for its pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import Neo4jError
from graph.kinship.closure import readings_between
from graph.kinship.coverage import read_coverage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from graph.kinship.circles import Shapes
    from graph.kinship.coverage import Coverage
    from graph.kinship.kin import Reading
    from graph.projection.engine.gathered import Gathered
    from graph.recusal.pack import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Neo4jKinship:
    """Kin of the pairs of one case; who was not named by a pattern is kin to nobody."""

    source: Gathered
    named: AbstractSet[tuple[str, str]]
    shapes: Shapes
    """All that were asked for."""
    known: Mapping[str, Coverage]

    def readings(self, one: str, other: str, on: int, shapes: Shapes) -> Sequence[Reading]:
        """Return every way in which `other` is kin to `one`, of any standing."""
        if not shapes <= self.shapes:
            raise Neo4jError(
                "a rule asks for relations that Neo4j was not asked for, so nobody could be called"
                " clear: check this case without --engine neo4j, and report the pack"
            )
        if (one, other) not in self.named:
            return ()
        return readings_between(self.source, one, other, on, shapes)

    def coverage(self, person: str, on: int) -> Coverage:
        """Return what is recorded or declared about a person's kin; nothing, if not projected."""
        return self.known.get(person) or read_coverage(0, None)


def shapes_of(packs: Sequence[Pack]) -> Shapes:
    """Return every shape that some rule of the packs may ask for."""
    found: set[str] = set()
    for pack in packs:
        for rule in pack.spec.rules:
            has_step_kin = rule.step_kin == "review"
            for ground in rule.grounds:
                must = [*getattr(ground, "must", ()), *getattr(ground, "kin", ())]
                review = getattr(ground, "review", ())
                distant = getattr(ground, "distant", ())
                found |= pack.sets(must, review, distant, has_step_kin=has_step_kin).shapes
    return frozenset(found)
