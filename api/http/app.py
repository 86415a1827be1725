"""The application: its routes, each with a permit, behind the audit, with strict headers."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.http import pages, problems
from api.http.guard import Guard
from api.http.permits import PERMIT
from api.http.routers import ROUTERS
from graph.errors import HuibiError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from api.http.service import Service

PREFIX = "/api/v1"


def create_app(service: Service) -> FastAPI:
    """Return the application of a service.

    Raises:
        HuibiError: a route has no permit, or a permit no route: such a service does not start.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        service.audit.start()
        service.jobs.start()
        yield
        service.jobs.stop()
        service.audit.stop()
        service.accounts.close()

    app = FastAPI(
        title="Huibi 回避",
        version="1",
        summary="Who may handle a case, who is related to whom, and on what evidence.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        redirect_slashes=False,
    )
    app.state.service = service
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX, responses=problems.DESCRIBED)
    _require_permits()
    problems.install(app)
    pages.attach(app)
    app.add_middleware(Guard, service=service)
    return app


def _require_permits() -> None:
    routes = [route for router in ROUTERS for route in router.routes]
    routed = {route.name for route in routes if isinstance(route, APIRoute)}
    if routed != PERMIT.keys():
        raise HuibiError(
            f"routes without a permit: {sorted(routed - PERMIT.keys())}; permits without a route: "
            f"{sorted(PERMIT.keys() - routed)}"
        )
