"""Without a common mark no comparison finds a tie; ids that two tables know are kept apart."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import day_of
from graph.ties.compare import COMPARISONS, Pair
from graph.ties.find import TieFinder
from graph.ties.lives import PastCase, add_past_cases, lives_of
from graph.ties.marks import marks_of
from graph.ties.sizes import Sizes
from tests.ties.test_find import Rows, between, people

ON = day_of("2026-03-02")
WHO = st.sampled_from(["A", "B", "C"])
YEAR = st.sampled_from([None, "1990", "2005-06", "2024-01-15"])
WORD = st.sampled_from([None, "1", "2"])


def rows(**columns):
    return st.lists(st.fixed_dictionaries(columns), max_size=4)


TABLES = st.fixed_dictionaries(
    {
        "posts": rows(**{"person": WHO, "unit": WORD, "title": WORD, "from": YEAR, "to": YEAR}),
        "roles": rows(**{"person": WHO, "company": WORD, "from": YEAR, "to": YEAR}),
        "memberships": rows(
            person=WHO, unit=WORD, group_name=WORD, kind=st.sampled_from(["class", "army"])
        ),
        "benefits": rows(person=WHO, account=WORD),
        "accounts": st.lists(
            st.fixed_dictionaries({"id": st.sampled_from("ABx"), "owner": WHO}),
            max_size=3,
            unique_by=lambda row: row["id"],
        ),
        "ties": rows(
            person=WHO,
            other=st.sampled_from(["A", "person:B", "C"]),
            kind=st.sampled_from(["friend", "fiance"]),
        ),
    }
)
HOME = st.fixed_dictionaries(
    dict.fromkeys(("village", "group", "household", "phone", "address"), WORD)
)


@given(TABLES, st.tuples(HOME, HOME, HOME), st.lists(st.tuples(WHO, WHO), max_size=2))
@settings(deadline=None, max_examples=120)
def test_every_tie_needs_a_common_mark(tables, homes, past):
    everyone = [{"id": i, "name": i} | home for i, home in zip("ABC", homes, strict=True)]
    snapshot = Rows(people=everyone, **tables)
    cases = [PastCase(case="K", handler=h, party=p, on="2025", decision="D") for h, p in past]
    lives = lives_of(snapshot, "ABC")
    add_past_cases(lives, cases)
    sizes, finder = Sizes(snapshot, lives.values()), TieFinder(snapshot, "ABC", cases)
    for one, other in ("AB", "BC", "CA"):
        pair = Pair(one=lives[one], other=lives[other], sizes=sizes, on=ON)
        ties = {tie for compare, _ in COMPARISONS for tie in compare(pair)}
        assert set(finder.between(one, other, ON).ties) == ties
        if ties:
            assert marks_of(lives[one]) & marks_of(lives[other])


@given(TABLES, st.tuples(HOME, HOME, HOME))
@settings(deadline=None, max_examples=50)
def test_who_else_is_asked_about_changes_nothing(tables, homes):
    everyone = [{"id": i, "name": i} | home for i, home in zip("ABC", homes, strict=True)]
    sent = [{"id": str(n), "from": "x", "to": "B", "date": f"2026-0{n}-01"} for n in (1, 2, 3)]
    snapshot = Rows(people=everyone, transfers=sent, **tables)
    whole = TieFinder(snapshot, "ABC").between("A", "B", ON)
    assert TieFinder(snapshot, "AB").between("A", "B", ON) == whole


def test_the_other_half_of_an_engagement_need_not_be_asked_about():
    snapshot = Rows(people=people("A", "B"), ties=[{"person": "A", "other": "B", "kind": "fiance"}])
    (tie,) = TieFinder(snapshot, ["A"]).between("A", "B", ON).ties
    assert tie.kind.code == "fiance"


def test_a_case_may_be_left_out():
    past = [PastCase(case="K1", handler="A", party="B", on="2025-06-01", decision="D-000001")]
    finder = TieFinder(Rows(people=people("A", "B")), ["A", "B"], past)
    assert finder.between("A", "B", ON, but="K2").ties
    assert not finder.between("A", "B", ON, but="K1").ties


def test_money_of_an_account_is_not_that_of_a_person_of_the_same_id():
    sent = [
        {"id": str(n), "from": "account:A", "to": "B", "date": f"2026-0{n}-01"} for n in (1, 2, 3)
    ]
    owned = [{"id": "A", "owner": "C"}]
    snapshot = Rows(people=people("A", "B", "C"), accounts=owned, transfers=sent)
    assert not between(snapshot).ties
    (tie,) = TieFinder(snapshot, "BC").between("B", "C", ON).ties
    assert tie.kind.code == "transfers"
