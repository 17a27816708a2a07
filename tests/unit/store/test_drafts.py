"""Drafts on both databases: begun of a release, changed, taken by one at a time, and made a release."""

from datetime import date

import pytest

from app.errors import Conflict, NotFound
from app.store.drafts import reads
from app.store.rows import Command
from tests.unit.store.conftest import NOW, PERSON

FILES = {"bpmn/a.bpmn": b"<a/>", "dmn/b.dmn": b"<b/>"}


@pytest.fixture
def number(work):
    with work() as unit:
        unit.publish(FILES, Command("p1", PERSON, NOW), approver="b", note="", effective_on=date(2026, 9, 1))
    with work() as unit:
        return unit.begin_draft(1, "draft", "analyst")


def test_a_draft_takes_the_files_of_its_release_and_keeps_its_own(work, number):
    with work() as unit:
        marks = unit.put_draft_files(number, {"dmn/b.dmn": b"<c/>", "forms/d.json": b"{}"}, "second")
        unit.put_draft_files(number, {"forms/d.json": b"{}"}, "second")
        unit.drop_draft_file(number, "bpmn/a.bpmn", "second")
        assert unit.draft_hashes(number) == marks
        assert unit.draft_hands(number) == {"analyst", "second"}
    assert {path: content for path, (_, content) in reads.files(number).items()} == {
        "dmn/b.dmn": b"<c/>",
        "forms/d.json": b"{}",
    }
    assert reads.hands(number) == {"analyst", "second"}
    assert [one.number for one in reads.drafts()] == [number]


def test_a_draft_is_taken_only_in_the_state_that_is_meant(work, number):
    with work() as unit:
        assert unit.take_draft(number, "open", "asked").base == 1
        unit.move_draft(number, state="asked")
    with pytest.raises(Conflict), work() as unit:
        unit.take_draft(number, "open")
    with pytest.raises(NotFound), work() as unit:
        unit.take_draft(number + 1, "open")
    with pytest.raises(NotFound):
        reads.draft(number + 1)


def _half(work, number):
    with work() as unit:
        unit.put_draft_files(number, {"dmn/b.dmn": b"<half/>"}, "analyst")
        unit.take_draft(number, "approved")


def test_what_fails_halfway_changes_nothing(work, number):
    with pytest.raises(Conflict):
        _half(work, number)
    assert reads.files(number)["dmn/b.dmn"][1] == b"<b/>"
    assert reads.draft(number).state == "open"
