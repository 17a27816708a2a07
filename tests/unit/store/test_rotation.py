"""The master key is changed: all is sealed anew, nothing is lost at a kill, and chain, anchors and indexes stay."""

import json
import os
import signal
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import LargeBinary, event, select

from app.errors import NotFound
from app.events.actor import Actor
from app.store import papers, people, reads, records, verify
from app.store.anchors import keeping
from app.store.db import Tables, db
from app.store.ids import new_id
from app.store.keyring import Keyring, mark
from app.store.keys.file import Keys, KeysLost, UnderWay
from app.store.keys.rotation import SEALED, Rotation, listed
from app.store.rows import Busy, GrantRecord, Message, NewEntry, NewPerson
from app.store.unit import unit
from tests.unit.store.conftest import NOW, PERSON, Step, Task, make_app

SUBJECT = "140105199001011234"
# Sealed with a data key, or not sealed at all: a change of the master key leaves them alone.
NOT_UNDER_THE_MASTER = {
    "fact.body",
    "fact.hash",
    "case_state.state",
    "job.body",
    "outbox.body",
    "statutory_clock.body",
    "blob.content",
}


@pytest.fixture
def told(opened, completed, work, keyring, tmp_path):
    """Write something into every sealed column, twice over, and give how to read all of it."""
    cases = [opened(Step(b"s", (Task("Check#1"),)), subject=SUBJECT) for _ in range(3)]
    file = papers.write(tmp_path / "papers", keyring, PERSON.id, b"%PDF")
    paper = new_id()
    with work() as at_work:
        at_work.add_person(NewPerson(PERSON.id, "wang", "王小明", None, (GrantRecord("applicant", ""),), SUBJECT))
        at_work.keep_message(Message("m1", "moved", SUBJECT, {"to": "太原"}, Actor("outside", "sms"), NOW))
        for number in ("N1", "N2"):
            at_work.record(NewEntry("certificates", SUBJECT, number, date(2026, 9, 1), None, {"n": number}, number))
        at_work.paper(paper, "photo", "照片.pdf", "application/pdf", file)
    keeping.anchor("2026-09-01", NOW, keyring=keyring)

    def read(ring: Keyring):
        found = papers.paper(paper, ring)
        with unit(NOW, keyring=ring) as at_work:
            seen = [at_work.seen(f"open:{case_id}") for case_id in cases]
            message = at_work.message("m1")
        return (
            [records.facts_of(case_id, keyring=ring) for case_id in cases],
            [one.entry for one in reads.entries("certificates", SUBJECT, keyring=ring)],
            [one.id for one in reads.cases_of_subject(SUBJECT, keyring=ring)],
            [people.by_subject(SUBJECT, keyring=ring).name, message.key, found.name, seen],
            papers.content(tmp_path / "papers", ring, found),
            keeping.anchors(keyring=ring),
            list(verify.verify_all(keyring=ring)) + list(keeping.breaks(keyring=ring)),
        )

    return read


def again(keyring) -> Keyring:
    """The key file as a process reads it that begins now."""
    return Keyring.load(keyring.file.path)


def rotate(keyring, batch=200) -> int:
    rotation = Rotation(keyring, NOW + timedelta(days=1))
    left = rotation.begin()
    assert sum(rotation.reseal(batch)) == left
    rotation.retire()
    return left


def values():
    """Every value of every binary column, by column."""
    with db.engine.connect() as connection:
        return {
            f"{table.name}.{column.name}": [
                bytes(value) for value in connection.execute(select(column)).scalars() if value
            ]
            for table in Tables.metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, LargeBinary)
        }


