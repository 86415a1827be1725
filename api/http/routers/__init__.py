"""Routes by subject; ROUTERS is the only list of them."""

from api.http.routers import accounts, audits, connections, jobs, leads, registers, session

ROUTERS = (
    session.router,
    registers.router,
    connections.router,
    leads.router,
    jobs.router,
    accounts.router,
    audits.router,
)
