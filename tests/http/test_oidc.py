"""Logging in at a made identity provider, and every token that does not hold."""

import base64
import dataclasses
import hashlib
import hmac
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI, Form, Request
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from api.http.app import create_app
from api.http.id_tokens import Keys
from api.http.oidc import Provider, provider_of
from api.http.roles import Account, Role
from graph.errors import InputError

ISSUER, CLIENT, SECRET = "https://id.example.test/realm", "huibi", "a secret"
RSA = RSAKey.generate_key(2048, {"kid": "r1", "use": "sig", "alg": "RS256"})
EC = ECKey.generate_key("P-256", {"kid": "e1", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "r1"})
PUBLIC = [RSA.as_dict(private=False), EC.as_dict(private=False)]
ENDPOINTS = {
    "authorization_endpoint": f"{ISSUER}/go",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}


class Issuer:
    """A provider that says what a test wants it to say."""

    def __init__(self):
        self.said = {"issuer": ISSUER, **ENDPOINTS}
        self.token = self.asked = None
        self.challenge = ""
        self.fetched = 0
        self.app = FastAPI()
        self.app.get("/realm/.well-known/openid-configuration")(lambda: self.said)
        self.app.get("/realm/keys")(self._keys)
        self.app.post("/realm/token")(self._give)
        self.client = TestClient(self.app, base_url=ISSUER)

    def _keys(self):
        self.fetched += 1
        return {"keys": PUBLIC}

    async def _give(self, request: Request, code: str = Form(), code_verifier: str = Form()):
        given = request.headers["authorization"].removeprefix("Basic ")
        digest = hashlib.sha256(code_verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_right = base64.b64decode(given).decode() == f"{CLIENT}:{SECRET}"
        if not is_right or code != "good" or challenge != self.challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.token}


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def client(service, issuer):
    provider = Provider(ISSUER, CLIENT, SECRET, client=issuer.client)
    made = dataclasses.replace(service, provider=provider)
    made.accounts.put(
        Account(login="wang", name="王", roles=frozenset({Role.CLERK}), subject=f"{ISSUER}|u-17")
    )
    with TestClient(create_app(made), follow_redirects=False) as opened:
        yield opened


