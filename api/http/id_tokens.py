"""Whether an ID token holds: its signature by a known key, and every claim (OIDC Core §3.1.3.7)."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING, Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

if TYPE_CHECKING:
    from collections.abc import Callable

    Key = RSAKey | ECKey

ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
"""The signatures taken, each with its kind of key; a token does not choose any other."""
_LEEWAY, _OLDEST = 60, 600
_REFETCH_SECONDS = 60
_LONGEST_TOKEN = 16_384


class Keys:
    """The provider's public keys by id, fetched anew for an unknown id, once a minute at most."""

    def __init__(self, fetch: Callable[[], dict[str, Any]], clock: Callable[[], float]) -> None:
        self._fetch, self._clock = fetch, clock
        self._lock = threading.Lock()
        self._keys: dict[str, dict[str, Any]] = {}
        self._fetched = float("-inf")

    def find(self, kid: str, algorithm: str) -> Key | None:
        """Return the key of an id, if it is one that signs by this algorithm."""
        with self._lock:
            if kid not in self._keys and self._clock() - self._fetched >= _REFETCH_SECONDS:
                self._fetched = self._clock()
                listed = self._fetch().get("keys")
                rows = listed if isinstance(listed, list) else []
                self._keys = {
                    one["kid"]: one
                    for one in rows
                    if isinstance(one, dict) and isinstance(one.get("kid"), str)
                }
            row = self._keys.get(kid)
        if row is None or row.get("kty") != ALGORITHMS[algorithm]:
            return None
        if row.get("use", "sig") != "sig" or row.get("alg", algorithm) != algorithm:
            return None
        return RSAKey.import_key(row) if algorithm == "RS256" else ECKey.import_key(row)


def claims_of(
    token: str, keys: Keys, *, issuer: str, audience: str, nonce: str, now: float
) -> dict[str, Any] | None:
    """Return the claims of a token that holds in every respect; None of any other.

    Raises:
        Problem: the provider's keys cannot be fetched.
    """
    if len(token) > _LONGEST_TOKEN:
        return None
    try:
        header = jws.extract_compact(token.encode()).headers()
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or not isinstance(kid, str):
            return None
        key = keys.find(kid, algorithm)
        if key is None:
            return None
        claims = jwt.decode(token, key, algorithms=[algorithm]).claims
        jwt.JWTClaimsRegistry(
            now=int(now),
            leeway=_LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True},
        ).validate(claims)
    except (JoseError, ValueError):
        return None
    return claims if _holds(claims, audience, nonce, now) else None


def _holds(claims: dict[str, Any], audience: str, nonce: str, now: float) -> bool:
    """Whether what remains holds: issued lately, for nobody else too, in answer to this login."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != audience:
        return False
    said = claims["nonce"]
    if not isinstance(said, str) or not secrets.compare_digest(said.encode(), nonce.encode()):
        return False
    sub = claims["sub"]
    is_named = isinstance(sub, str) and bool(sub.strip())
    return is_named and now - float(claims["iat"]) <= _OLDEST + _LEEWAY
