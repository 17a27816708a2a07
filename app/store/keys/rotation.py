"""Changing the master key: what is sealed under an old one is sealed anew, then the old one goes; upkeep calls it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update
from sqlalchemy.exc import OperationalError

from app.errors import Refused
from app.store.db import reading
from app.store.keyring import WRAP, Keyring, mark
from app.store.models import CommandRow, MessageRow, PaperRow, PersonRow, RegisterRow, StreamRow
from app.store.rows import Busy
from app.store.unit import Work, unit

BATCH = 200
TRIES, PAUSE = 100, 0.1  # for a moment in which nobody writes


@dataclass(frozen=True)
class Sealed:
    """A column whose values are sealed under the master key: its row's number, and for what and where each is bound."""

    number: Any
    column: Any
    purpose: str
    place: Callable[[Any], str]
    bound: tuple[Any, ...]

    @property
    def name(self) -> str:
        return f"{self.column.class_.__tablename__}.{self.column.key}"

    def under(self, key: str) -> Any:
        """Ask which values are sealed under a key."""
        return func.substr(self.column, 1, len(mark(key))) == mark(key)


SEALED = (
    Sealed(StreamRow.id, StreamRow.data_key, WRAP, lambda row: str(row.name), (StreamRow.name,)),
    Sealed(PaperRow.id, PaperRow.data_key, WRAP, lambda row: f"paper:{row.file}", (PaperRow.file,)),
    Sealed(PaperRow.id, PaperRow.name, "paper", lambda row: str(row.number), ()),
    Sealed(CommandRow.no, CommandRow.result, "result", lambda row: str(row.key), (CommandRow.key,)),
    Sealed(MessageRow.no, MessageRow.body, "message", lambda row: str(row.id), (MessageRow.id,)),
    Sealed(
        RegisterRow.id,
        RegisterRow.body,
        "register",
        lambda row: f"{row.register}:{row.subject}",
        (RegisterRow.register, RegisterRow.subject),
    ),
    Sealed(PersonRow.id, PersonRow.name, "person", lambda row: str(row.number), ()),
)


@dataclass(frozen=True)
class KeyInfo:
    """A master key without the key: since when, until when, and how much in the database is sealed under it."""

    id: str
    made: str | None
    retired: str | None
    state: str  # in use, being replaced, retired
    values: int


def listed(keyring: Keyring) -> list[KeyInfo]:
    """List the master keys, oldest first, and those that the database needs and the file lacks."""
    keys = keyring.file.keys()
    states = {**dict.fromkeys(keys.retired, "retired"), **dict.fromkeys(keys.old, "being replaced")}
    states[keys.current] = "in use"
    with reading() as connection:
        found = [KeyInfo(n, keys.made.get(n), keys.retired.get(n), s, _count(connection, n)) for n, s in states.items()]
        unknown = _total(connection) - sum(one.values for one in found)
    return [*found, KeyInfo("?", None, None, "missing", unknown)] if unknown else found


class Rotation:
    """One rotation, begun anew or gone on with where an earlier one was killed: the key file tells which."""

    def __init__(self, keyring: Keyring, now: datetime) -> None:
        self._keyring, self._now = keyring, now

    def begin(self) -> int:
        """Put a new key into use unless a rotation is under way; gives the number of values to be sealed anew."""
        keys = self._keyring.file.keys()
        if not keys.old:
            self._refuse_unless_readable(keys.current)
            keys = self._keyring.file.replace(keys.with_new(self._now))
        with reading() as connection:
            return sum(_count(connection, name) for name in keys.old)

    def reseal(self, batch: int = BATCH) -> Iterator[int]:
        """Seal anew, one short transaction a batch; gives the size of each."""
        for key in self._keyring.file.keys().old:
            for sealed in SEALED:
                yield from self._column(sealed, key, batch)

    def retire(self) -> None:
        """Take the old keys out of the file, at a moment when nothing sealed under them is left or on its way."""
        for attempt in range(1, TRIES + 1):
            try:
                if self._retired():
                    return
            except OperationalError as busy:
                if attempt == TRIES:
                    raise Busy("somebody always writes: run `yijianshi keys rotate` again") from busy
                time.sleep(PAUSE)
            for _ in self.reseal():
                """What was written since the last look is sealed anew first."""
        raise Busy("new values under an old key keep coming: run `yijianshi keys rotate` again")

    def _column(self, sealed: Sealed, key: str, batch: int) -> Iterator[int]:
        last = None
        while True:
            with unit(self._now, keyring=self._keyring) as work:
                rows = work.run(_batch(sealed, key, last, batch)).all()
                self._anew(work, sealed, rows)
            if not rows:
                return
            last = rows[-1].number
            yield len(rows)

    def _anew(self, work: Work, sealed: Sealed, rows: Any) -> None:
        if not rows:
            return
        anew = update(sealed.column.class_).where(sealed.number == bindparam("of_number"))
        values = [{"of_number": row.number, "anew": self._sealed_anew(sealed, row)} for row in rows]
        work.run(anew.values({sealed.column: bindparam("anew")}), values)

    def _sealed_anew(self, sealed: Sealed, row: Any) -> bytes:
        place = sealed.place(row)
        return self._keyring.seal(sealed.purpose, place, self._keyring.open(sealed.purpose, place, row.value))

    def _retired(self) -> bool:
        """While no other unit writes: False when there is something left to be sealed anew."""
        with unit(self._now, keyring=self._keyring) as work:
            _hold_writers(work.connection)
            keys = self._keyring.file.keys()
            if any(_count(work.connection, name) for name in keys.old):
                return False
            self._keyring.file.replace(keys.without_old(self._now))
        return True

    def _refuse_unless_readable(self, key: str) -> None:
        """A new key is made only where the one in use opens what there is; any other state needs a person first."""
        with reading() as connection:
            if foreign := _total(connection) - _count(connection, key):
                raise Refused(f"{foreign} values are sealed under a key that is not in the key file: see `keys show`.")
            for sealed in SEALED:
                for row in connection.execute(_batch(sealed, key, None, 1)):
                    self._keyring.open(sealed.purpose, sealed.place(row), row.value)


def _batch(sealed: Sealed, key: str, last: Any, size: int) -> Any:
    """Ask for the next values under a key; a row that somebody holds is left for the look at the end."""
    query = select(sealed.number.label("number"), sealed.column.label("value"), *sealed.bound).where(sealed.under(key))
    if last is not None:
        query = query.where(sealed.number > last)
    return query.order_by(sealed.number).limit(size).with_for_update(skip_locked=True, key_share=True)


def _count(connection: Connection, key: str) -> int:
    return sum(_number(connection, sealed, sealed.under(key)) for sealed in SEALED)


def _total(connection: Connection) -> int:
    return sum(_number(connection, sealed, sealed.column.is_not(None)) for sealed in SEALED)


def _number(connection: Connection, sealed: Sealed, which: Any) -> int:
    return connection.execute(select(func.count()).select_from(sealed.column.class_).where(which)).scalar_one()


def _hold_writers(connection: Connection) -> None:
    """On PostgreSQL let nobody write what is sealed until this unit ends; where somebody does just now, fail at once.

    On SQLite every unit is the only writer. A unit that sealed before and writes after finds its key gone and fails.
    """
    if connection.dialect.name == "postgresql":
        tables = ", ".join(sorted({sealed.column.class_.__tablename__ for sealed in SEALED}))
        connection.execute(text(f"LOCK TABLE {tables} IN SHARE MODE NOWAIT"))
