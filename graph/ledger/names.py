"""Tables, sources and files as small numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ledger import sql

if TYPE_CHECKING:
    import apsw


class Names:
    """The numbers of the names that one connection has met; a name is never renumbered."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._ids: dict[str, int] = {}

    def find(self, text: str) -> int | None:
        """Return the name's number, None if the ledger has never met it."""
        if (known := self._ids.get(text)) is not None:
            return known
        found = self._connection.execute(sql.NAME_ID, (text,)).get
        if found is None:
            return None
        self._ids[text] = int(found)
        return self._ids[text]

    def number(self, text: str) -> int:
        """Return the name's number, giving it one when it is new (a commit of its own)."""
        known = self.find(text)
        if known is None:
            self._connection.execute(sql.ADD_NAME, (text,))
            known = self.find(text)
        assert known is not None
        return known

    def texts(self) -> dict[int, str]:
        """Return every name by number."""
        return {int(key): str(text) for key, text in self._connection.execute(sql.NAMES)}
