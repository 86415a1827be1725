"""A new pattern's files, ready to be filled in: `make pattern CODE=B7 NAME=dense_blocks`.

Writes the module, its test and its page, and adds the line to the registry. What it writes runs
and finds nothing, and its page's demonstration fails until the pattern finds what it shows.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from string import Template

from graph.errors import InputError

FOLDERS = {"B": "benefits", "C": "contracts", "D": "money", "E": "bodies"}
"""Where a pattern's module lies, by the letter of its code."""

_MODULE = Template('''\
"""$code: say in one sentence what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from graph.findings import Result, Tested
from graph.model import Words
from graph.patterns.base import Params, Pattern

if TYPE_CHECKING:
    from graph.patterns.facts import Facts

_CODE = "$code"


class ${camel}Params(Params):
    """Parameters of $code."""

    least: int = Field(1, ge=1, description="至少几笔 (how many at least)")


def find(facts: Facts, params: ${camel}Params) -> Result:
    """Find what the pattern claims.

    Cost: a pass over the benefits. Order: by subject.
    """
    benefits = facts.table("benefits")
    checked = benefits.count().to_pyarrow().as_py()
    return Result(tested=(Tested(code=_CODE, count=checked, unit="benefits"),))


PATTERN = Pattern(
    code=_CODE,
    title=Words("名称", "$title"),
    claim=Words("一句话说明发现了什么", "what was found, in one sentence"),
    needs=("benefits",),
    params=${camel}Params,
    find=find,
)
''')
_TEST = Template("""\
from graph.patterns.$folder.$name import ${camel}Params, find


def test_what_it_claims_is_found(facts_of):
    facts = facts_of({"people": ["id,name", "P1,王一"]})
    assert find(facts, ${camel}Params()).findings != ()
""")
_PAGE = Template("""\
# $code 名称 · $title

## Claim

## Method

## Example

## Why it matters

## Output

## Parameters

| parameter | default | meaning |
|---|---|---|
| `least` | 1 | how many at least |

## Exclusions

## Assumptions

## Measured

See [measured figures](measured.md).

## Demonstration

### It is found

```csv people.csv
id,name
P1,王一
```

```json
[{"code": "$code", "subject": "P1"}]
```

### An exclusion silences it

```csv people.csv
id,name
P1,王一
```

```json
[]
```
""")


def scaffold(root: Path, code: str, name: str) -> tuple[Path, ...]:
    """Write a pattern's files under the project's root and register it; returns the new files.

    Raises:
        InputError: the code or the name cannot be one, or something of it is there already.
    """
    if not re.fullmatch(r"[B-E]\d{1,2}[a-z]?", code):
        raise InputError(f"CODE={code}: a letter of B to E and a number, such as B7 or C3a")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise InputError(f"NAME={name}: a module's name in lower case, such as dense_blocks")
    folder = FOLDERS[code[0]]
    files = {
        root / "graph" / "patterns" / folder / f"{name}.py": _MODULE,
        root / "tests" / "patterns" / f"test_{name}.py": _TEST,
        root / "docs" / "patterns" / f"{code}.md": _PAGE,
    }
    there = [path for path in files if path.exists()]
    if there:
        raise InputError(f"{there[0].relative_to(root)} is there already; nothing was written")
    words = {
        "code": code,
        "name": name,
        "folder": folder,
        "camel": "".join(part.title() for part in name.split("_")),
        "title": name.replace("_", " ").capitalize(),
    }
    registry = root / "graph" / "patterns" / "__init__.py"
    registered = _registered(registry.read_text(encoding="utf-8"), folder, name)
    for path, template in files.items():
        path.write_text(template.substitute(words), encoding="utf-8")
    registry.write_text(registered, encoding="utf-8")
    return (*files, registry)


def _registered(text: str, folder: str, name: str) -> str:
    """Return the registry with the pattern's import and its line at the end."""
    line = f"from graph.patterns.{folder} import {name}\n"
    head, sign, tail = text.partition("\nPATTERNS = (\n")
    if not sign:
        raise InputError("graph/patterns/__init__.py has no PATTERNS tuple, a line an entry")
    return f"{head}{line}{sign}{tail.rstrip().removesuffix(')')}    {name}.PATTERN,\n)\n"


def main() -> None:
    """Scaffold the pattern that the command line names."""
    if len(sys.argv[1:]) != len(("CODE", "NAME")):
        raise SystemExit("usage: make pattern CODE=B7 NAME=dense_blocks")
    try:
        for path in scaffold(Path.cwd(), sys.argv[1], sys.argv[2]):
            sys.stdout.write(f"{path.relative_to(Path.cwd())}\n")
    except InputError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
