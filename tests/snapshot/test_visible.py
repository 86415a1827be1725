"""What a view hides is as if it had never been loaded."""

import numpy as np
import pytest

from api.loading import Request, load_sources
from graph.errors import NotFoundError
from graph.kinship.closure import kin_of
from graph.model import day_of
from graph.paths.connect import connect
from graph.paths.ends import one_end
from graph.snapshot import open_snapshot
from graph.snapshot.visible import VisibleSnapshot

PEOPLE = ["id,name,village", *(f"{one},{one},V{one in 'XY'}" for one in "ABCDEXY")]
KIN = [
    "person,relation,relative,from",
    "A,father,X,",  # X hides the tie between A and B
    "B,father,X,",
    "A,mother,C,",
    "D,spouse,A,2001",
    "E,father,B,",
    "Y,mother,C,",
]
TIES = ["person,other,kind", "C,E,friend", "Y,E,friend"]
HIDDEN = {"X", "Y"}
ON = day_of("2026-09-30")


def snapshot_of(folder, people, kin, ties):
    source = folder / "t"
    source.mkdir(parents=True)
    for name, lines in {"people": people, "kin": kin, "ties": ties}.items():
        (source / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ledger = folder / "huibi.db"
    outcome = load_sources(ledger, Request(paths=(source,)), lambda _: None, lambda _: None)
    assert outcome.is_loaded, outcome.errors
    return open_snapshot(ledger)


def without_hidden(lines):
    return [line for line in lines if not HIDDEN & set(line.split(","))]


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """The view of the whole, and a snapshot in which the hidden were never loaded."""
    folder = tmp_path_factory.mktemp("visible")
    people = ["id,name", *(f"{one},{one}" for one in "ABCDEXY")]
    whole = snapshot_of(folder / "whole", people, KIN, TIES)
    seen = np.ones(whole.ties.n, np.bool_)
    for one in HIDDEN:
        seen[whole.ties.index(f"person:{one}")] = False
    bare = snapshot_of(
        folder / "bare", without_hidden(people), without_hidden(KIN), without_hidden(TIES)
    )
    return whole, VisibleSnapshot(whole, seen, "test"), bare


def kin_told(snapshot, person):
    return [
        (
            relative.person,
            [(reading.shape, reading.terms) for reading in relative.readings],
            [[(hop.source, hop.edge, hop.target) for hop in r.hops] for r in relative.readings],
        )
        for relative in kin_of(snapshot, person, ON)
    ]


@pytest.mark.parametrize("person", "ABCDE")
def test_kin_are_those_of_a_world_without_the_hidden(views, person):
    whole, view, bare = views
    assert kin_told(view, person) == kin_told(bare, person)
    assert kin_told(view, person) != kin_told(whole, person) or person in "CD"


@pytest.mark.parametrize(("one", "other"), [("A", "B"), ("A", "E"), ("C", "E"), ("D", "B")])
def test_paths_are_those_of_a_world_without_the_hidden(views, one, other):
    def told(snapshot):
        found = connect(
            snapshot, one_end(snapshot, one), one_end(snapshot, other), day=ON, with_sample=False
        )
        names = [[(h.source, h.target) for h in path.hops] for path in found.paths]
        ids = [[(found.names.id(a), found.names.id(b)) for a, b in path] for path in names]
        return found.state, ids, [round(path.strength, 9) for path in found.paths]

    _, view, bare = views
    assert told(view) == told(bare)


def test_a_view_is_remembered_apart_from_the_whole(views):
    whole, view, _ = views
    assert view.digest != whole.digest
    assert view.sequence == whole.sequence


def test_who_is_unknown_stays_unknown(views):
    with pytest.raises(NotFoundError):
        kin_of(views[1], "Z", ON)
