"""Run the service of a ledger on this machine until it is stopped."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from api.http.app import create_app
from api.http.service import Service
from graph.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from api.http.oidc import Provider
    from api.http.works import Follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the service listens; beyond this machine only with a certificate."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        """Refuse to carry names and passwords over a network in the clear."""
        if (self.certificate is None) != (self.key is None):
            raise InputError("--certificate and --key go together")
        if not self.is_here and self.certificate is None:
            raise InputError(
                f"--host {self.host}: other machines may reach the service only over TLS, since "
                "passwords and people's relatives would travel in the clear; name --certificate "
                "and --key, or leave out --host"
            )

    @property
    def is_here(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def address(self) -> str:
        """What to open in a browser."""
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}/"


def serve(
    ledger: Path, place: Place, *, follow: Follow, is_demo: bool = False,
    provider: Provider | None = None,
) -> None:  # fmt: skip
    """Serve a ledger until the process is stopped; `follow` as in `Service.of`.

    Raises:
        LedgerError: there is no ledger, or a file beside it cannot be written.
        InputError: a certificate cannot be used.
    """
    service = Service.of(
        ledger, is_demo=is_demo, is_secure=place.certificate is not None, provider=provider,
        follow=follow,
    )  # fmt: skip
    if not service.accounts.all():
        raise InputError(
            f"{ledger}: nobody has an account yet; add the first with "
            "huibi account add LOGIN --role administrator"
        )
    try:
        uvicorn.run(
            create_app(service),
            host=place.host,
            port=place.port,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.key,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=1 << 16,
        )
    except ssl.SSLError as error:
        raise InputError(f"{place.certificate}: not a usable certificate ({error})") from error
