"""A change of the master key: everything is sealed anew, at whatever moment it is stopped, and nothing else changes."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import LargeBinary, select

from app.errors import Refused
from app.events.chain import digest
from app.store import papers, people, reads, records, verify
from app.store.db import Tables, reading
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.keys import rotation
from app.store.rows import GrantRecord, Message, NewEntry, NewPerson
from app.store.sealing import Unreadable
from tests.unit.store.conftest import NOW, PERSON

ID_NO = "140105199001011234"
LATER = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture
def filled(opened, work, keyring, tmp_path):
    """Everything that a master key seals: cases with results, a person, papers, a register, a message."""
    cases = [opened() for _ in range(3)]
    file = papers.write(tmp_path / "papers", keyring, PERSON.id, b"%PDF secret")
    with work() as at_work:
        paper = at_work.paper(new_id(), "photo", "王小明.pdf", "application/pdf", file)
        person = at_work.add_person(
            NewPerson(PERSON.id, "xiaoming", "王小明", "hash", (GrantRecord("federation", "140105"),), ID_NO)
        )
        at_work.record(NewEntry("certificates", ID_NO, "C1", date(2026, 9, 1), None, {"level": 2}, "s1"))
        at_work.keep_message(Message("m1", "change_reported", ID_NO, {"kind": "death"}, PERSON, NOW, LATER))
    return cases, paper, person


def _read(filled, keyring, folder):
    cases, paper, person = filled
    found = papers.paper(paper, keyring)
    return {
        "facts": [[record.fact for record in records.facts_of(case, keyring=keyring)] for case in cases],
        "states": [reads.case_with_state(case, keyring=keyring).state for case in cases],
        "paper": (found.name, papers.content(folder, keyring, found)),
        "person": people.by_id(person, keyring=keyring).name,
        "register": [one.entry for one in reads.entries("certificates", ID_NO, keyring=keyring)],
        "message": reads.message("m1", keyring=keyring).payload,
    }


def _sealed_with(mark: bytes) -> list[str]:
    """Every value of any table that begins as a master key marks it, so that no column is forgotten."""
    found = []
    with reading() as connection:
        for table in Tables.metadata.tables.values():
            for column in (one for one in table.c if isinstance(one.type, LargeBinary)):
                values = connection.execute(select(column).where(column.is_not(None))).scalars()
                found += [f"{table.name}.{column.name}" for value in values if bytes(value).startswith(mark)]
    return found


def test_everything_is_sealed_anew_and_reads_as_before_without_the_old_key(filled, work, keyring, tmp_path):
    before, chain = _read(filled, keyring, tmp_path / "papers"), list(verify.verify_all(keyring=keyring))
    assert len(set(_sealed_with(keyring.mark("k1")))) == len(rotation.EVERYTHING)
    keyring.file.add(LATER)
    done = sum(rotation.reseal(keyring))
    assert rotation.used(keyring) == {"k1": 0, "k2": done}
    assert _sealed_with(keyring.mark("k1")) == []
    keyring.file.drop("k1")
    fresh = Keyring.load(tmp_path / "keys.json")
    assert _read(filled, fresh, tmp_path / "papers") == before
    assert list(verify.verify_all(keyring=fresh)) == chain == []
    with work() as at_work:
        assert at_work.seen(f"open:{filled[0][0]}") == filled[0][0]
        assert people.by_subject(ID_NO, keyring=fresh).id == PERSON.id  # the index never changes


def test_a_change_that_was_stopped_after_any_commit_goes_on_where_it_was(filled, keyring, tmp_path):
    before = _read(filled, keyring, tmp_path / "papers")
    keyring.file.add(LATER)
    whole = rotation.used(keyring)["k1"]
    for stopped in range(whole):
        work = rotation.reseal(keyring, batch=1)
        assert next(work) == 1
        work.close()
        assert rotation.used(keyring) == {"k1": whole - stopped - 1, "k2": stopped + 1}
        assert _read(filled, keyring, tmp_path / "papers") == before
    assert list(rotation.reseal(keyring)) == []


def test_a_row_that_is_written_meanwhile_is_left_as_it_is_now(filled, work, keyring):
    keyring.file.add(LATER)
    one = next(each for each in rotation.EVERYTHING if each.table.__tablename__ == "paper" and each.column == "name")
    rows = rotation._others(one, keyring, None, 10)
    with work() as at_work:
        file = papers.PaperFile(PERSON.id, _content(filled, keyring), "file", b"", 11)
        at_work.paper(new_id(), "photo", "新名字.pdf", "application/pdf", file)
    rotation._seal(one, rows, keyring)
    assert papers.paper(filled[1], keyring).name == "新名字.pdf"


def test_what_was_sealed_with_a_key_that_is_gone_says_which_file_to_bring_back(filled, keyring, tmp_path):
    keyring.file.add(LATER)
    keyring.file.drop("k1")
    with pytest.raises(Unreadable, match=r"'k1' is not in .*keys\.json"):
        reads.case_with_state(filled[0][0], keyring=keyring)
    with pytest.raises(Refused, match="in use"):
        keyring.file.drop("k2")


def _content(filled, keyring):
    return keyring.index(digest(b"%PDF secret", keyring.algorithm), f"paper:{PERSON.id}")
