"""A record of a lottery, derived again: what is changed in it is found."""

import copy

import orjson
import pytest

from api.assigning import Request, lottery_for, waiting_cases
from api.desk import cases
from graph.desk.assignment.commitment import digest_of, key_of, new_seed, seed_from
from graph.desk.assignment.plan import as_json
from graph.desk.assignment.record import digest_of as digest_of_values
from graph.desk.assignment.record import read_back
from graph.desk.assignment.replay import replay
from graph.errors import InputError
from tests.desk.assignment.county import SEED, TODAY, TOWNSHIPS, case, desk_with, world


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    data = world()
    desk = desk_with(tmp_path_factory.mktemp("replay") / "huibi.db", data)
    for n in range(8):
        cases.register(desk, case(f"K-{n}", TOWNSHIPS[n % 5], f"民{n}:subject"), name="x")
    request = Request(is_open=True, on=TODAY)
    lottery = lottery_for(desk.ledger, data, request, waiting_cases(desk.ledger, request))
    desk.ledger.close()
    shown = {"seed": SEED.seed, "nonce": SEED.nonce, "hash": SEED.hash, "public_seed": "7"}
    return lottery, lottery.promised(SEED, "彩票"), shown | as_json(lottery.drawn(SEED, "7"))


@pytest.fixture
def record(recorded):
    """A record as the ledger gives it back."""
    _, promised, shown = recorded
    return orjson.loads(orjson.dumps(promised)), orjson.loads(orjson.dumps(shown))


def found(promised, shown):
    return {one.what for one in replay(promised, shown)}


def test_a_record_holds(record):
    assert replay(*record) == ()


def test_chances_are_read_back_as_they_were(recorded, record):
    again = read_back(record[0])
    assert again.chances() == recorded[0].chances()
    assert again.batch == recorded[0].batch
    assert (again.built.problem.cost == recorded[0].built.problem.cost).all()


def changed(record, *path, to):
    promised, shown = copy.deepcopy(record)
    place = {"promised": promised, "shown": shown}[path[0]]
    for key in path[1:-1]:
        place = place[key]
    place[path[-1]] = to(place[path[-1]]) if callable(to) else to
    return promised, shown


@pytest.mark.parametrize(
    ("path", "to", "what"),
    [
        (("shown", "seed"), "00" * 32, "commitment"),
        (("shown", "nonce"), "00" * 32, "commitment"),
        (("shown", "public_seed"), "8", "assignment"),
        (("shown", "assignments", 0, "handler"), "县办1", "assignment"),
        (("shown", "assignments"), [], "assignment"),
        (("shown", "assignments", 0, "probability"), 0.9, "assignment"),
        (("promised", "seed_commitment"), "sha256:00", "commitment"),
        (("promised", "input", "cases", 0, "bars"), lambda bars: "R" + bars[1:], "input"),
        (("promised", "input", "handlers", 0, "load"), 3, "input"),
        (("promised", "input", "past"), [["place:T1", "place:T2"]], "input"),
        (("promised", "rules_digest"), "00", "rules"),
        (("promised", "chances", 0, 2), lambda chance: chance + 1, "lawful"),
        (("promised", "need", 0), 0, "lawful"),
        (("promised", "ways"), [], "chances"),
        (("promised", "level"), 0, "lawful"),
        (("promised", "input", "handlers"), [], "record"),
        (("promised", "chances"), "x", "record"),
    ],
)
def test_every_change_is_found(record, path, to, what):
    assert what in found(*changed(record, *path, to=to))


def test_lawful_chances_that_are_not_the_best_are_found(record):
    """Somebody who moves chance to a friend keeps every rule and pays for it."""
    promised, shown = record
    rules = orjson.loads(promised["rules"])
    rules["cost"]["distance"] = 90_000
    text = orjson.dumps(rules, option=orjson.OPT_SORT_KEYS).decode()
    promised["rules"], promised["rules_digest"] = text, digest_of(text.encode(), "sha256")
    dearer = read_back(promised)
    promised["chances_digest"] = digest_of_values(dearer.chances())
    assert "optimum" in found(promised, shown)


def test_a_newer_form_is_refused(record):
    with pytest.raises(InputError, match="form 2"):
        replay({**record[0], "form": 2}, record[1])


def test_seeds_hide_and_bind():
    one, other = new_seed(), new_seed()
    assert one.commitment != other.commitment
    assert seed_from(b"x" * 16) == seed_from(b"x" * 16) != seed_from(b"y" * 16)
    assert new_seed("sm3").commitment.startswith("sm3:")
    assert digest_of(b"abc", "sm3").startswith("66c7f0f4")  # GB/T 32905-2016, example 1
    keys = {key_of(one, public=public, chances=chances) for public in ("", "1") for chances in "ab"}
    assert len(keys | {key_of(other, public="", chances="a")}) == 5
    with pytest.raises(InputError, match="could be guessed"):
        seed_from(b"short")
    with pytest.raises(InputError, match="no hash"):
        new_seed("md5")
