"""The service against its own description: every operation, as every role, with odd input."""

from http import HTTPStatus

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.http.permits import PERMIT, PERMITS
from api.http.problems import MEDIA
from api.http.roles import Role
from tests.http.conftest import PASSWORD

EXAMPLES = 3
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ENDLESS = ("follow_job", "log_out")
"""Not called at random: one goes on until its job has ended, one ends the session of the rest."""


@pytest.fixture
def described(app):
    return app.openapi()


def operations(described):
    for path, methods in described["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def test_every_operation_says_what_it_does_and_how_it_refuses(described):
    listed = list(operations(described))
    assert {told["operationId"] for _, _, told in listed} == {one.operation for one in PERMITS}
    for path, method, told in listed:
        assert told.get("description"), (method, path)
        assert told["tags"], (method, path)
        refused = told["responses"]["default"]["content"]
        assert list(refused) == [MEDIA], (method, path)


def test_whatever_must_be_sent_has_an_example(described):
    parts = described["components"]["schemas"]
    missing = set()
    for _, _, told in operations(described):
        operation = told["operationId"]
        for one in told.get("parameters", ()):
            if one["required"] and one["in"] == "query" and not has_example(one, parts):
                missing.add(f"{operation} {one['name']}")
        for body in told.get("requestBody", {}).get("content", {}).values():
            model = parts[body["schema"]["$ref"].rpartition("/")[2]]
            fields = model["properties"]
            missing |= {
                f"{operation} {name}"
                for name in model.get("required", ())
                if not has_example(fields[name], parts)
            }
    assert missing == set()


def has_example(field, parts):
    """Whether a field shows what belongs there, itself or by its choices or its model."""
    if "$ref" in field:
        field = parts[field["$ref"].rpartition("/")[2]]
    inner = [field[key] for key in ("schema", "items") if key in field]
    known = {"example", "examples", "enum", "const", "contentMediaType", "properties"}
    is_plain = field.get("type") == "boolean"
    return is_plain or not known.isdisjoint(field) or any(has_example(one, parts) for one in inner)


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_nothing_breaks_and_every_answer_is_as_described(app, service, role):
    schema = schemathesis.openapi.from_dict(app.openapi())
    service.accounts.authorize(
        "investigator", ["A3", "A4"], reason="x", by="approver", until="2099-01-01"
    )
    with TestClient(app, headers={"x-huibi": "1"}, raise_server_exceptions=False) as client:
        if role:
            given_ = {"login": role.value, "password": PASSWORD}
            assert client.post("/api/v1/session", json=given_).status_code == 200
        for found in schema.get_all_operations():
            operation = found.ok()
            name = operation.definition.raw["operationId"]
            if name not in ENDLESS and is_for(role, name):
                try_out(operation, client)


def is_for(role, operation):
    """Whether a role is answered at all; `test_matrix` holds the refusals."""
    roles = PERMIT[operation].roles
    return role in roles if role else not roles


def try_out(operation, client):
    """Send some requests that fit the description, and hold the answers to it."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def attempt(case):
        sent = case.as_transport_kwargs(base_url="http://testserver")
        sent["headers"] = {**sent["headers"], "x-huibi": "1"}
        cookies = sent.pop("cookies", None)
        assert not cookies
        response = client.request(**sent)
        response.request.read()
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            told = response.json()
            assert told["status"] == response.status_code
            assert told["detail"]

    attempt()
