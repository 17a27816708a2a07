"""Registers, papers, releases, people and the clock."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from app.errors import Conflict, NotFound, Refused
from app.events.facts import ReleasePublished
from app.store import clock, papers, people, reads, records, releases, verify
from app.store.db import db
from app.store.ids import new_id
from app.store.rows import Command, GrantRecord, NewEntry, NewPerson
from tests.unit.store.conftest import NOW, PERSON

ID_NO = "140105199001011234"
FIRST = date(2026, 9, 1)


def entry(source: str, valid_from: date = FIRST, valid_to: date | None = None, key: str = "C1", **said) -> NewEntry:
    return NewEntry("certificates", ID_NO, key, valid_from, valid_to, said, source)


def test_a_later_entry_supersedes_and_nothing_is_deleted(work, keyring):
    with work() as at_work:
        assert at_work.record(entry("s1", level=2))
        assert not at_work.record(entry("s1", level=3))
        assert at_work.record(entry("s2", level=1))
        assert at_work.record(entry("s3", key="C2", level=4))
        found = at_work.find("certificates", ID_NO)
    assert [(one.key, one.entry) for one in found] == [("C1", {"level": 1}), ("C2", {"level": 4})]
    assert len(reads.entries("certificates", ID_NO, keyring=keyring, history=True)) == 3
    assert reads.entries("certificates", "somebody else", keyring=keyring) == []


def test_an_ended_entry_is_valid_to_its_last_day_and_ends_once(work, keyring):
    with work() as at_work:
        at_work.record(entry("s1", level=2))
        assert at_work.end("certificates", ID_NO, "C1", date(2026, 12, 31), source="e1")
        assert not at_work.end("certificates", ID_NO, "C1", date(2027, 12, 31), source="e1")
        with pytest.raises(NotFound):
            at_work.end("certificates", ID_NO, "C9", FIRST, source="e2")
    days = [date(2026, 8, 31), FIRST, date(2026, 12, 31), date(2027, 1, 1)]
    valid = [len(reads.entries("certificates", ID_NO, keyring=keyring, on=day)) for day in days]
    assert valid == [0, 1, 1, 0]


def test_registers_hold_no_identity_number_in_the_open(work):
    with work() as at_work:
        at_work.record(entry("s1", key=ID_NO + "42", name="王小明"))
    with db.engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM register_entry")).all())
    assert ID_NO not in rows


def test_a_paper_is_kept_encrypted_and_the_same_content_once(tmp_path, work, keyring, opened):
    files = [papers.write(tmp_path / "papers", keyring, PERSON.id, b"%PDF secret") for _ in range(2)]
    with work() as at_work:
        ids = [at_work.paper(new_id(), "photo", "王小明.pdf", "application/pdf", file) for file in files]
    assert ids[0] == ids[1]
    paper = papers.paper(ids[0], keyring)
    assert (paper.name, paper.size, paper.case_id) == ("王小明.pdf", 11, None)
    assert papers.content(tmp_path / "papers", keyring, paper) == b"%PDF secret"
    assert b"secret" not in b"".join(path.read_bytes() for path in (tmp_path / "papers").glob("*/*"))
    case_id = opened()
    with work() as at_work, pytest.raises(NotFound):
        at_work.attach_papers(at_work.case(case_id), new_id(), [paper.id])  # nobody takes another's paper
    with work() as at_work:
        at_work.attach_papers(at_work.case(case_id), PERSON.id, [paper.id])
        at_work.attach_papers(at_work.case(case_id), new_id(), [paper.id])  # the case keeps its own, whoever names it
    assert papers.paper(paper.id, keyring).case_id == case_id


def test_sweeping_removes_old_files_that_no_row_names_and_no_others(tmp_path, work, keyring):
    kept, orphan, fresh = (papers.write(tmp_path, keyring, PERSON.id, content) for content in (b"1", b"2", b"3"))
    with work() as at_work:
        at_work.paper(new_id(), "photo", "a.pdf", "application/pdf", kept)
    past = NOW.timestamp() - 9000
    for file in (kept, orphan):
        os.utime(tmp_path / file.file[:2] / file.file, (past, past))
    os.utime(tmp_path / fresh.file[:2] / fresh.file, (NOW.timestamp(), NOW.timestamp()))
    assert papers.sweep(tmp_path, NOW - timedelta(hours=1)) == [orphan.file]


def test_releases_are_numbered_and_in_force_from_their_day(work, keyring):
    with work() as at_work:
        first = at_work.publish(
            {"bpmn/a.bpmn": b"<a/>"}, Command("p1", PERSON, NOW), approver=None, note="seed", effective_on=FIRST
        )
    files = {"bpmn/a.bpmn": b"<a/>", "dmn/b.dmn": b"<b/>" * 100}
    with work() as at_work:
        later = date(2026, 10, 1)
        at_work.publish(files, Command("p2", PERSON, NOW), approver="lead", note="next", effective_on=later)
    assert [releases.in_force(day) and releases.in_force(day).number for day in (date(2026, 8, 1), FIRST, later)] == [
        *(None, 1, 2)
    ]
    assert releases.files(2) == files
    assert (releases.release(1), releases.last_number()) == (first, 2)
    told = records.records("releases", keyring=keyring)
    assert told[0].fact == ReleasePublished(1, first.hash, "seed")
    assert verify.verify("releases", keyring=keyring) == []
    with pytest.raises(NotFound):
        releases.release(3)


def test_people_are_found_by_login_and_their_names_are_sealed(work, keyring):
    grants = (GrantRecord("federation", "140105", "federation"), GrantRecord("window", "140105"))
    with work() as at_work:
        person = at_work.add_person(NewPerson(new_id(), "wang", "王小明", "hash", grants, ID_NO))
    found = people.by_login("wang", keyring=keyring)
    assert found is not None
    assert (found.id, found.name, found.grants) == (person, "王小明", grants)
    assert people.by_subject(ID_NO, keyring=keyring) == found
    assert people.with_role("window", keyring=keyring) == [found]
    assert people.by_login("li", keyring=keyring) is None
    with pytest.raises(Conflict), work() as at_work:
        at_work.add_person(NewPerson(new_id(), "wang", "另一人"))


def test_the_simulated_clock_is_shared_and_never_goes_back(work):
    assert clock.simulated_now() is None
    with work() as at_work:
        at_work.set_clock(NOW)
    with work() as at_work:
        at_work.set_clock(NOW + timedelta(days=1))
    assert clock.simulated_now() == NOW + timedelta(days=1)
    with pytest.raises(Refused), work() as at_work:
        at_work.set_clock(NOW)


def test_a_lease_has_one_holder_until_it_runs_out(work):
    system = datetime(2026, 11, 1, tzinfo=UTC)

    def take(holder: str, now: datetime) -> bool:
        with work() as at_work:
            return at_work.lease("tick", holder, now=now, until=now + timedelta(minutes=1))

    assert take("one", system)
    assert not take("two", system)
    assert take("one", system)
    assert clock.lease_holder("tick", system) == "one"
    assert take("two", system + timedelta(minutes=2))
    with work() as at_work:
        at_work.give_back("tick", "two")
    assert clock.lease_holder("tick", system) is None
