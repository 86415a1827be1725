"""Logging in at an organization's identity provider: OpenID Connect, code flow with PKCE.

OpenID Connect Core 1.0 §3.1; RFC 7636 (S256); RFC 9700. Whoever the provider names must already
have an account, by issuer and subject: the service makes none by itself.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from api.http.id_tokens import Keys, claims_of
from api.http.problems import Problem
from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WAIT_SECONDS = 600
_MOST_WAITING = 1000
_PATIENCE = 10.0
_MOST_ANSWER = 1 << 20
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who went to the provider and has not come back."""

    browser: str
    nonce: str
    verifier: str
    back: str
    until: float


class Provider:
    """One identity provider; safe to share between threads.

    client: what fetches, with the provider's own certificates checked.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        secret: str = "",
        *,
        client: httpx2.Client | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        require_safe("oidc_issuer", issuer)
        self.issuer, self._id, self._secret = issuer, client_id, secret
        self._client = client or httpx2.Client(timeout=_PATIENCE, follow_redirects=False)
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[str, Waiting] = {}
        self._found: dict[str, str] = {}
        self._keys = Keys(lambda: self._fetched("GET", self._endpoint("jwks_uri")), clock)

    def begin(self, back: str) -> tuple[str, str]:
        """Return the provider's address to go to, and what the browser keeps until it is back."""
        state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        one = Waiting(
            browser=browser,
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            back=back,
            until=self._clock() + WAIT_SECONDS,
        )
        address = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            self._id,
            "code",
            redirect_uri=back,
            scope="openid",
            state=state,
            nonce=one.nonce,
            code_challenge=create_s256_code_challenge(one.verifier),
            code_challenge_method="S256",
        )
        with self._lock:
            while len(self._waiting) >= _MOST_WAITING:
                self._waiting.pop(next(iter(self._waiting)))
            self._waiting[state] = one
        return str(address), browser

    def finish(self, state: str, browser: str, code: str) -> str:
        """Return the subject, `issuer|sub`, of whoever came back; each state serves once.

        Raises:
            Problem: 401, whatever does not hold; 503 where the provider does not answer.
        """
        with self._lock:
            one = self._waiting.pop(state, None)
        is_his = one is not None and secrets.compare_digest(one.browser.encode(), browser.encode())
        if one is None or not is_his or self._clock() > one.until:
            raise refused("this login was not begun here, or too long ago")
        given = self._fetched(
            "POST",
            self._endpoint("token_endpoint"),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": one.back,
                "client_id": self._id,
                "code_verifier": one.verifier,
            },
        )
        token = given.get("id_token")
        claims = claims_of(
            token if isinstance(token, str) else "",
            self._keys,
            issuer=self.issuer,
            audience=self._id,
            nonce=one.nonce,
            now=self._clock(),
        )
        if claims is None:
            raise refused("what the provider said of you does not hold")
        return f"{self.issuer}|{claims['sub']}"

    def _endpoint(self, name: str) -> str:
        if not self._found:
            address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            told = self._fetched("GET", address)
            if told.get("issuer") != self.issuer:
                raise unanswered("the provider calls itself by another name")
            try:
                for one in _ENDPOINTS:
                    require_safe(one, str(told.get(one)))
            except InputError as error:
                raise unanswered("the provider names an address that is not safe") from error
            self._found = {one: str(told[one]) for one in _ENDPOINTS}
        return self._found[name]

    def _fetched(self, method: str, address: str, **given: Any) -> dict[str, Any]:
        """Return the JSON object at an address of the provider.

        Raises:
            Problem: 401, it refuses; 503, it does not answer as a provider does.
        """
        if method == "POST" and self._secret:
            given["auth"] = httpx2.BasicAuth(self._id, self._secret)
        try:
            answer = self._client.request(method, address, **given)
        except httpx2.HTTPError as error:
            raise unanswered("the identity provider cannot be reached") from error
        if method == "POST" and answer.is_client_error:
            raise refused("the identity provider does not know this login")
        told = _object(answer)
        if told is None:
            raise unanswered(f"the identity provider answered {answer.status_code} and no object")
        return told


def _object(answer: httpx2.Response) -> dict[str, Any] | None:
    if not answer.is_success or len(answer.content) > _MOST_ANSWER:
        return None
    try:
        told = answer.json()
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def provider_of(issuer: str, client_id: str, secret_file: Path | None) -> Provider | None:
    """Return the provider of the settings; None where none is named.

    Raises:
        InputError: half of it is set, the address is not safe, or the secret cannot be read.
    """
    if not issuer and not client_id:
        return None
    if not issuer or not client_id:
        raise InputError("settings oidc_issuer and oidc_client_id go together: set both or none")
    try:
        secret = secret_file.read_text(encoding="utf-8").strip() if secret_file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"setting oidc_client_secret_file: {secret_file}: {error}") from error
    return Provider(issuer, client_id, secret)


def require_safe(name: str, address: str) -> None:
    """Refuse an address that is reached in the clear beyond this machine.

    Raises:
        InputError: it is neither https nor on this machine.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    try:
        is_here = parts.hostname == "localhost" or ip_address(parts.hostname or "").is_loopback
    except ValueError:
        is_here = False
    if parts.scheme != "http" or not is_here:
        raise InputError(f"{name}: '{address}' must begin with https://, since logins pass over it")


def refused(why: str) -> Problem:
    """Return the answer to a login that does not hold."""
    return Problem(HTTPStatus.UNAUTHORIZED, f"{why}; begin again at the login page")


def unanswered(why: str) -> Problem:
    """Return the answer while the provider fails."""
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE, f"{why}; try later, or log in with a local account"
    )
