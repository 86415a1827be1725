"""Routes by subject; ROUTERS is the only list of them."""

from api.http.routers import (
    accounts,
    assigning,
    audits,
    cases,
    checks,
    connections,
    exports,
    jobs,
    leads,
    papers,
    provider,
    recusals,
    registers,
    session,
    views,
    zones,
)

ROUTERS = (
    session.router,
    provider.router,
    registers.router,
    connections.router,
    exports.router,
    views.router,
    checks.router,
    cases.router,
    recusals.router,
    assigning.router,
    papers.router,
    zones.router,
    leads.router,
    jobs.router,
    accounts.router,
    audits.router,
)