def begun(client, issuer):
    answer = client.get("/api/v1/session/oidc")
    assert answer.status_code == 303, answer.text
    asked = {k: v[0] for k, v in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    issuer.challenge = asked["code_challenge"]
    return asked


def claims_for(asked, **change):
    now = int(time.time())
    told = {
        "iss": ISSUER, "aud": CLIENT, "sub": "u-17", "iat": now, "exp": now + 300,
        "nonce": asked["nonce"],
    }  # fmt: skip
    return {k: v for k, v in (told | change).items() if v is not None}


def signed(claims, key=RSA, **header):
    told = {"alg": "RS256", "kid": "r1"} | header
    return jwt.encode(told, claims, key, algorithms=[told["alg"]])


def back(client, state, code="good"):
    return client.get("/api/v1/session/oidc/return", params={"state": state, "code": code})


@pytest.mark.parametrize(
    ("key", "header"), [(RSA, {}), (EC, {"alg": "ES256", "kid": "e1"})], ids=["RS256", "ES256"]
)
def test_whoever_the_provider_vouches_for_is_logged_in(client, issuer, key, header):
    assert client.get("/api/v1/health").json()["provider"] is True
    asked = begun(client, issuer)
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://testserver/api/v1/session/oidc/return"
    assert asked["scope"] == "openid"
    issuer.token = signed(claims_for(asked), key, **header)
    answer = back(client, asked["state"])
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert client.get("/api/v1/session").json()["login"] == "wang"


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def unsigned(asked):
    return encoded({"alg": "none", "kid": "r1"}) + "." + encoded(claims_for(asked)) + "."


def by_public_key(asked):
    head = encoded({"alg": "HS256", "kid": "r1"}) + "." + encoded(claims_for(asked))
    mac = hmac.digest(RSA.as_pem(private=False), head.encode(), "sha256")
    return f"{head}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def tampered(asked):
    head, _, tail = signed(claims_for(asked)).split(".")
    return f"{head}.{encoded(claims_for(asked, sub='u-1'))}.{tail}"


NOW = int(time.time())
FORGED = {
    "unsigned": unsigned,
    "signed by the public key as a secret": by_public_key,
    "altered after signing": tampered,
    "signed by another's key": lambda asked: signed(claims_for(asked), OTHER),
    "by an unknown key": lambda asked: signed(claims_for(asked), RSA, kid="r9"),
    "by a key of another kind": lambda asked: signed(claims_for(asked), RSA, kid="e1"),
    "without a key's id": lambda asked: jwt.encode({"alg": "RS256"}, claims_for(asked), RSA),
    "by a weaker kin of the algorithm": lambda asked: jwt.encode(
        {"alg": "PS256", "kid": "r1"},
        claims_for(asked),
        RSAKey.import_key(RSA.as_pem(private=True)),
        algorithms=["PS256"],
    ),
    "for somebody else": lambda asked: signed(claims_for(asked, aud="other")),
    "for somebody else too": lambda asked: signed(claims_for(asked, aud=[CLIENT, "other"])),
    "asked for by somebody else": lambda asked: signed(claims_for(asked, azp="other")),
    "of another issuer": lambda asked: signed(claims_for(asked, iss=f"{ISSUER}/")),
    "expired": lambda asked: signed(claims_for(asked, exp=NOW - 3600)),
    "without an end": lambda asked: signed(claims_for(asked, exp=None)),
    "issued long ago": lambda asked: signed(claims_for(asked, iat=NOW - 7200)),
    "issued tomorrow": lambda asked: signed(claims_for(asked, iat=NOW + 86400)),
    "with a stale nonce": lambda asked: signed(claims_for(asked, nonce="an earlier one")),
    "without a nonce": lambda asked: signed(claims_for(asked, nonce=None)),
    "of nobody": lambda asked: signed(claims_for(asked, sub=" ")),
    "without a subject": lambda asked: signed(claims_for(asked, sub=None)),
    "no token at all": lambda _asked: "not.a.token",
    "none given": lambda _asked: None,
    "too long": lambda asked: signed(claims_for(asked, more="x" * 20_000)),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_token_that_does_not_hold_opens_nothing(client, issuer, forge):
    asked = begun(client, issuer)
    issuer.token = forge(asked)
    refused = back(client, asked["state"])
    assert refused.status_code == 401, refused.text
    assert "huibi_session" not in refused.headers.get("set-cookie", "")
    assert client.get("/api/v1/session").status_code == 401


def test_a_return_serves_once_and_only_its_own_browser(client, issuer):
    asked = begun(client, issuer)
    issuer.token = signed(claims_for(asked))
    assert back(client, "made up").status_code == 401
    kept = dict(client.cookies)
    client.cookies.clear()
    assert back(client, asked["state"]).status_code == 401
    client.cookies.update(kept)
    assert back(client, asked["state"]).status_code == 401, "the state was spent"


def test_a_code_that_the_provider_refuses_opens_nothing(client, issuer):
    asked = begun(client, issuer)
    issuer.token = signed(claims_for(asked))
    assert back(client, asked["state"], code="bad").status_code == 401


def test_a_login_ends_after_ten_minutes(issuer):
    now = [0.0]
    provider = Provider(ISSUER, CLIENT, SECRET, client=issuer.client, clock=lambda: now[0])
    address, browser = provider.begin("https://here/return")
    now[0] = 601.0
    with pytest.raises(Exception, match="too long ago"):
        provider.finish(parse_qs(urlsplit(address).query)["state"][0], browser, "good")


@pytest.mark.parametrize("change", [{"sub": "u-18"}, {"sub": "u-17 "}])
def test_no_account_is_made_by_itself(client, issuer, change, service):
    before = service.accounts.all()
    asked = begun(client, issuer)
    issuer.token = signed(claims_for(asked, **change))
    assert back(client, asked["state"]).status_code == 401
    assert service.accounts.all() == before


def test_a_closed_account_stays_closed(client, issuer, service):
    known = service.accounts.of_login("wang")
    service.accounts.put(dataclasses.replace(known, is_active=False))
    asked = begun(client, issuer)
    issuer.token = signed(claims_for(asked))
    assert back(client, asked["state"]).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://evil.example.test"},
        {"token_endpoint": "http://id.example.test/token"},
        {"jwks_uri": None},
    ],
)
def test_a_provider_that_is_not_itself_is_not_asked(client, issuer, change):
    issuer.said |= change
    answer = client.get("/api/v1/session/oidc")
    assert answer.status_code == 503
    assert "local account" in answer.json()["detail"]


