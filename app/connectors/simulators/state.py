"""What the invented systems remember, in one SQLite file: arrivals, people, certificates, faults, what they report."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

Json = dict[str, Any]

_TABLES = """
create table if not exists arrivals (
  id integer primary key, at text not null, system text not null, operation text not null, key text not null,
  payload text not null, status integer, answer text, times integer not null default 1,
  unique (system, operation, key));
create table if not exists people (id_no text primary key, status text not null);
create table if not exists certificates (number text primary key, key text not null, voided integer not null default 0);
create table if not exists faults (
  id integer primary key, system text not null, operation text not null, kind text not null,
  status integer not null, seconds real not null, remaining integer not null);
create table if not exists reports (
  id integer primary key, number text not null unique, due text not null, system text not null, message text not null,
  key text not null, payload text not null, tries integer not null default 0, status integer, answer text);
"""


class State:
    """One connection behind one lock: a simulator's load is small, and its truth must survive a restart."""

    def __init__(self, path: Path | str) -> None:
        """Open or create the file; `:memory:` keeps nothing."""
        self._lock = RLock()
        self._db = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.executescript(_TABLES)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit")

    def arrival(self, system: str, operation: str, key: str) -> sqlite3.Row | None:
        """The earlier arrival of this key, counted once more."""
        found: sqlite3.Row | None = self._db.execute(
            "update arrivals set times = times + 1 where system = ? and operation = ? and key = ? returning *",
            (system, operation, key),
        ).fetchone()
        return found

    def keep(self, system: str, operation: str, key: str, payload: Json, answer: tuple[int, Json]) -> None:
        self._db.execute(
            "insert into arrivals (at, system, operation, key, payload, status, answer) values (?, ?, ?, ?, ?, ?, ?)",
            (_now(), system, operation, key, _text(payload), answer[0], _text(answer[1])),
        )

    def log(self, system: str | None = None) -> list[Json]:
        """All arrivals, oldest first, each once, with how often it came."""
        with self._lock:
            rows = self._db.execute(
                "select * from arrivals where ?1 is null or system = ?1 order by id", (system,)
            ).fetchall()
        return [
            dict(row) | {"payload": json.loads(row["payload"]), "answer": json.loads(row["answer"])} for row in rows
        ]

    def person(self, id_no: str) -> Json:
        with self._lock:
            row = self._db.execute("select status from people where id_no = ?", (id_no,)).fetchone()
        return dict(json.loads(row["status"])) if row else {}

    def put_person(self, id_no: str, status: Json) -> Json:
        """Merge into what is on file for the person."""
        with self.transaction():
            merged = {**self.person(id_no), **status}
            self._db.execute("insert or replace into people values (?, ?)", (id_no, _text(merged)))
        return merged

    def register(self, number: str, key: str) -> bool:
        """Whether the number is new, or was registered by the same key."""
        self._db.execute("insert or ignore into certificates (number, key) values (?, ?)", (number, key))
        row = self._db.execute("select key from certificates where number = ?", (number,)).fetchone()
        return bool(row["key"] == key)

    def void(self, number: str) -> None:
        self._db.execute("update certificates set voided = 1 where number = ?", (number,))

    def order_fault(self, system: str, operation: str, kind: str, status: int, seconds: float, count: int) -> None:
        with self._lock:
            self._db.execute(
                "insert into faults (system, operation, kind, status, seconds, remaining) values (?, ?, ?, ?, ?, ?)",
                (system, operation, kind, status, seconds, count),
            )

    def next_fault(self, system: str, operation: str, *, named: bool = False) -> sqlite3.Row | None:
        """Take one of the ordered faults that fit, oldest first; `*` fits everything, unless both must be named."""
        every = "" if named else "*"
        with self._lock:
            found: sqlite3.Row | None = self._db.execute(
                "update faults set remaining = remaining - 1 where id = (select min(id) from faults where remaining > 0"
                " and system in (?1, ?3) and operation in (?2, ?3)) returning *",
                (system, operation, every),
            ).fetchone()
        return found

    def clear_faults(self) -> None:
        with self._lock:
            self._db.execute("delete from faults")

    def queue_report(self, number: str, system: str, message: str, key: str, payload: Json, seconds: float) -> None:
        """Have something reported in so many seconds; the same number is reported once."""
        values = (number, _now(seconds), system, message, key, _text(payload))
        with self._lock:
            self._db.execute(
                "insert or ignore into reports (number, due, system, message, key, payload) values (?, ?, ?, ?, ?, ?)",
                values,
            )

    def reports(self, *, due: bool = False) -> list[Json]:
        """What was or will be reported, oldest first, or what is due; without a status nobody has answered it yet."""
        with self._lock:
            rows = self._db.execute(
                "select * from reports where ?1 = 0 or (status is null and due <= ?2) order by id", (due, _now())
            ).fetchall()
        return [
            dict(row) | {"payload": json.loads(row["payload"]), "answer": json.loads(row["answer"] or "null")}
            for row in rows
        ]

    def postpone_report(self, number: int, seconds: float) -> None:
        with self._lock:
            self._db.execute("update reports set tries = tries + 1, due = ? where id = ?", (_now(seconds), number))

    def settle_report(self, number: int, status: int, answer: Json) -> None:
        with self._lock:
            self._db.execute(
                "update reports set tries = tries + 1, status = ?, answer = ? where id = ?",
                (status, _text(answer), number),
            )


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _now(later: float = 0) -> str:
    """The simulators live by the wall clock: they are outside the product and its simulated time."""
    return (datetime.now(UTC) + timedelta(seconds=later)).isoformat(timespec="milliseconds")
