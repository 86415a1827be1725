"""`huibi serve`, `huibi account` and `huibi audit`, as whoever keeps the service types them."""

import io
import json

import apsw
import pytest

from api.access_log import access_log_path
from api.cli import run
from api.cli.workplace import settings
from api.http import demo_users
from api.http.accounts import Accounts, accounts_path
from api.http.roles import Role
from api.http.serving import Place
from graph.errors import InputError
from tests.http.conftest import FAMILY, PASSWORD


@pytest.fixture
def huibi(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    assert run(["load", str(FAMILY)]) == 0

    def command(*words, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        return run(list(words)), *capsys.readouterr()

    yield command
    settings.cache_clear()


def test_an_account_is_added_listed_and_closed(huibi):
    add = ("account", "add", "li", "--role", "clerk", "--role", "approver", "--name", "李")
    assert huibi(*add)[0] == 2
    assert huibi(*add, typed=PASSWORD + "\n")[0] == 0
    (one,) = json.loads(huibi("account", "list", "--json")[1])
    assert (one["login"], one["roles"], one["is_active"]) == ("li", ["approver", "clerk"], True)
    assert "password" not in one
    assert huibi(*add)[0] == 0
    assert huibi("account", "close", "li")[0] == 0
    assert "已停用" in huibi("account", "list")[1]
    assert huibi("account", "close", "nobody")[0] == 2


@pytest.mark.parametrize(
    "roles", [["chief"], ["auditor", "clerk"], ["administrator", "analyst"]], ids=str
)
def test_roles_that_cannot_be_held_are_refused(huibi, roles):
    words = [word for role in roles for word in ("--role", role)]
    assert huibi("account", "add", "x", *words, typed=PASSWORD)[0] == 2
    assert json.loads(huibi("account", "list", "--json")[1]) == []


def test_a_changed_log_does_not_verify(huibi, tmp_path):
    case = str(FAMILY / "case.yaml")
    assert huibi("check", case, "--unseal")[0] == 0
    code, out, _ = huibi("audit", "verify", "--json")
    assert code == 0
    head = json.loads(out)
    noted = ("--sequence", str(head["sequence"]), "--digest", head["digest"])
    if head["sequence"]:
        assert huibi("audit", "verify", *noted)[0] == 0
    assert huibi("audit", "verify", "--sequence", "1", "--digest", "ab" * 32)[0] == 1
    assert huibi("audit", "verify", "--sequence", "1")[0] == 2


def test_an_entry_put_in_by_hand_is_found(huibi, tmp_path):
    from api.access_log import open_access_log

    ledger = tmp_path / "huibi.db"
    with open_access_log(ledger) as log:
        for subject in ("a", "b"):
            log.append(who="x", action="look", subject=subject)
    raw = apsw.Connection(str(access_log_path(ledger)))
    raw.execute("DROP TRIGGER entry_is_fixed")
    raw.execute("UPDATE entry SET text = replace(text, '\"b\"', '\"c\"')")
    raw.close()
    code, _, err = huibi("audit", "verify")
    assert code == 1
    assert "chain breaks after entry 1" in err


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"host": "0.0.0.0"}, "only over TLS"),
        ({"host": "192.0.2.1"}, "only over TLS"),
        ({"certificate": FAMILY}, "go together"),
    ],
)
def test_other_machines_are_served_over_tls_alone(given, why):
    with pytest.raises(InputError, match=why):
        Place(**given)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_needs_no_certificate(host):
    assert Place(host=host).is_here


def test_nothing_is_served_where_nobody_has_an_account(huibi):
    code, _, err = huibi("serve", "--port", "8799")
    assert code == 2
    assert "huibi account add" in err


def test_the_demonstration_has_a_user_of_each_role(huibi, tmp_path):
    made = demo_users.make_demo_users(tmp_path / "huibi.db")
    assert {role for one in made for role in one.roles} == set(Role)
    kept = Accounts(accounts_path(tmp_path / "huibi.db"))
    assert kept.enter("auditor", demo_users.PASSWORD)
    assert demo_users.make_demo_users(tmp_path / "huibi.db") == made
    kept.close()