def test_every_binary_column_is_sealed_anew_or_said_not_to_be():
    columns = {
        f"{table.name}.{column.name}"
        for table in Tables.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert {sealed.name for sealed in SEALED} | NOT_UNDER_THE_MASTER == columns
    assert not {sealed.name for sealed in SEALED} & NOT_UNDER_THE_MASTER


def test_all_is_sealed_anew_and_reads_as_before_while_facts_and_anchors_stay_byte_for_byte(told, keyring):
    before, kept = told(keyring), values()
    assert before[-1] == []
    assert rotate(keyring) == sum(len(kept[sealed.name]) for sealed in SEALED) > 10
    now = values()
    for sealed in SEALED:
        assert kept[sealed.name], sealed.name
        assert all(value.startswith(mark("k2")) for value in now[sealed.name]), sealed.name
    assert {name: now[name] for name in NOT_UNDER_THE_MASTER} == {name: kept[name] for name in NOT_UNDER_THE_MASTER}
    assert told(again(keyring)) == told(keyring) == before
    assert set(json.loads(keyring.file.path.read_text())["masters"]) == {"k2"}
    assert keyring.file.path.stat().st_mode & 0o077 == 0
    assert rotate(keyring) > 10
    assert [(one.id, one.state) for one in listed(keyring)] == [("k1", "retired"), ("k2", "retired"), ("k3", "in use")]


def test_killed_at_any_commit_all_can_be_read_and_the_rotation_goes_on(told, keyring, database):
    before, kills = told(keyring), 0
    while (ended := os.waitstatus_to_exitcode(rotating_in_a_child(database, keyring, kills + 1))) == -signal.SIGKILL:
        kills += 1
        assert told(again(keyring)) == before
    assert ended == 0
    assert kills >= 5
    assert told(again(keyring)) == before
    assert len(again(keyring).file.keys().masters) == 1  # killed in the last commit, the next run was a rotation anew


def rotating_in_a_child(database, keyring, die_at):
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    left = [die_at]

    def count(_connection):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        with make_app(database).app_context():
            event.listen(db.engine, "commit", count)
            rotate(again(keyring), batch=1)
            os._exit(0)
    finally:
        os._exit(3)


def test_killed_between_the_two_writes_of_the_key_file_and_all_rows_nothing_is_lost(told, keyring):
    before = told(keyring)
    rotation = Rotation(keyring, NOW)
    left = rotation.begin()  # and here the plug was pulled: the new key is there, no row has it
    assert told(again(keyring)) == before
    assert Rotation(again(keyring), NOW).begin() == left
    assert sum(rotation.reseal()) == left  # and here again: no row has the old key, which is still there
    assert [(one.id, one.state, one.values) for one in listed(keyring)] == [
        ("k1", "being replaced", 0),
        ("k2", "in use", left),
    ]
    assert rotate(again(keyring)) == 0
    assert told(again(keyring)) == before


def test_what_is_written_while_the_keys_are_rotated_is_sealed_anew_too(told, opened, keyring):
    """A process that goes on with the key it began with, as one whose unit was long under way."""
    before, slow = told(keyring), again(keyring)
    object.__setattr__(slow, "file", Standing(slow.file.keys()))
    rotation = Rotation(keyring, NOW)
    left = rotation.begin()
    for number, _ in enumerate(rotation.reseal()):
        with unit(NOW, keyring=slow) as work:
            work.keep_message(Message(f"late {min(number, 5)}", "moved", "k", {}, PERSON, NOW))
    with unit(NOW, keyring=slow) as work:
        work.keep_message(Message("last", "moved", "k", {}, PERSON, NOW))
    rotation.retire()
    assert listed(keyring)[0].values == 0
    assert listed(keyring)[-1].values > left
    assert told(again(keyring)) == before


@dataclass(frozen=True)
class Standing:
    """A key file as it was read once."""

    read: Keys

    def keys(self) -> Keys:
        return self.read


def test_a_unit_whose_key_was_retired_before_it_ended_keeps_nothing(told, keyring, tmp_path):
    file = papers.write(tmp_path / "papers", keyring, PERSON.id, b"late")
    with pytest.raises(Busy):
        overtaken(keyring)
    with unit(NOW, keyring=keyring) as work:
        paper = work.paper(new_id(), "photo", "晚.pdf", "application/pdf", file)
        with pytest.raises(NotFound):
            work.message("late")
    assert papers.content(tmp_path / "papers", again(keyring), papers.paper(paper, again(keyring))) == b"late"


def overtaken(keyring):
    with unit(NOW, keyring=keyring) as late:
        late.keep_message(Message("late", "moved", "k", {}, PERSON, NOW))
        keyring.file.replace(keyring.file.keys().with_new(NOW).without_old(NOW))


def test_a_lost_or_wrong_key_file_is_told_with_the_remedy(told, keyring):
    kept = keyring.file.path.read_bytes()
    keyring.file.path.unlink()
    with pytest.raises(KeysLost, match=r"is gone.*yijianshi backup"):
        told(keyring)
    stranger = again(keyring)  # a new file of the same name: another key under the same id
    with pytest.raises(KeysLost, match=r"'k1'.*keys\.json"):
        told(stranger)
    with pytest.raises(KeysLost, match="YIJIANSHI_KEYS_FILE"):
        Rotation(stranger, NOW).begin()
    assert set(stranger.file.keys().masters) == {"k1"}
    keyring.file.path.write_text("{")
    with pytest.raises(KeysLost, match="no key file"):
        again(keyring)
    keyring.file.path.write_bytes(kept)
    assert told(keyring)[-1] == []


def test_a_key_that_the_file_lacks_is_listed_and_no_rotation_begins(told, keyring):
    old = keyring.file.path.read_bytes()
    rotate(keyring)
    keyring.file.path.write_bytes(old)  # as if the file of an older backup had been put there
    missing = listed(again(keyring))[-1]
    assert (missing.state, missing.values > 10) == ("missing", True)
    with pytest.raises(KeysLost, match="'k2'"):
        told(again(keyring))
    with pytest.raises(Exception, match="not in the key file"):
        Rotation(again(keyring), NOW).begin()


def test_two_cannot_rotate_at_once(keyring):
    with keyring.file.held(wait=False), pytest.raises(UnderWay), again(keyring).file.held(wait=False):
        pass
