"""Setting an anchor: it costs as much as grew since the last one, waits for no case, and is set once or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from app.store import schema
from app.store.anchors import keeping
from app.store.db import db
from tests.unit.store.conftest import NOW, Step
from tests.unit.store.test_anchors import broken, tamper
from tests.unit.store.test_crash import Killed, dying, everything, raise_killed

ONLY_POSTGRES = pytest.mark.parametrize(
    "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
STREAMS = """
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
INSERT INTO stream (name, seq, head, anchored) SELECT 'case:' || i, 9, 'head', 9 FROM n
"""
READ = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
BY_INDEX = "SET enable_seqscan = off"  # PostgreSQL reads tables as small as here from end to end


@pytest.fixture
def days(keyring):
    """Set the anchors of so many more days, and give the last."""
    last = iter(range(1, 1000))

    def go_on(count: int = 1):
        found = [keeping.anchor(day_of(next(last)), NOW, keyring=keyring) for _ in range(count)]
        return found[-1]

    return go_on


def day_of(number: int) -> str:
    return (date(2026, 9, 1) + timedelta(days=number)).isoformat()


@pytest.fixture
def cost(app, days, statements):
    """Give how many statements the next anchor takes, and how many rows (on SQLite: steps) these read."""
    steps: list[int] = []
    read: list[int] = []

    if db.engine.dialect.name == "postgresql":
        tamper(BY_INDEX)

    def note(connection) -> None:
        if db.engine.dialect.name == "sqlite":
            connection.connection.dbapi_connection.set_progress_handler(lambda: steps.append(1), 1)
            read.append(len(steps))
        else:
            read.append(int(connection.exec_driver_sql(READ).scalar_one()))

    def of_next() -> tuple[int, int]:
        statements.clear()
        read.clear()
        for moment in ("begin", "commit"):
            event.listen(db.engine, moment, note)
        days()
        for moment in ("begin", "commit"):
            event.remove(db.engine, moment, note)
        assert len(read) == 2
        return len([one for one in statements if one != READ]), read[1] - read[0]

    return of_next


def test_an_anchor_costs_what_grew_however_many_anchors_and_streams_there_are(opened, completed, days, cost):
    case_id = opened()
    days(9)
    completed(case_id, "A#1", Step(b"a"))
    few, little = cost()
    days(289)
    tamper(STREAMS)
    completed(case_id, "B#1", Step(b"b"))
    statements, read = cost()
    assert statements == few
    assert read <= little
    for _ in range(20):
        opened()
    statements, read_of_many = cost()
    assert statements == few
    assert read + 20 <= read_of_many <= 21 * read


def test_an_anchor_that_dies_at_its_commit_or_at_any_statement_leaves_nothing_behind(opened, days, keyring):
    opened()
    days()
    case_id = opened()
    before = everything()
    assert killed(days, "commit", 1)
    assert everything() == before
    at = 1
    while killed(days, "before_cursor_execute", at):
        assert everything() == before
        at += 1
    assert at > 8
    assert [name for name, _, _ in keeping.anchors(keyring=keyring)[-1].heads] == [f"case:{case_id}"]
    assert days().heads == []
    assert broken(keyring) == []


def killed(days, moment: str, at: int) -> bool:
    """Try to set the next anchor, dying at the nth statement or commit; tell whether there was one."""
    listener = dying(at, raise_killed)
    event.listen(db.engine, moment, listener)
    try:
        days()
    except Killed:
        return True
    finally:
        event.remove(db.engine, moment, listener)
    return False


def test_of_two_that_set_the_anchor_of_a_day_at_once_one_does(app, opened, keyring):
    opened()

    def set_it(_number: int):
        with app.app_context():
            return keeping.anchor("2026-09-01", NOW, keyring=keyring)

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(set_it, range(4)))
    assert [one for one in found if one] == keeping.anchors(keyring=keyring)
    assert len(keeping.anchors(keyring=keyring)) == 1


@ONLY_POSTGRES
def test_an_anchor_waits_for_no_case_and_the_next_binds_what_a_command_held(opened, completed, days, work, keyring):
    """On SQLite there is one writer at a time."""
    held, free = opened(), opened()
    with work() as at_work:
        at_work.case(held)
        first = days()
    completed(held, "A#1", Step(b"a"))
    assert {name for name, _, _ in first.heads} == {f"case:{held}", f"case:{free}"}
    assert [(name, seq) for name, seq, _ in days().heads] == [(f"case:{held}", 6)]
    assert broken(keyring) == []


def test_the_first_anchor_after_an_upgrade_binds_all_anew(opened, days, keyring):
    case_id = opened()
    before = days()
    schema.downgrade("0005")
    schema.upgrade()
    assert broken(keyring) == []
    after = days()
    assert (after.before, after.heads) == (before.root, before.heads)
    assert [name for name, _, _ in after.heads] == [f"case:{case_id}"]
    assert days().heads == []
    assert broken(keyring) == []
