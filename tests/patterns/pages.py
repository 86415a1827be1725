"""The pages of docs/patterns, read: sections, parameter tables and demonstrations."""

import json
import re
from pathlib import Path

from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[2] / "docs" / "patterns"
SECTIONS = (
    "Claim",
    "Method",
    "Example",
    "Why it matters",
    "Output",
    "Parameters",
    "Exclusions",
    "Assumptions",
    "Measured",
    "Demonstration",
)
_BLOCK = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(code):
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def sections_of(code):
    return tuple(re.findall(r"^## (.+)$", text_of(code), re.MULTILINE))


def parameters_of(code):
    """Return name and default of each row of the page's table of parameters."""
    part = text_of(code).split("## Parameters\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]*?) \|", part, re.MULTILINE))


def demonstrations_of(code):
    """Yield (title, tables, parameters, expected findings) of each demonstration."""
    part = text_of(code).split("## Demonstration\n", 1)[1]
    for piece in re.split(r"^### ", part, flags=re.MULTILINE):
        blocks = _BLOCK.findall(piece)
        if not blocks:
            continue
        tables = {
            name.removesuffix(".csv"): content.splitlines()
            for kind, name, content in blocks
            if kind == "csv"
        }
        params = [YAML(typ="safe").load(content) for kind, _, content in blocks if kind == "yaml"]
        (expected,) = [json.loads(content) for kind, _, content in blocks if kind == "json"]
        title = piece.splitlines()[0].strip() or code
        yield title, tables, (params[0] if params else {}), expected
