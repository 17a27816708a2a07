"""Reading a folder, and what a release gives of its files."""

from datetime import date
from decimal import Decimal

import pytest

from app.catalogue import Release, read_folder
from app.errors import NotFound, TooLarge


@pytest.fixture
def release(seed):
    return Release(1, "-", seed, date(2026, 1, 1))


def test_a_folder_gives_its_files_by_relative_path_and_follows_no_link(tmp_path):
    (tmp_path / "forms" / "reference").mkdir(parents=True)
    (tmp_path / "bpmn").mkdir()
    (tmp_path / "bpmn" / "a.bpmn").write_bytes(b"a")
    (tmp_path / "bpmn" / "a.png").write_bytes(b"no")
    (tmp_path / "forms" / "reference" / "b.json").write_bytes(b"b")
    (tmp_path / "forms" / ".hidden").write_bytes(b"no")
    (tmp_path / "secret").write_bytes(b"no")
    (tmp_path / "forms" / "link.json").symlink_to(tmp_path / "secret")
    (tmp_path / "forms" / "far").symlink_to("/")
    assert read_folder(tmp_path) == {"bpmn/a.bpmn": b"a", "forms/reference/b.json": b"b"}


def test_an_empty_folder_is_no_release(tmp_path):
    with pytest.raises(NotFound):
        read_folder(tmp_path)


def test_a_huge_file_is_refused(tmp_path):
    (tmp_path / "dmn").mkdir()
    (tmp_path / "dmn" / "a.dmn").write_bytes(b"x" * 5_000_000)
    with pytest.raises(TooLarge):
        read_folder(tmp_path)


def test_parts_are_made_once(release):
    assert release.model("pension") is release.model("pension")
    assert release.form("pickup") is release.form("pickup")
    assert release.reference("roles") is release.reference("roles")
    assert release.machine is release.machine


def test_a_table_keeps_its_hash_when_another_changes(seed, release):
    other = Release(2, "-", {**seed, "dmn/advice.dmn": seed["dmn/labour_age.dmn"]}, date(2026, 1, 1))
    assert other.model("pension").hash == release.model("pension").hash


def test_what_a_release_does_not_hold_is_not_found(release):
    for ask in (release.model, release.form, release.reference):
        with pytest.raises(NotFound):
            ask("nothing")


def test_the_calendar_comes_from_the_schedules_of_the_release(release):
    assert release.functions["working days after"](date(2026, 9, 30), Decimal(1)) == date(2026, 10, 8)
    assert not release.calendar.is_working_day(date(2026, 10, 1))
    assert release.calendar.is_working_day(date(2026, 10, 10))
    assert release.calendar.provisional(2040)
