"""Which cases an auditor may read, and the record of every reading; this room and the queries call it."""

from collections.abc import Sequence
from datetime import datetime

from app.calendar import legal_day
from app.events.actor import Actor
from app.events.facts import ReadingRecorded
from app.identity import Kind, Person, covers, kind_of
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.rows import Command
from app.store.unit import unit


def divisions_of(by: Person) -> list[str]:
    """List the divisions whose cases somebody may audit."""
    return [grant.division for grant in by.roles if kind_of(grant.role) is Kind.AUDITOR]


def audits(by: Person, division: str | None) -> bool:
    """Say whether somebody may audit the cases of a division."""
    return any(covers(held, division) for held in divisions_of(by))


def record_reading(keyring: Keyring, by: Person, case_id: str, what: str, now: datetime) -> None:
    """Record in the day's stream of readings; the case itself is not touched."""
    record_readings(keyring, by, [case_id], what, now)


def record_readings(keyring: Keyring, by: Person, case_ids: Sequence[str], what: str, now: datetime) -> None:
    """Record that several cases were read at once."""
    command = Command(f"read:{new_id()}", Actor("person", by.id), now)
    with unit(now, keyring=keyring) as work:
        stream = work.stream(f"readings:{legal_day(now).isoformat()}")
        work.append(stream, command, [ReadingRecorded(by.id, case_id, what) for case_id in case_ids])
