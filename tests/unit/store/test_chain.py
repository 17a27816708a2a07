"""Whoever changes, removes, inserts or moves a fact behind the product's back is found out, with the fact named."""

import pytest
from sqlalchemy import text

from app.events.facts import CaseOpened, TaskClaimed
from app.store import records, verify
from app.store.db import db
from app.store.keyring import Keyring
from app.store.keys.file import KeysLost
from app.store.rows import Command
from app.store.sealing import Erased
from tests.unit.store.conftest import NOW, PERSON, Step

STREAM = "SELECT id FROM stream WHERE name LIKE 'case:%'"


@pytest.fixture
def case_id(opened, completed):
    """Give a case of eight facts."""
    case_id = opened()
    completed(case_id, "Check#1", Step(b"b"))
    completed(case_id, "Visit#1", Step(b"c"))
    return case_id


@pytest.fixture
def tamper(app):
    def run(*statements: str) -> None:
        with db.engine.connect() as connection, connection.begin():
            for statement in statements:
                connection.execute(text(statement))

    return run


@pytest.fixture
def broken(case_id, keyring):
    return lambda: [(found.what, found.seq) for found in verify.verify_case(case_id, keyring=keyring)]


def move(old: int, new: int) -> str:
    return f"UPDATE fact SET seq = {new} WHERE seq = {old}"


COPY = (
    "INSERT INTO fact (stream, seq, command, kind, version, algorithm, body, hash) "
    "SELECT stream, {to}, command, kind, version, algorithm, body, hash FROM fact WHERE seq = {of}"
)


def test_an_untouched_chain_holds(case_id, broken, keyring):
    assert broken() == []
    assert list(verify.verify_all(keyring=keyring)) == []


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE fact SET body = (SELECT body FROM fact WHERE seq = 5) WHERE seq = 4"], [("changed", 4)]),
        (["UPDATE fact SET kind = 'TaskReleased' WHERE seq = 1"], [("changed", 1)]),
        (["UPDATE fact SET hash = (SELECT hash FROM fact WHERE seq = 1) WHERE seq = 6"], [("changed", 6)]),
        (["UPDATE command SET actor_id = 'someone' WHERE no = 1"], [("changed", 1), ("changed", 2), ("changed", 3)]),
        (["DELETE FROM fact WHERE seq = 4"], [("missing", 4)]),
        (["DELETE FROM fact WHERE seq = 9"], [("missing", 9)]),
        (["DELETE FROM fact"], [("missing", seq) for seq in range(1, 10)]),
        ([COPY.format(of=2, to=10)], [("inserted", 10)]),
        ([move(2, 99), move(3, 2), move(99, 3)], [("moved", 2), ("moved", 3)]),
        (["UPDATE stream SET head = '00'"], [("changed", 9)]),
        (["UPDATE stream SET seq = 8"], [("inserted", 9)]),
    ],
)
def test_a_chain_that_was_touched_says_where(case_id, broken, tamper, statements, found):
    tamper(*statements)
    assert broken() == found


def test_a_fact_pushed_in_between_is_told_from_those_it_pushed(case_id, broken, tamper):
    tamper(*[move(seq, seq + 1) for seq in range(9, 4, -1)], COPY.format(of=2, to=5))
    assert ("inserted", 5) in broken()
    assert {what for what, seq in broken() if seq > 5} == {"moved"}


def test_after_erasure_nothing_can_be_read_and_the_chain_still_holds(case_id, broken, tamper, work, keyring):
    with work() as at_work:
        assert at_work.erase(case_id, NOW) == 9
    assert broken() == []
    with pytest.raises(Erased):
        records.facts_of(case_id, keyring=keyring)
    tamper("UPDATE fact SET version = 2 WHERE seq = 7")
    assert broken() == [("changed", 7)]


def test_each_fact_opens_only_with_its_own_keys(case_id, tmp_path):
    stranger = Keyring.load(tmp_path / "other-keys.json")
    with pytest.raises(KeysLost, match="does not open"):
        records.facts_of(case_id, keyring=stranger)


def test_nothing_that_was_said_stands_in_the_tables(case_id, app):
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT body FROM fact")).scalars().all()
        columns = connection.execute(text("SELECT * FROM case_")).all()
    assert "王小明".encode() not in b"".join(map(bytes, rows))
    assert "王小明" not in str(columns)


def test_streams_that_are_no_cases_are_chained_alike(work, keyring):
    for key in ("a", "b"):
        with work() as at_work:
            at_work.append(at_work.stream("readings:2026-09-01"), Command(key, PERSON, NOW), [TaskClaimed("x")])
    assert verify.verify("readings:2026-09-01", keyring=keyring) == []
    assert [told.seq for told in records.records("readings:2026-09-01", keyring=keyring)] == [1, 2]


@pytest.mark.parametrize(("cipher", "algorithm"), [("sm4-gcm", "sha256"), ("aes-256-gcm", "sm3")])
def test_what_was_written_under_other_settings_is_still_read(opened, completed, keyring, tmp_path, cipher, algorithm):
    case_id = opened()
    other = Keyring.load(tmp_path / "keys.json", cipher=cipher, algorithm=algorithm)
    assert isinstance(records.facts_of(case_id, keyring=other)[0].fact, CaseOpened)
    assert verify.verify_case(case_id, keyring=other) == []
