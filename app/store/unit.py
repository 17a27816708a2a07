"""One unit of work: everything a command writes, and the one commit; use cases call it."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter

import structlog
from sqlalchemy.exc import OperationalError

from app.logs import last_command
from app.store.clocks.writes import Clocks
from app.store.db import writing
from app.store.drafts.writes import Drafts
from app.store.keyring import Keyring
from app.store.rows import Busy
from app.store.writes.doings import Doings
from app.store.writes.erasing import Erasing
from app.store.writes.machine import Machinery
from app.store.writes.messages import Messages
from app.store.writes.papers import Papers
from app.store.writes.people import People
from app.store.writes.registers import Registers

log = structlog.get_logger(__name__)


class Work(Clocks, Erasing, Doings, Messages, Registers, Papers, People, Drafts, Machinery):
    """What can be written together; nothing is there before the unit ends well, and then all of it is."""


@contextmanager
def unit(now: datetime, *, keyring: Keyring) -> Generator[Work]:
    """Begin, hand out the work, commit at the end; any exception takes everything back."""
    with writing() as connection:
        try:
            transaction = connection.begin()
        except OperationalError as locked:
            raise Busy("the database is locked") from locked
        key, began, work = keyring.current, perf_counter(), Work(connection, now, keyring)
        try:
            yield work
            work.queue_all()
            _refuse_if_retired(key, keyring)
            transaction.commit()
        except BaseException as broken:
            transaction.rollback()
            _log(work, type(broken).__name__, began)
            raise
        _log(work, "done", began)


def _log(work: Work, outcome: str, began: float) -> None:
    """Tell what a command came to; a unit that got no further than reading has nothing to tell."""
    if work.told:
        last_command.set(work.told["command_id"])
        ms = round(1000 * (perf_counter() - began), 1)
        log.info("command", **work.told, outcome=outcome, ms=ms, statements=work.statements)


def _refuse_if_retired(key: str, keyring: Keyring) -> None:
    """What was sealed under a master key that a rotation took away meanwhile would never open again."""
    if not keyring.holds(key):
        raise Busy("the master key was changed")
