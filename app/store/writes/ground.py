"""What every part of a unit of work stands on: connection, time, keys; only the parts beside it call it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Row, Select
from sqlalchemy.dialects import postgresql, sqlite

from app.store.db import Tables
from app.store.keyring import Keyring

Query = Select[*tuple[Any, ...]]
Values = dict[str, Any] | list[dict[str, Any]]
Found = Row[*tuple[Any, ...]]


@dataclass
class Ground:
    """One transaction: `now` is the business clock's; what was written (commands), what is to go out (outbox).

    `told` is what the log tells of the command, and `statements` how many there were.
    """

    connection: Connection
    now: datetime
    keyring: Keyring
    written: dict[str, int] = field(default_factory=dict)
    outgoing: list[dict[str, Any]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)
    statements: int = 0

    def run(self, statement: Executable, values: Values | None = None) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement with its values: what every command runs is built once and only bound here."""
        self.statements += 1
        return self.connection.execute(statement, values)

    def upsert(self, table: type[Tables]) -> Any:
        """Give an INSERT that can say ON CONFLICT: both databases can, each with a class of its own."""
        insert = sqlite.insert if self.connection.dialect.name == "sqlite" else postgresql.insert
        return insert(table)
