"""The ledger against a plain dictionary, read at every sequence it ever had."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from graph.errors import NotFoundError
from graph.ledger import Changes, Correction, load, open_ledger
from graph.model import Fact, Status

SOURCES = st.sampled_from(["county", "police"])
KEYS = st.sampled_from(["P1", "P2", "P3", "P4"])
WORDS = st.sampled_from(["王", "李", "赵"])
ROWS = st.dictionaries(KEYS, WORDS, max_size=4)
STATUSES = st.sampled_from([None, *Status])


class History(RuleBasedStateMachine):
    """Rows as `stated[source][key]`, rulings as a list: what a reader must see follows."""

    @initialize()
    def begin(self):
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "huibi.db"
        self.ledger = open_ledger(self.path, create=True)
        self.batch_rows, load.BATCH_ROWS = load.BATCH_ROWS, 2
        self.stated = {"county": {}, "police": {}}
        self.rulings = []
        self.seen_at = {0: frozenset()}

    def teardown(self):
        load.BATCH_ROWS = self.batch_rows
        self.ledger.close()
        self.folder.cleanup()

    def expected(self):
        rows = {}
        for source, held in self.stated.items():
            for key, name in held.items():
                rows[source, key] = (name, "asserted")
        stated_keys = {key for _, key in rows}
        for key, source, name, status, adds in self.rulings:
            if adds and key not in stated_keys:
                rows.setdefault(("correction", key), (name, "asserted"))
            for place, (old_name, old_status) in list(rows.items()):
                if place[1] == key and source in (None, place[0]):
                    rows[place] = (name or old_name, status or old_status)
        return frozenset(
            (*place, *row) for place, row in rows.items() if row[1] != Status.WITHDRAWN
        )

    @staticmethod
    def seen(table):
        return frozenset(
            (row["source"], row["key"], row["name"], row["status"]) for row in table.to_pylist()
        )

    def stage(self, staged, rows):
        staged.add(
            Fact(table="people", key=key, cells={"id": key, "name": name}, file="p.csv", row=2)
            for key, name in rows.items()
        )

    @rule(source=SOURCES, rows=ROWS, replace=st.booleans(), is_committed=st.booleans())
    def load_source(self, source, rows, replace, is_committed):
        old = self.stated[source]
        changed = {key for key in rows.keys() & old.keys() if rows[key] != old[key]}
        added, missing = rows.keys() - old.keys(), old.keys() - rows.keys()
        before = self.ledger.head
        after = before + len(added) + len(changed) + (len(missing) if replace else 0)
        with self.ledger.load(source) as staged:
            self.stage(staged, rows)
            assert staged.changes() == Changes(
                added=len(added),
                changed=len(changed),
                unchanged=len(rows) - len(added) - len(changed),
                missing=len(missing),
            )
            if replace:
                staged.withdraw_missing()
            self.stated[source] = rows if replace else old | rows
            assert self.seen(self.ledger.read("people", staged=staged)) == self.expected()
            if is_committed:
                assert staged.commit(replace) == after
            else:
                self.stated[source] = old
        assert self.ledger.head == (after if is_committed else before)
        if is_committed:
            self.seen_at[after] = self.expected()

    @rule(key=KEYS, source=st.none() | SOURCES, name=st.none() | WORDS, status=STATUSES)
    def correct(self, key, source, name, status):
        if name is None and status is None:
            return
        holders = [held for held in self.stated if key in self.stated[held]]
        is_added = any(said[0] == key and said[4] for said in self.rulings)
        is_stated = bool(holders) if source is None else source in holders
        cells = {} if name is None else {"name": name}
        if is_stated or (is_added and source is None):
            self.record(key, source, cells, status)
            self.rulings.append((key, source, name, status, False))
            self.seen_at[self.ledger.head] = self.expected()
            return
        before = self.ledger.head
        try:
            self.record(key, source, cells, status)
        except NotFoundError:
            assert self.ledger.head == before
        else:
            raise AssertionError("a correction of nothing was taken")

    @rule(key=KEYS, name=WORDS)
    def add_by_correction(self, key, name):
        is_known = any(key in held for held in self.stated.values()) or any(
            said[0] == key and said[4] for said in self.rulings
        )
        self.record(key, None, {"id": key, "name": name}, None)
        self.rulings.append((key, None, name, None, not is_known))
        self.seen_at[self.ledger.head] = self.expected()

    def record(self, key, source, cells, status):
        said = Correction(
            table="people",
            key=key,
            source=source,
            cells=cells,
            status=status,
            reason="r",
            author="a",
        )
        before = self.ledger.head
        assert self.ledger.correct(said) == before + 1

    @precondition(lambda self: len(self.seen_at) > 1)
    @rule()
    def reopen(self):
        self.ledger.close()
        self.ledger = open_ledger(self.path, write=True)

    @invariant()
    def every_sequence_reads_as_it_did(self):
        for at, rows in self.seen_at.items():
            assert self.seen(self.ledger.read("people", at=at)) == rows

    @invariant()
    def facts_counted_match_the_sources(self):
        held = {state.name: state.facts for state in self.ledger.sources()}
        for name, rows in self.stated.items():
            assert held.get(name, 0) == len(rows)


TestHistory = History.TestCase
TestHistory.settings = settings(deadline=None, max_examples=25, stateful_step_count=15)
