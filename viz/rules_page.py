"""The page of all rules, for lawyers: who is set apart from whom, by which article, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.kinship.circles import CIRCLES
from graph.recusal.pack import PACKS, load_pack

if TYPE_CHECKING:
    from pydantic import BaseModel

    from graph.kinship.circles import Circle
    from graph.recusal.pack import Pack
    from graph.recusal.pack_model import CiteSpec, RuleSpec

_HEAD = """# Rules and circles

Written by `python -m viz.reference` from `graph/recusal/packs/` and `graph/kinship/circles.yaml`.
Shapes are read from the candidate: U a step to a parent, D to a child, S to a spouse; `U+`, `D+`
any depth. *must* blocks, *review* goes to the decider, *distant* is shown only where a pack asks
for it. A rule marked *not verified* gives at most review. Not legal advice.
"""


def rules_page() -> str:
    """Return the page of circles and packs."""
    circles = "".join(_circle(circle) for circle in CIRCLES.values())
    packs = "".join(_pack(load_pack(name)) for name in PACKS)
    return (
        f"{_HEAD}\n## Circles\n\n| code | circle | shapes | texts |\n|---|---|---|---|\n"
        f"{circles}{packs}"
    )


def _circle(circle: Circle) -> str:
    shapes = " ".join(sorted(circle.shapes, key=lambda shape: (len(shape), shape)))
    extra = " and supported relatives" if circle.supported else ""
    return f"| {circle.code} | {circle.title} | {shapes}{extra} | {'; '.join(circle.cites)} |\n"


def _pack(pack: Pack) -> str:
    spec = pack.spec
    rules = "".join(_rule(rule) for rule in spec.rules)
    own = "".join(
        f"Its own circle {code} ({circle.title}): {' '.join(sorted(circle.listed))}.\n"
        for code, circle in pack.circles.items()
    )
    return f"\n## {spec.name} {spec.zh}\n\n{spec.en}. Version {spec.version}.\n{own}{rules}"


def _rule(rule: RuleSpec) -> str:
    state = "" if rule.verified else " *(not verified)*"
    grounds = "".join(f"- {_ground(ground)}\n" for ground in rule.grounds)
    cites = "".join(f"- {_cite(cite)}\n" for cite in rule.cites)
    return f"\n### {rule.id}{state}\n\n{rule.zh}\n{rule.en}.\n\n{grounds}\nArticles:\n\n{cites}"


def _ground(ground: BaseModel) -> str:
    """Return one ground as its keys say it, those left at their default aside."""
    fields = ground.model_dump(exclude_defaults=True)
    when = ground.model_dump()["when"]
    fields.pop("when", None)
    parts = [f"{key} {_value(value)}" for key, value in fields.items()]
    return f"{when}: {'; '.join(parts)}" if parts else str(when)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _cite(cite: CiteSpec) -> str:
    until = f" to {cite.until}" if cite.until else ""
    place = f"第{cite.article}条" + (f"第{cite.paragraph}款" if cite.paragraph else "")
    item = f"（{cite.item}）" if cite.item else ""
    return f"{cite.about}: 《{cite.law}》{place}{item}, from {cite.since}{until}"
