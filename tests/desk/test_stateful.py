"""Anybody may do anything in any order: what must hold holds after every step."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from api.desk import cases, prying, recusals
from api.desk.views import file_of, history_of
from graph.desk.case_file import APPROVALS
from graph.desk.docket import case_file, docket, fold
from graph.desk.gate import stays
from graph.desk.states import OPEN, State
from graph.errors import InputError
from tests.desk.offices import SKETCH, as_user, build, case, on_day, sit, sketch

WORLDS = (
    build(SKETCH),
    build(sketch(ties=[{"person": "承", "other": "甲", "kind": "creditor"}])),
    build(sketch("承 父亲 甲父")),
)
"""What is known: nothing of the handler, a debt, that he is the subject's brother."""
PEOPLE = st.sampled_from(["承", "协", "审", "兄", "堂兄", "局长", "上级", "甲"])
ROLES = st.sampled_from(["handler", "second", "reviewer", "approver"])
USERS = st.sampled_from(["clerk", "assigner", "审", "证"])
ORDER = ("clear", "unknown", "review", "must_recuse")


class Desk(RuleBasedStateMachine):
    """One case, many hands."""

    @initialize()
    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        self.desk = sit(Path(self.folder.name) / "huibi.db", WORLDS[0])
        self.sealed = False
        cases.register(self.desk, case(parties="甲:subject 线:informant"), name="x")

    def teardown(self):
        if hasattr(self, "desk"):
            self.desk.ledger.close()
            self.folder.cleanup()

    def attempt(self, step, *arguments, **more):
        before = self.desk.ledger.desk.head
        try:
            step(self.desk, *arguments, **more)
        except InputError:
            assert self.desk.ledger.desk.head == before

    @rule(world=st.sampled_from(WORLDS))
    def learn(self, world):
        self.desk = type(self.desk)(
            ledger=self.desk.ledger, snapshot=world, author=self.desk.author, today=self.desk.today
        )

    @rule(user=USERS, days=st.integers(0, 3))
    def sit_down(self, user, days):
        day = self.desk.today + dt.timedelta(days=days)
        self.desk = on_day(as_user(self.desk, user), day.isoformat())

    @rule(person=PEOPLE, role=ROLES)
    def join(self, person, role):
        self.attempt(cases.change_team, "K-1", add=[(person, role)])

    @rule(person=PEOPLE)
    def leave(self, person):
        self.attempt(cases.change_team, "K-1", remove=[person])

    @rule(person=PEOPLE, role=st.sampled_from(["witness", "complainant"]))
    def party(self, person, role):
        self.attempt(cases.change_parties, "K-1", add=[(role, person)])

    @rule(step=st.sampled_from([cases.start, cases.close, cases.seal]))
    def move(self, step):
        self.attempt(step, "K-1")

    @rule(person=PEOPLE, by=PEOPLE, outcome=st.sampled_from(["may_handle", "recuse"]))
    def decide(self, person, by, outcome):
        self.attempt(recusals.decide, "K-1", person, outcome=outcome, reason="x", by=by)

    @rule(person=PEOPLE, by=PEOPLE)
    def order(self, person, by):
        self.attempt(recusals.order, "K-1", person, reason="x", by=by)

    @rule(person=PEOPLE)
    def disclose(self, person):
        self.attempt(recusals.disclose, "K-1", person, reason="x")

    @rule(person=PEOPLE, role=st.sampled_from(["informant", "subject", "other"]))
    def apply(self, person, role):
        self.attempt(recusals.apply, "K-1", person, role=role, reason="x")

    @rule(number=st.integers(1, 30), by=PEOPLE, granted=st.booleans())
    def answer(self, number, by, granted):
        of = f"E-{number:06d}"
        self.attempt(recusals.answer, of, granted=granted, reason="x", by=by)

    @rule(person=PEOPLE)
    def ask(self, person):
        self.attempt(recusals.ask_override, "K-1", person, reason="x")

    @rule(by=st.one_of(st.none(), PEOPLE), one=st.integers(0, 3))
    def approve(self, by, one):
        asked = case_file(self.desk.ledger, "K-1").overrides
        if asked:
            of = asked[one % len(asked)].id
            self.attempt(recusals.approve, of, by=by, document="文")

    @rule(person=PEOPLE)
    def pry(self, person):
        self.attempt(prying.add_prying, "K-1", person, how="x")

    @invariant()
    def the_fold_is_one_and_lawful(self):
        if not hasattr(self, "desk"):
            return
        file = case_file(self.desk.ledger, "K-1")
        assert docket(self.desk.ledger) == {"K-1": file}
        assert fold(file.history) == file
        assert file.anomalies == ()
        assert not set(file.barred) & {one.person for one in file.team}

    @invariant()
    def every_check_is_on_record(self):
        if hasattr(self, "desk"):
            checks = self.desk.ledger.desk.list(kinds=["checked"])
            decisions = [one.id for one in self.desk.ledger.decisions.list()]
            assert [one.decision for one in checks] == decisions

    @invariant()
    def the_last_check_covers_the_team(self):
        if not hasattr(self, "desk"):
            return
        file = case_file(self.desk.ledger, "K-1")
        assert {one.person for one in file.team} <= set(file.check.verdicts)

    @invariant()
    def overrides_have_two_hands_that_may_sign(self):
        if not hasattr(self, "desk"):
            return
        for one in case_file(self.desk.ledger, "K-1").overrides:
            signed = {approval.by.casefold() for approval in one.approvals}
            assert len(signed) == len(one.approvals) <= APPROVALS
            assert not signed & {one.person, one.by, one.author}

    @invariant()
    def a_closed_case_leaves_no_override(self):
        if hasattr(self, "desk"):
            file = case_file(self.desk.ledger, "K-1")
            assert file.state in OPEN or all(one.expired for one in file.overrides)

    @invariant()
    def nobody_works_under_a_verdict_that_nothing_covers(self):
        """Whoever was on the team when the case began was clear, decided on, or overridden."""
        if not hasattr(self, "desk"):
            return
        file = case_file(self.desk.ledger, "K-1")
        at = None
        for number, event in enumerate(file.history):
            at = fold(file.history[: number + 1]) if event.kind in ("started", "closed") else at
            if event.kind in ("started", "closed"):
                for member in at.team:
                    verdict = at.check.verdicts[member.person]
                    before = fold(file.history[:number])
                    assert verdict == "clear" or stays(before, member.person) is not None

    @invariant()
    def the_informant_shows_nowhere(self):
        if not hasattr(self, "desk"):
            return
        file = case_file(self.desk.ledger, "K-1")
        shown = str(file_of(file, self.desk.today, verdict=None))
        shown += str(history_of(file, self.desk.today))
        assert "线" not in shown
        assert "informant" not in shown
        if file.state is State.SEALED:
            assert "甲" not in shown


Desk.TestCase.settings = settings(
    deadline=None, max_examples=12, stateful_step_count=18, derandomize=True
)
TestDesk = Desk.TestCase
