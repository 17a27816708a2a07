"""One archive of database and papers, the keys apart from it, and the way back; command line and tests call it."""

import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text
from zstandard import ZstdCompressor, ZstdDecompressor

from app.errors import NotFound, Refused
from app.settings import PRODUCT, Settings
from app.store import schema
from app.store.db import db, reading
from app.store.dump import is_empty, lines, load

SQLITE, LINES, MANIFEST = "database.sqlite3", "database.jsonl.zst", "manifest.json"
PAPERS = "papers"


def backup(folder: Path, settings: Settings, at: datetime, *, portable: bool = False) -> list[Path]:
    """Write an archive and, apart from it, the keys; `portable` (always so on PostgreSQL) can go to either database."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"yijianshi-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    archive, keys = folder / f"{stem}.tar", folder / f"{stem}.keys.json"
    with TemporaryDirectory(dir=folder) as scratch:
        database = _database_copy(Path(scratch), portable=portable)
        draft = Path(scratch) / archive.name
        with tarfile.open(draft, "w") as tar:
            _add_text(tar, MANIFEST, _manifest(database, at))
            tar.add(database, database.name)
            if settings.papers_dir.exists():  # after the database: every paper it names is already a file
                tar.add(settings.papers_dir, PAPERS)
        draft.chmod(0o600)
        draft.rename(archive)
    keys.touch(0o600)
    shutil.copyfile(settings.keys_file, keys)
    return [archive, keys]


def restore(folder: Path, settings: Settings) -> Path:
    """Bring the newest archive of a folder back into an empty product; anything there already is left alone."""
    archive = max(folder.glob("yijianshi-*.tar"), default=None, key=lambda path: path.name)
    if archive is None:
        raise NotFound(f"no archive in {folder}")
    _refuse_unless_empty(settings)
    with TemporaryDirectory(dir=folder) as scratch, tarfile.open(archive) as tar:
        tar.extractall(scratch, filter="data")
        manifest = _checked(Path(scratch))
        _bring_database(Path(scratch) / manifest["database"], manifest)
        if (papers := Path(scratch) / PAPERS).exists():
            shutil.copytree(papers, settings.papers_dir, dirs_exist_ok=True)
    if not settings.keys_file.exists():
        _bring_keys(archive, settings.keys_file)
    return archive


def _database_copy(scratch: Path, *, portable: bool) -> Path:
    """Copy the database as it is at one moment, while others go on writing."""
    if db.engine.dialect.name == "sqlite" and not portable:
        with reading() as connection:
            connection.execute(text("VACUUM INTO :path"), {"path": str(scratch / SQLITE)})
        return scratch / SQLITE
    with (scratch / LINES).open("wb") as file, ZstdCompressor(level=6).stream_writer(file) as squeezed:
        for line in lines():
            squeezed.write(line)
    return scratch / LINES


def _manifest(database: Path, at: datetime) -> str:
    told = {"product": PRODUCT, "revision": schema.current(), "at": at.isoformat()}
    return json.dumps({**told, "database": database.name, "sha256": _sha256(database)}, indent=1)


def _checked(scratch: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((scratch / MANIFEST).read_text())
    if _sha256(scratch / manifest["database"]) != manifest["sha256"]:
        raise Refused("The archive is damaged: the database in it is not the one that was written.")
    return manifest


def _refuse_unless_empty(settings: Settings) -> None:
    if settings.papers_dir.exists() and any(settings.papers_dir.rglob("*.*")):
        raise Refused(f"{settings.papers_dir} already holds papers.")
    if schema.current() is None:
        return
    with reading() as connection:
        if not is_empty(connection):
            raise Refused("The database already holds data: restore into an empty one.")


def _bring_database(source: Path, manifest: dict[str, Any]) -> None:
    if source.name == SQLITE:
        _bring_sqlite(source)
    else:
        schema.upgrade(manifest["revision"])
        with source.open("rb") as file, ZstdDecompressor().stream_reader(file) as stream:
            load(_split(stream))
    schema.upgrade()


def _bring_sqlite(source: Path) -> None:
    if db.engine.dialect.name != "sqlite":
        raise Refused("This archive holds an SQLite file: make a portable one to restore it into PostgreSQL.")
    target = Path(str(db.engine.url.database))
    db.engine.dispose()
    for leftover in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        leftover.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _bring_keys(archive: Path, target: Path) -> None:
    source = archive.with_name(f"{archive.stem}.keys.json")
    if not source.exists():
        raise NotFound(f"{source} (the keys are kept apart: put them at {target})")
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(source.read_bytes())


def _split(stream: Any) -> Iterator[bytes]:
    with closing(io.BufferedReader(stream)) as buffered:
        whole: Iterable[bytes] = buffered
        yield from whole


def _add_text(tar: tarfile.TarFile, name: str, content: str) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content.encode())
    tar.addfile(member, io.BytesIO(content.encode()))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
