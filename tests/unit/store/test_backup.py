"""A backup brings everything back: cases, papers and keys, also from one kind of database to the other."""

import tarfile
from datetime import timedelta
from io import BytesIO

import pytest

from app.cli.scratch import inside
from app.errors import Refused
from app.settings import Settings
from app.store import papers, reads, records, verify
from app.store.archive import backup
from app.store.db import db
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.rows import NewCase
from app.store.unit import unit
from tests.unit.store.conftest import NOW, PERSON, Step, Task, make_app

OUTSIDE = b"{}"


@pytest.fixture
def settings(tmp_path) -> Settings:
    settings = inside(Settings(), tmp_path, "http://127.0.0.1:9")
    settings.outside_file.write_bytes(OUTSIDE)
    return settings


@pytest.fixture
def elsewhere(tmp_path, settings) -> Settings:
    return inside(settings, tmp_path / "new", settings.outside_url)


@pytest.fixture
def case_id(opened, work, settings, keyring) -> str:
    case_id = opened(Step(b"state", (Task("Check#1"),)))
    file = papers.write(settings.papers_dir, keyring, PERSON.id, b"%PDF a page")
    with work() as at_work:
        at_work.paper(PERSON.id, "photo", "照片.pdf", "application/pdf", file)
    return case_id


@pytest.mark.parametrize("portable", [True, False])
def test_a_restored_product_goes_on_where_the_backup_was_made(
    case_id, settings, elsewhere, tmp_path, empty_database, opened, portable
):
    backup.backup(tmp_path / "kept", settings, NOW - timedelta(days=1), portable=portable)
    archive, *secrets = backup.backup(tmp_path / "kept", settings, NOW, portable=portable)
    assert [file.stat().st_mode & 0o077 for file in (archive, *secrets)] == [0, 0, 0]
    whole = portable or db.engine.dialect.name == "postgresql"
    if not whole and empty_database.startswith("postgres"):
        return  # an SQLite file can't go into PostgreSQL: the test below
    with make_app(empty_database).app_context():
        assert backup.restore(tmp_path / "kept", elsewhere) == archive
        assert elsewhere.outside_file.read_bytes() == OUTSIDE
        keyring = Keyring.load(elsewhere.keys_file)
        assert verify.verify_case(case_id, keyring=keyring) == []
        assert records.facts_of(case_id, keyring=keyring)[0].fact.data == {"application": {"name": "王小明"}}
        paper = papers.paper(PERSON.id, keyring)
        assert papers.content(elsewhere.papers_dir, keyring, paper) == b"%PDF a page"
        with pytest.raises(Refused):
            backup.restore(tmp_path / "kept", elsewhere)
        assert opens_another_case(keyring) != case_id
        db.engine.dispose()


def opens_another_case(keyring) -> str:
    """Numbers that were not brought along would be given out twice."""
    with unit(NOW, keyring=keyring) as work:
        work.open_case(NewCase(new_id(), "one_thing", 1, "140105"))
    return reads.cases()[-1].id


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("empty_database", ["postgres"], indirect=True)
def test_an_sqlite_file_is_not_forced_into_postgres(case_id, settings, elsewhere, tmp_path, empty_database):
    backup.backup(tmp_path / "kept", settings, NOW)
    with make_app(empty_database).app_context(), pytest.raises(Refused):
        backup.restore(tmp_path / "kept", elsewhere)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("name", "kind"), [("../beside", tarfile.REGTYPE), ("papers/x", tarfile.SYMTYPE)])
def test_an_archive_writes_nothing_outside_its_folder(case_id, settings, elsewhere, tmp_path, name, kind):
    archive, *_ = backup.backup(tmp_path / "kept", settings, NOW)
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    with tarfile.open(archive, "a") as tar:
        tar.addfile(member, BytesIO())
    with make_app(f"sqlite:///{tmp_path / 'empty.sqlite3'}").app_context(), pytest.raises(Refused, match="damaged"):
        backup.restore(tmp_path / "kept", elsewhere)
    assert not (tmp_path / "kept" / "beside").exists()