def test_an_unknown_key_is_looked_up_once_a_minute(issuer):
    now = [0.0]
    keys = Keys(issuer._keys, lambda: now[0])
    for _ in range(3):
        assert keys.find("r9", "RS256") is None
    assert issuer.fetched == 1
    now[0] = 61.0
    assert keys.find("r9", "RS256") is None
    assert issuer.fetched == 2


def test_without_a_provider_there_is_no_such_login(client_of):
    client = client_of()
    assert client.get("/api/v1/health").json()["provider"] is False
    assert client.get("/api/v1/session/oidc").status_code == 404
    assert client.get("/api/v1/session/oidc/return").status_code == 404


def test_half_a_provider_is_refused(tmp_path):
    assert provider_of("", "", None) is None
    with pytest.raises(InputError, match="go together"):
        provider_of(ISSUER, "", None)
    with pytest.raises(InputError, match="https"):
        provider_of("http://id.example.test", CLIENT, None)
    with pytest.raises(InputError, match="secret_file"):
        provider_of(ISSUER, CLIENT, tmp_path / "absent")
    (tmp_path / "secret").write_text("s3cret\n")
    assert provider_of("http://127.0.0.1:9/realm", CLIENT, tmp_path / "secret") is not None


PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def led(answer):
    """Where a browser is led, and why."""
    assert answer.status_code == 303, answer.text
    assert "session" not in answer.headers.get("set-cookie", "")
    page, _, told = answer.headers["location"].partition("?")
    assert page == "/#/login"
    return parse_qs(told)


def test_a_refused_browser_is_led_to_the_login_page_with_the_reason(client, issuer):
    stale = client.get("/api/v1/session/oidc/return", params={"state": "x"}, headers=PAGE)
    assert led(stale) == {"refused": ["provider_expired"]}
    asked = begun(client, issuer)
    issuer.token = signed(claims_for(asked, sub="somebody"))
    given = {"state": asked["state"], "code": "good"}
    stranger = client.get("/api/v1/session/oidc/return", params=given, headers=PAGE)
    assert led(stranger) == {"refused": ["provider_no_account"]}
    assert client.get("/api/v1/health").json()["session"] is False


def test_a_browser_is_led_back_while_the_provider_fails(client, issuer):
    issuer.said = {"issuer": "https://other.example.test", **ENDPOINTS}
    answer = client.get("/api/v1/session/oidc", headers=PAGE)
    assert led(answer) == {"refused": ["provider_other_name"]}


def test_a_refusal_of_the_provider_is_in_the_log(client, service):
    from api.access_log import AccessLog, access_log_path

    client.get("/api/v1/session/oidc/return", params={"state": "x"}, headers=PAGE)
    with AccessLog(access_log_path(service.bench.ledger)) as log:
        last = list(log.entries())[-1]
    assert (last.action, last.subject, last.detail) == (
        "back_from_provider",
        "provider_expired",
        "303",
    )
