"""A case at the desk: a subject, his brother who must not handle it, and somebody who may."""

import datetime as dt

import pytest

from api.cli.kin import NamesOf
from api.desk import Desk, cases
from api.loading import Request, load_sources
from api.papers import Issue, issue
from graph.ledger import open_ledger
from graph.snapshot import open_snapshot

TODAY = dt.date(2026, 11, 22)
TABLES = {
    "people": (
        "id,name",
        "S,苏被查",
        "B,苏兄弟",
        "F,苏父亲",
        "H,洪办案",
        "H2,侯协办",
        "W,魏<b>检举</b>",
        "L,雷负责",
    ),
    "kin": ("person,relation,relative", "S,father,F", "B,father,F", "W,sister,H2"),
    "units": ("id,name,kind", "U,某县纪委监委,public_body"),
    "posts": ("person,unit,role", "L,U,head"),
    "declarations": (
        "person,scope,date",
        *(f"{one},all,2026-01-01" for one in ("S", "B", "F", "H", "H2", "W", "L")),
    ),
}


@pytest.fixture
def desk(tmp_path):
    source = tmp_path / "office"
    source.mkdir()
    for name, lines in TABLES.items():
        (source / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ledger = tmp_path / "huibi.db"
    done = load_sources(
        ledger, Request(paths=(source,)), lambda _count: None, lambda _outcome: None
    )
    assert done.is_loaded, done.errors
    with open_ledger(ledger, write=True) as book:
        yield Desk(ledger=book, snapshot=open_snapshot(ledger), author="clerk", today=TODAY)


@pytest.fixture
def registered(desk):
    """Register a case with a team; returns its id."""

    def run(team, *, informant=False, id="2026-1"):
        parties = ["{person: S, role: subject}"]
        parties += ["{person: W, role: informant}"] if informant else []
        named = ", ".join(f"{{person: {who}, role: {role}}}" for who, role in team.items())
        text = (
            f"id: {id}\nmatter: supervision_case\nreceived: 2026-11-02\nunit: U\n"
            f"parties: [{', '.join(parties)}]\nteam: [{named}]\n"
        )
        cases.register(desk, text, name="case")
        return id

    return run


@pytest.fixture
def printed(desk):
    """Print papers of a case; returns their contents by kind and format."""

    def run(case, *kinds, language="zh", forms=("html",), templates=None):
        wanted = Issue(case=case, kinds=kinds, language=language, forms=forms, templates=templates)
        _, made = issue(desk.ledger, wanted, NamesOf(desk.snapshot), desk.today)
        return {(one.kind, one.form): one.content for one in made}

    return run
