"""Registers: entries about a person, found by a keyed index and read only with the key; unit.py calls it."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Date, bindparam, func, or_, select, update

from app.errors import NotFound
from app.store.keyring import Keyring
from app.store.models import CaseRow, RegisterRow
from app.store.rows import Case, NewEntry, RegisterEntry
from app.store.writes.ground import Found, Ground, Query

SEALED = "register"


class Registers(Ground):
    """Nothing is deleted: a later entry under the same key supersedes the one before it."""

    def find(self, register: str, subject: str, on: date | None = None) -> list[RegisterEntry]:
        """List what stands in a register about a person, oldest first; with a day, only what is valid on it."""
        return [self._entry(row) for row in self.run(*entries_asked(register, self.keyring.index(subject), on))]

    def hold(self, register: str, subject: str) -> None:
        """Let nobody else hold what a register says about a person until this unit ends: what is seen now stays so.

        On SQLite a unit is the only one that writes; on PostgreSQL two wait for each other here, and the second sees
        what the first wrote.
        """
        if self.connection.dialect.name == "postgresql":
            named = f"register:{register}:{self.keyring.index(subject)}"
            self.run(select(func.pg_advisory_xact_lock(func.hashtextextended(named, 0))))

    def record(self, new: NewEntry, case: Case | None = None) -> bool:
        """Write an entry; False when the same source wrote it before."""
        key_index = self.keyring.index(new.key, f"key:{new.register}")
        number = self._insert(new, key_index, case)
        if number is None:
            return False
        self._supersede(new.register, self.keyring.index(new.subject), key_index, number)
        return True

    def end(self, register: str, subject: str, key: str, on: date, *, source: str, case: Case | None = None) -> bool:
        """End the entry that stands under a key, by an entry equal but for its last day; False when done before."""
        standing = [entry for entry in self.find(register, subject) if entry.key == key]
        if not standing:
            raise NotFound(f"no entry in {register} under this key")
        last = standing[-1]
        return self.record(NewEntry(register, subject, key, last.valid_from, on, last.entry, source), case)

    def _supersede(self, register: str, subject: str, key_index: str, by: int) -> None:
        standing = update(RegisterRow).where(
            RegisterRow.register == register,
            RegisterRow.subject == subject,
            RegisterRow.key_index == key_index,
            RegisterRow.id != by,
            RegisterRow.superseded_at.is_(None),
        )
        self.run(standing.values(superseded_at=self.now))

    def _insert(self, new: NewEntry, key_index: str, case: Case | None) -> int | None:
        subject = self.keyring.index(new.subject)
        row = {
            "register": new.register,
            "subject": subject,
            "key_index": key_index,
            "valid_from": new.valid_from,
            "valid_to": new.valid_to,
            "body": self.keyring.seal_value(SEALED, f"{new.register}:{subject}", {"key": new.key, "entry": new.entry}),
            "case_no": case.no if case else None,
            "source": new.source,
            "recorded_at": self.now,
        }
        once = self.upsert(RegisterRow).values(**row).on_conflict_do_nothing(index_elements=["register", "source"])
        number: int | None = self.run(once.returning(RegisterRow.id)).scalar()
        return number

    def _entry(self, row: Found) -> RegisterEntry:
        return entry_of(row, self.keyring)


def entries_asked(
    register: str, subject_index: str | list[str], on: date | None = None, *, history: bool = False
) -> tuple[Query, dict[str, Any]]:
    """Ask for the entries about one person, or about each of many: the question, and what it is asked of."""
    whom = [subject_index] if isinstance(subject_index, str) else subject_index
    asked = {"of_register": register, "of_subjects": whom}
    return _entries(dated=on is not None, history=history), asked if on is None else {**asked, "on_day": on}


@cache
def _entries(*, dated: bool, history: bool) -> Query:
    """Build the question once: every look of every command asks it."""
    about = RegisterRow.subject.in_(bindparam("of_subjects", expanding=True))
    query: Query = (
        select(*RegisterRow.__table__.c, CaseRow.id.label("case_id"))
        .outerjoin(CaseRow, CaseRow.no == RegisterRow.case_no)
        .where(RegisterRow.register == bindparam("of_register"), about)
        .order_by(RegisterRow.valid_from, RegisterRow.id)
    )
    if not history:
        query = query.where(RegisterRow.superseded_at.is_(None))
    if dated:
        day = bindparam("on_day", type_=Date)
        lasting = or_(RegisterRow.valid_to.is_(None), RegisterRow.valid_to >= day)
        query = query.where(RegisterRow.valid_from <= day, lasting)
    return query


def entry_of(row: Found, keyring: Keyring) -> RegisterEntry:
    body = keyring.open_value(SEALED, f"{row.register}:{row.subject}", row.body)
    dates = (row.valid_from, row.valid_to)
    told = (body["entry"], row.case_id, row.recorded_at, row.superseded_at)
    return RegisterEntry(row.id, row.register, body["key"], *dates, *told)
