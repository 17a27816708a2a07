"""Whatever a master key seals, sealed anew with the one in use, some rows a transaction; upkeep calls it.

A master key wraps the data keys of streams and papers, and seals by itself what belongs to no one case. Facts and
states are sealed with data keys: they stay as they are, and so does the chain.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, Row, bindparam, func, select, update

from app.store.db import Tables, reading, writing
from app.store.keyring import WRAPPED, Keyring
from app.store.models import CommandRow, MessageRow, PaperRow, PersonRow, RegisterRow, StreamRow
from app.store.papers import PURPOSE as PAPER
from app.store.writes.messages import MESSAGE
from app.store.writes.registers import SEALED as REGISTER

BATCH = 500


@dataclass(frozen=True)
class Sealed:
    """A column sealed with a master key: its row's key, and the purpose and place that bind each value."""

    table: type[Tables]
    key: str
    column: str
    purpose: str
    place: Callable[[Row[Any]], str]


EVERYTHING = (
    Sealed(StreamRow, "id", "data_key", WRAPPED, lambda row: str(row.name)),
    Sealed(PaperRow, "id", "data_key", WRAPPED, lambda row: f"paper:{row.file}"),
    Sealed(PaperRow, "id", "name", PAPER, lambda row: str(row.id)),
    Sealed(PersonRow, "id", "name", "person", lambda row: str(row.id)),
    Sealed(RegisterRow, "id", "body", REGISTER, lambda row: f"{row.register}:{row.subject}"),
    Sealed(MessageRow, "no", "body", MESSAGE, lambda row: str(row.id)),
    Sealed(CommandRow, "no", "result", "result", lambda row: str(row.key)),
)


def used(keyring: Keyring) -> Counter[str]:
    """Count the values that each master key seals."""
    found: Counter[str] = Counter()
    with reading() as connection:
        for name in keyring.masters:
            for one in EVERYTHING:
                column = one.table.__table__.c[one.column]
                query = select(func.count()).where(_head(column, keyring.mark(name)) == keyring.mark(name))
                found[name] += connection.execute(query).scalar_one()
    return found


def reseal(keyring: Keyring, batch: int = BATCH) -> Iterator[int]:
    """Seal all that another master key seals with the one in use; yields the number of rows after each commit.

    It can be killed at any moment and begun again: a row is either as it was or sealed anew, and both can be read.
    """
    for one in EVERYTHING:
        last: Any = None
        while rows := _others(one, keyring, last, batch):
            _seal(one, rows, keyring)
            last = rows[-1][0]
            yield len(rows)


def _others(one: Sealed, keyring: Keyring, last: Any, batch: int) -> list[Row[Any]]:
    table, mark = one.table.__table__, keyring.mark(keyring.current)
    key, column = table.c[one.key], table.c[one.column]
    query = select(key.label("row_key"), column.label("sealed"), table).where(column.is_not(None))
    query = query.where(_head(column, mark) != mark)
    if last is not None:
        query = query.where(key > last)
    with reading() as connection:
        return list(connection.execute(query.order_by(key).limit(batch)).all())


def _seal(one: Sealed, rows: list[Row[Any]], keyring: Keyring) -> None:
    """Write one batch; a row that somebody changed meanwhile is left, for it is sealed with the key in use by now."""
    table = one.table.__table__
    unchanged = (table.c[one.key] == bindparam("row_key")) & (table.c[one.column] == bindparam("sealed"))
    anew = [
        {
            "row_key": row.row_key,
            "sealed": row.sealed,
            "anew": keyring.resealed(one.purpose, one.place(row), row.sealed),
        }
        for row in rows
    ]
    with writing() as connection, connection.begin():
        connection.execute(update(one.table).where(unchanged).values({one.column: bindparam("anew")}), anew)


def _head(column: Any, mark: bytes) -> Any:
    return func.substr(column, 1, len(mark), type_=LargeBinary)
