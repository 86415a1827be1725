"""Routes by subject; ROUTERS is the only list of them."""

from api.http.routers import accounts, audits, connections, registers, session

ROUTERS = (
    session.router,
    registers.router,
    connections.router,
    accounts.router,
    audits.router,
)
