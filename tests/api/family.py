"""A family of our own, its case, and what a command answered."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

TABLES = {
    "people.csv": """id,name,sex,born,household
A0,周大山,M,1940,H1
A1,吴秀兰,F,1942,H1
B0,周国强,M,1968,H1
B1,周国富,M,1971,H2
C0,周亮,M,1996,H2
W0,何静,F,1970,H1
W1,何老三,M,1944,H3
W2,何勇,M,1974,H3
L0,马超,M,1980,H5
L1,林芳,F,1981,
N0,李伟,M,1975,
N1,李伟,M,1985,
""",
    "kin.csv": """person,relation,relative,kind,from,to
B0,father,A0,,,
B0,mother,A1,,,
B1,父亲,A0,,,
B1,母亲,A1,,,
C0,father,B1,,,
B0,wife,W0,,1995-05-01,
W0,father,W1,,,
W2,father,W1,,,
""",
    "declarations.csv": "person,scope,date\nL0,all,2025-01-10\n",
    "units.csv": "id,name,kind\nU1,某镇纪委,public_body\n",
    "posts.csv": "person,unit,title,role,from\nL0,U1,干事,handler,2021-03-01\n",
}
CASE = """id: K-1
matter: supervision_case
received: 2026-03-02
unit: U1
parties:
  - {person: B0, role: subject}
candidates: [B1, C0, W2, L0, L1]
"""
INFORMED = CASE.replace("candidates:", "  - {person: W0, role: informant}\ncandidates:").replace(
    "K-1", "K-2"
)
VERDICTS = {"B1": "must_recuse", "C0": "review", "W2": "review", "L0": "clear", "L1": "unknown"}


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def write_family(folder: Path, **changed: str) -> Path:
    """Write the family; a keyword such as `people` adds lines to that table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        more = changed.get(name.removesuffix(".csv"), "")
        (folder / name).write_text(text + more, encoding="utf-8")
    return folder


def contents(ledger):
    """Every row of every table of a ledger, but the dictionary of names, where a refused load may
    have left a word that no fact uses."""
    connection = apsw.Connection(str(ledger), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            name: list(connection.execute(f'SELECT * FROM "{name}"'))
            for (name,) in list(tables)
            if name not in {"name", "sqlite_sequence"}
        }
    finally:
        connection.close()


def in_page(text, page):
    """Whether a picture holds the text: in the open, or as JSON inside its script."""
    return text in page or json.dumps(text)[1:-1] in page
