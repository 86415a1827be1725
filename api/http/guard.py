"""What surrounds every request: size limits, strict headers, and the log before the answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.access_log import Look
from api.http.problems import answer_of
from graph.errors import LedgerError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.http.service import Service

MOST_BYTES, MOST_UPLOAD = 1 << 20, 50 << 20
UPLOADS = ("/api/v1/imports",)
API = "/api/"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
        "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_SENT = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_API_SENT = [*_SENT, (b"cache-control", b"no-store")]
_PAGE_SENT = [*_SENT, (b"cache-control", b"no-cache")]


class Guard:
    """Middleware: bodies are capped, and no answer of the API leaves before it is logged."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        call = _Call(self._service, scope, receive, send)
        if call.is_too_large():
            refusal = answer_of(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {call.limit >> 20} MB are taken"
            )
            await refusal(scope, receive, call.send)
            return
        await self._app(scope, call.receive, call.send)


class _Call:
    """One request on its way through."""

    def __init__(self, service: Service, scope: Scope, receive: Receive, send: Send) -> None:
        self._service, self._scope = service, scope
        self._receive, self._send = receive, send
        self._is_api = scope["path"].startswith(API)
        self._is_refused = False
        self._taken = 0
        self.limit = MOST_UPLOAD if scope["path"].startswith(UPLOADS) else MOST_BYTES

    def is_too_large(self) -> bool:
        """Whether the request says itself that its body is too large."""
        length = dict(self._scope["headers"]).get(b"content-length", b"0")
        return not length.isdigit() or int(length) > self.limit

    async def receive(self) -> Message:
        """Take a part of the body, as long as all of it stays within the limit."""
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > self.limit:
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        """Send the answer on, once it is logged."""
        if message["type"] == "http.response.start":
            sent = _API_SENT if self._is_api else _PAGE_SENT
            message["headers"] = [*message["headers"], *sent]
            if self._is_api and not await self._is_logged(message["status"]):
                self._is_refused = True
                refusal = answer_of(
                    HTTPStatus.SERVICE_UNAVAILABLE,
                    "the access log cannot be written, so no answer is given; free disk space or "
                    "ask whoever keeps the service",
                )
                await refusal(self._scope, self._receive, self._send)
                return
        if not self._is_refused:
            await self._send(message)

    async def _is_logged(self, status: int) -> bool:
        state: dict[str, Any] = self._scope["state"]
        route = self._scope.get("route")
        params = self._scope.get("path_params") or {}
        subject = " ".join(str(value) for value in params.values())
        look = Look(
            who=state.get("who", "-"),
            action=getattr(route, "name", "unknown"),
            subject=state.get("subject", subject)[:500],
            detail=f"{status} {state.get('purpose', '')}".strip(),
        )
        try:
            await self._service.audit.write(look)
        except LedgerError:
            return False
        return True
