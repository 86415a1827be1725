"""A look at an informant: for the custodian alone, with a reason, on the log before it is given."""

import pytest

from api.access_log import AccessLog, access_log_path
from api.desk import unsealing
from graph.errors import LedgerError
from tests.http.test_desk_sight import CASES, SECRET

INFORMANT = ("A6", "吴佳")


@pytest.fixture
def secret(client_of):
    assert client_of("clerk").post(CASES, json=SECRET).status_code == 201
    return f"{CASES}/{SECRET['id']}/unseal"


def looks(service):
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        return [(one.who, one.detail) for one in log.entries() if one.action == "unseal"]


def test_a_reason_is_wanted_and_stands_on_the_log(secret, client_of, service):
    custodian = client_of("custodian")
    for blank in ("", "  \n"):
        refused = custodian.post(secret, json={"reason": blank})
        assert refused.status_code == 422
        assert not any(one in refused.text for one in INFORMANT)
    assert looks(service) == []
    assert custodian.post(secret, json={"reason": "核对身份"}).status_code == 200
    ((who, detail),) = looks(service)
    assert who == "custodian"
    assert "核对身份" in detail
    assert not any(one in detail for one in INFORMANT)


def test_what_cannot_be_logged_is_not_shown(secret, client_of, monkeypatch):
    def full(_path):
        raise LedgerError("the access log cannot be written")

    monkeypatch.setattr(unsealing, "open_access_log", full)
    answer = client_of("custodian").post(secret, json={"reason": "核对身份"})
    assert answer.status_code == 503
    assert not any(one in answer.text for one in INFORMANT)


def test_nobody_else_learns_that_there_is_anything_to_unseal(secret, client_of):
    given = {"reason": "看看"}
    approver = client_of("approver")
    refused = approver.post(secret, json=given)
    none = approver.post(f"{CASES}/no-such-case/unseal", json=given)
    assert refused.status_code == none.status_code == 404
    assert refused.content == none.content
