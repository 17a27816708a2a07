"""Killed at any write of a command, the product has done all of it or nothing."""

import os
import signal
from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from app.events.facts import TaskCompleted
from app.store import records, verify
from app.store.db import db
from app.store.rows import Command, NewEntry
from app.store.unit import unit
from app.store.writes.waits import task_id
from tests.unit.store.conftest import NOW, PERSON, Ask, Step, Task, Timer, Wait, make_app

TABLES = ["fact", "command", "open_task", "job", "subscription", "outbox", "register_entry", "case_state", "stream"]
BEFORE = Step(b"before", (Task("Check#1"),), (Timer("T#1", NOW + timedelta(days=1)),), (Wait("W#1", "m", "k"),))
AFTER = Step(b"after", (Task("Issue#1"),), (Timer("T#2", NOW),), (Wait("W#2", "m", "k"),), (Ask("A#1"),))


class Killed(BaseException):
    """Stands for the plug that is pulled: no code catches it by name."""


def everything() -> dict[str, list[tuple]]:
    with db.engine.connect() as connection:
        rows = {table: connection.execute(text(f"SELECT * FROM {table}")).all() for table in TABLES}
    return {table: sorted(map(str, found)) for table, found in rows.items()}


def run(case_id: str, keyring) -> None:
    """Do everything that a command can do at once."""
    with unit(NOW, keyring=keyring) as work:
        case = work.case_holding(task_id(case_id, "Check#1"))
        work.record(NewEntry("certificates", "id", "N1", date(2026, 9, 1), None, {}, f"{case_id}:R#1"), case)
        work.queue(case, "tell", f"{case_id}:T#1", {"system": "sms"})
        work.keep(case, Command("kill", PERSON, NOW), [TaskCompleted("Check#1", {})], AFTER, result=case_id)


def dying(at: int, how):
    """Give a listener that dies before the nth statement."""
    done = []

    def listen(*_args):
        done.append(1)
        if len(done) == at:
            how()

    return listen


def raise_killed():
    raise Killed


def test_a_command_that_dies_at_any_statement_leaves_nothing_behind(opened, keyring, statements):
    case_id = opened(BEFORE)
    before = everything()
    died = 0
    while True:
        listener = dying(died + 1, raise_killed)
        event.listen(db.engine, "before_cursor_execute", listener)
        try:
            run(case_id, keyring)
            break
        except Killed:
            died += 1
        finally:
            event.remove(db.engine, "before_cursor_execute", listener)
        assert everything() == before
    assert died >= 12
    assert len(records.facts_of(case_id, keyring=keyring)) == 4
    assert verify.verify_case(case_id, keyring=keyring) == []


def test_a_command_that_dies_at_the_commit_leaves_nothing_behind(opened, keyring):
    case_id = opened(BEFORE)
    before = everything()
    listener = dying(1, raise_killed)
    event.listen(db.engine, "commit", listener)
    with pytest.raises(Killed):
        run(case_id, keyring)
    event.remove(db.engine, "commit", listener)
    assert everything() == before


def test_a_process_killed_with_sigkill_inside_a_command_loses_nothing_that_was_there(database, opened, keyring):
    case_id = opened(BEFORE)
    before = everything()
    for at in (1, 4, 7, 10, 13):
        child = os.fork()
        if child == 0:
            die_in_a_new_process(database, case_id, keyring, at)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert everything() == before
    run(case_id, keyring)
    assert verify.verify_case(case_id, keyring=keyring) == []


def die_in_a_new_process(database, case_id, keyring, at):
    try:
        with make_app(database).app_context():
            kill = dying(at, lambda: os.kill(os.getpid(), signal.SIGKILL))
            event.listen(db.engine, "before_cursor_execute", kill)
            run(case_id, keyring)
    finally:
        os._exit(3)
