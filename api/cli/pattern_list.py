"""`huibi patterns --list`: what each pattern claims, which tables it needs, its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.screen import answer, answer_json
from graph.patterns.run import patterns_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.patterns.base import Pattern


def list_command(codes: Sequence[str], *, as_json: bool) -> None:
    """Print the patterns of these codes, all where none is named."""
    listed = [_described(pattern) for pattern in patterns_named(codes)]
    if as_json:
        answer_json({"patterns": listed})
        return
    for one in listed:
        answer(f"{one['code']} {one['title']} {one['title_en']}　需要 {'、'.join(one['needs'])}")
        answer(f"  {one['claim']} {one['claim_en']}")
        for parameter in one["parameters"]:
            answer(
                f"    --set {one['code']}.{parameter['name']}={parameter['default']}　"
                f"{parameter['description']}"
            )


def _described(pattern: Pattern) -> dict[str, Any]:
    defaults = pattern.params().model_dump(mode="json")
    return {
        "code": pattern.code,
        "title": pattern.title.zh,
        "title_en": pattern.title.en,
        "claim": pattern.claim.zh,
        "claim_en": pattern.claim.en,
        "needs": list(pattern.needs),
        "page": f"docs/patterns/{pattern.code}.md",
        "parameters": [
            {"name": name, "default": defaults[name], "description": field.description or ""}
            for name, field in pattern.params.model_fields.items()
        ],
    }
