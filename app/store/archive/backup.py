"""One archive of database and papers, the secrets apart from it, and the way back; command line and tests call it.

Not kept is the key that signs sessions: a new one is made, and people log in again.
"""

import io
import json
import shutil
import tarfile
from base64 import b64decode, b64encode
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
from app.settings import PRODUCT, Settings, private_file
from app.store import schema
from app.store.archive.dump import is_empty, lines, load
from app.store.db import db, reading
from app.store.keyring import Keyring
from app.store.keys.file import KeysLost

SQLITE, LINES, MANIFEST = "database.sqlite3", "database.jsonl.zst", "manifest.json"
PAPERS, SEAL = "papers", "backup"


def backup(folder: Path, settings: Settings, at: datetime, *, portable: bool = False) -> list[Path]:
    """Write an archive and, apart from it, what its reader must not have: keys and settings of the outside systems.

    `portable` (always so on PostgreSQL) can go to either database.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"yijianshi-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar"
    with TemporaryDirectory(dir=folder) as scratch:
        database = _database_copy(Path(scratch), portable=portable)
        draft = Path(scratch) / archive.name
        with tarfile.open(draft, "w") as tar:
            _add_text(tar, MANIFEST, _manifest(database, at, Keyring.load(settings.keys_file)))
            tar.add(database, database.name)
            if settings.papers_dir.exists():  # after the database: every paper it names is already a file
                tar.add(settings.papers_dir, PAPERS)
        draft.chmod(0o600)
        draft.rename(archive)
    return [archive, *_secrets_copied(archive, settings)]


def restore(folder: Path, settings: Settings) -> Path:
    """Bring the newest archive of a folder back into an empty product; anything there already is left alone."""
    archive = max(folder.glob("yijianshi-*.tar"), default=None, key=lambda path: path.name)
    if archive is None:
        raise NotFound(f"no archive in {folder}")
    _refuse_unless_empty(settings)
    with TemporaryDirectory(dir=folder) as scratch:
        manifest = _unpacked(archive, Path(scratch))
        _refuse_other_keys(archive, manifest, settings)
        _bring_database(Path(scratch) / manifest["database"], manifest)
        if (papers := Path(scratch) / PAPERS).exists():
            shutil.copytree(papers, settings.papers_dir, dirs_exist_ok=True)
    for place, source in _secrets(archive, settings).items():
        if source.exists() and not place.exists():
            private_file(place, source.read_bytes)
    return archive


def _secrets(archive: Path, settings: Settings) -> dict[Path, Path]:
    """Where each secret file of the installation is, and where its copy lies beside the archive."""
    beside = {settings.keys_file: "keys.json", settings.outside_file: "outside.json"}
    return {place: archive.with_name(f"{archive.stem}.{name}") for place, name in beside.items()}


def _secrets_copied(archive: Path, settings: Settings) -> list[Path]:
    """Copy them; an installation need not have settings of outside systems."""
    there = {place: copy for place, copy in _secrets(archive, settings).items() if place.exists()}
    return [copy for place, copy in there.items() if private_file(copy, place.read_bytes)]


def _refuse_other_keys(archive: Path, manifest: dict[str, Any], settings: Settings) -> None:
    """Look, before anything is written, whether the keys that will be used open what the archive holds."""
    place, copy = settings.keys_file, _secrets(archive, settings)[settings.keys_file]
    used = place if place.exists() else copy
    if not used.exists():
        raise NotFound(f"{copy} (the keys are kept apart: put them there, or at {place})")
    try:
        Keyring.load(used).open_value(SEAL, manifest["database"], b64decode(manifest["sealed"]))
    except KeysLost as others:
        remedy = "move it away or name another place (YIJIANSHI_KEYS_FILE)" if used == place else "find the right file"
        raise Refused(f"{used} does not hold the keys of {archive}: {remedy}.") from others


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


def _manifest(database: Path, at: datetime, keyring: Keyring) -> str:
    told = {"product": PRODUCT, "revision": schema.current(), "at": at.isoformat()}
    told |= {"database": database.name, "sha256": _sha256(database)}
    sealed = keyring.seal_value(SEAL, database.name, told["sha256"])
    return json.dumps({**told, "sealed": b64encode(sealed).decode()}, indent=1)


def _unpacked(archive: Path, scratch: Path) -> dict[str, Any]:
    """Unpack an archive and check that it is whole; another one of the folder is not taken in its stead."""
    try:
        with tarfile.open(archive) as tar:
            _take_out(tar, scratch)
        manifest: dict[str, Any] = json.loads((scratch / MANIFEST).read_text())
        if _sha256(scratch / manifest["database"]) == manifest["sha256"]:
            return manifest
    except (tarfile.TarError, FileNotFoundError, ValueError, KeyError) as broken:
        raise Refused(f"{archive} is damaged: it is no archive that `yijianshi backup` wrote to its end.") from broken
    raise Refused(f"{archive} is damaged: the database in it is not the one that was written.")


def _take_out(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the archive's files, and nothing outside the folder (`extractall` obeys from Python 3.11.4 on)."""
    for member in tar:
        place = (folder / member.name).resolve()
        if not place.is_relative_to(folder.resolve()) or not (member.isfile() or member.isdir()):
            raise tarfile.ReadError(member.name)
        source = tar.extractfile(member)
        if source is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            with source, place.open("wb") as file:
                shutil.copyfileobj(source, file)
            place.chmod(0o600)


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
