"""Whatever happened to a ledger, a sync leaves what a projection made from nothing would hold."""

import random
import shutil

import pytest

from graph.ledger import Correction, open_ledger
from graph.model import Status
from graph.ontology.tables import TABLE, key_of
from graph.projection.state import applied_state
from tests.projection.county import ask, contents, facts_of

DAYS = ("2026-03-02", "2026-03-02", "2030-01-01")


def some_rows(rng):
    """A small world drawn from few ids, so that rows of several draws meet."""
    people = [f"P{n}" for n in range(8)]
    some = [p for p in people if rng.random() < 0.8]
    pick = lambda: rng.choice(people)  # noqa: E731
    words = ("father", "mother", "wife", "son", "brother", "舅舅", "堂兄", "岳父")
    kin = {
        (one, word): {
            "person": one,
            "relation": word,
            "relative": other,
            **({"to": "2028-05"} if rng.random() < 0.2 else {}),
            **({"confidence": "0.7"} if rng.random() < 0.2 else {}),
        }
        for one, word, other in ((pick(), rng.choice(words), pick()) for _ in range(8))
        if one != other
    }
    return {
        "people": [
            {
                "id": p,
                "name": rng.choice(["王芳", "张伟", "欧阳娜"]),
                "sex": rng.choice(["M", "F"]),
                "phone": rng.choice(["1", "2"]),
                **({"village": "V1", "group": "一"} if rng.random() < 0.5 else {}),
                **({"born": rng.choice(["1960", "1975-03-04"])} if rng.random() < 0.5 else {}),
            }
            for p in some
        ],
        "kin": list(kin.values()),
        "places": [{"id": "V1", "name": "村", "level": "village"}] * (rng.random() < 0.8),
        "units": [{"id": "U1", "name": "局", "kind": "public_body"}],
        "posts": [
            {"person": p, "unit": "U1", "title": rng.choice(["主任", "干事"])}
            for p in some
            if rng.random() < 0.4
        ],
        "ties": [{"person": p, "other": pick(), "kind": "guardian"} for p in some[:2]],
    }


class History:
    """Random acts on one ledger."""

    def __init__(self, path, rng):
        self.path, self.rng, self.copies = path, rng, []

    def act(self):
        acts = (self.load, self.load, self.reload, self.correct, self.copy, self.restore)
        self.rng.choice(acts if self.path.exists() else (self.load,))()

    def load(self, *, replace=False):
        source = self.rng.choice(["county", "census"])
        with open_ledger(self.path, create=True) as book, book.load(source) as staged:
            rows = some_rows(self.rng)
            unique = {key_of(TABLE[t], r): (t, r) for t, rs in rows.items() for r in rs}
            by_table = {}
            for table, row in unique.values():
                by_table.setdefault(table, []).append(row)
            staged.add(facts_of(by_table))
            staged.commit(replace=replace)

    def reload(self):
        self.load(replace=True)

    def correct(self):
        with open_ledger(self.path, write=True) as book:
            table = self.rng.choice(["people", "kin", "posts"])
            rows = book.read(table).to_pylist()
            if not rows:
                return
            row = self.rng.choice(rows)
            status = self.rng.choice([Status.WITHDRAWN, Status.DISPUTED])
            correction = Correction(
                table=table, key=row["key"], status=status, reason="核实", author="t"
            )
            book.correct(correction)

    def copy(self):
        to = self.path.with_name(f"copy{len(self.copies)}.db")
        with open_ledger(self.path) as book:
            book.backup(to)
        self.copies.append(to)

    def restore(self):
        if self.copies:
            for name in (self.path.name + "-wal", self.path.name + "-shm"):
                self.path.with_name(name).unlink(missing_ok=True)
            shutil.copy(self.rng.choice(self.copies), self.path)


@pytest.mark.parametrize("seed", range(6))
def test_a_sync_equals_a_projection_made_from_nothing(graph, sync, tmp_path, seed):
    rng = random.Random(seed)
    path = tmp_path / "huibi.db"
    history = History(path, rng)
    for _ in range(5):
        for _ in range(rng.randrange(1, 4)):
            history.act()
        day = rng.choice(DAYS)
        sync(graph, path=path, day=day)
    synced, state = contents(graph), applied_state(graph)
    with open_ledger(path) as book:
        assert (state.applied_seq, state.mark) == (book.head, book.mark())
    assert len(set(synced[1])) == len(synced[1])
    sync(graph, path=path, day=day, rebuild=True)
    assert contents(graph) == synced
    assert ask(graph, "MATCH (p:Projection) RETURN p.state AS s") == [{"s": "ready"}]
