"""A county office in a few lines: people, heads, units; a desk to sit at on a day of our choice."""

import datetime as dt
from dataclasses import replace

from api.desk import Desk
from graph.ledger import open_ledger
from tests.recusal.conftest import build

TODAY = dt.date(2026, 3, 10)
SKETCH = {
    "kin": [
        "甲 父亲 甲父", "兄 父亲 甲父", "堂兄 父亲 甲伯", "甲伯 父亲 甲祖", "甲父 父亲 甲祖",
        "线 父亲 线父", "线弟 父亲 线父",
    ],
    "people": ["承", "协", "审", "局长", "上级", "更高", "证", "外甲", "外乙", "外丙"],
    "tables": {
        "units": [
            {"id": "U1", "name": "县纪委", "kind": "public_body", "parent": "U2"},
            {"id": "U2", "name": "市纪委", "kind": "public_body", "parent": "U3"},
            {"id": "U3", "name": "省纪委", "kind": "public_body"},
            {"id": "C1", "name": "某公司", "kind": "company"},
        ],
        "posts": [
            {"person": "局长", "unit": "U1", "title": "书记", "role": "head"},
            {"person": "上级", "unit": "U2", "title": "书记", "role": "head"},
            {"person": "更高", "unit": "U3", "title": "书记", "role": "head"},
        ],
    },
}  # fmt: skip
CASE = """
id: K-1
matter: supervision_case
received: 2026-03-02
unit: U1
parties: [{person: 甲, role: subject}]
team: [{person: 承, role: handler}, {person: 协, role: second}]
"""
INFORMED = CASE.replace("role: subject}]", "role: subject}, {person: 线, role: informant}]")


def case(id="K-1", team="承:handler 协:second", parties="甲:subject", **more):
    """The text of a case; `team` and `parties` as `person:role`."""

    def listed(pairs):
        found = [pair.split(":") for pair in pairs.split()]
        return "[" + ", ".join(f"{{person: {who}, role: {role}}}" for who, role in found) + "]"

    lines = {
        "id": id,
        "matter": "supervision_case",
        "received": "2026-03-02",
        "unit": "U1",
        "parties": listed(parties),
        "team": listed(team),
    } | more
    return "\n".join(f"{key}: {value}" for key, value in lines.items() if value is not None)


def sketch(*kin, people=(), undeclared=(), **tables):
    """The office with more in it."""
    return {
        "kin": [*SKETCH["kin"], *kin],
        "people": [*SKETCH["people"], *people],
        "undeclared": [*undeclared],
        "tables": SKETCH["tables"]
        | {name: [*SKETCH["tables"].get(name, ()), *rows] for name, rows in tables.items()},
    }


def sit(path, world=None, author="clerk", today=TODAY):
    """A desk on a new or an older ledger; the caller closes `desk.ledger`."""
    return Desk(
        ledger=open_ledger(path, create=True),
        snapshot=build(SKETCH) if world is None else world,
        author=author,
        today=today,
    )


def as_user(desk, author):
    return replace(desk, author=author)


def on_day(desk, today):
    return replace(desk, today=dt.date.fromisoformat(today))


def knowing(desk, *kin, **more):
    """The same desk after more became known."""
    return replace(desk, snapshot=build(sketch(*kin, **more)))
