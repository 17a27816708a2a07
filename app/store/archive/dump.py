"""All rows of all tables as lines of JSON, and back, on either database; only backup.py calls it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from app.store.db import Tables, db, snapshot

BATCH = 500


def lines() -> Iterator[bytes]:
    """Give one line a row, tables in the order in which they can be filled again, all of one moment."""
    with snapshot() as connection:
        for table in Tables.metadata.sorted_tables:
            rows = connection.execution_options(yield_per=BATCH).execute(select(table))
            for row in rows.mappings():
                told = {"table": table.name, "row": {name: _told(value) for name, value in row.items()}}
                yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(source: Iterable[bytes]) -> int:
    """Fill empty tables from lines, all of them or none; gives the number of rows."""
    count = 0
    with db.engine.begin() as connection:
        for name, told in groupby(map(json.loads, source), key=lambda line: str(line["table"])):
            table = Tables.metadata.tables[name]
            while batch := [_row(line["row"]) for line in islice(told, BATCH)]:
                connection.execute(insert(table), batch)
                count += len(batch)
            _go_on_counting(connection, table)
    return count


def is_empty(connection: Connection) -> bool:
    return all(connection.execute(select(table).limit(1)).first() is None for table in Tables.metadata.sorted_tables)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Tell PostgreSQL which numbers are taken; SQLite looks for itself."""
    numbered = table.autoincrement_column
    if connection.dialect.name == "postgresql" and numbered is not None:
        last = select(func.max(numbered)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(f'"{table.name}"', numbered.name), last)))


def _told(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"$bytes": b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"$instant": value.isoformat()}
    return {"$day": value.isoformat()} if isinstance(value, date) else value


def _row(told: dict[str, Any]) -> dict[str, Any]:
    return {name: _read(value) for name, value in told.items()}


_READERS: dict[str, Any] = {"$bytes": b64decode, "$instant": datetime.fromisoformat, "$day": date.fromisoformat}


def _read(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    [(tag, text)] = told.items()
    return _READERS[tag](text)
