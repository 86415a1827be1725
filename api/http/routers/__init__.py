"""Routes by subject; ROUTERS is the only list of them."""

from api.http.routers import accounts, audits, session

ROUTERS = (session.router, accounts.router, audits.router)
